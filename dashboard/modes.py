"""How much of a page a link shows: all, a slide, one chart, or with what sets a task."""

import streamlit as st

from dashboard.controls import Choice, Phrase

SLIDE, CHART, TASK = "slide", "chart", "task"
KEY = "view"
LINKED = {
    KEY: Choice("View", [SLIDE, CHART, TASK], SLIDE, help=""),
    CHART: Phrase("Chart", help=""),
}


def now() -> str:
    """The mode that the link asks for; empty for the whole page."""
    asked = st.query_params.get(KEY, "")
    return asked if asked in LINKED[KEY].options else ""


def alone() -> bool:
    """Whether the frame is left out."""
    return now() in (SLIDE, CHART)


def linked() -> dict[str, str]:
    """What a link to the same holds of it."""
    return {key: st.query_params[key] for key in LINKED if alone() and key in st.query_params}


def enter(mode: str) -> None:
    """Change to a mode, or to the whole page; for a callback."""
    st.query_params.pop(CHART, None)
    if mode:
        st.query_params[KEY] = mode
    else:
        st.query_params.pop(KEY, None)
