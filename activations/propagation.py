"""Signal and gradient through a deep random network: measured on drawn weights, and mean-field.

Every layer has n units: z_1 = W_1 x + b_1, a_l = f(z_l), z_{l+1} = W_{l+1} a_l + b_{l+1}, with
weights from N(0, sigma_w^2 / n) and biases from N(0, sigma_b^2). As n grows, z_l becomes normal
with second moment q_l, and a gradient that does not depend on the weights it meets is multiplied
by chi_l: Poole et al. (2016), arXiv:1606.05340; Schoenholz et al. (2017), arXiv:1611.01232;
Hayou, Doucet, Rousseau (2019), arXiv:1902.06853.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from .activation import Activation, Array
from .gaussian import cdf, moments, quadrature
from .saturation import saturated_zones

DEEPEST = 100
INITIALISATIONS = ("He", "Glorot", "LeCun")
Verdict = Literal["vanishing", "healthy", "exploding"]


def weight_variance(initialisation: str, activation: Activation) -> float:
    """sigma_w^2 of a square layer, n times the variance of a weight.

    LeCun et al. (1998): 1 / fan-in. Glorot, Bengio (2010): 2 / (fan-in + fan-out), the same for a
    square layer. He et al. (2015): 2 / fan-in, for a leaky ReLU 2 / ((1 + a^2) fan-in); used here
    for every other function as it is for the ReLU. ValueError for another name.
    """
    if initialisation not in INITIALISATIONS:
        known = ", ".join(INITIALISATIONS)
        raise ValueError(f"There is no initialisation '{initialisation}'. There are: {known}.")
    if initialisation != "He":
        return 1.0
    return 2.0 / (1.0 + activation.settings.get("negative_slope", 0.0) ** 2)


# --- Predicted ----------------------------------------------------------------------------------


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
    saturated where |f'(z)| < threshold. ValueError for a depth outside [1, 100], a variance that
    is negative, too large or leaves no signal, or a threshold not above 0.
    """
    _check(depth, weight_variance, bias_variance, input_mean, input_variance)
    q = weight_variance * (input_mean**2 + input_variance) + bias_variance
    rows = []
    for _ in range(depth):
        mean, variance, mean_square_slope = _moments(activation, q)
        rows.append((q, mean, variance, weight_variance * mean_square_slope))
        q = max(weight_variance * (mean**2 + variance) + bias_variance, 1e-300)
    second_moment, mean, variance, chi = np.array(rows).T
    saturated = _saturated(activation, np.sqrt(second_moment), threshold)
    with np.errstate(divide="ignore"):
        steps = np.append(np.log10(chi[:-1]), 0.0)
    gradient = np.cumsum(steps[::-1])[::-1]
    return Predicted(second_moment, mean, variance, chi, saturated, gradient)


def _moments(activation: Activation, q: float):
    """For a narrow distribution the closed forms cancel; the quadrature does not."""
    sigma = math.sqrt(q)
    return (moments if sigma >= 0.1 else quadrature)(activation, 0.0, sigma)


def _saturated(activation: Activation, sigma: Array, threshold: float) -> Array:
    """P(|f'(z)| < threshold) for z ~ N(0, sigma^2); beyond +-1000 slopes no longer change."""
    share = np.zeros_like(sigma)
    for low, high in saturated_zones(activation, -1e3, 1e3, threshold):
        low = -np.inf if low == -1e3 else low
        high = np.inf if high == 1e3 else high
        share += cdf(high / sigma) - cdf(low / sigma)
    return share


class FixedPoint(NamedTuple):
    """The q at which a signal settles, chi there, and layers per factor e in the squared norm."""

    second_moment: float
    chi: float

    @property
    def depth_scale(self) -> float:
        """xi = 1 / |ln chi|, infinite where chi is 1 (Schoenholz et al. 2017, equation 9)."""
        return math.inf if self.chi == 1 else 1 / abs(math.log(self.chi))


def fixed_point(
    activation: Activation, weight_variance: float, bias_variance: float, start: float
) -> FixedPoint | None:
    """The first q on the way of the recursion from q = `start` that it maps to itself.

    0 where it falls below 1e-8, None where it passes 1e5. Walks by factors of 1.25 and bisects; a
    q that changes by less than a part in 1e10 counts as settled, as a hard tanh's does near 0.
    """
    _check(1, weight_variance, bias_variance, 0.0, start)

    def growth(q: float) -> float:
        mean, variance, _ = _moments(activation, q)
        return (weight_variance * (mean**2 + variance) + bias_variance) / q - 1.0

    q, first = start, growth(start)
    while abs(first) > 1e-10:
        following = q * (1.25 if first > 0 else 0.8)
        if following > 1e5:
            return None
        if following < 1e-8:
            q = following
            break
        if growth(following) * first <= 0:
            q = _bisected(growth, q, following, first)
            break
        q = following
    chi = weight_variance * _moments(activation, q).mean_square_slope
    return FixedPoint(0.0 if q < 1e-8 else q, chi)


