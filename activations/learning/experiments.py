"""The comparison of activations: which runs it takes, who carries them, and where they are kept.

Runs are carried by any `concurrent.futures` executor: processes of this machine by default, a Dask
cluster with `--scheduler ADDRESS`. Each finished run is a file until all are packed into one.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .. import ACTIVATIONS
from ..activation import Activation
from ..initialisation import PRESERVING
from ..listings import PAPER_LEAKY
from .training import GRID, Curves, Run, complete

RATES = (0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5)
TRAINABLE = {
    name: PAPER_LEAKY if name == PAPER_LEAKY.id else ACTIVATIONS[name]
    for name in ("relu", "centred_relu", "shifted_relu", "leaky_relu", "elu", "selu", "tanh",
                 "sigmoid", "softplus", "silu", "gelu_tanh", "mish", "squared_relu")
}  # fmt: skip
COMPARED = tuple(TRAINABLE.values())[:7]
PAPER_RATE, PAPER_EPOCHS = 0.01, 100
PREPARED = Path(__file__).parent / "data" / "comparison.npz"
OF_PROCESSES = {
    "OPENBLAS_NUM_THREADS": "1",  # the processes share the cores already
    "MALLOC_MMAP_THRESHOLD_": "1000000000",  # what a step frees is kept for the next: a fifth of
    "MALLOC_TRIM_THRESHOLD_": "1000000000",  # its time went into asking the system anew (glibc)
}
PACKED = ("loss", "accuracy", "means", "diverged")  # the first fields of `Curves`


def comparison() -> list[Run]:
    """The runs of the prepared comparison, at every rate: two initialisations, unscaled inputs.

    Those of the first seven; of all others that can be trained, the fair comparison.
    He's initialisation at the paper's rate goes on for more epochs: the paper's own setting
    (Clevert et al. 2015, section 4.1: 8 layers of 128 units, SGD, rate 0.01, batches of 64).
    """
    own = {"initialisation": PRESERVING}
    variants = [{}, own, own | {"scaling": "raw"}]
    others = [act for act in TRAINABLE.values() if act not in COMPARED]
    runs = [Run(act, rate, **more) for more in variants for rate in RATES for act in COMPARED]
    runs += [Run(act, rate, **own) for rate in RATES for act in others]
    return [replace(run, epochs=PAPER_EPOCHS) if _is_paper(run) else run for run in runs]


def _is_paper(run: Run) -> bool:
    return run == Run(run.activation, PAPER_RATE)


@lru_cache(maxsize=64)
def plan(
    base: Run,
    activations: tuple[Activation, ...],
    rates: tuple[float, ...],
    limit: float,
    known: Callable[[Run], Curves | None],
) -> tuple[list[list[Run]], tuple[Run, ...], bool]:
    """The runs of a view: a row per activation, a column per rate; those to train; whether cut.

    Those that are not `known`, as by `prepared`, come in the order in which they tell most: rates
    around 0.05 first, each for every activation. If their `work` together is beyond the limit, all
    runs of the view get fewer seeds and epochs.
    """
    grid = [[replace(base, activation=a, rate=rate) for rate in rates] for a in activations]
    order = sorted(range(len(rates)), key=lambda column: abs(np.log(rates[column] / 0.05)))
    missing = [row[column] for column in order for row in grid if known(row[column]) is None]
    kept = affordable(missing, limit)
    if kept == missing:
        return grid, tuple(missing), False
    smaller = replace(base, seeds=kept[0].seeds, epochs=kept[0].epochs)
    grid, missing, _ = plan(smaller, activations, rates, np.inf, known)
    return grid, missing, True


class Diverged(NamedTuple):
    """A member of a run whose loss was no longer finite after a step."""

    activation: str
    rate: float
    seed: int
    step: int


def diverged(grid: list[list[Run]], rows: list[list[Curves]]) -> list[Diverged]:
    """All that diverged, in the order of the grid; `rows` are the curves of its runs."""
    pairs = zip(sum(grid, []), sum(rows, []), strict=True)
    return [
        Diverged(run.activation.label, run.rate, run.seed + member, int(step))
        for run, curves in pairs
        for member, step in enumerate(curves.diverged)
        if step
    ]


def affordable(runs: list[Run], limit: float) -> list[Run]:
    """The runs, with so many seeds and, if one is still too many, epochs that `work` fits."""
    work = sum(run.work for run in runs)
    if work <= limit:
        return runs
    seeds = max(1, int(runs[0].seeds * limit / work))
    share = limit / (work * seeds / runs[0].seeds)
    epochs = max(1, int(runs[0].epochs * min(1.0, share)))
    return [replace(run, seeds=seeds, epochs=epochs) for run in runs]


def carry(
    runs: Iterable[Run], executor: Executor, folder: Path, until: Callable = lambda run: -np.inf
) -> Iterator[Run]:
    """Complete the runs that have no file in the folder yet; give each as it ends.

    A run ends early once all of its seeds have a loss of `until(run)` or less.
    """
    missing = [run for run in runs if not path(folder, run).exists()]
    futures = {executor.submit(complete, run, until(run)): run for run in missing}
    for future in as_completed(futures):
        run = futures[future]
        save(folder, run, future.result())
        yield run


@contextmanager
def executor(scheduler: str | None = None, processes: int | None = None) -> Iterator[Executor]:
    """Processes of this machine, or the workers of a Dask cluster; closed at the end."""
    if scheduler is None:
        for name, value in OF_PROCESSES.items():
            os.environ.setdefault(name, value)
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            yield pool
        return
    from distributed import Client  # optional: requirements-cluster.txt

    with Client(scheduler) as client:
        yield client.get_executor(retries=10)


def path(folder: Path, run) -> Path:
    """Where a run's curves lie: the name is made of all that the run depends on."""
    return Path(folder) / f"{hashlib.sha256(identity(run).encode()).hexdigest()[:20]}.npz"


