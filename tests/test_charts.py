"""A curve in a band, as a picture: what is drawn, in which colours, and where it breaks."""

import re

import numpy as np
import pyarrow as pa
import pytest

from dashboard import charts, downloads, tables

x = np.arange(1.0, 21.0)
curves = {"tanh": 0.5**x, "ReLU": np.ones(20)}
NAMES = charts.series(tanh="tanh", relu="ReLU")


def drawn(specification: dict, **data: pa.Table) -> str:
    return downloads.svg(
        specification, data | {"message": pa.table({"text": ["some words"]})}, False
    )


def paths(svg: str, role: str) -> list[str]:
    """The marks of one kind that are drawn, in their order."""
    groups = re.findall(rf'<g class="{role} role-mark [^>]*>(.*?)</g>', svg, re.DOTALL)
    return [path for group in groups for path in re.findall(r"<path[^>]*>", group)]


def colour(path: str, paint: str) -> str:
    return re.search(rf'{paint}="([^"]+)"', path)[1]


def band(**more) -> pa.Table:
    edges = {label: (y / 2, 2 * y) for label, y in curves.items()}
    return tables.bands(x, **(edges | more))


@pytest.mark.parametrize("log_y", [False, True])
def test_a_band_a_line_and_beads_per_series_in_one_colour(log_y):
    picture = charts.bands("layer", "size", NAMES, log_y=log_y, also=("predicted",))
    curve = tables.curves(x, **curves)
    svg = drawn(picture, curve=curve, band=band(), predicted=curve)
    areas, lines = paths(svg, "mark-area"), paths(svg, "mark-line")
    assert len(areas) == 2 and len(lines) == 4
    assert [colour(area, "fill") for area in areas] == [
        colour(line, "stroke") for line in lines[:2]
    ]
    assert [colour(line, "stroke") for line in lines[:2]] == [
        colour(line, "stroke") for line in lines[2:]
    ]
    assert charts.PREDICTED in svg and "NaN" not in svg


def test_without_a_prediction_the_legend_names_only_the_series():
    picture = charts.bands("layer", "size", NAMES)
    svg = drawn(picture, curve=tables.curves(x, **curves), band=band())
    assert charts.PREDICTED not in svg and len(paths(svg, "mark-line")) == 2


def test_a_band_breaks_where_there_is_nothing():
    lost = np.where(x == 10, np.nan, x)
    picture = charts.bands("layer", "size", charts.series(relu="ReLU"), log_y=True)
    curve = tables.curves(x, ReLU=lost)
    svg = drawn(picture, curve=curve, band=tables.bands(x, ReLU=(lost, 2 * lost)))
    area, line = paths(svg, "mark-area")[0], paths(svg, "mark-line")[0]
    assert area.count("M") == line.count("M") == 2


def test_the_picture_taken_along_shows_numbers_far_below_one():
    """Ten decimals would make 0 of them, which a log axis cannot show."""
    picture = charts.lines("layer", "size", charts.series(tanh="tanh"), log_y=True)
    line = paths(drawn(picture, curve=tables.curves(x, tanh=1e-30 * 0.1**x)), "mark-line")[0]
    heights = [float(y) for y in re.findall(r"[ML][\d.]+,([\d.]+)", line)]
    np.testing.assert_allclose(np.diff(heights), np.diff(heights)[0], rtol=1e-3)
    assert heights[-1] - heights[0] > 200


def test_the_table_of_bands_is_tidy():
    table = tables.bands(x, one=(x, x + 1), two=(-x, x))
    assert table.column_names == ["x", "low", "high", "series"]
    assert table["series"].to_pylist() == ["one"] * 20 + ["two"] * 20
    np.testing.assert_array_equal(table["low"], np.concatenate([x, -x]))
    with pytest.raises(ValueError):
        tables.bands(x, one=(x,), two=(x, x))
