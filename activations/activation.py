"""What an activation function is, and the registry of those declared in `functions.py`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from typing import NamedTuple

import numpy as np

from . import gaussian

Array = np.ndarray


class Parameter(NamedTuple):
    """A tunable constant: its default, the closed interval it may lie in, its LaTeX symbol."""

    default: float
    low: float
    high: float
    symbol: str


class Departure(NamedTuple):
    """What the code for frameworks gives otherwise: its `value` or `slope` at some inputs.

    `at` holds the inputs, or is a function of the parameters that gives them; `precision` is
    "float32" or "float64", or "" for both.
    """

    of: str
    at: tuple[float, ...] | Callable
    gives: float
    frameworks: tuple[str, ...] = ("PyTorch", "JAX", "Keras")
    precision: str = ""


@dataclass(frozen=True)
class Activation:
    """A scalar activation function with fixed parameters; equal and hashable by id and values.

    A typed one, from `expression.parse`, has the `text` of its formula; the others have none.

    Call it for values; every array method takes any shape and answers in float64 of that shape.
    NaN goes through as NaN, an infinity gives the limit, and no floating-point warning is raised.
    Where there is no limit, waves give what they have at 0, and typed ones NaN.
    """

    id: str
    values: tuple[float, ...]
    label: str = field(compare=False)
    formula: str = field(compare=False)
    paper: str = field(compare=False)
    used: str = field(compare=False)
    differs: str = field(compare=False)
    spellings: dict[str, str] = field(compare=False, repr=False)
    parameters: dict[str, Parameter] = field(compare=False, repr=False)
    _evaluate: Callable = field(compare=False, repr=False)
    _range: Callable = field(compare=False, repr=False)
    _kinks: Callable = field(compare=False, repr=False)
    _bends: Callable = field(compare=False, repr=False)
    _departures: tuple[Departure, ...] = field(default=(), compare=False, repr=False)
    _period: Callable = field(compare=False, repr=False, default=lambda **_: inf)
    _joins: Callable | None = field(compare=False, repr=False, default=None)
    text: str = field(default="", compare=False, repr=False)

    @property
    def name(self) -> str:
        """What it is called in code and sentences: its id, or "yours"."""
        return "yours" if self.text else self.id

    @property
    def settings(self) -> dict[str, float]:
        """The current value of every parameter, by name."""
        return dict(zip(self.parameters, self.values, strict=True))

    @property
    def defaults(self) -> dict[str, float]:
        """The default of every parameter, by name."""
        return {name: parameter.default for name, parameter in self.parameters.items()}

    def evaluate(self, x) -> tuple[Array, Array]:
        """Value and derivative at `x`. At a kink the derivative is the one PyTorch uses."""
        x = np.asarray(x, dtype=np.float64)
        with np.errstate(all="ignore"):
            value, derivative = self._evaluate(x, **self.settings)
        unknown = np.isnan(x)
        return np.where(unknown, x, value), np.where(unknown, x, derivative)

    def __call__(self, x) -> Array:
        return self.evaluate(x)[0]

    def bare(self) -> Callable:
        """`evaluate` without its care for types, NaN and warnings, for the steps of training."""
        return partial(self._evaluate, **self.settings)

    def __reduce__(self):
        """Pickled by name or text and parameters: another process takes its own declaration."""
        return _recall, (self.id, self.settings, self.text)

    def derivative(self, x) -> Array:
        """The slope at `x`; one-sided at a kink, as PyTorch has it."""
        return self.evaluate(x)[1]

    def configure(self, **settings: float) -> "Activation":
        """A copy with other parameters. ValueError: an unknown name, a value out of bounds, or one
        with which a typed formula is not a number on [-10, 10]."""
        for name, value in settings.items():
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise ValueError(f"{self.name} has no parameter '{name}'. It has: {known}.")
            low, high = self.parameters[name].low, self.parameters[name].high
            if not low <= value <= high:
                raise ValueError(
                    f"The '{name}' parameter of {self.name} must be in [{low}, {high}]. "
                    f"Got {value} instead."
                )
        merged = self.settings | settings
        copy = replace(self, values=tuple(float(value) for value in merged.values()))
        if self.text:
            copy.range()  # looks at the formula with these values
        return copy

    def range(self) -> tuple[float, float]:
        """Infimum and supremum of the values."""
        return self._range(**self.settings)

    def kinks(self) -> tuple[float, ...]:
        """Where the derivative (or, for a hard threshold, the value) jumps, in ascending order."""
        return self._kinks(**self.settings)

    def bends(self) -> tuple[float, ...]:
        """Where the second derivative jumps while the first does not, in ascending order."""
        return self._bends(**self.settings)

    def joins(self) -> tuple[float, ...]:
        """Where two pieces of it meet, however smoothly, in ascending order."""
        joins = self._joins(**self.settings) if self._joins else self.kinks() + self.bends()
        return tuple(sorted(joins))

    def departures(self) -> tuple[Departure, ...]:
        """Where the code for a framework gives something else than this, each with its inputs."""
        found = []
        for each in self._departures:
            at = each.at(**self.settings) if callable(each.at) else each.at
            ours = self.derivative(at) if each.of == "slope" else self(at)
            ours = ours.astype(each.precision or "float64")  # what underflows is no departure
            at = tuple(x for x, here in zip(at, ours, strict=True) if here != each.gives)
            found += [each._replace(at=at)] * bool(at)
        return tuple(found)

    def period(self) -> float:
        """After how much of x its slope repeats, for ever; infinite where it does not."""
        return self._period(**self.settings)

    def filled_formula(self) -> str:
        """The LaTeX formula with the current parameter values in place of their symbols."""
        formula = self.formula
        for name, value in self.settings.items():
            symbol = re.escape(self.parameters[name].symbol)
            shown = f"({value:.6g})" if self.text and value < 0 else f"{value:.6g}"
            formula = re.sub(rf"(?<![a-zA-Z\\]){symbol}(?![a-zA-Z])", shown, formula)
        return formula

    def mean(self, mu, sigma):
        """E[f(z)] for z ~ N(mu, sigma^2). Scalars give a float, arrays broadcast."""
        return gaussian.moments(self, mu, sigma).mean

    def variance(self, mu, sigma):
        """Var[f(z)] for z ~ N(mu, sigma^2)."""
        return gaussian.moments(self, mu, sigma).variance

    def mean_square_slope(self, mu, sigma):
        """E[f'(z)^2] for z ~ N(mu, sigma^2), the factor of a gradient's variance per layer."""
        return gaussian.moments(self, mu, sigma).mean_square_slope


def lowered(activation: Activation, by: float) -> Activation:
    """An activation less a constant: the same slope, another mean. It is in no registry."""

    def evaluate(x, **settings):
        value, derivative = activation._evaluate(x, **settings)
        return value - by, derivative

    return replace(
        activation,
        id=f"{activation.id}_less_{by:g}",
        label=f"{activation.label} − {by:g}",
        formula=f"{activation.formula} - {by:g}",
        spellings=dict.fromkeys(activation.spellings, ""),
        _departures=(),
        text="",
        _evaluate=evaluate,
        _range=lambda **settings: tuple(end - by for end in activation._range(**settings)),
    )


ACTIVATIONS: dict[str, Activation] = {}


def _recall(id: str, settings: dict[str, float], text: str = "") -> Activation:
    if text:
        from .expression import recall  # which needs this module

        return recall(text).configure(**settings)
    return ACTIVATIONS[id].configure(**settings)


def activation(
    label: str,
    *,
    formula: str,
    range: Callable,
    paper: str,
    used: str,  # when people use it, in a sentence
    kinks: Callable = lambda **_: (),
    bends: Callable = lambda **_: (),
    period: Callable = lambda **_: inf,
    differs: str = "",  # in names and defaults of frameworks
    departures: tuple[Departure, ...] = (),
    torch: str = "",  # its expression, with {parameter} for a value; without, recipes translates
    jax: str = "",
    keras: str = "",
    **parameters: Parameter,
):
    """Register the decorated `(x, **parameters) -> (value, derivative)` under its own name."""

    said = {"paper": paper, "used": used, "differs": differs}
    shape = {"_range": range, "_kinks": kinks, "_bends": bends, "_period": period}

    def register(function: Callable) -> Callable:
        ACTIVATIONS[function.__name__] = Activation(
            id=function.__name__,
            values=tuple(parameter.default for parameter in parameters.values()),
            label=label,
            formula=formula,
            **said,
            spellings={"torch": torch, "jax": jax, "keras": keras},
            parameters=parameters,
            _evaluate=function,
            _departures=departures,
            **shape,
        )
        return function

    return register
