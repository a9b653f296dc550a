"""The code to take home, run: NumPy equals the core, each framework gives the same curve."""

import importlib
import inspect
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.recipes import FRAMEWORKS, recipe, translation
from tests.test_functions import EVERY_SCALE, settings

MODULES = {"PyTorch": "torch", "JAX": "jax", "Keras": "keras"}
REQUIRED = (Path(__file__).parent / "requirements.txt").read_text()
X = np.union1d(np.linspace(-8.03, 8.03, 331), [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0])
every_setting = pytest.mark.parametrize("act", list(settings()))
every_activation = pytest.mark.parametrize("act", list(ACTIVATIONS.values()), ids=lambda a: a.id)
every_framework = pytest.mark.parametrize("framework", list(MODULES))
NORMAL = ("gelu",)  # SciPy's error function is not NumPy's: these have to be spelled out


@pytest.fixture(autouse=True, scope="module")
def no_keras_afterwards():
    """While Keras is imported, Streamlit clears its session after every run of a page: 0.2 s."""
    yield
    sys.modules.pop("keras", None)


@pytest.fixture
def use(monkeypatch):
    """Imports a framework; without it the test is skipped, but in CI it fails."""

    def load(framework: str):
        name = MODULES[framework]
        if importlib.util.find_spec(name) is None:
            if os.environ.get("CI") == "true" and f"\n{name}==" in REQUIRED:
                pytest.fail(f"tests/requirements.txt installs {name}, but it is not here")
            pytest.skip(f"{framework} is not installed")
        monkeypatch.setenv("KERAS_BACKEND", "jax")
        monkeypatch.setenv("JAX_PLATFORMS", "cpu")
        return importlib.import_module(name)

    return load


def defined(code: str, name: str):
    """The function that the code defines, with its imports executed."""
    namespace = {}
    exec(compile(code, name, "exec"), namespace)
    return namespace[name]


def values(framework: str, module, function, x):
    """What the function gives for a NumPy array, as a NumPy array."""
    if framework == "PyTorch":
        return function(module.tensor(x)).numpy()
    x = x.astype(np.float32)
    return np.asarray(function(module.numpy.array(x) if framework == "JAX" else x))


@every_setting
def test_the_numpy_code_is_the_core(act):
    function = defined(recipe(act, "NumPy"), act.id)
    for x in (X, EVERY_SCALE, np.zeros((2, 3))):
        value, derivative = function(x)  # pytest turns any warning into an error
        assert np.array_equal(value, act(x)) and np.array_equal(derivative, act.derivative(x))


@every_framework
@every_setting
def test_the_code_of_a_framework_gives_the_same_curve(use, framework, act):
    module = use(framework)
    function = defined(recipe(act, framework), act.id)
    close = {"rtol": 1e-9, "atol": 3e-9} if framework == "PyTorch" else {"rtol": 1e-5, "atol": 1e-6}
    np.testing.assert_allclose(values(framework, module, function, X), act(X), **close)


@every_setting
def test_pytorch_differentiates_its_code_to_the_slope_shown(use, act):
    torch = use("PyTorch")
    function = defined(recipe(act, "PyTorch"), act.id)
    x = torch.tensor(X, requires_grad=True)
    function(x).sum().backward()
    kinks = [] if act.spellings["torch"] else act.kinks()  # its own functions agree there, too
    compared = ~np.isin(X, kinks)
    slope = x.grad.numpy()[compared]
    np.testing.assert_allclose(slope, act.derivative(X)[compared], rtol=1e-7, atol=1e-8)


@every_framework
@every_activation
def test_the_source_translates_where_a_framework_has_no_name_for_it(use, framework, act):
    """So that a new activation needs no spelling: each is translated, also those that have one."""
    if act.id in NORMAL:
        assert all(act.spellings.values())
        return
    module = use(framework)
    code = translation(act, framework)
    known = {"PyTorch": "import torch", "JAX": "import jax.numpy as jnp"}
    heads = ["from math import *", known.get(framework, "from keras import ops")]
    function = defined("\n".join([*heads, code]), act.id)
    np.testing.assert_allclose(values(framework, module, function, X), act(X), rtol=2e-5, atol=2e-6)


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
    torch = use("PyTorch")
    assert nn.functional.gelu(torch.tensor([-10.0], dtype=torch.float64)).item() == 0


def test_defaults_of_jax(use):
    jax = use("JAX")
    assert default(jax.nn.gelu, "approximate") is True and default(jax.nn.squareplus, "b") == 4
    assert default(jax.nn.leaky_relu, "negative_slope") == 0.01
    assert jax.nn.swish is jax.nn.silu
    assert not {"softshrink", "soft_shrink", "hardshrink", "rrelu"} & set(dir(jax.nn))
    assert [float(jax.grad(jax.nn.hard_tanh)(x)) for x in (-1.0, 1.0)] == [1, 1]
    assert float(jax.grad(jax.nn.leaky_relu)(0.0)) == 1


def test_defaults_of_keras(use):
    keras = use("Keras")
    assert default(keras.activations.gelu, "approximate") is False
    assert default(keras.activations.leaky_relu, "negative_slope") == 0.2
    assert default(keras.layers.LeakyReLU, "negative_slope") == 0.3
    assert default(keras.layers.PReLU, "alpha_initializer") == "Zeros"
    assert default(keras.activations.soft_shrink, "threshold") == 0.5
    assert default(keras.activations.squareplus, "b") == 4
    assert keras.activations.get("swish") is keras.activations.silu


def test_slopes_at_kinks_of_keras_on_jax(use):
    jax, keras = use("JAX"), use("Keras")
    assert float(jax.grad(keras.activations.leaky_relu)(0.0)) == 1
    assert [float(jax.grad(keras.activations.hard_tanh)(x)) for x in (-1.0, 1.0)] == [1, 1]
