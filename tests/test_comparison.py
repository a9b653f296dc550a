"""Times to a level, best rates and paired ratios on curves whose answers are known."""

import numpy as np
import pytest

from activations.learning.comparison import (
    best_rate,
    by_level,
    epochs_to,
    paired_ratio,
    seeds_needed,
    standing,
)
from activations.learning.training import Curves


def curves(loss, diverged=None) -> Curves:
    loss = np.asarray(loss, dtype=float)
    lost = np.zeros(loss.shape[1], int) if diverged is None else np.asarray(diverged)
    means, at = np.zeros((len(loss), 1, loss.shape[1])), np.arange(float(len(loss)))
    return Curves(loss, 1 - loss, means, lost, 1.0, None, at)


def test_a_falling_curve_is_interpolated_along_its_logarithm():
    x = np.arange(11)
    loss = np.exp(-np.outer(x, [1.0, 0.5, 0.1]))
    assert epochs_to(loss, 0.1) == pytest.approx([np.log(10), 2 * np.log(10), np.inf])
    assert epochs_to(loss, 1.0) == pytest.approx([0, 0, 0])


def test_a_rising_curve_is_interpolated_along_a_line():
    accuracy = np.array([[0.0, 0.5], [0.8, 0.6], [0.9, 0.7]])
    assert epochs_to(accuracy, 0.85, rising=True) == pytest.approx([1.5, np.inf])


def test_a_level_is_reached_within_an_epoch_where_the_loss_is_read_there():
    at = np.array([0.0, 0.1, 0.4, 1.0])
    loss = np.exp(-np.outer(at, [1.0, 5.0]))
    assert epochs_to(loss, np.exp(-0.7), at=at) == pytest.approx([0.7, 0.14])
    assert epochs_to(loss, np.exp(-2.0), at=at) == pytest.approx([np.inf, 0.4])


def test_what_diverges_never_arrives_and_zero_loss_does():
    loss = np.array([[2.0, 2.0], [np.nan, 0.0], [np.nan, 0.0]])
    assert epochs_to(loss, 0.1).tolist() == [np.inf, 1.0]


def test_the_best_rate_has_the_least_median():
    times = np.array([[9.0, 9, 9], [3, 4, 50], [2, np.inf, np.inf]])
    assert best_rate(times, times) == 1
    never, losses = np.full((3, 2), np.inf), np.array([[0.5, 0.6], [0.3, 0.2], [np.nan, 0.1]])
    assert best_rate(never, losses) == 1


def test_what_a_run_knows_ends_where_a_seed_ends():
    whole = curves([[2.0, 2.0, 2.0], [1.0, 1.0, 1.0], [0.05, 0.5, 0.05]])
    assert whole.known == 2 and whole.seconds_each == pytest.approx(1 / 3)
    assert curves([[2.0, 2.0], [1.0, np.nan], [0.5, np.nan]]).known == 0
    assert standing([whole], 0.1).typical == pytest.approx(np.median(epochs_to(whole.loss, 0.1)))


def test_a_clear_ratio_is_detected_and_a_tie_is_not():
    rng = np.random.default_rng(0)
    fast = np.stack([rng.normal(10, 0.5, 10), rng.normal(30, 1, 10)])
    slow = np.stack([rng.normal(50, 1, 10), rng.normal(20, 0.5, 10)])
    ratio = paired_ratio(slow, fast)
    assert ratio.middle == pytest.approx(2, rel=0.1) and ratio.low > 1.7 and ratio.high < 2.3
    assert ratio.detectable and (ratio.wins, ratio.losses) == (10, 0)
    tie = paired_ratio(fast, fast * np.tile([1.1, 0.9], 5))
    assert not tie.detectable and tie.low < 1 < tie.high


def test_the_interval_covers_the_true_ratio_about_as_often_as_it_says():
    covered = 0
    for trial in range(200):
        rng = np.random.default_rng((trial, 3))
        slow, fast = 15 * rng.lognormal(0, 0.2, (1, 10)), 10 * rng.lognormal(0, 0.2, (1, 10))
        ratio = paired_ratio(slow, fast, seed=trial)
        covered += ratio.low <= 1.5 <= ratio.high
    assert 176 <= covered  # 95 % is nominal; a percentile interval of ten pairs falls a bit short


