"""Every activation function: its value and derivative side by side, in a form that never overflows.

Each function takes an array and its parameters and returns `(value, derivative)`. At a kink the
derivative follows PyTorch. `Activation.evaluate` adds the handling of NaN and silences the overflow
flags that the forms below may raise on the way to a correct limit. The functions that networks are
trained with keep float32, and choose by sums of parts rather than by `np.where`, which is ten times
as slow where the signs of its inputs are mixed.
"""

from math import inf, pi, sqrt

import numpy as np

from .activation import Parameter, activation
from .gaussian import SELU_ALPHA, SELU_SCALE, cdf, pdf

# The smooth gates dip below zero: their minima have no elementary form, but for SiLU's, -W(1/e).
GELU_MINIMUM = -0.16997120747990366
GELU_TANH_MINIMUM = -0.17004075057125405
SILU_MINIMUM = -0.27846454276107380
MISH_MINIMUM = -0.30884341301725041


def _scaled(x, factor):
    """x times a factor that vanishes faster than x grows, so that infinity times zero is zero."""
    return np.where(factor == 0, 0.0, x * factor)


def _on(mask, x):
    """1 where the mask holds and 0 elsewhere, in the precision of x."""
    return mask.astype(x.dtype)


@activation("Identity", formula=r"x", range=lambda: (-inf, inf), paper="the linear unit")
def identity(x):
    """The input itself."""
    return x, np.ones_like(x)


@activation(
    "Sigmoid",
    formula=r"\frac{1}{1 + e^{-x}}",
    range=lambda: (0.0, 1.0),
    paper="Verhulst (1838); Rumelhart, Hinton, Williams (1986), Nature 323",
)
def sigmoid(x):
    """The logistic function; saturates at 0 and 1."""
    e = np.exp(-np.abs(x))
    return np.exp(np.minimum(x, 0.0)) / (1.0 + e), e / (1.0 + e) ** 2


@activation(
    "tanh",
    formula=r"\tanh x",
    range=lambda: (-1.0, 1.0),
    paper="LeCun, Bottou, Orr, Müller (1998), Efficient BackProp",
)
def tanh(x):
    """The sigmoid stretched to (-1, 1), so that it is odd."""
    e = np.exp(-2.0 * np.abs(x))
    return np.tanh(x), 4.0 * e / (1.0 + e) ** 2


@activation(
    "Hard sigmoid",
    formula=r"\min(\max(\tfrac{x + 3}{6}, 0), 1)",
    range=lambda: (0.0, 1.0),
    kinks=lambda: (-3.0, 3.0),
    paper="Courbariaux, Bengio, David (2015); this slope: Howard et al. (2019), arXiv:1905.02244",
)
def hardsigmoid(x):
    """Three straight pieces in place of the sigmoid; derivative 0 at both kinks."""
    return np.clip(x + 3.0, 0.0, 6.0) / 6.0, np.where(np.abs(x) < 3, 1 / 6, 0.0)


@activation(
    "Hard tanh",
    formula=r"\min(\max(x, -1), 1)",
    range=lambda: (-1.0, 1.0),
    kinks=lambda: (-1.0, 1.0),
    paper="Collobert (2004), thesis, Université Paris VI",
)
def hardtanh(x):
    """The identity cut off at -1 and 1; derivative 0 at both kinks."""
    return np.clip(x, -1.0, 1.0), np.where(np.abs(x) < 1, 1.0, 0.0)


@activation(
    "Softsign",
    formula=r"\frac{x}{1 + |x|}",
    range=lambda: (-1.0, 1.0),
    paper="Bergstra, Desjardins, Lamblin, Bengio (2009), tech. report 1337, Université de Montréal",
)
def softsign(x):
    """Saturates like 1/x, far more slowly than tanh."""
    width = 1.0 + np.abs(x)
    return np.where(np.isinf(x), np.sign(x), x / width), (1.0 / width) ** 2


