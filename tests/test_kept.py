"""A view that is sent again is the view that would be drawn anew."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import downloads, kept
from tests.test_pages import every_page, readings, scenarios, visit, widget


def drawn(app: AppTest) -> list[tuple[str, bytes]]:
    """Every element of the page, as it travels."""

    def elements(block):
        for child in block.children.values():
            if hasattr(child, "children"):
                yield from elements(child)
            elif child.proto is not None:
                yield child.type, child.proto.SerializeToString()

    return list(elements(app.main))


@pytest.fixture
def charts(monkeypatch):
    """The names of the charts that are drawn anew."""
    names, remember = [], downloads.remember
    monkeypatch.setattr(downloads, "remember", lambda *a: (names.append(a[0]), remember(*a)))
    kept._drawn.clear()
    return names


@every_page
def test_what_is_sent_again_is_what_was_drawn(script, charts):
    first = visit(script)
    anew = len(charts)
    again = visit(script)
    assert drawn(again) == drawn(first)
    assert len(charts) - anew <= 1 < anew  # the gallery's small charts are a control
    assert list(again.session_state["shown"]) == list(first.session_state["shown"])


@every_page
def test_a_view_depends_on_its_settings_and_on_nothing_else_of_a_visitor(script, charts):
    first = visit(script)
    names = scenarios(first).options
    for name in (*names[1:], names[0]):  # a history, and back to where it began
        scenarios(first).set_value(name).run()
        kept._drawn.clear()
    first.run()
    other = visit(script)
    assert drawn(other) == drawn(first)
    kept._drawn.clear()
    assert drawn(other.run()) == drawn(first)


def test_the_last_good_numbers_of_visitors_are_their_own():
    seen = []
    for good in ("1 2 3", "4 5 6"):
        app = visit("pages/relu_bias.py", inputs="My own numbers", pasted=good)
        widget(app, "pasted").set_value("nonsense").run()
        assert "your last good numbers" in app.error[0].value
        seen.append(readings(app))
    assert seen[0] != seen[1]


def test_a_changed_page_is_drawn_anew(monkeypatch):
    """A view's code is part of what it is kept by."""
    made = []
    monkeypatch.setattr(kept, "_drawn", lambda *key: made.append(key[:4]) or {})
    for code in ("lambda: 1", "lambda: 2"):
        kept.view(eval(code))
    assert made[0] != made[1]
