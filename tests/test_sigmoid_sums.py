"""Sums of shifted sigmoids: their terms, their ends, and what they cost."""

import itertools
import tracemalloc
from math import exp, fsum, pi, sinh

import numpy as np
import pytest

from activations import ACTIVATIONS, sigmoid_sums
from activations.listings import POST_GRID
from activations.sigmoid_sums import (
    COSTS,
    MOST_TERMS,
    POST,
    RULES,
    cost,
    sigmoid_sum,
)

GRID = np.linspace(-10, 10, 81)
softplus = ACTIVATIONS["softplus"]


def a_sum(rule, spacing=0.25, n=40):
    return sigmoid_sum(rule, n, spacing, last=spacing * (n - 1))


def endless(rule, spacing, x):
    return sigmoid_sum(rule, 1, spacing).endless(np.atleast_1d(np.asarray(x, dtype=float)))


# The sum itself


def test_the_offsets_are_those_of_the_post():
    np.testing.assert_array_equal(POST.offsets, np.linspace(0, 9.8, 100))
    assert POST.weight == 0.1
    assert POST.gain == pytest.approx(99 / 98, rel=1e-15)


@pytest.mark.parametrize(
    "rule, first, last", [("midpoint", 0.25, 4.75), ("left", 0.0, 4.5), ("right", 0.5, 5.0)]
)
def test_the_offsets_follow_the_rule(rule, first, last):
    ten = sigmoid_sum(rule, 10, 0.5)
    np.testing.assert_allclose(ten.offsets, np.linspace(first, last, 10), rtol=1e-15)
    assert (ten.weight, ten.reach, ten.gain) == (0.5, 5.0, 1.0)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("counts", [[40], [1, 2, 40], [0, 5, 5, 39], range(1, 41), []])
def test_a_sum_grows_term_by_term(rule, counts):
    some = a_sum(rule)
    grown = some.growth(GRID, counts)
    assert grown.shape == (len(counts), GRID.size)
    for count, curve in zip(counts, grown, strict=True):
        first = some.weight * ACTIVATIONS["sigmoid"](GRID - some.offsets[:count, None])
        np.testing.assert_allclose(curve, first.sum(axis=0), rtol=1e-14)


@pytest.mark.parametrize("rule", ["midpoint", "left", "right"])
@pytest.mark.parametrize("spacing", [0.05, 1.0, 90.0])
@pytest.mark.parametrize("x", [-600.0, -1.0, 0.0, 50.0])
def test_terms_far_to_the_right_change_nothing(rule, spacing, x):
    some = sigmoid_sum(rule, 3000, spacing)
    value, slope = some.evaluate(np.array([x]))
    each, slopes = ACTIVATIONS["sigmoid"].evaluate(x - some.offsets)
    assert value[0] == pytest.approx(spacing * fsum(each), rel=1e-14)
    assert slope[0] == pytest.approx(spacing * fsum(slopes), rel=1e-13)


@pytest.mark.parametrize("rule", RULES)
def test_the_slope_is_the_derivative_of_the_sum(rule):
    some, h = a_sum(rule), 1e-5
    difference = (some.evaluate(GRID + h)[0] - some.evaluate(GRID - h)[0]) / (2 * h)
    np.testing.assert_allclose(some.evaluate(GRID)[1], difference, atol=1e-9)


@pytest.mark.parametrize("block", [1, 100, 5000])
def test_the_block_size_changes_nothing(monkeypatch, block):
    whole = POST.evaluate(POST_GRID)
    monkeypatch.setattr(sigmoid_sums, "BLOCK", block)
    np.testing.assert_allclose(POST.evaluate(POST_GRID), whole, rtol=1e-14)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("simpson", 10, 0.1), "There is no rule 'simpson'. The rules are: post, midpoint"),
        (("left", 0, 0.1), r"number of terms .* must be in \[1, 10000\]. Got 0 instead."),
        (("left", 10_001, 0.1), r"number of terms .* must be in \[1, 10000\]"),
        (("post", 1, None, 9.8), r"number of terms .* must be in \[2, 10000\]"),
        (("left", 10, 0.0), r"spacing .* must be in \[0.0001, 100\]. Got 0.0 instead."),
        (("left", 10, float("nan")), "spacing .* Got nan instead"),
        (("left", 10, float("inf")), "spacing .* Got inf instead"),
        (("left", 10, None, 9.8), "spacing .* Got None instead"),
        (("post", 10, 0.1), "last offset .* Got None instead"),
        (("post", 10, 0.1, -9.8), "last offset"),
        (("post", 10, 0.1, float("inf")), "last offset"),
    ],
)
def test_impossible_sums_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        sigmoid_sum(*arguments)


# Infinitely many terms


