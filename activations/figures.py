"""What one must know of an activation to use it: its gain, its fate in a deep network, its price.

All is for a network without biases whose weights have variance sigma_w^2 / n, as in `mean_field`.
"""

import csv
from functools import lru_cache
from math import exp, inf, isfinite, log, sqrt
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from .activation import Activation, Array
from .around_zero import LARGEST
from .gaussian import cdf
from .initialisation import PRESERVING, Fate, Start, checked_moments, gain
from .mean_field import predict
from .properties import dead_zones

LAYERS = 30  # through which the gradient of `figures` goes
DEEP = 50  # layers of `carried`
COSTS = Path(__file__).parent / "data" / "activation_costs.csv"
SAME = 1e-6  # the accuracy of `drift`
_STEP = 1e-4  # of log q, between which the drift is taken
_START = Start(PRESERVING, 0.0)

Balance = Literal["returns", "keeps", "leaves"]


class Cost(NamedTuple):
    """The CPU time of the value, and of value and slope, in units of what the ReLU's take."""

    value: float
    with_slope: float


class Figures(NamedTuple):
    """What `figures` computes.

    `mean`, `variance` and `mean_square` are E f, Var f and E f^2 of f(z), z ~ N(0, 1).
    `gain` is 1 / sqrt(E f^2); `signal` is its square, the sigma_w^2 at which E[z^2] = 1 is a fixed
    point; `gradient` is 1 / E f'^2, the sigma_w^2 at which the gradient keeps its size there (None
    if f is flat almost everywhere, or E f'^2 does not exist or was not found); `apart` is the
    larger of the two over the smaller.
    `chi` is what a layer multiplies the squared gradient by at that fixed point, `signal` /
    `gradient`, infinite without E f'^2; `drift` is the share of a small deviation of log E[z^2]
    from it that is left a layer on, and `balance` whether a signal of nearly that size returns to
    it, keeps its own, or leaves.
    `fate` is what becomes of N(0, 1) inputs with `signal` in every layer, and the E[z^2] that
    they end at; `log10_gradient` is log10 of the gradient's norm, first over last of `LAYERS` such
    layers, -inf if f is flat almost everywhere. Both are None for a `signal` that `mean_field`
    refuses, the latter also without E f'^2 or where the gradient leaves what a float holds.
    `flat` is the probability that f'(z) is exactly 0; `cost` is None where it was not measured.
    """

    mean: float
    variance: float
    mean_square: float
    gain: float
    signal: float
    gradient: float | None
    apart: float | None
    chi: float
    drift: float
    balance: Balance
    fate: tuple[Fate, float] | None
    log10_gradient: float | None
    flat: float
    cost: Cost | None


@lru_cache(maxsize=512)
@np.errstate(all="ignore")  # far out a typed function may overflow
def figures(activation: Activation) -> Figures:
    """The engineer's figures of an activation with its current parameters.

    ValueError unless E f^2 exists under N(0, 1) and is above 0.
    """
    (less, square, more), slope = _moments(activation)
    drift = log(more / less) / (2 * _STEP)
    signal, moving = 1.0 / square, 0 < slope < inf
    return Figures(
        mean=activation.mean(0, 1),
        variance=activation.variance(0, 1),
        mean_square=square,
        gain=gain(activation),
        signal=signal,
        gradient=1.0 / slope if moving else None,
        apart=max(slope / square, square / slope) if moving else None,
        chi=slope / square,
        drift=drift,
        balance=_balance(activation, drift),
        fate=_fate(activation, signal),
        log10_gradient=_log10_gradient(activation) if slope else -inf,
        flat=_flat(activation),
        cost=cost(activation),
    )


def _moments(activation: Activation) -> tuple[list[float], float]:
    """E f^2 under N(0, q) for q a little below 1, 1, and a little above, and E f'^2 at 1.

    The latter is infinite where it does not exist, or was not found.
    """
    around = checked_moments(activation, np.array([exp(-_STEP), 1.0, exp(_STEP)]))
    slope = float(around.mean_square_slope[1])
    return around.mean_square.tolist(), slope if slope < LARGEST else inf


