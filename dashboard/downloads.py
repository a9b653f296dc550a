"""A chart to take away: its data as CSV, its picture as SVG."""

import re
from collections.abc import Callable
from functools import partial
from textwrap import shorten, wrap
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import session, share, streamlit_internals

UNSEEN = ("hover", "message")  # tables that serve the pointer and the screen reader
WIDTH = 760
MOST_LINES, LONGEST_VALUE = 4, 60  # of settings above a picture


class Shown(NamedTuple):
    """A chart of this run: the name of its files, its specification, and its tables."""

    key: str
    specification: dict
    tables: dict[str, pa.Table]


def remember(name: str, key: str, specification: dict, tables: dict[str, pa.Table]) -> None:
    """Keep a chart that was just drawn, so that it can be taken along."""
    session.mine().shown[name] = Shown(key, specification, tables)


def shown() -> dict[str, Shown]:
    """The charts of this run by name, in the order drawn."""
    return session.mine().shown


def fill(menu) -> None:
    """Two files for each chart, offered when the menu is open and made on the click."""
    if not menu.open:
        return
    dark, page = st.context.theme.type == "dark", session.mine().page
    with menu:
        for name, (key, specification, tables) in shown().items():
            described = titled(specification, f"{page}: {name}", settings())
            file = re.sub(r"\W+", "-", f"{page} {key}".lower())
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(name, width="stretch")
                with st.container(horizontal=True, width="content", gap="small"):
                    table, picture = partial(csv, tables), partial(svg, described, tables, dark)
                    _button("CSV", table, "text/csv", file, f"The numbers of “{name}”.")
                    _button("SVG", picture, "image/svg+xml", file, f"The picture of “{name}”.")


def _button(kind: str, make: Callable[[], str], mime: str, file: str, help: str) -> None:
    st.download_button(
        kind, make, f"{file}.{kind.lower()}", mime, key=f"{kind} {file}", on_click="ignore",
        help=help,
    )  # fmt: skip


def settings() -> str:
    """The controls in sight and their values, in words."""
    values = [
        (control.label, " ".join(share.written(st.session_state[key])))
        for key, control in session.mine().drawn.items()
        if key in st.session_state
    ]
    return ", ".join(f"{label}: {shorten(value, LONGEST_VALUE)}" for label, value in values)


def titled(specification: dict, title: str, settings: str) -> dict:
    """A specification whose picture says what it is and for which settings."""
    lines = wrap(settings, 110)[:MOST_LINES]
    return {**specification, "title": {"text": title, "subtitle": lines}}


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
    line = "#31333F" if dark else "#E6EAF1"
    theme = streamlit_internals.theme(dark)
    config = {
        "background": theme["backgroundColor"],
        "font": "Source Sans, sans-serif",
        "range": {"category": theme["chartCategoricalColors"]},
        "axis": {"gridColor": line, "domainColor": line, "tickColor": line, "labelFontSize": 12},
        "view": {"stroke": line},
        "title": {
            "anchor": "start", "color": theme["textColor"], "fontSize": 15,
            "subtitleColor": theme["textColor"],
        },
    }  # fmt: skip
    return config if all(theme.values()) else {}
