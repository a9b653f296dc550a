"""What a step compares: activations at some learning rates, prepared or trained here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from activations.activation import Activation
from activations.initialisation import gain
from activations.learning import costs, experiments, findings, practice
from activations.learning.comparison import Ratio, Standing, standing
from activations.learning.experiments import COMPARED, RATES, TRAINABLE
from activations.learning.training import Curves, Run
from dashboard import kept, live
from dashboard.wording import NOT_YET, SO_FAR, number

USUAL_RUN = Run(COMPARED[0], RATES[0])  # but for its activation and rate
LIMIT = 20 * USUAL_RUN.work  # some minutes of one core
LEVELS = {f"training loss {loss:g}": (loss, False) for loss in (0.5, 0.1, 0.02, 0.01)}
LEVELS |= {f"test accuracy {share:.0%}": (share, True) for share in (0.9, 0.95)}
USUAL = "training loss 0.1"

PLAIN = practice.PLAIN.trained
ACTS = tuple(TRAINABLE.values())
SEVEN = [act.label for act in COMPARED]  # shown at first
ELU, RELU, CENTRED = (act.label for act in (findings.ELU, findings.RELU, findings.CENTRED))
RATE_WORDS = {f"{rate:g}": rate for rate in RATES}


def middle(values: np.ndarray) -> np.ndarray:
    """The median over the seeds, the last axis."""
    return np.median(values.astype(np.float64), axis=-1)


def losses(run: Run) -> Curves | None:
    """What is prepared of a run's training loss, if it is."""
    return experiments.prepared(run) or practice.prepared(run)


@dataclass(frozen=True)
class View:
    """Networks that differ from `base` in activation and rate only, on their way to a goal.

    What it says is of one moment: while runs are being trained, make a new one to look again.
    """

    base: Run
    activations: tuple[Activation, ...]
    goal: str
    rates: tuple[float, ...] = RATES

    @property
    def known(self) -> Callable[[Run], Curves | None]:
        """What tells the prepared curves of a run: of some, the loss is all that is kept."""
        return experiments.prepared if LEVELS[self.goal][1] else losses

    @cached_property
    def _plan(self) -> tuple[list[list[Run]], tuple[Run, ...], bool]:
        return experiments.plan(self.base, self.activations, self.rates, LIMIT, self.known)

    @property
    def missing(self) -> tuple[Run, ...]:
        """The runs that have to be trained here."""
        return self._plan[1]

    @property
    def cut(self) -> bool:
        """Whether they would be too many, so that all have fewer seeds and epochs."""
        return self._plan[2]

    @property
    def grid(self) -> list[list[Run]]:
        """A row of runs per activation, a column per rate."""
        return self._plan[0]

    @property
    def lowest(self) -> float:
        """The training loss at which curves may end: those of `practice`, read as these are."""
        return practice.lowest(self.run) if self.run.reads == "growing" else 0.0

    @property
    def run(self) -> Run:
        """One of them, for what they have in common."""
        return self.grid[0][0]

    @cached_property
    def training(self) -> live.Training:
        """How far the missing ones are."""
        return live.now(self.missing)

    @cached_property
    def curves(self) -> dict[str, list[Curves]]:
        """By label the curves at each rate, as far as they are there."""
        rows = [
            [self.known(run) or self.training.curves(run) for run in runs] for runs in self.grid
        ]
        return dict(zip([act.label for act in self.activations], rows, strict=True))

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """By label how each activation stands at each rate."""
        level, rising = LEVELS[self.goal]
        return {label: standing(runs, level, rising) for label, runs in self.curves.items()}

    @cached_property
    def best(self) -> dict[str, Curves]:
        """By label the curves at the activation's own best rate."""
        return {label: runs[self.standings[label].chosen] for label, runs in self.curves.items()}

    @cached_property
    def _ratios(self) -> dict[tuple[str, str, int], Ratio]:
        return {}

    @property
    def typical(self) -> dict[str, float]:
        """By label the median epochs at the best rate, infinite where most do not arrive."""
        return {label: place.typical for label, place in self.standings.items()}

    @property
    def arrived(self) -> dict[str, float]:
        """The same of those that arrive, the fastest first."""
        times = {label: time for label, time in self.typical.items() if np.isfinite(time)}
        return dict(sorted(times.items(), key=lambda item: item[1]))

    @property
    def timed_before(self) -> bool:
        """Whether what an epoch costs was measured beforehand, all activations in one run."""
        same = ("data", "layers", "width", "batch")
        return all(getattr(self.run, name) == getattr(USUAL_RUN, name) for name in same)

    @cached_property
    def costs(self) -> dict[str, float]:
        """CPU seconds of an epoch of one seed by label; what is not timed before, as it trains."""
        before = costs.costs().seconds if self.timed_before else {}
        return {
            act.label: before.get(act.id, self.best[act.label].seconds_each)
            for act in self.activations
        }

    @property
    def seconds(self) -> dict[str, float]:
        """CPU seconds of one seed until the goal by label, of those that arrive."""
        return {label: time * self.costs[label] for label, time in self.arrived.items()}

    @property
    def accuracies(self) -> dict[str, np.ndarray]:
        """By label the share of the test set read right by each seed, as far as all are trained."""
        return {label: run.accuracy[run.known] for label, run in self.best.items() if run.known}

    @property
    def reads(self) -> dict[str, float]:
        """The median of these by label."""
        return {label: float(np.median(each)) for label, each in self.accuracies.items()}

    def means(self, layer: int) -> dict[str, np.ndarray]:
        """By label the mean of a layer after each epoch, the median over units and seeds."""
        return {label: middle(run.means[:, layer - 1]) for label, run in self.best.items()}

    def rate(self, label: str) -> float:
        """The best rate of an activation."""
        return self.rates[self.standings[label].chosen]

    def settled(self, label: str) -> bool:
        """Whether nothing is left to train of an activation."""
        return not any(
            run.activation.label == label and self.training.left(run) for run in self.missing
        )

    def ratio(self, slow: str, fast: str, confidence: int = 95) -> Ratio:
        """How many times the epochs of `fast` `slow` takes, by pairs of seeds."""
        asked = (slow, fast, confidence)
        if asked not in self._ratios:
            times = (self.standings[label].times for label in (slow, fast))
            self._ratios[asked] = kept.ratio(*times, confidence / 100)
        return self._ratios[asked]

    def told(self, label: str) -> str:
        """The median epochs of an activation, in words."""
        if label in self.arrived:
            return number(self.typical[label], 3)
        return f"more than {self.run.epochs}" if self.settled(label) else NOT_YET

    def in_place_of(self, never: str, *labels: str) -> tuple[str, str]:
        """What stands for numbers of these that are not there: for most, and for one of a row."""
        if all(map(self.settled, labels)):
            return never, never
        return NOT_YET, self.training.not_yet()

    def only(self, *labels: str) -> str:
        """The one of these that arrives where others do not; no words if all or none do."""
        arrive = [label for label in dict.fromkeys(labels) if label in self.arrived]
        return f"only {arrive[0]} arrives" if len(arrive) == 1 < len({*labels}) else ""

    def so_far(self, *labels: str) -> str:
        """What is added to the name of a reading that may still change."""
        return "" if all(map(self.settled, labels)) else SO_FAR


