"""Predict, then reveal: what tells is veiled until a guess is made, which then stands beside it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.controls import IN_URL, Toggle
from dashboard.looks import Look
from dashboard.questions import Question, spoken
from dashboard.wording import pending

KEY = "predict"
SWITCH = Toggle(
    "Predict first",
    help="Each step asks a question before it shows: guess, and see how close you are.",
)


def key(step: str) -> str:
    """The key of the guess for a step, by the name of its function."""
    return f"guess_{step}"


def receive() -> None:
    """Where a session arrives at a page whose link says nothing of it, keep the switch as it is.

    Guesses are forgotten there: steps of several pages have the same name, and so have their keys.
    """
    mine = session.mine()
    if mine.opened:
        return
    mine.guessed.clear()
    unsaid = [each for each in st.session_state if each not in st.query_params]
    for each in unsaid:
        if each.startswith(key("")):
            st.session_state[each] = None
    if KEY not in st.query_params:
        st.session_state[KEY] = st.session_state.get(KEY, False)


def switch() -> bool:
    """Draw the switch."""
    return SWITCH.draw(KEY, {})


class Asking:
    """A question at hand: it stands above its step, and the step is looked at as it is answered."""

    def __init__(self, question: Question, key: str, values: dict[str, Any]):
        self.question, self.key = question, key
        session.mine().answers |= {KEY: SWITCH, key: question}
        asked = question.text(values)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{asked}**", width="stretch")
            self.guess = question.field(key, asked, **IN_URL)
        self.place = st.empty()

    def look(self, look: Look) -> Look:
        """How the step is drawn: veiled, or with the guess in it."""
        if self.guess is None:
            return replace(look, veiled=True, keeps=self.question.keeps)
        return replace(look, guess=self.question.guess(self.guess))

    def judge(self, readings: list[tuple[str, str]]) -> None:
        """Say how far the answer is from what the step reads (label, value)."""
        if self.guess is not None and self.question.reading < len(readings):
            label, reading = readings[self.question.reading]
            said = self.question.judged(self.guess, reading)
            if pending(label, reading):  # what stands here stays while the picture grows
                said = f"You said {spoken(self.guess)}: judged when all is trained."
            since = ":small[A control has moved since.] " if self.moved() else ""
            self.place.markdown(f"{since}{said} :small[({label})]")

    def moved(self) -> bool:
        """Whether a control has moved since the guess was made."""
        mine = session.mine()
        here = repr([st.session_state.get(each) for each in mine.drawn])
        if mine.guessed.get(self.key, ("",))[0] != self.guess:
            mine.guessed[self.key] = self.guess, here
        return mine.guessed[self.key][1] != here
