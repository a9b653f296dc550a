"""Every activation against values computed with 50 digits, and against its own declarations."""

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.activation import lowered

DATA = Path(__file__).parent / "data" / "activations.csv"
SIZES = [0, 5e-324, 1e-308, 1e-10, 0.5, 1, 3, 6, 20, 89, 709, 710, 746, 1e154, 1e308, np.inf]
EVERY_SCALE = np.concatenate([-np.array(SIZES[::-1]), SIZES])


def oracle():
    """One case per activation and parameters: (activation, x, value, derivative)."""
    cases = {}
    for row in csv.DictReader(DATA.read_text().splitlines()):
        numbers = [float(row[name]) for name in ("x", "value", "derivative")]
        cases.setdefault((row["activation"], row["parameters"]), []).append(numbers)
    for (name, parameters), rows in cases.items():
        act = ACTIVATIONS[name].configure(**json.loads(parameters))
        yield pytest.param(act, *np.array(rows).T, id=f"{name}-{parameters}")


def settings():
    """Every activation at its defaults and with each parameter at both bounds."""
    for act in ACTIVATIONS.values():
        yield pytest.param(act, id=act.id)
        for name, parameter in act.parameters.items():
            for value in (parameter.low, parameter.high):
                yield pytest.param(act.configure(**{name: value}), id=f"{act.id}-{name}={value}")


def quickness(act):
    """How many radians of its waves a unit of x has, and at least 1: it bends so much faster."""
    return max(1.0, 2 * np.pi / act.period())


def assert_close(measured, exact, x):
    with np.errstate(invalid="ignore", over="ignore"):
        same = (measured == exact) | (np.isnan(measured) & np.isnan(exact))
        near = np.abs(measured - exact) <= 1e-12 * np.abs(exact)
        root = (np.abs(x) <= 6) & (np.abs(measured - exact) <= 1e-15)
        tiny = (np.abs(exact) < 1e-290) & (np.abs(measured) < 1e-290) & (measured * exact >= 0)
    good = same | near | root | tiny
    assert good.all(), list(zip(x[~good], measured[~good], exact[~good], strict=True))


def test_every_activation_has_rows():
    assert {case.values[0].id for case in oracle()} == set(ACTIVATIONS)


@pytest.mark.parametrize("act, x, value, derivative", list(oracle()))
def test_values_and_derivatives_match_fifty_digits(act, x, value, derivative):
    assert_close(act(x), value, x)
    assert_close(act.derivative(x), derivative, x)


@pytest.mark.parametrize("act", list(settings()))
def test_derivative_matches_finite_differences(act):
    x = np.linspace(-8.03, 8.03, 330)
    x = x[np.all(np.abs(x[:, None] - np.array(act.kinks() or [np.inf])) > 1e-3, axis=1)]
    step = 1e-5
    slope = (act(x + step) - act(x - step)) / (2 * step)
    np.testing.assert_allclose(act.derivative(x), slope, rtol=1e-6, atol=2e-8)


@pytest.mark.parametrize("act", list(settings()))
def test_no_input_warns_and_only_nan_gives_nan(act):
    value, derivative = act.evaluate(EVERY_SCALE)  # pytest turns any warning into an error
    assert not np.isnan(value).any() and not np.isnan(derivative).any()
    assert np.isnan(act(np.nan)) and np.isnan(act.derivative(np.nan))


