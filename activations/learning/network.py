"""A multilayer perceptron, many at once: the members of a network differ in their seeds only.

Every array has the member as its first axis, so that one matrix product serves all members. In
float32, softmax with cross-entropy, the same activation after every hidden layer, biases from zero.
Rumelhart, Hinton, Williams (1986), Nature 323; He et al. (2015), arXiv:1502.01852, for the scale.
"""

from collections.abc import Sequence

import numpy as np

from ..activation import Activation, Array
from ..initialisation import weight_variance
from ..optimisers import SGD, Adam, RMSprop
from .kernels import kernel
from .normalisation import BatchNorm

NORMALISATIONS = ("none", "batch")
CENTRED_START = "as if centred"
CHUNK = 64  # samples read out at a time: their activations stay in the processor's cache


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

    `weights[l]` is (members, fan_in, fan_out), `biases[l]` is (members, 1, fan_out). With
    `normalisation` "batch", `norms` holds a `BatchNorm` for each hidden layer; else it is empty.
    """

    def __init__(self, activation: Activation, weights: list[Array], normalisation: str = "none"):
        if normalisation not in NORMALISATIONS:
            known = ", ".join(NORMALISATIONS)
            raise ValueError(f"There is no normalisation '{normalisation}'. There are: {known}.")
        self.activation = activation
        self.weights = weights
        self.biases = [np.zeros((len(w), 1, w.shape[2]), dtype=w.dtype) for w in weights]
        self.norms = [BatchNorm(b) for b in self.biases[:-1]] if normalisation == "batch" else []
        self._evaluate = kernel(activation)
        self._room: list[Array] = []

    @classmethod
    def initialised(
        cls,
        activation: Activation,
        standard: list[Array],
        initialisation: str,
        normalisation: str = "none",
        variance_factor: float = 1.0,
    ):
        """A network whose weights are these standard normal draws, scaled by fan-in and scheme.

        Weights have `variance_factor` times the scheme's variance. Biases are 0, but with
        `CENTRED_START` they take off the mean of what a hidden layer gives for N(0, 1): the network
        begins as the same function as one whose activation has had its mean taken off.
        """
        centred = initialisation == CENTRED_START
        if centred:
            variance = 1 / activation.variance(0.0, 1.0)
        else:
            variance = weight_variance(initialisation, activation)
        variance *= variance_factor
        scale = [np.float32((variance / w.shape[1]) ** 0.5) for w in standard]
        weights = [w * s for w, s in zip(standard, scale, strict=True)]
        net = cls(activation, weights, normalisation)
        for bias, w in zip(net.biases[1:] * centred, weights[1:] * centred, strict=True):
            bias -= w.dtype.type(activation.mean(0.0, 1.0)) * w.sum(axis=1, keepdims=True)
        return net

    @property
    def parameters(self) -> list[Array]:
        """All that is learned: weights, biases, and the scales of normalisation."""
        return self.weights + self.biases + [norm.scale for norm in self.norms]

    def forward(self, x: Array, training: bool = False) -> tuple[Array, list[Array], list[Array]]:
        """Logits (members, samples, classes) of inputs (members or 1, samples, features).

        Then, for each layer, what it reads and (hidden layers only) the slopes of its activation.
        In `training`, normalisation takes its statistics from these inputs, and remembers them.
        """
        read, slopes = [x], []
        for layer, weights in enumerate(self.weights[:-1]):
            z = np.matmul(read[-1], weights)
            if self.norms:
                norm = self.norms[layer]
                z = norm.by_batch(z) if training else norm.by_running(z)
            z += self.biases[layer]
            a, slope = self._evaluate(z)
            read.append(a)
            slopes.append(slope)
        return np.matmul(read[-1], self.weights[-1]) + self.biases[-1], read, slopes

    def gradient(
        self, x: Array, labels: Array, scale: float = 1.0, room: list[Array] | None = None
    ) -> tuple[Array, list[Array]]:
        """The mean loss of each member, (members,), and `scale` times its gradient.

        The latter is by `parameters`, that by weights written into `room` if given. `x` is
        (members, samples, features), `labels` (members, samples) whole numbers.
        """
        logits, read, slopes = self.forward(x, training=True)
        loss, delta = _cross_entropy(logits, labels)
        delta *= scale / labels.shape[1]
        by_weights, by_biases, by_scales = [], [], []
        for layer in range(len(self.weights) - 1, -1, -1):
            by_biases.append(delta.sum(axis=1, keepdims=True))
            if layer < len(self.norms):
                by_scale, delta = self.norms[layer].gradient(delta, by_biases[-1])
                by_scales.append(by_scale)
            transposed = read[layer].transpose(0, 2, 1)
            by_weights.append(np.matmul(transposed, delta, out=room[layer] if room else None))
            if layer:
                delta = np.matmul(delta, self.weights[layer].transpose(0, 2, 1))
                delta *= slopes[layer - 1]
        return loss.mean(axis=1), by_weights[::-1] + by_biases[::-1] + by_scales[::-1]

    def step(self, x: Array, labels: Array, optimiser: SGD | Adam | RMSprop) -> Array:
        """One step of the optimiser, which this network alone has used; the losses before it."""
        if not self._room:  # new memory at every step costs up to a tenth of it
            self._room = [np.empty_like(weights) for weights in self.weights]
        loss, gradients = self.gradient(x, labels, optimiser.scale, self._room)
        optimiser.step(self.parameters, gradients)
        return loss

    def losses(self, x: Array, labels: Array) -> Array:
        """Mean loss of each member, (members,), over the samples `x` (samples, features)."""
        total = 0.0
        for start in range(0, len(x), CHUNK):
            logits, *_ = self.forward(x[None, start : start + CHUNK])
            here = np.broadcast_to(labels[start : start + CHUNK], logits.shape[:2])
            total = total + _cross_entropy(logits, here)[0].sum(axis=1)
        return total / len(x)

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
