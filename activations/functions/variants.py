"""Relatives of the others, and functions that shrink."""

from math import inf, nan, pi, sqrt

import numpy as np

from ..activation import Departure, Parameter, activation
from .rectifiers import leaky_relu, relu, softplus
from .squashing import NO_SLOPE

SHRINKAGE = (
    "λ is 0.5 in PyTorch and Keras; JAX has no function of that name. The function of Keras gives "
    "0 for what is not a number (NaN); the code here keeps it."
)
WRITTEN_OUT = "PyTorch, JAX and Keras have none of that name, so the code writes it out."


@activation(
    "Squareplus",
    formula=r"\frac{x + \sqrt{x^2 + b}}{2}",
    range=lambda b: (0.0, inf),
    paper="Barron (2021), arXiv:2112.11687",
    used="Where a rounded ReLU has to do without exponentials.",
    differs="b is 4 in JAX and Keras; PyTorch has no function of that name.",
    departures=(  # the square overflows, and infinity less infinity is no number
        Departure("value", (-1e20, 1e20), inf, ("JAX", "Keras"), "float32"),
        Departure("slope", (-1e20, 1e20), 0.5, ("JAX", "Keras"), "float32"),
        Departure("value", (-inf,), nan, ("JAX", "Keras")),
        NO_SLOPE,
    ),
    jax="jax.nn.squareplus(x, b={b})",
    keras="keras.activations.squareplus(x, b={b})",
    b=Parameter(4.0, low=0.1, high=10.0, symbol="b"),
)
def squareplus(x, b):
    """A ReLU rounded without exponentials; saturates like 1/x on the left."""
    root = np.hypot(x, sqrt(b))
    above = x / 2 + root / 2
    below = (b / 4) / (root / 2 + np.abs(x) / 2)
    value = np.where(x >= 0, above, below)
    return value, np.where(x == inf, 1.0, value / root)


@activation(
    "Log-sigmoid",
    formula=r"-\ln(1 + e^{-x})",
    range=lambda: (-inf, 0.0),
    paper="the log-likelihood of logistic regression, Cox (1958)",
    used="Inside the loss of a yes-or-no classifier, where the sigmoid would round to 0.",
    torch="F.logsigmoid(x)",
    jax="jax.nn.log_sigmoid(x)",
    keras="keras.activations.log_sigmoid(x)",
)
def logsigmoid(x):
    """The logarithm of the sigmoid: softplus turned upside down."""
    value, slope = softplus(-x, 1.0)
    return -value, slope


@activation(
    "Softshrink",
    formula=r"\operatorname{sign}(x)\,\max(|x| - \lambda, 0)",
    range=lambda lambd: (-inf, inf),
    kinks=lambda lambd: (-lambd, lambd),
    paper="Donoho (1995), De-noising by soft-thresholding",
    used="In sparse coding: small values become zero, large ones move towards it.",
    differs=SHRINKAGE,
    torch="F.softshrink(x, lambd={lambd})",
    lambd=Parameter(0.5, low=0.1, high=3.0, symbol=r"\lambda"),
)
def softshrink(x, lambd):
    """Pulls everything towards zero by lambda; derivative 0 at both kinks."""
    size = np.abs(x)
    return np.sign(x) * np.maximum(size - lambd, 0.0), np.where(size > lambd, 1.0, 0.0)


@activation(
    "Tanhshrink",
    formula=r"x - \tanh x",
    range=lambda: (-inf, inf),
    paper="none known; the name is PyTorch's",
    used="Rarely; it suppresses small values without a threshold.",
    differs="JAX has no function of that name.",
    torch="F.tanhshrink(x)",
    keras="keras.activations.tanh_shrink(x)",
)
def tanhshrink(x):
    """What tanh cuts off; flat around zero."""
    near = np.clip(x, -1.0, 1.0)
    square = near * near
    fraction = np.full_like(square, 25.0)
    for odd in range(23, 1, -2):  # Lambert's continued fraction, where x - tanh(x) would cancel
        fraction = odd + square / fraction
    small = square / fraction
    inside = near * (small / (1.0 + small))
    return np.where(np.abs(x) < 1, inside, x - np.tanh(x)), np.tanh(x) ** 2