@activation(
    "Softplus",
    formula=r"\frac{1}{\beta} \ln(1 + e^{\beta x})",
    range=lambda beta: (0.0, inf),
    paper="Dugas, Bengio, Bélisle, Nadeau, Garcia (2000), NIPS 13",
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
)
def relu(x):
    """Off below zero, the identity above; derivative 0 at zero."""
    return np.maximum(x, 0.0), _on(x > 0, x)


@activation(
    "ReLU6",
    formula=r"\min(\max(0, x), 6)",
    range=lambda: (0.0, 6.0),
    kinks=lambda: (0.0, 6.0),
    paper="Krizhevsky (2010), Convolutional Deep Belief Networks on CIFAR-10",
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
    negative_slope=Parameter(0.01, low=0.0, high=1.0, symbol="a"),
)
def leaky_relu(x, negative_slope):
    """A ReLU that leaks below zero; the derivative at zero is that of the negative side."""
    below = negative_slope * np.minimum(x, 0.0) if negative_slope else 0.0
    return np.maximum(x, 0.0) + below, negative_slope + (1.0 - negative_slope) * _on(x > 0, x)


@activation(
    "ELU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha\,(e^x - 1) & x \le 0 \end{cases}",
    range=lambda alpha: (-alpha, inf),
    kinks=lambda alpha: () if alpha == 1 else (0.0,),
    paper="Clevert, Unterthiner, Hochreiter (2015), arXiv:1511.07289",
    alpha=Parameter(1.0, low=0.1, high=3.0, symbol=r"\alpha"),
)
def elu(x, alpha):
    """Linear above zero; saturates at minus alpha below it. The derivative at zero is alpha."""
    below = np.minimum(x, 0.0)
    slope = alpha * np.exp(below)
    if alpha != 1:  # the slope jumps at zero
        slope += (1.0 - alpha) * _on(x > 0, x)
    return np.maximum(x, 0.0) + alpha * np.expm1(below), slope


@activation(
    "CELU",
    formula=r"\begin{cases} x & x > 0 \\ \alpha\,(e^{x / \alpha} - 1) & x \le 0 \end{cases}",
    range=lambda alpha: (-alpha, inf),
    paper="Barron (2017), arXiv:1704.07483",
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
)
def selu(x):
    """The ELU that keeps N(0, 1) at mean 0 and variance 1; the derivative at 0 is the left one."""
    value, derivative = elu(x, SELU_ALPHA)
    return SELU_SCALE * value, SELU_SCALE * derivative


@activation(
    "GELU",
    formula=r"x\,\Phi(x)",
    range=lambda: (GELU_MINIMUM, inf),
    paper="Hendrycks, Gimpel (2016), arXiv:1606.08415",
)
def gelu(x):
    """The input weighted by the normal probability of lying below it."""
    return _scaled(x, cdf(x)), cdf(x) + _scaled(x, pdf(x))


@activation(
    "GELU (tanh)",
    formula=r"\tfrac{x}{2} \left(1 + \tanh\bigl(\sqrt{2 / \pi}\,(x + 0.044715\,x^3)\bigr)\right)",
    range=lambda: (GELU_TANH_MINIMUM, inf),
    paper="Hendrycks, Gimpel (2016), arXiv:1606.08415",
)
def gelu_tanh(x):
    """The approximation of the GELU that JAX uses by default."""
    inner = np.clip(x, -50.0, 50.0)  # beyond it the gate is exactly 0 or 1, and x^3 would overflow
    gate, gate_slope = sigmoid(sqrt(8 / pi) * (inner + 0.044715 * inner**3))
    inner_slope = sqrt(8 / pi) * (1.0 + 3 * 0.044715 * inner**2)
    return _scaled(x, gate), gate + _scaled(x, gate_slope * inner_slope)


