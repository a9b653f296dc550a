"""Gaussian moments against 50-digit values, against each other and against plain sampling."""

import csv
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.gaussian import (
    CLOSED_FORMS,
    cdf,
    moments,
    pdf,
    quadrature,
    quieter_below,
    zero_mean_alpha,
    zero_mean_alpha_of,
)
from activations.saturation import largest_slope

ELU, RELU, LEAKY = ACTIVATIONS["elu"], ACTIVATIONS["relu"], ACTIVATIONS["leaky_relu"]


def read_oracle():
    """Rows (parameters, mu, sigma, moments) by activation, computed with mpmath at 50 digits."""
    rows = defaultdict(list)
    with open(Path(__file__).parent / "data" / "moments.csv", newline="") as file:
        for row in csv.DictReader(file):
            numbers = [float(row[name]) for name in list(row)[2:]]
            rows[row["activation"]].append((json.loads(row["parameters"]), *numbers))
    return rows


def settings_of(activation):
    """The activation with all its parameters at their low, default and high values."""
    if not activation.parameters:
        return [activation]
    return [
        activation.configure(
            **{name: getattr(p, level) for name, p in activation.parameters.items()}
        )
        for level in ("low", "default", "high")
    ]


def assert_close(actual, expected, message=""):
    """Nine digits, or 1e-12 where the number is nearly zero."""
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-12, err_msg=str(message))


ORACLE = read_oracle()
EVERY_SETTING = [each for activation in ACTIVATIONS.values() for each in settings_of(activation)]
EXACT_SETTINGS = [each for each in EVERY_SETTING if each.id in CLOSED_FORMS]


def name_of(value):
    """The test's name for an activation or a method."""
    if hasattr(value, "values"):
        return "-".join([value.id, *(f"{number:g}" for number in value.values)])
    return getattr(value, "__name__", None)


every_setting = pytest.mark.parametrize("activation", EVERY_SETTING, ids=name_of)
exact_setting = pytest.mark.parametrize("activation", EXACT_SETTINGS, ids=name_of)


# --- Moments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [moments, quadrature], ids=name_of)
@pytest.mark.parametrize("activation_id", ORACLE)
def test_agrees_with_the_oracle(method, activation_id):
    for parameters, mu, sigma, *expected in ORACLE[activation_id]:
        activation = ACTIVATIONS[activation_id].configure(**parameters)
        assert_close(method(activation, mu, sigma), expected, (parameters, mu, sigma))


def test_every_activation_has_rows_and_every_closed_form_is_of_one():
    assert set(ORACLE) == set(ACTIVATIONS) and set(CLOSED_FORMS) <= set(ACTIVATIONS)


@exact_setting
def test_closed_form_agrees_with_quadrature(activation):
    for mu in (-10, -4, -1.3, -0.2, -0.01, 0, 0.01, 0.4, 1.7, 5, 10):
        for sigma in (0.01, 0.04, 0.2, 0.7, 1.5, 4, 10, 50, 1e4):
            if sigma < 250 * activation.period():  # else there are more waves than are integrated
                exact, integral = (each(activation, mu, sigma) for each in (moments, quadrature))
                assert_close(exact, integral, (mu, sigma))


@every_setting
@pytest.mark.parametrize(("mu", "sigma"), [(0, 1), (-0.7, 1.2), (1.5, 3)])
def test_agrees_with_sampling(activation, mu, sigma):
    z = np.random.default_rng(0).normal(mu, sigma, 100_000)
    value, derivative = activation.evaluate(z)
    exact = moments(activation, mu, sigma)
    samples = (value, np.square(value - exact.mean), np.square(derivative))
    for name, sample, expected in zip(exact._fields, samples, exact, strict=True):
        # Some 400 averages are compared; five standard errors miss one in two million of them.
        tolerance = 5 * sample.std() / math.sqrt(z.size) + 1e-12
        assert sample.mean() == pytest.approx(expected, abs=tolerance), name


@every_setting
def test_variance_is_never_negative(activation):
    for sigma in (0.01, 0.3, 10):
        assert np.all(moments(activation, np.linspace(-10, 10, 41), sigma).variance >= 0)


