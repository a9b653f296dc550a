"""The code to take home of a typed formula, run: values and slopes are those of the core."""

import numpy as np
import pytest

from activations import parse
from activations.recipes import FRAMEWORKS, recipe
from tests.test_expression import ORACLE
from tests.test_recipes import X, defined, no_keras_afterwards, use  # noqa: F401

MORE = [
    "a*x*sigmoid(1.702*x) - b",
    "where(-1 < x <= 1, x, sign(x))",
    "min(max(x, -1), 0.5*x, 1)",
    "max(0, x) + max(x, 0.1*x)*min(1, x)",
    "leaky_relu(x*x - 1, 0.1) + prelu(-x, -1) + rrelu(x)",
    "hardtanh(x + 1)*x + softshrink(x) + hardshrink(2*x)",
    "relu6(x) + shifted_relu(2*x) - centred_relu(x) + squareplus(x)",
    "abs(x)**1.5 - |x|*tanhshrink(x - 1)",
    "(1 + x**2)**(x/9) + 2**x + e^-x + x**2/(1 + x**4)",
    "sinh(x/9)*cosh(x/9)*tan(x/30) + asinh(x) + expm1(x/9) + log1p(x**2) + log(2 + x**2)",
    "gelu_tanh(x) + mish(x) - logsigmoid(x) + swish(2*x, 0.5) + elu(x, a)*celu(x, 2)",
    "x*Phi(x) + erf(x/sqrt(2)) + atan(x) - cos(x)",
    "where(x > 0.3, 1, -1)*x",
    "0.1*x + 2*x*(1 + b)",
    "max(1, 2)*x",
    "where(a > 0, x, 2*x)",
    "x**0 + x",
    "relu(x)**1.5",
    "x*abs(x)**0.5 + sqrt(x**2) - sqrt(abs(x - 1))",
    "sign(x)*log1p(abs(x)) + expm1(-relu(-x)) + relu(x)",
    "where(x > 1, sqrt(x), where(x > -1, x, -sqrt(-x)))",
    "where(x >= 0, x, x/(1 - x))",
    "where(0 < x < 3, log1p(x) + 1/(x - 3.5), x)",
]
every_function = pytest.mark.parametrize("text", [*ORACLE, *MORE])


@every_function
def test_numpy_gives_value_and_slope(text):
    act = parse(text)
    value, slope = defined(recipe(act, "NumPy"), "yours")(X)  # any warning is an error
    np.testing.assert_allclose(value, act(X), rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(slope, act.derivative(X), rtol=1e-11, atol=1e-12)


@every_function
def test_pytorch_differentiates_it_to_our_slope(use, text):  # noqa: F811
    torch, act = use("PyTorch"), parse(text)
    x = torch.tensor(X, requires_grad=True)
    value = defined(recipe(act, "PyTorch"), "yours")(x)
    value.sum().backward()
    assert value.dtype == torch.float64
    np.testing.assert_allclose(value.detach().numpy(), act(X), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(x.grad.numpy(), act.derivative(X), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("text", ["where(x > 0, x, exp(x) - 1)", "where(x < 1, x, x**0.5)"])
def test_what_is_not_chosen_may_overflow(use, text):  # noqa: F811
    torch, act = use("PyTorch"), parse(text)
    far = np.array([-1000, -100, 100, 1000], dtype=np.float32)
    x = torch.tensor(far, requires_grad=True)
    defined(recipe(act, "PyTorch"), "yours")(x).sum().backward()
    np.testing.assert_allclose(x.grad.numpy(), act.derivative(far), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("framework", ["JAX", "Keras"])
@every_function
def test_jax_and_keras_differentiate_it_to_our_slope(use, framework, text):  # noqa: F811
    use(framework)
    jax, act = use("JAX"), parse(text)
    function = defined(recipe(act, framework), "yours")
    x = X.astype(np.float32)
    value, slope = function(x), jax.vmap(jax.grad(lambda at: function(at).sum()))(x)
    scale = 1 + np.abs(act.derivative(x))  # how much the rounding of x counts
    assert np.all(np.abs(np.asarray(value) - act(x)) <= 3e-6 * (np.abs(act(x)) + 8 * scale))
    bent = 1 + np.abs(np.gradient(act.derivative(X), X))
    assert np.all(np.abs(np.asarray(slope) - act.derivative(x)) <= 3e-5 * (scale + bent))


def test_the_code_is_what_one_would_write():
    act = parse("x*tanh(exp(a*x))").configure(a=1.5)
    assert recipe(act, "PyTorch") == (
        "import torch\n\n\ndef yours(x):\n    # x*tanh(exp(a*x))\n"
        "    return x * torch.tanh(torch.exp(1.5 * x))\n"
    )
    assert "d1 = 1.5" in recipe(act, "NumPy")
    for framework in FRAMEWORKS:
        assert "maximum" not in recipe(parse("max(x, 0)"), framework)  # it shares the slope at 0
