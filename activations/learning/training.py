"""A training run: one activation at one learning rate, all its seeds side by side."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..activation import Activation, Array
from . import datasets
from .network import Network, draws

GREEK = {r"\alpha": "α", r"\beta": "β", r"\lambda": "λ"}  # symbols of parameters, outside LaTeX


@dataclass(frozen=True)
class Run:
    """All that a training run depends on: equal runs give equal curves.

    Member s of `seeds` draws its weights and the order of its batches from seed + s, whatever the
    activation and the rate are. Batches of `batch` samples; the rest of an epoch is left out.
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

    `loss` (epochs + 1, seeds): cross-entropy over the training set, before training and after each
    epoch. `accuracy`: the same shape, on the test set. `means` (epochs + 1, layers, seeds): the
    mean activation of a layer, the median over its units. `diverged` (seeds,): the step at which
    the loss was no longer finite, 0 if it always was. `seconds`: CPU time of an epoch for all
    seeds, the least seen, without the read-outs; NaN where it is not known. `areas`: for a set in
    the plane, the class at each point of a grid, by the first seed.
    """

    loss: Array
    accuracy: Array
    means: Array
    diverged: Array
    seconds: float
    areas: Array

    @property
    def known(self) -> int:
        """The last epoch that all seeds have reached, 0 if some have not begun or have diverged."""
        return max(0, int(np.isfinite(self.loss).all(axis=1).sum()) - 1)

    @property
    def seconds_each(self) -> float:
        """CPU time of an epoch of one seed."""
        return self.seconds / self.loss.shape[1]

    def cut(self, epochs: int, first: int, seeds: int) -> "Curves":
        """The curves of the same run with fewer epochs, or with some of its seeds."""
        rows, members = slice(epochs + 1), slice(first, first + seeds)
        loss = self.loss[rows, members]
        steps = np.where(np.isnan(loss[-1]), self.diverged[members], 0)
        return Curves(
            loss, self.accuracy[rows, members], self.means[rows, :, members], steps,
            self.seconds * seeds / self.loss.shape[1], self.areas,
        )  # fmt: skip


GRID = np.stack(np.meshgrid(np.linspace(-1.6, 1.6, 49), np.linspace(-1.6, 1.6, 49)), axis=-1)


def epochs(run: Run) -> Iterator[tuple[int, Curves]]:
    """Train; give (epochs done, the curves so far), first untrained, then after every epoch."""
    data = datasets.split(run.data, run.scaling, run.split)
    generators = [np.random.default_rng((run.seed + s, 7)) for s in range(run.seeds)]
    standard = draws(run.sizes(data), generators)
    net, curves = Network.initialised(run.activation, standard, run.initialisation), blank(run)
    for epoch in range(run.epochs + 1):
        with np.errstate(all="ignore"):  # a member that diverges overflows, and is counted
            if epoch:
                curves = _epoch(run, net, data, generators, curves, epoch)
            _read(run, net, data, curves, epoch)
        yield epoch, curves
        if curves.diverged.all():
            return


def blank(run: Run) -> Curves:
    """The curves of a run that has not begun."""
    shape = (run.epochs + 1, run.seeds)
    return Curves(
        np.full(shape, np.nan, np.float32), np.full(shape, np.nan, np.float32),
        np.full((shape[0], run.layers, run.seeds), np.nan, np.float32),
        np.zeros(run.seeds, np.int32), np.inf, np.zeros(GRID.shape[:2], np.int8),
    )  # fmt: skip


def _epoch(run, net, data, generators, curves, epoch) -> Curves:
    """One pass over each member's own order of the training set."""
    orders = np.stack([rng.permutation(len(data.train)) for rng in generators])
    steps, before = len(data.train) // run.batch, time.thread_time()
    for step in range(steps):
        chosen = orders[:, step * run.batch : (step + 1) * run.batch]
        loss = net.step(data.train[chosen], data.train_labels[chosen], run.rate, run.momentum)
        lost = ~np.isfinite(loss) & (curves.diverged == 0)
        curves.diverged[lost] = (epoch - 1) * steps + step + 1
    return curves._replace(seconds=min(curves.seconds, time.thread_time() - before))


def _read(run, net, data, curves: Curves, epoch: int) -> None:
    """Fill the row of an epoch; a loss that is only now not finite was lost by the last step."""
    loss, _, means = net.read_out(data.train, data.train_labels)
    _, accuracy, _ = net.read_out(data.test, data.test_labels)
    last = max(1, epoch * (len(data.train) // run.batch))
    curves.diverged[~np.isfinite(loss) & (curves.diverged == 0)] = last
    known = curves.diverged == 0
    curves.loss[epoch, known], curves.accuracy[epoch, known] = loss[known], accuracy[known]
    curves.means[epoch][:, known] = means[:, known]
    if data.train.shape[1] == 2:
        logits = net.forward(GRID.reshape(1, -1, 2).astype(np.float32))[0]
        curves.areas[:] = logits[0].argmax(axis=1).reshape(GRID.shape[:2])


def complete(run: Run) -> Curves:
    """The curves of a whole run; what an executor carries."""
    *_, (_, curves) = epochs(run)
    return curves
