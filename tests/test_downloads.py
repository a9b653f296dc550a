"""Every chart of every page, as CSV and as SVG."""

import io
import json

import pandas as pd
import pyarrow
import pytest
import streamlit as st

from dashboard import downloads
from tests.pages import every_page, every_step, of, visit, visit_step


def charts(script: str):
    """Each chart of a page as it is sent: its specification and its tables."""
    for picture in visit(script, step="All").get("vega_lite_chart"):
        tables = {
            dataset.name: pyarrow.ipc.open_stream(io.BytesIO(dataset.data.data)).read_all()
            for dataset in picture.proto.datasets
        }
        yield json.loads(picture.proto.spec), tables


def axes(part: dict) -> list[str]:
    """The titles of the x axes of a specification and its layers."""
    own = part.get("encoding", {}).get("x", {}).get("title")
    return [own or "", *(title for layer in part.get("layer", []) for title in axes(layer))]


@every_page
def test_csv_holds_every_plotted_number_to_the_last_digit(script):
    for _, tables in charts(script):
        saved = pd.read_csv(io.StringIO(downloads.csv(tables)))
        plotted = {name: t for name, t in tables.items() if name not in downloads.UNSEEN}
        assert set(saved["table"]) == {name for name, table in plotted.items() if len(table)}
        for name, table in plotted.items():
            rows = saved[saved["table"] == name]
            assert len(rows) == len(table)
            for column in set(table.column_names) & {"x", "y", "x2", "share", "low", "high"}:
                assert rows[column].to_list() == pytest.approx(
                    table[column].to_pylist(), rel=0, abs=0, nan_ok=True
                )


@every_page
@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_svg_has_the_axes_and_the_colours_of_the_screen(script, dark):
    theme = "dark" if dark else "light"
    palette = st.get_option(f"theme.{theme}.chartCategoricalColors")
    for specification, tables in charts(script):
        picture = downloads.svg(specification, tables, dark)
        assert picture.startswith("<svg") and "NaN" not in picture
        assert st.get_option(f"theme.{theme}.backgroundColor") in picture
        assert any(colour in picture for colour in palette)
        titles = {title for title in axes(specification) if title}
        plain = {"cells", "parts"} & tables.keys()
        assert titles or plain, "only the gallery's tiles and the bar of verdicts have no axes"
        assert all(title in picture for title in titles)
        if "title" in specification:
            assert specification["title"]["text"] in picture


@every_step
def test_all_charts_in_sight_can_be_taken_along(page, step):
    app = visit_step(page, step)
    assert len(of(app).shown) == len(app.get("vega_lite_chart"))
    assert len({chart.key for chart in of(app).shown.values()}) == len(of(app).shown)


@every_page
def test_under_all_every_chart_of_the_page_can_be_taken_along(script):
    app = visit(script, step="All")
    assert len(of(app).shown) == len(app.get("vega_lite_chart")) >= 2


def test_a_picture_says_what_it_is_and_for_which_settings():
    specification, tables = next(charts("pages/elu_mean.py"))
    named = downloads.titled(specification, "ELU mean: The curve", "α: 1, Noise s: 0.5 " * 12)
    picture = downloads.svg(named, tables, False)
    assert "ELU mean: The curve" in picture and "Noise s: 0.5" in picture
    assert 1 < len(named["title"]["subtitle"]) <= downloads.MOST_LINES
