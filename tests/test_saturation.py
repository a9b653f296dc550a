"""Saturated inputs, the gradient along a chain, a neuron that stops learning."""

import math
from itertools import pairwise

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.saturation import (
    LOSSES,
    chain,
    counted_steps,
    flow_steps,
    largest_slope,
    learning_neuron,
    saturated_share,
    saturated_zones,
    settled_factor,
)
from tests.test_functions import quickness

CONFIGURED = {
    f"{activation.id}-{end}": activation.configure(
        **{name: getattr(parameter, end) for name, parameter in activation.parameters.items()}
    )
    for activation in ACTIVATIONS.values()
    for end in ("low", "default", "high")
    if activation.parameters or end == "default"
}
every_activation = pytest.mark.parametrize(
    "activation", list(CONFIGURED.values()), ids=list(CONFIGURED)
)
DENSE = np.union1d(np.linspace(-10.0, 10.0, 20_001), np.sinh(np.linspace(-7, 7, 10_001)))


@pytest.mark.parametrize(
    "name, parameters, expected",
    [
        ("sigmoid", {}, 0.25),
        ("tanh", {}, 1.0),
        ("relu", {}, 1.0),
        ("identity", {}, 1.0),
        ("hardsigmoid", {}, 1 / 6),
        ("hardswish", {}, 1.5),
        ("softplus", {"beta": 0.1}, 1.0),
        ("elu", {"alpha": 2.0}, 2.0),
        ("elu", {"alpha": 0.5}, 1.0),
        ("selu", {}, 1.0507009873554805 * 1.6732632423543772),
        ("gelu", {}, 1.1289041451851548),
        ("silu", {}, 1.0998393201),
        ("mish", {}, 1.0884981612),
    ],
)
def test_largest_slope(name, parameters, expected):
    activation = ACTIVATIONS[name].configure(**parameters)
    assert largest_slope(activation) == pytest.approx(expected, rel=1e-10)


@every_activation
def test_no_slope_exceeds_the_largest(activation):
    slopes = np.abs(activation.derivative(DENSE))
    assert slopes.max() <= largest_slope(activation) * (1 + 1e-14)
    if largest_slope(activation) < np.inf:
        assert slopes.max() >= largest_slope(activation) * (1 - 1e-3)
    else:
        assert slopes.max() > 100 and np.argmax(slopes) in (0, DENSE.size - 1)


@pytest.mark.parametrize(
    "name, threshold, expected",
    [
        ("sigmoid", 1e-3, [(-10, -6.9057522723), (6.9057522723, 10)]),
        ("sigmoid", 0.3, [(-10, 10)]),
        ("relu", 0.01, [(-10, 0)]),
        ("relu6", 0.01, [(-10, 0), (6, 10)]),
        ("hardtanh", 0.01, [(-10, -1), (1, 10)]),
        ("elu", 0.01, [(-10, math.log(0.01))]),
        ("identity", 0.5, []),
        # Around hardswish's minimum the slope is (2 x + 3) / 6.
        ("hardswish", 1e-6, [(-10, -3), (-1.500003, -1.499997)]),
        ("tanhshrink", 1e-10, [(-math.atanh(1e-5), math.atanh(1e-5))]),
    ],
)
def test_saturated_zones(name, threshold, expected):
    zones = saturated_zones(ACTIVATIONS[name], -10, 10, threshold)
    assert len(zones) == len(expected)
    for zone, known in zip(zones, expected, strict=True):
        assert zone == pytest.approx(known, abs=1e-10)


def test_a_zone_ends_on_its_kink_exactly():
    assert saturated_zones(ACTIVATIONS["relu"], -5.0, 5.0, 0.1) == ((-5.0, 0.0),)
    assert saturated_zones(ACTIVATIONS["relu"], 0.0, 5.0, 0.1) == ()


