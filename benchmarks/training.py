"""Samples per CPU second of training ten seeds of the paper's network, beside PyTorch.

    pip install torch==2.13.0 && python -m benchmarks.training

One thread each. PyTorch trains the ten one after another (`nn.Linear`, autograd, `optim.SGD`), and
all at once (`baddbmm` over the seeds). The rounds of the three alternate; the best of each counts.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is loaded

import time

import numpy as np
import torch
from torch.nn import functional

from activations import datasets
from activations.experiments import TRAINABLE
from activations.network import Network, draws

SEEDS, STEPS, ROUNDS, BATCH, RATE = 10, 22, 6, 64, 0.01
SIZES = [64] + [128] * 8 + [10]


def numpy_steps(name: str, standard, batches):
    net = Network.initialised(TRAINABLE[name], standard, "He")
    return lambda: [net.step(x, labels, RATE) for x, labels in batches]


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


def main() -> None:
    torch.set_num_threads(1)
    data = datasets.split("digits", "unit", 0)
    generators = [np.random.default_rng(seed) for seed in range(SEEDS)]
    standard = draws(SIZES, generators)
    orders = np.stack([rng.permutation(len(data.train)) for rng in generators])
    chosen = [orders[:, i * BATCH : (i + 1) * BATCH] for i in range(STEPS)]
    batches = [(data.train[c], data.train_labels[c]) for c in chosen]
    print(f"{'':<6}{'NumPy':>12}{'PyTorch':>20}{'PyTorch batched':>20}   samples per CPU second")
    for name in ("relu", "elu"):
        kinds = [
            make(name, standard, batches) for make in (numpy_steps, one_after_another, batched)
        ]
        best = [np.inf] * len(kinds)
        for _ in range(ROUNDS):
            for place, train in enumerate(kinds):
                before = time.process_time()
                train()
                best[place] = min(best[place], time.process_time() - before)
        speeds = [SEEDS * STEPS * BATCH / seconds for seconds in best]
        ratios = [f"{speed:,.0f} (1 : {speeds[0] / speed:.2f})" for speed in speeds[1:]]
        print(f"{name:<6}{speeds[0]:>12,.0f}{ratios[0]:>20}{ratios[1]:>20}")


if __name__ == "__main__":
    main()
