"""Training's own values and slopes against those of the activations they stand for."""

import numpy as np
import pytest

from activations import ACTIVATIONS, parse
from activations.learning.experiments import TRAINABLE
from activations.learning.kernels import QUICK, kernel

X = np.concatenate([np.linspace(-40, 40, 80_001), np.geomspace(1e-30, 1, 400)])
X = np.concatenate([X, -X])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("act", list(TRAINABLE.values()), ids=str)
def test_values_and_slopes_are_those_of_the_activation(act, dtype):
    """But for rounding of the largest term: x, its square where that is the value, or x times 1."""
    x = X.astype(dtype)
    before = x.copy()
    found, expected = kernel(act)(x), act.evaluate(x)
    size = 1.0 + np.abs(x) ** (2 if act.id == "squared_relu" else 1)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == dtype and ours.shape == x.shape
        assert (np.abs(ours - theirs) <= 8 * np.finfo(dtype).eps * size).all()
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("alpha", [0.1, 0.7, 1.0, 3.0])
def test_parameters_are_those_of_the_activation(alpha):
    elu = ACTIVATIONS["elu"].configure(alpha=alpha)
    for ours, theirs in zip(kernel(elu)(X), elu.evaluate(X), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=2e-14)
    leaky = ACTIVATIONS["leaky_relu"].configure(negative_slope=alpha / 3)
    for ours, theirs in zip(kernel(leaky)(X), leaky.evaluate(X), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_expm1_by_tanh_is_right_to_three_units_of_the_last_place(dtype):
    x = -np.geomspace(1e-30, 80, 200_001).astype(dtype)
    value, _ = kernel(ACTIVATIONS["elu"])(x)
    exact = np.expm1(x.astype(np.longdouble))
    assert (np.abs(value - exact) <= 3 * np.spacing(np.abs(exact).astype(dtype))).all()


def test_a_typed_function_is_trained_with_its_own():
    typed = parse("x*tanh(x)")
    for ours, theirs in zip(kernel(typed)(X), typed.evaluate(X), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)
    assert set(QUICK) <= set(TRAINABLE)


@pytest.mark.parametrize("act", list(TRAINABLE.values()), ids=str)
def test_what_is_not_a_number_stays_so(act):
    with np.errstate(all="ignore"):
        assert np.isnan(kernel(act)(np.array([np.nan], np.float32))[0]).all()
