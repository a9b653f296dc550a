"""The code to take home, run: NumPy equals the core, each framework gives the same curve."""

import inspect
import platform
import sys

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.recipes import FRAMEWORKS, recipe, translation
from tests.needs import needed
from tests.test_functions import EVERY_SCALE, quickness, settings

MODULES = {"PyTorch": "torch", "JAX": "jax", "Keras": "keras"}
X = np.union1d(np.linspace(-8.03, 8.03, 331), [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0])
FLAT = pytest.param(ACTIVATIONS["prelu"].configure(negative_slope=0.0), id="prelu-flat")
every_setting = pytest.mark.parametrize("act", [*settings(), FLAT])
every_activation = pytest.mark.parametrize("act", list(ACTIVATIONS.values()), ids=lambda a: a.id)
every_framework = pytest.mark.parametrize("framework", list(MODULES))
PRECISE = {"PyTorch": "float64", "JAX": "float32", "Keras": "float32"}  # as each is used
CLOSE = {"float64": {"rtol": 1e-7, "atol": 1e-8}, "float32": {"rtol": 2e-5, "atol": 5e-6}}
MISSING = {"squared_relu", "relu2", "telu", "xielu", "lecun_tanh", "isru", "snake", "gaussian"}
NORMAL = ("gelu",)  # SciPy's error function is not NumPy's: these have to be spelled out


@pytest.fixture(autouse=True, scope="module")
def no_keras_afterwards():
    """While Keras is imported, Streamlit clears its session after every run of a page: 0.2 s."""
    yield
    sys.modules.pop("keras", None)


@pytest.fixture
def use(monkeypatch):
    """Imports a framework; a test that uses it is slow."""

    def load(framework: str):
        monkeypatch.setenv("KERAS_BACKEND", "jax")
        monkeypatch.setenv("JAX_PLATFORMS", "cpu")
        return needed(MODULES[framework], "tests/requirements-frameworks.txt")

    return load


def defined(code: str, name: str):
    """The function that the code defines, with its imports executed."""
    namespace = {}
    exec(compile(code, name, "exec"), namespace)
    return namespace[name]


def measured(framework, module, function, of: str, x, precision: str):
    """What a framework gives for the values or slopes at `x`, as a NumPy array."""
    x = np.asarray(x, precision)
    if framework == "PyTorch":
        x = module.tensor(x, requires_grad=True)
        # One by one: what its kernels for several numbers do far out depends on the processor.
        value = module.cat([function(each) for each in x.split(1)]) if len(x) else x
        return (
            (value if of == "value" else module.autograd.grad(value.sum(), x)[0]).detach().numpy()
        )
    jax = needed("jax", "tests/requirements-frameworks.txt")
    with jax.enable_x64(precision == "float64"):
        x = jax.numpy.asarray(x)
        slope = jax.grad(lambda x: function(x).sum())
        return np.asarray(function(x) if of == "value" else slope(x))


@every_setting
def test_the_numpy_code_is_the_core(act):
    function = defined(recipe(act, "NumPy"), act.id)
    for x in (X, EVERY_SCALE, np.zeros((2, 3)), np.array([np.nan]), np.zeros((0,))):
        value, derivative = function(x)  # pytest turns any warning into an error
        assert np.array_equal(value, act(x), equal_nan=True)
        assert np.array_equal(derivative, act.derivative(x), equal_nan=True)


@every_setting
def test_the_numpy_code_takes_numbers_lists_and_every_real_type(act):
    function = defined(recipe(act, "NumPy"), act.id)
    whole = [-7, -3, -1, 0, 1, 3, 6, 7]
    for x in (0.5, -2, True, whole, np.array(whole), np.array(whole, np.int8), np.float64(0.5)):
        both = function(x)
        assert np.array_equal(both, act.evaluate(x)) and both.dtype == np.float64
    far = EVERY_SCALE if act.period() == np.inf else []  # where a wave is, rounding decides there
    for precision, digits in (("float32", 2e-6), ("float16", 4e-3)):
        digits = max(digits, 2e-6 * quickness(act) ** 2)
        for x in (np.array([*X, *far, np.nan]), np.array(0.5)):
            with np.errstate(over="ignore"):
                x = x.astype(precision)
            both = function(x)
            assert both.dtype == precision and np.isnan(both[..., np.isnan(x)]).all()
            with np.errstate(over="ignore"):
                exact = np.array(act.evaluate(x)).astype(precision)
            np.testing.assert_allclose(both, exact, rtol=digits, atol=digits)


@every_framework
@every_setting
def test_the_code_of_a_framework_gives_the_same_curve_and_slope(use, framework, act):
    module, precision = use(framework), PRECISE[framework]
    function = defined(recipe(act, framework), act.id)
    departing = [x for each in act.departures() if framework in each.frameworks for x in each.at]
    x = np.setdiff1d(X, departing)
    for of, exact in (("value", act(x)), ("slope", act.derivative(x))):
        found = measured(framework, module, function, of, x, precision)
        close = CLOSE[precision] | {"atol": CLOSE[precision]["atol"] * quickness(act) ** 2}
        np.testing.assert_allclose(found, exact, **close, err_msg=of)


