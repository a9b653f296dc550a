"""What visitors share: views and measurements, made once per setting for everyone here."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st

from activations import Activation, comparison, sampling, sigmoid_sums
from dashboard import controls, downloads

ROOT = Path(__file__).parent.parent
EDITED = max(  # when the code was edited: Streamlit imports all of it anew then
    path.stat().st_mtime_ns
    for room in ("activations", "dashboard")
    for path in (ROOT / room).rglob("*.py")
)
RENEWED = 100_000  # views: Streamlit keeps a lock for every key it was ever asked for, 0.2 kB
HASHES = {Activation: lambda activation: (activation.id, activation.values)}

# Measurements. Declared here because a page declares its functions anew at every rerun, at a price.
layer = st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHES)(sampling.measure)
convergence = st.cache_data(max_entries=20, show_spinner=False)(sigmoid_sums.convergence)
ratio = st.cache_data(max_entries=512, show_spinner=False)(comparison.paired_ratio)


_views = count(1)


def view(draw: Callable[[], None], *also: Any) -> None:
    """Draw what is below the controls, or send again what was drawn for the same settings.

    `draw` may depend on the controls of its page, on what is given here as `also`, and on nothing
    else of this visitor's, and it holds no control: everybody with these settings sees its pictures
    and words. To send them again is a third to a half of the price of drawing them.
    """
    if next(_views) % RENEWED == 0:
        for function in (_drawn, layer, ratio):
            function.clear()
    page = Path(draw.__code__.co_filename)
    version = (page.name, draw.__name__, EDITED, page.stat().st_mtime_ns)
    settings = repr(controls.values())  # as one text: Streamlit hashes each part of a dict
    st.session_state["shown"] = downloads.shown() | _drawn(version, settings, also, draw)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=HASHES)
def _drawn(version: tuple, settings: str, also: tuple, _draw: Callable[[], None]) -> dict:
    """The charts of the view, for the downloads; Streamlit keeps and repeats what is drawn."""
    before = downloads.shown()
    st.session_state["shown"] = {}
    try:
        _draw()
        return downloads.shown()
    finally:
        st.session_state["shown"] = before
