"""What each step asks before it shows: data, a module per page, named like it.

Its `ASKED` has a question for each step by the name of its function. The answer is one of the
readings of the step, for whatever its controls say.
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import streamlit as st

from activations import Activation
from dashboard.controls import Control
from dashboard.looks import Guess
from dashboard.wording import listed, number, quantity


@dataclass(frozen=True)
class Question(Control):
    """A question whose answer is the reading at `reading` of its step; unanswered it is None.

    `label` is its text, with the step's arguments in braces, or a function of them. `keeps` are the
    tables of charts that may be seen before: "chart.table", or of one just a series:
    "chart.table.series". `mark` is where a guess stands in a picture: the chart, a table with its
    axes, and "x" or "y".
    """

    _: KW_ONLY
    help: str = ""
    default: None = None
    reading: int = 0
    keeps: tuple[str, ...] = ()
    mark: tuple[str, str, str] | None = None

    def text(self, values: dict[str, Any]) -> str:
        """The question at these values of the step's controls."""
        if isinstance(self.label, str):
            return self.label.format_map({name: spoken(value) for name, value in values.items()})
        return self.label(**values)


@dataclass(frozen=True)
class Number(Question):
    """A number between `low` and `high`, in the unit of the reading.

    Right if it is off by `within` at most, or, with `factor`, by no more than that factor.
    `shown` times the guess is what stands in the picture.
    """

    low: float
    high: float
    step: float
    _: KW_ONLY
    within: float = 0.0
    factor: float = 1.0
    shown: float = 1.0

    @property
    def allowed(self) -> str:
        return f"between {self.low:g} and {self.high:g}"

    def read(self, entries: list[str]) -> tuple[float | None, bool]:
        try:
            value = float(entries[0]) if len(entries) == 1 else None
        except ValueError:
            value = None
        good = value is not None and self.low <= value <= self.high
        return (value if good else None), good

    def field(self, key: str, asked: str, **more) -> float | None:
        """Draw where it is answered."""
        bounds = (float(self.low), float(self.high), None, float(self.step))
        more |= {"label_visibility": "collapsed", "placeholder": "your guess, then Enter"}
        return st.number_input(asked, *bounds, "%g", key=key, width=260, **more)

    def guess(self, value: float) -> Guess | None:
        """How it stands in the picture."""
        words = f"your guess: {_said(value)}"
        return self.mark and Guess(*self.mark, self.shown * value, words)

    def judged(self, value: float, reading: str) -> str:
        """How far it is from the reading."""
        said, read = _said(value), quantity(reading)
        if read is None or read[0] in (float("inf"), float("-inf")):
            return f"You said {said}; it is “{reading}”, no number to measure that by."
        truth, off = read[0], value - read[0]
        within = self.within * (1 + 1e-9)  # 0.664 is 0.1 from 0.564, for a computer a bit more
        near = abs(off) <= within or truth / self.factor <= value <= truth * self.factor
        if abs(off) < 1e-12:
            return f":green-badge[right] You said {said}, and that is it."
        if near:
            return f":green-badge[close enough] You said {said}; it is {reading}."
        below = "too high" if off > 0 else "too low"
        if self.factor > 1 and truth > 0 and value > 0:
            times = max(value, truth) / min(value, truth)
            by = f"a factor of {number(times, 3)}"
        else:
            by = number(abs(off), 3)
        return f":orange-badge[{below}] You said {said}; it is {reading}: off by {by}."


def _said(value: float) -> str:
    """A guess with the digits that it has, at most four."""
    every = [number(value, digits) for digits in (1, 2, 3, 4)]
    return next((words for words in every if quantity(words)[0] == value), every[-1])


@dataclass(frozen=True)
class Answers(Question):
    """One of a few answers: below the first edge, between it and the next, ..., above the last.

    An answer that is no number is one of `words`: (what the reading begins with, its answer).
    """

    answers: Sequence[str]
    edges: Sequence[float]
    _: KW_ONLY
    words: tuple[tuple[str, str], ...] = ()

    @property
    def allowed(self) -> str:
        return "one of " + ", ".join(self.answers)

    def read(self, entries: list[str]) -> tuple[str | None, bool]:
        good = len(entries) == 1 and entries[0] in self.answers
        return (entries[0] if good else None), good

    def field(self, key: str, asked: str, **more) -> str | None:
        return st.pills(asked, list(self.answers), key=key, label_visibility="collapsed", **more)

    def guess(self, value: str) -> None:
        """It has no place in the picture."""

    def answer(self, reading: str) -> str | None:
        """The answer that is right."""
        for beginning, answer in self.words:
            if reading.startswith(beginning):
                return answer
        if (read := quantity(reading)) is None:
            return None
        return self.answers[sum(read[0] >= edge for edge in self.edges)]

    def judged(self, value: str, reading: str) -> str:
        right = self.answer(reading)
        if right is None:
            return f"You said “{value}”; it is “{reading}”, which is none of these answers."
        if right == value:
            return f":green-badge[right] You said “{value}”; it is {reading}."
        meant = "" if right == reading else f", “{right}”"
        return f":orange-badge[not so] You said “{value}”; it is {reading}{meant}."


FEW = 4
Asked = dict[str, Number | Answers]
OF_CLAIMS = Number("How many of the sentences below are right as they stand?", 0, 40, 1)


def among(labels: Sequence[str]) -> str:
    """These names, or how many there are, if they are too many for a question."""
    return listed(labels) if len(labels) <= FEW else f"{len(labels)} activations"


def spoken(value: Any) -> str:
    """An argument of a step, as a question says it."""
    if isinstance(value, Activation):
        return value.label
    if isinstance(value, (tuple, list)):
        return listed([spoken(each) for each in value])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return str(value)