def test_neither_arriving_is_a_ratio_of_one_and_one_seed_has_no_interval():
    never = np.full((2, 4), np.inf)
    assert paired_ratio(never, never) == (1.0, 1.0, 1.0, 0, 0, 4, 0.95)
    some = paired_ratio(never, np.full((2, 4), 5.0))
    assert some.middle == np.inf and some.low == np.inf and some.wins == 4
    lone = paired_ratio(np.array([[6.0]]), np.array([[3.0]]))
    assert (lone.middle, lone.low, lone.high) == (2.0, 0.0, np.inf) and not lone.detectable


@pytest.mark.parametrize(("confidence", "seeds"), [(0.8, 4), (0.9, 5), (0.95, 6), (0.99, 8)])
def test_a_difference_takes_as_many_seeds_as_a_sign_test_of_that_confidence(confidence, seeds):
    assert seeds_needed(confidence) == seeds
    assert 2.0 ** -(seeds - 1) <= 1 - confidence < 2.0 ** -(seeds - 2)
    for count in range(1, 11):
        ratio = paired_ratio(np.full((1, count), 6.0), np.full((1, count), 3.0), confidence)
        assert ratio.detectable == ratio.enough == (count >= seeds)


def test_a_standing_counts_the_diverged():
    good = np.exp(-np.outer(np.arange(6), [1.0, 1.2]))
    bad = good.copy()
    bad[2:, 0] = np.nan
    found = standing([curves(bad, [30, 0]), curves(good)], 0.1)
    assert found.diverged.tolist() == [0.5, 0.0] and found.chosen == 1
    assert found.best == pytest.approx([np.log(10), np.log(10) / 1.2])
    assert found.times[0, 0] == np.inf
    accurate = standing([curves(good)], 0.8, rising=True)
    assert np.isfinite(accurate.best).all()


def test_accuracy_is_interpolated_between_the_readings_that_have_it():
    loss = np.exp(-np.arange(6.0))[:, None]
    often = curves(loss)
    seldom = curves(loss[[0, 1, 3, 5]])._replace(at=np.array([0.0, 1.0, 3.0, 5.0]))
    often.accuracy[[2, 4]] = np.nan
    given, expected = (standing([each], 0.9, rising=True).best for each in (often, seldom))
    assert given == pytest.approx(expected) and np.isfinite(given).all()


def test_the_ratio_by_level_is_the_ratio_at_each_level():
    rng, epochs = np.random.default_rng(2), np.arange(21)[:, None]
    slow = [curves(np.exp(-epochs * rng.uniform(0.1, 0.2, 8))) for _ in range(3)]
    fast = [curves(np.exp(-epochs * rng.uniform(0.2, 0.4, 8))) for _ in range(3)]
    levels = (0.5, 0.1, 1e-9)
    found = by_level(slow, fast, levels)
    for row, level in enumerate(levels[:2]):
        times = (standing(each, level).times for each in (slow, fast))
        assert (found.middle[row], found.low[row], found.high[row]) == paired_ratio(*times)[:3]
        assert found.low[row] <= found.middle[row] <= found.high[row]
    assert np.isnan([found.middle[2], found.low[2], found.high[2]]).all(), "none arrives there"


@pytest.mark.parametrize("seed", range(20))
def test_rates_that_are_never_the_best_change_no_ratio(seed):
    rng = np.random.default_rng(seed)
    slow, fast = (rng.lognormal(0, 0.2, (3, 9)) * rng.lognormal(0, 0.3, (3, 1)) for _ in range(2))
    hopeless = np.vstack([slow, slow.max() + rng.random(9), np.full(9, np.inf)])
    assert paired_ratio(hopeless, fast) == paired_ratio(slow, fast)
    assert paired_ratio(fast, hopeless[::-1]) == paired_ratio(fast, slow[::-1])
