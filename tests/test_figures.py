"""What an engineer must know of an activation, against 50 digits, PyTorch, JAX and Keras."""

from math import inf, isfinite, pi, sqrt

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.activation import Activation, Parameter, lowered
from activations.figures import (
    COSTS,
    DEEP,
    LAYERS,
    PYTORCH_GAINS,
    carried,
    cost,
    costs_setup,
    figures,
    initialisers,
    pytorch_gain,
)
from activations.initialisation import PRESERVING, Start
from activations.mean_field import predict
from tests import test_recipes
from tests.test_functions import settings

use, no_keras_afterwards = test_recipes.use, test_recipes.no_keras_afterwards
RELU, SELU, TANH, GELU = (ACTIVATIONS[name] for name in ("relu", "selu", "tanh", "gelu"))
LEAKY, SIGMOID = ACTIVATIONS["leaky_relu"], ACTIVATIONS["sigmoid"]
every_setting = pytest.mark.parametrize("act", list(settings()))


def typed(text: str, evaluate, kinks=(), **parameters: float) -> Activation:
    """A function that is in no registry, as a visitor's own."""
    return Activation(
        id=text,
        values=tuple(parameters.values()),
        label="Yours",
        formula=text,
        paper="",
        used="",
        differs="",
        spellings=dict.fromkeys(("torch", "jax", "keras"), ""),
        parameters={name: Parameter(1.0, -5.0, 5.0, name) for name in parameters},
        _evaluate=evaluate,
        _range=lambda **_: (-inf, inf),
        _kinks=lambda **_: kinks,
        _bends=lambda **_: (),
    )


def powers(factor: float, n: int) -> Activation:
    return typed(f"{factor}*x**{n}", lambda x: (factor * x**n, factor * n * x ** (n - 1)))


BUMP = typed("exp(-x**2)", lambda x: (np.exp(-x * x), -2 * x * np.exp(-x * x)))
GROWING = typed("exp(x)", lambda x: (np.exp(x), np.exp(x)))
SIGN = typed("sign(x)", lambda x: (np.sign(x), np.zeros_like(x)), (0.0,))
ONE = typed("1", lambda x: (np.ones_like(x), np.zeros_like(x)))
SLOPED = typed("a*x", lambda x, a: (a * x, a + 0.0 * x), a=3.0)
OWN = [BUMP, GROWING, SIGN, ONE, SLOPED, powers(1.0, 3), powers(0.1, 3), powers(1.0, 64)]


# --- The figures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, square, gain, gradient, drift",  # computed at 50 digits
    [
        ("sigmoid", 0.293379035858093, 1.846228545338605, 22.30338605302527, 0.106341074741),
        ("tanh", 0.3942944903978412, 1.592537419722831, 2.15330264890279, 0.461070830478),
        ("softsign", 0.1830140212665475, 2.33753336310854, 4.392296360822795, 0.476711560442),
        ("softplus", 0.9212459088593003, 1.041866835535302, 3.408559841623103, 0.492053172905),
        ("relu", 0.5, sqrt(2), 2, 1),
        ("elu", 0.6449454174929239, 1.245198300700707, 1.496777435435287, 0.890967971856),
        ("gelu", 0.4252214825702987, 1.533530441195535, 2.193699903532395, 1.14406319687),
        ("silu", 0.3557755198173522, 1.676532470331091, 2.635168659878962, 1.1725940541),
        ("mish", 0.4523421923758828, 1.486847581273208, 2.087317681972859, 1.07633881636),
    ],
)
def test_the_figures_match_fifty_digits(name, square, gain, gradient, drift):
    found = figures(ACTIVATIONS[name])
    assert found.mean_square == pytest.approx(square, rel=1e-11)
    assert (found.gain, found.signal) == pytest.approx((gain, 1 / square), rel=1e-11)
    assert found.gradient == pytest.approx(gradient, rel=1e-11)
    assert found.chi == pytest.approx(1 / square / gradient, rel=1e-11)
    assert found.apart == pytest.approx(max(found.chi, 1 / found.chi), rel=1e-15)
    assert found.drift == pytest.approx(drift, abs=1e-7)


def test_the_usual_gains():
    gains = [round(figures(ACTIVATIONS[n]).gain, 4) for n in ("relu", "gelu", "silu", "tanh")]
    assert gains == [1.4142, 1.5335, 1.6765, 1.5925]


@every_setting
def test_every_figure_is_finite_or_said_to_be_missing(act):
    found = figures(act)  # pytest turns any warning into an error
    numbers = [value for value in found if isinstance(value, float)]
    assert all(map(isfinite, numbers)) and found.gradient and found.apart >= 1
    assert found.variance + found.mean**2 == pytest.approx(found.mean_square, rel=1e-9)
    assert found.gain**2 == pytest.approx(found.signal, rel=1e-14)
    assert 0 <= found.flat <= 1 and found.balance in ("returns", "keeps", "leaves")
    predictable = found.signal <= 100  # the most that a network may have
    assert (found.log10_gradient is not None) == (found.fate is not None) == predictable


