"""A layer of independent units, each fed from the same distribution of pre-activations.

The distribution is a normal one, or a list of numbers of which each is equally likely. `measure`
draws such a layer and hands it to `conditioning`.
"""

from functools import lru_cache
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from . import conditioning
from .activation import Activation, Array
from .gaussian import cdf


class Normal(NamedTuple):
    """Pre-activations z ~ N(mu, sigma^2), sigma > 0."""

    mu: float
    sigma: float


Inputs = Normal | Array  # the array: finite numbers of shape (size,)


def moments(activation: Activation, inputs: Inputs) -> tuple[float, float]:
    """The exact mean and variance of f(z); the variance is 0 only if all values are equal."""
    if isinstance(inputs, Normal):
        return activation.mean(*inputs), activation.variance(*inputs)
    values = activation(inputs)
    constant = values.min() == values.max()  # where a variance of rounding errors would be left
    return float(values.mean()), 0.0 if constant else float(values.var())


def share_not_above_zero(inputs: Inputs) -> float:
    """The probability of z <= 0, where a ReLU gives exactly zero."""
    if isinstance(inputs, Normal):
        return float(cdf(-inputs.mu / inputs.sigma))
    return float(np.mean(inputs <= 0))


def draw(inputs: Inputs, samples: int, units: int, seed: int) -> Array:
    """Independent pre-activations of shape (samples, units); numbers are drawn with replacement."""
    if isinstance(inputs, Normal):
        return inputs.mu + inputs.sigma * _standard_normal(samples, units, seed)
    rng = np.random.default_rng(seed)
    return inputs[rng.integers(len(inputs), size=(samples, units))]


@lru_cache(maxsize=2)  # a moved mean or deviation only shifts and stretches the same draws
def _standard_normal(samples: int, units: int, seed: int) -> Array:
    return np.random.default_rng(seed).normal(size=(samples, units))


class Histogram(NamedTuple):
    """The share of the values in each bin, shape (edges - 1,), and of those that are exactly 0."""

    edges: Array
    shares: Array
    zeros: float


def histogram(values: Array, edges: Array) -> Histogram:
    """Bin the values other than 0, which are counted apart: a lump has no density.

    Values outside the `edges` count in the outermost bins, a value on an edge in the bin to its
    right, also if rounding has left it just below.
    """
    others, bins = values[values != 0], len(edges) - 1
    places = np.floor((others - edges[0]) / (edges[1] - edges[0]) + 1e-9)
    counts = np.bincount(np.clip(places, 0, bins - 1).astype(int), minlength=bins)
    return Histogram(edges, counts / values.size, 1.0 - others.size / values.size)


def round_edges(low: float, high: float, at_most: int = 30) -> Array:
    """Edges of equal bins over [low, high] and 0, itself an edge; widths are 1, 2 or 5 * 10^k."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return np.array([-1.0, 0.0, 1.0])
    finest = (high - low) / at_most
    power = 10.0 ** floor(log10(finest))
    width = next(step * power for step in (1, 2, 5, 10, 20) if step * power >= finest)
    return width * np.arange(floor(low / width), ceil(high / width) + 1)


class MeasuredLayer(NamedTuple):
    """What a drawn layer shows: z and a = f(z) binned alike, and what `conditioning` makes of a."""

    mean: float
    before: Histogram
    after: Histogram
    next_layer: conditioning.NextLayer
    raw: conditioning.Descent
    centred: conditioning.Descent


def measure(
    activation: Activation,
    inputs: Inputs,
    samples: int,
    units: int,
    *,
    step_size: float,
    steps: int,
    neurons: int,
    weight_scale: float,
    seed: int,
) -> MeasuredLayer:
    """Draw (samples, units) activations, and let the next layer read them and descend on them.

    `raw` descends on the activations, `centred` on them minus their exact mean. The draws, the
    weights of the next layer and the teacher have a random stream each. ValueError as for
    `conditioning.next_layer` and `conditioning.descent`.
    """
    mean, variance = moments(activation, inputs)
    for_draws, for_weights, for_teacher = (int(s) for s in _streams(seed))
    z = draw(inputs, samples, units, for_draws)
    a = activation(z)
    edges = round_edges(min(z.min(), a.min()), max(z.max(), a.max()))
    descent = conditioning.descent
    return MeasuredLayer(
        float(a.mean()),
        histogram(z, edges),
        histogram(a, edges),
        conditioning.next_layer(a, mean, neurons, weight_scale, for_weights),
        descent(a, mean, variance, step_size, steps, for_teacher),
        descent(a - mean, 0.0, variance, step_size, steps, for_teacher),
    )


def _streams(seed: int) -> Array:
    """Three seeds: with one for all, the weights would repeat the first of the draws."""
    return np.random.SeedSequence(seed).generate_state(3)
