"""What all tests share: pages are looked at without the training that a look starts."""

import sys
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import bench, live
from tests.waiting import LONGEST

BROWSER = Path(__file__).parent / "browser"

# AppTest scans the metadata of every installed package at each run: nine tenths of a visit.
manifest_scanner.scan_component_manifests = lambda: []

# Three seconds are too few for a page on a busy machine.
for start in ("from_file", "from_function"):
    patient = partial(getattr(AppTest, start), default_timeout=LONGEST)
    setattr(AppTest, start, staticmethod(patient))


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by mark
def pytest_collection_modifyitems(items):
    """Slow is what needs more than `tests/requirements.txt`: a browser, a framework, a cluster."""
    for item in items:
        if BROWSER in item.path.parents or {"use", "cluster"} & set(item.fixturenames):
            item.add_marker("slow")


class Resting(bench.Bench):
    """A bench on which nothing is trained."""

    def watch(self, visitor, runs) -> None:
        pass


@pytest.fixture(autouse=True, scope="session")
def resting_bench():
    """Of the tests' own process; a server that a test starts has a real bench."""
    rest, real = Resting(), live.bench
    live.bench = lambda: rest
    yield
    live.bench = real


@pytest.fixture
def working_bench(resting_bench, monkeypatch):
    """A bench that trains; its requests end with the test, however busy the machine is."""
    monkeypatch.setattr(bench, "LEASE", 1e6)
    at_work = bench.Bench()
    monkeypatch.setattr(live, "bench", lambda: at_work)
    yield at_work
    with at_work._changed:
        at_work._wanted.clear()


@pytest.fixture
def main_module(monkeypatch):
    """A page that another test has run stays behind as `__main__`; a new process would run it."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
