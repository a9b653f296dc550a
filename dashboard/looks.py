"""How a step is looked at: veiled before a guess, with a guess in it, beside a pinned view, large.

A step draws what it has by `sections` and `charts`; these ask here how. So a step knows nothing of
it, and one drawing is kept for each look.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Guess(NamedTuple):
    """A guess as it stands in a picture: in which, along what of it, where, and its words."""

    chart: str
    table: str  # whose axes count
    axis: str  # "x" or "y"
    value: float
    words: str


@dataclass(frozen=True)
class Look:
    """What is done to a drawing; the default does nothing.

    `veiled` leaves out all that tells, but for the tables of charts named in `keeps`, or a series
    of theirs: "chart.table.series". `pinned` is the text of another view, whose charts and readings
    are `ghosts`. `slide` is for a projector.
    """

    veiled: bool = False
    keeps: tuple[str, ...] = ()
    guess: Guess | None = None
    pinned: str = ""
    slide: bool = False
    recorded: bool = False  # nothing is drawn: charts and readings are only taken down
    ghosts: Any = field(default=None, compare=False, repr=False)


PLAIN, RECORDED = Look(), Look(recorded=True)
_look: ContextVar[Look] = ContextVar("look", default=PLAIN)


def now() -> Look:
    """The look of what is drawn at the moment."""
    return _look.get()


@contextmanager
def at(look: Look) -> Iterator[None]:
    """Draw inside with this look."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)
