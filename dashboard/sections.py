"""The parts that the steps of every page are made of."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import controls, downloads, share
from dashboard.claims import SOURCES, Claim

VERDICTS = {"right": "green", "loose": "orange", "wrong": "red", "open": "gray"}


def scenarios(step: str, choices: dict[str, dict[str, Any]], defaults: dict[str, Any]) -> None:
    """A row of one-click views of a step: name -> the controls that are not at their default there.

    `defaults` are those of the step's controls, which a click sets, and no others. The buttons look
    the same whatever the view: they stand outside of what a moved control draws again.
    """
    with st.container(horizontal=True, gap="small"):
        for name, changed in choices.items():
            key = f"{step}: {name}"
            st.button(name, key=key, on_click=controls.put, args=(defaults | changed,))


def metrics(*readings: tuple[str, str, str]) -> None:
    """A row of (label, value, help)."""
    with st.container(horizontal=True):
        for label, value, help in readings:
            st.metric(label, value, help=help, border=True)


def claims(rows: Sequence[Claim]) -> None:
    """What is said beside what is true, as a table, with who says it and a link to where it shows.

    Below it where each of those who are quoted says so.
    """
    table = ["| What is said | What is true |", "|---|---|"]
    for claim in rows:
        said = f":small[{claim.by}:] {claim.said}"
        table.append(f"| {said} {badge(claim.verdict)} | {claim.truth} [Show me]({view(claim)}) |")
    quoted = dict.fromkeys(claim.by for claim in rows)
    places = " ".join(f"{who}: {SOURCES[who]}" for who in quoted)
    st.markdown("\n".join(table) + f"\n\n:small[{places}]")


def badge(verdict: str) -> str:
    """A verdict in its colour."""
    return f":{VERDICTS[verdict]}-badge[{verdict}]"


def view(claim: Claim, page: str = "") -> str:
    """The address of the view that shows a claim: on this page, or on the one of this address."""
    return share.addressed(page, {"step": claim.step} | claim.settings)


def expanders(computed_by: Sequence[Callable]) -> tuple[Callable, Callable]:
    """The ends of a page: the tables of the charts in sight, and the code that computed them.

    Gives two functions that fill them, each doing nothing while its part is closed.
    """
    tables = st.expander("The numbers", key="numbers", on_change="rerun")
    code = st.expander("How this is computed", key="sources", on_change="rerun")
    with tables:
        place = st.empty() if tables.open else None

    def fill_tables() -> None:
        if place is not None:
            with place.container():
                _tables()

    def fill_code() -> None:
        if code.open:
            with code:
                for function in computed_by:
                    st.caption(f"`{function.__module__}`")
                    st.code(inspect.getsource(function))

    return fill_tables, fill_code


def _tables() -> None:
    plotted = {
        f"{title}: {name}": table
        for title, chart in downloads.shown().items()
        for name, table in chart.tables.items()
        if name not in downloads.UNSEEN
    }
    if plotted:
        chosen = st.selectbox("Table", list(plotted), key="plotted")
        st.dataframe(plotted[chosen], hide_index=True, height=280)
