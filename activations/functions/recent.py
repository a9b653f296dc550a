"""What was added last; the next activation goes to the end, so that no colour changes.

Squared and integrated rectifiers, more that squash, a bump, and those that wave: they have no
limit, so at an infinity the waves take what they have at 0, the middle.
"""

from math import inf, log1p, nan, pi, sqrt

import numpy as np

from ..activation import Departure, Parameter, activation
from .gates import _scaled
from .squashing import NO_SLOPE, tanh

TELU_MINIMUM = -0.35328577784821127
LECUN_HEIGHT = 1.7159


@activation(
    "Squared ReLU",
    formula=r"\max(0, x)^2",
    range=lambda: (0.0, inf),
    bends=lambda: (0.0,),
    paper="So, Mańke, Liu, Dai, Shazeer, Le (2021), Primer, arXiv:2109.08668",
    used="In the feed-forward layers of transformers: Primer has it, and Nemotron-4 15B.",
    differs="PyTorch, JAX and Keras have none: square their ReLU.",
)
def squared_relu(x):
    """A ReLU times itself: without a kink, and its slope grows without end."""
    above = np.maximum(x, 0.0)
    return above * above, 2.0 * above


@activation(
    "TeLU",
    formula=r"x \tanh(e^x)",
    range=lambda: (TELU_MINIMUM, inf),
    departures=(Departure("slope", (-inf,), nan),),
    paper="Fernandez, Mali (2024), arXiv:2412.20269 and arXiv:2402.02790",
    used="Rarely yet; its authors propose it in place of ReLU, with ReLU's settings.",
    differs="PyTorch, JAX and Keras have none.",
)
def telu(x):
    """The input weighted by the tanh of its exponential."""
    e = np.exp(np.minimum(x, 7.0))  # beyond it the gate is exactly 1, and its slope 0
    gate, gate_slope = tanh(e)
    return _scaled(x, gate), gate + _scaled(x, e * gate_slope)


def _least_xielu(alpha_p, alpha_n, beta):
    """The value where the slope is 0, at e^x = 1 - beta / alpha_n."""
    return -beta - (alpha_n - beta) * log1p(-beta / alpha_n)


@activation(
    "xIELU",
    formula=r"\begin{cases} \alpha_p\,x^2 + \beta\,x & x > 0 \\ "
    r"\alpha_n\,(e^x - 1 - x) + \beta\,x & x \le 0 \end{cases}",
    range=lambda alpha_p, alpha_n, beta: (_least_xielu(alpha_p, alpha_n, beta), inf),
    bends=lambda alpha_p, alpha_n, beta: () if 2 * alpha_p == alpha_n else (0.0,),
    paper="Huang, Schlag (2024), arXiv:2411.13010",
    used="In the language models Apertus 8B and 70B, whose layers learn both α.",
    differs="PyTorch, JAX and Keras have none. The code of Apertus starts with αₚ = αₙ = 0.8 and "
    "keeps αₙ above β = 0.5.",
    alpha_p=Parameter(0.8, low=0.1, high=3.0, symbol=r"\alpha_p"),
    alpha_n=Parameter(0.8, low=0.6, high=3.0, symbol=r"\alpha_n"),
    beta=Parameter(0.5, low=0.1, high=0.5, symbol=r"\beta"),
)
def xielu(x, alpha_p, alpha_n, beta):
    """The integral of a line above zero and of an ELU below it: it rises again far to the left."""
    above, below = np.maximum(x, 0.0), np.minimum(x, 0.0)
    left = alpha_n * np.expm1(below) + (beta - alpha_n) * below
    slope = 2.0 * alpha_p * above + alpha_n * np.expm1(below) + beta
    return np.where(x > 0, (alpha_p * above + beta) * above, left), slope


@activation(
    "LeCun's tanh",
    formula=r"1.7159 \tanh(\tfrac{2}{3}\,x)",
    range=lambda: (-LECUN_HEIGHT, LECUN_HEIGHT),
    departures=(
        Departure("slope", (-20.0, 20.0), 0.0, precision="float32"),
        Departure("slope", (-40.0, 40.0), 0.0),
    ),
    paper="LeCun, Bottou, Orr, Müller (1998), Efficient BackProp",
    used="Rarely today; Efficient BackProp recommends it.",
    differs="PyTorch, JAX and Keras have none: stretch their tanh.",
)
def lecun_tanh(x):
    """A tanh stretched so that 1 gives almost 1, and -1 almost -1."""
    value, slope = tanh(x / 1.5)
    return LECUN_HEIGHT * value, LECUN_HEIGHT / 1.5 * slope


