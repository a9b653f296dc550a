"""Training in the background of the server, shared by all visitors.

One thread trains for everybody, an epoch of each request in turn. A visitor has one request, the
last, and it lives as long as they keep asking: who moves a control, leaves the page or stops costs
nothing any more. Equal runs are trained once; the latest results are kept.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

from activations.learning import training
from activations.learning.training import Curves, Run

LEASE = 4.0  # seconds after which a request that nobody asks for is dropped
MOST_REQUESTS = 8  # trained at a time; the others wait for their turn
MOST_RESULTS = 600  # of some 20 to 60 kB


class Bench:
    """Results by run, finished or not, and the requests that are being worked on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._results: OrderedDict[Run, tuple[int, Curves]] = OrderedDict()
        self._wanted: dict[Hashable, tuple[tuple[Run, ...], float]] = {}
        self._going: dict[Run, object] = {}
        self._reached: dict[Run, int] = {}  # the epochs of those that are going
        self._spent: dict[Run, tuple[float, float]] = {}  # work and seconds, of those with results
        threading.Thread(target=self._work, daemon=True, name="bench").start()

    def watch(self, visitor: Hashable, runs: tuple[Run, ...]) -> None:
        """Ask for these runs, for some seconds, instead of what this visitor asked for before."""
        with self._changed:
            self._wanted[visitor] = (runs, time.monotonic() + LEASE)
            self._changed.notify()

    def seen(self, runs: tuple[Run, ...]) -> dict[Run, tuple[int, Curves]]:
        """The epochs done and the curves of those runs that have begun."""
        with self._changed:
            for run in runs:
                if run in self._results:
                    self._results.move_to_end(run)
            return {run: self._results[run] for run in runs if run in self._results}

    def seconds_to_go(self, runs: tuple[Run, ...]) -> float | None:
        """Until these are trained if it goes on as it went so far; None before any has begun."""
        with self._changed:
            spent = [self._spent[run] for run in runs if run in self._spent]
            work, seconds = (sum(part) for part in zip(*spent, strict=True)) if spent else (0, 0)
            if not work:
                return None
            left = sum(
                run.work * (1 - self._reached.get(run, 0) / run.epochs)
                for run in runs
                if not self._done(run)
            )
            beside = len({others for others, _ in self._wanted.values()} | {runs})
            return left * seconds / work * beside

    def complete(self, run: Run) -> bool:
        """Whether nothing is left to train."""
        with self._changed:
            return self._done(run)

    def _done(self, run: Run) -> bool:
        done, curves = self._results.get(run, (-1, None))
        return curves is not None and (done == run.epochs or bool(curves.diverged.all()))

    def _work(self) -> None:
        while True:
            for run in self._turns():
                try:
                    self._advance(run)
                except Exception:
                    logging.exception("training failed: %s", run.describe())
                    with self._changed:  # who asks again will see it fail again
                        self._stop(run)
                        self._drop([who for who, (runs, _) in self._wanted.items() if run in runs])

    def _turns(self) -> list[Run]:
        """The first unfinished run of every request, each once; waits until there is one."""
        with self._changed:
            while True:
                now = time.monotonic()
                self._drop([who for who, (_, until) in self._wanted.items() if until < now])
                requests = dict.fromkeys(runs for runs, _ in self._wanted.values())
                requests = list(requests)[:MOST_REQUESTS]
                turns = [next((r for r in runs if not self._done(r)), None) for runs in requests]
                turns = list(dict.fromkeys(run for run in turns if run))
                for run in [run for run in self._going if run not in turns]:
                    self._stop(run)  # its network is large, what it has shown stays
                if turns:
                    return turns
                self._changed.wait(None if not self._wanted else 1.0)

    def _drop(self, visitors: list[Hashable]) -> None:
        for visitor in visitors:
            del self._wanted[visitor]

    def _stop(self, run: Run) -> None:
        self._going.pop(run, None)
        self._reached.pop(run, None)

    def _advance(self, run: Run) -> None:
        """One more epoch of a run."""
        before = time.monotonic()
        if run not in self._going:
            self._going[run] = training.epochs(run)
        done, curves = next(self._going[run])
        with self._changed:
            self._reached[run] = done
            work, seconds = self._spent.get(run, (0.0, 0.0))
            more = run.work / run.epochs if done else 0.0  # the first step only draws the weights
            self._spent[run] = (work + more, seconds + time.monotonic() - before)
            held = self._results.get(run)
            if held is None or held[0] < done:  # begun again, it first catches up
                self._results[run] = (done, Curves(*(_copied(part) for part in curves)))
                self._results.move_to_end(run)
            while len(self._results) > MOST_RESULTS:
                forgotten, _ = self._results.popitem(last=False)
                self._spent.pop(forgotten, None)
        time.sleep(0.001)  # lets a visitor's page have the interpreter


def _copied(part):
    return part.copy() if hasattr(part, "copy") else part
