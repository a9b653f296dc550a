"""Curves over the level at which they count as healthy: what is drawn, and where."""

import re

import numpy as np
import pyarrow as pa
import pytest

from dashboard import charts, downloads, tables
from dashboard.pictures.depth import span

layers = np.arange(1.0, 21.0)
TABLES = {
    "healthy": tables.columns(y=[0.1], y2=[10.0], text=["healthy: 0.1 to 10"]),
    "critical": tables.marks((5.0, "critical 5")),
    "curve": tables.curves(layers, ReLU=10.0 ** (layers / 5 - 4)),
    "band": tables.bands(layers, ReLU=(10.0 ** (layers / 5 - 5), 10.0 ** (layers / 5 - 3))),
    "probe": tables.dot(8, 1),
    "message": pa.table({"text": ["some words"]}),
}


def drawn(*also: str, **more) -> str:
    picture = charts.gradients(
        "layer",
        "gradient",
        charts.series(relu="ReLU"),
        x_domain=(1, 20),
        y_domain=(1e-4, 1e4),
        also=also,
        **more,
    )
    names = {"healthy", "curve", "message", *also, *["band"] * more.get("banded", False)}
    return downloads.svg(picture, {name: TABLES[name] for name in names}, False)


def path(svg: str, role: str) -> str:
    """The first mark of one kind."""
    return re.search(rf'<g class="{role} role-mark [^>]*>.*?<path[^>]* d="([^"]+)"', svg, re.S)[1]


@pytest.mark.parametrize("more", [{}, {"banded": True}, {"log_x": True}])
def test_the_healthy_level_is_two_decades_wide_and_behind_the_curve(more):
    svg = drawn(**more)
    rows = [float(y) for y in re.findall(r"v(-?[\d.]+)", path(svg, "mark-rect"))]
    ends = [float(y) for y in re.findall(r"[ML][\d.]+,([\d.]+)", path(svg, "mark-line"))]
    curve = np.abs(ends[-1] - ends[0])  # 3.8 decades
    assert max(map(abs, rows)) / curve == pytest.approx(2 / 3.8, rel=1e-3)
    assert svg.index("mark-rect role-mark") < svg.index("mark-line role-mark")
    assert "NaN" not in svg
    assert ("mark-area role-mark" in svg) == more.get("banded", False)


@pytest.mark.parametrize("more", [{}, {"banded": True}, {"log_x": True}])
def test_the_name_of_the_level_stands_in_two_lines_to_the_right_of_the_frame(more):
    svg = drawn(**more)
    (words,) = re.findall(r"<text[^>]*>(?:<tspan[^>]*>)?healthy.*?</text>", svg)
    assert re.findall(r">([^<>]+)</tspan>", words) == ["healthy", "0.1 to 10"]
    at = re.search(r"translate\(([\d.]+),", words)
    frame = re.search(r'class="background"[^>]* d="M[\d.]+,[\d.]+h([\d.]+)', svg)
    assert float(at[1]) > float(frame[1])


@pytest.mark.parametrize(
    "low, high, words",
    [
        (-8.52, -1.5, "10⁻⁹ to 0.032"),
        (-37.9, -38.1, "about 10⁻³⁸"),
        (-np.inf, 0.1, "0 to 1.3"),
        (-np.inf, -np.inf, "about 0"),
        (2.9999, 400.2, "1,000 to 10⁴⁰⁰"),
        (-0.5, 1.0, "0.32 to 10"),
    ],
)
def test_a_span_fits_into_a_reading(low, high, words):
    assert span(low, high) == words


def test_the_critical_rule_is_drawn_only_if_asked_for():
    assert "critical 5" in drawn("critical", "probe") and "critical" not in drawn("probe")