def _bisected(growth, left: float, right: float, sign: float) -> float:
    for _ in range(45):
        middle = math.sqrt(left * right)
        left, right = (middle, right) if growth(middle) * sign > 0 else (left, middle)
    return math.sqrt(left * right)


# --- Measured -----------------------------------------------------------------------------------


class Measured(NamedTuple):
    """What the layers of drawn networks show: arrays of shape (depth, seeds), see `Predicted`.

    Averages are over the units and the inputs of a network. A unit is dead if its slope is exactly
    0 for every input. `log10_gradient` is -inf where no gradient is left.
    """

    second_moment: Array
    mean: Array
    variance: Array
    saturated: Array
    dead: Array
    log10_gradient: Array

    @property
    def chi(self) -> Array:
        """|dL/dz_l|^2 / |dL/dz_{l+1}|^2, shape (depth - 1, seeds); NaN where none is left."""
        with np.errstate(invalid="ignore"):
            step = self.log10_gradient[:-1] - self.log10_gradient[1:]
        return np.where(np.isfinite(step), 10.0**step, np.nan)


def measure(
    activations: Sequence[Activation],
    *,
    depth: int,
    width: int,
    seeds: int,
    weight_variances: Sequence[float],
    bias_variance: float = 0.0,
    input_mean: float = 0.0,
    input_variance: float = 1.0,
    threshold: float = 0.05,
    inputs: int = 8,
    first_seed: int = 0,
) -> tuple[Measured, ...]:
    """Draw `seeds` networks and send `inputs` inputs forward and random gradients back.

    All activations, one `Measured` each, get the same draws, each scaled to its own variance; a
    seed's draws do not depend on how many others there are. A layer is one batched product for all
    seeds and activations. Weights are kept in float32 until the way back (4 depth seeds width^2
    bytes); signals are float64 and products are taken on rescaled ones, so neither overflows.
    ValueError as for `predict`, or if a count is below 1.
    """
    if min(width, seeds, inputs, len(activations)) < 1:
        raise ValueError("Measuring needs at least one activation, unit, seed and input.")
    for variance in weight_variances:
        _check(depth, variance, bias_variance, input_mean, input_variance)
    streams = [np.random.default_rng([first_seed + seed, 0]) for seed in range(seeds)]
    shape, copies = (width, inputs), (1, 1, len(activations), 1)
    x, gradient = (_draw(streams, shape)[:, :, None, :] for _ in range(2))
    signal = np.tile(input_mean + math.sqrt(input_variance) * x.astype(np.float64), copies)
    scale = np.sqrt(np.array(weight_variances, np.float64) / width)[None, None, :, None]
    weights, slopes, rows = [], [], []
    for _ in range(depth):
        weights.append(_draw(streams, (width, width)))
        bias = math.sqrt(bias_variance) * _draw(streams, (width, 1))[:, :, None, :]
        z = scale * _product(weights[-1], signal) + bias
        signal, slope = _applied(activations, z)
        rows.append(_summaries(z, signal, slope, threshold))
        slopes.append(slope.astype(np.float32))
    gradients = _backward(weights, slopes, scale, np.tile(gradient, copies))
    columns = [*np.moveaxis(np.array(rows), 1, 0), gradients]
    return tuple(
        Measured(*(column[:, :, a] for column in columns)) for a in range(len(activations))
    )


def _draw(streams, shape) -> Array:
    drawn = np.empty((len(streams), *shape), np.float32)
    for stream, part in zip(streams, drawn, strict=True):
        stream.standard_normal(dtype=np.float32, out=part)
    return drawn


def _product(weights: Array, signal: Array) -> Array:
    """W @ signal for signals of shape (seeds, units, activations, inputs), in float32 within."""
    size = _over(np.max, np.abs(signal))[:, None, :, None]
    size = np.where(size > 0, size, 1.0)
    small = (signal / size).astype(np.float32).reshape(*signal.shape[:2], -1)
    return (weights @ small).astype(np.float64).reshape(signal.shape) * size


