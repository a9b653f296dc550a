"""A chart to take away: its data as CSV, its picture as SVG."""

from functools import partial

import pandas as pd
import pyarrow as pa
import streamlit as st

UNSEEN = ("hover", "message")  # tables that serve the pointer and the screen reader
WIDTH = 760


def offer(name: str, specification: dict, tables: dict[str, pa.Table]) -> None:
    """A small menu under a chart; the files are made on the click."""
    with st.popover("Download", key=f"take {name}", type="tertiary", on_change="rerun") as menu:
        if menu.open:
            dark = st.context.theme.type == "dark"
            st.download_button(
                "CSV: the numbers", partial(csv, tables), f"{name}.csv", "text/csv",
                key=f"csv {name}", on_click="ignore",
            )  # fmt: skip
            st.download_button(
                "SVG: the picture", partial(svg, specification, tables, dark), f"{name}.svg",
                "image/svg+xml", key=f"svg {name}", on_click="ignore",
            )  # fmt: skip


def csv(tables: dict[str, pa.Table]) -> str:
    """Everything that is plotted, to the last digit; the first column names the table."""
    frames = [
        table.to_pandas().drop(columns="label", errors="ignore").assign(table=name)
        for name, table in tables.items()
        if name not in UNSEEN
    ]
    plotted = pd.concat(frames)
    return plotted[["table", *plotted.columns.drop("table")]].to_csv(index=False)


def svg(specification: dict, tables: dict[str, pa.Table], dark: bool) -> str:
    """The chart as on the screen: the same specification and data, the colours of the theme."""
    import vl_convert  # a renderer of 60 MB: loaded when the first picture is asked for

    datasets = {name: [] if name in UNSEEN else _records(table) for name, table in tables.items()}
    return vl_convert.vegalite_to_svg(
        {**specification, "datasets": datasets, "width": WIDTH, "config": _config(dark)}
    )


def _records(table: pa.Table) -> list[dict]:
    """The rows with every digit of a small number, and null for one that there is not."""
    return [
        {column: None if value != value else value for column, value in row.items()}
        for row in table.to_pylist()
    ]


def _config(dark: bool) -> dict:
    """Vega's configuration from the theme in `.streamlit/config.toml`."""
    theme = f"theme.{'dark' if dark else 'light'}"
    line = "#31333F" if dark else "#E6EAF1"
    text = st.get_option(f"{theme}.textColor")
    return {
        "background": st.get_option(f"{theme}.backgroundColor"),
        "font": "Source Sans, sans-serif",
        "range": {"category": st.get_option(f"{theme}.chartCategoricalColors")},
        "axis": {"gridColor": line, "domainColor": line, "tickColor": line, "labelFontSize": 12},
        "view": {"stroke": line},
        "title": {"anchor": "start", "color": text, "fontSize": 15},
    }
