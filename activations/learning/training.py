"""A training run: one activation at one learning rate, all its seeds side by side."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..activation import Activation, Array
from ..optimisers import optimiser
from . import datasets
from .network import Network, draws

GREEK = {r"\alpha": "α", r"\beta": "β", r"\lambda": "λ"}  # symbols of parameters, outside LaTeX


def later(default):
    """A field that runs once did without: at this default they keep the identity they had."""
    return field(default=default, metadata={"later": True})


@dataclass(frozen=True)
class Run:
    """All that a training run depends on: equal runs give equal curves.

    Member s of `seeds` draws its weights and the order of its batches from seed + s, whatever the
    activation and the rate are. Weights have `variance_factor` times the variance of the
    `initialisation`. Batches of `batch` samples; the rest of an epoch is left out.
    """

    activation: Activation
    rate: float
    data: str = "digits"
    scaling: str = "unit"
    split: int = 0
    layers: int = 8
    width: int = 128
    initialisation: str = "He"
    batch: int = 64
    momentum: float = 0.0
    epochs: int = 40
    seed: int = 0
    seeds: int = 10
    optimiser: str = later("SGD")
    normalisation: str = later("none")
    variance_factor: float = later(1.0)
    reads: str = later("epochs")

    @property
    def steps(self) -> int:
        """The steps of an epoch."""
        return len(datasets.split(self.data, self.scaling, self.split).train) // self.batch

    @property
    def read_after(self) -> Array:
        """The steps after which the loss is read, (rows,).

        By `reads` "epochs" once an epoch; "growing" also between, after every second step at first,
        then a fifth of the way later each time: where a level is reached is then known about as
        well early as late. ValueError for other `reads`.
        """
        after = np.arange(self.epochs + 1) * self.steps
        if self.reads == "epochs":
            return after
        if self.reads != "growing":
            raise ValueError(f"The 'reads' of a run are epochs or growing. Got '{self.reads}'.")
        early, apart = [], 2
        while apart < self.steps and sum(early) + apart < after[-1]:
            early.append(apart)
            apart = max(2, sum(early) // 5)
        return np.union1d(after, np.cumsum(early, dtype=int))

    @property
    def work(self) -> float:
        """Multiplications, roughly: three passes of every sample through every weight."""
        data = datasets.split(self.data, self.scaling, self.split)
        sizes = self.sizes(data)
        weights = sum(a * b for a, b in zip(sizes[:-1], sizes[1:], strict=True))
        return 3.0 * len(data.train) * weights * self.epochs * self.seeds

    def sizes(self, data: datasets.Split) -> list[int]:
        """The width of every layer, from the inputs to the classes."""
        return [data.train.shape[1], *[self.width] * self.layers, data.classes]

    def describe(self) -> str:
        """The run in a few words."""
        symbols = [each.symbol for each in self.activation.parameters.values()]
        values = self.activation.settings.values()
        words = [
            f"{GREEK.get(symbol, symbol)} = {value:g}"
            for symbol, value in zip(symbols, values, strict=True)
        ]
        settings = f" ({', '.join(words)})" if words else ""
        return f"{self.activation.label}{settings}, rate {self.rate:g}"


class Curves(NamedTuple):
    """What a run gives; NaN after the epoch that training has reached, or after divergence.

    `at` (rows,): the epochs after which the loss was read, 0 first; a row each. `loss`
    (rows, seeds): cross-entropy over the training set. `accuracy`: the same shape, on the test set.
    `means` (rows, layers, seeds): the mean activation of a layer, the median over its units. These
    two are NaN but after whole epochs. `diverged` (seeds,): the step at which the loss was no
    longer finite, 0 if it always was. `seconds`: CPU time of an epoch for all seeds, the least
    seen, without the read-outs; NaN where it is not known. `areas`: for a set in the plane, the
    class at each point of a grid, by the first seed.
    """

    loss: Array
    accuracy: Array
    means: Array
    diverged: Array
    seconds: float
    areas: Array
    at: Array

    @property
    def known(self) -> int:
        """The last row that all seeds have reached, 0 if some have not begun or have diverged."""
        return max(0, int(np.isfinite(self.loss).all(axis=1).sum()) - 1)

    @property
    def seconds_each(self) -> float:
        """CPU time of an epoch of one seed."""
        return self.seconds / self.loss.shape[1]

    def cut(self, epochs: int, first: int, seeds: int) -> "Curves":
        """The curves of the same run with fewer epochs, or with some of its seeds."""
        rows = slice(np.searchsorted(self.at, epochs, "right"))
        members = slice(first, first + seeds)
        loss = self.loss[rows, members]
        steps = np.where(np.isnan(loss[-1]), self.diverged[members], 0)
        return Curves(
            loss, self.accuracy[rows, members], self.means[rows, :, members], steps,
            self.seconds * seeds / self.loss.shape[1], self.areas, self.at[rows],
        )  # fmt: skip


GRID = np.stack(np.meshgrid(np.linspace(-1.6, 1.6, 49), np.linspace(-1.6, 1.6, 49)), axis=-1)


def epochs(run: Run, until: float = -np.inf) -> Iterator[tuple[int, Curves]]:
    """Train; give (epochs done, the curves so far), first untrained, then after every epoch.

    It ends before, once each seed has diverged or has read a loss of `until` or less.
    """
    data = datasets.split(run.data, run.scaling, run.split)
    generators = [np.random.default_rng((run.seed + s, 7)) for s in range(run.seeds)]
    standard = draws(run.sizes(data), generators)
    start = run.initialisation, run.normalisation, run.variance_factor
    net, curves = Network.initialised(run.activation, standard, *start), blank(run)
    trains = optimiser(run.optimiser, run.rate, run.momentum)
    for epoch in range(run.epochs + 1):
        with np.errstate(all="ignore"):  # a member that diverges overflows, and is counted
            if epoch:
                curves = _epoch(run, net, trains, generators, curves, epoch)
            else:
                _read(run, net, curves, 0)
        yield epoch, curves
        if ((np.fmin.reduce(curves.loss) <= until) | (curves.diverged > 0)).all():
            return


def blank(run: Run) -> Curves:
    """The curves of a run that has not begun."""
    at = run.read_after / run.steps
    shape = (len(at), run.seeds)
    return Curves(
        np.full(shape, np.nan, np.float32), np.full(shape, np.nan, np.float32),
        np.full((shape[0], run.layers, run.seeds), np.nan, np.float32),
        np.zeros(run.seeds, np.int32), np.inf, np.zeros(GRID.shape[:2], np.int8), at,
    )  # fmt: skip


def _epoch(run, net, trains, generators, curves, epoch) -> Curves:
    """One pass over each member's own order of the training set, read where it is to be."""
    data = datasets.split(run.data, run.scaling, run.split)
    orders = np.stack([rng.permutation(len(data.train)) for rng in generators])
    done, to_read, seconds = (epoch - 1) * run.steps, set(run.read_after.tolist()), 0.0
    for step in range(run.steps):
        before = time.thread_time()
        chosen = orders[:, step * run.batch : (step + 1) * run.batch]
        loss = net.step(data.train[chosen], data.train_labels[chosen], trains)
        lost = ~np.isfinite(loss) & (curves.diverged == 0)
        curves.diverged[lost] = done + step + 1
        seconds += time.thread_time() - before
        if done + step + 1 in to_read:
            _read(run, net, curves, done + step + 1)
    return curves._replace(seconds=min(curves.seconds, seconds))


def _read(run, net, curves: Curves, step: int) -> None:
    """Fill the row of a step; a loss that is only now not finite was lost by the last step."""
    data = datasets.split(run.data, run.scaling, run.split)
    row, whole = int(np.searchsorted(run.read_after, step)), step % run.steps == 0
    if whole:
        loss, _, means = net.read_out(data.train, data.train_labels)
        _, accuracy, _ = net.read_out(data.test, data.test_labels)
    else:
        loss = net.losses(data.train, data.train_labels)
    curves.diverged[~np.isfinite(loss) & (curves.diverged == 0)] = max(1, step)
    known = curves.diverged == 0
    curves.loss[row, known] = loss[known]
    if whole:
        curves.accuracy[row, known] = accuracy[known]
        curves.means[row][:, known] = means[:, known]
    if data.train.shape[1] == 2:
        logits = net.forward(GRID.reshape(1, -1, 2).astype(np.float32))[0]
        curves.areas[:] = logits[0].argmax(axis=1).reshape(GRID.shape[:2])


def complete(run: Run, until: float = -np.inf) -> Curves:
    """The curves of a whole run, or `until` a loss; what an executor carries."""
    *_, (_, curves) = epochs(run, until)
    return curves
