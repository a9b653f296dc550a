"""A sum of shifted sigmoids, and how far it is from the softplus it approximates.

The softplus is the integral of the sigmoid over its offset, from 0 to infinity. A sum with offsets
`(start + i) * spacing` is a quadrature rule for it, and its error has two parts: it has steps
(discretisation) and it ends (truncation).
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import ceil, inf, log, log1p, nan
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import functions
from .activation import ACTIVATIONS, Array
from .gaussian import moments

MOST_TERMS = 10_000
FINEST, COARSEST = 1e-4, 100.0  # spacings; the cost of an endless sum grows as 1 / spacing
POST_WEIGHT = 0.1
COSTS = Path(__file__).parent / "data" / "sum_costs.csv"
LONG = 100.0  # a sum that reaches further is computed from endless ones
BLOCK = 2**16  # array elements worked on at once, so that the memory does not grow with n

sigmoid, softplus = ACTIVATIONS["sigmoid"], ACTIVATIONS["softplus"]


class Rule(NamedTuple):
    """Where the first offset lies, as a fraction of the spacing."""

    label: str
    start: float


RULES = {
    "post": Rule("The post's", 0.0),
    "midpoint": Rule("Midpoints", 0.5),
    "left": Rule("Left ends", 0.0),
    "right": Rule("Right ends", 1.0),
}


@dataclass(frozen=True)
class SigmoidSum:
    """weight * sum of sigmoid(x - (start + i) * spacing), i = 0 ... n-1; made by `sigmoid_sum`.

    Methods take finite `x` of shape (size,) and, where nothing else is said, answer in that shape.
    """

    rule: str
    n: int
    spacing: float
    weight: float

    @property
    def start(self) -> float:
        """The first offset in units of the spacing."""
        return RULES[self.rule].start

    @property
    def offsets(self) -> Array:
        """Where each sigmoid is 1/2, shape (n,)."""
        return (self.start + np.arange(self.n)) * self.spacing

    @property
    def reach(self) -> float:
        """How far the terms extend: from about here on the sum no longer grows."""
        return self.n * self.spacing

    @property
    def gain(self) -> float:
        """Weight over spacing, the endless sum's slope far right: 1 except for the post's rule."""
        return self.weight / self.spacing

    def evaluate(self, x) -> tuple[Array, Array]:
        """The sum and its slope."""
        value, slope = self._added(x, 0, self.n)
        return self.weight * value, self.weight * slope

    def mean(self, mu: float, sigma: float) -> float:
        """E of the sum for an input from N(mu, sigma^2): the weighted means of its sigmoids.

        ValueError as for `moments`.
        """
        return self.weight * float(moments(sigmoid, mu - self.offsets, sigma).mean.sum())

    def growth(self, x, counts) -> Array:
        """The sums of the first counts[j] sigmoids, shape (k, size), for rising counts up to n."""
        groups = [self._added(x, *group)[0] for group in pairwise([0, *counts])]
        return self.weight * np.cumsum(np.reshape(groups, (-1, np.size(x))), axis=0)

    def _added(self, x, first: int, end: int) -> tuple[Array, Array]:
        """The sum of the sigmoids `first` to `end` - 1, without the weight, and its slope.

        Terms more than 40 to the right of all x, and of the first one, do not change a sum in
        float64 and are left out.
        """
        x = np.asarray(x, dtype=np.float64)
        total, slope = np.zeros_like(x), np.zeros_like(x)
        offsets, step = self.offsets, max(1, BLOCK // max(1, x.size))
        in_reach = np.searchsorted(offsets, x.max(initial=self.start * self.spacing) + 40.0)
        offsets = offsets[first : min(end, in_reach)]
        for start in range(0, offsets.size, step):
            value, derivative = functions.sigmoid(x[:, None] - offsets[start : start + step])
            total += value.sum(axis=1)
            slope += derivative.sum(axis=1)
        return total, slope

    def endless(self, x) -> Array:
        """The sum with infinitely many terms, to rounding.

        Terms beyond 37 are 1.0 in float64 and only counted; those below -8 are the geometric series
        of sigmoid(y) = e^y - e^(2y) + ...; those between, 45 / spacing at most, are added up.
        """
        x = np.asarray(x, dtype=np.float64)
        saturated = np.maximum(0.0, np.floor((x - 37.0) / self.spacing))
        x = x - saturated * self.spacing
        between = ceil((x.max(initial=-8.0) + 8.0) / self.spacing)
        power = np.arange(1, 6)
        y = x[:, None] - (self.start + between) * self.spacing
        tail = np.exp(power * y) @ ((-1.0) ** power / np.expm1(-power * self.spacing))
        return self.weight * (saturated + tail) + replace(self, n=between).evaluate(x)[0]

    def error(self, x) -> Array:
        """The sum minus softplus: discretisation plus truncation.

        A long sum is the difference of two endless ones, which take fewer terms.
        """
        if self.reach > LONG:
            return self.discretisation(x) + self.truncation(x)
        return self.evaluate(x)[0] - softplus(x)

    def discretisation(self, x) -> Array:
        """What the steps cost, and the post's gain: the endless sum minus softplus."""
        return self.endless(x) - softplus(x)

    def truncation(self, x) -> Array:
        """What the end costs: minus the missing terms, an endless sum moved right by `reach`."""
        return -self.endless(np.asarray(x) - self.reach)

    def predicted_discretisation(self, x, order: int = 2) -> Array:
        """`discretisation` by the Euler-Maclaurin series up to spacing^order, order 1, 2 or 4.

        Order 2 is -(h^2 / 24) sigmoid' for midpoints, +-(h / 2) sigmoid + (h^2 / 12) sigmoid' for
        the left and right rule; the post's is the left one times `gain`, plus (gain - 1) softplus.
        """
        correction = _end_correction(x, self.spacing, self.start, order)
        return self.gain * correction + (self.gain - 1.0) * softplus(x)

    def predicted_truncation(self, x, order: int = 2) -> Array:
        """`truncation` by the same series: -gain * (softplus + correction) at x - reach."""
        beyond = np.asarray(x) - self.reach
        correction = _end_correction(beyond, self.spacing, self.start, order)
        return -self.gain * (softplus(beyond) + correction)

    def largest_error(self, x) -> tuple[float, float]:
        """The x of the grid where the sum is farthest from softplus, and the signed error there."""
        error = self.error(x)
        worst = np.argmax(np.abs(error))
        return float(np.asarray(x)[worst]), float(error[worst])

    def largest_error_inside(self) -> tuple[float, float]:
        """The same between the first and the last offset, on 97 points within 12 of either.

        Farther inside there is only the ripple of the steps, which is the same everywhere.
        """
        first, last = self.offsets[[0, -1]]
        inwards = np.linspace(0.0, min(last - first, 12.0), 97)
        return self.largest_error(np.unique([first + inwards, last - inwards]))


