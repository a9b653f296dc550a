"""What a non-zero mean activation does to the next layer: a bias shift and a slower descent.

LeCun, Kanter, Solla (1991), Eigenvalues of covariance matrices: application to neural-network
learning; LeCun, Bottou, Orr, Müller (1998), Efficient BackProp, section 4.3. All formulas are for
n independent units of one mean m and variance v, read by a linear unit without a bias.
"""

import math
from typing import NamedTuple

import numpy as np

from .activation import Array


def bias_spread(mean: float, weight_scale: float) -> float:
    """The standard deviation, over the neurons of the next layer, of the bias that a mean gives.

    That bias is the mean times the sum of n weights drawn from N(0, weight_scale^2 / n): it is
    drawn from N(0, (mean weight_scale)^2), whatever n is.
    """
    return abs(mean) * weight_scale


class NextLayer(NamedTuple):
    """Per neuron: mean pre-activation, the same once inputs are centred, standard deviation."""

    mean: Array
    centred_mean: Array
    deviation: Array


def next_layer(
    sample: Array, mean: float, neurons: int, weight_scale: float, seed: int
) -> NextLayer:
    """Measure the pre-activations of `neurons` random units over a (S, n) sample of activations.

    Taking the layer's `mean` off every activation shifts each neuron by a constant: it moves the
    mean and leaves the deviation. ValueError if the sample is not a finite matrix.
    """
    sample = _as_matrix(sample)
    n = sample.shape[1]
    rng = np.random.default_rng(seed)
    weights = rng.normal(scale=weight_scale / math.sqrt(n), size=(neurons, n))
    z = sample @ weights.T
    measured = z.mean(axis=0)
    return NextLayer(measured, measured - mean * weights.sum(axis=1), z.std(axis=0))


def eigenvalues(mean: float, variance: float, n: int) -> tuple[float, float]:
    """The smallest and the largest eigenvalue of E[a a^T]: v (n - 1 times) and v + n m^2 (once).

    The largest belongs to the direction (1, ..., 1). A single unit has only that one.
    """
    largest = float(variance) + n * float(mean) * float(mean)
    return (float(variance) if n > 1 else largest), largest


def condition_number(mean: float, variance: float, n: int) -> float:
    """1 + n m^2 / v, largest over smallest eigenvalue: 1 for a single unit, inf if v = 0."""
    smallest, largest = eigenvalues(mean, variance, n)
    if n == 1:
        return 1.0
    return largest / smallest if smallest > 0 else math.inf


class Descent(NamedTuple):
    """Excess loss after 0, 1, ... steps relative to that at the start: measured and predicted."""

    measured: Array
    predicted: Array


def descent(
    sample: Array, mean: float, variance: float, step_size: float, steps: int, seed: int
) -> Descent:
    """Gradient descent, from zero, on a linear least-squares unit that reads a (S, n) sample.

    The teacher's weights w* are drawn orthogonal to (1, ..., 1), the rate is step_size / (largest
    eigenvalue of A = sample^T sample / S), the excess loss (w - w*)^T A (w - w*) / 2. The exact
    mean and variance predict (1 - step_size / condition number)^(2 k). The two part for finite S,
    where the n - 1 equal eigenvalues spread over v (1 +- sqrt(n / S))^2 (Marchenko, Pastur 1967):
    a centred sample takes a few steps instead of one. Above step_size 2 the measured loss grows
    along (1, ..., 1), of which the prediction knows nothing; both are cut off at 1e300. A sample
    without variance teaches nothing and stays at 1. ValueError for a sample that is not finite,
    fewer than 2 units or 1 step, or a step size that is not above 0.
    """
    sample = _as_matrix(sample)
    n = sample.shape[1]
    if n < 2 or steps < 1 or not 0 < step_size < math.inf:
        raise ValueError("Descent needs at least 2 units, 1 step and a finite step size above 0.")
    factor = 1.0 - step_size / condition_number(mean, variance, n)
    predicted = _powers(np.array([factor]), steps)[:, 0]
    return Descent(_measured_excess(sample, step_size, steps, seed), predicted)


def _measured_excess(sample, step_size, steps, seed):
    """The relative excess loss along the eigenvectors of A, each of which shrinks on its own."""
    samples, n = sample.shape
    spectrum, directions = np.linalg.eigh(sample.T @ sample / samples)
    teacher = np.random.default_rng(seed).normal(size=n)
    teacher -= teacher.mean()
    excess = spectrum.clip(0.0) * (directions.T @ teacher) ** 2
    if excess.sum() <= 1e-14 * spectrum[-1] * (teacher @ teacher):  # nothing but rounding
        return np.ones(steps + 1)
    shrinking = _powers(1.0 - step_size * (spectrum / spectrum[-1]), steps)
    curve = shrinking @ (excess / excess.sum())
    return curve / curve[0]


def _powers(factors, steps):
    """factor^(2 k) for k = 0..steps, a row each, no larger than 1e300."""
    with np.errstate(over="ignore", under="ignore"):
        rows = np.repeat((factors * factors)[None], steps + 1, axis=0)
        rows[0] = 1.0
        return np.minimum(np.cumprod(rows, axis=0), 1e300)


def predicted_steps(condition_number: float, reduction: float, step_size: float = 1.0) -> float:
    """Steps k until (1 - step_size / kappa)^(2 k), the predicted excess loss, is 1 / `reduction`.

    Not rounded up, but never below 1; inf if descent does not converge, which for a step size of 2
    or more it does not. ValueError unless kappa >= 1, reduction > 1 and step_size > 0.
    """
    if not (condition_number >= 1 and reduction > 1 and step_size > 0):
        raise ValueError("Steps need a condition number >= 1, a reduction > 1, a step size > 0.")
    ratio = step_size / condition_number
    if step_size >= 2 or ratio == 0:
        return math.inf
    if ratio == 1:
        return 1.0
    log_factor = math.log1p(-ratio) if ratio < 1 else math.log(ratio - 1.0)
    return max(1.0, math.log(reduction) / (-2.0 * log_factor))


def steps_after_removing(
    removed: Array, mean: float, variance: float, n: int, reduction: float, step_size: float = 1.0
) -> Array:
    """`predicted_steps` when these shares of the mean are taken off; shape of `removed`.

    NaN, which a chart leaves out, where descent does not converge.
    """
    left = [condition_number((1.0 - share) * mean, variance, n) for share in removed]
    steps = np.array([predicted_steps(kappa, reduction, step_size) for kappa in left])
    return np.where(np.isfinite(steps), steps, np.nan)


def steps_to(curve, level: float) -> int | None:
    """The first index at which a curve (one value per step) is at or below `level`, or None."""
    reached = np.asarray(curve) <= level
    return int(np.argmax(reached)) if reached.any() else None


def _as_matrix(sample):
    sample = np.asarray(sample, dtype=np.float64)
    if sample.ndim != 2 or sample.size == 0 or not np.isfinite(sample).all():
        raise ValueError("The sample must be a matrix (samples, units) of finite numbers.")
    return sample
