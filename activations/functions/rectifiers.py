"""Off or floored on the left, linear on the right: softplus, the ReLU and their relatives."""

from math import inf, nan

import numpy as np

from ..activation import Departure, Parameter, activation
from ..gaussian import SELU_ALPHA, SELU_SCALE
from .squashing import sigmoid

# JAX takes expm1(x) + 1 for the slope of expm1, which rounds to 0 far to the left.
LOST = (
    Departure("slope", (-20.0,), 0.0, ("JAX", "Keras"), "float32"),
    Departure("slope", (-40.0,), 0.0, ("JAX", "Keras")),
)


@activation(
    "Softplus",
    formula=r"\frac{1}{\beta} \ln(1 + e^{\beta x})",
    range=lambda beta: (0.0, inf),
    paper="Dugas, Bengio, Bélisle, Nadeau, Garcia (2000), NIPS 13",
    used="Where an output has to be positive, such as a variance or a rate.",
    differs="PyTorch has β = 1 and gives x itself where βx > 20; JAX and Keras have no β.",
    torch="F.softplus(x, beta={beta})",
    jax="jax.nn.softplus({beta} * x) / {beta}",
    keras="keras.activations.softplus({beta} * x) / {beta}",
    beta=Parameter(1.0, low=0.1, high=10.0, symbol=r"\beta"),
)
def softplus(x, beta):
    """The integral of the sigmoid: a ReLU with a rounded corner."""
    value = np.maximum(x, 0.0) + np.log1p(np.exp(-beta * np.abs(x))) / beta
    return value, sigmoid(beta * x)[0]


@activation(
    "ReLU",
    formula=r"\max(0, x)",
    range=lambda: (0.0, inf),
    kinks=lambda: (0.0,),
    paper="Fukushima (1969); Nair, Hinton (2010), ICML; Glorot, Bordes, Bengio (2011), AISTATS",
    used="The usual first choice in convolutional networks; the first transformer had it, too.",
    torch="F.relu(x)",
    jax="jax.nn.relu(x)",
    keras="keras.activations.relu(x)",
)
def relu(x):
    """Off below zero, the identity above; derivative 0 at zero."""
    return np.maximum(x, 0.0), (x > 0).astype(x.dtype)


@activation(
    "ReLU6",
    formula=r"\min(\max(0, x), 6)",
    range=lambda: (0.0, 6.0),
    kinks=lambda: (0.0, 6.0),
    paper="Krizhevsky (2010), Convolutional Deep Belief Networks on CIFAR-10",
    used="In networks for phones, where few bits have to hold every value.",
    torch="F.relu6(x)",
    jax="jax.nn.relu6(x)",
    keras="keras.activations.relu6(x)",
)
def relu6(x):
    """A ReLU with a ceiling; derivative 0 at both kinks."""
    return np.clip(x, 0.0, 6.0), np.where((x > 0) & (x < 6), 1.0, 0.0)


@activation(
    "Leaky ReLU",
    formula=r"\begin{cases} x & x > 0 \\ a\,x & x \le 0 \end{cases}",
    range=lambda negative_slope: (-inf if negative_slope > 0 else 0.0, inf),
    kinks=lambda negative_slope: (0.0,) if negative_slope != 1 else (),
    paper="Maas, Hannun, Ng (2013), ICML workshop",
    used="Where units of a ReLU network die; common in the discriminators of GANs.",
    differs="a is 0.01 in PyTorch and JAX, 0.2 in the function of Keras and 0.3 in its layer.",
    departures=(
        Departure("slope", (0.0,), 1.0, ("JAX", "Keras")),
        Departure("value", lambda negative_slope: (-inf,) * (negative_slope == 0), nan),
    ),
    torch="F.leaky_relu(x, negative_slope={negative_slope})",
    jax="jax.nn.leaky_relu(x, negative_slope={negative_slope})",
    keras="keras.activations.leaky_relu(x, negative_slope={negative_slope})",
    negative_slope=Parameter(0.01, low=0.0, high=1.0, symbol="a"),
)
def leaky_relu(x, negative_slope):
    """A ReLU that leaks below zero; the derivative at zero is that of the negative side."""
    below = negative_slope * np.minimum(x, 0.0) if negative_slope else 0.0
    slope = negative_slope + (1.0 - negative_slope) * (x > 0).astype(x.dtype)
    return np.maximum(x, 0.0) + below, slope


@activation(
    "ELU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha\,(e^x - 1) & x \le 0 \end{cases}",
    range=lambda alpha: (-alpha, inf),
    kinks=lambda alpha: () if alpha == 1 else (0.0,),
    bends=lambda alpha: (0.0,) if alpha == 1 else (),
    paper="Clevert, Unterthiner, Hochreiter (2015), arXiv:1511.07289",
    used="In networks without batch normalisation that want a mean near zero.",
    departures=LOST,
    torch="F.elu(x, alpha={alpha})",
    jax="jax.nn.elu(x, alpha={alpha})",
    keras="keras.activations.elu(x, alpha={alpha})",
    alpha=Parameter(1.0, low=0.1, high=3.0, symbol=r"\alpha"),
)
def elu(x, alpha):
    """Linear above zero; saturates at minus alpha below it. The derivative at zero is alpha."""
    below = np.minimum(x, 0.0)
    jump = (1.0 - alpha) * (x > 0).astype(x.dtype) if alpha != 1 else 0.0
    return np.maximum(x, 0.0) + alpha * np.expm1(below), alpha * np.exp(below) + jump


@activation(
    "CELU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha\,(e^{x / \alpha} - 1) & x \le 0 \end{cases}",
    range=lambda alpha: (-alpha, inf),
    bends=lambda alpha: (0.0,),
    paper="Barron (2017), arXiv:1704.07483",
    used="As ELU, where α is tuned and the slope must not jump.",
    departures=(
        LOST[0]._replace(at=lambda alpha: (-20.0 * alpha,)),
        LOST[1]._replace(at=lambda alpha: (-40.0 * alpha,)),
    ),
    torch="F.celu(x, alpha={alpha})",
    jax="jax.nn.celu(x, alpha={alpha})",
    keras="keras.activations.celu(x, alpha={alpha})",
    alpha=Parameter(1.0, low=0.1, high=3.0, symbol=r"\alpha"),
)
def celu(x, alpha):
    """An ELU whose slope is continuous for every alpha."""
    below = np.minimum(x, 0.0) / alpha
    return np.maximum(x, 0.0) + alpha * np.expm1(below), np.exp(below)


@activation(
    "SELU",
    formula=r"1.0507 \begin{cases} x & x > 0 \\ 1.6733\,(e^x - 1) & x \le 0 \end{cases}",
    range=lambda: (-SELU_SCALE * SELU_ALPHA, inf),
    kinks=lambda: (0.0,),
    paper="Klambauer, Unterthiner, Mayr, Hochreiter (2017), arXiv:1706.02515",
    used="In deep fully connected networks with LeCun initialisation and no normalisation.",
    departures=LOST,
    torch="F.selu(x)",
    jax="jax.nn.selu(x)",
    keras="keras.activations.selu(x)",
)
def selu(x):
    """The ELU that keeps N(0, 1) at mean 0 and variance 1; the derivative at 0 is the left one."""
    value, derivative = elu(x, SELU_ALPHA)
    return SELU_SCALE * value, SELU_SCALE * derivative
