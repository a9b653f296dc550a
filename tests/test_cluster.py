"""The comparison on a real Dask cluster of two workers, one of which is killed midway."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from activations.learning import experiments
from activations.learning.experiments import TRAINABLE
from activations.learning.training import Run, complete
from benchmarks.server import ROOT, free_port
from tests.needs import needed
from tests.waiting import LONGEST

RUNS = [
    Run(TRAINABLE[name], rate, layers=2, width=32, epochs=20, seeds=4)
    for name in ("relu", "elu")
    for rate in (0.02, 0.05, 0.1)
]


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own: (distributed, address, workers)."""
    distributed = needed("distributed", "requirements-cluster.txt")
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    quiet["env"] = os.environ | {"PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(tmp_path)}
    python = [sys.executable, "-m"]
    scheduler = [*python, "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    worker = [*python, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    worker += ["--no-dashboard"]
    started = [subprocess.Popen(scheduler, **quiet)]
    started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield distributed, address, started[1:]
    for process in started:
        process.kill()
    for process in started:
        process.wait(LONGEST)


@pytest.mark.filterwarnings("default")  # of the cluster's own clean-up after a killed worker
def test_nothing_is_lost_when_a_worker_is_killed(cluster, tmp_path):
    distributed, address, workers = cluster
    with distributed.Client(address, timeout=LONGEST) as client:
        client.wait_for_workers(2, timeout=LONGEST)
    with experiments.executor(address) as pool:
        carried = experiments.carry(RUNS, pool, tmp_path / "results")
        done = [next(carried)]
        os.kill(workers[0].pid, signal.SIGKILL)
        done += carried
    assert workers[0].wait(LONGEST) == -signal.SIGKILL and workers[1].poll() is None
    assert set(done) == set(RUNS)
    for run in RUNS:
        made, here = experiments.load(tmp_path / "results", run), complete(run)
        for name in ("loss", "accuracy", "means"):
            np.testing.assert_array_equal(getattr(made, name), getattr(here, name))