def identity(run) -> str:
    """The run in one line: every field of it, but for later ones at what was usual before them."""
    values = {
        field.name: getattr(run, field.name)
        for field in fields(run)
        if not ("later" in field.metadata and getattr(run, field.name) == field.default)
    }
    values["activation"] = (run.activation.id, run.activation.settings)
    return repr(sorted(values.items()))


def save(folder: Path, run, curves) -> None:
    """Write the curves; a reader sees the whole file or none, also after a kill."""
    target = path(folder, run)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.partial")
    with partial.open("wb") as file:
        np.savez_compressed(file, **curves._asdict())
    partial.replace(target)


def load(folder: Path, run):
    """The curves of a run that `save` has written."""
    with np.load(path(folder, run)) as file:
        return Curves(**{name: file[name] for name in Curves._fields})


def pack(folder: Path, runs, target: Path = PREPARED) -> None:
    """All runs in one file, the shorter ones filled up with NaN.

    Not their CPU time: runs that were carried side by side have slowed each other down. What an
    epoch costs is measured by `benchmarks.training`, for all activations in one run.
    """
    longest = max(run.epochs for run in runs)
    columns = {name: [] for name in PACKED}
    for run in runs:
        curves = load(folder, run)
        for name in PACKED:
            array = getattr(curves, name)
            if name != "diverged":
                more = ((0, longest - run.epochs), *[(0, 0)] * (array.ndim - 1))
                array = np.pad(array, more, constant_values=np.nan)
            columns[name].append(array)
    stacked = {name: np.stack(column) for name, column in columns.items()}
    stacked["means"] = _rounded(stacked["means"])
    np.savez_compressed(target, runs=[identity(run) for run in runs], **stacked)


def _rounded(values):
    """To 11 bits after the point: what cannot be seen need not be packed."""
    return (values.view(np.uint32) & np.uint32(0xFFFFF000)).view(np.float32)


@lru_cache(maxsize=1)
def _prepared() -> dict:
    """The packed comparison: curves by run, runs that differ in epochs and seeds under one key."""
    runs = comparison()
    with np.load(PREPARED) as file:
        if file["runs"].tolist() != [identity(run) for run in runs]:
            raise RuntimeError("The prepared comparison is of other runs: make and pack it again.")
        rows = zip(*(file[name] for name in PACKED), strict=True)
    unknown = np.nan, np.zeros(GRID.shape[:2], np.int8)  # the CPU time, and no areas
    at = np.arange(max(run.epochs for run in runs) + 1.0)
    every = zip(runs, rows, strict=True)
    return {_key(run): (run, Curves(*row, *unknown, at)) for run, row in every}


def _key(run):
    return replace(run, epochs=0, seed=0, seeds=0)


def prepared(run):
    """The curves of a run if the prepared comparison holds it, whole or as a part; else None."""
    found = _prepared().get(_key(run))
    if found is None:
        return None
    whole, curves = found
    first = run.seed - whole.seed
    if run.epochs > whole.epochs or first < 0 or first + run.seeds > whole.seeds:
        return None
    return curves.cut(run.epochs, first, run.seeds)