@every_setting
def test_the_gradient_is_that_of_the_page_on_depth(act):
    found, start = figures(act), Start(PRESERVING, 0.0)
    if found.fate is None:
        return
    assert found.log10_gradient == pytest.approx(start.gradient(act, LAYERS)[0], abs=1e-11)
    assert found.fate == start.fate(act, found.signal)


@pytest.mark.parametrize("name", ["tanh", "softplus", "elu", "gelu", "tanhshrink", "relu"])
def test_a_deviation_drifts_as_predicted(name):
    act, found = ACTIVATIONS[name], figures(ACTIVATIONS[name])
    weights = {"weight_variance": found.signal, "input_variance": (1 + 1e-5) / found.signal}
    error = np.log(predict(act, depth=5, **weights).second_moment)
    np.testing.assert_allclose(error[1:] / error[:-1], found.drift, rtol=1e-3)


@pytest.mark.parametrize(
    "name, balance, fate",
    [
        ("relu", "keeps", "keeps"),
        ("tanh", "returns", "settles"),
        ("relu6", "returns", "settles"),
        ("gelu", "leaves", "grows"),
        ("centred_relu", "leaves", "grows"),  # its drift is 1, so the second order decides
    ],
)
def test_whether_the_signal_stays(name, balance, fate):
    found = figures(ACTIVATIONS[name])
    assert (found.balance, found.fate[0]) == (balance, fate)


@pytest.mark.parametrize(
    "name, share",
    [
        ("relu", 0.5),
        ("hardtanh", 0.31731050786291415),
        ("hardsigmoid", 0.0026997960632601866),
        ("shifted_relu", 0.15865525393145707),
        ("sigmoid", 0),
    ],
)
def test_the_share_of_inputs_without_a_slope(name, share):
    assert figures(ACTIVATIONS[name]).flat == pytest.approx(share, rel=1e-12)


# --- A visitor's own function -------------------------------------------------------------------


def test_a_function_of_ones_own_has_figures():
    found = figures(BUMP)
    assert found.mean_square == pytest.approx(1 / sqrt(5), rel=1e-12)
    assert found.gradient == pytest.approx(5**1.5 / 4, rel=1e-12)
    assert (found.drift, found.balance) == (pytest.approx(-0.4, abs=1e-8), "returns")
    assert figures(SLOPED).gain == pytest.approx(1 / 3) and figures(powers(1.0, 3)).signal == (
        pytest.approx(1 / 15, rel=1e-12)
    )
    assert figures(GROWING).chi == pytest.approx(1) and figures(GROWING).balance == "leaves"
    copy = lowered(SIGMOID, 0.5)
    assert figures(copy).mean_square == pytest.approx(figures(SIGMOID).variance, rel=1e-9)


@pytest.mark.parametrize("act", OWN, ids=lambda act: act.id)
def test_what_does_not_exist_is_missing_and_never_nan(act):
    found = figures(act)
    assert found.cost is None
    assert not any(np.isnan(value) for value in found if isinstance(value, float))
    assert (found.gradient is None) == (found.apart is None) == (found.chi == 0)


def test_without_a_slope_no_weights_keep_the_gradient():
    found = figures(SIGN)
    assert (found.gradient, found.apart, found.chi, found.flat) == (None, None, 0.0, 1.0)
    assert found.log10_gradient == -inf and found.fate == ("settles", 1.0)


def test_what_outgrows_every_float_has_no_gradient_to_predict():
    found = figures(powers(0.1, 3))
    assert found.fate == ("grows", inf) and found.log10_gradient is None
    assert figures(powers(1.0, 64)).fate is None


@pytest.mark.parametrize(
    "act, got",
    [
        (typed("0*x", lambda x: (0 * x, 0 * x)), "0"),
        (typed("log(x)", lambda x: (np.log(x), 1 / x)), "nan"),
        (typed("1e200*x", lambda x: (1e200 * x, 1e200 + 0 * x)), "inf"),
    ],
    ids=lambda each: getattr(each, "id", each),
)
def test_without_a_mean_square_there_are_no_figures(act, got):
    said = rf"E\[f\(z\)²\] of Yours for z ~ .*Got (1e\+300|{got}) instead"
    with pytest.raises(ValueError, match=said):
        figures(act)
    with pytest.raises(ValueError, match="must be between 1e-300 and 1e\\+300"):
        initialisers(act)


# --- PyTorch's gains ----------------------------------------------------------------------------


