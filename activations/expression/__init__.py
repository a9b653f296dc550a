"""Your own f(x): a typed formula as an ordinary activation, without `eval`.

`reader` and `grammar` turn a text into parts, `primitives` says what each is, `program` gives value
and slope together, `domain` refuses what is no number, `features` and `limits` find kinks, range
and limits numerically, `notation` and `code` write the formula down.
"""

import hashlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..activation import Activation, Parameter
from .domain import INNER, check_grid, check_places
from .features import GRID, breaks, mended, places
from .grammar import read as read
from .grammar import tree
from .limits import Tails, extended, span, tails
from .node import Node
from .notation import latex, written
from .primitives import PARAMETER, known
from .program import Array, Program

SHORT = 24  # characters of a label


class Study(NamedTuple):
    """A formula with fixed parameters, and what was found out about it on [-60, 60]."""

    program: Program
    kinks: tuple[float, ...]
    bends: tuple[float, ...]
    joins: tuple[float, ...]
    span: tuple[float, float]
    tails: Tails
    mended: tuple[Array, Array]  # places, and the slopes there


@lru_cache(maxsize=512)
@np.errstate(all="ignore")
def study(formula: "Formula", values: tuple[float, ...]) -> Study:
    """Everything about a formula whose parameters, in order, have these values.

    ValueError, one sentence: it is not a number on all of [-10, 10], or always the same one.
    """
    settings = dict(zip(formula.parameters, values, strict=True))
    try:
        program = Program(formula.node, settings)
        duals = program.duals(GRID)
        value, slope = (np.broadcast_to(part, GRID.shape) for part in duals[program.result])
        check_grid(program, value, duals)
        found = places(program, duals)
        check_places(program, found)
    except ValueError as error:
        given = ", ".join(f"{name} = {value:.6g}" for name, value in settings.items())
        raise ValueError(f"{error}, with {given}." if given else f"{error}.") from None
    kinks, bends = breaks(program, found)
    ends = tails(program)
    ranges = span(program, value, slope, found, ends)
    repaired, joins = mended(program, np.setdiff1d(found, kinks)), tuple(found.tolist())
    return Study(program, kinks, bends, joins, ranges, ends, repaired)


class Formula:
    """What an Activation asks of its declaration, answered by a formula."""

    def __init__(self, node: Node):
        self.node, self.parameters = node, parameters(node)

    def study(self, **settings: float) -> Study:
        """What is known of it with these parameters; ValueError as `study`."""
        return study(self, tuple(settings.values()))

    def evaluate(self, x: Array, **settings: float) -> tuple[Array, Array]:
        """Value and slope of an array of float64 or float32, of the same shape and type.

        The slope is 0 where it is undefined or infinite from both sides, as that of |x| at 0.
        """
        found = self.study(**settings)
        if x.dtype == np.float64:
            value, slope = extended(found.program, found.tails, x)
        else:
            value, slope = found.program(x)
        lost, (places, slopes) = np.isnan(slope), found.mended
        if places.size:
            at = np.minimum(np.searchsorted(places, x), places.size - 1)
            slope = np.where(places[at] == x, slopes[at], slope).astype(x.dtype, copy=False)
        if lost.any():
            slope = np.where(lost & (np.abs(x) <= INNER), 0.0, slope).astype(x.dtype, copy=False)
        return value, slope


def parameters(formula: Node) -> dict[str, Parameter]:
    """Those of a, b and c that occur, within what the functions allow that they are given to."""
    found: dict[str, Parameter] = {}
    for part in formula.walk():
        if part.kind == "parameter":
            found.setdefault(part.name, PARAMETER._replace(symbol=part.name))
        if part.kind == "call":
            bounds = zip(part.args[1:], known(part.name).parameters.values(), strict=False)
            for constant, theirs in bounds:
                if constant.kind == "parameter":
                    ours = found[constant.name]
                    low, high = max(ours.low, theirs.low), min(ours.high, theirs.high)
                    found[constant.name] = ours._replace(low=low, high=high)
    return {
        name: found[name]._replace(default=min(max(1.0, found[name].low), found[name].high))
        for name in sorted(found)
    }


@lru_cache(maxsize=256)
def parse(text: str) -> Activation:
    """The function that a text describes, as an activation like any other.

    x is the variable; a, b and c are parameters. It is equal to another if both are written alike
    but for spaces and such, and its parameters are equal. ValueError, one sentence that names the
    place: the text is not a formula, or the formula is not a number on all of [-10, 10].
    """
    return _activation(read(text))


def studied(activation: Activation) -> Study:
    """What is known of a typed activation, with its parameters."""
    return activation._evaluate.__self__.study(**activation.settings)


def recall(text: str) -> Activation:
    """The activation with this `text`, which may be longer than what is typed."""
    return _activation(tree(text))


@lru_cache(maxsize=256)
def _activation(formula: Node) -> Activation:
    text, own = written(formula), Formula(formula)
    values = tuple(parameter.default for parameter in own.parameters.values())
    study(own, values)
    return Activation(
        id=f"yours_{hashlib.sha256(text.encode()).hexdigest()[:12]}",
        values=values,
        label=text if len(text) <= SHORT else "Yours",
        formula=latex(formula),
        paper="typed here",
        used="It is your own.",
        differs="",
        spellings={"torch": "", "jax": "", "keras": ""},
        parameters=own.parameters,
        _evaluate=own.evaluate,
        _range=lambda **settings: own.study(**settings).span,
        _kinks=lambda **settings: own.study(**settings).kinks,
        _bends=lambda **settings: own.study(**settings).bends,
        _joins=lambda **settings: own.study(**settings).joins,
        text=text,
    )
