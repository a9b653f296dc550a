"""What all tests share: pages are looked at without the training that a look starts."""

import pytest
from streamlit.components.v2 import manifest_scanner

from dashboard import bench, live

# AppTest scans the metadata of every installed package at each run: nine tenths of a visit.
manifest_scanner.scan_component_manifests = lambda: []


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
