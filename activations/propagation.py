"""Signal and gradient through deep random networks, measured on drawn weights, and judged.

Every layer has n units: z_1 = W_1 x + b_1, a_l = f(z_l), z_{l+1} = W_{l+1} a_l + b_{l+1}, with
weights from N(0, sigma_w^2 / n) and biases from N(0, sigma_b^2). What is predicted for n -> inf is
in `mean_field`.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from .activation import Activation, Array
from .initialisation import INITIALISATIONS as INITIALISATIONS
from .initialisation import weight_variance as weight_variance
from .mean_field import Predicted, check
from .mean_field import fixed_point as fixed_point
from .mean_field import predict as predict
from .saturation import largest_slope

LARGEST, STEEPEST = 1e150, 1e30  # signals and slopes that grow beyond all bounds stop here
Verdict = Literal["vanishing", "healthy", "exploding"]


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
    seed's draws do not depend on how many others there are. Weights are kept in float32 until the
    way back (4 depth seeds width^2 bytes); signals are float64 and products are taken on rescaled
    ones, so neither overflows: signals end at LARGEST. ValueError as for `predict`, or a count < 1.
    """
    if min(width, seeds, inputs, len(activations)) < 1:
        raise ValueError("Measuring needs at least one activation, unit, seed and input.")
    for variance in weight_variances:
        check(depth, variance, bias_variance, input_mean, input_variance)
    streams = [np.random.default_rng([first_seed + seed, 0]) for seed in range(seeds)]
    x, gradient = (_draw(streams, (width, inputs))[:, :, None, :] for _ in range(2))
    x, gradient = (np.repeat(part, len(activations), axis=2) for part in (x, gradient))
    signal = input_mean + math.sqrt(input_variance) * x.astype(np.float64)
    scale = np.sqrt(np.array(weight_variances, np.float64) / width)[None, None, :, None]
    weights, slopes, rows = [], [], []
    for _ in range(depth):
        weights.append(_draw(streams, (width, width)))
        bias = math.sqrt(bias_variance) * _draw(streams, (width, 1))[:, :, None, :]
        z = scale * _product(weights[-1], signal) + bias
        signal, slope = _applied(activations, z)
        rows.append(_summaries(z, signal, slope, threshold))
        slopes.append(slope.astype(np.float32))
    columns = [*np.moveaxis(np.array(rows), 1, 0), _backward(weights, slopes, scale, gradient)]
    return tuple(Measured(*(part[:, :, a] for part in columns)) for a in range(len(activations)))


@lru_cache(maxsize=32)
def dead_units(
    activations: tuple[Activation, ...], weight_variances: tuple[float, ...], **settings
) -> tuple[Array, ...]:
    """The share of dead units by layer and seed, (depth, seeds) for each activation; remembered.

    The settings are those of `measure`.
    """
    drawn = measure(activations, weight_variances=weight_variances, **settings)
    return tuple(measured.dead for measured in drawn)


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
        if activation.text or largest_slope(activation) == math.inf:
            for part, most in ((value, LARGEST), (slope, STEEPEST)):
                part[:, :, a] = np.clip(np.nan_to_num(part[:, :, a]), -most, most)
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


def agreement(measured: Measured, predicted: Predicted, *, signal: bool = True) -> Agreement:
    """Whether the prediction describes the drawn networks, judged where it has run the longest.

    It is outside if the gradient at the first layer or, if the `signal` counts, too, the second
    moment at the last lies beyond every seed's: by chance that befalls a right prediction of the
    median of S seeds with probability 2^(1 - S), for each of the two. The seeds are scattered if
    their first-layer gradient norms differ by more than a factor `SCATTER`: then no one value
    describes them.
    """
    gradients, signals = measured.log10_gradient[0], measured.second_moment[-1]
    for band, value in (
        (gradients, predicted.log10_gradient[0]),
        *[(signals, predicted.second_moment[-1])] * signal,
    ):
        slack = 1e-6 * abs(value) if math.isfinite(value) else 0.0
        if not band.min() - slack <= value <= band.max() + slack:
            return "outside"
    known = np.isfinite(gradients)
    if not known.any():  # all are lost, as predicted
        return "inside"
    scattered = not known.all() or np.ptp(gradients) / 2 > math.log10(SCATTER)
    return "scattered" if scattered else "inside"


def by_chance(measured: Measured, predicted: Predicted) -> float:
    """How probably S gradients split around their true median as unevenly as they do here.

    That is the two-sided sign test at the first layer: 2^(1 - S) if all lie on one side.
    """
    gradients = measured.log10_gradient[0]
    below, seeds = int(np.sum(gradients < predicted.log10_gradient[0])), len(gradients)
    splits = range(min(below, seeds - below) + 1)
    return min(1.0, 2.0 * sum(math.comb(seeds, split) for split in splits) / 2**seeds)


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