@activation(
    "arctan",
    formula=r"\arctan x",
    range=lambda: (-pi / 2, pi / 2),
    paper="no first one known; used by Sivri, Pervan Akman, Berkol (2022), ECAI",
    used="Rarely; it is a tanh whose ends flatten like 1/x².",
    torch="torch.atan(x)",
    jax="jnp.arctan(x)",
    keras="keras.ops.arctan(x)",
)
def arctan(x):
    """Saturates slowly, like softsign, but is smooth at zero."""
    return np.arctan(x), 1.0 / (1.0 + x * x)


@activation(
    "ISRU",
    formula=r"\frac{x}{\sqrt{1 + \alpha\,x^2}}",
    range=lambda alpha: (-1 / sqrt(alpha), 1 / sqrt(alpha)),
    paper="Carlile, Delamarter, Kinney, Marti, Whitney (2017), arXiv:1710.09967",
    used="Rarely; its authors propose it for recurrent networks, as a tanh that costs less.",
    differs="PyTorch, JAX and Keras have none.",
    alpha=Parameter(1.0, low=0.1, high=10.0, symbol=r"\alpha"),
)
def isru(x, alpha):
    """The inverse square root unit: a squashing function without exponentials."""
    inner = np.clip(x, -1e15, 1e15)  # beyond it only the square would change: it would overflow
    value = inner / np.sqrt(1.0 + alpha * inner * inner)
    return value, np.sqrt(1.0 + alpha * x * x) ** -3.0


@activation(
    "Snake",
    formula=r"x + \frac{\sin^2(a\,x)}{a}",
    range=lambda a: (-inf, inf),
    period=lambda a: pi / a,
    paper="Ziyin, Hartwig, Ueda (2020), arXiv:2006.08195",
    used="Where signals repeat: BigVGAN and the Descript Audio Codec generate sound with it.",
    differs="PyTorch, JAX and Keras have none.",
    a=Parameter(1.0, low=0.1, high=10.0, symbol="a"),
)
def snake(x, a):
    """The identity with waves on top, flat once in each; its slope at infinity is the mean one."""
    phase = np.where(np.isinf(a * x), 0.0, a * x)
    sine = np.sin(phase)
    return x + sine * sine / a, (sine + np.cos(phase)) ** 2


@activation(
    "Sine",
    formula=r"\sin(\omega\,x)",
    range=lambda w: (-1.0, 1.0),
    period=lambda w: 2 * pi / w,
    departures=(Departure("value", (-inf, inf), nan), NO_SLOPE),
    paper="Sitzmann, Martel, Bergman, Lindell, Wetzstein (2020), SIREN, arXiv:2006.09661",
    used="In SIREN: networks that stand for one image, sound or shape, from coordinates to values.",
    differs="PyTorch, JAX and Keras have the sine without ω. SIREN's authors take ω = 30, in all "
    "layers but the first with weights divided by 30.",
    torch="torch.sin({w} * x)",
    jax="jnp.sin({w} * x)",
    keras="keras.ops.sin({w} * x)",
    w=Parameter(1.0, low=0.1, high=30.0, symbol=r"\omega"),
)
def sine(x, w):
    """A wave: it rises and falls for ever. It is as exact as the product w x is."""
    phase = np.where(np.isinf(w * x), 0.0, w * x)
    return np.sin(phase), w * np.cos(phase)


@activation(
    "Gaussian",
    formula=r"e^{-x^2 / (2\,a^2)}",
    range=lambda a: (0.0, 1.0),
    departures=(NO_SLOPE,),
    paper="Ramasinghe, Lucey (2021), arXiv:2111.15135",
    used="In networks from coordinates to values, as the sine; its authors found it less sensitive "
    "to the starting weights.",
    differs="PyTorch, JAX and Keras have none.",
    a=Parameter(1.0, low=0.6, high=3.0, symbol="a"),
)
def gaussian(x, a):
    """A bump of height 1 and width a: what is far from zero is off on both sides."""
    value = np.exp(-0.5 * np.square(x / a))
    return value, -_scaled(x / a**2, value)
