"""Signal and gradient in a deep random network, as predicted for infinite width.

Every layer has n units: z_1 = W_1 x + b_1, a_l = f(z_l), z_{l+1} = W_{l+1} a_l + b_{l+1}, with
weights from N(0, sigma_w^2 / n) and biases from N(0, sigma_b^2). As n grows, z_l becomes normal
with second moment q_l, and a gradient that does not depend on the weights it meets is multiplied
by chi_l: Poole et al. (2016), arXiv:1606.05340; Schoenholz et al. (2017), arXiv:1611.01232;
Hayou, Doucet, Rousseau (2019), arXiv:1902.06853. Drawn networks are in `propagation`.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .activation import Activation, Array
from .around_zero import COARSE as COARSE
from .around_zero import FINE, LARGEST
from .around_zero import moments as moments
from .gaussian import Undefined, cdf
from .saturation import saturated_zones

DEEPEST = 100
SMALLEST = 1e-300  # a second moment does not fall below it


# --- Layer by layer -----------------------------------------------------------------------------


class Predicted(NamedTuple):
    """The mean-field values of each layer, arrays of shape (depth,).

    `second_moment` is q_l = E[z_l^2]; mean and variance are those of the activations f(z_l);
    `log10_gradient` is log10 of E|dL/dz_l|^2 / E|dL/dz_L|^2, the sum of log10 chi from l to L - 1.
    """

    second_moment: Array
    mean: Array
    variance: Array
    chi: Array
    saturated: Array
    log10_gradient: Array


def predict(
    activation: Activation,
    *,
    depth: int,
    weight_variance: float,
    bias_variance: float = 0.0,
    input_mean: float = 0.0,
    input_variance: float = 1.0,
    threshold: float = 0.05,
) -> Predicted:
    """The recursion q_{l+1} = sigma_w^2 E[f(z)^2] + sigma_b^2 for z ~ N(0, q_l), and gradients.

    The first q is sigma_w^2 E[x^2] + sigma_b^2, so that a mean of the inputs counts. A unit is
    saturated where |f'(z)| < threshold. The layers are remembered, so another depth or threshold
    costs little. ValueError for a depth outside [1, 100], a variance that is negative, too large
    or leaves no signal, or a threshold not above 0.
    """
    check(depth, weight_variance, bias_variance, input_mean, input_variance)
    first = weight_variance * (input_mean**2 + input_variance) + bias_variance
    ready = 64 if depth <= 64 else DEEPEST
    rows = _layers(activation, weight_variance, bias_variance, first, ready)[:, :depth]
    saturated = _saturated(activation, np.sqrt(rows[0]), threshold)
    return Predicted(*rows, saturated, backward(rows[3]))


def backward(chi: Array) -> Array:
    """log10 of the squared gradient at every layer over the last one's, for chi (layers, ...)."""
    with np.errstate(divide="ignore"):
        steps = np.log10(chi)
    steps[-1] = 0.0
    return np.cumsum(steps[::-1], axis=0)[::-1]


@lru_cache(maxsize=2048)
def _layers(activation: Activation, variance: float, bias: float, first: float, depth: int):
    """The second moment, mean, variance and chi of every layer, (4, depth)."""
    return walk(activation, np.array([variance]), bias, np.array([first]), depth)[:, :, 0]


def walk(
    activation: Activation,
    weight_variance: Array,
    bias_variance: float,
    q: Array,
    depth: int,
    nodes: int = FINE,
) -> Array:
    """Several networks at once, a weight variance and a first q for each: (4, depth, networks)."""
    rows = np.empty((4, depth, q.size))
    for layer in range(depth):
        mean, mean_square, variance, slope = moments(activation, q, nodes)
        chi = np.where(slope < LARGEST, weight_variance * slope, np.inf)  # it grew beyond numbers
        rows[:, layer] = q, mean, np.maximum(variance, 0.0), chi
        following = np.clip(weight_variance * mean_square + bias_variance, SMALLEST, LARGEST)
        if (following == q).all():  # settled to the last digit: so are all layers from here on
            rows[:, layer + 1 :] = rows[:, layer : layer + 1]
            break
        q = following
    return rows


