"""What an epoch costs with each activation, for the page that shows it, and beside PyTorch.

    pip install torch==2.13.0 && python -m benchmarks.training

CPU seconds on one thread, of training ten seeds of the paper's network. PyTorch trains the ten one
after another (`nn.Linear`, autograd, `optim.SGD`), and all at once (`baddbmm` over the seeds). All
take turns, in another order each round, so that all meet the same machine; the best of each counts
and is written where the page finds it. A minute, on a machine at rest.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is loaded

import platform
import random
import time
from datetime import date

import numpy as np
import torch
from numpy.lib import introspect
from torch.nn import functional

from activations.learning import costs, datasets
from activations.learning.experiments import TRAINABLE
from activations.learning.network import Network, draws
from activations.optimisers import SGD
from benchmarks.machine import processor

SEEDS, STEPS, ROUNDS, BATCH = 10, 22, 20, 64
RATE = 1e-20  # so small that none diverges: what is not a number takes another time
SIZES = [64] + [128] * 8 + [10]
BESIDE = ("relu", "elu")  # also trained with PyTorch


def numpy_steps(name: str, standard, batches):
    """Squared ReLU overflows here at once, which costs neither it nor its products more."""
    net, trains = Network.initialised(TRAINABLE[name], standard, "He"), SGD(RATE)
    quiet = np.errstate(all="ignore")
    return quiet(lambda: [net.step(x, labels, trains) for x, labels in batches])


def one_after_another(name: str, standard, batches):
    f, nets = getattr(functional, name), []
    for member in range(SEEDS):
        layers = [torch.nn.Linear(*size) for size in zip(SIZES[:-1], SIZES[1:], strict=True)]
        for layer, weights in zip(layers, standard, strict=True):
            layer.weight.data = torch.from_numpy(weights[member].T * (2 / len(weights[0])) ** 0.5)
            layer.bias.data.zero_()
        nets.append((layers, torch.optim.SGD([p for la in layers for p in la.parameters()], RATE)))
    data = [(torch.from_numpy(x), torch.from_numpy(labels)) for x, labels in batches]

    def train() -> None:
        for member, (layers, optimiser) in enumerate(nets):
            for x, labels in data:
                a = x[member]
                for layer in layers[:-1]:
                    a = f(layer(a))
                loss = functional.cross_entropy(layers[-1](a), labels[member])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

    return train


def batched(name: str, standard, batches):
    f = getattr(functional, name)
    weights = [torch.from_numpy(w * (2 / w.shape[1]) ** 0.5).requires_grad_() for w in standard]
    biases = [torch.zeros(SEEDS, 1, w.shape[2], requires_grad=True) for w in weights]
    optimiser = torch.optim.SGD(weights + biases, RATE)
    data = [(torch.from_numpy(x), torch.from_numpy(labels)) for x, labels in batches]

    def train() -> None:
        for x, labels in data:
            a = x
            for w, b in zip(weights[:-1], biases[:-1], strict=True):
                a = f(torch.baddbmm(b, a, w))
            logits = torch.baddbmm(biases[-1], a, weights[-1])
            losses = functional.cross_entropy(
                logits.flatten(0, 1), labels.flatten(), reduction="sum"
            )
            optimiser.zero_grad()
            (losses / BATCH).backward()
            optimiser.step()

    return train


def trainings() -> dict:
    """All that is timed: by (kind, activation) a function that trains an epoch of all seeds."""
    data = datasets.split("digits", "unit", 0)
    generators = [np.random.default_rng(seed) for seed in range(SEEDS)]
    standard = draws(SIZES, generators)
    orders = np.stack([rng.permutation(len(data.train)) for rng in generators])
    chosen = [orders[:, i * BATCH : (i + 1) * BATCH] for i in range(STEPS)]
    batches = [(data.train[c], data.train_labels[c]) for c in chosen]
    ours = {("seconds", name): numpy_steps(name, standard, batches) for name in TRAINABLE}
    kinds = {"pytorch": one_after_another, "batched": batched}
    theirs = {(k, n): make(n, standard, batches) for k, make in kinds.items() for n in BESIDE}
    return ours | theirs


def measure(trained: dict) -> dict:
    """CPU seconds of an epoch of one seed of each, (rounds,)."""
    found = {key: [] for key in trained}
    order = random.Random(1)
    for _ in range(ROUNDS):
        for key in order.sample(list(trained), len(trained)):
            before = time.process_time()
            trained[key]()
            found[key].append((time.process_time() - before) / SEEDS)
    return found


def vectors() -> str:
    """The vector code that NumPy has chosen here for what the kernels of training are made of."""
    found = introspect.opt_func_info(
        func_name="^(tanh|expm1|exp|multiply|greater)$", signature="float32"
    )
    chosen = {name: next(iter(kinds.values()))["current"] for name, kinds in found.items()}
    return ", ".join(f"{name} {code}" for name, code in sorted(chosen.items()))


def main() -> None:
    torch.set_num_threads(1)
    print(f"NumPy's float32 code on this processor: {vectors()}")
    found = measure(trainings())
    relu = np.array(found["seconds", "relu"])
    best = {kind: {} for kind in costs.KINDS}
    print("CPU ms of an epoch of one seed; times ReLU's in the same round, from least to most")
    for (kind, name), seconds in found.items():
        best[kind][name] = min(seconds)
        low, middle, high = np.quantile(np.array(seconds) / relu, [0, 0.5, 1])
        print(
            f"{kind:8} {name:13}{1e3 * min(seconds):6.2f}  {middle:.2f} ({low:.2f} to {high:.2f})"
        )
    versions = f"NumPy {np.__version__}, PyTorch {torch.__version__.partition('+')[0]}"
    setup = f"{processor()}, one thread, {versions}, Python {platform.python_version()}"
    costs.write(best, f"{setup}, {date.today():%B %Y}")


if __name__ == "__main__":
    main()
