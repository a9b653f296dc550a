"""What a sum of sigmoids costs against softplus and the ReLU, for the page that shows it.

    python -m benchmarks.sums

Times value and slope for sums of 1 to 10,000 terms and writes the ratios where the page finds them.
A ratio is that of the best of some runs, taken in turn, so that all three meet the same machine;
of several ratios, measured at random places among the others, the median: where the allocator has
to ask for new memory, a sum can take two or three times as long.
"""

import platform
import random
import timeit

import numpy as np

from activations import functions
from activations.sigmoid_sums import COSTS, MOST_TERMS, sigmoid_sum
from benchmarks.machine import processor

SIZE = 1000  # inputs
REACH = 10.0  # of every sum, as on the page: none of its terms can be left out
RUNS, PASSES = 7, 9
SECONDS = 0.002  # a run takes at least that long


def calls(function) -> int:
    """How often to call a function in a run."""
    return max(1, round(SECONDS / min(timeit.repeat(function, number=1, repeat=5))))


def ratios(n: int, x: np.ndarray) -> tuple[float, float]:
    """Seconds of a sum of `n` sigmoids over those of softplus and over those of the ReLU."""
    summed = sigmoid_sum("midpoint", n, REACH / n)
    timed = [
        lambda: summed.evaluate(x),
        lambda: functions.softplus(x, 1.0),
        lambda: functions.relu(x),
    ]
    often = [calls(function) for function in timed]
    runs = [
        [timeit.timeit(function, number=k) / k for function, k in zip(timed, often, strict=True)]
        for _ in range(RUNS)
    ]
    seconds, softplus, relu = np.min(runs, axis=0)
    return seconds / softplus, seconds / relu


def main() -> None:
    x = np.linspace(-10.0, 10.0, SIZE)
    counts = np.unique(np.geomspace(1, MOST_TERMS, 25).round().astype(int))
    measured = {int(n): [] for n in counts}
    for n in random.Random(1).sample(list(measured) * PASSES, len(measured) * PASSES):
        measured[n].append(ratios(n, x))
    rows = [(n, *np.median(found, axis=0)) for n, found in measured.items()]
    for n, found in measured.items():
        low, middle, high = np.quantile([softplus for softplus, _ in found], [0, 0.5, 1])
        print(f"{n:6}  {middle:8.1f} times softplus, {low:8.1f} to {high:8.1f}")
    setup = f"{processor()}, {SIZE:,} inputs, NumPy {np.__version__}, "
    setup += f"Python {platform.python_version()}, median of {PASSES} passes"
    np.savetxt(COSTS, rows, fmt=["%d", "%.4g", "%.4g"], delimiter=",", header=setup)


if __name__ == "__main__":
    main()