def _balance(activation: Activation, drift: float) -> Balance:
    """By the drift; where it neither shrinks nor grows a deviation, by what becomes of a tenth."""
    if abs(abs(drift) - 1.0) > SAME:
        return "returns" if abs(drift) < 1.0 else "leaves"
    fate = _fate(activation, 1.1)
    kinds = {"settles": "returns", "keeps": "keeps"}
    return kinds.get(fate[0], "leaves") if fate else "keeps"


def _fate(activation: Activation, first: float) -> tuple[Fate, float] | None:
    try:
        return _START.fate(activation, first)
    except ValueError:  # no network has such weights
        return None


def _log10_gradient(activation: Activation) -> float | None:
    try:
        reached = float(_START.gradient(activation, LAYERS)[0])
    except ValueError:
        return None
    return round(reached, 12) + 0.0 if isfinite(reached) else None  # + 0.0: no -0.0


def _flat(activation: Activation) -> float:
    """The probability that the slope is exactly 0 for z ~ N(0, 1)."""
    zones = np.array(dead_zones(activation)).reshape(-1, 2)
    return float(np.sum(cdf(zones[:, 1]) - cdf(zones[:, 0])))


# --- What PyTorch recommends --------------------------------------------------------------------

# torch.nn.init.calculate_gain, PyTorch 2.13. Its documentation advises against 3/4 for a
# self-normalising network, and says that SELU's value trades the normalisation for the gradient.
PYTORCH_GAINS = {"identity": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": sqrt(2.0), "selu": 3 / 4}


def pytorch_gain(activation: Activation) -> float | None:
    """What `torch.nn.init.calculate_gain` says, None where it has no value."""
    if activation.id == "leaky_relu":
        return sqrt(2.0 / (1.0 + activation.settings["negative_slope"] ** 2))
    return PYTORCH_GAINS.get(activation.id)


class Carried(NamedTuple):
    """What a network makes of N(0, 1) inputs, arrays of shape (depth,), predicted.

    `second_moment` is E[z^2] of the pre-activations, `deviation` the standard deviation of the
    outputs f(z), `log10_gradient` log10 of the gradient's norm over that at the last layer.
    """

    second_moment: Array
    deviation: Array
    log10_gradient: Array


def carried(activation: Activation, gain: float, depth: int = DEEP) -> Carried:
    """A network whose weights all have deviation gain / sqrt(n). ValueError as for `predict`."""
    found = predict(activation, depth=depth, weight_variance=gain**2)
    return Carried(found.second_moment, np.sqrt(found.variance), found.log10_gradient / 2)


# --- How to start with the gain -----------------------------------------------------------------


def initialisers(activation: Activation) -> dict[str, str]:
    """By framework the expression that draws weights of variance gain^2 / fan-in, six digits.

    PyTorch's fills `layer.weight` of a `torch.nn.Linear`; the others are initialisers to hand over.
    ValueError as for `figures`.
    """
    found = figures(activation)
    factor, scale = f"{found.gain:.6g}", f"{found.signal:.6g}"
    return {
        "PyTorch": f"torch.nn.init.normal_(layer.weight, std={factor} / layer.in_features**0.5)",
        "JAX": f'jax.nn.initializers.variance_scaling({scale}, "fan_in", "normal")',
        "Keras": f'keras.initializers.VarianceScaling({scale}, "fan_in", "untruncated_normal")',
    }


# --- What it costs ------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _measured() -> tuple[dict[str, Cost], str]:
    with COSTS.open(encoding="utf-8") as file:
        setup = file.readline().removeprefix("#").strip()
        rows = list(csv.DictReader(file))
    return {r["activation"]: Cost(float(r["value"]), float(r["with_slope"])) for r in rows}, setup


def cost(activation: Activation) -> Cost | None:
    """The price of an activation at any parameters; None where it has not been measured.

    Measured beforehand by `benchmarks.activations`: the code that `recipes` gives for PyTorch, the
    slope by its automatic differentiation.
    """
    return _measured()[0].get(activation.id)


def costs_setup() -> str:
    """How and on what the costs were measured, in a phrase."""
    return _measured()[1]
