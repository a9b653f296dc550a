"""Batch normalisation, for all members of a network side by side.

Ioffe, Szegedy (2015), arXiv:1502.03167: before the activation, each unit's mean over the batch is
taken off and its deviation divided out; a learned scale and shift follow. The shift is the bias of
the layer, which normalisation would take off again if it came before.
"""

import numpy as np

from ..activation import Array

EPSILON = 1e-5  # added to a variance
FOLLOW = 0.1  # the share of the newest batch in the running statistics, as in PyTorch


class BatchNorm:
    """One layer's: `scale`, running `mean` and `variance`, (members, 1, units) each.

    The running ones are the averages over the first ten batches, and then follow exponentially:
    from the first batch on they are of batches only, and not of what they began with.
    """

    def __init__(self, bias: Array):
        self.scale = np.ones_like(bias)
        self.mean, self.variance = np.zeros_like(bias), np.ones_like(bias)
        self.batches = 0
        self._kept: tuple[Array, Array] | None = None

    def by_batch(self, z: Array) -> Array:
        """`scale` times the normalised z (members, samples, units), which it overwrites."""
        mean = z.mean(axis=1, keepdims=True)
        z -= mean
        variance = _sum_of_products(z, z) / z.shape[1]
        self._run(mean, variance * (z.shape[1] / max(z.shape[1] - 1, 1)))
        inverse = 1 / np.sqrt(variance + EPSILON)
        z *= inverse
        self._kept = z, inverse
        return z * self.scale

    def _run(self, mean: Array, variance: Array) -> None:
        self.batches += 1
        share = max(FOLLOW, 1 / self.batches)
        self.mean += share * (mean - self.mean)
        self.variance += share * (variance - self.variance)

    def by_running(self, z: Array) -> Array:
        """The same by the running statistics, which do not depend on the other samples."""
        z -= self.mean
        z *= self.scale / np.sqrt(self.variance + EPSILON)
        return z

    def gradient(self, delta: Array, by_shift: Array) -> tuple[Array, Array]:
        """By the scale, and by z, of which `delta` (by the outcome) is overwritten.

        `by_shift` is the sum of `delta` over the samples.
        """
        normalised, inverse = self._kept
        samples = delta.shape[1]
        by_scale = _sum_of_products(delta, normalised)
        delta -= by_shift / samples
        delta -= normalised * (by_scale / samples)
        delta *= self.scale * inverse
        return by_scale, delta


def _sum_of_products(a: Array, b: Array) -> Array:
    """Over the samples, (members, 1, units)."""
    return np.einsum("msu,msu->mu", a, b)[:, None]
