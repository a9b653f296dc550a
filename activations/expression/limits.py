"""What a formula does far out, where floats overflow, and which values it takes: all numerically.

log(1 + exp(x)) is x there, although exp(x) is beyond any float. So each part that loses its digits
far out, and was on a straight line until then, goes on along that line.
"""

from typing import NamedTuple

import numpy as np

from .features import GRID, zeros
from .primitives import Dual
from .program import Array, Program, Step

_OCTAVES = 10.0 * 2.0 ** np.arange(1021)
LADDER = np.union1d(_OCTAVES, 10.0 * 2.0 ** (np.arange(72) / 8))
_LAST = 6  # steps of the ladder before the digits are lost: are they on a straight line?
_MOST_TURNS = 600
_MANY = 1e6  # times what is found on the grid: the values have no bound


class Line(NamedTuple):
    """How a part goes on beyond `edge`, on the side where that lies."""

    edge: float
    value: float
    slope: float

    def beyond(self, x: Array) -> Array:
        """Which x lie there."""
        return x > self.edge if self.edge > 0 else x < self.edge

    def put(self, x: Array, where: Array, value: Array, slope: Array) -> None:
        """Write value and slope where they are lost."""
        run = self.slope * (x[where] - self.edge) if self.slope else 0.0
        value[where], slope[where] = self.value + run, self.slope


class Tails(NamedTuple):
    """The lines of the parts of a formula, by number; value and slope at -inf and at inf.

    NaN where they tend to nothing. Within `reach`, from left to right, all parts have their digits.
    """

    lines: dict[int, list[Line]]
    left: tuple[float, float]
    right: tuple[float, float]
    reach: tuple[float, float]


def tails(program: Program) -> Tails:
    """How a formula goes on far out."""
    lines: dict[int, list[Line]] = {}
    ends, reach = [], []
    for side in (-1.0, 1.0):
        losses = np.zeros(LADDER.shape, dtype=bool)
        value, slope = _far(program, side * LADDER, lines, losses)
        ends.append(_limits(program, side, value, slope))
        first = int(np.argmax(losses)) if losses.any() else LADDER.size
        reach.append(side * float(LADDER[max(first - 1, 0)]))
    return Tails(lines, *ends, tuple(reach))


def _far(
    program: Program, x: Array, lines: dict, losses: Array | None = None
) -> tuple[Array, Array]:
    """Value and slope at large x, NaN where no digit is left.

    If there are no lines yet, x is a ladder, `losses` will be where on it any part loses digits.
    """
    found = dict(program.constants)
    for at, step in program.moving:
        found[at] = value, slope = _whole(program.apply(step, found, x), x)
        if step.rule is None:
            continue
        lost = _lost(step, found, value, slope)
        if losses is not None and lost.any():
            losses |= lost
            if line := _line(x, value, slope, int(np.argmax(lost))):
                lines.setdefault(at, []).append(line)
        if at in lines and step.node.kind in ("+", "-"):
            lost |= value == 0
        value[lost] = slope[lost] = np.nan
        for line in lines.get(at, ()):
            line.put(x, lost & line.beyond(x), value, slope)
    return found[program.result]


def _whole(dual: Dual, x: Array) -> Dual:
    """Arrays of the shape of x, that may be written to."""
    return tuple(np.array(np.broadcast_to(part, x.shape)) for part in dual)


def _lost(step: Step, found: dict, value: Array, slope: Array) -> Array:
    """Where a part has overflowed, or nine digits have cancelled in a sum."""
    lost = ~np.isfinite(value) | ~np.isfinite(slope)
    if step.node.kind in ("+", "-"):
        lost |= (np.abs(value) < 1e-9 * np.abs(found[step.inputs[0]][0])) & (value != 0)
    return lost


def _line(x: Array, value: Array, slope: Array, steps: int) -> Line | None:
    """The straight line that the last of these steps are on, if they are."""
    if steps < _LAST:
        return None
    x, value, slope = (part[steps - _LAST : steps] for part in (x, value, slope))
    end, steepness = float(value[-1]), float(slope[-1])
    if np.abs(value).max() < 1e-200:
        return Line(float(x[-1]), 0.0, 0.0)
    if np.abs(value - end).max() <= 1e-12 * abs(end):
        return Line(float(x[-1]), end, 0.0)
    on_it = np.abs(value - (end + steepness * (x - x[-1]))) <= 1e-11 * np.abs(value)
    same = np.abs(slope - steepness) <= 1e-11 * abs(steepness)
    return Line(float(x[-1]), end, steepness) if (on_it & same).all() else None


