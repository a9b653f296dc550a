"""The size of the weights at the start, against the recursion itself and against known values."""

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.initialisation import (
    INITIALISATIONS,
    OWN,
    VARIANCES,
    Start,
    gain,
    gradients,
    layers_until,
    variance_for,
    weight_variance,
)
from activations.listings import PAPER_LEAKY
from activations.mean_field import fixed_point, predict

RELU, TANH = ACTIVATIONS["relu"], ACTIVATIONS["tanh"]


def test_the_variances_of_the_initialisations():
    expected = pytest.approx([2, 1, 1, 1 / 3, 2], rel=1e-12)
    assert [weight_variance(name, RELU) for name in INITIALISATIONS] == expected
    assert weight_variance("He", PAPER_LEAKY) == 2 / 1.01
    with pytest.raises(ValueError, match="no initialisation 'Xavier'. There are: He, Glorot, LeC"):
        weight_variance("Xavier", RELU)


def test_a_start_is_known_by_its_name_or_of_your_own():
    assert [Start(name, 7.0).variance(RELU) for name in (*INITIALISATIONS, OWN)] == [
        *(weight_variance(name, RELU) for name in INITIALISATIONS),
        7.0,
    ]
    own = Start(OWN, 1.7, bias=0.3)
    expected = predict(TANH, depth=9, weight_variance=1.7, bias_variance=0.3, input_mean=2.0)
    np.testing.assert_array_equal(own.predicted(TANH, 9, input_mean=2.0), expected)
    gradient = predict(TANH, depth=9, weight_variance=1.7, bias_variance=0.3).log10_gradient
    np.testing.assert_array_equal(own.gradient(TANH, 9), gradient / 2)


def test_what_becomes_of_a_signal():
    assert Start("He", 0.0).fate(RELU, 3.0) == ("keeps", pytest.approx(3.0))
    assert Start("LeCun", 0.0).fate(RELU, 3.0) == ("dies", 0.0)
    assert Start(OWN, 2.5).fate(RELU, 3.0) == ("grows", np.inf)
    rest = fixed_point(TANH, 2.0, 0.1, 3.0).second_moment
    assert Start(OWN, 2.0, bias=0.1).fate(TANH, 3.0) == ("settles", rest)


@pytest.mark.parametrize(
    "name, kept",  # 1 / E[f^2], computed at 50 digits
    [
        ("sigmoid", 3.40856),
        ("tanh", 2.53618),
        ("softsign", 5.46406),
        ("softplus", 1.08549),
        ("relu", 2),
        ("elu", 1.55052),
        ("selu", 1),
        ("gelu", 2.35172),
        ("silu", 2.81076),
        ("mish", 2.21072),
    ],
)
def test_the_gain_squared_keeps_the_signal(name, kept):
    assert gain(ACTIVATIONS[name]) ** 2 == pytest.approx(kept, rel=6e-6)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "elu", "gelu", "relu", "softplus"])
@pytest.mark.parametrize("depth", [4, 50, 64, 80])
def test_many_variances_at_once_are_what_each_is_alone(name, depth):
    act = ACTIVATIONS[name]
    together = gradients(act, depth)
    for place in (0, 25, 40, 60):
        alone = predict(act, depth=depth, weight_variance=VARIANCES[place]).log10_gradient[0]
        assert together[place] == pytest.approx(alone, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", ["tanh", "softsign", "softplus", "relu", "elu", "selu", "silu"])
@pytest.mark.parametrize("depth", [4, 50])
@pytest.mark.parametrize("level", [-2.0, 0.0])
def test_a_ratio_is_passed_at_its_variance(name, depth, level):
    act, variance = ACTIVATIONS[name], variance_for(ACTIVATIONS[name], depth, level)
    below, above = (
        predict(act, depth=depth, weight_variance=variance * side).log10_gradient[0]
        for side in (0.9995, 1.0005)
    )
    assert below < level < above


def test_the_relu_is_critical_at_two_and_the_sigmoid_nowhere():
    for depth in (4, 30, 64, 100):
        assert variance_for(RELU, depth, 0.0) == pytest.approx(2, rel=1e-9)
        window = [variance_for(RELU, depth, level) for level in (-2.0, 2.0)]
        assert window == pytest.approx([2 * 10 ** (side / (depth - 1)) for side in (-2, 2)])
        assert variance_for(ACTIVATIONS["sigmoid"], depth, 0.0) is None


def test_how_deep_until_little_is_left():
    assert layers_until(RELU, 1.0, -12.0) == 41  # half of the square a layer: 2^-40 < 10^-12
    assert layers_until(RELU, 2.0, -12.0) is None
    quiet = predict(ACTIVATIONS["sigmoid"], depth=11, weight_variance=1.0).log10_gradient
    assert quiet[0] < -12 < quiet[1]
    assert layers_until(ACTIVATIONS["sigmoid"], 1.0, -12.0) == 11


@pytest.mark.parametrize("depth", [0, 101])
def test_a_depth_that_no_network_has_is_refused(depth):
    with pytest.raises(ValueError, match=rf"must be in \[1, 100\]. Got {depth}"):
        gradients(RELU, depth)
