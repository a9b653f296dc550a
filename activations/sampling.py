"""A layer of independent units, each fed from the same distribution of pre-activations.

The distribution is a normal one, or a list of numbers of which each is equally likely. Such a layer
is drawn and handed to `conditioning`: by `next_layer`, which reads it, and by `measure`, which
learns from it.
"""

from functools import lru_cache
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from . import conditioning, gaussian
from .activation import Activation, Array


class Normal(NamedTuple):
    """Pre-activations z ~ N(mu, sigma^2), sigma > 0."""

    mu: float
    sigma: float


Inputs = Normal | Array  # the array: finite numbers of shape (size,)


def moments(activation: Activation, inputs: Inputs) -> tuple[float, float]:
    """The exact mean and variance of f(z).

    The variance is 0 if all values are equal, or if they are too near to compute with.
    """
    if isinstance(inputs, Normal):
        exact = gaussian.moments(activation, *inputs)
        return exact.mean, exact.variance
    values = activation(inputs)
    mean, variance = float(values.mean()), float(values.var())
    constant = values.min() == values.max()  # where a variance of rounding errors would be left
    return mean, 0.0 if constant or variance < conditioning.SMALLEST_VARIANCE else variance


def constant(activation: Activation, inputs: Inputs) -> bool:
    """Whether all values of f(z) are equal."""
    if isinstance(inputs, Normal):
        return activation.variance(*inputs) == 0
    values = activation(inputs)
    return bool(values.min() == values.max())


def share_not_above_zero(inputs: Inputs) -> float:
    """The probability of z <= 0, where a ReLU gives exactly zero."""
    if isinstance(inputs, Normal):
        return float(gaussian.cdf(-inputs.mu / inputs.sigma))
    return float(np.mean(inputs <= 0))


def dead_units(activation: Activation, z: Array) -> int:
    """How many units learn nothing from these pre-activations, of shape (samples, units).

    Their slope f'(z) is 0 in every row, and so is every gradient that reaches them. For a ReLU that
    is the same as an output of 0 in every row.
    """
    return int((activation.derivative(z) == 0).all(axis=0).sum())


def draw(inputs: Inputs, samples: int, units: int, seed: int) -> Array:
    """Independent pre-activations of shape (samples, units); numbers are drawn with replacement."""
    if isinstance(inputs, Normal):
        z = inputs.sigma * _standard_normal(samples, units, seed)
        z += inputs.mu
        return z
    rng = np.random.default_rng(seed)
    return inputs[rng.integers(len(inputs), size=(samples, units))]


@lru_cache(maxsize=4)  # a moved mean or deviation only shifts and stretches the same draws
def _standard_normal(samples: int, units: int, seed: int) -> Array:
    return np.random.default_rng(seed).normal(size=(samples, units))