@pytest.mark.parametrize("threshold", [1e-2, 1e-5, 1e-8])
@pytest.mark.parametrize(
    "name, minimum",
    [
        ("gelu", -0.7517915247),
        ("gelu_tanh", -0.75246142),
        ("silu", -1.2784645428),
        ("mish", -1.1924312145),
        ("hardswish", -1.5),
    ],
)
def test_the_thin_zone_at_a_minimum_is_found(name, minimum, threshold):
    _, (start, end) = saturated_zones(ACTIVATIONS[name], -300.0, 301.0, threshold)
    assert start < minimum + 1e-8 and end > minimum - 1e-8
    assert end - start < 10 * threshold


def test_a_thin_gap_between_zones_is_found():
    steepest_descent = -math.sqrt(2)  # where GELU' is -0.12890414518
    first, second, *_ = saturated_zones(ACTIVATIONS["gelu"], -10.0, 10.0, 0.1289041)
    assert first[1] < steepest_descent < second[0]
    assert second[0] - first[1] < 2e-3


@pytest.mark.parametrize("threshold", [1e-6, 1e-3, 0.05, 0.5])
@every_activation
def test_zones_agree_with_the_slope_and_the_share(activation, threshold):
    low, high = -8.1, 9.3
    zones = saturated_zones(activation, low, high, threshold)
    for start, end in zones:
        assert low <= start < end <= high
        assert abs(activation.derivative(0.5 * (start + end))) < threshold
    assert all(end < start for (_, end), (start, _) in pairwise(zones))
    x = np.linspace(low, high, 4001)
    length = sum(end - start for start, end in zones)
    share = saturated_share(activation, x, threshold)
    assert share == pytest.approx(length / (high - low), abs=1e-3)


def test_edges_have_the_slope_of_the_threshold():
    for name in ("sigmoid", "tanh", "gelu", "silu", "mish", "softsign", "squareplus"):
        for start, end in saturated_zones(ACTIVATIONS[name], -40.0, 40.0, 0.02):
            inner = np.array([edge for edge in (start, end) if abs(edge) != 40.0])
            slopes = np.abs(ACTIVATIONS[name].derivative(inner))
            assert slopes == pytest.approx(np.full(inner.size, 0.02), abs=1e-12)


def test_share_ignores_what_is_not_finite():
    x = np.array([[-20.0, 0.0], [np.nan, np.inf]])
    assert saturated_share(ACTIVATIONS["sigmoid"], x, 0.01) == 0.5


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda a: saturated_share(a, [], 0.1), "at least one finite input"),
        (lambda a: saturated_share(a, [np.nan], 0.1), "at least one finite input"),
        (lambda a: saturated_share(a, [1.0], 0.0), "'threshold' .* must be above 0. Got 0.0"),
        (lambda a: saturated_zones(a, -1, 1, math.nan), "'threshold' .* Got nan"),
        (lambda a: saturated_zones(a, 1, -1, 0.1), r"low < high. Got \[1, -1\]"),
        (lambda a: saturated_zones(a, -math.inf, 1, 0.1), "must be finite"),
        (lambda a: chain(a, 0.0, 1.0, 0.0, 0), r"'depth' .* \[1, 100\]. Got 0"),
        (lambda a: chain(a, 0.0, 1.0, 0.0, 101), "Got 101"),
        (lambda a: chain(a, math.nan, 1.0, 0.0, 3), "'x' must be a finite number. Got nan"),
        (lambda a: chain(a, 0.0, math.inf, 0.0, 3), "'weight' must be"),
        (lambda a: learning_neuron(0.0, 1.0, 5, "hinge"), "squared error, cross-entropy.*'hinge'"),
        (lambda a: learning_neuron(math.inf, 1.0, 5, LOSSES[0]), "'start' must be"),
        (lambda a: learning_neuron(0.0, math.nan, 5, LOSSES[0]), "'learning_rate' must be"),
        (lambda a: learning_neuron(0.0, 0.0, 5, LOSSES[0]), "learning rate above 0"),
        (lambda a: learning_neuron(0.0, 1.0, 0, LOSSES[0]), "at least one step"),
        (lambda a: flow_steps(0.0, 1.0, "hinge", 0.9), "squared error, cross-entropy.*'hinge'"),
        (lambda a: flow_steps(math.nan, 1.0, LOSSES[0], 0.9), "'start' must be"),
        (lambda a: flow_steps(0.0, -1.0, LOSSES[0], 0.9), "learning rate above 0"),
        (lambda a: flow_steps(0.0, 1.0, LOSSES[0], 1.0), "'output' must lie .* Got 1.0"),
        (lambda a: counted_steps(0.0, 0.0, LOSSES[0], 0.9, 9), "learning rate above 0"),
        (lambda a: counted_steps(0.0, 1.0, LOSSES[0], 0.0, 9), "'output' must lie .* Got 0.0"),
    ],
)
def test_what_makes_no_sense_is_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(ACTIVATIONS["sigmoid"])


