"""A view that is sent again is the view that would be drawn anew."""

import os

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


def test_a_changed_page_is_drawn_anew(monkeypatch, tmp_path):
    made, page = [], tmp_path / "page.py"
    monkeypatch.setattr(kept, "_drawn", lambda *key: made.append(key[:-1]) or {})
    for year, code in ((1, "STEPS = 1"), (1, "STEPS = 1"), (2, "STEPS = 2")):
        page.write_text(f"{code}\ndef view(): return STEPS")
        os.utime(page, (year, year))
        names = {}
        exec(compile(page.read_text(), str(page), "exec"), names)
        kept.view(names["view"])
    assert made[0] == made[1] != made[2]


def test_what_is_kept_is_forgotten_now_and_then(monkeypatch, charts):
    """Streamlit's caches are bounded, but not the locks of all the keys they were asked for."""
    visit("pages/gallery.py")
    anew = len(charts)
    monkeypatch.setattr(kept, "RENEWED", 1)
    visit("pages/gallery.py")
    assert len(charts) == 2 * anew


def test_a_view_that_fails_leaves_the_charts_of_before(charts):
    def failing():
        raise ZeroDivisionError

    kept.downloads.remember("Before", "before", {}, {})
    with pytest.raises(ZeroDivisionError):
        kept.view(failing)
    assert list(downloads.shown()) == ["Before"]
