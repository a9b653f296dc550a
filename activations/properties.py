"""What an activation is like, computed from its values and slopes: nothing here is typed in."""

from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from .activation import Activation, Array
from .gaussian import cdf
from .saturation import largest_slope, saturated_zones

ZERO_MEAN = 1e-9  # the accuracy of the moments
FAR = 20.0  # the slopes of all smooth activations are still above 0 in float64 this far out
ZONE_REACH = 60.0  # saturated zones are sought up to here; one that gets there goes on for ever

Interval = tuple[float, float]


class Minimum(NamedTuple):
    """The infimum, and the interval on which it is attained: empty (None) if it never is."""

    value: float
    where: Interval | None


class Properties(NamedTuple):
    """What `properties` computes; the fields from `bounded` to `can_die` are yes or no.

    `attained` says of both ends of the range whether a finite x gives that value.
    """

    bounded: bool
    monotonic: bool
    zero_centred: bool
    saturates_left: bool
    saturates_right: bool
    smooth: bool
    can_die: bool
    minimum: Minimum
    attained: tuple[bool, bool]
    largest_slope: float
    dead: tuple[Interval, ...]
    mean: float
    variance: float


RULES = {
    "bounded": "All outputs lie between two finite numbers.",
    "monotonic": "The output never falls when the input rises.",
    "zero_centred": "For N(0, 1) inputs the mean output is 0, to nine digits.",
    "saturates_left": "The slope tends to 0 as x → −∞.",
    "saturates_right": "The slope tends to 0 as x → ∞.",
    "smooth": "The slope is continuous: there is no kink and no jump.",
    "can_die": "The slope is exactly 0 on a whole interval: a unit whose inputs all lie there "
    "gets no gradient.",
}


@lru_cache(maxsize=512)
def properties(activation: Activation) -> Properties:
    """Everything about an activation with its current parameters; the rules are in `RULES`."""
    dead = dead_zones(activation)
    left, right = activation.derivative([-np.inf, np.inf])
    mean, least = activation.mean(0, 1), _minimum(activation, dead)
    return Properties(
        bounded=bool(np.isfinite(activation.range()).all()),
        monotonic=_never_falls(activation),
        zero_centred=abs(mean) < ZERO_MEAN,
        saturates_left=bool(left == 0),
        saturates_right=bool(right == 0),
        smooth=not activation.kinks(),
        can_die=bool(dead),
        minimum=least,
        attained=(least.where is not None, _has_maximum(activation, dead)),
        largest_slope=largest_slope(activation),
        dead=dead,
        mean=mean,
        variance=activation.variance(0, 1),
    )


def dead_zones(activation: Activation) -> tuple[Interval, ...]:
    """The intervals between kinks (or infinity) on which the slope is exactly zero, ascending."""
    edges = [-np.inf, *activation.kinks(), np.inf]
    zones = []
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inner = np.linspace(max(low, -FAR), min(high, FAR), 11)[1:-1]
        if not activation.derivative(inner).any():
            zones.append((float(low), float(high)))
    return tuple(zones)


def minimum(activation: Activation) -> Minimum:
    """The smallest value, and where: at a point (an interval of length 0), on a flat piece, or
    nowhere, if it is only approached far out. A point is found to the last bits by bisection of
    the slope."""
    return _minimum(activation, dead_zones(activation))


def _minimum(activation, dead) -> Minimum:
    flat = [(float(activation(_inside(zone))), zone) for zone in dead]
    ends = activation([-np.inf, np.inf])
    grid = _grid(activation)
    values = activation(grid)
    lowest = min(float(ends.min()), *(value for value, _ in flat), float(values.min()))
    for value, zone in flat:
        if value == lowest:
            return Minimum(value, zone)
    if ends.min() == lowest:
        return Minimum(lowest, None)
    at = _turn(activation, *grid[np.argmin(values) + np.array([-1, 1])])
    return Minimum(float(activation(at)), (at, at))


def _has_maximum(activation, dead) -> bool:
    """Whether the supremum is attained: on a flat piece, or above what it tends to at both ends."""
    top = float(activation([-np.inf, np.inf]).max())
    flat = [float(activation(_inside(zone))) for zone in dead]
    return top in flat or bool(activation(_grid(activation)).max() > top)


def _turn(activation, left, right) -> float:
    """Where the slope turns from falling to rising between `left` and `right`."""
    for _ in range(60):
        middle = 0.5 * (left + right)
        left, right = (middle, right) if activation.derivative(middle) < 0 else (left, middle)
    kink = next((kink for kink in activation.kinks() if left <= kink <= right), None)
    return float(0.5 * (left + right) if kink is None else kink) + 0.0


def _never_falls(activation) -> bool:
    grid = _grid(activation)
    return bool((activation.derivative(grid) >= 0).all() and (np.diff(activation(grid)) >= 0).all())


def _inside(zone: Interval) -> float:
    return float(np.clip(zone, -FAR, FAR).mean())


def _grid(activation) -> Array:
    """Ascending samples of [-FAR, FAR], with the neighbours of every kink."""
    kinks = np.array(activation.kinks(), dtype=np.float64)
    sides = [np.nextafter(kinks, -np.inf), kinks, np.nextafter(kinks, np.inf)]
    return np.unique(np.concatenate([np.linspace(-FAR, FAR, 1601), *sides]))


# --- The second derivative ----------------------------------------------------------------------

_NODES = np.cos(np.pi * (np.arange(12) + 0.5) / 12)  # Chebyshev points of (-1, 1), ends left out
_WIDTH = 0.05  # half a window; the nearest singularity of any activation is 0.31 away
_TO_COEFFICIENTS = np.linalg.inv(np.polynomial.chebyshev.chebvander(_NODES, 11))
_TO_SLOPES = np.polynomial.chebyshev.chebder(_TO_COEFFICIENTS).T  # of the polynomial, from values