@every_activation
@pytest.mark.parametrize("x, weight, bias", [(0.5, 1.0, 0.0), (-1.5, -2.0, 0.3), (1e300, 1e9, 0)])
def test_a_chain_stays_below_its_bound(activation, x, weight, bias):
    links = chain(activation, x, weight, bias, 100)
    assert not any(np.isnan(part).any() for part in links)
    assert np.all(links.log10_gradient <= links.log10_bound + 1e-9)
    assert links.z[0] == weight * x + bias
    np.testing.assert_array_equal(links.a, activation(links.z))


@every_activation
def test_the_gradient_of_a_chain_is_its_derivative(activation):
    x, step = 0.3, 1e-6 / quickness(activation) ** 2
    here, before, after = (chain(activation, x + d, 1.3, 0.2, 4) for d in (0.0, -step, step))
    slope = np.abs(after.a - before.a) / (2 * step)
    np.testing.assert_allclose(here.gradient, slope, rtol=1e-5, atol=1e-9)


def test_the_sigmoid_chain_bounds_and_underflow():
    best = chain(ACTIVATIONS["sigmoid"], 0.0, 1.0, -0.5, 100)
    np.testing.assert_allclose(best.bound[:3], [0.25, 0.0625, 0.015625], rtol=1e-12)
    assert best.gradient[0] == pytest.approx(0.25 * math.cosh(0.25) ** -2, rel=1e-12)
    deep = chain(ACTIVATIONS["sigmoid"], -700.0, 1e-3, -700.0, 100)
    assert deep.gradient[-1] == 0.0 and -40_000 < deep.log10_gradient[-1] < -30_000
    steep = chain(ACTIVATIONS["identity"], 1.0, 1e6, 0.0, 100)
    assert steep.gradient[-1] == math.inf and steep.log10_gradient[-1] == pytest.approx(600)
    dead = chain(ACTIVATIONS["relu"], -1.0, 1.0, 0.0, 3)
    assert dead.gradient.tolist() == [0, 0, 0] and dead.log10_gradient[0] == -math.inf


@pytest.mark.parametrize(
    "start, loss, gradient, tolerance",
    [
        (-10.0, "cross-entropy", -0.999955, 5e-7),
        (-10.0, "squared error", -4.54e-5, 5e-8),
        (0.0, "squared error", -0.125, 1e-15),
        (0.0, "cross-entropy", -0.5, 1e-15),
        (40.0, "cross-entropy", -math.exp(-40), 1e-30),
    ],
)
def test_the_first_gradient_of_a_neuron(start, loss, gradient, tolerance):
    history = learning_neuron(start, 1.0, 3, loss)
    assert history.gradient[0] == pytest.approx(gradient, abs=tolerance)
    assert history.output[1] == ACTIVATIONS["sigmoid"](start - history.gradient[0])
    assert all(part.shape == (4,) for part in history)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("start", [-1000.0, -746.0, -37.0, 0.0, 37.0, 1000.0])