def _saturated(activation: Activation, sigma: Array, threshold: float) -> Array:
    """P(|f'(z)| < threshold) for z ~ N(0, sigma^2); beyond +-1000 slopes no longer change."""
    share = np.zeros_like(sigma)
    for low, high in saturated_zones(activation, -1e3, 1e3, threshold):
        low = -np.inf if low == -1e3 else low
        high = np.inf if high == 1e3 else high
        share += cdf(high / sigma) - cdf(low / sigma)
    return share


# --- Where a signal settles ---------------------------------------------------------------------


class FixedPoint(NamedTuple):
    """The q at which a signal settles, and chi there."""

    second_moment: float
    chi: float


_LADDER = 1e-8 * 1.25 ** np.arange(135)  # up to 1e5


def fixed_point(
    activation: Activation, weight_variance: float, bias_variance: float, start: float
) -> FixedPoint | None:
    """The first q on the way of the recursion from q = `start` that it maps to itself.

    0 where it falls below 1e-8, None where it passes 1e5. Goes along a ladder with steps of 1.25
    and bisects; a q that changes by less than a part in 1e10 counts as settled, as a hard tanh's
    does near 0. ValueError as for `predict`.
    """
    check(1, weight_variance, bias_variance, 0.0, start)
    setting = activation, weight_variance, bias_variance
    first = float(_growth(*setting, np.array([start]))[0])
    if first == 0:
        return FixedPoint(start, _chi(activation, weight_variance, start))
    ladder, growth = _LADDER, _share(weight_variance * _ladder(activation) + bias_variance, _LADDER)
    if first > 0:
        ahead = np.flatnonzero((ladder > start) & (growth <= 0))
        if not ahead.size:
            return None
        before = ladder[ahead[0] - 1] if ahead[0] else start
        return _between(*setting, max(before, start), ladder[ahead[0]], 1.0)
    behind = np.flatnonzero((ladder < start) & (growth >= 0))
    if not behind.size:
        return FixedPoint(0.0, _chi(activation, weight_variance, _LADDER[0]))
    before = ladder[min(behind[-1] + 1, ladder.size - 1)]
    return _between(*setting, min(before, start), ladder[behind[-1]], -1.0)


def _chi(activation: Activation, weight_variance: float, q: float) -> float:
    slope = float(moments(activation, np.array([q])).mean_square_slope[0])
    return weight_variance * slope if slope < LARGEST else math.inf


def _growth(activation, weight_variance: float, bias_variance: float, q: Array) -> Array:
    """By what share a layer changes q; 0 where it hardly does."""
    return _share(weight_variance * moments(activation, q).mean_square + bias_variance, q)


def _share(grown: Array, q: Array) -> Array:
    growth = grown / q - 1.0
    return np.where(np.abs(growth) > 1e-10, growth, 0.0)


@lru_cache(maxsize=128)
def _ladder(activation: Activation) -> Array:
    """E[f^2] at every step of the ladder, which no weights change: computed once."""
    return moments(activation, _LADDER).mean_square


@lru_cache(maxsize=1024)
def _between(
    activation, weight_variance: float, bias_variance: float, left: float, right: float, sign: float
) -> FixedPoint:
    """The fixed point between two q, the left of which grows with this sign."""
    for _ in range(36):  # good to 4e-12
        middle = math.sqrt(left * right)
        growth = _growth(activation, weight_variance, bias_variance, np.array([middle]))[0]
        left, right = (middle, right) if growth * sign > 0 else (left, middle)
    q = math.sqrt(left * right)
    return FixedPoint(q, _chi(activation, weight_variance, q))


def check(depth, weight_variance, bias_variance, input_mean, input_variance) -> None:
    """ValueError, in one sentence, for what is no network or has no signal."""
    if not 1 <= depth <= DEEPEST:
        raise ValueError(f"The 'depth' of a network must be in [1, {DEEPEST}]. Got {depth}.")
    bounds = {
        "weight variance": (weight_variance, 1e-4, 100),
        "bias variance": (bias_variance, 0, 100),
    }
    bounds |= {"input mean": (input_mean, -1e3, 1e3), "input variance": (input_variance, 0, 1e6)}
    for name, (value, low, high) in bounds.items():
        if not low <= value <= high:
            raise Undefined(f"The {name} must be in [{low:g}, {high:g}]. Got {value:g} instead.")
    if not input_mean**2 + input_variance + bias_variance > 0:
        raise ValueError("A network needs a signal: inputs or biases that are not all zero.")