def _applied(activations, z):
    value, slope = np.empty_like(z), np.empty_like(z)
    for a, activation in enumerate(activations):
        value[:, :, a], slope[:, :, a] = activation.evaluate(z[:, :, a])
    return value, slope


def _summaries(z, value, slope, threshold):
    """Second moment, mean, variance, saturated and dead share: each (seeds, activations)."""
    mean, steepness = _over(np.mean, value), np.abs(slope)
    return (
        _over(np.mean, np.square(z)),
        mean,
        _over(np.mean, np.square(value - mean[:, None, :, None])),
        _over(np.mean, (steepness < threshold).astype(np.float32)),
        np.all(slope == 0, axis=3).mean(axis=1),
    )


def _over(summary, values):
    """A summary over units, then inputs: in that order NumPy takes a third of the time."""
    return summary(summary(values, axis=1), axis=-1)


def _backward(weights, slopes, scale, gradient):
    """log10 of the squared gradient norm at every layer, relative to the last one."""
    logs = np.zeros((len(weights), gradient.shape[0], gradient.shape[2]))
    gradient = gradient / np.sqrt(_over(np.sum, np.square(gradient)))[:, None, :, None]
    for layer in range(len(weights) - 2, -1, -1):
        back = scale * _product(weights[layer + 1].transpose(0, 2, 1), gradient)
        gradient = back * slopes[layer]
        square = _over(np.sum, np.square(gradient))
        with np.errstate(divide="ignore"):
            logs[layer] = logs[layer + 1] + np.log10(square)
        gradient /= np.sqrt(np.where(square > 0, square, 1.0))[:, None, :, None]
    return logs


# --- Judged -------------------------------------------------------------------------------------


def verdict(log10_ratio: float, limit: float = 10.0) -> Verdict:
    """Of log10 (first-layer over last-layer gradient norm): healthy within a factor `limit`."""
    edge = math.log10(limit)
    return "vanishing" if log10_ratio < -edge else "exploding" if log10_ratio > edge else "healthy"


Agreement = Literal["inside", "outside", "scattered"]
SCATTER = 100.0


def agreement(measured: Measured, predicted: Predicted) -> Agreement:
    """Whether the prediction describes the drawn networks, judged where it has run the longest.

    It is outside if the gradient at the first layer or the second moment at the last lies beyond
    every seed's: by chance that befalls a right prediction of the median of S seeds with
    probability 2^(1 - S), for each of the two. The seeds are scattered if their first-layer
    gradient norms differ by more than a factor `SCATTER`: then no one value describes them.
    """
    gradients, signals = measured.log10_gradient[0], measured.second_moment[-1]
    for band, value in (
        (gradients, predicted.log10_gradient[0]),
        (signals, predicted.second_moment[-1]),
    ):
        slack = 1e-6 * abs(value)
        if not band.min() - slack <= value <= band.max() + slack:
            return "outside"
    lost = not np.isfinite(gradients).all()
    scattered = lost or np.ptp(gradients) / 2 > math.log10(SCATTER)
    return "scattered" if scattered else "inside"


class Spread(NamedTuple):
    """The smallest, the median and the largest over the seeds, arrays of shape (depth,)."""

    low: Array
    middle: Array
    high: Array


def over_seeds(values: Array) -> Spread:
    """The spread of (depth, seeds) values; NaNs do not count, NaN where there is nothing else."""
    known = ~np.isnan(values).all(axis=1)
    spread = np.full((3, len(values)), np.nan)
    for row, summary in zip(spread, (np.nanmin, np.nanmedian, np.nanmax), strict=True):
        row[known] = summary(values[known], axis=1)
    return Spread(*spread)


def _check(depth, weight_variance, bias_variance, input_mean, input_variance):
    if not 1 <= depth <= DEEPEST:
        raise ValueError(f"The 'depth' of a network must be in [1, {DEEPEST}]. Got {depth}.")
    bounds = {
        "weight variance": (weight_variance, 1e-4, 100),
        "bias variance": (bias_variance, 0, 100),
    }
    bounds |= {"input mean": (input_mean, -1e3, 1e3), "input variance": (input_variance, 0, 1e6)}
    for name, (value, low, high) in bounds.items():
        if not low <= value <= high:
            raise ValueError(f"The {name} must be in [{low:g}, {high:g}]. Got {value:g} instead.")
    if not input_mean**2 + input_variance + bias_variance > 0:
        raise ValueError("A network needs a signal: inputs or biases that are not all zero.")