def sigmoid_sum(
    rule: str, n: int, spacing: float | None = None, last: float | None = None
) -> SigmoidSum:
    """The SigmoidSum of `n` terms of a rule in RULES, with weight = spacing.

    The post's rule has weight 0.1 and offsets linspace(0, last, n) instead, and ignores `spacing`.
    ValueError for an unknown rule, n outside [1, 10000] (post: [2, 10000]), or a spacing, given or
    following from `last`, outside [0.0001, 100].
    """
    if rule not in RULES:
        raise ValueError(f"There is no rule '{rule}'. The rules are: {', '.join(RULES)}.")
    if rule != "post":
        _require("number of terms", n, 1, MOST_TERMS)
        _require("spacing", spacing, FINEST, COARSEST)
        return SigmoidSum(rule, int(n), float(spacing), float(spacing))
    _require("number of terms", n, 2, MOST_TERMS)
    _require("last offset", last, FINEST * (n - 1), COARSEST * (n - 1))
    return SigmoidSum(rule, int(n), float(last) / (n - 1), POST_WEIGHT)


def _require(name: str, value: float | None, low: float, high: float) -> None:
    if value is None or not low <= value <= high:
        raise ValueError(
            f"The {name} of a sum of sigmoids must be in [{low:g}, {high:g}]. Got {value} instead."
        )


POST = sigmoid_sum("post", 100, last=9.8)  # the sum of the post


