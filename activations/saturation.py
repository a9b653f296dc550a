"""Where a slope all but vanishes, what a chain of slopes multiplies to, a neuron that is stuck."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .activation import Activation, Array

# Dense where activations bend, sparse in their tails; added to every grid, however wide it is.
CORE = np.sinh(np.linspace(-7.0, 7.0, 701))
ZOOM = np.linspace(0.0, 1.0, 129)[:, np.newaxis]  # shares of an interval


def saturated_share(activation: Activation, x, threshold: float) -> float:
    """The fraction of the finite inputs `x` (any shape) at which |f'(x)| < threshold.

    ValueError if no input is finite or the threshold is not above 0.
    """
    _check_threshold(threshold)
    x = np.asarray(x, dtype=np.float64)
    finite = x[np.isfinite(x)]
    if finite.size == 0:
        raise ValueError("The share of saturated inputs needs at least one finite input. Got none.")
    return float(np.mean(_steepness(activation, finite) < threshold))


@lru_cache(maxsize=256)
def saturated_zones(
    activation: Activation, low: float, high: float, threshold: float
) -> tuple[tuple[float, float], ...]:
    """The intervals (start, end) of [low, high] on which |f'| < threshold, in ascending order.

    Edges are found by zooming in, to 1e-12 or the last bit; a kink that ends a zone is one exactly.
    ValueError if low and high are no finite interval or the threshold is not above 0.
    """
    _check_threshold(threshold)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"The interval must be finite with low < high. Got [{low}, {high}].")
    grid, steepness = _sampled(activation, low, high)
    inside = steepness < threshold
    flips = np.flatnonzero(inside[1:] != inside[:-1])
    left, right, starts_inside = grid[flips], grid[flips + 1], inside[flips]
    column = np.arange(flips.size)
    slope = activation.bare()
    with np.errstate(all="ignore"):
        for _ in range(7):  # each a 128th of the one before
            points = _between(left, right, ZOOM)
            as_left = (np.abs(slope(points)[1]) < threshold) == starts_inside
            first = np.argmin(as_left, axis=0)
            left, right = points[first - 1, column], points[first, column]
    edges = (0.5 * (left + right) + 0.0).tolist()  # + 0.0 turns -0.0 into 0.0
    edges = [low] * bool(inside[0]) + edges + [high] * bool(inside[-1])
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


@lru_cache(maxsize=256)
def largest_slope(activation: Activation) -> float:
    """The supremum of |f'| over the reals, both sides of every kink and both limits included.

    A typed function's slope is infinite where it is so steep that only a pole or a root can be
    meant; a limit of it that does not exist does not count.
    """
    reach = min(1e3, activation.period())
    grid = _grid(activation, -reach, reach)
    points = [grid, _turning_points(activation, grid), [-np.inf, np.inf]]
    steepness = _steepness(activation, np.concatenate(points))
    largest = float(np.nanmax(steepness))
    pole = activation.text and largest > 1e12 * (1 + np.nanmedian(steepness))
    return math.inf if pole else largest


def _check_threshold(threshold):
    if not threshold > 0:
        raise ValueError(f"The 'threshold' of a saturated slope must be above 0. Got {threshold}.")


def _steepness(activation, x):
    return np.abs(activation.derivative(x))


@lru_cache(maxsize=256)
def _sampled(activation, low, high):
    """Ascending samples of [low, high] and |f'| at each.

    A zone around a minimum of |f'| may be thinner than the grid, and a gap around a maximum, too:
    the turning points are among them.
    """
    grid = _grid(activation, low, high)
    grid = np.union1d(grid, _turning_points(activation, grid))
    return grid, _steepness(activation, grid)


def _grid(activation, low, high):
    """Ascending samples of [low, high]; every kink comes with its two nearest neighbours.

    Of a function that waves there are 16 in each period.
    """
    kinks = np.array(activation.kinks(), dtype=np.float64)
    sides = [kinks, np.nextafter(kinks, -np.inf), np.nextafter(kinks, np.inf)]
    count = max(601, int(16 * (high - low) / activation.period()))
    points = np.unique(np.concatenate([np.linspace(low, high, count), CORE, *sides]))
    return points[(points >= low) & (points <= high)]


def _between(left, right, shares):
    """As `np.linspace`, a column per interval, at a third of its price."""
    points = left + shares * (right - left)
    points[-1] = right
    return points


def _turning_points(activation, grid):
    """Where |f'| has a local maximum or minimum, found by zooming in on three samples at a time."""
    with np.errstate(invalid="ignore"):
        change = np.nan_to_num(np.diff(_steepness(activation, grid)))  # infinite on both sides
    rise = np.sign(np.where(np.abs(change) < 1e-12, 0.0, change))  # rounding is not a turn
    turns = np.flatnonzero(rise[1:] != rise[:-1])
    upward = np.where(rise[turns] > rise[turns + 1], 1.0, -1.0)  # a maximum, else a minimum
    left, right, column = grid[turns], grid[turns + 2], np.arange(turns.size)
    slope = activation.bare()
    with np.errstate(all="ignore"):
        for _ in range(10):
            points = _between(left, right, ZOOM[::4])
            best = np.argmax(upward * np.abs(slope(points)[1]), axis=0)
            left = points[np.maximum(best - 1, 0), column]
            right = points[np.minimum(best + 1, 32), column]
    return np.clip(0.5 * (left + right), grid[0], grid[-1])


