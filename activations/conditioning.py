"""What a non-zero mean activation does to the next layer: a bias shift and a slower descent.

LeCun, Kanter, Solla (1991), Eigenvalues of covariance matrices: application to neural-network
learning; LeCun, Bottou, Orr, Müller (1998), Efficient BackProp, section 4.3. All formulas are for
n independent units of one mean m and variance v, read by a linear unit without a bias.
"""

import math
from bisect import bisect_left
from typing import NamedTuple

import numpy as np

from .activation import Array
from .optimisers import optimiser

MOST_STEPS = 10**9  # what takes longer counts as never
NOTHING = 1e-14  # of a loss, that is: rounding
SMALLEST_VARIANCE = 1e-290  # of numbers: below it their squares lose their digits
MOST_TRIED = 2000  # steps where each has to be taken
TRIED = 20  # rates, from one to another


class Tried(NamedTuple):
    """An optimiser of `optimisers`, and the rates it is tried at; SGD's times the largest
    eigenvalue, up to where it is no longer stable: 2, with momentum 2 (1 + momentum)."""

    name: str
    momentum: float
    low: float
    high: float

    @property
    def rates(self) -> Array:
        """All that are tried, in ascending order."""
        return np.geomspace(self.low, self.high, TRIED)


DESCENTS = {
    "gradient descent": Tried("SGD", 0.0, 0.02, 1.99),
    "momentum": Tried("SGD", 0.9, 0.02, 3.79),
    "Adam": Tried("Adam", 0.0, 0.01, 2.0),
    "RMSprop": Tried("RMSprop", 0.0, 1e-4, 1.0),
}


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
    """The steps that an optimiser takes at its own best rate, and that rate; None: too many."""

    steps: int | None
    rate: float | None


class Spectrum(NamedTuple):
    """What sets the pace of descent on a sample: eigenvalues in ascending order, of shape (n,).

    `shares` says how much of the excess loss lies at first along the eigenvector of each; all are 0
    for a sample that teaches nothing.
    """

    eigenvalues: Array
    shares: Array

    def losses(self, step_size: float, steps: Array) -> Array:
        """The excess loss after these numbers of steps (whole, of shape (k,)), 1 at the start.

        The rate is step_size / (largest eigenvalue): along each eigenvector a step leaves
        (1 - step_size eigenvalue / largest)^2 of the loss. From 2 on it grows; cut off at 1e300.
        """
        steps = np.asarray(steps)
        if not self.shares.any():
            return np.ones(steps.shape)
        return _powers(self._factors(step_size), steps) @ self.shares

    def _factors(self, step_size):
        return 1.0 - step_size * (self.eigenvalues / self.eigenvalues[-1])

    def steps_until(self, level: float, step_size: float) -> int | None:
        """The first step at which the excess loss is at or below `level`, in (0, 1).

        None if that takes more than a billion steps, and for a step size above 2.
        """

        if step_size > 2 or not self.shares.any():
            return None
        squares = self._factors(step_size) ** 2
        low, high = 0, 1
        while squares**high @ self.shares > level:
            low, high = high, 2 * high
            if low > MOST_STEPS:
                return None
        while high - low > 1:  # the loss only falls: above `level` at `low`, no more at `high`
            middle = (low + high) // 2
            above = squares**middle @ self.shares > level
            low, high = (middle, high) if above else (low, middle)
        return high

    def descent(self, how: str, level: float = 1e-3) -> Descent:
        """The first step at which the excess loss is at or below `level`, in (0, 1), at the best
        rate of those tried; `how` is one of `DESCENTS` without rates of its own for each weight.

        After `MOST_TRIED` steps none has arrived; nor on a sample that teaches nothing.
        """
        if not self.shares.any():
            return Descent(None, None)
        rates, momentum = DESCENTS[how].rates, DESCENTS[how].momentum
        moves = rates[:, None] * (self.eigenvalues / self.eigenvalues[-1])
        walk = self._with_momentum(moves, momentum, level) if momentum else self._down(moves, level)
        steps, arrived = walk
        if steps > MOST_TRIED:
            return Descent(None, None)
        return Descent(steps, float(rates[arrived.argmax()] / self.eigenvalues[-1]))

    def _down(self, moves, level):
        """Without momentum the loss only falls: no need to take every step."""
        squares = (1.0 - moves) ** 2

        def arrived(step):
            return squares**step @ self.shares <= level

        steps = bisect_left(range(MOST_TRIED + 1), True, key=lambda step: arrived(step).any())
        return steps, arrived(steps)

    def _with_momentum(self, moves, momentum, level):
        error, velocity = np.ones_like(moves), np.zeros_like(moves)
        with np.errstate(all="ignore"):  # a rate that is too large overflows
            for step in range(MOST_TRIED + 1):
                arrived = (error * error) @ self.shares <= level
                if arrived.any():
                    return step, arrived
                velocity *= momentum
                velocity += moves * error
                error -= velocity
        return MOST_TRIED + 1, arrived