def _end_correction(x, spacing: float, start: float, order: int) -> Array:
    """The endless sum minus the integral, by Euler and Maclaurin, its first `order` powers.

    Power k is (-spacing)^k B_k(start) / k! times derivative k-1 of the sigmoid; B_k, the Bernoulli
    polynomial, is 0 at every start in RULES for k = 3, and for midpoints for k = 1.
    """
    value, slope = ACTIVATIONS["sigmoid"].evaluate(x)
    both = start * (1.0 - start)
    terms = {
        1: spacing * (0.5 - start) * value,
        2: spacing**2 / 2 * (1 / 6 - both) * slope,
        4: spacing**4 / 24 * (both**2 - 1 / 30) * slope * (1.0 - 6.0 * slope),
    }
    return sum(term for power, term in terms.items() if power <= order)


def post_closed_form(x, n: int, last: float) -> Array:
    """The post's sum without a sum: softplus and the Euler-Maclaurin series of both its ends.

    Up to spacing^4; within 1e-11 of the sum for n = 100, last = 9.8.
    """
    post = sigmoid_sum("post", n, last=last)
    ends = post.predicted_discretisation(x, order=4) + post.predicted_truncation(x, order=4)
    return softplus(x) + ends


@lru_cache(maxsize=64)
def steep_interval(sigmoids: SigmoidSum, threshold: float) -> tuple[float, float] | None:
    """The interval of x where the slope of the sum exceeds `threshold` > 0; None if there is none.

    The slope is symmetric about the middle offset. From there it falls, if the spacing is below 2
    or so (above, it ripples and the ends are the outermost found); beyond the last it always falls.
    """
    _require("steepness threshold", threshold, 1e-12, inf)

    def steep(at: float) -> bool:
        return sigmoids.evaluate(np.array([at]))[1][0] > threshold

    first, peak, last = sigmoids.offsets[[0, sigmoids.n // 2, -1]]
    inside = last if steep(last) else peak
    if not steep(inside):
        return None
    outside = last + max(0.0, log(sigmoids.weight / threshold) + log1p(1.0 / sigmoids.spacing))
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if steep(middle) else (inside, middle)
    return float(first + last - inside), float(inside)


def convergence(rule: str, spacings, x) -> Array:
    """The largest |discretisation| on the grid `x` for each of `spacings`, in their shape.

    For the post's rule: the largest |error| of its sum with offsets from 0 to max(x), as many as
    come closest to that spacing. It does not converge: weight and end stay where they are.
    """
    if rule == "post":
        last = float(np.max(x))
        sums = [sigmoid_sum(rule, max(2, round(last / h) + 1), last=last) for h in spacings]
        return np.array([np.abs(post.error(x)).max() for post in sums])
    sums = [sigmoid_sum(rule, 1, h) for h in spacings]
    return np.array([np.abs(one.discretisation(x)).max() for one in sums])


def fitted_order(spacings, errors, rounding: float = 1e-13) -> float:
    """The power of the spacing that the errors follow: the least-squares slope in log-log.

    Errors below `rounding` say nothing about it and are left out; nan if fewer than two remain.
    """
    spacings, errors = np.asarray(spacings, float), np.asarray(errors, float)
    kept = errors > rounding
    if np.unique(spacings[kept]).size < 2:
        return nan
    h, e = np.log(spacings[kept]), np.log(errors[kept])
    return float((h - h.mean()) @ e / np.sum((h - h.mean()) ** 2))


def printed_softplus(x) -> Array:
    """The counter-example: log(1 + e^x) as the post has it, inf from 709.79, 0 below -36.74."""
    with np.errstate(all="ignore"):
        return np.log(1.0 + np.exp(np.asarray(x, dtype=np.float64)))


class Cost(NamedTuple):
    """The time of value and slope of a sum, in units of what softplus and the ReLU take."""

    per_softplus: float
    per_relu: float
    setup: str


@lru_cache(maxsize=1)
def _measured() -> tuple[Array, str]:
    """Rows of (n, per_softplus, per_relu), and how they were measured."""
    with COSTS.open() as file:
        setup = file.readline().removeprefix("#").strip()
        return np.loadtxt(file, delimiter=","), setup


def cost(n: int) -> Cost:
    """The price of a sum of `n` sigmoids, 1 <= n <= MOST_TERMS, interpolated on log-log axes.

    Measured beforehand by `benchmarks.sums`: a busy server would time its threads' waiting.
    """
    table, setup = _measured()
    counts, *prices = np.log(table.T)
    return Cost(*(float(np.exp(np.interp(log(n), counts, price))) for price in prices), setup)
