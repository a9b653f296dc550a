"""What the opening page shows: the curves with a dot to move, and whether a guess is right."""

from dataclasses import dataclass
from functools import lru_cache
from math import log10
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from activations import ACTIVATIONS, Activation, Undefined
from activations.saturation import Chain, chain, largest_slope
from activations.sigmoid_sums import POST
from dashboard import charts, own, tables
from dashboard.wording import number, power

SUM = "Sum of sigmoids"
STORY = {ACTIVATIONS[k].label: ACTIVATIONS[k] for k in ("sigmoid", "softplus", "relu", "elu")}
NAMES = ["Sigmoid", SUM, "Softplus", "ReLU", "ELU"]  # as the story goes
SERIES = charts.series(
    sigmoid="Sigmoid", sum=SUM, softplus="Softplus", relu="ReLU", elu="ELU", own=own.YOURS
)
WHERE = {  # each has its name: x, the side of it, and pixels down
    "Sigmoid": (4.0, "right", 16),
    SUM: (2.6, "right", -8),
    "Softplus": (1.1, "right", -9),
    "ReLU": (2.4, "left", 16),
    "ELU": (-5.0, "left", -9),
}
ACROSS, UP = (-5.0, 4.0), (-1.35, 4.3)
STEP = 0.02  # of the dot
FIRST = -1.0  # where it is before anybody moves it
LAYERS = 20
HEIGHT = 272
UNITS = 10  # in a row, of the first prediction
STEEPEST = largest_slope(ACTIVATIONS["sigmoid"])


@dataclass(frozen=True)
class Curve:
    """One of the curves: its name and what it is, None for the sum of sigmoids."""

    name: str
    activation: Activation | None

    def evaluate(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values, with gaps outside of the picture, and slopes, where it has them."""
        value, slope = (self.activation or POST).evaluate(x)
        inside = (value >= UP[0]) & (value <= UP[1])
        return np.where(inside, value, np.nan), slope

    def mean(self) -> str:
        """The mean output for inputs from N(0, 1), in words."""
        try:
            return number(float((self.activation or POST).mean(0.0, 1.0)), 3)
        except Undefined:
            return "none found"


def curves(yours: Activation | None) -> dict[str, Curve]:
    """All curves by name, the visitor's own among them if there is one."""
    known = STORY | ({own.YOURS: yours} if yours else {})
    return {name: Curve(name, known.get(name)) for name in [*NAMES, *[own.YOURS] * bool(yours)]}


def picture(curve: str, yours: Activation | None) -> None:
    """The curves, one of them bold, with a dot that follows the pointer and what its slope does."""
    every = curves(yours)
    bold = every[curve]
    rows = followed(bold)
    charts.show(
        charts.followed(SERIES, ACROSS, UP, STEP, FIRST, LAYERS, HEIGHT),
        key="story",
        others=tables.curves(COARSE, **{name: e.evaluate(COARSE)[0] for name, e in every.items()}),
        names=named(every, curve),
        bold=rows.select(["x", "y", "series"]),
        tangents=rows,
        about=tables.columns(series=[curve], mean=[bold.mean()]),
        alt=said(bold, rows, len(every)),
    )


FINE = np.linspace(*ACROSS, round((ACROSS[1] - ACROSS[0]) / STEP) + 1)
COARSE = FINE[::4]
ROOMY = COARSE[(COARSE < 2.5) & ((COARSE < FIRST - 1.4) | (COARSE > FIRST + 0.35))]


@lru_cache(maxsize=64)
def followed(curve: Curve) -> pa.Table:
    """The `tangents` table with a row for each place of the dot, its readings in words."""
    value, slope = curve.evaluate(FINE)
    with np.errstate(divide="ignore"):
        left = LAYERS * np.log10(np.abs(slope))
    finite = np.where(np.isfinite(slope), slope, np.nan)
    words = {
        "series": [curve.name] * FINE.size,
        "said": [number(each, 3) if each == each else "none" for each in slope],
        "left": [power(each, 2) if each == each else "none" for each in left],
    }
    table = tables.tangents(FINE, value, finite, UP, every=1)
    for name, column in words.items():
        table = table.append_column(name, pa.array(column))
    return table


def named(every: dict[str, Curve], bold: str) -> pa.Table:
    """The `names` table: each curve's own name near it, the visitor's where it is most alone.

    That is in ROOMY, where a name fits in and the dot does not hide it before it is moved.
    """
    y = np.array([each.evaluate(ROOMY)[0] for each in every.values()])
    apart = np.nan_to_num(np.min(np.abs(y[:-1] - y[-1]), axis=0), nan=-1.0)
    free = float(ROOMY[np.argmax(apart)]), "left", -9
    x, align, dy = zip(*(WHERE.get(name, free) for name in every), strict=True)
    pairs = zip(x, every.values(), strict=True)
    return tables.columns(
        x=x,
        y=[float(each.evaluate(np.array([at]))[0][0]) for at, each in pairs],
        series=list(every),
        text=list(every),
        weight=[700 if name == bold else 400 for name in every],
        align=align,
        dy=dy,
    )


def said(bold: Curve, rows: pa.Table, count: int) -> str:
    """The picture in words, before the dot is moved."""
    here = int(np.argmin(np.abs(FINE - FIRST)))
    slope, left = (rows[name][here].as_py() for name in ("said", "left"))
    low, high = map(number, ACROSS)
    return (
        f"{count} curves from x = {low} to {high}, {bold.name} the bold one, with a dot and its "
        f"tangent. At x = {number(FIRST)} the slope is {slope}; {LAYERS} layers of this slope "
        f"leave {left} of a gradient; the mean output for inputs from N(0, 1) is {bold.mean()}."
    )


class Answer(NamedTuple):
    """An answer to the first prediction: what it says is left, and where one would get that."""

    left: float
    why: str = ""


ANSWERS = {
    "A quarter": Answer(STEEPEST, "is what the first of them leaves, and nine more follow"),
    "A fortieth": Answer(
        STEEPEST / UNITS, "is a quarter shared by ten, but slopes in a row multiply"
    ),
    "A millionth": Answer(1e-6),
}


def right() -> str:
    """The answer whose number is nearest to the truth, as a factor."""
    truth = _row().log10_bound[-1]
    return min(ANSWERS, key=lambda answer: abs(log10(ANSWERS[answer].left) - truth))


def judged(answer: str) -> str:
    """Whether an answer is right, and the number; and that in a real row less is left."""
    truth, real = (power(each[-1]) for each in (_row().log10_bound, _row().log10_gradient))
    verdict = f":red-badge[wrong] {answer} {ANSWERS[answer].why}"
    if answer == right():
        verdict = f":green-badge[right] {STEEPEST:g}, {UNITS} times over"
    return (
        f"{verdict}: **{truth}**. "
        f"If each feeds the next, only the first is at its steepest: {real}."
    )


@lru_cache(maxsize=1)
def _row() -> Chain:
    return chain(ACTIVATIONS["sigmoid"], 0.0, 1.0, 0.0, UNITS)
