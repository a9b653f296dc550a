"""What all tests share: pages are looked at without the training that a look starts."""

import pytest

from dashboard import bench


class Resting(bench.Bench):
    """A bench on which nothing is trained."""

    def watch(self, runs) -> None:
        pass


@pytest.fixture(autouse=True, scope="session")
def resting_bench():
    """Of the tests' own process; a server that a test starts has a real bench."""
    rest, real = Resting(), bench.bench
    bench.bench = lambda: rest
    yield real
    bench.bench = real
