"""What an engineer must know of an activation, in words: rows of a card, a table, a sentence."""

from collections.abc import Callable
from math import inf
from typing import NamedTuple

import pyarrow as pa
import streamlit as st

from activations import ACTIVATIONS, Activation
from activations.figures import (
    DEEP,
    LAYERS,
    Figures,
    carried,
    cost,
    costs_setup,
    figures,
    initialisers,
    pytorch_gain,
)
from activations.properties import ZERO_MEAN
from dashboard import tables
from dashboard.wording import listed, number, percent, power

ALIKE = 1e-6  # numbers whose ratio is that near to 1 are the same
NEAR = 1.1  # and below it their distance is given in percent
BALANCE = {"returns": "stable", "keeps": "neutral", "leaves": "unstable"}
FATES = {
    "settles": "the pre-activations' mean square settles at {}",
    "keeps": "the signal keeps its size",
    "dies": "the signal dies out",
    "grows": "the signal grows without end",
}
CLOSE = 1.05
USUAL = ("ReLU", "GELU", "SiLU", "tanh")
NOT_MEASURED = "not measured"
BEYOND = "beyond what is predicted here"
NOT_FOUND = "does not exist, or cannot be found"


# --- The card -----------------------------------------------------------------------------------


def rows(activation: Activation) -> dict[str, str]:
    """The engineer's rows of a card. ValueError, in one sentence, if E f² does not exist."""
    found = figures(activation)
    theirs = pytorch_gain(activation)
    lost = found.chi == inf
    return {
        "Mean for N(0, 1)": number(_mean(found), 6),
        "Variance for N(0, 1)": number(found.variance, 6),
        "Mean square for N(0, 1)": number(found.mean_square, 6),
        "Gain 1/√E[f²]": number(found.gain, 5),
        "PyTorch's gain": "none" if theirs is None else number(theirs, 5),
        "σ_w² that keeps the signal": number(found.signal),
        "σ_w² that keeps the gradient": _or(
            found.gradient, number, NOT_FOUND if lost else "none: its slope is 0"
        ),
        "How far apart": _or(
            found.apart, _distance, NOT_FOUND if lost else "no ratio: its slope is 0"
        ),
        "χ at the fixed point": NOT_FOUND
        if lost
        else f"{number(found.chi)}, {BALANCE[found.balance]}",
        "Inputs with slope 0": percent(found.flat),
        f"Gradient through {LAYERS} layers": _or(
            found.log10_gradient, _power, NOT_FOUND if lost else BEYOND
        ),
        "CPU time of the value": _or(found.cost and found.cost.value, _relus, NOT_MEASURED),
        "With the slope": _or(found.cost and found.cost.with_slope, _relus, NOT_MEASURED),
    }


def _or(value: float | None, words: Callable[[float], str], otherwise: str) -> str:
    return otherwise if value is None else words(value)


def _mean(found: Figures) -> float:
    return 0.0 if abs(found.mean) < ZERO_MEAN else found.mean


def _alike(ratio: float) -> bool:
    return abs(ratio - 1.0) < ALIKE


def _distance(apart: float) -> str:
    if _alike(apart):
        return "the same"
    return f"{number(apart)}-fold" if apart > NEAR else f"{number(100 * (apart - 1), 2)}%"


def _power(log10: float) -> str:
    return f"× {power(log10)}"


def _relus(ratio: float) -> str:
    return f"{number(ratio, 2)} × ReLU's"


# --- The table ----------------------------------------------------------------------------------


class Column(NamedTuple):
    """A column of numbers: how it is read off, its help, its format for Streamlit."""

    value: Callable[[Figures], float | None]
    help: str
    format: str = "%.4g"


def _log10(found: Figures) -> float | None:
    """What is shown of it: a gradient that is exactly 0 has no logarithm."""
    reached = found.log10_gradient
    return reached if reached is not None and reached > -1e300 else None