def test_the_unit_of_nair_and_hinton():
    assert endless("midpoint", 1.0, 0.0)[0] == pytest.approx(0.682569479, abs=5e-10)


@pytest.mark.parametrize("rule, start", [(rule, RULES[rule].start) for rule in RULES])
@pytest.mark.parametrize("spacing", [2.0, 1.0, 0.25, 0.05])
@pytest.mark.parametrize("x", [-50.0, -8.1, -7.9, 0.0, 0.3, 9.8, 36.9, 37.1, 60.0])
def test_endless_is_a_long_plain_sum(rule, start, spacing, x):
    some = a_sum(rule, spacing)
    arguments = x - (start + np.arange(round((abs(x) + 50) / spacing))) * spacing
    plain = some.weight * fsum(ACTIVATIONS["sigmoid"](arguments))
    assert some.endless(np.array([x]))[0] == pytest.approx(plain, rel=1e-14)
    assert some.endless(np.array([x, 60.0]))[0] == pytest.approx(plain, rel=1e-14)


@pytest.mark.parametrize("spacing", [0.5, 1.0, 2.0, 4.0])
def test_reflection_leaves_a_ripple(spacing):
    m = np.arange(1, 6)[:, None]
    amplitude = (-1.0) ** m * 2 * pi / np.sinh(2 * pi**2 * m / spacing)
    ripple = (amplitude * np.sin(2 * pi * m * GRID / spacing)).sum(axis=0)
    odd = endless("midpoint", spacing, GRID) - endless("midpoint", spacing, -GRID)
    np.testing.assert_allclose(odd, GRID + ripple, atol=1e-14)


LEFT_TAIL = {
    "midpoint": lambda h: (h / 2) / sinh(h / 2),
    "left": lambda h: h / (1 - exp(-h)),
    "right": lambda h: h / (exp(h) - 1),
}


@pytest.mark.parametrize("rule", LEFT_TAIL)
@pytest.mark.parametrize("spacing", [0.1, 0.5, 1.0, 2.0])
def test_far_left_the_sum_is_a_fixed_share_of_softplus(rule, spacing):
    share = endless(rule, spacing, -40.0) / softplus(-40.0)
    assert share[0] == pytest.approx(LEFT_TAIL[rule](spacing), rel=1e-12)


@pytest.mark.parametrize(
    "spacing, percent, digits",
    [(1, -4.0483, 4), (0.5, -1.034, 3), (2, -14.9, 1), (0.1, -0.04165, 5)],
)
def test_how_much_midpoints_miss_far_left(spacing, percent, digits):
    share = sigmoid_sum("midpoint", 1, spacing).discretisation(np.array([-40.0])) / softplus(-40.0)
    assert round(100 * share[0], digits) == percent


# Cost


def test_ten_thousand_terms_are_small():
    most = sigmoid_sum("post", 10_000, last=9.8)
    tracemalloc.start()
    most.evaluate(POST_GRID)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64e6


def test_the_cost_of_an_endless_sum_does_not_grow_with_x():
    fine, shape = sigmoid_sum("left", 1, 0.01), np.linspace(-1, 1, 100)
    tracemalloc.start()
    np.testing.assert_allclose(fine.endless(1e6 + shape), 1e6 + shape + 0.005, rtol=1e-14)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64e6


def test_a_sum_costs_more_than_what_it_approximates_and_more_with_every_term():
    counts = [1, 2, 9, 100, 101, 1000, MOST_TERMS]
    prices = [cost(n) for n in counts]
    for n, price in zip(counts, prices, strict=True):
        assert price.per_relu > price.per_softplus > max(1, n / 10)
        assert "1,000 inputs" in price.setup and "NumPy" in price.setup
    for fewer, more in itertools.pairwise(prices):
        assert more.per_softplus > fewer.per_softplus and more.per_relu > fewer.per_relu


def test_a_cost_that_was_measured_is_given_as_it_was():
    table = np.loadtxt(COSTS, delimiter=",")
    assert (table[0, 0], table[-1, 0]) == (1, MOST_TERMS)
    for n, *ratios in table:
        assert cost(int(n))[:2] == pytest.approx(ratios)


@pytest.mark.parametrize("mu, sigma", [(0.0, 1.0), (3.0, 0.5), (-2.0, 2.0), (9.0, 1.0)])
@pytest.mark.parametrize("sigmoids", [POST, sigmoid_sum("midpoint", 5, 1.0)], ids=["post", "five"])
def test_the_mean_of_a_sum_is_that_of_its_curve(sigmoids, mu, sigma):
    z, weight = np.polynomial.hermite_e.hermegauss(150)
    value = sigmoids.evaluate(mu + sigma * z)[0]
    assert sigmoids.mean(mu, sigma) == pytest.approx(value @ weight / weight.sum(), rel=1e-9)
