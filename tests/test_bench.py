"""The bench that trains for all visitors: shared, in turns, and only while somebody looks."""

import time
from dataclasses import replace

import numpy as np
import pytest

from activations.learning.experiments import TRAINABLE
from activations.learning.training import Run, complete
from dashboard import bench as benches
from dashboard.bench import Bench
from tests.waiting import until

SMALL = Run(TRAINABLE["elu"], 0.1, data="moons", layers=1, width=8, epochs=4, seeds=2)
LONG = replace(SMALL, epochs=100_000)


@pytest.fixture
def bench(monkeypatch):
    """A bench whose requests end with the test and not before, however busy the machine is."""
    monkeypatch.setattr(benches, "LEASE", 1e6)
    bench = Bench()
    yield bench
    with bench._changed:
        bench._wanted.clear()


def test_what_is_watched_is_trained_as_a_run_is(bench):
    bench.watch("one", (SMALL,))
    assert until(lambda: bench.complete(SMALL))
    done, curves = bench.seen((SMALL,))[SMALL]
    assert done == SMALL.epochs
    np.testing.assert_array_equal(curves.loss, complete(SMALL).loss)


def test_every_request_gets_its_turn(bench):
    others = tuple(replace(SMALL, seed=s) for s in range(3))
    bench.watch("one", (LONG,))
    bench.watch("other", others)
    assert until(lambda: all(bench.complete(run) for run in others))
    assert not bench.complete(LONG) and bench.seen((LONG,))[LONG][0] > 0


def test_equal_runs_of_two_visitors_are_trained_once(bench, monkeypatch):
    trained = []
    original = benches.training.epochs

    def counted(run):
        trained.append(run)
        return original(run)

    monkeypatch.setattr(benches.training, "epochs", counted)
    bench.watch("one", (SMALL, replace(SMALL, seed=1)))
    bench.watch("other", (SMALL,))
    assert until(lambda: bench.complete(replace(SMALL, seed=1)))
    assert sorted(run.seed for run in trained) == [0, 1]


def test_who_looks_away_costs_nothing_and_finds_what_was_done(bench, monkeypatch):
    bench.watch("one", (LONG,))
    assert until(lambda: LONG in bench.seen((LONG,)))
    monkeypatch.setattr(benches, "LEASE", 0.0)
    bench.watch("one", (LONG,))  # for the last time
    assert until(lambda: not bench._wanted and not bench._going)
    reached = bench.seen((LONG,))[LONG][0]
    time.sleep(0.3)
    assert bench.seen((LONG,))[LONG][0] == reached
    monkeypatch.setattr(benches, "LEASE", 1e6)
    bench.watch("one", (LONG,))
    assert until(lambda: bench._going) and bench.seen((LONG,))[LONG][0] >= reached


def test_a_visitor_who_moves_a_control_wants_only_the_new_runs(bench):
    bench.watch("one", (LONG,))
    assert until(lambda: LONG in bench._going)
    bench.watch("one", (replace(LONG, seed=1),))
    assert until(lambda: list(bench._going) == [replace(LONG, seed=1)])


def test_only_the_latest_results_are_kept(bench, monkeypatch):
    monkeypatch.setattr(benches, "MOST_RESULTS", 3)
    runs = [replace(SMALL, seed=s, epochs=1) for s in range(5)]
    for run in runs:
        bench.watch("one", (run,))
        assert until(lambda run=run: bench.complete(run))
    assert len(bench._results) == 3 and bench.complete(runs[-1])


def test_the_time_to_go_is_known_once_an_epoch_is_done(bench):
    assert bench.seconds_to_go((SMALL,)) is None
    bench.watch("one", (SMALL, replace(SMALL, seed=1)))
    assert until(lambda: bench.complete(replace(SMALL, seed=1)))
    assert bench.seconds_to_go((SMALL,)) == 0
    assert bench.seconds_to_go((SMALL, replace(SMALL, seed=2))) > 0
    assert set(bench._spent) <= set(bench._results)


def test_a_run_that_fails_does_not_stop_the_bench(bench, caplog):
    bench.watch("one", (replace(SMALL, data="nothing"),))
    bench.watch("other", (SMALL,))
    assert until(lambda: bench.complete(SMALL))
    assert "training failed" in caplog.text
