"""Moments of f(z) for z ~ N(0, q), for many q at once: what a signal becomes in the next layer."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from . import gaussian
from .activation import Activation, Array
from .panels import closer, halved

LARGEST = 1e300  # no moment passes it
FINE, COARSE = 20, 8  # nodes in a panel
_EDGES = 2.0 ** np.arange(-44, 45)  # panels that double: they fit any width of the distribution
_NARROWEST, _WIDEST = 2.0**-40, 2.0**40  # beyond: f is a power of x on both sides of 0, to 1e-12
_REACH = 38.0  # deviations
_LEAST_EXPONENT = -600.0  # numbers below exp(-708) cost a processor a hundred times as much


class _Rule(NamedTuple):
    """The nodes x > 0 of an integral over N(0, q), f(0), and what is summed there, (4, nodes).

    `half_square` is -x^2 / 2; `weights` are those of the panels; the rows are f - f(0), its square
    and f'^2, each at x plus at -x, and 2. `powers` are those of x that f - f(0) follows near 0 and
    far out.
    """

    x: Array
    half_square: Array
    weights: Array
    at_zero: float
    rows: Array
    powers: tuple[int, int]


@lru_cache(maxsize=128)
def _rule(activation: Activation, nodes: int) -> _Rule:
    """The values of an activation do not depend on q: they are computed once."""
    places, weights = np.polynomial.legendre.leggauss(nodes)
    kinks = np.sort(np.abs(activation.kinks()))[:_MOST_KINKS]
    edges = np.unique([0.0, *_EDGES, *kinks])
    low, high = edges[:-1], edges[1:]
    if activation.text:
        low, high = _resolved(activation, nodes, edges)
    half = (high - low)[:, None] / 2
    x = (low[:, None] + half * (1 + places)).ravel()
    at_zero = float(activation(0.0))
    rows = _rows(activation, x, at_zero)
    if activation.text and _endless_slope(activation):
        rows[2] = 4 * LARGEST  # more than what counts as infinite
    powers = _power(activation, _NARROWEST), _power(activation, _WIDEST)
    return _Rule(x, -x * x / 2, (half * weights).ravel(), at_zero, rows, powers)


def _endless_slope(activation: Activation) -> bool:
    """Whether E[f'^2] is infinite, as it is under any normal distribution if under one."""
    try:
        return math.isinf(activation.mean_square_slope(0.0, 1.0))
    except ValueError:
        return False


@np.errstate(all="ignore")
def _rows(activation: Activation, x: Array, at_zero: float) -> Array:
    """What `_Rule` has; where a typed function is no number far out, it does not count."""
    (right, right_slope), (left, left_slope) = activation.evaluate(x), activation.evaluate(-x)
    right, left = right - at_zero, left - at_zero
    slopes = np.square(right_slope) + np.square(left_slope)
    rows = [right + left, np.square(right) + np.square(left), slopes, np.full_like(x, 2.0)]
    return np.nan_to_num(np.array(rows), nan=0.0, posinf=LARGEST, neginf=-LARGEST)


def _power(activation: Activation, x: float) -> int:
    """The power of x, 0 to 8, that f - f(0) follows around x on the side where it is larger."""
    once, twice = (float(np.abs(activation([-y, y]) - activation(0.0)).max()) for y in (x, 2 * x))
    ratio = twice / once if once and twice < math.inf else 2.0
    return round(math.log2(min(max(ratio, 1.0), 256.0)))


_SEEN = 64.0  # up to here the panels of a typed function are halved until it is resolved
_CLOSE = np.arange(1, 65) / 4  # edges that let no narrow peak be missed
_MOST_KINKS, _MOST_PANELS = 100, 640  # a network of 100 layers is followed for 61 variances at once


def _resolved(activation: Activation, nodes: int, edges: Array) -> tuple[Array, Array]:
    """Panels on which a typed function is resolved: to 1e-13, or 1e-7 with 8 nodes each."""
    steep = closer(activation)
    edges = np.unique([*edges, *_CLOSE, *np.abs(activation.bends()), *steep])
    places, weights = np.polynomial.legendre.leggauss(nodes)
    off, at_zero = 1e-13 if nodes == FINE else 1e-7, float(activation(0.0))
    counted = 2 if _endless_slope(activation) else 3

    def integrals(low: Array, high: Array) -> Array:
        half = (high - low)[:, None] / 2
        x = low[:, None] + half * (1 + places)
        rows = _rows(activation, x.ravel(), at_zero)[:counted].reshape(counted, *x.shape)
        return (rows * (half * weights)).sum(axis=2)

    def tolerance(whole: Array, width: Array) -> Array:
        size = np.sqrt(np.abs(whole[1]) * width)  # no less than the integral of |f|
        rounding = 1e-15 * abs(at_zero) * width  # of f - f(0)
        rounded = [rounding, 2 * rounding * np.sqrt(np.abs(whole[1]) / width), 0 * width]
        return off * np.array([size, *whole[1:]]) + np.array(rounded[:counted]) + 1e-300

    near = edges[edges <= _SEEN]
    most = steep.size + (_MOST_PANELS if nodes == FINE else _MOST_PANELS // 2)
    low, high, _ = halved(near[:-1], near[1:], integrals, tolerance, rounds=40, most=most)
    far = edges[edges >= _SEEN]
    return np.append(low, far[:-1]), np.append(high, far[1:])


class Around(NamedTuple):
    """Moments of f(z), z ~ N(0, q), arrays of the shape of q."""

    mean: Array
    mean_square: Array
    variance: Array
    mean_square_slope: Array


@np.errstate(over="ignore", invalid="ignore")
def moments(activation: Activation, q: Array, nodes: int = FINE) -> Around:
    """E[f], E[f^2], Var[f] and E[f'^2] for z ~ N(0, q), q of shape (size,) and above 0.

    By Gauss-Legendre panels that end at every kink, good to about 1e-12, or 1e-6 with 8 nodes each;
    where f is straight on either side of 0 they are exact. What waves needs its closed form. What
    is larger than LARGEST counts as that; of a typed function that oscillates at |x| > 64 little is
    seen there.
    """
    if activation.period() < math.inf and activation.id in gaussian.CLOSED_FORMS:
        mean, variance, slope = gaussian.moments(activation, 0.0, np.sqrt(q))
        return Around(mean, variance + mean**2, variance, slope)
    straight = _sides(activation)
    if straight is not None:
        below, above = np.array(straight)
        slope = np.full_like(q, min((below**2 + above**2) / 2, LARGEST))
        mean = np.sqrt(q / (2 * math.pi)) * (above - below)
        mean_square = np.minimum(q * slope, LARGEST)
        variance = np.where(mean_square < LARGEST, mean_square - mean**2, LARGEST)
        return Around(np.clip(mean, -LARGEST, LARGEST), mean_square, variance, slope)
    rule, sigma = _rule(activation, nodes), np.sqrt(q)
    sigma = np.minimum(np.maximum(sigma, _NARROWEST), _WIDEST)
    last = int(rule.x.searchsorted(_REACH * sigma.max()))
    exponent = rule.half_square[:last] / np.square(sigma)[:, None]
    density = np.exp(np.maximum(exponent, _LEAST_EXPONENT)) * rule.weights[:last]
    *sums, total = rule.rows[:, :last] @ density.T
    mean, square, slope = _stretched(rule, sums / total, np.sqrt(q) / sigma)
    variance = np.where(np.isfinite(square), square - mean**2, square)  # not infinity less itself
    mean = _bounded(mean)  # of an odd one 0 times infinity
    whole = square + rule.at_zero * (2 * mean + rule.at_zero)
    return Around(*_bounded(np.array([rule.at_zero + mean, whole, variance, slope])))


def _bounded(values: Array) -> Array:
    """Within LARGEST, and 0 for what is no number; `clip` and `nan_to_num` take thrice as long."""
    values = np.minimum(np.maximum(values, -LARGEST), LARGEST)
    return np.where(np.isnan(values), 0.0, values)


def _stretched(rule: _Rule, sums: Array, by: Array) -> Array:
    """E[f - f(0)], E[(f - f(0))^2], E[f'^2] of a wider normal: those of a power of x; (3, size)."""
    power = np.where(by < 1, *rule.powers)
    return sums * by ** np.array([power, 2 * power, 2 * power - 2])


@lru_cache(maxsize=128)
def _sides(activation: Activation) -> tuple[float, float] | None:
    """The two slopes of an f that is straight on either side of f(0) = 0, else None."""
    x = 2.0 ** np.arange(-20, 21)
    above, below = activation(x) / x, activation(-x) / -x
    straight = (above == above[0]).all() and (below == below[0]).all()
    if straight and activation.text:  # what is between those x has to be so, too
        x = np.arange(1, 4097) / 64
        gaps = activation(x) - above[0] * x, activation(-x) + below[0] * x
        straight = bool(np.all(np.abs(gaps) <= 1e-15 * (abs(above[0]) + abs(below[0])) * x))
    return (float(below[0]), float(above[0])) if straight else None
