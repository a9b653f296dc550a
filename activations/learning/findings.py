"""What the prepared comparison says about ELU and ReLU, fairly and under each confound."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..initialisation import PRESERVING
from .comparison import Ratio, Standing, paired_ratio, standing
from .experiments import PAPER_RATE, RATES, TRAINABLE, prepared
from .training import Run

FAIR = {"initialisation": PRESERVING}
LEVEL = 0.1  # of the training loss
ELU, RELU, CENTRED, SELU = (TRAINABLE[name] for name in ("elu", "relu", "centred_relu", "selu"))


@lru_cache(maxsize=256)
def stand(
    activation, level: float, rates: tuple[float, ...] = RATES, rising: bool = False, **setting
) -> Standing:
    """How an activation stands in the prepared comparison, in the paper's network."""
    runs = [prepared(Run(activation, rate, **setting)) for rate in rates]
    return standing(runs, level, rising)


@lru_cache(maxsize=256)
def ratio(
    slow=RELU, fast=ELU, level: float = LEVEL, rates: tuple[float, ...] = RATES, **setting
) -> Ratio:
    """How many times the epochs of `fast` `slow` takes."""
    times = [stand(act, level, rates, **setting).times for act in (slow, fast)]
    return paired_ratio(*times)


class Confound(NamedTuple):
    """A comparison with ReLU: what was done, ReLU's time over ELU's, and over centred ReLU's."""

    done: str
    ratio: Ratio
    centred: Ratio


def _confound(done: str, **setting) -> Confound:
    return Confound(done, ratio(**setting), ratio(fast=CENTRED, **setting))


class Confounds(NamedTuple):
    """The fair comparison, then one thing wrong at a time, the paper's two, and another problem."""

    fair: Confound
    start: Confound
    rate: Confound
    paper: Confound
    unscaled: Confound


@lru_cache(maxsize=1)
def confounds() -> Confounds:
    """What the prepared comparison says under each."""
    one = (PAPER_RATE,)
    return Confounds(
        _confound("Fair: own rates, the variance that keeps the signal", **FAIR),
        _confound("He's initialisation for all"),
        _confound(f"One rate for all, {PAPER_RATE:g}", rates=one, **FAIR),
        _confound("Both, as in the ELU paper, on digits", rates=one),
        _confound("Unscaled inputs, else fair: another problem", scaling="raw", **FAIR),
    )


@lru_cache(maxsize=1)
def single_seeds() -> np.ndarray:
    """The fair ratio as each single seed would have shown it, (seeds,)."""
    slow, fast = (stand(act, LEVEL, **FAIR).times for act in (RELU, ELU))
    with np.errstate(invalid="ignore"):
        return slow.min(axis=0) / fast.min(axis=0)
