"""Computed properties against what is known, and the second derivative against 40 digits."""

from math import inf, nan

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.gaussian import cdf
from activations.properties import (
    RULES,
    curve,
    dead_zones,
    minimum,
    output_shares,
    properties,
    saturated_probability,
    second_derivative,
    widest_gap,
)
from tests.needs import needed
from tests.test_functions import quickness, settings

every_setting = pytest.mark.parametrize("act", list(settings()))
DENSE = np.union1d(np.linspace(-30, 30, 60_001), np.sinh(np.linspace(-5, 5, 20_001)))


def have(property_: str) -> set[str]:
    return {act.id for act in ACTIVATIONS.values() if getattr(properties(act), property_)}


def test_who_has_which_property():
    squashing = {"sigmoid", "tanh", "hardsigmoid", "hardtanh", "softsign"}
    squashing |= {"lecun_tanh", "arctan", "isru"}
    assert have("bounded") == squashing | {"relu6", "sine", "gaussian"}
    dipping = {"gelu", "gelu_tanh", "silu", "swish", "mish", "hardswish", "telu", "xielu"}
    assert set(ACTIVATIONS) - have("monotonic") == dipping | {"sine", "gaussian"}
    odd = squashing - {"sigmoid", "hardsigmoid"} | {"identity", "sine"}
    odd |= {"softshrink", "hardshrink", "tanhshrink"}
    assert have("zero_centred") == odd | {"selu", "centred_relu"}
    clipped = {"hardsigmoid", "hardtanh", "relu6"}
    rectified = {"relu", "shifted_relu", "centred_relu", "hardswish", "squared_relu"}
    assert have("can_die") == clipped | rectified | {"softshrink", "hardshrink"}
    straight = {"identity", "leaky_relu", "prelu", "rrelu"}
    shrinking = {"softshrink", "hardshrink", "tanhshrink"}
    waving = {"sine", "snake"}
    never_left = straight | shrinking | waving | {"logsigmoid", "xielu"}
    assert have("saturates_left") == set(ACTIVATIONS) - never_left
    assert have("saturates_right") == squashing | {"relu6", "logsigmoid", "gaussian"}
    assert set(ACTIVATIONS) - have("smooth") == {a.id for a in ACTIVATIONS.values() if a.kinks()}


@every_setting
def test_properties_hold_on_a_dense_grid(act):
    found, (value, slope) = properties(act), act.evaluate(DENSE)
    assert found.monotonic == bool((np.diff(value) >= -1e-12 * np.abs(value[1:])).all())
    assert found.bounded == bool(np.ptp(act([-1e6, 1e6])) < 100 and np.ptp(value) < 20)
    assert value.min() >= found.minimum.value - 1e-15
    assert found.minimum.value == pytest.approx(act.range()[0], abs=1e-12)
    for start, end in found.dead:
        assert not slope[(DENSE > start) & (DENSE < end)].any()
    alive = np.all([(DENSE < start) | (DENSE > end) for start, end in found.dead] or [True], axis=0)
    exactly_zero = np.broadcast_to(alive, DENSE.shape) & (slope == 0) & (np.abs(DENSE) <= 20)
    assert not (exactly_zero[1:] & exactly_zero[:-1]).any()
    assert set(RULES) < set(found._fields)


@pytest.mark.parametrize(
    "name, parameters, value, where",
    [
        ("gelu", {}, -0.1699712075, -0.7517915247),
        ("gelu_tanh", {}, -0.1700407506, -0.75246142),
        ("silu", {}, -0.2784645428, -1.2784645428),
        ("swish", {"beta": 2.0}, -0.1392322714, -0.6392322714),
        ("mish", {}, -0.3088434130, -1.1924312145),
        ("hardswish", {}, -0.375, -1.5),
        ("prelu", {"negative_slope": -0.5}, 0.0, 0.0),
        ("telu", {}, -0.3532857778, -1.0788600585),
        ("xielu", {}, -0.5 - 0.3 * np.log(0.375), np.log(0.375)),
        ("sine", {"w": 30.0}, -1.0, -np.pi / 60),
    ],
)
def test_minimum_at_a_point(name, parameters, value, where):
    found = minimum(ACTIVATIONS[name].configure(**parameters))
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.where == pytest.approx((where, where), abs=1e-8)


