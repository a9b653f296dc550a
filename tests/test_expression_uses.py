"""Typed formulas wherever an activation is taken: moments, properties, depth, training."""

import math

import numpy as np
import pytest

from activations import ACTIVATIONS, gaussian, mean_field, parse
from activations.figures import figures
from activations.initialisation import PRESERVING, Start, gain
from activations.learning.experiments import executor
from activations.learning.training import Run, complete
from activations.propagation import measure
from activations.properties import curve, properties, second_derivative
from dashboard import cards, engineer
from tests.test_expression import ORACLE

every_function = pytest.mark.parametrize("text", ORACLE)


# --- Moments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, mean, square, slope",
    [
        ("sqrt(abs(x))", 0.8221789586624586, (2 / math.pi) ** 0.5, math.inf),
        ("abs(x)**0.75", 0.7972587140719076, 0.8600400, 0.9675449),
        ("exp(x)", math.exp(0.5), math.exp(2), math.exp(2)),
        ("exp(x**2/5)", (5 / 3) ** 0.5, 5**0.5, None),
        ("sin(100*x)", 0, 0.5, 5000),
        ("cos(50*x)", 0, 0.5, 1250),
        ("exp(-100*(x - 3)**2)", 0.0008013086179094126, None, None),
        ("where(x > 0.3, 1, -1)", -0.23582284437790527, 1, 0),
        ("log(abs(x**2 - 2))", 0.20852041473668, 0.710671440840474, math.inf),
        ("abs(sin(30*x))", 2 / math.pi, 0.5, 450),
        ("tanh(1000*x)", 0, None, None),
    ],
)
def test_moments(text, mean, square, slope):
    act = parse(text)
    assert act.mean(0, 1) == pytest.approx(mean, rel=1e-9, abs=1e-12)
    if square is not None:
        found = act.variance(0, 1) + act.mean(0, 1) ** 2
        assert found == pytest.approx(square, rel=1e-6 if text == "abs(x)**0.75" else 1e-9)
    if slope is not None:
        assert act.mean_square_slope(0, 1) == pytest.approx(slope, rel=1e-6, abs=1e-12)


def test_moments_where_a_part_overflows():
    exact = ACTIVATIONS["softplus"]
    act = parse("log(1 + exp(x))")
    for mu, sigma in ((0, 1), (-10, 10), (10, 100)):
        assert act.mean(mu, sigma) == pytest.approx(exact.mean(mu, sigma), rel=1e-9)


@pytest.mark.parametrize("text", ["exp(x**2)", "exp(x**2/4)", "exp(20*x)", "sin(1e6*x)"])
def test_a_mean_that_does_not_exist_is_told(text):
    act = parse(text)
    for ask in (act.mean, act.variance, act.mean_square_slope):
        with pytest.raises(ValueError, match=r"do not exist, or cannot be found, for z from N"):
            ask(0, 1)
    with pytest.raises(ValueError, match="do not exist"):
        gain(act)


@every_function
def test_moments_around_zero_are_those_of_the_quadrature(text):
    act = parse(text)
    for sigma in (0.3, 1.0, 2.5):
        around = mean_field.moments(act, np.array([sigma**2]))
        mean, variance = act.mean(0, sigma), act.variance(0, sigma)
        assert around.mean[0] == pytest.approx(mean, rel=1e-9, abs=1e-12)
        assert around.variance[0] == pytest.approx(variance, rel=1e-9)
        slope = act.mean_square_slope(0, sigma)
        assert around.mean_square_slope[0] == pytest.approx(slope, rel=1e-9)


# --- Properties, depth --------------------------------------------------------------------------