@pytest.mark.parametrize("act", list(settings()))
def test_range_holds_and_is_tight(act):
    x = np.concatenate([EVERY_SCALE, np.linspace(-60, 60, 240_001)])
    low, high = act.range()
    value = act(x)
    assert low <= value.min() + 1e-15 and value.max() - 1e-15 <= high
    assert value.min() == pytest.approx(low, rel=1e-5, abs=1e-12)
    assert value.max() == pytest.approx(high, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("act", list(settings()))
def test_declared_kinks_are_where_the_slope_jumps(act):
    near = 1e-9
    kinks = np.array(act.kinks())
    jump = np.abs(act.derivative(kinks + near) - act.derivative(kinks - near))
    assert (jump > 1e-3).all()
    elsewhere = np.linspace(-7.9999, 7.9999, 5000)
    elsewhere = elsewhere[np.all(np.abs(elsewhere[:, None] - kinks) > 1e-4, axis=1)]
    jump = np.abs(act.derivative(elsewhere + near) - act.derivative(elsewhere - near))
    assert (jump < 1e-6 * quickness(act) ** 2).all()


@pytest.mark.parametrize("act", list(ACTIVATIONS.values()), ids=str)
def test_shape_and_type_are_kept(act):
    for x in (1, 0.5, [1, 2], np.zeros((2, 3), dtype=np.float32), np.zeros((0,))):
        value, derivative = act.evaluate(x)
        assert value.shape == derivative.shape == np.shape(x)
        assert value.dtype == derivative.dtype == np.float64


def test_a_departure_is_one_with_the_current_parameters_only():
    """Declared is that JAX gives the slope 1 at 0: with a = 1 it is right, with a = 0.2 not."""
    leaky = ACTIVATIONS["leaky_relu"]
    assert leaky.configure(negative_slope=1.0).departures() == ()
    (found,) = leaky.configure(negative_slope=0.2).departures()
    assert (found.of, found.at, found.gives) == ("slope", (0.0,), 1.0)
    single, double = ACTIVATIONS["celu"].configure(alpha=0.5).departures()
    assert (single.at, single.precision) == ((-10.0,), "float32")
    assert (double.at, double.precision) == ((-20.0,), "")


@pytest.mark.parametrize("act", list(settings()))
def test_a_declared_period_is_that_of_the_slope(act):
    x, period = np.linspace(-3, 3, 301), act.period()
    if period == np.inf:
        far = act.derivative(np.linspace(50, 60, 1001))
        assert (np.diff(far) >= -1e-15).all() or (np.diff(far) <= 1e-15).all()
    else:
        np.testing.assert_allclose(act.derivative(x + 3 * period), act.derivative(x), atol=1e-11)
        assert np.abs(act.derivative(x + period / 2) - act.derivative(x)).max() > 0.1


def test_what_waves_takes_at_infinity_what_it_has_at_zero():
    sine, snake = ACTIVATIONS["sine"].configure(w=3), ACTIVATIONS["snake"]
    assert sine([-np.inf, np.inf]).tolist() == [0, 0] and sine.derivative(np.inf) == 3
    assert snake([-np.inf, np.inf]).tolist() == [-np.inf, np.inf] and snake.derivative(np.inf) == 1


def test_configure_says_what_is_wrong():
    elu = ACTIVATIONS["elu"]
    with pytest.raises(ValueError) as error:
        elu.configure(alpha=9)
    sentence = "The 'alpha' parameter of elu must be in [0.1, 3.0]. Got 9 instead."
    assert str(error.value) == sentence
    with pytest.raises(ValueError, match="Got nan instead"):
        elu.configure(alpha=float("nan"))
    with pytest.raises(ValueError, match="elu has no parameter 'beta'. It has: alpha."):
        elu.configure(beta=1)


def test_configure_makes_an_equal_hashable_copy():
    elu = ACTIVATIONS["elu"]
    half = elu.configure(alpha=0.5)
    assert half != elu and half.configure(alpha=1.0) == elu
    assert len({elu, half, elu.configure(alpha=0.5)}) == 2
    assert half.settings == {"alpha": 0.5} and elu.settings == {"alpha": 1.0}


@pytest.mark.parametrize("act", list(settings()))
def test_formula_is_filled_with_the_current_parameters(act):
    filled = act.filled_formula()
    for value in act.settings.values():
        assert f"{value:.6g}" in filled
    assert not set(re.findall(r"\\alpha|\\beta|\\lambda|\bb\b|(?<![a-z\\])a\\,", filled))
    assert filled.count("cases") == act.formula.count("cases")


def test_a_lowered_activation_has_the_same_slope_and_another_mean():
    sigmoid, x = ACTIVATIONS["sigmoid"], np.linspace(-9, 9, 61)
    low = lowered(sigmoid, 0.5)
    np.testing.assert_array_equal(low(x), sigmoid(x) - 0.5)
    np.testing.assert_array_equal(low.derivative(x), sigmoid.derivative(x))
    assert low.range() == (-0.5, 0.5) and low != sigmoid and low.id not in ACTIVATIONS
    assert low.departures() == () and not any(low.spellings.values())
    assert low.mean(0, 1) == pytest.approx(0, abs=1e-12)
    assert low.variance(0, 1) == pytest.approx(sigmoid.variance(0, 1), rel=1e-9)
    half = lowered(ACTIVATIONS["elu"].configure(alpha=0.5), 1.0)
    assert float(half(-np.inf)) == -1.5 and half.settings == {"alpha": 0.5}
