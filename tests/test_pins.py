"""A pinned view is the same step at other settings: its charts behind, its readings beside."""

import io
from urllib.parse import urlencode

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import modes, pins, sections, steps
from dashboard.charts import overlay
from tests.pages import (
    PAGES,
    STEPS,
    assert_whole,
    ends,
    every_step,
    readings,
    visit_step,
    widgets,
)

PINNED = [
    pytest.param(page, step, id=f"{page.script[6:-3]}-{step.__name__}")
    for page, step in STEPS
    if steps.name_of(step) in dict(page.pin.views)
]

GHOSTED = set(overlay.GHOSTED)


def tables(app) -> list[dict[str, bytes]]:
    """The tables of each chart, by name."""
    return [
        {data.name: data.data.data for data in chart.proto.datasets}
        for chart in app.get("vega_lite_chart")
    ]


@every_step
def test_a_step_has_the_same_values_drawn_or_not(page, step):
    """What a pinned view or a locked control takes is what the controls in sight would give."""
    app = visit_step(page, step)
    shown = {key: widget.value for key, widget in widgets(app).items()}
    undrawn = visit_step(page, step, view=modes.CHART, chart=next(iter(page.controls), ""))
    assert not undrawn.exception
    assert readings(visit_step(page, step, view=modes.SLIDE)) == readings(app)
    assert shown.keys() <= page.keys(step).keys() | {"f"}


@pytest.mark.parametrize("page, step", PINNED)
def test_the_pinned_view_stays_behind_the_next_one(page, step):
    pin = {pins.KEY: urlencode({"step": steps.name_of(step)})}
    plain, app = visit_step(page, step), visit_step(page, step, **pin)
    assert_whole(app)
    assert readings(app) == readings(plain) and not app.warning
    assert {metric.delta for metric in app.metric} <= {"as pinned"}
    for chart, first in zip(tables(app), tables(plain), strict=True):
        assert len(chart) > len(first) or not GHOSTED & first.keys(), "a ghost behind it"
        for name in [name for name in chart if name.startswith("pinned ")]:
            assert read(chart[name]).equals(read(first[name.removeprefix("pinned ")]))
    widget = next(widget for widget in widgets(app).values() if not widget.disabled)
    widget.set_value(next(value for value in ends(widget) if value != widget.value)).run()
    assert_whole(app)
    for chart, first in zip(tables(app), tables(plain), strict=False):
        for name in [name for name in chart if name.startswith("pinned ")]:
            table = first.get(name.removeprefix("pinned "))
            assert table is None or read(chart[name]).equals(read(table)), "it stays"


def read(data: bytes):
    return pyarrow.ipc.open_stream(io.BytesIO(data)).read_pandas()


def test_what_is_pinned_is_of_its_step_alone():
    page = PAGES["pages/elu_mean.py"]
    link = {"pin": "step=Its+mean&alpha=0.5"}
    curve = visit_step(page, page.named("The curve"), **link)
    assert not any(metric.delta for metric in curve.metric)
    mean = visit_step(page, page.named("Its mean"), alpha="2", **link)
    assert mean.metric[0].delta == "pinned: 0.2797 (−0.358)"
    assert mean.metric[1].delta == "as pinned" and not mean.warning


@pytest.mark.parametrize(
    "now, then, said",
    [
        ("2", "1.5", "pinned: 1.5 (+0.5)"),
        ("× 1.76", "× 2", "pinned: × 2 (−0.24)"),
        ("12%", "10%", "pinned: 10% (+2)"),
        ("never", "31", "pinned: 31"),
        ("12%", "3 steps", "pinned: 3 steps"),
        ("∞", "∞", "as pinned"),
        ("∞", "3", "pinned: 3"),
    ],
)
def test_a_reading_says_what_changed(now, then, said):
    assert sections.since(now, [("any", then)]) == said


def test_a_reading_that_the_pinned_view_has_not_says_nothing():
    assert sections.since("3", []) is None


@given(st.text(max_size=80))
def test_any_text_is_a_view_or_none(text):
    pin = PAGES["pages/elu_mean.py"].pin
    found = pin.view(text)
    assert found is None or found[0] in dict(pin.views)


def test_a_long_text_is_none():
    assert PAGES["pages/elu_mean.py"].pin.view("step=Its+mean&" + "alpha=1&" * 400) is None


def test_a_ghost_is_not_taken_to_a_page_whose_step_has_the_same_name():
    page, pin = PAGES["pages/sigmoid_saturation.py"], "step=The+curve"
    app = visit_step(page, page.named("The curve"), pin=pin)
    assert {metric.delta for metric in app.metric} == {"as pinned"}
    app.query_params.clear()
    app.query_params["pin"] = pin
    app.switch_page("pages/elu_mean.py").run()
    assert_whole(app)
    assert {metric.delta for metric in app.metric} == {"as pinned"}


def test_no_pinned_view_tells_what_is_veiled():
    """The pinned line of the mean against α is the line that is asked about."""
    page = PAGES["pages/elu_mean.py"]
    step = page.named("Its mean")
    pin = {pins.KEY: urlencode({"step": steps.name_of(step), "alpha": "2"})}
    asked = tables(visit_step(page, step, predict="true", **pin))
    told = tables(visit_step(page, step, **pin))
    ghosts = [[name for name in chart if name.startswith("pinned")] for chart in (*asked, *told)]
    assert ghosts[:2] == [[], []] and all(ghosts[2:])
