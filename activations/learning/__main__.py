"""The whole comparison of activations, from the command line.

`python -m activations.learning` goes on where it was interrupted; with `--pack` it then packs all
runs into the two files that the app opens with.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from . import experiments, practice
from .experiments import carry, executor, path
from .training import Run

PARTS = ("comparison", "practice")


def main(arguments: list[str] | None = None) -> None:
    given = _parsed(arguments)
    changed = {name: getattr(given, name) for name in ("epochs", "seeds", "layers", "width")}
    changed = {name: value for name, value in changed.items() if value is not None}
    runs = {"comparison": experiments.comparison(), "practice": practice.practice()}
    runs = {part: [replace(run, **changed) for run in runs[part]] for part in given.parts}
    progress = Progress(
        [run for part in runs.values() for run in part if not path(given.folder, run).exists()],
        sum(map(len, runs.values())),
    )
    with executor(given.scheduler, given.processes) as pool:
        for part, each in runs.items():
            more = (practice.lowest,) if part == "practice" else ()
            for run in carry(each, pool, given.folder, *more):
                progress.one_more(run)
    print(file=sys.stderr)
    if given.pack and "comparison" in runs:
        experiments.pack(given.folder, runs["comparison"])
    if given.pack and "practice" in runs:
        practice.pack(given.folder)


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m activations.learning")
    parser.add_argument("--folder", type=Path, default=Path("results"), help="one file a run")
    parser.add_argument("--processes", type=int, default=None, help="default: one per core")
    parser.add_argument("--scheduler", help="the address of a Dask scheduler that carries the runs")
    parser.add_argument("--pack", action="store_true", help="write what the app opens with")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="default: both")
    for name in ("epochs", "seeds", "layers", "width"):
        parser.add_argument(f"--{name}", type=int, help=f"instead of the runs' own {name}")
    given = parser.parse_args(arguments)
    if given.pack and any(
        getattr(given, name) is not None for name in ("epochs", "seeds", "layers", "width")
    ):
        parser.error("--pack is for the whole comparison as it is, without other settings.")
    return given


class Progress:
    """A bar of runs done, and the time left if work goes on as it went so far."""

    def __init__(self, missing: list[Run], total: int):
        self.total, self.done = total, total - len(missing)
        self.left, self.begun = sum(run.work for run in missing), time.monotonic()
        self.worked = 0.0
        self._show("kept from before")

    def one_more(self, run: Run) -> None:
        """A run has ended."""
        self.done += 1
        self.worked += run.work
        self.left -= run.work
        seconds = (time.monotonic() - self.begun) * self.left / self.worked
        self._show(f"{_spoken(seconds)} left, {run.describe()}")

    def _show(self, words: str) -> None:
        bar = "#" * (30 * self.done // self.total)
        line = f"\r[{bar:<30}] {self.done}/{self.total} {words:<50.50}"
        print(line, end="", file=sys.stderr, flush=True)


def _spoken(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


if __name__ == "__main__":
    main()