def test_the_gains_are_those_of_pytorch(use):
    calculate = use("PyTorch").nn.init.calculate_gain
    for name in PYTORCH_GAINS:
        assert pytorch_gain(ACTIVATIONS[name]) == calculate(name.replace("identity", "linear"))
    for slope in (0.0, 0.01, 0.2, 1.0):
        act = LEAKY.configure(negative_slope=slope)
        assert pytorch_gain(act) == pytest.approx(calculate("leaky_relu", slope), rel=1e-15)
    without = [name for name, act in ACTIVATIONS.items() if pytorch_gain(act) is None]
    assert "gelu" in without
    for name in without:
        with pytest.raises(ValueError, match="Unsupported nonlinearity"):
            calculate(name)


def test_what_the_gains_do_to_fifty_layers():
    theirs, own = carried(SELU, 3 / 4), carried(SELU, figures(SELU).gain)
    assert len(theirs.deviation) == DEEP
    assert theirs.deviation[[0, 20, 49]] == pytest.approx([0.797, 0.238, 0.203], abs=5e-4)
    np.testing.assert_allclose([own.deviation, own.second_moment], 1, rtol=1e-9)
    assert np.all(np.diff(theirs.second_moment) < 0)
    he = carried(RELU, sqrt(2.0), 7)
    np.testing.assert_allclose(he.second_moment, 2)
    np.testing.assert_allclose(he.deviation, sqrt(1 - 1 / pi))
    np.testing.assert_allclose(he.log10_gradient, 0, atol=1e-12)
    with pytest.raises(ValueError, match="weight variance must be in"):
        carried(RELU, 20.0)


def test_drawn_networks_shrink_under_pytorchs_gain_as_predicted():
    rng, width = np.random.default_rng(1), 400
    a = rng.standard_normal((64, width))
    measured = []
    for _ in range(21):
        a = SELU(a @ rng.standard_normal((width, width)) * (0.75 / sqrt(width)))
        measured.append(a.std())
    np.testing.assert_allclose(measured, carried(SELU, 0.75, 21).deviation, rtol=0.1)


# --- The lines that initialise ------------------------------------------------------------------

SHAPE = (500, 1200)  # inputs, units


def drawn(use, framework: str, line: str):
    """Weights that a line draws for a layer of `SHAPE`."""
    module = use(framework)
    if framework == "PyTorch":
        module.manual_seed(0)
        layer = module.nn.Linear(*SHAPE)
        exec(line, {"torch": module, "layer": layer})
        return layer.weight.detach().numpy()
    initialise = eval(line, {module.__name__: module})
    if framework == "JAX":
        return np.asarray(initialise(module.random.key(0), SHAPE))
    return np.asarray(initialise(SHAPE))


@pytest.mark.parametrize("framework", ["PyTorch", "JAX", "Keras"])
@pytest.mark.parametrize("act", [RELU, GELU, SIGMOID, LEAKY, BUMP], ids=lambda act: act.id)
def test_the_lines_draw_weights_of_that_variance(use, framework, act):
    weights = drawn(use, framework, initialisers(act)[framework])
    assert weights.size == SHAPE[0] * SHAPE[1]
    measured = SHAPE[0] * float(np.var(weights, dtype=np.float64))
    assert measured == pytest.approx(figures(act).signal, rel=0.01)  # five deviations
    assert abs(weights).max() > 3.5 * weights.std()  # normal, and not truncated


def test_the_lines_have_the_gain_or_its_square():
    lines = initialisers(GELU)
    assert "std=1.53353 / layer.in_features**0.5" in lines["PyTorch"]
    assert "2.35172" in lines["JAX"] and "2.35172" in lines["Keras"]


# --- What it costs ------------------------------------------------------------------------------


def test_every_activation_has_its_price_and_no_other_function():
    """Fails for a new activation until `python -m benchmarks.activations` has been run."""
    for act in ACTIVATIONS.values():
        found = cost(act)
        assert found and found.value > 0 and found.with_slope > 0, act.id
    assert cost(RELU) == (1, 1)
    assert cost(LEAKY.configure(negative_slope=0.3)) == cost(LEAKY)
    assert cost(BUMP) is None and cost(lowered(RELU, 0.5)) is None


def test_the_prices_say_how_they_were_measured():
    assert "PyTorch" in costs_setup() and "median" in costs_setup()
    assert COSTS.read_text(encoding="utf-8").splitlines()[1] == "activation,value,with_slope"


@pytest.mark.parametrize("name", ["gelu", "squareplus", "prelu", "identity"])
def test_the_benchmark_times_value_and_gradient(use, name):
    use("PyTorch")
    from benchmarks import activations as benchmark

    value, with_slope = benchmark.tasks(ACTIVATIONS[name])
    x, upstream = benchmark.numbers()
    np.testing.assert_allclose(value(), ACTIVATIONS[name](x), rtol=1e-4, atol=1e-6)
    slope = ACTIVATIONS[name].derivative(x)
    np.testing.assert_allclose(with_slope()[0], upstream * slope, rtol=1e-3, atol=1e-5)
