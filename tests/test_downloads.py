"""Every chart of every page, as CSV and as SVG."""

import io
import json

import pandas as pd
import pyarrow
import pytest
import streamlit as st

from dashboard import downloads
from tests.test_pages import every_page, visit


def charts(script: str):
    """Each chart of a page as it is sent: its specification and its tables."""
    for picture in visit(script).get("vega_lite_chart"):
        tables = {
            dataset.name: pyarrow.ipc.open_stream(io.BytesIO(dataset.data.data)).read_all()
            for dataset in picture.proto.datasets
        }
        yield json.loads(picture.proto.spec), tables


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
@pytest.mark.parametrize("dark", [False, True])
def test_svg_has_the_axes_and_the_colours_of_the_screen(script, dark):
    theme = "dark" if dark else "light"
    palette = st.get_option(f"theme.{theme}.chartCategoricalColors")
    for specification, tables in charts(script):
        picture = downloads.svg(specification, tables, dark)
        assert picture.startswith("<svg") and "NaN" not in picture
        assert st.get_option(f"theme.{theme}.backgroundColor") in picture
        assert any(colour in picture for colour in palette)
        titles = [layer["encoding"]["x"].get("title") for layer in specification["layer"][:1]]
        assert all(title in picture for title in titles if title)
        if "title" in specification:
            assert specification["title"] in picture
