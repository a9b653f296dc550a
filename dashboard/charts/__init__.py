"""The kinds of picture, each described once in Altair over named tables and kept.

A kind computes nothing: it gives a Vega-Lite specification without data, built the first time it is
asked for. `show` joins it with the tables of the moment, so that a slider sends numbers only.
Colours are places in the theme's palette (`.streamlit/config.toml`): light and dark need no server.
"""

import pyarrow as pa
import streamlit as st

from dashboard import downloads, looks, tables

from . import overlay
from .counts import counts as counts
from .curves import bands as bands
from .curves import lines as lines
from .dotted import dotted as dotted
from .gradients import gradients as gradients
from .opening import followed as followed
from .shares import areas as areas
from .shares import distribution as distribution
from .shares import intervals as intervals
from .spans import spans as spans
from .stacked import stacked as stacked
from .style import LOW as LOW
from .style import PREDICTED as PREDICTED
from .style import TALL as TALL
from .style import series as series
from .style import series_of as series_of


def show(
    specification: dict,
    *,
    key: str,
    alt: str,
    title: str = "",
    name: str = "",
    on_select=None,
    beside: dict[str, pa.Table] | None = None,
    **data: pa.Table,
) -> None:
    """Draw a kept specification over the tables of this view; `alt` says in words what it shows.

    `title` stands above the picture; one that is alone in its step needs only a `name`, for its
    files.
    `on_select` is called when the visitor has selected a mark; `st.session_state[key]` says which.
    What is `beside` can be read and taken along with the chart, but is not drawn.
    """
    name = title or name or key.capitalize()
    look = looks.now()
    if title:
        specification = {**specification, "title": {"text": title, "offset": 6}}
    specification = {**specification, "description": f"Chart: {name}"}
    drawn = data | {"message": pa.table({"text": [alt]})}
    if "curve" in data:
        drawn["hover"] = tables.readings(data["curve"])
    if look.veiled:
        drawn, beside, on_select = overlay.veiled(look, key, drawn), None, None
    if not look.recorded:
        over, shown = overlay.over(specification, key, drawn, look)
        more = {"on_select": on_select} if on_select else {}
        st.vega_lite_chart({**over, "datasets": shown}, key=key, **more)
    downloads.remember(name, key, specification, drawn | (beside or {}))
