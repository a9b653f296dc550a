"""What networks are trained on: handwritten digits, and two generated sets in the plane.

The digits are the 1,797 test images of E. Alpaydin, C. Kaynak (1998), Optical Recognition of
Handwritten Digits, UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0, as
distributed with scikit-learn: 8 x 8 pixels from 0 to 16, written by 13 people. A random split of
them is not independent of the writer.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..activation import Array

DIGITS = Path(__file__).parent / "data" / "digits.npz"
SETS = ("digits", "spirals", "moons")
SCALINGS = ("unit", "standard", "raw")
POINTS = 300  # in a generated set
TEST_SHARE = 0.2


class Split(NamedTuple):
    """Inputs (samples, features) in float32 and labels (samples,) to train on and to test with."""

    train: Array
    train_labels: Array
    test: Array
    test_labels: Array
    classes: int


@lru_cache(maxsize=32)
def split(name: str, scaling: str, seed: int) -> Split:
    """A fifth of a set, the same share of each class, is kept for testing; the rest is trained on.

    `scaling` "raw" leaves the inputs as they are (pixels from 0 to 16), "unit" divides them by the
    largest value that occurs, "standard" takes off each feature's mean over the training samples
    and divides by its deviation there (by 1 where it does not vary). ValueError for other names.
    """
    if name not in SETS or scaling not in SCALINGS:
        raise ValueError(f"There are the sets {SETS} and the scalings {SCALINGS}.")
    rng = np.random.default_rng((seed, 5))
    inputs, labels = _digits() if name == "digits" else _GENERATED[name](rng)
    order = rng.permutation(len(labels))
    held = np.concatenate([_share(order[labels[order] == c]) for c in np.unique(labels)])
    kept = np.setdiff1d(order, held)
    if scaling == "unit":
        inputs = inputs / np.abs(inputs).max()
    elif scaling == "standard":
        deviation = inputs[kept].std(axis=0)
        inputs = (inputs - inputs[kept].mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    inputs = inputs.astype(np.float32)
    return Split(inputs[kept], labels[kept], inputs[held], labels[held], int(labels.max()) + 1)


def _share(indices):
    return indices[: round(TEST_SHARE * len(indices))]


def _digits():
    with np.load(DIGITS) as file:
        return file["images"].astype(np.float64), file["labels"].astype(np.int64)


def _spirals(rng):
    """Three arms, each three quarters of a turn, with a little noise."""
    labels = np.repeat(np.arange(3), POINTS // 3)
    radius = np.sqrt(rng.uniform(0.01, 1.0, POINTS))
    angle = 1.5 * np.pi * radius + 2 * np.pi * labels / 3 + rng.normal(0.0, 0.1, POINTS)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels


def _moons(rng):
    """Two half circles that reach into each other, with a little noise."""
    labels = np.repeat(np.arange(2), POINTS // 2)
    angle = rng.uniform(0.0, np.pi, POINTS)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    points = np.where(labels[:, None] == 0, upper, -upper)
    return points + rng.normal(0.0, 0.1, points.shape), labels


_GENERATED = {"spirals": _spirals, "moons": _moons}