class Chain(NamedTuple):
    """A chain of L scalar units, one array element per unit, from the input on.

    `log10_gradient[l]` is log10 |d a_l / d x|, -inf where a slope is exactly zero;
    `log10_bound[l]` is the same with the largest slope in place of every actual one.
    """

    z: Array
    a: Array
    log10_gradient: Array
    log10_bound: Array

    @property
    def gradient(self) -> Array:
        """|d a_l / d x|; below about 1e-323 it is 0 and above 1.8e308 it is inf."""
        return _power_of_ten(self.log10_gradient)

    @property
    def bound(self) -> Array:
        """(largest slope * |weight|)^l, with the limits of `gradient`."""
        return _power_of_ten(self.log10_bound)

    def unit_below(self, log10: float) -> int | None:
        """The first unit (1, 2, ...) behind which the gradient is below 10**log10, or None."""
        below = self.log10_gradient < log10
        return int(np.argmax(below)) + 1 if below.any() else None


@lru_cache(maxsize=256)
def chain(activation: Activation, x: float, weight: float, bias: float, depth: int) -> Chain:
    """Feed `x` through z_1 = w x + b, a_l = f(z_l), z_{l+1} = w a_l + b and follow d a_l / d x.

    The gradient is the product of |w f'(z_l)| so far, the bound that of |w| sup |f'|.
    ValueError unless 1 <= depth <= 100 and x, weight and bias are finite. Bengio et al. (1994).
    """
    if not 1 <= depth <= 100:
        raise ValueError(f"The 'depth' of a chain must be in [1, 100]. Got {depth}.")
    _check_finite(x=x, weight=weight, bias=bias)
    z, a, slope = np.empty((3, depth))
    signal = float(x)
    for layer in range(depth):
        z[layer] = float(weight) * signal + float(bias)
        a[layer], slope[layer] = activation.evaluate(z[layer])
        signal = float(a[layer])
    with np.errstate(divide="ignore"):
        weight_log = np.log10(abs(weight))
        slope_log = np.log10(np.abs(slope))
        bound_log = weight_log + np.log10(largest_slope(activation))
    return Chain(z, a, np.cumsum(weight_log + slope_log), np.arange(1, depth + 1) * bound_log)


@lru_cache(maxsize=1)
def settled_factor() -> float:
    """The most that a late unit of a long sigmoid chain passes on, for any weight w > 0, no bias.

    Such a chain settles where z = w sigma(z). There w sigma'(z) = z (1 - sigma(z)), which is at
    most W(1/e) = 0.2785, W being Lambert's function.
    """
    factor = 0.3
    for _ in range(8):  # Newton's method for factor * exp(factor) = 1/e
        power = math.exp(factor)
        factor -= (factor * power - math.exp(-1.0)) / (power * (1.0 + factor))
    return factor


