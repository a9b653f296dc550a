"""The parts that every page is made of, between its controls and its last line."""

import inspect
from collections.abc import Callable, Sequence
from math import floor, isfinite
from typing import Any, Literal, NamedTuple

import streamlit as st

from dashboard import controls, downloads

VERDICTS = {"right": "green", "loose": "orange", "wrong": "red"}
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Claim(NamedTuple):
    """A sentence of the story, our verdict, and the computed evidence."""

    said: str
    verdict: Literal["right", "loose", "wrong"]
    truth: str


def number(value: float, digits: int = 4) -> str:
    """A number as a person writes it: 0.0067, 1,381, 4.54 × 10⁻⁵."""
    rounded = abs(float(f"{value:.{digits - 1}e}"))  # 9999.7 is shown as 10,000
    if rounded == 0 or 1e-3 <= rounded < 1e6 or not isfinite(value):
        words = f"{value:,.{digits}g}" if rounded < 10**digits else f"{value:,.0f}"
    else:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        words = f"{mantissa} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return words.replace("-", "−")


def power(log10: float, digits: int = 3) -> str:
    """The number 10**log10 as a person writes it, also where a float would underflow to 0."""
    if -300 < log10 < 300 or log10 in (float("inf"), float("-inf")):
        return number(10**log10, digits)
    exponent = floor(log10)
    mantissa, carry = f"{10 ** (log10 - exponent):.{digits - 1}e}".split("e")
    return f"{mantissa} × 10{str(exponent + int(carry)).translate(SUPERSCRIPTS)}"


def plural(count: int, thing: str) -> str:
    """1 step, 2 steps."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: A, B and C."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none"


def scenarios(choices: dict[str, dict[str, Any]]) -> str | None:
    """A row of one-click views: name -> the controls that are not at their default there.

    Gives the name of the one that is in force. The key changes with it: what a browser still sends
    for the view of a moment ago, while a slider moves, can then be told from a click, and does not
    set the controls back.
    """
    values, defaults = controls.values(), controls.defaults()
    now = next((name for name, changed in choices.items() if values == defaults | changed), None)
    key = f"try {now}"
    st.pills(
        "Try this", list(choices), default=now, key=key, label_visibility="collapsed",
        on_change=_set, args=(key, now, choices),
    )  # fmt: skip
    return now


def _set(key: str, before: str | None, choices: dict[str, dict[str, Any]]) -> None:
    chosen = st.session_state[key]
    if chosen and chosen != before:
        controls.put(choices[chosen])


def watch(now: str | None, for_each: dict[str, str]) -> None:
    """What to watch in the view that is in force: name -> a sentence."""
    words = for_each[now] if now else "Try one of these views, or move any control."
    st.markdown(f":small[{words}]")


def metrics(*readings: tuple[str, str, str]) -> None:
    """A row of (label, value, help)."""
    with st.container(horizontal=True):
        for label, value, help in readings:
            st.metric(label, value, help=help, border=True)


def claims(rows: Sequence[Claim], who: str = "the post says") -> None:
    """What someone says beside what is true, as a table."""
    st.subheader(f"What {who}, what is true", anchor=False)
    table = [f"| What {who} | What is true, computed here |", "|---|---|"]
    for claim, verdict, truth in rows:
        table.append(f"| {claim} :{VERDICTS[verdict]}-badge[{verdict}] | {truth} |")
    st.markdown("\n".join(table))


def numbers() -> None:
    """The tables of the charts above, made only when opened."""
    with st.expander("The numbers", key="numbers", on_change="rerun") as opened:
        if opened.open:
            plotted = {
                f"{title}: {name}": table
                for title, chart in downloads.shown().items()
                for name, table in chart.tables.items()
                if name not in downloads.UNSEEN
            }
            chosen = st.selectbox("Table", list(plotted), key="plotted")
            st.dataframe(plotted[chosen], hide_index=True, height=280)


def sources(*functions: Callable) -> None:
    """The code that computed this page, made only when opened."""
    with st.expander("How this is computed", key="sources", on_change="rerun") as opened:
        if opened.open:
            for function in functions:
                st.caption(f"`{function.__module__}`")
                st.code(inspect.getsource(function))
