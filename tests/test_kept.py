"""A step that is sent again is the step that would be drawn anew."""

import os

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from activations import ACTIVATIONS
from activations.learning import comparison
from dashboard import downloads, kept, session, steps
from tests.pages import every_step, of, visit, visit_step, widgets

CONTROLS = (
    "button_group", "multiselect", "number_input", "selectbox", "slider", "text_area", "text_input",
    "toggle",
)  # fmt: skip


def drawn(app: AppTest) -> list[tuple[str, bytes]]:
    """Every element of the page but its controls, as it travels."""

    def elements(block):
        for child in block.children.values():
            if hasattr(child, "children"):
                yield from elements(child)
            elif child.proto is not None and child.type not in CONTROLS:
                yield child.type, child.proto.SerializeToString()

    return list(elements(app.main))


@pytest.fixture
def charts(monkeypatch):
    """The names of the charts that are drawn anew."""
    names, remember = [], downloads.remember
    monkeypatch.setattr(downloads, "remember", lambda *a: (names.append(a[0]), remember(*a)))
    kept._drawn.clear()
    return names


@every_step
def test_what_is_sent_again_is_what_was_drawn(page, step, charts):
    first = visit_step(page, step)
    anew = len(charts)
    again = visit_step(page, step)
    assert drawn(again) == drawn(first)
    live = getattr(step, "live", False)
    assert len(charts) - anew <= live, "only a part of a live step is drawn again"
    assert list(of(again).shown) == list(of(first).shown)


@every_step
def test_a_view_depends_on_its_settings_and_on_nothing_else_of_a_visitor(page, step, charts):
    first = visit_step(page, step)
    names = [*steps.scenarios_of(step)]
    for name in names:  # a history, and back to where it began
        first.button(key=f"{step.__name__}: {name}").click().run()
        kept._drawn.clear()
    first.button(key="reset").click().run()
    kept._drawn.clear()
    other = visit_step(page, step)
    assert drawn(other) == drawn(first.run())


def test_the_last_good_numbers_of_visitors_are_their_own():
    seen = []
    for good in ("1 2 3", "4 5 6"):
        app = visit("pages/relu_bias.py", inputs="My own numbers", pasted=good)
        widgets(app)["pasted"].set_value("nonsense").run()
        assert "your last good numbers" in app.error[0].value
        seen.append([metric.value for metric in app.metric])
    assert seen[0] != seen[1]


def test_a_changed_page_is_drawn_anew(monkeypatch, tmp_path):
    made, page = [], tmp_path / "page.py"
    monkeypatch.setattr(kept, "_drawn", lambda *key: made.append(key[:3]) or ({}, []))
    for year, code in ((1, "STEPS = 1"), (1, "STEPS = 1"), (2, "STEPS = 2")):
        page.write_text(f"{code}\ndef view(): return STEPS")
        os.utime(page, (year, year))
        names = {}
        exec(compile(page.read_text(), str(page), "exec"), names)
        kept.draw(names["view"])
    assert made[0] == made[1] != made[2]


def test_a_page_and_its_pictures_may_have_a_file_of_the_same_name(monkeypatch, tmp_path):
    made = []
    monkeypatch.setattr(kept, "_drawn", lambda *key: made.append(key[0]) or ({}, []))
    for room in ("pages", "pictures"):
        (tmp_path / room).mkdir()
        file = tmp_path / room / "depth.py"
        file.write_text("def view(): pass")
        os.utime(file, (1, 1))  # as where a copy sets all times alike
        names = {}
        exec(compile(file.read_text(), str(file), "exec"), names)
        kept.draw(names["view"])
    assert made[0] != made[1]


def test_every_kind_of_value_tells_one_drawing_from_another(charts):
    elu = ACTIVATIONS["elu"]
    calls = []

    def step(value):
        calls.append(value)

    pairs = [(1.0, 2.0), (["a"], ["b"]), ("a", "b"), (elu, elu.configure(alpha=0.5)),
             (np.arange(9000.0), np.arange(9000.0) + np.eye(9000)[4500]),
             ((elu,), (elu.configure(alpha=0.5),))]  # fmt: skip
    for pair in pairs:
        for value in (*pair, *pair):
            kept.draw(step, value=value)
    assert len(calls) == 2 * len(pairs)


@pytest.fixture
def nothing_measured():
    """Before and after a test that measures something else than the app does."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def test_what_is_kept_is_forgotten_now_and_then(monkeypatch, charts, nothing_measured):
    """Streamlit's caches are bounded, but not the locks of all the keys they were asked for."""
    visit("pages/elu_mean.py")
    anew = len(charts)
    measured = []
    monkeypatch.setattr(comparison, "by_level", lambda *_: measured.append(1))
    kept.by_level("runs", 0.0, 0.95, [], [])
    kept.by_level("runs", 0.0, 0.95, [], [])
    assert len(measured) == 1
    monkeypatch.setattr(kept, "RENEWED", 1)
    visit("pages/elu_mean.py")
    assert len(charts) == 2 * anew
    kept.by_level("runs", 0.0, 0.95, [], [])
    assert len(measured) == 2, "measurements, too, all of them"


def test_a_step_that_fails_leaves_the_charts_of_before(charts):
    def failing():
        raise ZeroDivisionError

    session.mine().shown = {}
    downloads.remember("Before", "before", {}, {})
    with pytest.raises(ZeroDivisionError):
        kept.draw(failing)
    assert list(downloads.shown()) == ["Before"]
