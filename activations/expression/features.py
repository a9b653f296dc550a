"""Where a formula has kinks, jumps and bends: found numerically on [-60, 60].

They can only lie where an argument crosses an edge of its function, or two that are compared meet.
Those places are found by their change of sign on a grid, or as a minimum that touches zero; whether
value, slope or second derivative jumps there is seen from both sides.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .primitives import Dual, known, subtract
from .program import Array, Program

REACH = 60
GRID = np.arange(-64 * REACH, 64 * REACH + 1) / 64
MOST = 2000  # of more crossings those nearest to 0 are kept, of each argument about as many


class Site(NamedTuple):
    """Two duals, by number, that may meet, or a dual and a level; or the zeros of a function."""

    left: int
    right: int | None = None
    level: float = 0.0
    crossing: Callable | None = None

    def gap(self, duals: dict[int, Dual], part=slice(None)) -> tuple[Array, Array]:
        """The difference and its slope on a part of the points; 0 where it is only rounding."""
        left = _part(duals[self.left], part)
        if self.crossing is not None:
            value, slope = self.crossing(left[0])
            return value, slope * left[1]
        right = (self.level, None) if self.right is None else _part(duals[self.right], part)
        value, slope = subtract(left, right)
        rounding = 4e-16 * (np.abs(left[0]) + np.abs(right[0]))
        return np.where(np.abs(value) <= rounding, 0.0, value), slope


def _part(dual: Dual, part) -> Dual:
    return tuple(side[part] if np.ndim(side) else side for side in dual)


def sites(program: Program) -> list[Site]:
    """All places in the formula at which something that is not smooth depends on x."""
    found = []
    for step in program.steps:
        kind, inputs = step.node.kind, step.inputs
        if kind in ("min", "max"):
            found.append(Site(*inputs))
        elif kind == "where":
            found += [Site(*inputs[at : at + 2]) for at in range(0, len(inputs) - 2, 2)]
        elif kind == "/":
            found.append(Site(inputs[1]))
        elif kind == "**":
            exponent = program.constant(inputs[1])
            if exponent is None or exponent < 0 or exponent != int(exponent):
                found.append(Site(inputs[0]))
        elif kind == "call":
            function = known(step.node.name)
            levels = function.edges(*(program.constant(place) for place in inputs[1:]))
            found += [Site(inputs[0], level=level) for level in levels]
            if function.crossing is not None:
                found.append(Site(inputs[0], crossing=function.crossing))
    return [site for site in dict.fromkeys(found) if _varies(program, site)]


def _varies(program: Program, site: Site) -> bool:
    sides = [site.left] if site.right is None else [site.left, site.right]
    return any(program.constant(side) is None for side in sides)


# --- The places ---------------------------------------------------------------------------------


def places(program: Program, duals: dict[int, Dual]) -> Array:
    """Where the sites of a formula lie, ascending; `duals` are those on the GRID."""
    exact, brackets, touches = [np.empty(0)], [], []
    for site in sites(program):
        gap, slope = site.gap(duals)
        sign = np.sign(np.where(np.isnan(gap), 0.0, gap))
        zero = sign == 0
        alone = zero & ~(np.append(zero[1:], False) & np.insert(zero[:-1], 0, False))
        exact.append(GRID[alone])
        brackets.append((site, np.flatnonzero(sign[1:] * sign[:-1] < 0)))
        touches.append((site, _dips(sign, gap, np.broadcast_to(slope, gap.shape))))
    found = [*exact, _roots(program, _central(brackets), 0)]
    found += _touching(program, _central(touches))
    found = np.unique(np.concatenate(found)) + 0.0
    apart = np.append(True, np.diff(found) > 1e-12 * np.maximum(1.0, np.abs(found[1:])))
    return found[apart[: found.size]]


def _central(cells_of: list[tuple[Site, Array]]) -> list[tuple[Site, Array]]:
    """Of the cells of each site, which ascend, those nearest to 0, so that about MOST are left."""
    ranks = [np.argsort(np.argsort(np.abs(GRID[cells]))) for _, cells in cells_of]
    every = np.sort(np.concatenate([np.empty(0, dtype=int), *ranks]))
    if every.size <= MOST:
        return cells_of
    kept = [rank <= every[MOST] for rank in ranks]
    return [(site, cells[keep]) for (site, cells), keep in zip(cells_of, kept, strict=True)]


def _dips(sign, gap, slope) -> Array:
    """The cells in which |gap| has a minimum that its tangents let come down to zero."""
    size, steepness = np.abs(gap), sign * slope
    left, right = -steepness[:-1], steepness[1:]
    share = (size[:-1] - size[1:] + right / 64) / (left + right)
    lowest = size[:-1] - left * share
    dips = (sign[1:] == sign[:-1]) & (sign[1:] != 0) & (left > 0) & (right > 0)
    return np.flatnonzero(dips & (lowest <= 0))


def _touching(program, touches):
    """Minima of a gap that are zero, and the crossings on both sides of those beyond zero."""
    lows = _roots(program, touches, 1)
    duals = program.duals(lows)
    zeros, pairs, start = [np.empty(0)], [], 0
    for site, cells in touches:
        part = slice(start, start + cells.size)
        start += cells.size
        gap, before = site.gap(duals, part)[0], site.gap(program.duals(GRID[cells]))[0]
        zeros.append(lows[part][np.abs(gap) <= 1e-9 * np.abs(before)])
        past = np.sign(gap) * np.sign(before) < 0
        ends = [GRID[cells[past]], lows[part][past], GRID[cells[past] + 1]]
        pairs += [(site, ends[0], ends[1]), (site, ends[1], ends[2])]
    return [*zeros, _solved(program, pairs, 0)]


def _roots(program, cells_of, which: int) -> Array:
    """The zeros of the gaps (`which` 0) or of their slopes (1) in these cells of the grid."""
    return _solved(program, [(s, GRID[cells], GRID[cells + 1]) for s, cells in cells_of], which)


def _solved(program, brackets, which: int) -> Array:
    """One zero in each bracket, all brackets of all sites at once: regula falsi and bisection."""
    brackets = [bracket for bracket in brackets if bracket[1].size]
    if not brackets:
        return np.empty(0)
    ends = np.cumsum([0, *(left.size for _, left, _ in brackets)])
    left, right = (np.concatenate([bracket[side] for bracket in brackets]) for side in (1, 2))

    def heights(x: Array) -> Array:
        duals, found = program.duals(x), np.empty_like(x)
        for (site, *_), start, end in zip(brackets, ends[:-1], ends[1:], strict=True):
            found[start:end] = site.gap(duals, slice(start, end))[which]
        return found

    return zeros(heights, left, right)


def zeros(heights: Callable, left: Array, right: Array) -> Array:
    """Zeros of a function between two arrays at which its signs differ, to the last bits."""
    low, high = heights(left), heights(right)
    best = np.where(np.abs(low) < np.abs(high), left, right)
    least = np.minimum(np.abs(low), np.abs(high))
    was_left = np.full(left.shape, np.nan)
    for turn in range(80):  # every other halves, for what jumps across 0
        middle = 0.5 * (left + right)
        if turn % 2 == 0:
            straight = left - low * ((right - left) / (high - low))
            middle = np.where((straight > left) & (straight < right), straight, middle)
        height = heights(middle)
        better = np.abs(height) <= least
        best, least = np.where(better, middle, best), np.where(better, np.abs(height), least)
        as_left = np.sign(height) == np.sign(low)
        # Illinois: an end that stays again counts half, so that the next guess falls on its side.
        share = np.where(as_left == was_left, 0.5, 1.0)
        low, high = np.where(as_left, height, low * share), np.where(as_left, high * share, height)
        was_left = as_left
        left, right = np.where(as_left, middle, left), np.where(as_left, right, middle)
        if np.all((least == 0) | (right - left <= 4e-16 * np.maximum(1.0, np.abs(middle)))):
            break
    return best


# --- What happens there -------------------------------------------------------------------------

_NEAR, _NEARER = 1e-5, 1e-7  # from a place to the points at which it is looked at
_EDGE = 1e-10
_SPANS = 2.0**-12, 2.0**-16  # for second derivatives


def breaks(program: Program, found: Array) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Those of the `places` at which value or slope jumps, and where only f'' does.

    A jump is told from a steep change by looking from two distances: it does not shrink. It counts
    from a part in 1e8 of what it is a jump of; for f'' from a part in 1e5.
    """
    if not found.size:
        return (), ()
    gaps = np.diff(found, prepend=-np.inf, append=np.inf)
    room = np.minimum(1.0, np.minimum(gaps[:-1], gaps[1:]) * 500)  # of those who lie close
    value, slope = _jumps(program, found, room)
    bent = _bent(program, found, room)
    kinks = value | slope
    return tuple(found[kinks].tolist()), tuple(found[bent & ~kinks].tolist())


