"""What visitors share: drawings and measurements, made once per setting for everyone here."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from activations import Activation, sigmoid_sums
from activations.learning import comparison
from dashboard import looks, session, streamlit_internals

ROOT = Path(__file__).parent.parent
EDITED = max(  # when the code was edited: Streamlit imports all of it anew then
    path.stat().st_mtime_ns
    for room in ("activations", "dashboard")
    for path in (ROOT / room).rglob("*.py")
)
LARGE = (np.ndarray, tuple, Activation)  # what cannot be told apart by its `repr`
RENEWED = 100_000  # drawings: Streamlit keeps a lock for every key it was asked for, 0.2 kB
HASHES = {Activation: lambda activation: (activation.id, activation.values)}

# Measurements. Declared here because a page declares its functions anew at every rerun, at a price.
convergence = st.cache_data(max_entries=20, show_spinner=False)(sigmoid_sums.convergence)
ratio = st.cache_data(max_entries=512, show_spinner=False)(comparison.paired_ratio)


@st.cache_data(max_entries=128, show_spinner=False)
def by_level(
    runs: str, lowest: float, confidence: float, _slow: list, _fast: list
) -> comparison.ByLevel:
    """The ratio along the training loss, of complete `runs` whose curves these are."""
    levels = [level for level in comparison.ALONG if level >= lowest]
    return comparison.by_level(_slow, _fast, levels, confidence)


_drawings = count(1)


def draw(step: Callable[..., None], /, *given: Any, **values: Any) -> None:
    """Draw `step(*given, **values)`, or send again what was drawn for the same values and look.

    A step depends on its arguments and on nothing else of this visitor's, and it holds no control:
    everybody with these values sees its pictures and words. To send them again is a third to a half
    of the price of drawing them. What is `given` follows from the values and is not compared.
    """
    if next(_drawings) % RENEWED == 0:
        _drawn.clear()
        st.cache_data.clear()  # the measurements
    page = Path(step.__code__.co_filename)
    version = (str(page), step.__name__, EDITED, page.stat().st_mtime_ns)
    large = {name: value for name, value in values.items() if isinstance(value, LARGE)}
    text = repr((looks.now(), {name: v for name, v in values.items() if name not in large}))
    _note(*_drawn(version, text, large, step, given, values))


def anew(step: Callable[..., None], /, *given: Any, **values: Any) -> list[tuple[str, str]]:
    """Draw a step, which keeps its own parts; gives its readings (label, value)."""
    charts, readings = noted(step, *given, **values)
    _note(charts, readings)
    return readings


def _note(charts: dict, readings: list) -> None:
    mine = session.mine()
    mine.shown |= charts
    mine.readings += readings


class Taken(NamedTuple):
    """What a step shows: its readings (label, value), its charts by key, by name."""

    readings: list[tuple[str, str]]
    charts: dict[str, Any]
    names: dict[str, str]


def taken(step: Callable[..., None], /, *given: Any, **values: Any) -> Taken:
    """What a step would show at these values; nothing is drawn."""
    with looks.at(looks.RECORDED), streamlit_internals.nowhere():
        shown, readings = noted(step, *given, **values)
    keys = {chart.key: name for name, chart in shown.items()}
    return Taken(readings, {key: shown[name] for key, name in keys.items()}, keys)


def noted(step: Callable[..., None], /, *given: Any, **values: Any) -> tuple[dict, list]:
    """Draw a step; gives the charts and the readings that it has noted."""
    mine = session.mine()
    before, mine.shown, mine.readings = (mine.shown, mine.readings), {}, []
    try:
        step(*given, **values)
        return mine.shown, mine.readings
    finally:
        mine.shown, mine.readings = before


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=HASHES)
def _drawn(
    version: tuple, text: str, large: dict, _step: Callable, _given: tuple, _values: dict
) -> tuple[dict, list]:
    """The charts of the step and its readings; Streamlit keeps and repeats what is drawn.

    The plain values are one text, since Streamlit hashes each part of a dict at a price.
    """
    return noted(_step, *_given, **_values)
