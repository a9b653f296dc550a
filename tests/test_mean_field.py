"""Moments around zero: against those of any normal distribution, at any width."""

import numpy as np
import pytest

from activations import ACTIVATIONS, gaussian
from activations.mean_field import COARSE, fixed_point, moments, predict

WIDTHS = (1e-6, 1e-3, 0.03, 0.3, 1.0, 3.0, 10.0, 100.0, 1e6)
every_function = pytest.mark.parametrize("act", ACTIVATIONS.values(), ids=list(ACTIVATIONS))


@every_function
def test_moments_are_those_of_the_general_rule(act):
    together = moments(act, np.square(WIDTHS))
    for place, sigma in enumerate(WIDTHS):
        mean, square, variance, slope = (float(part[place]) for part in together)
        rule = gaussian.quadrature if sigma < 250 * act.period() else gaussian.moments
        expected = rule(act, 0.0, sigma)
        assert mean == pytest.approx(expected.mean, rel=1e-9, abs=1e-9 * sigma)
        assert variance == pytest.approx(expected.variance, rel=1e-9, abs=1e-9 * sigma**2)
        assert slope == pytest.approx(expected.mean_square_slope, rel=1e-9, abs=1e-12)
        assert square == pytest.approx(mean**2 + variance, rel=1e-9)


@every_function
def test_few_nodes_are_good_to_six_digits(act):
    q = np.square(WIDTHS)
    for few, many in zip(moments(act, q, COARSE)[1:], moments(act, q)[1:], strict=True):
        np.testing.assert_allclose(few, many, rtol=1e-6, atol=1e-30)


@every_function
@pytest.mark.parametrize("q", [1e-60, 1e-300, 1e60])
def test_far_from_any_bend_a_function_is_straight(act, q):
    mean, square, variance, slope = (float(part[0]) for part in moments(act, np.array([q])))
    assert np.isfinite([mean, square, variance, slope]).all() and variance >= 0
    if q < 1 and act(0.0) == 0 and act.id not in ("squared_relu", "tanhshrink"):
        left, right = np.square(act.derivative([-1e-30, 1e-30]))
        assert slope == pytest.approx((left + right) / 2, rel=1e-9)
        assert square == pytest.approx(q * (left + right) / 2, rel=1e-9)


@pytest.mark.parametrize("q", [1e-300, 1e-60, 1e-9, 1.0, 1e9, 1e60])
def test_a_square_has_its_moments_at_any_width(q):
    found = [float(part[0]) for part in moments(ACTIVATIONS["squared_relu"], np.array([q]))]
    assert found == pytest.approx([q / 2, 1.5 * q * q, 1.25 * q * q, 2 * q], rel=1e-9, abs=0)


def test_what_is_bounded_stays_so_at_any_width():
    for name in ("tanh", "gaussian", "sine"):
        assert moments(ACTIVATIONS[name], np.array([1e60])).mean_square <= 1


def test_a_square_either_dies_out_or_explodes_and_stays_a_number():
    square = ACTIVATIONS["squared_relu"]
    for first, rests in ((0.6, True), (0.7, False)):  # between them is 2/3, where q = 1.5 q^2
        found = fixed_point(square, 1.0, 0.0, first)
        assert (found is not None) == rests and (found is None or found.second_moment == 0)
        whole = predict(square, depth=100, weight_variance=1.0, input_variance=first)
        assert not np.isnan(whole).any()
        assert (whole.second_moment[-1] < 1e-200) == rests
        assert (whole.log10_gradient[0] < 0) == rests


def test_another_depth_is_a_part_of_the_same_layers():
    deep, shallow = (
        predict(ACTIVATIONS["gelu"], depth=depth, weight_variance=1.7) for depth in (100, 9)
    )
    for quantity in ("second_moment", "mean", "variance", "chi", "saturated"):
        np.testing.assert_array_equal(getattr(deep, quantity)[:9], getattr(shallow, quantity))
    assert shallow.log10_gradient[-1] == 0 != deep.log10_gradient[8]


def test_where_it_settles_depends_on_where_it_starts_only_by_the_nearest_rest():
    tanh, hard = ACTIVATIONS["tanh"], ACTIVATIONS["hardtanh"]
    rests = [fixed_point(tanh, 2.0, 0.0, start) for start in (1e-9, 0.3, 0.6179, 0.62, 50.0, 1e6)]
    assert [rest.second_moment for rest in rests] == pytest.approx([0.617965] * 6, rel=2e-6)
    assert fixed_point(hard, 1.0, 0.0, 1e-4).second_moment == 1e-4  # straight, so all are at rest
    assert fixed_point(ACTIVATIONS["relu"], 1.0, 0.0, 3.0) == (0.0, 0.5)
    assert fixed_point(ACTIVATIONS["relu"], 2.5, 0.0, 3.0) is None