def second_derivative(activation: Activation, x) -> Array:
    """f''(x), float64 of the shape of `x`; NaN at a kink or bend, where it does not exist.

    The exact slope is interpolated at 12 Chebyshev points of a window that contains x and crosses
    no kink or bend, and the polynomial is differentiated: good to about 1e-11, absolutely.
    Trefethen (2019), Approximation Theory and Approximation Practice, chapter 21.
    """
    x = np.asarray(x, dtype=np.float64)
    breaks = np.array([-np.inf, *sorted(activation.kinks() + activation.bends()), np.inf])
    inner = np.clip(x, -1e6, 1e6)[..., None]  # farther out the window would have no width
    piece = np.clip(np.searchsorted(breaks, inner), 1, len(breaks) - 1)
    low, high = breaks[piece - 1], breaks[piece]
    half = np.minimum(_WIDTH, (high - low) / 2)
    centre = np.clip(inner, low + half, high - half)
    slope = activation.derivative(centre + half * _NODES)
    middle = slope[..., 5:6]
    terms = (slope - middle) @ _TO_SLOPES  # exactly 0 on a straight piece
    place = ((inner - centre) / half)[..., 0]
    basis = np.polynomial.chebyshev.chebvander(place, 10).reshape(terms.shape)
    bent = np.sum(terms * basis, axis=-1) / half[..., 0]
    return np.where(np.isin(x, breaks[1:-1]) | np.isnan(x), np.nan, bent)


def samples(activation: Activation, low: float, high: float, points: int) -> Array:
    """Ascending samples of [low, high]; three more at and beside every kink and bend."""
    jumps = np.array(activation.kinks() + activation.bends())
    x = np.concatenate([np.linspace(low, high, points), jumps, jumps - 1e-9, jumps + 1e-9])
    return np.unique(x[(x >= low) & (x <= high)])


class Curve(NamedTuple):
    """An activation over an ascending x: arrays of one shape; NaN where a line has to break."""

    x: Array
    value: Array
    derivative: Array
    second: Array


@lru_cache(maxsize=512)
def curve(activation: Activation, low: float, high: float, points: int) -> Curve:
    """Value, slope and second derivative on [low, high]; three more x at every kink and bend.

    At a kink or bend itself what jumps there is NaN; just beside it both sides are sampled.
    """
    x, value, derivative = lines(activation, low, high, points)
    return Curve(x, value, derivative, second_derivative(activation, x))


def lines(activation: Activation, low: float, high: float, points: int) -> tuple[Array, ...]:
    """The first three of `curve`: x, value and slope."""
    kinks, x = np.array(activation.kinks()), samples(activation, low, high, points)
    value, derivative = activation.evaluate(x)
    if kinks.size:
        beside = activation(kinks + 1e-6) - activation(kinks - 1e-6)
        value[np.isin(x, kinks[np.abs(beside) > 1e-3])] = np.nan
        derivative[np.isin(x, kinks)] = np.nan
    return x, value, derivative


# --- Two activations beside each other ----------------------------------------------------------


class Gap(NamedTuple):
    """Where two activations differ most, and by how much: `value` is other(x) - one(x)."""

    x: float
    value: float


@lru_cache(maxsize=512)
def widest_gap(one: Activation, other: Activation, low: float, high: float) -> Gap:
    """The largest |other(x) - one(x)| on [low, high]; of several such x the lowest.

    Sampled at 161 points and on both sides of every kink, then refined around the widest by
    zooming in three times: good to nine digits where the difference is smooth.
    """
    x = np.union1d(samples(one, low, high, 161), samples(other, low, high, 161))
    for _ in range(4):
        size = np.abs(other(x) - one(x))
        place = int(np.argmax(size))
        best = Gap(float(x[place]), float(other(x[place]) - one(x[place])))
        near = x[[max(place - 1, 0), min(place + 1, x.size - 1)]]
        x = np.union1d(best.x, np.linspace(*near, 65))
    return best


# --- Under a normal input -----------------------------------------------------------------------

_QUANTILES = np.array([NormalDist().inv_cdf((i + 0.5) / 2000) for i in range(2000)])


def saturated_probability(activation: Activation, mu: float, sigma: float, threshold: float):
    """P(|f'(z)| < threshold) for z ~ N(mu, sigma^2), a float.

    Exact but for the edges of the zones, which are good to 1e-12. ValueError unless sigma and the
    threshold are above 0 and |mu| + 8 sigma is at most ZONE_REACH.
    """
    if not (sigma > 0 and abs(mu) + 8 * sigma <= ZONE_REACH):
        raise ValueError(f"mu and sigma must fit within ±{ZONE_REACH:g}. Got {mu} and {sigma}.")
    zones = saturated_zones(activation, -ZONE_REACH, ZONE_REACH, threshold)
    if not zones:
        return 0.0
    below = cdf((np.array(zones) - mu) / sigma)
    return float(np.sum(below[:, 1] - below[:, 0]))


@lru_cache(maxsize=512)
def output_shares(
    activation: Activation, mu: float, sigma: float, low: float, high: float, bins: int
) -> Array:
    """The probability that f(z), z ~ N(mu, sigma^2), lies in each of equal bins of [low, high).

    Shape (bins,). What lies outside is in no bin. Good to 1/2000 for each time that f crosses the
    bin: 2,000 equally likely z are counted.
    """
    place = np.floor((activation(mu + sigma * _QUANTILES) - low) * (bins / (high - low)))
    inside = place[(place >= 0) & (place < bins)].astype(int)
    return np.bincount(inside, minlength=bins) / _QUANTILES.size