def test_which_ends_of_the_range_are_attained():
    both = {"hardsigmoid", "hardtanh", "relu6"}
    least = both | {"relu", "shifted_relu", "centred_relu", "gelu", "gelu_tanh", "silu", "swish"}
    least |= {"mish", "hardswish", "squared_relu", "telu", "xielu", "sine"}
    found = {act.id: properties(act).attained for act in ACTIVATIONS.values()}
    assert {name for name, ends in found.items() if ends[0]} == least
    assert {name for name, ends in found.items() if ends[1]} == both | {"sine", "gaussian"}


def test_minimum_on_a_flat_piece_or_nowhere():
    assert minimum(ACTIVATIONS["relu"]) == (0, (-inf, 0))
    assert minimum(ACTIVATIONS["squared_relu"]) == (0, (-inf, 0))
    assert minimum(ACTIVATIONS["gaussian"]) == (0, None)
    assert minimum(ACTIVATIONS["shifted_relu"]) == (-1, (-inf, -1))
    assert minimum(ACTIVATIONS["elu"]) == (-1, None)
    assert minimum(ACTIVATIONS["identity"]) == (-inf, None)
    assert dead_zones(ACTIVATIONS["relu6"]) == ((-inf, 0), (6, inf))


# --- The second derivative ----------------------------------------------------------------------


@every_setting
def test_second_derivative_is_the_slope_of_the_slope(act):
    x = np.linspace(-8.0313, 8.0297, 1501)
    breaks = np.array(act.kinks() + act.bends() or [inf])
    x = x[np.all(np.abs(x[:, None] - breaks) > 1e-3, axis=1)]
    step = 1e-5
    slope = (act.derivative(x + step) - act.derivative(x - step)) / (2 * step)
    np.testing.assert_allclose(second_derivative(act, x), slope, rtol=1e-6, atol=3e-8)


@every_setting
def test_declared_bends_are_where_the_second_derivative_jumps(act):
    bends, near = np.array(act.bends()), 1e-9
    sides = second_derivative(act, bends + near) - second_derivative(act, bends - near)
    assert (np.abs(sides) > 1e-3).all()
    assert np.isnan(second_derivative(act, np.array(act.kinks() + act.bends()))).all()
    grid = np.linspace(
        -8, 8, 3201
    )  # declared or not, a jump shows in the slope's second difference
    grid = grid[np.all(np.abs(grid[:, None] - np.array(act.kinks() or [inf])) > 2e-4, axis=1)]
    for point in (grid, grid + 0.0023):
        left, middle, right = (act.derivative(point + shift) for shift in (-1e-4, 0, 1e-4))
        turns = np.abs(right - 2 * middle + left) / 1e-4
        jumps = point[turns > 0.1 * quickness(act) ** 3]
        assert all(np.min(np.abs(jump - bends), initial=inf) < 1e-3 for jump in jumps)


def mpmath_functions():
    mp = needed("mpmath", "tests/requirements-frameworks.txt")  # it comes with PyTorch
    mp.mp.dps = 40
    return mp, {
        "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
        "tanh": mp.tanh,
        "softplus": lambda x: mp.log(1 + mp.exp(x)),
        "gelu": lambda x: x * mp.ncdf(x),
        "silu": lambda x: x / (1 + mp.exp(-x)),
        "mish": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))),
        "squareplus": lambda x: (x + mp.sqrt(x * x + 4)) / 2,
        "softsign": lambda x: x / (1 + abs(x)),
        "elu": lambda x: x if x > 0 else mp.expm1(x),
        "tanhshrink": lambda x: x - mp.tanh(x),
        "hardswish": lambda x: x * min(max(x + 3, 0), 6) / 6,
        "squared_relu": lambda x: max(x, 0) ** 2,
        "telu": lambda x: x * mp.tanh(mp.exp(x)),
        "isru": lambda x: x / mp.sqrt(1 + x * x),
        "snake": lambda x: x + mp.sin(x) ** 2,
        "gaussian": lambda x: mp.exp(-x * x / 2),
    }


@pytest.mark.slow
def test_second_derivative_has_ten_digits():
    mp, functions = mpmath_functions()
    for name, function in functions.items():
        for x in (-7.3, -3.01, -1.0, -0.4, -0.01, -1e-9, 1e-9, 0.02, 0.75, 2.99, 5.5):
            side = 1 if x > 0 else -1  # a step away from the bend at zero
            exact = mp.diff(function, mp.mpf(x), 2, direction=side, h=mp.mpf(10) ** -13)
            measured = float(second_derivative(ACTIVATIONS[name], x))
            assert measured == pytest.approx(float(exact), rel=1e-9, abs=1e-10), (name, x)


