"""How large the weights of a deep network start, and what that does to its gradient, predicted."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from .activation import Activation, Array
from .around_zero import LARGEST, Around
from .gaussian import Undefined
from .mean_field import (
    COARSE,
    DEEPEST,
    SMALLEST,
    Predicted,
    backward,
    fixed_point,
    moments,
    predict,
    walk,
)

PRESERVING = "variance-preserving"
INITIALISATIONS = ("He", "Glorot", "LeCun", "PyTorch's default", PRESERVING)
OWN = "My own"
VARIANCES = np.geomspace(0.05, 20, 61)  # of the weights, times n
_PARTS = 16  # into which the place of a crossing is divided, twice


def weight_variance(initialisation: str, activation: Activation) -> float:
    """sigma_w^2 of a square layer, n times the variance of a weight.

    LeCun et al. (1998): 1 / fan-in. Glorot, Bengio (2010): 2 / (fan-in + fan-out), the same for a
    square layer. He et al. (2015): 2 / fan-in, for a leaky ReLU 2 / ((1 + a^2) fan-in); used here
    for every other function as it is for the ReLU. PyTorch's `Linear` draws uniformly between
    +-1 / sqrt(fan-in), of variance 1 / (3 fan-in). "variance-preserving" is the square of `gain`:
    an input from N(0, 1) keeps its second moment. ValueError for another name.
    """
    if initialisation not in INITIALISATIONS:
        known = ", ".join(INITIALISATIONS)
        raise ValueError(f"There is no initialisation '{initialisation}'. There are: {known}.")
    if initialisation == "He":
        return 2.0 / (1.0 + activation.settings.get("negative_slope", 0.0) ** 2)
    if initialisation == PRESERVING:
        return gain(activation) ** 2
    return 1.0 / 3.0 if initialisation == "PyTorch's default" else 1.0


Fate = Literal["settles", "keeps", "dies", "grows"]


@dataclass(frozen=True)
class Start:
    """How the weights and biases of a network are drawn, and what is predicted from it.

    `initialisation` is one of `INITIALISATIONS`, or `OWN` for the weight variance `own`.
    """

    initialisation: str
    own: float
    bias: float = 0.0

    def variance(self, activation: Activation) -> float:
        """sigma_w^2, n times the variance of a weight."""
        if self.initialisation == OWN:
            return self.own
        return weight_variance(self.initialisation, activation)

    def predicted(self, activation: Activation, depth: int, **more) -> Predicted:
        """What `predict` says; `more` are its inputs and its threshold."""
        variances = {"weight_variance": self.variance(activation), "bias_variance": self.bias}
        return predict(activation, depth=depth, **variances, **more)

    def gradient(self, activation: Activation, depth: int) -> Array:
        """log10 of the gradient's norm at every layer over the last one's."""
        return self.predicted(activation, depth).log10_gradient / 2

    def fate(self, activation: Activation, first: float) -> tuple[Fate, float]:
        """What becomes of a signal whose first second moment this is, and the one that it ends at.

        It keeps its size if another, a tenth larger, does so, too.
        """
        setting = activation, self.variance(activation), self.bias
        settled = fixed_point(*setting, first)
        if settled is None:
            return "grows", np.inf
        q = settled.second_moment
        if q == 0:
            return "dies", 0.0
        larger = fixed_point(*setting, 1.1 * first)
        kept = larger is not None and abs(larger.second_moment / q - 1.1) < 1e-6
        return ("keeps" if kept else "settles"), q


def gain(activation: Activation) -> float:
    """1 / sqrt(E[f(z)^2]) for z ~ N(0, 1); its square is the sigma_w^2 that keeps E[z^2] at 1.

    ValueError, one sentence: that of a typed function does not exist, or is 0 or too large.
    """
    if activation.text:
        activation.mean(0.0, 1.0)
    return float(checked_moments(activation, np.ones(1)).mean_square[0]) ** -0.5


def checked_moments(activation: Activation, q: Array) -> Around:
    """`moments` for some q near 1. ValueError, one sentence, for an E f^2 one cannot divide by."""
    around = moments(activation, q)
    for value in around.mean_square:
        if not SMALLEST < value < LARGEST:
            raise Undefined(
                f"E[f(z)²] of {activation.label} for z ~ N(0, 1) must be between {SMALLEST:g} "
                f"and {LARGEST:g}. Got {value:g} instead."
            )
    return around


def gradients(activation: Activation, depth: int) -> Array:
    """log10 of E|dL/dz_1|^2 / E|dL/dz_L|^2, predicted, for each weight variance in `VARIANCES`.

    For inputs from N(0, 1) and no biases. ValueError for a depth outside [1, 100].
    """
    return _first(_chi(activation, None, _ready(depth)), depth)


@lru_cache(maxsize=512)
def variance_for(activation: Activation, depth: int, log10_ratio: float) -> float | None:
    """The smallest weight variance in [0.05, 20] at which that ratio rises through a value.

    None where it does so nowhere. Good to about five digits; else as for `gradients`.
    """
    variances, values = VARIANCES, gradients(activation, depth) - log10_ratio
    for _ in range(2):
        rises = np.flatnonzero((values[:-1] < 0) & (values[1:] >= 0))
        if not rises.size:
            return None
        low, high = map(float, variances[rises[0] : rises[0] + 2])
        variances = np.geomspace(low, high, _PARTS + 1)
        values = _first(_chi(activation, (low, high), _ready(depth)), depth) - log10_ratio
    ends = np.clip(values, -1e3, 1e3)  # a ratio may leap from 0 to infinity
    return float(np.exp(np.interp(0.0, ends, np.log(variances))))


def layers_until(activation: Activation, weight_variance: float, log10_ratio: float) -> int | None:
    """The smallest depth, up to 100, at which the ratio of `gradients` is below 10**log10_ratio.

    None where it is not. ValueError for a weight variance outside [0.0001, 100].
    """
    chi = predict(activation, depth=DEEPEST, weight_variance=weight_variance).chi
    with np.errstate(divide="ignore"):
        below = np.cumsum(np.log10(chi)) < log10_ratio
    return int(np.argmax(below)) + 2 if below[:-1].any() else None


def _ready(depth: int) -> int:
    if not 1 <= depth <= DEEPEST:
        raise ValueError(f"The 'depth' of a network must be in [1, {DEEPEST}]. Got {depth}.")
    return 64 if depth <= 64 else DEEPEST


@lru_cache(maxsize=512)
def _chi(activation: Activation, ends: tuple[float, float] | None, depth: int) -> Array:
    """chi of every layer, (depth, variances): for all `VARIANCES`, or for some between two ends."""
    variances = VARIANCES if ends is None else np.geomspace(*ends, _PARTS + 1)
    return walk(activation, variances, 0.0, variances, depth, COARSE)[3]


def _first(chi: Array, depth: int) -> Array:
    return backward(chi[:depth])[0]
