"""Deep random networks as they are predicted, against reference tables and closed forms."""

import math

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.propagation import (
    fixed_point,
    predict,
)

LEAKY = ACTIVATIONS["leaky_relu"].configure(negative_slope=0.1)
FUNCTIONS = ACTIVATIONS | {"leaky_relu": LEAKY}
every_function = pytest.mark.parametrize("name", ACTIVATIONS)

# Computed with SciPy, independently of this code: log10 of the product of chi over the layers, and
# q at the last one.
PRODUCTS = [
    ("sigmoid", 1, 20, -23.93, 0.2647),
    ("sigmoid", 2, 20, -19.07, None),
    ("sigmoid", 16, 20, -7.80, None),
    ("tanh", 1, 50, -1.84, 0.0104),
    ("tanh", 2, 50, 1.77, None),
    ("relu", 1, 50, -14.75, 1.8e-15),
    ("relu", 2, 50, 0.0, 2.0),
    ("leaky_relu", 2 / 1.01, 50, 0.0, None),
    ("elu", 1, 50, -2.46, 0.0028),
    ("elu", 2, 50, 2.28, 35.7),
    ("selu", 1, 50, 1.47, 1.0),
    ("selu", 2, 50, 4.60, 2924.0),
    ("silu", 2, 50, -13.47, None),
    ("gelu", 2, 50, -11.1, 5e-12),
    ("softplus", 2, 20, -2.45, None),
]


@pytest.mark.parametrize("name, sigma_w2, depth, log10_product, q", PRODUCTS)
def test_the_prediction_is_that_of_the_reference(name, sigma_w2, depth, log10_product, q):
    predicted = predict(FUNCTIONS[name], depth=depth, weight_variance=sigma_w2)
    assert predicted.log10_gradient[0] == pytest.approx(log10_product, abs=0.05)
    assert predicted.log10_gradient[-1] == 0
    if q is not None:
        assert predicted.second_moment[-1] == pytest.approx(q, rel=0.03)


@pytest.mark.parametrize(
    "layer, q", [(1, 2), (2, 2.40), (4, 3.29), (8, 5.35), (16, 10.2), (32, 21.7), (64, 47.2)]
)
def test_elu_grows_under_he(layer, q):
    grown = predict(ACTIVATIONS["elu"], depth=64, weight_variance=2)
    assert grown.second_moment[layer - 1] == pytest.approx(q, rel=5e-3)


def test_elu_s_factors_multiply_as_in_the_reference():
    chi = predict(ACTIVATIONS["elu"], depth=100, weight_variance=2).chi
    assert [np.prod(chi[:n]) for n in (8, 32, 100)] == pytest.approx([4.41, 56.4, 2768], rel=2e-3)


@pytest.mark.parametrize(
    "name, sigma_w2, q, root_chi",
    [
        ("sigmoid", 1, 0.264687, 0.2361),
        ("sigmoid", 2, 0.55529, 0.3178),
        ("tanh", 1, 0, 1.0),
        ("tanh", 2, 0.617965, 1.0514),
        ("relu", 1, 0, 0.5**0.5),
        ("leaky_relu", 1, 0, 0.7106),
        ("elu", 1, 0, 1.0),
        ("selu", 1, 1, 1.03517),
        ("softplus", 1, 0.856305, 0.5373),
        ("softsign", 1, 0, 1.0),
        ("softsign", 2, 0.0794786, 1.0210),
        ("hardtanh", 2, 1.05225, 1.1579),
        ("gelu", 1, 0, 0.5),
        ("silu", 1, 0, 0.5),
        ("gelu", 2, 0, 0.5**0.5),
        ("silu", 2, 0, 0.5**0.5),
    ],
)
def test_where_a_signal_settles(name, sigma_w2, q, root_chi):
    found = fixed_point(FUNCTIONS[name], sigma_w2, 0.0, float(sigma_w2))
    assert found.second_moment == pytest.approx(q, rel=1e-5, abs=1e-12)
    assert found.chi**0.5 == pytest.approx(root_chi, abs=6e-5 if q else 2e-4)


@pytest.mark.parametrize("name", ["elu", "selu", "leaky_relu", "softplus"])
def test_a_signal_that_grows_has_no_fixed_point(name):
    assert fixed_point(FUNCTIONS[name], 2.0, 0.0, 2.0) is None


def test_every_signal_of_relu_under_he_is_a_fixed_point():
    for q in (0.01, 2.0, 300.0):
        assert fixed_point(ACTIVATIONS["relu"], 2.0, 0.0, q) == (pytest.approx(q), 1.0)


@pytest.mark.parametrize(
    "name, sigma_b2, sigma_w2",
    [
        ("tanh", 1e-4, 1.08603),
        ("tanh", 0.01, 1.42421),
        ("tanh", 0.05, 1.76095),
        ("tanh", 0.2, 2.28515),
        ("elu", 0.05, 1.53372),
        ("selu", 0.05, 0.90177),
        ("hardtanh", 0.05, 1.16554),
        ("softsign", 0.05, 3.14125),
    ],
)
def test_chi_is_one_on_the_edge_of_chaos(name, sigma_b2, sigma_w2):
    edge = fixed_point(ACTIVATIONS[name], sigma_w2, sigma_b2, 1.0)
    assert edge.chi == pytest.approx(1.0, abs=2e-5)


def test_selu_holds_mean_zero_and_variance_one():
    predicted = predict(ACTIVATIONS["selu"], depth=50, weight_variance=1)
    np.testing.assert_allclose(predicted.mean, 0, atol=1e-12)
    np.testing.assert_allclose(predicted.variance, 1, rtol=1e-12)
    np.testing.assert_allclose(predicted.chi, 1.07157499246, rtol=1e-11)
    assert 10 ** (predicted.log10_gradient[0] / 2) == pytest.approx(1.0715749925 ** (49 / 2))


def test_the_mean_of_the_inputs_counts():
    shifted, wide = (
        predict(ACTIVATIONS["tanh"], depth=3, weight_variance=1.5, input_mean=m, input_variance=v)
        for m, v in ((2.0, 1.0), (0.0, 5.0))
    )
    np.testing.assert_array_equal(shifted, wide)
    assert shifted.second_moment[0] == 7.5


@every_function
def test_a_tiny_signal_is_followed_without_cancellation(name):
    """ELU's closed form is lost in rounding below sigma = 1e-6; there f is straight but at 0."""
    act = ACTIVATIONS[name]
    predicted = predict(act, depth=64, weight_variance=0.05, input_variance=0.05)
    assert np.isfinite(predicted).sum() >= 5 * 64
    assert (predicted.second_moment > 0).all() and (predicted.variance >= 0).all()
    if name in ("elu", "selu", "celu", "silu", "gelu", "tanh"):
        low, high = np.abs(act.derivative([-1e-30, 1e-30]))
        halved = 0.05 * (low**2 + high**2) / 2
        q = predicted.second_moment
        assert q[-1] / q[-2] == pytest.approx(halved, rel=1e-9)


def test_the_saturated_share_is_that_of_the_normal_distribution():
    relu, tanh = (
        predict(ACTIVATIONS[name], depth=1, weight_variance=1, threshold=0.5)
        for name in ("relu", "tanh")
    )
    edge = math.acosh(2**0.5)  # where 1 / cosh^2 is one half
    assert relu.saturated[0] == 0.5
    assert tanh.saturated[0] == pytest.approx(math.erfc(edge / 2**0.5), rel=1e-9)