@pytest.mark.parametrize("rate", [1e-3, 1.0, 1e300])
def test_a_neuron_never_overflows(start, rate, loss):
    history = learning_neuron(start, rate, 1000, loss)
    assert np.isfinite(history.output).all() and np.isfinite(history.loss).all()
    assert np.all(np.diff(history.loss) <= 0) and np.all(history.gradient <= 0)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_is_the_derivative_of_the_loss(loss):
    for z in (-3.0, -0.5, 0.0, 2.0):
        low, here, high = (learning_neuron(z + d, 1.0, 1, loss) for d in (-1e-6, 0.0, 1e-6))
        slope = (high.loss[0] - low.loss[0]) / 2e-6
        assert here.gradient[0] == pytest.approx(slope, rel=1e-7)


def test_squared_error_is_stuck_where_cross_entropy_learns():
    stuck, learning = (learning_neuron(-10.0, 1.0, 1000, loss) for loss in LOSSES)
    assert stuck.output[-1] < 5e-5 and learning.output[0] < 5e-5
    assert counted_steps(-10.0, 1.0, LOSSES[0], 1e-4, 1000) is None
    assert 20 < counted_steps(-10.0, 1.0, LOSSES[1], math.exp(-0.1), 1000) < 25
    assert not learning_neuron(-1000.0, 1.0, 10, "squared error").gradient.any()


def test_no_weight_brings_a_late_unit_above_the_settled_factor():
    best = settled_factor()
    assert best * math.exp(best) == pytest.approx(math.exp(-1), rel=1e-14)
    weights = [*np.geomspace(0.1, 20, 60), (1 + best) ** 2]
    late = []
    for weight in weights:
        log10 = chain(ACTIVATIONS["sigmoid"], 0.0, weight, 0.0, 100).log10_gradient
        late.append(10 ** (log10[-1] - log10[-2]))
    assert max(late) <= best * (1 + 1e-12)
    assert max(late) == pytest.approx(best, rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("start", [-8.0, -6.0, -2.0, 0.0, 2.0])
def test_the_flow_tells_how_many_steps_a_neuron_takes(start, loss):
    rate = 0.05
    steps = counted_steps(start, rate, loss, 0.9, 100_000)
    assert flow_steps(start, rate, loss, 0.9) == pytest.approx(steps, rel=5e-3, abs=2)


def test_the_flow_at_the_ends():
    assert flow_steps(3.0, 1.0, LOSSES[0], 0.9) == flow_steps(900.0, 1.0, LOSSES[1], 0.9) == 0
    assert flow_steps(-701.0, 1.0, LOSSES[0], 0.9) == math.inf
    assert flow_steps(-20.0, 1.0, LOSSES[0], 0.9) == pytest.approx(math.exp(20), rel=1e-6)


def test_the_first_unit_that_is_there():
    row = chain(ACTIVATIONS["sigmoid"], 0.0, 1.0, 0.0, 20)
    unit = row.unit_below(-6)
    assert row.gradient[unit - 1] < 1e-6 <= row.gradient[unit - 2]
    assert row.unit_below(0) == 1 and row.unit_below(-100) is None


@pytest.mark.parametrize("loss", LOSSES)
def test_the_first_step_that_is_there(loss):
    history = learning_neuron(-2.0, 1.0, 100, loss)
    step = counted_steps(-2.0, 1.0, loss, 0.9, 100)
    assert history.output[step - 1] < 0.9 <= history.output[step]
    assert counted_steps(-2.0, 1.0, loss, 0.9, step) == step
    assert counted_steps(-2.0, 1.0, loss, 0.9, step - 1) is None
    assert counted_steps(-2.0, 1.0, loss, 0.1, 0) == 0


def test_the_steps_of_a_neuron_that_is_badly_wrong():
    assert counted_steps(-8.0, 1.0, LOSSES[0], 0.9, 10_000) == 3081