@every_framework
@every_setting
@pytest.mark.parametrize(("precision", "far"), [("float32", 20.0), ("float64", 40.0)])
def test_at_kinks_and_far_out_a_framework_departs_only_as_declared(
    use, framework, act, precision, far
):
    """And where a departure is declared, the framework gives what the card says that it gives."""
    module = use(framework)
    function = defined(recipe(act, framework), act.id)
    kinks = {*act.kinks(), *act.bends(), -far, far}
    for of, core, probes in (
        ("value", act, {*kinks, -np.inf, np.inf}),
        ("slope", act.derivative, {*kinks, -np.inf, np.inf}),
    ):
        declared = {
            x: each.gives
            for each in act.departures()
            if each.of == of and framework in each.frameworks
            if each.precision in ("", precision)
            for x in each.at
        }
        x = sorted(probes | set(declared))
        said = [declared.get(point, core(point)) for point in x]
        found = measured(framework, module, function, of, x, precision)
        tiny = float(np.finfo(np.float32).tiny)
        np.testing.assert_allclose(found, said, rtol=1e-3, atol=tiny, err_msg=f"{of} at {x}")


@every_framework
@every_activation
def test_nan_stays_nan_in_every_framework(use, framework, act):
    module = use(framework)
    function = defined(recipe(act, framework), act.id)
    assert np.isnan(measured(framework, module, function, "value", [np.nan], "float32"))


@every_framework
@every_activation
def test_the_source_translates_where_a_framework_has_no_name_for_it(use, framework, act):
    """So that a new activation needs no spelling: each is translated, also those that have one."""
    if act.id in NORMAL:
        assert all(act.spellings.values())
        return
    module, precision = use(framework), PRECISE[framework]
    code = translation(act, framework)
    known = {"PyTorch": "import torch", "JAX": "import jax.numpy as jnp"}
    heads = ["from math import *", known.get(framework, "from keras import ops")]
    function = defined("\n".join([*heads, code]), act.id)
    x = np.union1d(X, [*act.kinks(), *act.bends()])
    for of, exact in (("value", act(x)), ("slope", act.derivative(x))):
        found = measured(framework, module, function, of, x, precision)
        np.testing.assert_allclose(found, exact, **CLOSE[precision], err_msg=of)
    far = [-np.inf, np.inf, np.nan]
    found = measured(framework, module, function, "value", far, precision)
    np.testing.assert_array_equal(found, act(far).astype(precision))


def test_an_unknown_framework_is_named():
    with pytest.raises(ValueError, match="one of NumPy, PyTorch, JAX, Keras. Got Theano."):
        recipe(ACTIVATIONS["relu"], "Theano")
    assert FRAMEWORKS == ("NumPy", *MODULES)


# --- What the cards say about frameworks --------------------------------------------------------


def default(function, name):
    return inspect.signature(function).parameters[name].default


def test_defaults_of_pytorch(use):
    nn = use("PyTorch").nn
    assert default(nn.Softplus, "beta") == 1 and default(nn.Softplus, "threshold") == 20
    assert default(nn.LeakyReLU, "negative_slope") == 0.01 and default(nn.PReLU, "init") == 0.25
    assert default(nn.Hardshrink, "lambd") == default(nn.Softshrink, "lambd") == 0.5
    lower, upper = default(nn.RReLU, "lower"), default(nn.RReLU, "upper")
    assert (lower, upper) == ACTIVATIONS["rrelu"].values and lower + upper == pytest.approx(11 / 24)
    assert default(nn.GELU, "approximate") == "none"
    assert not hasattr(nn.functional, "swish") and not hasattr(nn.functional, "squareplus")
    assert not MISSING & {name.casefold() for name in dir(nn) + dir(nn.functional)}


def test_pytorch_gives_nan_for_gelu_far_out_on_the_right_on_x86(use):
    torch = use("PyTorch")
    if platform.machine() not in ("x86_64", "AMD64"):
        pytest.skip("it depends on the processor")
    ends = torch.nn.functional.gelu(torch.full((32,), np.inf, dtype=torch.float32))
    assert ends.isnan().all()


def test_pytorch_gives_softplus_as_x_above_its_threshold(use):
    torch = use("PyTorch")
    x = torch.tensor([19.9, 20.1], dtype=torch.float64)
    assert (torch.nn.functional.softplus(x) == x).tolist() == [False, True]


def test_defaults_of_jax(use):
    jax = use("JAX")
    assert default(jax.nn.gelu, "approximate") is True and default(jax.nn.squareplus, "b") == 4
    assert default(jax.nn.leaky_relu, "negative_slope") == 0.01
    assert jax.nn.swish is jax.nn.silu
    assert not {"softshrink", "soft_shrink", "hardshrink", "rrelu"} & set(dir(jax.nn))
    assert not MISSING & set(dir(jax.nn))


def test_defaults_of_keras(use):
    keras = use("Keras")
    assert default(keras.activations.gelu, "approximate") is False
    assert default(keras.activations.leaky_relu, "negative_slope") == 0.2
    assert default(keras.layers.LeakyReLU, "negative_slope") == 0.3
    assert default(keras.layers.PReLU, "alpha_initializer") == "Zeros"
    assert default(keras.activations.soft_shrink, "threshold") == 0.5
    assert default(keras.activations.squareplus, "b") == 4
    assert keras.activations.get("swish") is keras.activations.silu
    assert not MISSING & set(dir(keras.activations))


def test_the_layer_of_keras_for_prelu_has_slope_0_at_0(use):
    keras = use("Keras")
    layer = keras.layers.PReLU(alpha_initializer=keras.initializers.Constant(0.25))
    slope = measured("Keras", keras, layer, "slope", [[-1.0], [0.0], [1.0]], "float32")
    assert slope.tolist() == [[0.25], [0.0], [1.0]]


def test_shrinkage_of_keras_loses_nan(use):
    activations = use("Keras").activations
    for function in (activations.soft_shrink, activations.hard_shrink):
        assert float(function(np.float32(np.nan))) == 0