@every_setting
@pytest.mark.parametrize("sigma", [1e-200, 1e-5, 40, 1e6, 1e70, 1e100])
def test_finite_without_warning_far_outside_the_usual_range(activation, sigma):
    if largest_slope(activation) == math.inf and sigma == 1e100:
        return  # the variance of a square is beyond all floats
    for mu in (-1e4, -1, 0, 1, 1e4):
        assert np.isfinite(moments(activation, mu, sigma)).all()
        assert np.isfinite(quadrature(activation, mu, sigma)).all()


@every_setting
def test_arrays_broadcast_and_scalars_give_floats(activation):
    mu, sigma = np.array([[-1.0], [0.0], [2.0]]), [0.5, 3.0]
    table = moments(activation, mu, sigma)
    for i, j in np.ndindex(3, 2):
        scalar = moments(activation, mu[i, 0], sigma[j])
        assert all(type(number) is float for number in scalar)
        assert_close([column[i, j] for column in table], scalar)
    for shape in [(0,), (2, 0)]:
        assert [column.shape for column in moments(activation, np.zeros(shape), 1)] == [shape] * 3


def test_scalars_are_remembered_per_configuration():
    assert moments(ELU, 0, 1) is moments(ELU, 0.0, np.float64(1))
    assert moments(ELU, 0, 1) != moments(ELU.configure(alpha=2), 0, 1)


@pytest.mark.parametrize("method", [moments, quadrature], ids=name_of)
def test_selu_keeps_the_standard_normal_moments(method):
    mean, variance, _ = method(ACTIVATIONS["selu"], 0, 1)
    assert mean == pytest.approx(0, abs=1e-15)
    assert variance == pytest.approx(1, rel=1e-14)


# --- The normal distribution --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "density", "below"),  # mpmath, 40 digits
    [
        (-37, 2.1200065515246056e-298, 5.725571222524577e-300),
        (-20.3, 1.308288554681529e-90, 6.429244467698346e-92),
        (-10, 7.694598626706419e-23, 7.619853024160525e-24),
        (-1.5, 0.12951759566589172, 0.06680720126885807),
        (0.7, 0.31225393336676127, 0.758036347776927),
        (1e200, 0, 1),
        (-math.inf, 0, 0),
        (math.nan, math.nan, math.nan),
    ],
)
def test_density_and_distribution(x, density, below):
    np.testing.assert_allclose([pdf(x), cdf(x)], [density, below], rtol=2e-13)


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (2, 3)])
@pytest.mark.parametrize("function", [pdf, cdf], ids=name_of)
def test_density_and_distribution_keep_shape(function, shape):
    result = function(np.ones(shape, dtype=int))
    assert result.shape == shape and result.dtype == np.float64


# --- Zero mean ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mu", "sigma", "alpha"),
    [
        (0, 0.01, 1.00627),
        (0, 0.1, 1.06324),
        (0, 0.25, 1.16015),
        (0, 0.5, 1.32644),
        (0, 1, 1.6732632423543772848),
        (0, 2, 2.40400),
        (0, 3, 3.16214),
        (0, 5, 4.71473),
        (0, 10, 8.66337),
        (0, 100, 80.4301),
        (-2, 1, 0.010754),
        (-1, 1, 0.154839),
        (-0.5, 1, 0.516541),
        (-0.21933363747, 1, 1),
        (0.5, 1, 5.49720),
        (1, 1, 19.1074),
        (2, 1, 318.555),
    ],
)
def test_zero_mean_alpha(mu, sigma, alpha):
    digits = 1e-14 if alpha == 1.6732632423543772848 else 5e-5 if mu == -2 else 5e-6
    assert zero_mean_alpha(mu, sigma) == pytest.approx(alpha, rel=digits)


def test_zero_mean_alpha_of_numbers():
    numbers = np.linspace(-3, 1, 41)
    alpha = zero_mean_alpha_of(numbers)
    assert ELU.configure(alpha=alpha)(numbers).mean() == pytest.approx(0, abs=1e-12)
    assert 0 < alpha < 1


def test_zero_mean_alpha_limits():
    narrow, wide = 1e-6, 1e9
    small = 1 + math.sqrt(2 * math.pi) / 4 * narrow
    assert zero_mean_alpha(0, narrow) == pytest.approx(small, abs=1e-9)
    large = wide * math.sqrt(2 / math.pi) + 2 / math.pi
    assert zero_mean_alpha(0, wide) == pytest.approx(large, rel=1e-12)
    assert zero_mean_alpha(-50, 1) == 0
    assert zero_mean_alpha(50, 1) == math.inf


