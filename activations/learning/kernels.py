"""Value and slope for the steps of training: as `Activation.bare`, but quicker, for finite numbers.

NumPy's maximum, and on processors without AVX-512 its expm1 in float32, take several times as long
as products, comparisons and tanh. An infinity may give NaN here; where one occurs in training, the
run has diverged. Sums are rounded to some units of the last place of their largest term, ELU below
zero to three of its own.
"""

from collections.abc import Callable
from functools import partial
from math import pi, sqrt

import numpy as np

from ..activation import Activation, Array
from ..gaussian import SELU_ALPHA, SELU_SCALE


def _parts(x: Array) -> tuple[Array, Array, Array]:
    """Whether x > 0, as 0 and 1, and x where it is above and where it is below."""
    on = (x > 0).astype(x.dtype)
    above = x * on
    return on, above, x - above


def _relu(x):
    on = (x > 0).astype(x.dtype)
    return x * on, on


def _centred_relu(x):
    value, on = _relu(x)
    value -= 1 / sqrt(2 * pi)
    return value, on


def _leaky_relu(x, negative_slope):
    slope = (x > 0).astype(x.dtype)
    slope *= 1.0 - negative_slope
    slope += negative_slope
    return x * slope, slope


def _shifted_relu(x):
    value, on = _relu(x + 1.0)
    value -= 1.0
    return value, on


def _elu(x, alpha):
    """expm1(x) = 2 t / (1 - t) with t = tanh(x / 2); exp(x) = expm1(x) + 1."""
    on, value, below = _parts(x)
    below *= 0.5
    t = np.tanh(below, out=below)
    rest = 1.0 - t
    t += t
    t /= rest
    if alpha != 1:
        t *= alpha
    value += t
    t += alpha
    if alpha != 1:
        t += (1.0 - alpha) * on
    return value, t


def _selu(x):
    value, slope = _elu(x, SELU_ALPHA)
    value *= SELU_SCALE
    slope *= SELU_SCALE
    return value, slope


def _tanh(x):
    t = np.tanh(x)
    slope = t * t
    np.subtract(1.0, slope, out=slope)
    return t, slope


def _sigmoid(x):
    """(1 + tanh(x / 2)) / 2."""
    s = 0.5 * x
    np.tanh(s, out=s)
    s += 1.0
    s *= 0.5
    return s, s * (1.0 - s)


def _silu(x):
    gate, slope = _sigmoid(x)
    slope *= x
    slope += gate
    gate *= x
    return gate, slope


def _gelu_tanh(x):
    square = x * x
    inner = square * (sqrt(8 / pi) * 0.044715)
    inner += sqrt(8 / pi)
    inner *= x
    gate, slope = _sigmoid(inner)
    square *= 3 * sqrt(8 / pi) * 0.044715
    square += sqrt(8 / pi)
    slope *= square
    slope *= x
    slope += gate
    gate *= x
    return gate, slope


def _mish(x):
    """x t with t = tanh(softplus(x)) = 1 / (1 + u / (1 + 1 / (2 u))) for u = exp(-x)."""
    u = np.exp(-x)
    t = 0.5 / u
    t += 1.0
    np.divide(u, t, out=t)
    t += 1.0
    np.divide(1.0, t, out=t)
    value = x * t
    u += 1.0
    slope = t * t
    np.subtract(1.0, slope, out=slope)
    slope *= x
    slope /= u
    slope += t
    return value, slope


def _squared_relu(x):
    value, slope = _relu(x)
    slope *= value
    slope += slope
    value *= value
    return value, slope


QUICK = {
    "relu": _relu,
    "centred_relu": _centred_relu,
    "leaky_relu": _leaky_relu,
    "shifted_relu": _shifted_relu,
    "elu": _elu,
    "selu": _selu,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "silu": _silu,
    "gelu_tanh": _gelu_tanh,
    "mish": _mish,
    "squared_relu": _squared_relu,
}


def kernel(activation: Activation) -> Callable[[Array], tuple[Array, Array]]:
    """(value, slope) of an array, of its type; without care for infinities and warnings."""
    if activation.text or activation.id not in QUICK:
        return activation.bare()
    return partial(QUICK[activation.id], **activation.settings)