@every_function
def test_whatever_takes_an_activation(text):
    act = parse(text)
    found = properties(act)
    assert found.minimum.value == pytest.approx(act.range()[0], rel=1e-9, abs=1e-12)
    assert np.isfinite(curve(act, -6, 6, 61).x).all() and not np.isnan(found.largest_slope)
    assert gain(act) == pytest.approx((act.variance(0, 1) + act.mean(0, 1) ** 2) ** -0.5)
    predicted = mean_field.predict(act, depth=50, weight_variance=1.5)
    assert not any(np.isnan(column).any() for column in predicted)  # a cube's gradient dies out
    mean_field.fixed_point(act, 1.5, 0.1, 1.0)
    (measured,) = measure([act], depth=10, width=16, seeds=2, weight_variances=[1.5])
    assert np.isfinite(measured.second_moment).all() and not np.isnan(measured.chi).all()


@pytest.mark.parametrize(
    "text, facts",
    [
        ("relu(x)**2", {"smooth": True, "can_die": True, "largest_slope": math.inf}),
        ("sin(30*x)", {"bounded": True, "monotonic": False, "largest_slope": 30.0}),
        ("tanh(x) + 0.1*x", {"monotonic": True, "zero_centred": True, "saturates_left": False}),
        ("exp(x)", {"bounded": False, "monotonic": True, "attained": (False, False)}),
        ("cos(x/10)", {"attained": (True, True)}),
        ("tan(x/10)", {"smooth": False, "largest_slope": math.inf}),
    ],
)
def test_properties(text, facts):
    found = properties(parse(text))
    for name, value in facts.items():
        assert getattr(found, name) == pytest.approx(value), name


@pytest.mark.parametrize(
    "text, exact",
    [
        ("sin(30*x)", lambda x: -900 * np.sin(30 * x)),
        ("tanh(1000*x)", lambda x: -2e6 * np.tanh(1000 * x) / np.cosh(1000 * x) ** 2),
        (
            "exp(-100*(x - 3)**2)",
            lambda x: (4e4 * (x - 3) ** 2 - 200) * np.exp(-100 * (x - 3) ** 2),
        ),
        ("x*exp(-abs(x))", lambda x: np.sign(x) * (np.abs(x) - 2) * np.exp(-np.abs(x))),
    ],
)
def test_second_derivative(text, exact):
    x = np.array([-0.4, -0.003, 0.001, 0.3, 2.9])
    with np.errstate(over="ignore"):
        bent = exact(x)
    np.testing.assert_allclose(second_derivative(parse(text), x), bent, rtol=1e-9, atol=1e-7)


def test_a_signal_that_squares_itself_stays_finite():
    for text in ("x**2", "exp(x)", "x**3"):
        act = parse(text)
        predicted = mean_field.predict(act, depth=60, weight_variance=2.0)
        assert not any(np.isnan(column).any() for column in predicted)
        assert np.isfinite(predicted.second_moment).all() and predicted.log10_gradient[0] == np.inf
        (measured,) = measure([act], depth=30, width=16, seeds=2, weight_variances=[2.0])
        assert np.isfinite(measured.log10_gradient).all()


def test_a_bump_beside_a_straight_line_is_seen():
    act = parse("x + exp(-100*(x - 3)**2)")
    around = mean_field.moments(act, np.ones(1))
    assert around.mean[0] == pytest.approx(act.mean(0, 1), rel=1e-9) and around.mean[0] > 1e-4


# --- Training -----------------------------------------------------------------------------------


def test_training_takes_it_also_in_another_process(main_module):
    act = parse("x*tanh(softplus(a*x))").configure(a=1.2)
    run = Run(act, 0.1, layers=2, width=16, epochs=3, seeds=2)
    curves = complete(run)
    assert np.isfinite(curves.loss).all() and curves.loss[-1].mean() < curves.loss[0].mean()
    with executor(processes=1) as pool:
        again = pool.submit(complete, run).result()
    np.testing.assert_array_equal(again.loss, curves.loss)


# --- What cannot be divided by, or was not found ------------------------------------------------


