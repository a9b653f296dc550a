"""Dots with whiskers and dotted curves, as pictures."""

import re

import numpy as np
import pyarrow as pa
import pytest

from dashboard import charts, downloads, tables
from dashboard.charts.spans import KINDS

NAMES = charts.series(relu="ReLU", elu="ELU")
ROWS = (("ReLU", 1.0, 0.5, 2.0, "one"), ("ELU", np.inf, 0.0, np.inf, "never"))
MESSAGE = {"message": pa.table({"text": ["some words"]})}


def dots(svg: str) -> list[str]:
    groups = re.findall(r'<g class="mark-symbol role-mark [^>]*>(.*?)</g>', svg, re.DOTALL)
    return [path for group in groups for path in re.findall(r"<path[^>]*fill=[^>]*>", group)]


def test_what_lies_beyond_the_axis_is_put_at_its_end():
    table = tables.spans((0.25, 8.0), *ROWS)
    assert table["x"].to_pylist() == [1.0, 8.0] and table["low"].to_pylist() == [0.5, 0.25]
    assert table["text"].to_pylist() == ["one", "never"]
    assert tables.spans((0.25, 8.0)).num_rows == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("coloured", [True, False])
def test_a_row_for_each_name(kind, coloured):
    picture = charts.spans("ratio", NAMES, kind=kind, x_domain=(0.25, 8.0), coloured=coloured)
    data = {"dots": tables.spans((0.25, 8.0), *ROWS), "marks": tables.marks((1.0, ""))}
    svg = downloads.svg(picture, data | MESSAGE, False)
    colours = [re.search(r'fill="([^"]+)"', dot)[1] for dot in dots(svg) if "#" in dot]
    assert len(colours) == 2 and (len({*colours}) == 2) == coloured
    assert all(word in svg for word in ("ReLU", "ELU", "one", "never")) and "NaN" not in svg


@pytest.mark.parametrize(("width", "anchor", "place"), [(130, "end", 130), (700, "middle", 265)])
def test_a_title_ends_with_its_picture_where_that_is_narrow(width, anchor, place, monkeypatch):
    monkeypatch.setattr(downloads, "WIDTH", width)
    picture = charts.spans("a title", NAMES, kind="factors", x_domain=(0.25, 8.0), words=170)
    data = {"dots": tables.spans((0.25, 8.0), *ROWS), "marks": tables.marks((1.0, ""))}
    svg = downloads.svg(picture, data | MESSAGE, False)
    found = re.search(r'text-anchor="(\w+)" transform="translate\(([\d.]+),[^>]*>a title<', svg)
    assert found[1] == anchor and float(found[2]) == place


def test_a_dotted_curve_keeps_the_strokes_of_its_legend():
    x = np.array([0.01, 0.1, 0.2])
    picture = charts.dotted(
        "rate", "epochs", NAMES, log_x=True, log_y=True, x_domain=(0.003, 0.5), y_domain=(0.5, 100)
    )
    best = tables.columns(x=np.array([0.1]), y=np.array([9.0]), series=np.array(["ELU"]))
    curve = tables.curves(x, ReLU=np.array([np.nan, 8.0, np.nan]), ELU=20 * x + 7)
    svg = downloads.svg(picture, MESSAGE | {"curve": curve, "best": best}, False)
    legend = re.findall(r'role-legend-symbol"[^>]*>(<path[^>]*>)', svg)
    assert len(legend) == 2 and all('stroke="#' in symbol for symbol in legend)
    assert len([dot for dot in dots(svg) if "#" in dot]) == 5, "also a point without neighbours"