COLUMNS = {
    "E f": Column(_mean, "The mean output for N(0, 1) inputs."),
    "Var f": Column(lambda found: found.variance, "The variance of those outputs."),
    "E f²": Column(lambda found: found.mean_square, "Their mean square."),
    "Gain": Column(
        lambda found: found.gain,
        "1/√E[f²]: the deviation of a weight, times √n, that keeps the signal's size.",
        "%.4f",
    ),
    "σ_w² signal": Column(
        lambda found: found.signal,
        "n times the variance of a weight that keeps the signal's size: 1/E[f²], the gain squared.",
    ),
    "σ_w² gradient": Column(
        lambda found: found.gradient, "The one that keeps the gradient's size: 1/E[f′²]."
    ),
    "Apart": Column(
        lambda found: found.apart,
        "The larger of the two σ_w² over the smaller. At 1 the same weights keep both.",
    ),
    "χ": Column(
        lambda found: found.chi if found.chi < inf else None,
        "What a layer multiplies the squared gradient by where the signal keeps its size: σ_w² "
        "E[f′²] with σ_w² = 1/E[f²].",
    ),
    "Drift": Column(
        lambda found: found.drift,
        "What is left, a layer on, of a small relative error of the signal's mean square. Below 1 "
        "the size is stable, above 1 it is not.",
    ),
    "No slope, %": Column(
        lambda found: 100 * found.flat, "Share of N(0, 1) inputs at which the slope is exactly 0."
    ),
    "Gradient, log₁₀": Column(
        _log10,
        f"The gradient's norm at the first of {LAYERS} layers over that at the last, as a power of "
        "10, predicted for infinitely many units: N(0, 1) inputs, σ_w² signal in every layer, no "
        "biases. Empty where it is exactly 0 or cannot be predicted.",
        "%.2f",
    ),
    "CPU, value": Column(
        lambda found: found.cost and found.cost.value,
        "CPU time of the value, of the activation alone, as a multiple of the ReLU's. Measured "
        f"beforehand: {costs_setup()}. Yours is not measured.",
        "%.2f",
    ),
    "CPU, with slope": Column(
        lambda found: found.cost and found.cost.with_slope,
        "The same for value and gradient by automatic differentiation, over what both take for the "
        "ReLU. The matrix products of a layer are not in it.",
        "%.2f",
    ),
}


def table(activations: tuple[Activation, ...] = tuple(ACTIVATIONS.values())) -> pa.Table:
    """A row for each: its name and the numbers of `COLUMNS`, empty where one does not exist.

    All numbers of an activation whose E f² does not exist are empty.
    """
    found = [_figures(act) for act in activations]
    columns = {
        name: pa.array([each and column.value(each) for each in found], pa.float64())
        for name, column in COLUMNS.items()
    }
    return tables.columns(Activation=[act.label for act in activations], **columns)


def column_config() -> dict:
    """The help and the format of every column, for `st.dataframe`."""
    return {
        name: st.column_config.NumberColumn(help=column.help, format=column.format)
        for name, column in COLUMNS.items()
    }


def _figures(activation: Activation) -> Figures | None:
    try:
        return figures(activation)
    except ValueError:
        return None


def ranked(numbers: pa.Table, by: str) -> pa.Table:
    """The table with the largest of a column first, and what has none last."""
    return numbers.sort_by([(by, "descending")])


def readings(numbers: pa.Table, by: str) -> tuple[tuple[str, str, str], ...]:
    """What stands out in a table that is ranked by a column, as (label, value, help)."""
    names, values = (numbers[name].to_pylist() for name in ("Activation", by))
    known = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    apart = [ratio for ratio in numbers["Apart"].to_pylist() if ratio is not None]
    both = sum(ratio < CLOSE for ratio in apart)
    about = COLUMNS[by].help
    return (
        (f"Most: {_who(known, known[0])}", number(known[0][1]), about),
        (f"Least: {_who(known, known[-1])}", number(known[-1][1]), about),
        (
            "The same weights keep both",
            f"{both} of {len(names)}",
            f"Activations whose two σ_w² are less than {number(100 * (CLOSE - 1))}% apart.",
        ),
    )


def _who(known: list[tuple[str, float]], end: tuple[str, float]) -> str:
    """Who is at an end of the table; how many, if several are."""
    name, value = end
    alike = sum(abs(other - value) <= ALIKE * abs(value) for _, other in known)
    return name if alike == 1 else f"{alike} tied"


