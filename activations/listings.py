"""Settings and code of the post and of the ELU paper, also as copies have them."""

from typing import NamedTuple

import numpy as np

from . import ACTIVATIONS
from .activation import Array

POST_GRID = np.arange(-10, 10, 0.2)  # 100 values; X[50] is -3.55e-14
PAPER_LEAK = 0.1  # the slope of leaky ReLU in the ELU paper, Clevert et al. 2015
PAPER_LEAKY = ACTIVATIONS["leaky_relu"].configure(negative_slope=PAPER_LEAK)


class SigmoidLimits(NamedTuple):
    """Inputs at which a sigmoid in float64 is no longer what it is for real numbers.

    From `one` on its value rounds to 1, and already from `one_as_printed` on if it is computed as
    1 / (1 + exp(-x)), because 1 + exp(-x) rounds to 1. Below `zero` its value rounds to 0; below
    `overflow` exp(-x) is infinite.
    """

    one_as_printed: float
    one: float
    zero: float
    overflow: float


def sigmoid_limits() -> SigmoidLimits:
    """These inputs, from the digits and exponents that float64 has."""
    doubles = np.finfo(np.float64)
    digits = doubles.nmant + 1
    powers_of_two = digits, digits + 1, doubles.minexp - digits
    return SigmoidLimits(
        *(float(p * np.log(2)) for p in powers_of_two), -float(np.log(doubles.max))
    )


def elu_as_circulated(x) -> tuple[Array, Array]:
    """The counter-example: what the post's ELU listing computes with two of its lines lost.

    Takes `x` of shape (size,); gives the inputs that it keeps (those >= 0, in order) and exp - 1 of
    them, both of shape (kept,) with kept <= size. An overflow gives inf.
    Source: a copy of the post that lacks two lines; the post and the author's notebook have them.
    """
    x = np.asarray(x, dtype=np.float64)
    kept = x[x >= 0]
    with np.errstate(over="ignore"):
        return kept, np.expm1(kept)


def snake_as_circulated(x, a: float = 1.0) -> Array:
    """The counter-example to Snake: x + sin(a x) / a, its square lost; of the shape of `x`."""
    return np.asarray(x, dtype=np.float64) + np.sin(a * np.asarray(x)) / a
