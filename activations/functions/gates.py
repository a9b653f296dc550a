"""The input times a gate between 0 and 1 that the input opens itself."""

from math import inf, nan, pi, sqrt

import numpy as np

from ..activation import Departure, Parameter, activation
from ..gaussian import cdf, pdf
from .squashing import NO_SLOPE, hardsigmoid, sigmoid

# They dip below zero: the minima have no elementary form, but for SiLU's, -W(1/e).
GELU_MINIMUM = -0.16997120747990366
GELU_TANH_MINIMUM = -0.17004075057125405
SILU_MINIMUM = -0.27846454276107380
MISH_MINIMUM = -0.30884341301725041
FAR_LEFT = Departure("value", (-inf,), nan)  # minus infinity times a gate that has become 0


def _scaled(x, factor):
    """x times a factor that vanishes faster than x grows, so that infinity times zero is zero."""
    return np.where(factor == 0, 0.0, x * factor)


@activation(
    "GELU",
    formula=r"x\,\Phi(x)",
    range=lambda: (GELU_MINIMUM, inf),
    paper="Hendrycks, Gimpel (2016), arXiv:1606.08415",
    used="In transformers: Hugging Face's BERT takes this exact form, Google's BERT the tanh form.",
    differs="PyTorch and Keras give this exact form by default, JAX the tanh form. "
    "On x86 processors PyTorch gives no number (NaN) at x = ∞ for several float32 numbers at once.",
    departures=(Departure("value", (-10.0,), 0.0, ("PyTorch",)), FAR_LEFT, NO_SLOPE),
    torch="F.gelu(x)",
    jax="jax.nn.gelu(x, approximate=False)",
    keras="keras.activations.gelu(x, approximate=False)",
)
def gelu(x):
    """The input weighted by the normal probability of lying below it."""
    return _scaled(x, cdf(x)), cdf(x) + _scaled(x, pdf(x))


@activation(
    "GELU (tanh)",
    formula=r"\tfrac{x}{2} \left(1 + \tanh\bigl(\sqrt{2 / \pi}\,(x + 0.044715\,x^3)\bigr)\right)",
    range=lambda: (GELU_TANH_MINIMUM, inf),
    paper="Hendrycks, Gimpel (2016), arXiv:1606.08415",
    used="In transformers: GPT-2, and Google's own code of BERT and ViT. The exact form differs a "
    "little, so a trained network keeps its own.",
    differs="The default of JAX; PyTorch and Keras have to be asked for it.",
    departures=(FAR_LEFT, NO_SLOPE),
    torch='F.gelu(x, approximate="tanh")',
    jax="jax.nn.gelu(x, approximate=True)",
    keras="keras.activations.gelu(x, approximate=True)",
)
def gelu_tanh(x):
    """The approximation of the GELU that JAX uses by default."""
    inner = np.clip(x, -50.0, 50.0)  # beyond it the gate is exactly 0 or 1, and x^3 would overflow
    gate, gate_slope = sigmoid(sqrt(8 / pi) * inner * (1.0 + 0.044715 * inner**2))
    inner_slope = sqrt(8 / pi) * (1.0 + 3 * 0.044715 * inner**2)
    return _scaled(x, gate), gate + _scaled(x, gate_slope * inner_slope)


@activation(
    "SiLU",
    formula=r"\frac{x}{1 + e^{-x}}",
    range=lambda: (SILU_MINIMUM, inf),
    paper="Hendrycks, Gimpel (2016); Elfwing, Uchibe, Doya (2017), arXiv:1702.03118",
    used="In EfficientNet, in YOLOv5 from release 4.0, and in the SwiGLU blocks of transformers "
    "such as LLaMA.",
    departures=(FAR_LEFT, NO_SLOPE),
    torch="F.silu(x)",
    jax="jax.nn.silu(x)",
    keras="keras.activations.silu(x)",
)
def silu(x):
    """The input weighted by its own sigmoid."""
    return swish(x, 1.0)


@activation(
    "Swish",
    formula=r"\frac{x}{1 + e^{-\beta x}}",
    range=lambda beta: (SILU_MINIMUM / beta, inf),
    paper="Ramachandran, Zoph, Le (2017), arXiv:1710.05941",
    used="Where the sharpness of the gate is tuned or learned; with β = 1 it is SiLU.",
    differs="What JAX and Keras call swish has no β: it is SiLU. PyTorch has none of that name.",
    departures=(FAR_LEFT, NO_SLOPE),
    torch="x * torch.sigmoid({beta} * x)",
    jax="x * jax.nn.sigmoid({beta} * x)",
    keras="x * keras.activations.sigmoid({beta} * x)",
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
    used="In object detectors: the backbone of YOLOv4 has it.",
    departures=(FAR_LEFT, NO_SLOPE),
    torch="F.mish(x)",
    jax="jax.nn.mish(x)",
    keras="keras.activations.mish(x)",
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
    used="In MobileNetV3 and other networks for phones, in place of SiLU.",
    departures=(FAR_LEFT,),
    torch="F.hardswish(x)",
    jax="jax.nn.hard_swish(x)",
    keras="keras.activations.hard_silu(x)",
)
def hardswish(x):
    """SiLU with a hard sigmoid for a gate; derivative 0 at -3 and 1 at 3."""
    slope = np.where(x >= 3, 1.0, (2.0 * x + 3.0) / 6.0)
    return _scaled(x, hardsigmoid(x)[0]), np.where(x <= -3, 0.0, slope)
