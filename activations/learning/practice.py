"""Whether the activation still matters as most people train: Adam, batch normalisation, depth.

Each setting is one network with everything but the activation fixed; each contestant is trained at
every rate of the setting's own grid, with two disjoint sets of ten seeds. The rate is chosen on one
set and judged on the other, so that the choice cannot flatter.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..activation import Activation, Array
from ..initialisation import PRESERVING
from .comparison import Ratio, epochs_to, paired_ratio
from .experiments import TRAINABLE, identity, load
from .network import CENTRED_START
from .training import Curves, Run, blank

PREPARED = Path(__file__).parent / "data" / "practice.npz"
LEVELS = (0.5, 0.1, 0.01, 0.002)  # of the training loss, the last for some settings only
FIRST_SEEDS, SEEDS = (0, 10), 10  # of the two sets, and in each
TRAINED = {"SGD": {}, "momentum": {"momentum": 0.9}, "Adam": {"optimiser": "Adam"}}
BATCH = "batch"


class Contestant(NamedTuple):
    """An activation and how its network starts."""

    label: str
    activation: Activation
    initialisation: str = PRESERVING


THREE = RELU, ELU, CENTRED = tuple(
    Contestant(TRAINABLE[name].label, TRAINABLE[name]) for name in ("relu", "elu", "centred_relu")
)
MODERN = tuple(
    Contestant(TRAINABLE[name].label, TRAINABLE[name])
    for name in ("silu", "gelu_tanh", "mish", "squared_relu")
)
SMOOTH = MODERN[:3]
STARTS_CENTRED = Contestant("ReLU that starts centred", TRAINABLE["relu"], CENTRED_START)


class Point(NamedTuple):
    """Of a grid: the learning rate, and by what the weight variance is multiplied at the start."""

    rate: float
    variance_factor: float = 1.0


@dataclass(frozen=True)
class Setting:
    """How networks are trained: the optimiser, a key of `TRAINED`, and what is not the paper's.

    Every contestant starts with the weight variance that keeps the signal, or, where its `variance`
    is "chosen", with the best of several multiples of it.
    """

    trained: str = "SGD"
    normalisation: str = "none"
    layers: int = 8
    scaling: str = "unit"
    variance: str = "keeping"

    @property
    def label(self) -> str:
        """How it is trained and what else is different, in a few words."""
        normalised = self.normalisation != "none"
        words = [] if normalised and self.trained == "SGD" else [self.trained]
        words += [f"{self.normalisation} normalisation"] * normalised
        words += [f"{self.layers} layers"] * (self.layers != 8)
        words += ["standardised inputs"] * (self.scaling == "standard")
        words += ["best weight variance"] * (self.variance == "chosen")
        return ", ".join(words)

    @property
    def levels(self) -> tuple[float, ...]:
        """The training losses to which time is taken, of `LEVELS`."""
        return LEVELS if (self.layers, self.variance) == (8, "keeping") else LEVELS[:-1]

    @property
    def epochs(self) -> int:
        """The longest that is trained: gradient descent without help needs longer."""
        return 32 if self.trained == "SGD" and self.normalisation == "none" else 24

    @property
    def rates(self) -> tuple[float, ...]:
        """The rates at the variance that keeps the signal, in ascending order."""
        if self.layers != 8:
            return DEPTH_RATES[self.trained, self.layers]
        return STANDARD_RATES if self.scaling != "unit" else RATES[self.trained, self.normalisation]

    @property
    def grid(self) -> list[Point]:
        """What each contestant is trained at: all rates, where it is chosen for each variance."""
        points = [Point(rate) for rate in self.rates]
        if self.variance == "chosen":
            more = VARIANCE_RATES[self.trained].items()
            points += [Point(rate, factor) for factor, rates in more for rate in rates]
        return points

    def runs(self, contestant: Contestant, first_seed: int) -> list[Run]:
        """Those of one set of seeds, one for each point of the grid."""
        return [
            Run(
                contestant.activation, rate, initialisation=contestant.initialisation,
                variance_factor=factor, normalisation=self.normalisation, layers=self.layers,
                scaling=self.scaling, epochs=self.epochs, seed=first_seed, seeds=SEEDS,
                reads="growing", **TRAINED[self.trained],
            )
            for rate, factor in self.grid
        ]  # fmt: skip


RATES = {
    ("SGD", "none"): (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3),
    ("momentum", "none"): (0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1),
    ("Adam", "none"): (3e-4, 5e-4, 7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01),
    ("SGD", BATCH): (0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0),
    ("momentum", BATCH): (0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15),
    ("Adam", BATCH): (7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01),
}  # by optimiser and normalisation, 8 layers, inputs from 0 to 1
DEPTH_RATES = {
    ("SGD", 2): (0.15, 0.2, 0.3, 0.5, 0.7, 1.0),
    ("SGD", 4): (0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7),
    ("SGD", 16): (0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1),
    ("Adam", 2): (0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03),
    ("Adam", 4): (7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01),
    ("Adam", 16): (2e-4, 3e-4, 5e-4, 7e-4, 0.001, 0.0015, 0.002, 0.003),
}
VARIANCE_RATES = {
    "SGD": {
        0.5: (0.05, 0.07, 0.1, 0.15, 0.2, 0.3),
        2.0: (0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05),
        4.0: (7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.007),
    },
    "Adam": {
        0.5: (7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.007),
        2.0: (3e-4, 5e-4, 7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.007),
        4.0: (3e-4, 5e-4, 7e-4, 0.001, 0.0015, 0.002, 0.003, 0.005),
    },
}  # by optimiser and the factor of the variance; the factor 1 has the rates of above
STANDARD_RATES = (0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5)

HEADLINE = tuple(Setting(how, norm) for norm in ("none", BATCH) for how in TRAINED)
PLAIN, _, ADAM, NORMALISED, _, ADAM_NORMALISED = HEADLINE
STANDARDISED = Setting(scaling="standard")
DEPTHS = (2, 4, 8, 16)
VARIANCE_CHOSEN = tuple(Setting(how, variance="chosen") for how in VARIANCE_RATES)
DEEP = {how: tuple(Setting(how, layers=depth) for depth in DEPTHS) for how in ("SGD", "Adam")}

CONTESTS: dict[Setting, tuple[Contestant, ...]] = dict.fromkeys(HEADLINE, THREE + MODERN)
CONTESTS |= dict.fromkeys((STANDARDISED, *VARIANCE_CHOSEN), THREE)
CONTESTS |= {setting: THREE for row in DEEP.values() for setting in row if setting.layers != 8}
CONTESTS[PLAIN] += (STARTS_CENTRED,)


def practice() -> list[Run]:
    """All runs, what tells most first; a run that several settings share once."""
    return list(
        dict.fromkeys(
            run
            for setting, contestants in CONTESTS.items()
            for contestant in contestants
            for first_seed in FIRST_SEEDS
            for run in setting.runs(contestant, first_seed)
        )
    )


def lowest(run: Run) -> float:
    """The loss at which a run of these may end."""
    return LEVELS[-1] if (run.layers, run.variance_factor) == (8, 1.0) else LEVELS[-2]


def pack(folder: Path, target: Path = PREPARED) -> None:
    """The losses of all runs in one file: their logarithms in float16.

    Losses above 0.0004 are kept to 0.2 %, those above 0.02 to 0.1 %.
    """
    runs = practice()
    losses = [load(folder, run).loss for run in runs]
    longest = max(map(len, losses))
    with np.errstate(divide="ignore"):
        logs = [np.log(loss.astype(np.float64)).astype(np.float16) for loss in losses]
    short = [((0, longest - len(log)), (0, 0)) for log in logs]
    padded = [np.pad(a, more, constant_values=np.nan) for a, more in zip(logs, short, strict=True)]
    np.savez_compressed(target, runs=[identity(run) for run in runs], log_loss=np.stack(padded))


@lru_cache(maxsize=1)
def _prepared() -> dict[Run, Array]:
    """The losses (rows, seeds) of each packed run."""
    runs = practice()
    with np.load(PREPARED) as file:
        if file["runs"].tolist() != [identity(run) for run in runs]:
            raise RuntimeError("What is prepared is of other runs: make and pack it again.")
        losses = np.exp(file["log_loss"].astype(np.float64))
    return {run: a[: len(run.read_after)] for run, a in zip(runs, losses, strict=True)}


@lru_cache(maxsize=256)
def prepared(run: Run) -> Curves | None:
    """The losses of a run, whole or of its first epochs and seeds, if it is prepared; else None.

    They end once all seeds are below `lowest`. What else curves hold is not known of it.
    """
    whole = _whole().get(replace(run, epochs=0, seeds=SEEDS))
    if whole is None or run.epochs > whole.epochs or run.seeds > SEEDS:
        return None
    loss = _prepared()[whole]
    curves = blank(whole)._replace(loss=loss.astype(np.float32), seconds=np.nan)
    curves.diverged[:] = _diverged(whole, loss)
    return curves.cut(run.epochs, 0, run.seeds)


@lru_cache(maxsize=1)
def _whole() -> dict[Run, Run]:
    return {replace(run, epochs=0): run for run in _prepared()}


def _diverged(run: Run, loss: Array) -> Array:
    """The step at which each seed was first read as lost, (seeds,); 0 for those that never were."""
    gone = np.isnan(loss)
    arrived = np.fmin.reduce(loss) <= lowest(run)
    lost = (gone & ~gone.all(axis=1, keepdims=True)).any(axis=0) | gone[-1] & ~arrived
    return np.where(lost, run.read_after[gone.argmax(axis=0)], 0)


def losses(setting: Setting, contestant: Contestant, first_seed: int) -> tuple[Array, Array]:
    """The epochs at which it was read, (readings,), and the loss, (grid, readings, seeds).

    NaN after divergence, and once all seeds are below the setting's lowest level. ValueError for
    what is not prepared.
    """
    if contestant not in CONTESTS.get(setting, ()):
        raise ValueError(f"{contestant.label}, {setting.label}: not tested here.")
    runs = setting.runs(contestant, first_seed)
    return runs[0].read_after / runs[0].steps, np.stack([_prepared()[run] for run in runs])


@lru_cache(maxsize=1024)
def times(setting: Setting, contestant: Contestant, level: float, first_seed: int) -> Array:
    """Epochs to a training loss, (points of its grid, seeds); inf where never reached.

    ValueError for a level below the setting's lowest, to which its runs were not carried.
    """
    if level < setting.levels[-1]:
        raise ValueError(
            f"{setting.label}: not tested below {setting.levels[-1]:g}. Got {level:g}."
        )
    at, loss = losses(setting, contestant, first_seed)
    rows = loss.transpose(1, 0, 2)
    return epochs_to(rows.reshape(len(at), -1), level, at=at).reshape(rows.shape[1:])


def _chosen(setting: Setting, contestant: Contestant, level: float, first_seed: int) -> int:
    """The row of the least median time to the level; where none arrives, to the next higher one."""
    for above in sorted({*setting.levels, level}):
        if above >= level:
            median = np.median(times(setting, contestant, above, first_seed), axis=1)
            if np.isfinite(median).any():
                return int(np.argmin(median))
    return 0


def chosen(setting: Setting, contestant: Contestant, level: float) -> list[Point]:
    """The best point of the grid on each set of seeds."""
    return [setting.grid[_chosen(setting, contestant, level, first)] for first in FIRST_SEEDS]


def judged_times(setting: Setting, contestant: Contestant, level: float) -> Array:
    """Epochs to the level, (sets, seeds), each set's at the rate that is best on the other set."""
    return np.stack([
        times(setting, contestant, level, first)[_chosen(setting, contestant, level, other)]
        for first, other in zip(FIRST_SEEDS, reversed(FIRST_SEEDS), strict=True)
    ])  # fmt: skip