def _limits(program: Program, side: float, value: Array, slope: Array) -> tuple[float, float]:
    """What value and slope tend to: as floats have it, or else as the ladder shows it."""
    known = np.isfinite(value) & np.isfinite(slope)
    steps = LADDER.size if known.all() else int(np.argmin(known))
    # What loses its digits at once may have some at the end, as x tanh(x) - |x|, which is 0 there.
    line = _line(side * LADDER, value, slope, steps if steps >= _LAST else LADDER.size)
    if line is not None:
        limits = [line.slope * side * np.inf if line.slope else line.value, line.slope]
    else:
        limits = [_limit(part[:steps]) for part in (value, slope)]
    there = [float(part[0]) for part in program(np.array([side * np.inf]))]
    return tuple(float(b) if np.isnan(a) else a for a, b in zip(there, limits, strict=True))


def _limit(values: Array) -> float:
    """What values on the first steps of the ladder tend to: 0 if they fade as fast as exp(-x)."""
    last = np.abs(values[-_LAST:])
    fades = 1 < last.size and values.size < LADDER.size and last[-1] < 0.01 * last[0]
    if fades and np.all(np.diff(last) < 0):
        return 0.0
    return _trend(values[np.isin(LADDER[: values.size], _OCTAVES[3:40])])


def _trend(values: Array) -> float:
    """What values at doubling x tend to, by the ratio of their last steps; NaN if unclear."""
    steps = np.diff(values)
    if steps.size < 3 or not (np.all(steps > 0) or np.all(steps < 0)):
        return np.nan
    ratio = steps[-1] / steps[-2]
    if ratio > 0.9:
        return float(np.sign(steps[-1]) * np.inf)
    limit = values[-1] + steps[-1] * ratio / (1 - ratio)
    return 0.0 if abs(limit) < 1e-3 * np.abs(values).max() else float(limit)


def extended(program: Program, ends: Tails, x: Array) -> tuple[Array, Array]:
    """Value and slope at any x of float64: where digits are lost, along the lines if there are any.

    What has neither digits nor a line is what floats give, or the limit if that is not finite.
    """
    value, slope = program(x)
    far = (x < ends.reach[0]) | (x > ends.reach[1])
    if not far.any():
        return value, slope
    value, slope, x = np.array(value), np.array(slope), np.asarray(x)[far]
    better = _far(program, x, ends.lines)
    for side, limits in ((x < 0, ends.left), (x > 0, ends.right)):
        for whole, part, limit in zip((value, slope), better, limits, strict=True):
            given = np.where(np.isfinite(whole[far]), whole[far], limit)
            part = np.where(np.isinf(x), limit, np.where(np.isnan(part), given, part))
            whole[far] = np.where(side, part, whole[far])
    return value, slope


# --- The range ----------------------------------------------------------------------------------


def span(
    program: Program, value: Array, slope: Array, places: Array, ends: Tails
) -> tuple[float, float]:
    """Infimum and supremum of a formula, of which `value` and `slope` are those on the GRID."""
    far = np.concatenate([-LADDER, LADDER])
    step = np.maximum(np.spacing(np.abs(places)), 1e-100)  # not so small that half of it is 0
    near = np.concatenate([places - step, places, places + step])
    found = [value, program(near)[0], _far(program, far, ends.lines)[0]]
    limits = np.array([ends.left[0], ends.right[0]])
    seen = np.concatenate([part[~np.isnan(part)] for part in (*found, limits)])
    size = float(np.abs(value[np.isfinite(value)]).max())
    ends_found = []
    for sign in (-1.0, 1.0):
        best = _highest(program, value, slope, seen, sign)
        endless = np.inf in sign * limits or best > _MANY * (1 + size)
        ends_found.append(
            sign * (np.inf if endless else 0.0 if abs(best) < 1e-12 * min(size, 1.0) else best)
        )
    return float(ends_found[0]) + 0.0, float(ends_found[1]) + 0.0


def _highest(program: Program, value: Array, slope: Array, seen: Array, sign: float) -> float:
    """The largest of `sign` times the values, also between the points of the grid.

    It is sought in all cells whose tangents reach above what is seen.
    """
    value, slope, best = sign * value, sign * slope, float((sign * seen).max())
    left, right = slope[:-1], -slope[1:]
    share = (value[1:] - value[:-1] + right / 64) / (left + right)
    cells = (left > 0) & (right > 0) & (value[:-1] + left * share > best)
    cells = np.flatnonzero(cells)[:_MOST_TURNS]
    if not cells.size:
        return best
    turns = zeros(lambda x: program(x)[1], GRID[cells], GRID[cells + 1])
    return max(best, float((sign * program(turns)[0]).max()))