@pytest.mark.parametrize(
    "text, said",
    [
        ("1e-200*x", r"E\[f\(z\)²\] of .* must be between 1e-300 and 1e\+300. Got 0 instead"),
        ("x*1e-300", r"E\[f\(z\)²\] of .* must be between 1e-300 and 1e\+300. Got 0 instead"),
        ("x*1e300", "do not exist, or cannot be found"),
    ],
)
def test_without_a_mean_square_there_is_no_gain(text, said):
    act, start = parse(text), Start(PRESERVING, 0.0)
    for ask in (gain, lambda act: start.gradient(act, 30), lambda act: start.fate(act, 1.0)):
        with pytest.raises(gaussian.Undefined, match=said):
            ask(act)
    with pytest.raises(gaussian.Undefined, match="E.f.z.². of .* must be between"):
        figures(act)
    predicted = mean_field.predict(act, depth=5, weight_variance=1.0)  # with weights of one's own
    assert not any(np.isnan(column).any() for column in predicted)


@pytest.mark.parametrize("text", ["sqrt(abs(x))", "abs(x)**0.4"])
def test_without_a_mean_square_slope_no_weights_are_named_for_the_gradient(text):
    found = figures(parse(text))
    assert (found.gradient, found.apart, found.log10_gradient) == (None, None, None)
    assert found.chi == math.inf and found.fate[0] == "settles"
    assert mean_field.fixed_point(parse(text), 1.0, 0.0, 1.0).chi == math.inf
    rows = engineer.rows(parse(text))
    lost = [name for name, words in rows.items() if words == engineer.NOT_FOUND]
    assert len(lost) == 4 and lost[0] == "σ_w² that keeps the gradient"
    assert "one for the gradient does not exist" in engineer.sentence(parse(text))
    assert engineer.table((parse(text),))["χ"].to_pylist() == [None]


@pytest.mark.parametrize(
    "text, slope",
    [
        ("abs(x)**0.6", 0.36 * 2**-0.4 * math.gamma(0.1) / math.pi**0.5),
        ("tanh(1e6*x)", 4 / 3 * 1e6 / (2 * math.pi) ** 0.5),
    ],
)
def test_a_steep_function_has_weights_that_keep_the_gradient(text, slope):
    act = parse(text)
    assert act.mean_square_slope(0.0, 1.0) == pytest.approx(slope, rel=1e-6)
    assert 1 / figures(act).gradient == pytest.approx(slope, rel=1e-6)
    coarse = mean_field.moments(act, np.ones(1), mean_field.COARSE).mean_square_slope[0]
    assert coarse == pytest.approx(slope, rel=1e-5)


@pytest.mark.parametrize(
    "text, value, at",
    [
        ("sin(x)", -1, -math.pi / 2),
        ("sin(30*x)", -1, -math.pi / 60),
        ("x**2", 0, 0),
        ("cosh(x)", 1, 0),
        ("abs(sin(x))", 0, 0),
        ("cos(x - 1)", -1, 1 - math.pi),
        ("where(x > 0, x - 1, 5)", -1, 0),
    ],
)
def test_of_equal_minima_the_one_nearest_to_0_is_told(text, value, at):
    found = properties(parse(text)).minimum
    assert found.value == pytest.approx(value, abs=1e-15)
    assert found.where == pytest.approx((at, at), abs=1e-7 if at else 0)


def test_of_equal_flat_pieces_the_one_nearest_to_0_is_told():
    low, high = properties(parse("relu(sin(x))")).minimum.where
    assert (low, high) == pytest.approx((-math.pi, 0), abs=1e-12)


def test_of_many_kinks_a_card_has_eight():
    few, many = cards.facts(parse("abs(sin(x))")), cards.facts(parse("relu(sin(100*x))"))
    assert few["Kinks or jumps, x ="] == (
        "the eight nearest to 0 are −12.57, −9.425, −6.283, −3.142, 0, 3.142, 6.283, 9.425, "
        "and there are 31 more"
    )
    assert few["Found"].endswith("kinks on [−60, 60].")
    assert many["Found"].endswith("kinks on [−60, 60], of more than 2,000 those nearest to 0.")
