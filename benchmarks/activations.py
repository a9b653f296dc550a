"""What an activation costs against the ReLU, for the gallery, which shows it.

    pip install torch==2.13.0 && python -m benchmarks.activations

Times the code that the gallery gives for PyTorch: the value alone, and the value with the slope
times an upstream gradient, by automatic differentiation. One thread, float32, as many numbers as
ten small networks have in a layer. Each measurement is CPU time and is divided by one of the ReLU
taken just before it; the activations take turns in an order that changes every round. Of the ratios
the median counts, over that of the ReLU against itself, which is the advantage of being second; the
gallery finds them in `activations/data`.
"""

import csv
import random
import time
import timeit
from collections.abc import Callable
from datetime import date

import numpy as np
import torch

from activations import ACTIVATIONS, Activation
from activations.figures import COSTS
from activations.recipes import recipe
from benchmarks.machine import processor

SHAPE = (10, 64, 128)
ROUNDS = 31
SECONDS = 0.004  # a measurement takes at least that long


def numbers() -> np.ndarray:
    """Normal inputs and upstream gradients, (2, *SHAPE)."""
    return np.random.default_rng(1).standard_normal((2, *SHAPE), dtype=np.float32)


def tasks(activation: Activation) -> tuple[Callable, Callable]:
    """Two functions: one computes the value, the other value and slope."""
    namespace: dict = {}
    exec(recipe(activation, "PyTorch"), namespace)
    function = namespace[activation.id]
    x, upstream = torch.from_numpy(numbers())
    leaf = x.clone().requires_grad_()
    return (
        lambda: function(x),
        lambda: torch.autograd.grad(function(leaf), leaf, upstream),
    )


def timer(task: Callable) -> Callable[[], float]:
    """A function that measures the CPU seconds of a call, over as many calls as it takes."""
    clock = timeit.Timer(task, timer=time.process_time)
    once = min(clock.repeat(5, 20)) / 20
    calls = max(1, round(SECONDS / max(once, 1e-7)))
    return lambda: clock.timeit(calls) / calls


def main() -> None:
    torch.set_num_threads(1)
    timers = {act.id: [timer(task) for task in tasks(act)] for act in ACTIVATIONS.values()}
    ratios = {name: ([], []) for name in timers}
    order = random.Random(1)
    for _ in range(ROUNDS):
        for name in order.sample(list(timers), len(timers)):
            for kind in (0, 1):
                relu = timers["relu"][kind]()
                ratios[name][kind].append(timers[name][kind]() / relu)
    itself = np.median(ratios["relu"], axis=1)
    rows = []
    for name, found in ratios.items():
        low, middle, high = np.quantile(found, [0.25, 0.5, 0.75], axis=1) / itself
        rows.append((name, *(f"{ratio:.3g}" for ratio in middle)))
        spans = [f"{a:7.2f} to {b:6.2f}" for a, b in zip(low, high, strict=True)]
        print(f"{name:14}{rows[-1][1]:>8} ({spans[0]}){rows[-1][2]:>8} ({spans[1]})")
    size = " × ".join(map(str, SHAPE))
    version = torch.__version__.split("+")[0]
    setup = f"PyTorch {version}, {size} normal numbers in float32, one thread of {processor()}, "
    setup += f"{date.today()}, median of {ROUNDS} rounds"
    with COSTS.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {setup}\n")
        lines = csv.writer(file, lineterminator="\n")
        lines.writerows([("activation", "value", "with_slope"), *rows])


if __name__ == "__main__":
    main()