@activation(
    "SiLU",
    formula=r"\frac{x}{1 + e^{-x}}",
    range=lambda: (SILU_MINIMUM, inf),
    paper="Hendrycks, Gimpel (2016); Elfwing, Uchibe, Doya (2017), arXiv:1702.03118",
)
def silu(x):
    """The input weighted by its own sigmoid."""
    return swish(x, 1.0)


@activation(
    "Swish",
    formula=r"\frac{x}{1 + e^{-\beta x}}",
    range=lambda beta: (SILU_MINIMUM / beta, inf),
    paper="Ramachandran, Zoph, Le (2017), arXiv:1710.05941",
    beta=Parameter(1.0, low=0.1, high=10.0, symbol=r"\beta"),
)
def swish(x, beta):
    """SiLU with an adjustable gate: nearly linear for small beta, a ReLU for large."""
    gate, gate_slope = sigmoid(beta * x)
    return _scaled(x, gate), gate + _scaled(x, beta * gate_slope)


@activation(
    "Mish",
    formula=r"x \tanh(\ln(1 + e^x))",
    range=lambda: (MISH_MINIMUM, inf),
    paper="Misra (2019), arXiv:1908.08681",
)
def mish(x):
    """The input weighted by the tanh of its softplus."""
    e = np.exp(-np.abs(x))
    above = (1.0 + 2.0 * e) / (1.0 + 2.0 * e + 2.0 * e**2)
    below = e * (e + 2.0) / (e * (e + 2.0) + 2.0)
    gate = np.where(x > 0, above, below)
    return _scaled(x, gate), gate + _scaled(x, (1.0 - gate**2) * sigmoid(x)[0])


@activation(
    "Hardswish",
    formula=r"x\,\min(\max(\tfrac{x + 3}{6}, 0), 1)",
    range=lambda: (-0.375, inf),
    kinks=lambda: (-3.0, 3.0),
    paper="Howard et al. (2019), arXiv:1905.02244",
)
def hardswish(x):
    """SiLU with a hard sigmoid for a gate; derivative 0 at -3 and 1 at 3."""
    slope = np.where(x >= 3, 1.0, (2.0 * x + 3.0) / 6.0)
    return _scaled(x, hardsigmoid(x)[0]), np.where(x <= -3, 0.0, slope)


@activation(
    "Squareplus",
    formula=r"\frac{x + \sqrt{x^2 + b}}{2}",
    range=lambda b: (0.0, inf),
    paper="Barron (2021), arXiv:2112.11687",
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
    paper="a shrinkage used in sparse coding, as named in PyTorch",
)
def tanhshrink(x):
    """What tanh cuts off; flat around zero."""
    square = np.minimum(x * x, 1.0)
    fraction = np.full_like(square, 25.0)
    for odd in range(23, 1, -2):  # Lambert's continued fraction, where x - tanh(x) would cancel
        fraction = odd + square / fraction
    small = square / fraction
    return np.where(np.abs(x) < 1, x * (small / (1.0 + small)), x - np.tanh(x)), np.tanh(x) ** 2


@activation(
    "Shifted ReLU",
    formula=r"\max(-1, x)",
    range=lambda: (-1.0, inf),
    kinks=lambda: (-1.0,),
    paper="Clevert, Unterthiner, Hochreiter (2015), arXiv:1511.07289",
)
def shifted_relu(x):
    """A ReLU moved down and left to the ELU's floor; derivative 0 at the kink."""
    return np.maximum(x, -1.0), _on(x > -1, x)


@activation(
    "Centred ReLU",
    formula=r"\max(0, x) - \tfrac{1}{\sqrt{2 \pi}}",
    range=lambda: (-1 / sqrt(2 * pi), inf),
    kinks=lambda: (0.0,),
    paper="made for this comparison: a ReLU less its mean under N(0, 1)",
)
def centred_relu(x):
    """A ReLU with its mean taken off: the same slope, so only the mean differs."""
    value, derivative = relu(x)
    return value - 1 / sqrt(2 * pi), derivative