def first_rivals(labels: Iterable[str]) -> list[str]:
    """Up to two of these that are compared with ReLU first: ReLU less its mean, and ELU."""
    rivals = [label for label in labels if label != RELU]
    return sorted(rivals, key=lambda label: label not in (CENTRED, ELU))[:2]


@lru_cache(maxsize=128)
def _kept(view: View) -> View:
    return view


def view(
    asked: Iterable[Activation], goal: str, rates: tuple[float, ...] = RATES, **setting
) -> View:
    """These activations in the paper's network, but for what `setting` names.

    If it needs no training, it holds all that is known of it; else it is as it is now.
    """
    acts = tuple(dict.fromkeys([*(act for act in ACTS if act in asked), *asked]))
    for act in acts:
        if act.text:
            gain(act)  # what has no mean square cannot be trained, which is then said
    base = Run(acts[-1], rates[0], **findings.FAIR | setting)
    shown = View(base, acts, goal, rates)
    return shown if shown.missing else _kept(shown)


def of_pair(does, than, goal, net_seeds, optimiser, normalised, **_) -> View:
    """The two and, behind them, the others of the seven that are shown at first.

    Trained otherwise than by plain SGD, at that setting's own rates, only the two.
    """
    if optimiser == PLAIN and not normalised:
        return view([does, than, *COMPARED], goal, seeds=net_seeds)
    setting = practice.Setting(optimiser, practice.BATCH if normalised else "none")
    run = setting.runs(practice.RELU, 0)[0]
    names = ("optimiser", "momentum", "normalisation", "epochs", "reads")
    same = {name: getattr(run, name) for name in names}
    rates = setting.rates
    return view([does, than], goal, rates, seeds=net_seeds, **same)


def of_network(hidden, net_width, data, epochs, goal, beside, **_) -> View:
    """These and ReLU in a network, and on data, of the visitor's choice."""
    setting = {"layers": hidden, "width": net_width, "data": data, "epochs": epochs}
    return view([*beside, findings.RELU], goal, **setting)


def of_shapes(beside, goal, standardise, **_) -> View:
    """These and ReLU, on inputs that may have a mean of 0."""
    return view([*beside, findings.RELU], goal, scaling="standard" if standardise else "unit")


def of_switches(one_rate, lr, he, raw, one_seed, first_seed, **_) -> View:
    """ELU and ReLU, with what is unfair where it is switched on."""
    setting = {"initialisation": "He"} if he else {}
    setting |= {"scaling": "raw"} if raw else {}
    setting |= {"seeds": 1, "seed": first_seed} if one_seed else {}
    return view(
        [findings.ELU, findings.RELU], USUAL, (RATE_WORDS[lr],) if one_rate else RATES, **setting
    )


def of_price(beside, goal, batch, split, **_) -> View:
    """These and ReLU, at a batch and a split of the visitor's choice."""
    return view([*beside, findings.RELU], goal, batch=batch, split=split)
