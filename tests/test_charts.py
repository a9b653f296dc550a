"""A curve in a band, as a picture: what is drawn, in which colours, and where it breaks."""

import re

import numpy as np
import pyarrow as pa
import pytest
import vl_convert

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


def words(svg: str) -> list[tuple[str, bool, float]]:
    """The words inside a picture, whether they are a rim, and how far down they stand."""
    groups = re.findall(r'<g class="mark-text role-mark [^>]*>(.*?)</g>', svg, re.DOTALL)
    texts = [each for group in groups for each in re.findall(r"<text(.*?)>([^<]+)<", group)]
    place = re.compile(r"translate\([-\d.]+,([-\d.]+)\)")
    return [(text, "stroke=" in style, float(place.search(style)[1])) for style, text in texts]


def marked(width: int) -> list[tuple[str, bool, float]]:
    picture = charts.lines(
        "x", "y", NAMES, x_domain=(1, 20), y_domain=(-1, 1), also=("marks", "levels")
    )
    given = {
        "curve": tables.curves(x, **curves),
        "marks": tables.marks((2.0, "two"), (3.0, "three"), (4.0, "four")),
        "levels": tables.levels((0.5, "above"), (-0.5, "below")),
    }
    records = {name: rows.to_pylist() for name, rows in given.items()}
    return words(vl_convert.vegalite_to_svg(picture | {"width": width, "datasets": records}))


@pytest.mark.parametrize("width", [240, 820])
def test_words_of_rules_have_a_rim_behind_them(width):
    said = marked(width)
    rims, plain = ([each for each in said if each[1] == rim] for rim in (True, False))
    assert [text for text, *_ in plain] == ["two", "three", "four", "above", "below"]
    assert [each[::2] for each in rims] == [each[::2] for each in plain]
    assert said.index(rims[0]) < said.index(plain[0])


def test_words_of_upright_rules_stand_in_rows_where_it_is_narrow():
    def heights(width):
        return [y for text, rim, y in marked(width) if not rim and text in ("two", "three", "four")]

    assert len(set(heights(820))) == 1
    assert np.diff(heights(240)).max() <= -12, "each above the one before"


def test_words_of_a_level_below_zero_are_on_its_far_side():
    at = {text: y for text, _, y in marked(820)}
    rules = {"above": 0.25 * charts.LOW, "below": 0.75 * charts.LOW}
    assert at["above"] < rules["above"] and at["below"] > rules["below"]
