"""How much of a page a link shows: all, a slide, one chart, or with what sets a task."""

import streamlit as st

from dashboard.controls import Choice, Phrase

SLIDE, CHART, TASK = "slide", "chart", "task"
KEY = "view"
LINKED = {
    KEY: Choice("View", [SLIDE, CHART, TASK], SLIDE, help=""),
    CHART: Phrase("Chart", help=""),
}


ASKS = "task", "task_asks"  # of a link that sets a task: its words, its reading
SLIDE_LINK = {KEY: SLIDE}


def chart_link(key: str) -> dict[str, str]:
    """What a link to one chart holds of it."""
    return {KEY: CHART, CHART: key}


def now() -> str:
    """The mode that the link asks for; empty for the whole page, and for a task."""
    if asks():
        return ""
    asked = st.query_params.get(KEY, "")
    return asked if asked in LINKED[KEY].options else ""


def alone() -> bool:
    """Whether the frame is left out."""
    return now() in (SLIDE, CHART)


def asks() -> bool:
    """Whether the link sets a task."""
    return any(key in st.query_params for key in ASKS)


def enter(mode: str) -> None:
    """Change to a mode, or to the whole page; for a callback."""
    st.query_params.pop(CHART, None)
    if mode:
        st.query_params[KEY] = mode
    else:
        st.query_params.pop(KEY, None)