def test_zero_mean_alpha_broadcasts_and_gives_zero_mean():
    mu, sigma = np.array([[-0.2], [0.1]]), np.array([0.4, 0.8, 1.5])
    alpha = zero_mean_alpha(mu, sigma)
    assert alpha.shape == (2, 3) and isinstance(zero_mean_alpha(0, 1), float)
    for i, j in np.ndindex(alpha.shape):
        elu = ELU.configure(alpha=alpha[i, j])
        assert quadrature(elu, mu[i, 0], sigma[j]).mean == pytest.approx(0, abs=1e-14)


# --- Which is quieter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("negative_slope", "sigma", "crossing"),
    [
        (0.1, 0.01, math.log(0.1)),
        (0.1, 0.1, -2.310),
        (0.1, 0.5, -2.491),
        (0.1, 1.0, -3.032),
        (0.01, 0.01, math.log(0.01)),
        (0.01, 0.1, -4.613),
        (0.01, 0.5, -4.794),
        (0.01, 1.0, -5.376),
        (0.3, 0.01, math.log(0.3)),
        (0.3, 0.1, -1.212),
        (0.3, 0.5, -1.381),
        (0.3, 1.0, -1.592),
    ],
)
def test_elu_is_quieter_than_leaky_relu_only_deep_below_zero(negative_slope, sigma, crossing):
    loud = LEAKY.configure(negative_slope=negative_slope)
    found = quieter_below(ELU, loud, sigma)
    assert found == pytest.approx(crossing, abs=6e-4)  # the table is rounded to three places
    for step, order in ((-1e-6, True), (1e-6, False)):
        quiet = moments(ELU, found + step, sigma).variance
        assert (quiet < moments(loud, found + step, sigma).variance) is order


@pytest.mark.parametrize(
    ("quiet", "loud"),
    [(ELU, ELU), (ELU, RELU), (RELU, LEAKY), (LEAKY, RELU), (LEAKY, ELU)],
    ids=name_of,
)
def test_no_crossing_is_none(quiet, loud):
    assert quieter_below(quiet, loud, 1.0) is None


def test_quieter_below_needs_no_closed_form():
    silu = ACTIVATIONS["silu"]
    found = quieter_below(silu, LEAKY, 0.5)
    variances = [moments(activation, found, 0.5).variance for activation in (silu, LEAKY)]
    assert variances[0] == pytest.approx(variances[1], rel=1e-9)


# --- Errors -------------------------------------------------------------------------------------


CALLS = [
    lambda mu, sigma: moments(ELU, mu, sigma),
    lambda mu, sigma: moments(ELU, [0, mu], [1, sigma]),
    lambda mu, sigma: moments(ACTIVATIONS["tanh"], mu, sigma),
    lambda mu, sigma: moments(ACTIVATIONS["tanh"], [0, mu], [1, sigma]),
    lambda mu, sigma: quadrature(ELU, mu, sigma),
    zero_mean_alpha,
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("mu", "sigma", "sentence"),
    [
        (0, 0, "sigma must be positive and finite. Got 0 instead."),
        (0, -1.5, "sigma must be positive and finite. Got -1.5 instead."),
        (0, math.nan, "sigma must be positive and finite. Got nan instead."),
        (0, math.inf, "sigma must be positive and finite. Got inf instead."),
        (math.nan, 1, "mu must be finite. Got nan instead."),
        (-math.inf, 1, "mu must be finite. Got -inf instead."),
    ],
)
def test_error_sentences(call, mu, sigma, sentence):
    with pytest.raises(ValueError) as error:
        call(mu, sigma)
    assert str(error.value) == sentence


def test_quieter_below_refuses_a_bad_sigma():
    with pytest.raises(ValueError, match="sigma must be positive and finite. Got 0 instead."):
        quieter_below(ELU, LEAKY, 0)


@pytest.mark.parametrize("name", ["identity", "tanh", "softsign", "hardtanh", "tanhshrink"])
def test_a_mean_that_cancels_is_zero_and_not_a_rounding_error(name):
    for sigma in (0.01, 0.3, 1.0, 7.0):
        assert quadrature(ACTIVATIONS[name], 0.0, sigma).mean == 0.0
    assert quadrature(ACTIVATIONS[name], 1e-6, 1.0).mean > 0.0