def layer(activation: Activation, inputs: Inputs, samples: int, units: int, seed: int) -> Array:
    """Independent activations f(z) of shape (samples, units)."""
    a, function = draw(inputs, samples, units, seed), activation.bare()
    with np.errstate(all="ignore"):
        for rows in np.array_split(a, 1 + a.size // 8192):  # more at once costs the system pages
            rows[...] = function(rows)[0]
    return a


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
    rounding = 1e-9 * min(edges[1] - edges[0], np.abs(others).max(initial=0.0))
    places = np.searchsorted(edges, others + rounding, side="right") - 1
    counts = np.bincount(np.clip(places, 0, bins - 1), minlength=bins)
    return Histogram(edges, counts / values.size, 1.0 - others.size / values.size)


def round_edges(low: float, high: float, at_most: int = 30) -> Array:
    """Edges of equal bins over [low, high] and 0, itself an edge; widths are 1, 2 or 5 * 10^k."""
    low, high = min(low, 0.0), max(high, 0.0)
    finest = (high - low) / at_most
    if finest < 1e-307:  # nothing but zero, or too near to it for a bin of its own
        return np.array([-1.0, 0.0, 1.0])
    power = 10.0 ** floor(log10(finest))
    width = next(step * power for step in (1, 2, 5, 10, 20) if step * power >= finest)
    return width * np.arange(floor(low / width), ceil(high / width) + 1)


class Outputs(NamedTuple):
    """What a sample shows: the mean of a = f(z), and z and a binned alike."""

    mean: float
    before: Histogram
    after: Histogram


def outputs(
    activation: Activation, inputs: Inputs, samples: int, edges: Array, seed: int
) -> Outputs:
    """Draw pre-activations, apply the activation, and bin both by the `edges`."""
    z = draw(inputs, samples, 1, int(_streams(seed)[0]))
    a = activation(z)
    return Outputs(float(a.mean()), histogram(z, edges), histogram(a, edges))


def next_layer(
    activation: Activation,
    inputs: Inputs,
    samples: int,
    units: int,
    neurons: int,
    weight_scale: float,
    seed: int,
) -> conditioning.NextLayer:
    """Draw (samples, units) activations and let `neurons` of the next layer read them."""
    for_draws, for_weights, _ = (int(s) for s in _streams(seed))
    a = layer(activation, inputs, samples, units, for_draws)
    mean, _ = moments(activation, inputs)
    return conditioning.next_layer(a, mean, neurons, weight_scale, for_weights)


def measure(
    activation: Activation,
    inputs: Inputs,
    samples: int,
    units: int,
    *,
    removed: float = 0.0,
    seed: int,
) -> conditioning.Spectrum:
    """Draw (samples, units) activations; what sets the pace of a descent on them.

    `removed` is the share of their exact mean that is taken off first. What was measured is
    remembered. ValueError as for `conditioning.spectrum`.
    """
    key = inputs if isinstance(inputs, Normal) else np.asarray(inputs, np.float64).tobytes()
    return _measured(activation, key, samples, units, removed, seed)


@lru_cache(maxsize=1000)  # 5 kB each at the largest width of a page
def _measured(activation, key: Normal | bytes, samples, units, removed, seed):
    return conditioning.spectrum(*_matrix(activation, key, samples, units, removed, seed))


def descent(
    activation: Activation,
    inputs: Inputs,
    samples: int,
    units: int,
    how: str,
    *,
    removed: float = 0.0,
    seed: int,
) -> conditioning.Descent:
    """How one of `conditioning.DESCENTS` does on the sample that `measure` draws; remembered."""
    if conditioning.DESCENTS[how].name == "SGD":
        seen = measure(activation, inputs, samples, units, removed=removed, seed=seed)
        return seen.descent(how)
    key = inputs if isinstance(inputs, Normal) else np.asarray(inputs, np.float64).tobytes()
    return _adapted(activation, key, samples, units, how, removed, seed)


@lru_cache(maxsize=1000)
def _adapted(activation, key: Normal | bytes, samples, units, how, removed, seed):
    matrix, teacher = _matrix(activation, key, samples, units, removed, seed)
    return conditioning.adaptive(matrix, teacher, how)


def _matrix(activation, key: Normal | bytes, samples, units, removed, seed):
    """The second moments of the sample, and the seed of the target weights."""
    for_draws, _, for_teacher = (int(s) for s in _streams(seed))
    exact, around, apart = _around_the_mean(activation, key, samples, units, for_draws)
    left = (1.0 - removed) * exact
    aside = left * apart
    return around + (aside[:, None] + aside + left * left), for_teacher


@lru_cache(maxsize=8)
def _around_the_mean(activation, key: Normal | bytes, samples, units, seed):
    """The exact mean m, and for b = a - m the means of b b^T and of b over a sample."""
    inputs = np.frombuffer(key) if isinstance(key, bytes) else key
    mean, _ = moments(activation, inputs)
    b = layer(activation, inputs, samples, units, seed)
    b -= mean
    return mean, b.T @ b / samples, b.mean(axis=0)


def _streams(seed: int) -> Array:
    """Seeds for the draws, the weights of the next layer and the teacher.

    With one for all, the weights would repeat the first of the draws.
    """
    return np.random.SeedSequence(seed).generate_state(3)