@activation(
    "Shifted ReLU",
    formula=r"\max(-1, x)",
    range=lambda: (-1.0, inf),
    kinks=lambda: (-1.0,),
    paper="Clevert, Unterthiner, Hochreiter (2015), arXiv:1511.07289",
    used="In the ELU paper, as one of those that ELU is compared with.",
    differs=WRITTEN_OUT,
)
def shifted_relu(x):
    """A ReLU moved down and left to the ELU's floor; derivative 0 at the kink."""
    return np.maximum(x, -1.0), (x > -1).astype(x.dtype)


@activation(
    "Centred ReLU",
    formula=r"\max(0, x) - \tfrac{1}{\sqrt{2 \pi}}",
    range=lambda: (-1 / sqrt(2 * pi), inf),
    kinks=lambda: (0.0,),
    paper="made for this comparison: a ReLU less its mean under N(0, 1)",
    used="On these pages only, to tell the effect of the mean from that of the slope.",
    differs=WRITTEN_OUT,
)
def centred_relu(x):
    """A ReLU with its mean taken off: the same slope, so only the mean differs."""
    value, derivative = relu(x)
    return value - 1 / sqrt(2 * pi), derivative


@activation(
    "Hardshrink",
    formula=r"\begin{cases} x & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}",
    range=lambda lambd: (-inf, inf),
    kinks=lambda lambd: (-lambd, lambd),
    paper="Donoho, Johnstone (1994), Ideal spatial adaptation by wavelet shrinkage",
    used="In sparse coding and denoising: small values become zero, large ones are kept.",
    differs=SHRINKAGE,
    torch="F.hardshrink(x, lambd={lambd})",
    lambd=Parameter(0.5, low=0.1, high=3.0, symbol=r"\lambda"),
)
def hardshrink(x, lambd):
    """Keeps what is larger than lambda; the value jumps there, derivative 0 at both jumps."""
    small = np.abs(x) <= lambd
    return np.where(small, 0.0, x), np.where(small, 0.0, 1.0)


@activation(
    "PReLU",
    formula=r"\begin{cases} x & x > 0 \\ a\,x & x \le 0 \end{cases}",
    range=lambda negative_slope: (-inf if negative_slope > 0 else 0.0, inf),
    kinks=lambda negative_slope: (0.0,) if negative_slope != 1 else (),
    paper="He, Zhang, Ren, Sun (2015), arXiv:1502.01852",
    used="As leaky ReLU, where the network is to learn the slope a, for each channel or for all.",
    differs="a starts at 0.25 in PyTorch (nn.PReLU), as in the paper, and at 0 in Keras "
    "(layers.PReLU), whose slope at x = 0 is 0 on JAX, whatever a; JAX leaves it to you.",
    departures=(
        Departure(
            "value", lambda negative_slope: (-inf,) * (negative_slope == 0), nan, ("PyTorch",)
        ),
    ),
    torch="F.prelu(x, torch.tensor([{negative_slope}], dtype=x.dtype, device=x.device))",
    negative_slope=Parameter(0.25, low=-1.0, high=1.0, symbol="a"),
)
def prelu(x, negative_slope):
    """A leaky ReLU whose slope is learned, and so may be negative; at zero it is that slope."""
    return leaky_relu(x, negative_slope)


@activation(
    "RReLU",
    formula=r"\begin{cases} x & x > 0 \\ \tfrac{l + u}{2}\,x & x \le 0 \end{cases}",
    range=lambda lower, upper: (-inf, inf),
    kinks=lambda lower, upper: (0.0,),
    paper="Xu, Wang, Chen, Li (2015), arXiv:1505.00853",
    used="As leaky ReLU with a random slope from [l, u] in training, against overfitting. "
    "Shown is the mean slope, which is used after training.",
    differs="PyTorch has l = 1/8 and u = 1/3, so the slope after training is 11/48. The paper "
    "divides by a number from [3, 8] and then tests with x / 5.5. JAX and Keras have none.",
    torch="F.rrelu(x, lower={lower}, upper={upper}, training=False)",
    lower=Parameter(1 / 8, low=0.0, high=0.3, symbol="l"),
    upper=Parameter(1 / 3, low=0.3, high=1.0, symbol="u"),
)
def rrelu(x, lower, upper):
    """A leaky ReLU with a random slope, as it is in use: with the mean of that slope."""
    return leaky_relu(x, (lower + upper) / 2)