def test_second_derivative_far_out_and_of_nothing():
    for act in ACTIVATIONS.values():
        far = {"squared_relu": 2.0, "xielu": 1.6}.get(act.id, 0.0)
        if act.period() == inf:
            assert np.abs(second_derivative(act, [-inf, -1e300])).max() < 1e-12
            assert second_derivative(act, [1e300, inf]) == pytest.approx(
                [far] * 2, rel=1e-7, abs=1e-12
            )
        assert np.isnan(second_derivative(act, nan))
        assert second_derivative(act, np.zeros((2, 3))).shape == (2, 3)
    assert second_derivative(ACTIVATIONS["relu"], 0.0).shape == ()


@every_setting
def test_a_curve_breaks_only_where_it_jumps(act):
    x, value, derivative, second = curve(act, -5.0, 5.0, 161)
    inside = [kink for kink in act.kinks() if -5 <= kink <= 5]
    assert list(x[np.isnan(derivative)]) == inside
    assert list(x[np.isnan(second)]) == sorted([*inside, *act.bends()])
    assert list(x[np.isnan(value)]) == (inside if act.id == "hardshrink" else [])
    assert (np.diff(x) > 0).all() and x[0] == -5 and x[-1] == 5


# --- Under a normal input -----------------------------------------------------------------------


@pytest.mark.parametrize("mu, sigma, threshold", [(0, 1, 0.05), (-2, 3, 0.2), (3, 0.1, 0.001)])
@every_setting
def test_saturated_probability_agrees_with_sampling(act, mu, sigma, threshold):
    z = np.random.default_rng(1).normal(mu, sigma, 200_000)
    sampled = float(np.mean(np.abs(act.derivative(z)) < threshold))
    assert saturated_probability(act, mu, sigma, threshold) == pytest.approx(sampled, abs=5e-3)


def test_saturated_probability_of_known_zones():
    relu, identity = ACTIVATIONS["relu"], ACTIVATIONS["identity"]
    assert saturated_probability(relu, 0.0, 1.0, 0.5) == 0.5
    assert saturated_probability(identity, 0.0, 1.0, 0.5) == 0
    with pytest.raises(ValueError, match="must fit within ±60"):
        saturated_probability(relu, 50.0, 3.0, 0.5)


@every_setting
def test_output_shares_are_probabilities(act):
    edges = np.linspace(-3, 4, 57)
    shares = output_shares(act, 0.3, 1.2, -3.0, 4.0, 56)
    assert shares.shape == (56,) and 0 <= shares.sum() <= 1
    sample = act(np.random.default_rng(2).normal(0.3, 1.2, 200_000))
    counted = np.histogram(sample, edges)[0] / sample.size
    np.testing.assert_allclose(shares, counted, atol=5e-3)


def test_output_shares_of_the_identity_are_normal_probabilities():
    edges = np.linspace(-4, 4, 33)
    shares = output_shares(ACTIVATIONS["identity"], 0.0, 1.0, -4.0, 4.0, 32)
    np.testing.assert_allclose(shares, np.diff(cdf(edges)), atol=1 / 2000)


@pytest.mark.parametrize(
    "one, other, x, value",
    [
        ("relu", "elu", -5.0, np.expm1(-5.0)),
        ("relu", "gelu", -0.7517915247, -0.1699712075),
        ("relu", "softplus", 0.0, np.log(2)),
        ("softplus", "relu", 0.0, -np.log(2)),
        ("identity", "hardshrink", -0.5, 0.5),
    ],
)
def test_where_two_activations_differ_most(one, other, x, value):
    found = widest_gap(ACTIVATIONS[one], ACTIVATIONS[other], -5.0, 5.0)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert abs(found.x) == pytest.approx(abs(x), abs=1e-4)


@every_setting
def test_no_point_of_a_dense_grid_is_farther_than_the_widest_gap(act):
    inside, relu = DENSE[np.abs(DENSE) <= 5], ACTIVATIONS["relu"]
    found = widest_gap(relu, act, -5.0, 5.0)
    assert np.abs(act(inside) - relu(inside)).max() <= abs(found.value) * (1 + 1e-9) + 1e-9
