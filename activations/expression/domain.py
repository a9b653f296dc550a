"""Whether a formula is a number all over [-10, 10], and where and why not."""

import numpy as np

from .features import GRID
from .node import Node
from .notation import quoted, written
from .primitives import known
from .program import Array, Program, Step

INNER = 10.0
_DISTANCES = np.array([1e-3, 1e-6, 1e-9])  # from a place towards which the values may grow


def check_grid(program: Program, value: Array, duals: dict) -> None:
    """ValueError, the reason and the place without a full stop, unless it is a number on the GRID.

    `value` and `duals` are those there. ValueError, too, if it is always the same number.
    """
    inside = np.abs(GRID) <= INNER
    bad = ~np.isfinite(value) & inside
    if bad.any():
        at, region = _region(program, np.flatnonzero(bad), np.flatnonzero(inside))
        reason = _reason(program, {i: _at(dual, at) for i, dual in duals.items()})
        raise ValueError(f"{reason} {region}")
    if np.ptp(value[np.isfinite(value)]) == 0:
        raise ValueError("The formula has the same value everywhere")


def check_places(program: Program, places: Array) -> None:
    """ValueError as `check_grid`, unless it is a number where something in it may happen."""
    places = np.append(places[np.abs(places) <= INNER], -0.0)  # where 1/x is not what it is at 0
    bad = ~np.isfinite(program(places)[0]) | _endless(program, places)
    if bad.any():
        x = places[bad][np.argmin(np.abs(places[bad]))]
        duals = program.duals(np.array([x]))
        reason = _reason(program, {i: _at(dual, 0) for i, dual in duals.items()})
        raise ValueError(f"{reason} at x = {x:.6g}")


def _at(dual, place: int):
    value = np.asarray(dual[0])
    return float(value[place] if value.ndim else value)


def _endless(program: Program, places: Array) -> Array:
    """Where the values grow like a negative power of the distance to x, from either side."""
    endless = np.zeros(places.shape, dtype=bool)
    for side in (-1, 1):
        value = program(places + side * _DISTANCES[:, None])[0]
        far, near = np.abs(np.diff(value, axis=0))
        grows = (near > 2 * far) & (np.abs(value[2]) > 30 * np.abs(value[1]))
        endless |= grows & (near > 1e-6) | ~np.isfinite(value).all(axis=0)
    return endless


def _reason(program: Program, values: dict[int, float]) -> str:
    """Why a formula is no number where its parts have these values: the first that is none."""
    for at, step in enumerate(program.steps):
        given = [values[place] for place in step.inputs]
        if not np.isfinite(values[at]) and np.isfinite(given).all():
            return f"{quoted(written(step.node))} is {_what(step.node, given)}"
    nearest = min(program.steps, key=lambda step: _distance(step, values))
    return f"{quoted(written(nearest.node))} is not finite"


def _what(node: Node, given: list[float]) -> str:
    function = known(node.name) if node.kind == "call" else None
    if node.kind == "/":
        return "0/0" if given[0] == 0 == given[1] else "a division by 0"
    if node.kind == "**" and given[0] < 0 and given[1] != int(given[1]):
        return "a power of a negative number, which is complex,"
    if node.kind == "**" and given[0] == 0:
        return "a negative power of 0"
    if function is not None and function.refusal:
        edge = function.edges()[0]
        return f"the {function.refusal} of {'0' if given[0] == edge else 'a negative number'}"
    return "too large for a float"


def _distance(step: Step, values: dict[int, float]) -> float:
    """How far a part is from where it would be infinite."""
    if step.node.kind in ("/", "**"):
        return abs(values[step.inputs[step.node.kind == "/"]])
    function = known(step.node.name) if step.node.kind == "call" else None
    if function is not None and function.crossing:
        return abs(function.crossing(values[step.inputs[0]])[0])
    if function is not None and function.refusal:
        return abs(values[step.inputs[0]] - function.edges()[0])
    return np.inf


def _region(program: Program, bad: Array, inside: Array) -> tuple[int, str]:
    """A place on the GRID at which it is no number, and in words where that is so."""
    middle = int(bad[bad.size // 3])  # seldom x = 0, where what goes wrong is special
    if bad.size == inside.size:
        return middle, "for every x"
    whole = bad[-1] - bad[0] + 1 == bad.size  # without a gap
    if whole and bad.size > 1 and bad[0] == inside[0]:
        return middle, f"for x < {_edge(program, bad[-1], bad[-1] + 1):.6g}"
    if whole and bad.size > 1 and bad[-1] == inside[-1]:
        return middle, f"for x > {_edge(program, bad[0], bad[0] - 1):.6g}"
    good = np.setdiff1d(inside, bad)
    if good[-1] - good[0] + 1 == good.size and inside[0] < good[0] and good[-1] < inside[-1]:
        ends = _edge(program, good[0] - 1, good[0]), _edge(program, good[-1] + 1, good[-1])
        return middle, f"outside [{ends[0]:.6g}, {ends[1]:.6g}]"
    nearest = int(bad[np.argmin(np.abs(GRID[bad]))])
    return nearest, f"{'at' if bad.size == 1 else 'for instance at'} x = {GRID[nearest]:.6g}"


def _edge(program: Program, bad: int, good: int) -> float:
    """Where it becomes a number, between two places of the GRID."""
    low, high = GRID[bad], GRID[good]
    for _ in range(50):
        middle = 0.5 * (low + high)
        finite = np.isfinite(program(np.array([middle]))[0][0])
        low, high = (low, middle) if finite else (middle, high)
    return round(0.5 * (low + high), 9) + 0.0
