"""A multilayer perceptron, many at once: the members of a network differ in their seeds only.

Every array has the member as its first axis, so that one matrix product serves all members. In
float32, softmax with cross-entropy, the same activation after every hidden layer, biases from zero.
Rumelhart, Hinton, Williams (1986), Nature 323; He et al. (2015), arXiv:1502.01852, for the scale.
"""

from collections.abc import Sequence

import numpy as np

from ..activation import Activation, Array
from ..initialisation import weight_variance

CHUNK = 128  # samples read out at a time: their activations stay in the processor's cache


def draws(sizes: Sequence[int], generators: Sequence[np.random.Generator]) -> list[Array]:
    """Standard normal weights, a (members, fan_in, fan_out) array for each pair of `sizes`.

    They do not depend on the activation, which only scales them: so networks can be compared
    member by member.
    """
    shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
    members = [[rng.standard_normal(s, dtype=np.float32) for s in shapes] for rng in generators]
    return [np.stack(layer) for layer in zip(*members, strict=True)]


class Network:
    """Perceptrons of one shape, side by side.

    `weights[l]` is (members, fan_in, fan_out), `biases[l]` is (members, 1, fan_out).
    """

    def __init__(self, activation: Activation, weights: list[Array]):
        self.activation = activation
        self.weights = weights
        self.biases = [np.zeros((len(w), 1, w.shape[2]), dtype=w.dtype) for w in weights]
        self._evaluate = activation.bare()
        self._room: list[Array] = []
        self._velocity: list[Array] | None = None

    @classmethod
    def initialised(cls, activation: Activation, standard: list[Array], initialisation: str):
        """A network whose weights are these standard normal draws, scaled by fan-in and scheme."""
        variance = weight_variance(initialisation, activation)
        scale = [np.float32((variance / w.shape[1]) ** 0.5) for w in standard]
        return cls(activation, [w * s for w, s in zip(standard, scale, strict=True)])

    def forward(self, x: Array) -> tuple[Array, list[Array], list[Array]]:
        """Logits (members, samples, classes) of inputs (members or 1, samples, features).

        Then, for each layer, what it reads and (hidden layers only) the slopes of its activation.
        """
        read, slopes = [x], []
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            z = np.matmul(read[-1], weights)
            z += bias
            a, slope = self._evaluate(z)
            read.append(a)
            slopes.append(slope)
        return np.matmul(read[-1], self.weights[-1]) + self.biases[-1], read, slopes

    def gradient(
        self, x: Array, labels: Array, scale: float = 1.0, room: list[Array] | None = None
    ) -> tuple[Array, list[Array], list[Array]]:
        """The mean loss of each member, (members,), and `scale` times its gradient.

        By weights, written into `room` if given, and by biases. `x` is (members, samples,
        features), `labels` (members, samples) whole numbers.
        """
        logits, read, slopes = self.forward(x)
        loss, delta = _cross_entropy(logits, labels)
        delta *= scale / labels.shape[1]
        by_weights, by_biases = [], []
        for layer in range(len(self.weights) - 1, -1, -1):
            transposed = read[layer].transpose(0, 2, 1)
            by_weights.append(np.matmul(transposed, delta, out=room[layer] if room else None))
            by_biases.append(delta.sum(axis=1, keepdims=True))
            if layer:
                delta = np.matmul(delta, self.weights[layer].transpose(0, 2, 1))
                delta *= slopes[layer - 1]
        return loss.mean(axis=1), by_weights[::-1], by_biases[::-1]

    def step(self, x: Array, labels: Array, rate: float, momentum: float = 0.0) -> Array:
        """One step of gradient descent, with momentum if asked for; the losses before it.

        v <- momentum v + rate gradient; parameters <- parameters - v (Polyak 1964).
        """
        if not self._room:  # new memory at every step costs up to a tenth of it
            self._room = [np.empty_like(weights) for weights in self.weights]
        loss, by_weights, by_biases = self.gradient(x, labels, rate, self._room)
        moves = by_weights + by_biases
        if momentum:
            if self._velocity is not None:
                for move, velocity in zip(moves, self._velocity, strict=True):
                    velocity *= momentum
                    move += velocity
            self._velocity = [move.copy() for move in moves]
        for parameter, move in zip(self.weights + self.biases, moves, strict=True):
            parameter -= move
        return loss

    def read_out(self, x: Array, labels: Array) -> tuple[Array, Array, Array]:
        """Mean loss and accuracy of each member, (members,), and the mean activation per layer.

        The last is (layers, members): the median over units of a unit's mean over the samples
        `x` (samples, features), as in Clevert et al. (2015), figure 2. `labels` is (samples,).
        """
        loss, right, sums = 0.0, 0.0, [0.0] * (len(self.weights) - 1)
        for start in range(0, len(x), CHUNK):
            logits, read, _ = self.forward(x[None, start : start + CHUNK])
            here = np.broadcast_to(labels[start : start + CHUNK], logits.shape[:2])
            loss = loss + _cross_entropy(logits, here)[0].sum(axis=1)
            right = right + (logits.argmax(axis=2) == here).sum(axis=1)
            sums = [s + a.sum(axis=1) for s, a in zip(sums, read[1:], strict=True)]
        return loss / len(x), right / len(x), np.array([np.median(s / len(x), 1) for s in sums])


def _cross_entropy(logits: Array, labels: Array) -> tuple[Array, Array]:
    """The loss of each sample and its slope by the logits, softmax(z) - one-hot(label)."""
    logits = logits - logits.max(axis=2, keepdims=True)
    slope = np.exp(logits)
    total = slope.sum(axis=2, keepdims=True)
    slope /= total
    place = labels[:, :, None]
    loss = np.log(total) - np.take_along_axis(logits, place, axis=2)
    np.put_along_axis(slope, place, np.take_along_axis(slope, place, axis=2) - 1, axis=2)
    return loss[:, :, 0], slope
