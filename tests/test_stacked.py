"""A curve above its slope: what is drawn, and the tangents that follow the pointer."""

import re

import numpy as np
import pyarrow as pa
import pytest

from activations import ACTIVATIONS
from dashboard import charts, downloads, tables

WINDOW = (-0.1, 1.15)
x = np.linspace(-20, 20, 241)
NAMES = charts.series(sigmoid="Sigmoid")


def steep(offset: float) -> tuple[np.ndarray, np.ndarray]:
    return ACTIVATIONS["sigmoid"].evaluate(x - offset)


@pytest.mark.parametrize("offset", [-10.0, 0.0, 10.0])
def test_a_tangent_touches_the_curve_and_stays_in_the_picture(offset):
    value, slope = steep(offset)
    table = tables.tangents(x, value, slope, WINDOW).to_pydict()
    part = {name: np.array(column) for name, column in table.items()}
    assert len(part["x"]) == 121
    np.testing.assert_array_equal(part["y"], value[::2])
    for end in ("1", "2"):
        at, height = part["x" + end], part["y" + end]
        assert (np.abs(at) <= 20 + 1e-12).all() and (np.abs(at - part["x"]) <= 3 + 1e-12).all()
        assert (height >= WINDOW[0] - 1e-12).all() and (height <= WINDOW[1] + 1e-12).all()
        on_it = part["y"] + part["slope"] * (at - part["x"])
        np.testing.assert_allclose(height, on_it, atol=1e-12)
    assert (part["x1"] <= part["x"]).all() and (part["x"] <= part["x2"]).all()
    assert (part["x1"] < part["x2"]).all()


def test_a_flat_curve_has_level_tangents():
    ones = np.ones_like(x)
    part = tables.tangents(x, ones, 0 * ones, WINDOW).to_pydict()
    assert part["y1"] == part["y2"] == [1.0] * 121
    assert part["x1"][60] == -3 and part["x2"][60] == 3


@pytest.mark.parametrize("log_lower", [False, True])
def test_a_picture_with_everything_shows_no_tangent_until_it_is_pointed_at(log_lower):
    value, slope = steep(0.0)
    picture = charts.stacked(
        "input x", ("output", "slope"), NAMES, x_domain=(-20, 20), log_lower=log_lower,
        y_domains=(WINDOW, (1e-15, 1) if log_lower else (0, 0.3)),
        also=("zones", "marks", "levels", "tangents"),
    )  # fmt: skip
    curve = tables.curves(x, Sigmoid=value)
    data = {
        "curve": curve, "lower": tables.curves(x, Sigmoid=slope), "hover": tables.readings(curve),
        "probe": tables.dot(8, 1), "lower_probe": tables.dot(8, 0.1),
        "zones": tables.zones([(-10, -3)]), "marks": tables.marks((3, "here")),
        "levels": tables.levels((0.05, "threshold")), "message": pa.table({"text": ["words"]}),
    }  # fmt: skip
    tangents = tables.tangents(x, value, slope, WINDOW)
    svg = downloads.svg(picture, data | {"tangents": tangents}, False)
    assert "here" in svg and "threshold" in svg and "NaN" not in svg
    assert svg.count('stroke-width="2.4"') == 2  # the curve and its slope


@pytest.mark.parametrize("at, flipped", [(-20, False), (3, False), (18, True)])
def test_words_beside_a_rule_are_not_cut_off_at_the_right_edge(at, flipped):
    picture = charts.stacked(
        "x", ("y", "z"), NAMES, x_domain=(-20, 20), y_domains=((0, 1), (0, 1)), also=("marks",)
    )
    curve, dot = tables.curves(x, Sigmoid=steep(0.0)[0]), tables.dot(0, 0.5)
    data = {"curve": curve, "lower": curve, "hover": tables.readings(curve)}
    data |= {"probe": dot, "lower_probe": dot, "message": pa.table({"text": ["words"]})}
    svg = downloads.svg(picture, data | {"marks": tables.marks((at, "here"))}, False)
    text = re.search(r"<text([^>]*)>here<", svg)[1]
    assert ('text-anchor="end"' in text) == flipped


def test_every_table_of_a_picture_is_declared_in_it():
    """One that is not would break its update in place."""
    for also in ((), ("tangents",)):
        text = str(charts.stacked("x", ("y", "z"), NAMES, x_domain=(0, 1),
                                  y_domains=((0, 1), (0, 1)), also=also))  # fmt: skip
        for table in ("curve", "lower", "probe", "lower_probe", "hover", "message", *also):
            assert f"{{'name': '{table}'}}" in text
