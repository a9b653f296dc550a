"""What an activation is like, computed from its values and slopes: nothing here is typed in."""

from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from .activation import Activation, Array
from .gaussian import cdf
from .saturation import largest_slope, saturated_zones

ZERO_MEAN = 1e-9  # the accuracy of the moments
SAME = 1e-12  # minima, or places, that are no farther apart are the same
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
    """The intervals on which the slope is exactly zero, ascending: they end at joins or ±∞."""
    edges = np.array([-np.inf, *activation.joins(), np.inf])
    low, high = edges[:-1], edges[1:]
    points = 403 if activation.text else 11  # what is typed may be narrow, and underflow beside it
    inner = np.linspace(np.maximum(low, -FAR), np.minimum(high, FAR), points)[1:-1]
    value, slope = activation.evaluate(inner)
    dead = ~slope.any(axis=0) & (value == value[0]).all(axis=0)
    return tuple(zip(low[dead].tolist(), high[dead].tolist(), strict=True))


def minimum(activation: Activation) -> Minimum:
    """The smallest value, and where: at a point (an interval of length 0), on a flat piece, or
    nowhere, if it is only approached far out. A point is found to the last bits by bisection of
    the slope; of equal ones it is that nearest to 0."""
    return _minimum(activation, dead_zones(activation))


def _minimum(activation, dead) -> Minimum:
    flat = [(float(activation(_inside(zone))), zone) for zone in dead]
    ends = activation([-np.inf, np.inf])
    grid = _grid(activation)
    values = activation(grid)
    ends = ends[~np.isnan(ends)]  # a limit may not exist
    lowest = min(*ends, *(value for value, _ in flat), float(np.nanmin(values)), np.inf)
    if activation.text and activation.range()[0] == -np.inf:
        return Minimum(-np.inf, None)
    lying = [zone for value, zone in flat if value == lowest]
    if lying:
        return Minimum(lowest, min(lying, key=lambda zone: max(zone[0], -zone[1], 0.0)))
    if lowest in ends:
        return Minimum(float(lowest), None)
    beside = np.pad(values, 1, constant_values=np.inf)
    low = np.flatnonzero((values <= beside[:-2]) & (values <= beside[2:]))
    low = np.append(low, np.nanargmin(values))  # whose neighbour may be no number
    at = _turns(activation, grid[np.maximum(low - 1, 0)], grid[np.minimum(low + 1, grid.size - 1)])
    jumps = activation(at) > values[low] + SAME * np.maximum(1.0, np.abs(values[low]))
    at = np.where(jumps, grid[low], at)  # beside the jump
    values = activation(at)
    equal = np.flatnonzero(values <= np.nanmin(values) + SAME * max(1.0, abs(np.nanmin(values))))
    best = equal[np.argmin(np.abs(at[equal]))]
    least, place = float(values[best]), float(at[best])
    if abs(place) <= SAME:
        least, place = min(least, float(activation(0.0))), 0.0
    return Minimum(least, (place, place))


def _has_maximum(activation, dead) -> bool:
    """Whether the supremum is attained: on a flat piece, or above what it tends to at both ends."""
    ends = activation([-np.inf, np.inf])
    top = max([-np.inf, *ends[~np.isnan(ends)]])
    flat = [float(activation(_inside(zone))) for zone in dead]
    return top in flat or bool(np.nanmax(activation(_grid(activation))) > top)


def _turns(activation, left: Array, right: Array) -> Array:
    """Where the slope turns from falling to rising between each `left` and `right`."""
    for _ in range(60):
        middle = 0.5 * (left + right)
        falls = activation.derivative(middle) < 0
        left, right = np.where(falls, middle, left), np.where(falls, right, middle)
    kinks = np.append(activation.kinks(), np.inf)
    kink = kinks[np.searchsorted(kinks, left)]
    return np.where(kink <= right, kink, 0.5 * (left + right)) + 0.0


def _never_falls(activation) -> bool:
    grid = _grid(activation)
    return bool((activation.derivative(grid) >= 0).all() and (np.diff(activation(grid)) >= 0).all())


def _inside(zone: Interval) -> float:
    return float(np.clip(zone, -FAR, FAR).mean())


def _grid(activation) -> Array:
    """Ascending samples of [-FAR, FAR], with the neighbours of every kink.

    Of a typed function they go as far as it is known. Of what repeats two periods tell all, and of
    its minima the one nearest to 0.
    """
    far, points = min(FAR, activation.period()), 1601
    if activation.text:
        far, points = ZONE_REACH, 4801
    kinks = np.array(activation.kinks(), dtype=np.float64)
    sides = [np.nextafter(kinks, -np.inf), kinks, np.nextafter(kinks, np.inf)]
    return np.unique(np.concatenate([np.linspace(-far, far, points), *sides]))


# --- The second derivative ----------------------------------------------------------------------

_NODES = np.cos(np.pi * (np.arange(12) + 0.5) / 12)  # Chebyshev points of (-1, 1), ends left out
_WIDTH = 0.05  # half a window; the nearest singularity of any activation is 0.31 away
_WIDTHS = _WIDTH / 4.0 ** np.arange(7)
_TO_COEFFICIENTS = np.linalg.inv(np.polynomial.chebyshev.chebvander(_NODES, 11))
_TO_SLOPES = np.polynomial.chebyshev.chebder(_TO_COEFFICIENTS).T  # of the polynomial, from values


def second_derivative(activation: Activation, x) -> Array:
    """f''(x), float64 of the shape of `x`; NaN at a kink or bend, where it does not exist.

    The exact slope is interpolated at 12 Chebyshev points of a window that contains x and crosses
    no kink or bend, and the polynomial is differentiated: good to about 1e-11, absolutely.
    Trefethen (2019), Approximation Theory and Approximation Practice, chapter 21. For a typed one,
    whose singularities may be nearer, of several windows that counts which a narrower one confirms.
    """
    x = np.asarray(x, dtype=np.float64)
    if not activation.text:
        return _second(activation, x, _WIDTH)
    found = np.array([_second(activation, x, width) for width in _WIDTHS])
    change = np.nan_to_num(np.abs(np.diff(found, axis=0)), nan=np.inf)
    best = np.argmin(change, axis=0)
    return np.take_along_axis(found, best[None], axis=0)[0]


def _second(activation: Activation, x: Array, width: float) -> Array:
    """The second derivative from windows of half that width, or less between two breaks."""
    breaks = np.array([-np.inf, *sorted(activation.kinks() + activation.bends()), np.inf])
    inner = np.clip(x, -1e6, 1e6)[..., None]  # farther out the window would have no width
    piece = np.clip(np.searchsorted(breaks, inner), 1, len(breaks) - 1)
    low, high = breaks[piece - 1], breaks[piece]
    half = np.minimum(width, (high - low) / 2)
    centre = np.clip(inner, low + half, high - half)
    slope = activation.derivative(centre + half * _NODES)
    middle = slope[..., 5:6]
    terms = (slope - middle) @ _TO_SLOPES  # exactly 0 on a straight piece
    place = ((inner - centre) / half)[..., 0]
    basis = np.polynomial.chebyshev.chebvander(place, 10).reshape(terms.shape)
    bent = np.sum(terms * basis, axis=-1) / half[..., 0]
    return np.where(np.isin(x, breaks[1:-1]) | np.isnan(x), np.nan, bent)


def samples(activation: Activation, low: float, high: float, points: int) -> Array:
    """Ascending samples of [low, high]; three more at and beside every kink and bend.

    Of a function that waves there are at least 16 in each period.
    """
    points = max(points, int(16 * (high - low) / activation.period()))
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
