"""How far sums of sigmoids are from softplus, where, and how fast they come closer."""

from math import isnan, log

import numpy as np
import pytest

from activations import ACTIVATIONS, sigmoid_sums
from activations.listings import POST_GRID
from activations.sigmoid_sums import (
    POST,
    RULES,
    convergence,
    fitted_order,
    post_closed_form,
    printed_softplus,
    sigmoid_sum,
    steep_interval,
)

GRID = np.linspace(-10, 10, 81)
SPACINGS = 0.5 ** np.arange(7)
softplus = ACTIVATIONS["softplus"]


def a_sum(rule, spacing=0.25, n=40):
    return sigmoid_sum(rule, n, spacing, last=spacing * (n - 1))


def endless(rule, spacing, x):
    return sigmoid_sum(rule, 1, spacing).endless(np.atleast_1d(np.asarray(x, dtype=float)))


# The two parts of the error


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("spacing", [0.1, 1.0])
def test_the_two_parts_add_up_to_the_error(rule, spacing):
    some = a_sum(rule, spacing)
    parts = some.discretisation(GRID) + some.truncation(GRID)
    np.testing.assert_allclose(parts, some.error(GRID), atol=2e-14)


@pytest.mark.parametrize(
    "rule, spacing, ratio, tolerance",
    [
        ("midpoint", 1, 1.0155, 5e-5),
        ("midpoint", 1 / 2, 1.0037, 5e-5),
        ("midpoint", 1 / 4, 1.0009, 5e-5),
        ("midpoint", 1 / 16, 1.00006, 5e-6),
        ("midpoint", 1 / 64, 1.0, 1e-5),
        ("left", 1, 1.0007, 5e-5),
        ("left", 1 / 16, 1.0000002, 1e-7),
        ("right", 1, 0.9992, 5e-5),
        ("right", 1 / 16, 0.9999998, 1e-7),
    ],
)
def test_the_leading_terms_predict_the_discretisation(rule, spacing, ratio, tolerance):
    some, zero = a_sum(rule, spacing), np.zeros(1)
    measured = some.discretisation(zero) / some.predicted_discretisation(zero)
    assert measured[0] == pytest.approx(ratio, abs=tolerance)


@pytest.mark.parametrize("spacing, within", [(1, 8.7e-4), (0.5, 5e-5), (0.25, 3.1e-6)])
def test_a_second_term_predicts_better(spacing, within):
    some, zero = sigmoid_sum("midpoint", 1, spacing), np.zeros(1)
    predicted = some.predicted_discretisation(zero, order=4)
    np.testing.assert_allclose(predicted, some.discretisation(zero), rtol=within)


@pytest.mark.parametrize("order, residual, tolerance", [(2, -6.55e-10, 5e-13), (4, 9.8e-14, 1e-14)])
def test_what_midpoints_leave_after_each_term(order, residual, tolerance):
    some, one = sigmoid_sum("midpoint", 1, 1 / 16), np.ones(1)
    left = some.discretisation(one) - some.predicted_discretisation(one, order)
    assert left[0] == pytest.approx(residual, abs=tolerance)


@pytest.mark.parametrize("x, missing", [(0.0, -1.5e-8), (9.8, 1.5e-8), (15.0, -7.8e-10)])
def test_one_formula_predicts_a_finite_sum(x, missing):
    some, at = sigmoid_sum("midpoint", 100, 0.1), np.array([x])
    predicted = some.predicted_discretisation(at) + some.predicted_truncation(at)
    assert (some.error(at) - predicted)[0] == pytest.approx(missing, rel=0.05)


@pytest.mark.parametrize("rule", RULES)
def test_truncation_is_predicted_at_every_reach(rule):
    some = a_sum(rule, 0.25)
    predicted = some.predicted_truncation(GRID, order=4)
    np.testing.assert_allclose(predicted, some.truncation(GRID), rtol=1e-6)


def test_how_far_a_sum_must_reach():
    """The truncation at x is below epsilon once the reach is above x - ln(e^epsilon - 1)."""
    needed = 10 - log(np.expm1(1e-6))
    assert needed == pytest.approx(23.816, abs=5e-4)
    short, enough = sigmoid_sum("midpoint", 2381, 0.01), sigmoid_sum("midpoint", 2382, 0.01)
    assert short.truncation(np.full(1, 10.0)) < -1e-6 < enough.truncation(np.full(1, 10.0))


@pytest.mark.parametrize(
    "spacing, largest",
    [(1, 0.010577702), (1 / 2, 0.0026138), (1 / 4, 6.5164e-4), (1 / 8, 1.62798e-4)],
)
def test_the_largest_error_of_midpoints_is_at_zero(spacing, largest):
    at, error = sigmoid_sum("midpoint", round(60 / spacing), spacing).largest_error(GRID)
    assert at == 0.0
    assert -error == pytest.approx(largest, rel=1e-5)


@pytest.mark.parametrize("rule", ["midpoint", "left", "right"])
@pytest.mark.parametrize("spacing", [0.5, 4.0])
def test_a_long_sum_has_the_error_of_a_plain_one(rule, spacing):
    some = sigmoid_sum(rule, 250, spacing)
    assert some.reach > sigmoid_sums.LONG
    x = np.linspace(-20, some.reach + 20, 300)
    np.testing.assert_allclose(some.error(x), some.evaluate(x)[0] - softplus(x), atol=1e-11)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n, spacing", [(2, 0.01), (2, 4.0), (40, 0.25), (300, 0.5), (400, 4.0)])