def _power_of_ten(exponent):
    with np.errstate(over="ignore", under="ignore"):
        return 10.0**exponent


def _check_finite(**numbers):
    for name, number in numbers.items():
        if not math.isfinite(number):
            raise ValueError(f"The '{name}' must be a finite number. Got {number}.")


LOSSES = ("squared error", "cross-entropy")


class NeuronHistory(NamedTuple):
    """A neuron before and after each step: arrays of length steps + 1; `gradient` is dL/dw."""

    output: Array
    loss: Array
    gradient: Array


@lru_cache(maxsize=128)
def learning_neuron(start: float, learning_rate: float, steps: int, loss: str) -> NeuronHistory:
    """Gradient descent on one sigmoid neuron (input 1, weight `start`, no bias) with the target 1.

    `loss` is one of LOSSES: (p - 1)^2 / 2 or -log p. The slope of a squared error holds the factor
    sigma'(z), which is exactly 0 in float64 below z = -745; that of the cross-entropy is p - 1.
    ValueError for another loss, a number that is not finite, a rate not above 0, or steps < 1.
    """
    _check_descent(start, learning_rate, loss)
    if steps < 1:
        raise ValueError("Descent needs a learning rate above 0 and at least one step.")
    z, history = float(start), []
    for _ in range(steps + 1):
        history.append(_output_loss_gradient(z, loss))
        z -= float(learning_rate) * history[-1][-1]
    return NeuronHistory(*np.array(history).T)


@lru_cache(maxsize=512)
def counted_steps(
    start: float, learning_rate: float, loss: str, output: float, most: int
) -> int | None:
    """The steps `learning_neuron` takes to an `output` in (0, 1), counted; None if above `most`.

    ValueError as for `flow_steps`.
    """
    _check_descent(start, learning_rate, loss)
    _check_output(output)
    z = float(start)
    for step in range(most + 1):
        reached, _, gradient = _output_loss_gradient(z, loss)
        if reached >= output:
            return step
        z -= float(learning_rate) * gradient
    return None


def flow_steps(start: float, learning_rate: float, loss: str, output: float) -> float:
    """About how many steps `learning_neuron` takes to an `output` in (0, 1), however many.

    The steps are taken as infinitely small (gradient flow): the time is the integral of -1/gradient
    over z, divided by the rate. 0 if the output is there at the start, inf beyond any float.
    ValueError as for `learning_neuron`, and for an output outside (0, 1).
    """
    _check_descent(start, learning_rate, loss)
    _check_output(output)
    end = math.log(output / (1.0 - output))
    if start >= end:
        return 0.0
    if start < -700:
        return math.inf
    return (_flow_time(end, loss) - _flow_time(start, loss)) / learning_rate


def _flow_time(z, loss):
    """The antiderivative of -1/gradient: of 1 + e^z, or of (1 + e^-z)^3 e^2z."""
    if loss == "cross-entropy":
        return z + math.exp(z)
    return 0.5 * math.exp(2 * z) + 3 * math.exp(z) + 3 * z - math.exp(-z)


def _check_descent(start, learning_rate, loss):
    if loss not in LOSSES:
        raise ValueError(f"The 'loss' must be one of {', '.join(LOSSES)}. Got {loss!r}.")
    _check_finite(start=start, learning_rate=learning_rate)
    if learning_rate <= 0:
        raise ValueError("Descent needs a learning rate above 0 and at least one step.")


def _check_output(output):
    if not 0 < output < 1:
        raise ValueError(f"The 'output' must lie between 0 and 1. Got {output}.")


def _output_loss_gradient(z, loss):
    e = math.exp(-abs(z))
    large, small = 1.0 / (1.0 + e), e / (1.0 + e)
    output, miss = (large, small) if z >= 0 else (small, large)  # miss = 1 - output, unrounded
    if loss == "cross-entropy":
        return output, max(-z, 0.0) + math.log1p(e), -miss
    return output, 0.5 * miss * miss, -miss * large * small