def spectrum(second_moments: Array, seed: int) -> Spectrum:
    """The spectrum of A = E[a a^T], of shape (n, n) with n >= 2, and a random teacher.

    A linear unit reads the activations a and learns, from zero, by gradient descent on its squared
    error. The teacher's weights w* are drawn orthogonal to (1, ..., 1); the excess loss is
    (w - w*)^T A (w - w*) / 2. ValueError for a matrix that is not finite, or has less than 2 units.
    """
    matrix = _as_units(second_moments)
    eigenvalues, directions = np.linalg.eigh(matrix)
    teacher = _teacher(len(matrix), seed)
    excess = eigenvalues.clip(0.0) * (directions.T @ teacher) ** 2
    if _is_rounding(excess.sum(), eigenvalues[-1], teacher):
        return Spectrum(eigenvalues, np.zeros(len(matrix)))
    return Spectrum(eigenvalues, excess / excess.sum())


def _is_rounding(excess: float, largest: float, teacher: Array) -> bool:
    """Whether an excess loss, beside the largest eigenvalue, holds no digits to learn from."""
    return largest < SMALLEST_VARIANCE or excess <= NOTHING * largest * (teacher @ teacher)


def _teacher(n: int, seed: int) -> Array:
    teacher = np.random.default_rng(seed).normal(size=n)
    return teacher - teacher.mean()


def adaptive(second_moments: Array, seed: int, how: str, level: float = 1e-3) -> Descent:
    """What `Spectrum.descent` is, for Adam and RMSprop: whose steps are not along eigenvectors.

    With the optimiser's usual settings, on the whole sample at every step. All its rates go side by
    side, so that the first to arrive is the best. ValueError as for `spectrum`.
    """
    matrix = _as_units(second_moments)
    teacher = _teacher(len(matrix), seed)
    at_first = teacher @ matrix @ teacher
    if _is_rounding(at_first, np.trace(matrix), teacher):
        return Descent(None, None)
    rates = DESCENTS[how].rates
    trains = optimiser(DESCENTS[how].name, rates[:, None])
    error = np.tile(-teacher, (TRIED, 1))
    with np.errstate(all="ignore"):  # a rate that is too large overflows
        for step in range(MOST_TRIED + 1):
            gradient = error @ matrix
            arrived = np.einsum("rn,rn->r", gradient, error) <= level * at_first
            if arrived.any():
                return Descent(step, float(rates[arrived.argmax()]))
            trains.step([error], [gradient])
    return Descent(None, None)


def predicted_losses(mean: float, variance: float, n: int, step_size: float, steps: Array) -> Array:
    """(1 - step_size / condition number)^(2 k), what `Spectrum.losses` is for exact moments.

    The two part for finite samples, where the n - 1 equal eigenvalues spread over
    v (1 +- sqrt(n / S))^2 (Marchenko, Pastur 1967): a centred sample takes a few steps instead of
    one. Above step_size 2 the measured loss grows along (1, ..., 1), of which this knows nothing.
    ValueError unless the step size is above 0 and finite.
    """
    if not 0 < step_size < math.inf:
        raise ValueError("Descent needs a finite step size above 0.")
    factor = 1.0 - step_size / condition_number(mean, variance, n)
    return _powers(np.array([factor]), np.asarray(steps))[:, 0]


def _powers(factors, steps):
    """factor^(2 k) for each k in `steps`, a row each, no larger than 1e300."""
    with np.errstate(over="ignore", under="ignore"):
        return np.minimum((factors * factors) ** steps[:, None], 1e300)


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


def _as_units(second_moments):
    matrix = _as_matrix(second_moments)
    if len(matrix) < 2:
        raise ValueError("Descent needs at least 2 units.")
    return matrix


def _as_matrix(sample):
    sample = np.asarray(sample, dtype=np.float64)
    if sample.ndim != 2 or sample.size == 0 or not np.isfinite(sample).all():
        raise ValueError("This must be a matrix of finite numbers.")
    return sample