def takeaway(numbers: pa.Table) -> str:
    """What the table says of the usual question, and of a function that is typed."""
    rows = {row["Activation"]: row for row in numbers.to_pylist()}
    usual = [rows[name] for name in USUAL]
    gains = listed([f"{number(row['Gain'])} for {row['Activation']}" for row in usual])
    lost = listed([f"{power(row['Gradient, log₁₀'])} with {row['Activation']}" for row in usual])
    said = (
        f"The usual ones ask for different weights, with a gain of {gains}. With these, and inputs "
        f"from N(0, 1), {LAYERS} layers multiply the gradient by {lost}."
    )
    known = {act.label for act in ACTIVATIONS.values()}
    for name in rows.keys() - known:
        gain = rows[name]["Gain"]
        lacks = f"{name} has no mean square for N(0, 1), so its row is empty."
        said += f" {lacks}" if gain is None else f" {name} asks for {number(gain)}."
    return said


# --- What to take away --------------------------------------------------------------------------


def sentence(activation: Activation) -> str:
    """Whether the same weights keep signal and gradient, and what PyTorch's gain would do.

    ValueError as for `rows`.
    """
    found = figures(activation)
    return f"{_balance(activation, found)} {_course(found)} {_beside(activation, found)}"


def _balance(activation: Activation, found: Figures) -> str:
    label, signal = activation.label, number(found.signal)
    if found.chi == inf:
        return f"For {label} σ_w² = {signal} keeps the signal; one for the gradient {NOT_FOUND}."
    if found.gradient is None:
        return f"{label} passes on no gradient, whatever the weights: its slope is 0."
    if _alike(found.apart):
        return f"For {label} the same weights keep signal and gradient: σ_w² = {signal}."
    return (
        f"For {label} no single σ_w² keeps both: the signal takes {signal}, the gradient "
        f"{number(found.gradient)} ({_distance(found.apart)} apart)."
    )


def _course(found: Figures) -> str:
    """What comes of N(0, 1) inputs at the weights that are to keep the signal."""
    weights = f"σ_w² = {number(found.signal)}"
    if found.fate is None:
        return f"A network with {weights} is {BEYOND}."
    fate, q = found.fate
    unstable = " that size is unstable:" if found.balance == "leaves" else ""
    comes = FATES[fate].format(number(q))
    said = f"In wide layers with {weights}{unstable} for N(0, 1) inputs {comes}"
    if found.gradient is None or found.log10_gradient is None:
        return f"{said}."
    ratio = power(found.log10_gradient)
    gets = "as much gradient as the last" if ratio == "1" else f"{ratio} times the last's gradient"
    return f"{said}, and the first of {LAYERS} layers gets {gets}."


def _beside(activation: Activation, found: Figures) -> str:
    """What PyTorch's gain would do instead."""
    theirs = pytorch_gain(activation)
    if theirs is None:
        return "PyTorch's `calculate_gain` has no value for it."
    if _alike(theirs / found.gain):
        return f"PyTorch's `calculate_gain` gives the same gain, {number(theirs)}."
    (first, last), gradient = ends(activation, theirs)
    (own_first, own_last), own_gradient = ends(activation, found.gain)
    return (
        f"PyTorch's `calculate_gain` says {number(theirs)}: through {DEEP} layers the outputs' "
        f"deviation goes from {number(first, 3)} to {number(last, 3)} and the gradient comes back "
        f"times {power(gradient)}; with the gain {number(found.gain)} from {number(own_first, 3)} "
        f"to {number(own_last, 3)}, and times {power(own_gradient)}."
    )


def ends(activation: Activation, gain: float) -> tuple[tuple[float, float], float]:
    """The outputs' deviation in the first and last of `DEEP` layers; log10 of the gradient."""
    through = carried(activation, gain)
    first, last = map(float, through.deviation[[0, -1]])
    return (first, last), float(through.log10_gradient[0])


def start_lines(activation: Activation) -> str:
    """The lines that initialise with the gain, each under a comment that names its framework."""
    return "\n".join(f"# {name}\n{line}" for name, line in initialisers(activation).items())


def measured(activation: Activation) -> str:
    """How the CPU time was measured, or that it was not."""
    if cost(activation) is None:
        return "The CPU time of a function of your own is not measured."
    return f"CPU time: {costs_setup()}; the activation alone, in the gallery's code for PyTorch."
