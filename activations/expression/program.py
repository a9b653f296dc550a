"""A formula as steps that give its value and its slope together (forward mode)."""

from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from .node import Node
from .notation import quoted, written
from .primitives import CONSTANTS, LARGEST_POWER, OPERATORS, Dual, chosen, inner, known

Array = np.ndarray


class Step(NamedTuple):
    """What is done with which earlier duals, by number; `spent` are not needed after it."""

    rule: object
    inputs: tuple[int, ...]
    node: Node
    spent: tuple[int, ...] = ()


class Program:
    """A formula with fixed parameters. ValueError for a constant part that is no number.

    Called with an array of float64 or float32, it gives value and slope, of its shape and type.
    """

    def __init__(self, formula: Node, settings: dict[str, float]):
        self.settings = settings
        self.steps: list[Step] = []
        self.constants: dict[int, Dual] = {}
        self._places: dict[Node, int] = {}
        self.result = self._place(formula)
        self._places.clear()

    def _place(self, node: Node) -> int:
        """The number of the dual of a part, which is placed once however often it occurs."""
        if node not in self._places:
            inputs = tuple(self._place(part) for part in node.args)
            self._check(node, inputs)
            rule = None if node.kind == "x" else self._rule(node)
            number = len(self.steps)
            self.steps.append(Step(rule, inputs, node))
            if node.kind != "x" and all(part in self.constants for part in inputs):
                self.constants[number] = self._folded(node, rule, inputs), None
            self._places[node] = number
        return self._places[node]

    def _check(self, node: Node, inputs: tuple[int, ...]) -> None:
        """ValueError: a constant power, or a parameter of an activation, that is out of bounds."""
        values = [self.constant(place) for place in inputs]
        if node.kind == "**" and values[1] is not None and not abs(values[1]) <= LARGEST_POWER:
            raise _unusable(
                node, f"has the power {values[1]:.6g}, and the largest is {LARGEST_POWER}"
            )
        if node.kind == "/" and values[1] == 0:
            raise _unusable(node, "is a division by 0")
        if node.kind == "call":
            parameters = known(node.name).parameters.items()
            for value, (name, bounds) in zip(values[1:], parameters, strict=False):
                if not bounds.low <= value <= bounds.high:
                    between = f"[{bounds.low:g}, {bounds.high:g}]"
                    raise _unusable(node, f"has the {name} {value:.6g}, which is not in {between}")

    def _rule(self, node: Node):
        if node.kind in ("number", "constant", "parameter"):
            return None
        if node.kind == "where":
            return partial(chosen, node.name)
        if node.kind == "call":
            return partial(_called, node.name)
        return OPERATORS[node.kind]

    def _folded(self, node: Node, rule, inputs) -> float:
        if rule is None:
            named = {**CONSTANTS, **self.settings}
            return node.number if node.kind == "number" else float(named[node.name])
        given = [(np.float64(self.constants[place][0]), None) for place in inputs]
        with np.errstate(all="ignore"):
            value = float(rule(*given)[0])
        if not np.isfinite(value):
            raise _unusable(node, "is not a number")
        return value

    def constant(self, place: int) -> float | None:
        """That dual's value if it does not depend on x."""
        return self.constants[place][0] if place in self.constants else None

    @cached_property
    def moving(self) -> list[tuple[int, Step]]:
        """The steps that depend on x, each with what is not needed after it."""
        last = {place: at for at, step in enumerate(self.steps) for place in step.inputs}
        last |= {self.result: len(self.steps)}
        steps = []
        for at, step in enumerate(self.steps):
            if at not in self.constants:
                spent = {i for i in step.inputs if last[i] == at and i not in self.constants}
                steps.append((at, step._replace(spent=tuple(spent))))
        return steps

    def apply(self, step: Step, found: dict[int, Dual], x: Array) -> Dual:
        """The dual of a step that depends on x, from the earlier ones that it needs."""
        if step.rule is None:
            return x, 1.0
        return _as(x.dtype, step.rule(*(found[place] for place in step.inputs)))

    def duals(self, x: Array, keep: bool = True) -> dict[int, Dual]:
        """Every dual at `x`, by number, or with `keep` false the last one and the constants.

        The slope is None for a constant, and a float if it is the same everywhere.
        """
        found = dict(self.constants)
        for at, step in self.moving:
            found[at] = self.apply(step, found, x)
            if not keep:
                for place in step.spent:
                    del found[place]
        return found

    def __call__(self, x: Array) -> tuple[Array, Array]:
        """Value and slope at `x`, which overflow where a part does."""
        value, slope = self.duals(x, keep=False)[self.result]
        return value, slope if np.shape(slope) == x.shape else np.full_like(x, slope)


def _unusable(node: Node, why: str) -> ValueError:
    return ValueError(f"{quoted(written(node))} {why}")


def _as(dtype, dual: Dual) -> Dual:
    """A dual of arrays of that type: float32 stays float32."""
    value, slope = dual
    if value.dtype != dtype:
        value = value.astype(dtype)
    if not (slope is None or type(slope) is float) and slope.dtype != dtype:
        slope = slope.astype(dtype)
    return value, slope


def _called(name: str, u: Dual, *constants: Dual) -> Dual:
    function, (value, du) = known(name), u
    value, slope = function.evaluate(np.asarray(value), *(float(c[0]) for c in constants))
    return value, None if du is None else inner(slope, du, guarded=name == "sqrt")
