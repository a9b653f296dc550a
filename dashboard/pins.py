"""A view kept at hand: `pin` in the link holds its step and its settings, as a query of its own."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from dashboard import session, share
from dashboard.controls import Control

KEY = "pin"
LONGEST = 1_500  # letters: it stands in a link beside the settings in force


@dataclass(frozen=True)
class Pin(Control):
    """A view of a page: one of its steps, and settings of it, as the Pin button writes them."""

    label: str = "Pin"
    help: str = ""
    default: str = ""
    views: tuple[tuple[str, dict[str, Control]], ...] = ()  # a step and its controls by key

    @property
    def allowed(self) -> str:
        return f"a view of this page in at most {LONGEST:,} letters, as Pin writes it"

    def read(self, entries: list[str]) -> tuple[str | None, bool]:
        good = len(entries) == 1 and self.view(entries[0]) is not None
        return (entries[0] if good else None), good

    def view(self, text: str) -> tuple[str, dict[str, Any]] | None:
        """The step and the settings that a text holds; None if it is no view of this page."""
        asked = parse_qs(text[: LONGEST + 1], keep_blank_values=True, errors="replace")
        known = dict(self.views).get(step := "".join(asked.pop("step", [])))
        if known is None or len(text) > LONGEST or not asked.keys() <= known.keys():
            return None
        read = {key: known[key].read(entries) for key, entries in asked.items()}
        if not all(whole for _, whole in read.values()):
            return None
        return step, {key: value for key, (value, _) in read.items()}


def current(pin: Pin) -> tuple[str, dict[str, Any]] | None:
    """The step and the settings that are pinned, by the link, if they can be read."""
    return pin.view(text()) if text() else None


def text() -> str:
    """What the link holds of it."""
    return st.query_params.get(KEY, "")


def let_go() -> None:
    """Forget the pinned view; for a callback."""
    st.query_params.pop(KEY, None)


def take(pin: Pin) -> None:
    """Pin the view in sight; for a callback."""
    step = session.mine().steps[session.mine().page]
    settings = {
        key: share.written(st.session_state[key])
        for key, control in dict(pin.views)[step].items()
        if key in st.session_state and st.session_state[key] != control.default
    }
    words = urlencode({"step": step} | settings, doseq=True)
    if len(words) <= LONGEST:
        st.query_params[KEY] = words
    else:
        st.toast(f"This view is too long to pin: more than {LONGEST:,} letters.")
