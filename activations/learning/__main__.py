"""The whole comparison of activations, from the command line.

`python -m activations.learning` goes on where it was interrupted; with `--pack` it then packs all
runs into the file that the app opens with.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from .experiments import carry, comparison, executor, pack, path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m activations.learning")
    parser.add_argument("--folder", type=Path, default=Path("results"), help="one file a run")
    parser.add_argument("--processes", type=int, default=None, help="default: one per core")
    parser.add_argument("--scheduler", help="the address of a Dask scheduler that carries the runs")
    parser.add_argument("--pack", action="store_true", help="write the app's prepared comparison")
    for name, kind in (("epochs", int), ("seeds", int), ("layers", int), ("width", int)):
        parser.add_argument(f"--{name}", type=kind, help=f"instead of the comparison's {name}")
    given = parser.parse_args(arguments)
    changed = {name: getattr(given, name) for name in ("epochs", "seeds", "layers", "width")}
    changed = {name: value for name, value in changed.items() if value is not None}
    if given.pack and changed:
        parser.error("--pack is for the whole comparison as it is, without other settings.")
    runs = [replace(run, **changed) for run in comparison()]
    kept = sum(path(given.folder, run).exists() for run in runs)
    with executor(given.scheduler, given.processes) as pool:
        _progress(kept, len(runs), "kept from before")
        for done, run in enumerate(carry(runs, pool, given.folder), kept + 1):
            _progress(done, len(runs), run.describe())
    print(file=sys.stderr)
    if given.pack:
        pack(given.folder, runs)


def _progress(done: int, total: int, words: str) -> None:
    bar = "#" * (30 * done // total)
    print(f"\r[{bar:<30}] {done}/{total} {words:<50.50}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
