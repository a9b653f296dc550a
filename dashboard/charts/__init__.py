"""The kinds of picture, each described once in Altair over named tables and kept.

A kind computes nothing: it gives a Vega-Lite specification without data, built the first time it is
asked for. `show` joins it with the tables of the moment, so that a slider sends numbers only.
Colours are places in the theme's palette (`.streamlit/config.toml`): light and dark need no server.
"""

import pyarrow as pa
import streamlit as st

from dashboard import downloads, tables

from .curves import bands as bands
from .curves import lines as lines
from .shares import areas as areas
from .shares import distribution as distribution
from .shares import intervals as intervals
from .shares import ranking as ranking
from .style import LOW as LOW
from .style import PREDICTED as PREDICTED
from .style import TALL as TALL
from .style import series as series


def show(
    specification: dict,
    *,
    key: str,
    alt: str,
    title: str = "",
    on_select=None,
    beside: dict[str, pa.Table] | None = None,
    **data: pa.Table,
) -> None:
    """Draw a kept specification over the tables of this view; `alt` says in words what it shows.

    `on_select` is called when the visitor has selected a mark; `st.session_state[key]` says which.
    What is `beside` can be read and taken along with the chart, but is not drawn.
    """
    name = title or key.capitalize()
    if title:
        specification = {**specification, "title": title, "description": f"Chart: {title}"}
    drawn = data | {"message": pa.table({"text": [alt]})}
    if "curve" in data:
        drawn["hover"] = tables.readings(data["curve"])
    more = {"on_select": on_select} if on_select else {}
    st.vega_lite_chart({**specification, "datasets": drawn}, key=key, **more)
    downloads.remember(name, key, specification, drawn | (beside or {}))
