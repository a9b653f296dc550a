"""Which of several activations reaches a level first: each at its own best rate, seed by seed.

Times are arrays (rates, seeds): the epochs that a run took to reach a level, inf if it never did.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, log2
from typing import NamedTuple

import numpy as np

from ..activation import Array
from .training import Curves

RESAMPLES = 1000
ALONG = tuple(float(level) for level in np.geomspace(1, 0.001, 16))  # training losses


def epochs_to(curve, level: float, rising: bool = False, at: Array | None = None) -> Array:
    """The epoch, and the fraction of one, at which each column of a curve first reaches a level.

    A curve is (rows, seeds), read `at` (rows,) epochs; after each epoch if that is not given. A
    falling one is interpolated between readings along its logarithm, a rising one along a straight
    line. Columns that never get there, and NaN, give inf.
    """
    curve = np.asarray(curve, dtype=np.float64)
    if rising:
        curve, level = -curve, -level
    with np.errstate(invalid="ignore", divide="ignore"):
        reached = curve <= level
        first = reached.argmax(axis=0)
        members = np.arange(curve.shape[1])
        after, before = curve[first, members], curve[np.maximum(first - 1, 0), members]
        if not rising:
            after, before, level = np.log(after), np.log(before), np.log(level)
        exact = np.isinf(after) | (first == 0)  # a loss of zero is reached within the epoch
        past = np.where(exact, 0.0, (level - after) / (before - after))
    at = np.arange(len(curve)) if at is None else at
    since = at[first] - at[np.maximum(first - 1, 0)]
    return np.where(reached.any(axis=0), at[first] - past * since, np.inf)


def best_rate(times: Array, final_losses: Array) -> int:
    """The index of the rate with the least median time; where none arrives, of the least loss.

    `final_losses` (rates, seeds) is NaN where a run diverged: such a rate comes last.
    """
    median = np.median(times, axis=1)
    if np.isfinite(median).any():
        return int(np.argmin(median))
    return int(np.argmin(np.median(np.nan_to_num(final_losses, nan=np.inf), axis=1)))


def seeds_needed(confidence: float) -> int:
    """The fewest seeds that can tell with this confidence: 6 for 95 %, 8 for 99 %.

    Resampling reaches no further than the pairs of seeds do. Without a difference all n of them
    are on one side of 1 with probability 2^-(n - 1) (two-sided sign test): this must be as rare
    as the confidence asks for.
    """
    return 1 + ceil(-log2(1 - confidence))


class Ratio(NamedTuple):
    """How many times as long one takes as the other: the median over pairs of seeds, an interval.

    `wins`, `losses` count the pairs with a ratio above and below 1; where neither of a pair
    arrives, its ratio is 1. There are `seeds` pairs in all.
    """

    middle: float
    low: float
    high: float
    wins: int
    losses: int
    seeds: int
    confidence: float = 0.95

    @property
    def enough(self) -> bool:
        """Whether there are seeds enough for an interval of this confidence."""
        return self.seeds >= seeds_needed(self.confidence)

    @property
    def detectable(self) -> bool:
        """Whether there are seeds enough and the interval leaves 1 out."""
        return self.enough and (self.low > 1 or self.high < 1)


def paired_ratio(times: Array, other: Array, confidence: float = 0.95, seed: int = 0) -> Ratio:
    """The ratio of two activations' times, (rates, seeds) each, with a bootstrap interval.

    Both use their own best rate, and every resample of the seeds chooses it anew, so that the
    interval knows of that choice, too (Efron, Tibshirani 1993, percentile interval). With a single
    seed there is nothing to resample, and the interval is (0, inf).
    """
    seeds = times.shape[1]
    times, other = _rivals(times), _rivals(other)
    pairs = _ratios(_at_best(times[:, None]), _at_best(other[:, None]))[0]
    middle = _median(pairs)
    counts = int((pairs > 1).sum()), int((pairs < 1).sum()), seeds, confidence
    if seeds < 2:
        return Ratio(float(middle), 0.0, np.inf, *counts)
    chosen = _resamples(seeds, seed)
    ratios = _median(_ratios(_at_best(times[:, chosen]), _at_best(other[:, chosen])))
    tail = (1 - confidence) / 2
    low, high = np.quantile(ratios, [tail, 1 - tail], method="nearest")
    return Ratio(float(middle), float(low), float(high), *counts)


@lru_cache(maxsize=16)
def _resamples(seeds: int, seed: int) -> Array:
    return np.random.default_rng(seed).integers(seeds, size=(RESAMPLES, seeds))


def _rivals(times: Array) -> Array:
    """Without the rates that no resample chooses: always slower than another one ever is."""
    return times[times.min(axis=1) <= times.max(axis=1).min()]


def _at_best(times: Array) -> Array:
    """(rates, resamples, seeds) -> (resamples, seeds): the row of the least median."""
    if len(times) == 1:
        return times[0]
    best = _median(times).argmin(axis=0)
    return np.take_along_axis(times, best[None, :, None], axis=0)[0]


def _ratios(times, other):
    never = np.isinf(times) & np.isinf(other)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(never | (times == other), 1.0, times / other)


def _median(values: Array) -> Array:
    """Over the last axis; the mean of the two in the middle, infinite if one of them is."""
    size = values.shape[-1]
    ordered = np.sort(values, axis=-1)
    return (ordered[..., (size - 1) // 2] + ordered[..., size // 2]) / 2


class Standing(NamedTuple):
    """An activation at every rate: times (rates, seeds), the share diverged, the rate chosen."""

    times: Array
    diverged: Array
    chosen: int

    @property
    def best(self) -> Array:
        """The times at the chosen rate, (seeds,)."""
        return self.times[self.chosen]

    @property
    def typical(self) -> float:
        """Their median."""
        return float(_median(self.best))


def standing(runs: Sequence[Curves], level: float, rising: bool = False) -> Standing:
    """How the curves of one activation, one for each rate, stand; `rising`: by test accuracy."""
    whole = np.stack([curves.accuracy if rising else curves.loss for curves in runs], axis=1)
    read = ~np.isnan(whole).all(axis=(1, 2))  # accuracy is not read as often
    read[0] = True
    at, flat = runs[0].at[read], whole[read].reshape(read.sum(), -1)
    times = epochs_to(flat, level, rising, at).reshape(whole.shape[1:])
    loss = np.stack([curves.loss for curves in runs])
    known = np.isfinite(loss).sum(axis=1, keepdims=True) - 1
    gone = np.stack([curves.diverged > 0 for curves in runs])
    final = np.where(gone, np.nan, np.take_along_axis(loss, known, axis=1)[:, 0])
    return Standing(times, gone.mean(axis=1), best_rate(times, final))


class ByLevel(NamedTuple):
    """Ratios against the training loss to which time is taken, (levels,) each, with intervals.

    NaN where most seeds of both do not arrive.
    """

    level: Array
    middle: Array
    low: Array
    high: Array


def by_level(
    slow: Sequence[Curves],
    fast: Sequence[Curves],
    levels: Sequence[float] = ALONG,
    confidence: float = 0.95,
) -> ByLevel:
    """The ratio of two activations' times, given the curves of each at every rate, by level."""
    found = []
    for level in levels:
        places = [standing(curves, level) for curves in (slow, fast)]
        arrive = any(np.isfinite(place.typical) for place in places)
        found.append(paired_ratio(*(p.times for p in places), confidence) if arrive else None)
    rows = [(np.nan,) * 3 if ratio is None else ratio[:3] for ratio in found]
    return ByLevel(np.array(levels), *np.array(rows).T)