def test_no_error_inside_is_larger_than_the_largest(rule, n, spacing):
    some = sigmoid_sum(rule, n, spacing, last=min(9.8, 4.0 * n))
    at, error = some.largest_error_inside()
    first, last = some.offsets[[0, -1]]
    assert first <= at <= last
    assert some.error(np.array([at]))[0] == pytest.approx(error, abs=1e-11)
    every = np.abs(some.error(np.linspace(first, last, 4001)))
    assert every.max() <= abs(error) * 1.002 + 1e-3


def test_one_sigmoid_has_its_error_where_it_stands():
    one = sigmoid_sum("midpoint", 1, 0.1)
    at, error = one.largest_error_inside()
    assert at == 0.05
    assert error == pytest.approx(0.05 - softplus(0.05))


# The post's sum


def test_the_error_of_the_post_is_largest_at_the_edge_of_its_plot():
    assert POST.largest_error(POST_GRID) == pytest.approx((9.8, -0.5254), abs=5e-5)


def test_the_error_of_the_post_is_largest_at_its_last_offset():
    assert POST.largest_error_inside() == pytest.approx((9.8, -0.5254), abs=5e-5)


def test_the_closed_form_of_the_post():
    closed = post_closed_form(POST_GRID, 100, 9.8)
    np.testing.assert_allclose(closed, POST.evaluate(POST_GRID)[0], atol=1e-11)


@pytest.mark.parametrize("order, largest", [(1, 2.06e-4), (2, 1.69e-8), (4, 7.9e-12)])
def test_each_term_brings_the_closed_form_closer(order, largest):
    predicted = POST.predicted_discretisation(POST_GRID, order)
    predicted += POST.predicted_truncation(POST_GRID, order)
    assert np.abs(POST.error(POST_GRID) - predicted).max() == pytest.approx(largest, rel=0.005)


def test_the_gradient_of_the_post_vanishes_after_all():
    value, slope = POST.evaluate(np.array([0, 4.9, 9.8, 12, 15, 30]))
    expected = [0.5175, 0.99599, 0.5175, 0.1053, 5.82e-3, 1.79e-9]
    np.testing.assert_allclose(slope, expected, rtol=5e-4)
    assert value.max() == pytest.approx(10, abs=1e-8)


@pytest.mark.parametrize("threshold, low, high", [(0.9, 2.05, 7.75), (0.01, -4.65, 14.45)])
def test_where_the_post_is_steep(threshold, low, high):
    assert steep_interval(POST, threshold) == pytest.approx((low, high), abs=0.0051)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("spacing", [0.1, 1.0, 8.0])
@pytest.mark.parametrize("threshold", [0.01, 0.5])
def test_the_slope_at_both_ends_is_the_threshold(rule, spacing, threshold):
    some = a_sum(rule, spacing)
    if some.evaluate(some.offsets)[1].max() <= threshold:
        assert steep_interval(some, threshold) is None
        return
    low, high = steep_interval(some, threshold)
    slope = some.evaluate(np.array([low, high, low - 1, high + 1]))[1]
    np.testing.assert_allclose(slope[:2], threshold, rtol=1e-9)
    assert (slope[2:] < threshold).all()


def test_a_threshold_may_never_be_reached_but_must_be_positive():
    assert steep_interval(POST, 0.997) is None
    assert steep_interval(sigmoid_sum("left", 1, 1.0), 0.2501) is None
    with pytest.raises(ValueError, match="steepness threshold"):
        steep_interval(POST, 0.0)


@pytest.mark.parametrize("x, printed", [(709.78, 709.78), (709.79, np.inf), (-36.75, 0.0)])
def test_the_softplus_as_printed_fails_at_both_ends(x, printed):
    assert printed_softplus(np.array([x]))[0] == printed


@pytest.mark.parametrize("bound", [1e-6, 1e-3, 1e-2])
def test_the_softplus_as_printed_loses_its_digits(bound):
    low = log(2**-53 / bound)  # where rounding 1 + e^x moves e^x by that share
    above, below = np.linspace(low + 0.1, 10, 9999), np.linspace(low - 1, low, 9999)
    assert np.abs(printed_softplus(above) / softplus(above) - 1).max() < bound
    assert np.abs(printed_softplus(below) / softplus(below) - 1).max() > bound


# Convergence


@pytest.mark.parametrize("rule, order", [("midpoint", 2), ("left", 1), ("right", 1)])
def test_the_order_of_a_rule(rule, order):
    errors = convergence(rule, SPACINGS, GRID)
    assert errors.shape == SPACINGS.shape
    assert (np.diff(errors) < 0).all()
    assert fitted_order(SPACINGS, errors) == pytest.approx(order, abs=0.005)


def test_the_rule_of_the_post_does_not_converge():
    errors = convergence("post", SPACINGS, GRID)
    assert SPACINGS[errors.argmin()] == 1 / 8  # the spacing that its weight 0.1 fits best
    assert errors.min() > 0.5
    assert errors[-1] > 40


def test_rounding_is_left_out_of_the_order():
    assert fitted_order([1, 0.5, 0.25], [1.0, 0.125, 1e-16]) == pytest.approx(3)


@pytest.mark.parametrize("spacings, errors", [([1, 0.5], [1, 0]), ([1, 1], [1, 2]), ([], [])])
def test_one_spacing_has_no_order(spacings, errors):
    assert isnan(fitted_order(spacings, errors))
