"""Mean, variance and mean squared slope of f(z) where z is normal with mean mu and deviation sigma.

The piecewise linear and exponential functions and those that wave have closed forms; for the others
the integral is done numerically. Both are good to nine digits for |mu| <= 10 and
0.01 <= sigma <= 10, or to 1e-12 where a moment is nearly zero.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .panels import closer, halved

_erfc = np.frompyfunc(math.erfc, 1, 1)
_TAIL = 40.0  # pdf and cdf are zero in float64 this many deviations out


def pdf(x):
    """Density of the standard normal distribution; float64 of the shape of `x`."""
    return np.exp(-0.5 * np.minimum(np.abs(x), _TAIL) ** 2) / math.sqrt(2 * math.pi)


def cdf(x):
    """Probability that a standard normal variable is below `x`; float64 of the shape of `x`."""
    return np.asarray(0.5 * _erfc(np.negative(x) * math.sqrt(0.5)), dtype=np.float64)


class Undefined(ValueError):
    """What an activation does not have, as a typed one a mean, or weights that a network can have.

    Its sentence is there to be shown.
    """


class Moments(NamedTuple):
    """E[f(z)], Var[f(z)] and E[f'(z)^2]: floats, or arrays of one shape."""

    mean: float
    variance: float
    mean_square_slope: float


def moments(activation, mu, sigma) -> Moments:
    """Gaussian moments of an activation, exact where `CLOSED_FORMS` has it, else by `quadrature`.

    Two scalars give floats and are remembered; arrays broadcast. ValueError unless `mu` is finite
    and `sigma` positive and finite.
    """
    if np.ndim(mu) == 0 and np.ndim(sigma) == 0:
        return _moments_at(activation, float(mu), float(sigma))
    if activation.id in CLOSED_FORMS:
        return _closed_form(activation, mu, sigma)
    mu, sigma = _checked(mu, sigma)
    rows = [_moments_at(activation, *point) for point in zip(mu.flat, sigma.flat, strict=True)]
    columns = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return Moments(*(column.reshape(mu.shape) for column in columns))


@lru_cache(maxsize=4096)
def _moments_at(activation, mu: float, sigma: float) -> Moments:
    if activation.id not in CLOSED_FORMS:
        return quadrature(activation, mu, sigma)
    return Moments(*map(float, _closed_form(activation, mu, sigma)))


@np.errstate(all="ignore")  # np.where computes both of its branches, and one may overflow
def _closed_form(activation, mu, sigma) -> Moments:
    return CLOSED_FORMS[activation.id](*_checked(mu, sigma), **activation.settings)


def _checked(mu, sigma):
    """`mu` and `sigma` as float64 arrays of one shape, or ValueError naming the first bad value."""
    mu, sigma = np.broadcast_arrays(np.asarray(mu, np.float64), np.asarray(sigma, np.float64))
    if not np.isfinite(mu).all():
        raise ValueError(f"mu must be finite. Got {mu[~np.isfinite(mu)][0]:g} instead.")
    good = np.isfinite(sigma) & (sigma > 0)
    if not good.all():
        raise ValueError(f"sigma must be positive and finite. Got {sigma[~good][0]:g} instead.")
    return mu, sigma


# --- Closed forms -------------------------------------------------------------------------------
# f(z) = u + v with u = max(z, 0) and v = f(min(z, 0)). One of the two is always zero, so
# E[uv] = 0 and Var f = Var u + Var v - 2 E[u] E[v]: for a rising f a sum without cancellation.


def _joined(above: Moments, below: Moments) -> Moments:
    """Moments of u + v from those of u, zero for z < 0, and of v, zero for z > 0."""
    return Moments(
        above.mean + below.mean,
        above.variance + below.variance - 2 * above.mean * below.mean,
        above.mean_square_slope + below.mean_square_slope,
    )


def _scaled(part: Moments, factor) -> Moments:
    mean, variance, slope = part
    return Moments(factor * mean, factor**2 * variance, factor**2 * slope)


def _standardised(mu, sigma):
    """mu / sigma, kept within the range in which the normal tail is not yet zero."""
    return np.clip(mu / sigma, -_TAIL, _TAIL)


def _identity(mu, sigma) -> Moments:
    return Moments(np.array(mu), np.square(sigma), np.ones_like(mu))


def _relu(mu, sigma) -> Moments:
    """max(z, 0); the terms of E[u^2] - E[u]^2 are sorted so that large mu / sigma do not cancel."""
    r = _standardised(mu, sigma)
    density, above, below = pdf(r), cdf(r), cdf(-r)
    spread = above + r * r * above * below + r * density * (below - above) - density**2
    return Moments(mu * above + sigma * density, sigma**2 * spread, above)


def _exponential(mu, sigma, rate) -> Moments:
    """exp(rate min(z, 0)) - 1, the part of ELU below zero."""
    r = _standardised(mu, sigma)
    above, below = cdf(r), cdf(-r)
    once, twice = _tilted(mu, sigma, rate), _tilted(mu, sigma, 2 * rate)
    variance = twice - once**2 + above * (below - 2 * once)
    return Moments(once - below, variance, rate**2 * twice)


def _tilted(mu, sigma, rate):
    """E[exp(rate z); z < 0] = exp(rate mu + (rate sigma)^2 / 2) cdf(-a), a = mu/sigma + rate sigma.

    The product is also pdf(mu/sigma) cdf(-a) / pdf(a), which does not overflow: for large `a` the
    last quotient is Laplace's continued fraction 1 / (a + 1 / (a + 2 / (a + ...))).
    """
    r = _standardised(mu, sigma)
    a = r + rate * sigma
    near = np.exp(rate * mu + (rate * sigma) ** 2 / 2) * cdf(-a)
    far = fraction = np.maximum(a, 30.0)
    for n in range(7, 0, -1):
        fraction = far + n / fraction
    return np.where(a < 30, near, pdf(r) / fraction)


def _centred_relu(mu, sigma) -> Moments:
    part = _relu(mu, sigma)
    return part._replace(mean=part.mean - 1 / math.sqrt(2 * math.pi))


def _shifted_relu(mu, sigma) -> Moments:
    """max(z, -1) is a ReLU moved one to the left and one down."""
    part = _relu(mu + 1, sigma)
    return part._replace(mean=part.mean - 1)


def _leaky_relu(mu, sigma, negative_slope) -> Moments:
    """The part below zero is a ReLU seen in a mirror."""
    return _joined(_relu(mu, sigma), _scaled(_relu(-mu, sigma), -negative_slope))


def _elu(mu, sigma, alpha) -> Moments:
    return _joined(_relu(mu, sigma), _scaled(_exponential(mu, sigma, 1.0), alpha))


def _celu(mu, sigma, alpha) -> Moments:
    return _joined(_relu(mu, sigma), _scaled(_exponential(mu, sigma, 1 / alpha), alpha))


def _selu(mu, sigma) -> Moments:
    return _scaled(_elu(mu, sigma, SELU_ALPHA), SELU_SCALE)


def _sine(mu, sigma, w) -> Moments:
    """sin(w z): its waves average out as exp(-(w sigma)^2 / 2)."""
    square, left = np.square(w * sigma), np.square(np.cos(w * mu))
    lost = -np.expm1(-square)
    variance = 0.5 * lost * (lost + 2.0 * np.exp(-square) * left)
    slope = -0.5 * np.expm1(-2.0 * square) + np.exp(-2.0 * square) * left
    return Moments(np.exp(-0.5 * square) * np.sin(w * mu), variance, w**2 * slope)


def _snake(mu, sigma, a) -> Moments:
    """z + (1 - c) / k with k = 2 a and c = cos(k z); by Stein's lemma Cov[z, c] = sigma^2 E[c']."""
    k = 2.0 * a
    square, sine = np.square(k * sigma), np.sin(k * mu)
    lost, once = -np.expm1(-square), np.exp(-0.5 * square)
    raised = -np.expm1(-0.5 * square) + 2.0 * once * np.square(np.sin(a * mu))
    waves = 0.5 * lost * (lost + 2.0 * np.exp(-square) * sine**2)
    variance = np.square(sigma) * (1.0 + 2.0 * once * sine) + waves / k**2
    spread = -0.5 * np.expm1(-2.0 * square) + np.exp(-2.0 * square) * sine**2
    return Moments(mu + raised / k, np.maximum(variance, 0.0), 1.0 + 2.0 * once * sine + spread)


CLOSED_FORMS = {
    "identity": _identity,
    "relu": _relu,
    "centred_relu": _centred_relu,
    "shifted_relu": _shifted_relu,
    "leaky_relu": _leaky_relu,
    "prelu": _leaky_relu,
    "elu": _elu,
    "celu": _celu,
    "selu": _selu,
    "sine": _sine,
    "snake": _snake,
}


def zero_mean_alpha(mu, sigma):
    """The alpha at which ELU's mean is zero, E[max(z, 0)] / E[1 - exp(min(z, 0))].

    Scalars give a float, arrays broadcast. It is infinite where z is never negative in float64.
    ValueError as for `moments`. At (0, 1) it is SELU's alpha (Klambauer et al. 2017,
    arXiv:1706.02515).
    """
    mu, sigma = _checked(mu, sigma)
    with np.errstate(all="ignore"):
        alpha = _relu(mu, sigma).mean / np.abs(_exponential(mu, sigma, 1.0).mean)
    return float(alpha) if np.ndim(alpha) == 0 else alpha


def zero_mean_alpha_of(numbers) -> float:
    """The alpha at which the mean of ELU over these numbers (at least one negative) is zero."""
    numbers = np.asarray(numbers, dtype=np.float64)
    return float(np.maximum(numbers, 0).sum() / -np.expm1(np.minimum(numbers, 0)).sum())


# SELU is the ELU for which z ~ N(0, 1) comes out with mean 0 and variance 1 (Klambauer et al.
# 2017), so its two constants need not be typed in.
SELU_ALPHA = zero_mean_alpha(0.0, 1.0)
SELU_SCALE = float(_elu(0.0, 1.0, SELU_ALPHA).variance) ** -0.5


# --- Quadrature ---------------------------------------------------------------------------------

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
_REACH = 38.0
_DENSITY_EDGES = np.arange(-_REACH, _REACH + 1, 2)
# Smooth activations bend around x = 0 at a scale near one and straighten out away from it, so
# panels that double in width fit any of them, however wide the normal distribution is.
_DOUBLING = 2.0 ** np.arange(-6, 64)
_BEND_EDGES = np.concatenate([-_DOUBLING, [0.0], _DOUBLING])
MOST_WAVES = 20_000  # a normal distribution that is wider has more of them than are integrated


@np.errstate(all="ignore")
def quadrature(activation, mu: float, sigma: float) -> Moments:
    """Gaussian moments of any activation by composite 20-point Gauss-Legendre quadrature.

    Panels end at every kink; a jump of the value adds nothing to the mean squared slope. What waves
    has a panel for each wave, if there are at most MOST_WAVES of them; the panels of a typed
    function are halved until they do not change the result. Takes scalars, gives floats.
    ValueError as for `moments`, or, in one sentence, if the mean or variance does not exist.
    """
    _checked(mu, sigma)
    bends = (np.append(_BEND_EDGES, activation.kinks()) - mu) / sigma
    waves = 2 * _REACH * sigma / activation.period()
    density = _DENSITY_EDGES
    if density.size <= waves < MOST_WAVES:
        density = np.linspace(-_REACH, _REACH, int(waves) + 2)
    edges = np.sort(np.append(density, bends[np.abs(bends) < _REACH]))
    low, high, endless = edges[:-1], edges[1:], False
    if activation.text:
        low, high, endless = _resolved(activation, mu, sigma, edges)
    z, weights = _nodes(low, high)
    weights /= weights.sum()
    value, derivative = activation.evaluate(mu + sigma * z)
    mean = weights @ value
    if abs(mean) < 1e-15 * (weights @ np.abs(value)):  # the two sides cancel: rounding is left
        mean = 0.0
    variance = weights @ np.square(value - mean)
    slope = math.inf if endless else float(weights @ np.square(derivative))
    if activation.text and not math.isfinite(mean + variance):
        raise _no_mean(activation, mu, sigma)
    return Moments(float(mean), float(variance), slope)


def _nodes(low, high):
    """The nodes of panels and their weights under the normal density, in one row."""
    half = (high - low)[:, None] / 2
    z = (low[:, None] + half * (1 + _NODES)).ravel()
    return z, (half * _WEIGHTS).ravel() * pdf(z)


_CLOSE = np.arange(-32, 33) / 4  # edges that let no narrow peak of a typed function be missed


def _resolved(activation, mu: float, sigma: float, edges):
    """Panels on which a typed function is resolved, and whether its mean squared slope is infinite.

    What is not finite far out is left out if it cannot matter. ValueError: mean or variance does
    not exist, or cannot be found.
    """
    near = closer(activation)
    extra = (np.concatenate([_CLOSE, activation.bends(), near, -near]) - mu) / sigma
    edges = np.union1d(edges, extra[np.abs(extra) < _REACH])
    centre = float(activation(mu))

    def integrals(low, high):
        z, weights = _nodes(low, high)
        value, slope = activation.evaluate(mu + sigma * z)
        rows = [value - centre, np.square(value - centre), np.square(slope)]
        return np.array([(weights * row).reshape(low.size, -1).sum(axis=1) for row in rows])

    low, high = edges[:-1], edges[1:]
    whole = integrals(low, high)
    good, at = np.isfinite(whole).all(axis=0), int(np.searchsorted(edges, 0.0)) - 1
    first, last = (
        int(np.argmin(side)) if not side.all() else side.size for side in (good[at::-1], good[at:])
    )
    kept = slice(at + 1 - first, at + last)
    if not first or not last:
        raise _no_mean(activation, mu, sigma)
    low, high, whole = low[kept], high[kept], whole[:, kept]
    size = np.abs(whole)
    total = size.sum(axis=1) + 1e-300
    ends = (size[:, 0] + size[:, -1]) / total  # what is beyond them may be as much, or more
    tolerance = 1e-14 * total[:, None]
    low, high, off = halved(low, high, integrals, lambda *_: tolerance, 44, 1 << 14, whole)
    endless = (ends > 1e-9) | ~(off <= 1e-6 * total)
    if endless[:2].any():
        raise _no_mean(activation, mu, sigma)
    return low, high, bool(endless[2])


def _no_mean(activation, mu: float, sigma: float) -> Undefined:
    return Undefined(
        f"The mean and variance of {activation.label} do not exist, or cannot be found, "
        f"for z from N({mu:.6g}, {sigma**2:.6g})."
    )


# --- Which of two activations is quieter --------------------------------------------------------


@lru_cache(maxsize=512)
def quieter_below(quiet, loud, sigma: float) -> float | None:
    """The largest mean m in [-30, 0] below which Var[quiet(z)] < Var[loud(z)], z ~ N(m, sigma^2).

    None where the two variances do not cross there. Each round looks at 61 means and goes on
    between the two at which the order changes. ValueError as for `moments`.
    """
    low, high = -30.0, 0.0
    while high - low > 1e-11:
        m = np.linspace(low, high, 61)
        quieter = moments(quiet, m, sigma).variance < moments(loud, m, sigma).variance
        if not quieter[0] or quieter.all():
            return None
        first = int(np.argmin(quieter))
        low, high = float(m[first - 1]), float(m[first])
    return high