def mended(program: Program, smooth: Array) -> tuple[Array, Array]:
    """Those of the places without a kink at which the parts give another slope than both sides do.

    In relu(x) - relu(-x), which is x, both say 0 at 0. With the places the slopes that are right.
    """
    given = program(smooth)[1]
    distances = np.array([1e-5, 2e-5, 1e-7, 2e-7])[:, None]
    slopes = _beside(program, smooth, distances)[:, 1]
    right, left = 2 * slopes[:, ::2] - slopes[:, 1::2]
    slope = 0.5 * (right + left)
    far, off = np.abs(given - slope)
    slope, apart = slope[1], np.abs(right - left)[1]
    wrong = (off > 1e-6 * np.abs(slope) + apart) & (off > 1e-8)
    wrong &= np.isfinite(slope) & (off > 0.9 * far)  # else what is given is the limit
    return smooth[wrong], np.round(slope[wrong], 12)


def _beside(program, found, distances):
    """Values and slopes to the right and to the left: (side, quantity, distance, place)."""
    points = np.stack([found + distances, found - distances])
    value, slope = program(points)
    return np.stack([value, slope], axis=1)


def _jumps(program, found, room) -> tuple[Array, Array]:
    distances = np.array([_NEAR, _NEARER])[:, None] * room
    right, left = _beside(program, found, distances)
    half_right, half_left = _beside(program, found, distances / 2)
    step = right[0] - left[0] - distances * (right[1] + left[1])
    turn = 2 * (half_right[1] - half_left[1]) - (right[1] - left[1])
    size = np.abs(right) + np.abs(left)
    bent = np.abs(right - half_right)[1] + np.abs(left - half_left)[1]
    rounded = 16 * np.spacing(np.abs(found))  # how far a point may be from where it should be
    jumps = _stays(step, 1e-9 * size[0] + (1e-8 * distances + rounded) * size[1])
    endless = size[1, 1] > 2 * size[1, 0]  # the slope is infinite there
    return jumps, _stays(turn, 1e-8 * size[1] + rounded * bent / distances) | endless


def _stays(jump: Array, least: Array) -> Array:
    """Whether the second row is more than its least, and no less than half of the first.

    Where all digits have cancelled so close to a place, the first row alone has to say it.
    """
    far, near = np.abs(jump)
    lost = ~np.isfinite(near)
    return (near > least[1]) & (near > 0.5 * far) & ~lost | lost & (far > 1e4 * least[0])


def _bent(program, found, room) -> Array:
    """Where the second derivatives from both sides, each from three slopes, differ or grow."""
    spans = np.array(_SPANS)[:, None] * room
    sides = [_beside(program, found, _EDGE * room + n * spans)[:, 1] for n in range(3)]
    (near_r, near_l), (mid_r, mid_l), (far_r, far_l) = sides
    right = (4 * mid_r - 3 * near_r - far_r) / (2 * spans)
    left = (far_l + 3 * near_l - 4 * mid_l) / (2 * spans)
    size = (np.abs(far_r - near_r) + np.abs(far_l - near_l)) / spans
    noise = 1e-14 * (np.abs(near_r) + np.abs(near_l)) / spans
    grows = (size[1] > 2 * size[0]) & (size[1] > 100 * noise[1])
    return _stays(right - left, 1e-4 * size + noise) | grows