class Judged(NamedTuple):
    """How many times as long one contestant takes as another, on each set of seeds and on both.

    Each set is judged at the rates that are best on the other one. `arrive` is the share of the
    pairs of seeds of which at least one arrives at the level.
    """

    first: Ratio
    second: Ratio
    both: Ratio
    arrive: float

    @property
    def verdict(self) -> str:
        """What both sets support: "slower", "faster" or "no difference"; else "undetermined".

        No difference is what neither set alone nor both together can tell. "not reached" where
        most pairs do not arrive.
        """
        if self.arrive < 0.5:
            return "not reached"
        halves = self.first, self.second
        if all(ratio.detectable and ratio.low > 1 for ratio in halves):
            return "slower"
        if all(ratio.detectable and ratio.high < 1 for ratio in halves):
            return "faster"
        told = any(ratio.detectable for ratio in (*halves, self.both))
        return "undetermined" if told else "no difference"


@lru_cache(maxsize=4096)
def judged(
    setting: Setting, slow: Contestant = RELU, fast: Contestant = ELU, level: float = 0.1
) -> Judged:
    """The first contestant's time over the second's, seed by seed."""
    over, under = (judged_times(setting, each, level) for each in (slow, fast))
    halves = [paired_ratio(a[None], b[None]) for a, b in zip(over, under, strict=True)]
    both = paired_ratio(over.reshape(1, -1), under.reshape(1, -1))
    arrive = (np.isfinite(over) | np.isfinite(under)).mean()
    return Judged(*halves, both, float(arrive))
