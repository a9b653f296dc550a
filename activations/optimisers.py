"""How optimisers turn gradients into steps, in place, on arrays of any shape.

`step(parameters, gradients)` takes lists of arrays and overwrites the gradients, which the caller
has multiplied by the optimiser's `scale`: so a rate costs gradient descent no pass of its own. A
rate may be an array that broadcasts against the parameters: then each of them has its own.
"""

import numpy as np

from .activation import Array


class SGD:
    """Gradient descent, with momentum if asked for: v <- momentum v + rate g; p <- p - v.

    Polyak (1964), Some methods of speeding up the convergence of iteration methods.
    """

    def __init__(self, rate: float, momentum: float = 0.0):
        self.scale = rate
        self.momentum = momentum
        self._velocities: list[Array] = []

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """One step; the gradients are already `scale` times what they were."""
        if not self.momentum:
            moves = gradients
        else:
            if not self._velocities:
                self._velocities = [np.zeros_like(p) for p in parameters]
            moves = self._velocities
            for velocity, gradient in zip(moves, gradients, strict=True):
                velocity *= self.momentum
                velocity += gradient
        for parameter, move in zip(parameters, moves, strict=True):
            parameter -= move


class Adam:
    """Kingma, Ba (2015), arXiv:1412.6980, algorithm 1, with its default settings.

    m and v are kept divided by 1 - beta1 and 1 - beta2, which saves two passes over them.
    """

    scale = 1.0

    def __init__(self, rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon
        self.steps = 0
        self._means: list[Array] = []
        self._squares: list[Array] = []

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """p <- p - rate m^ / (sqrt(v^) + epsilon), m^ and v^ corrected for their start at 0."""
        if not self.steps:
            self._means = [np.zeros_like(p) for p in parameters]
            self._squares = [np.zeros_like(p) for p in parameters]
        self.steps += 1
        unit = ((1 - self.beta2) / (1 - self.beta2**self.steps)) ** 0.5
        rate = self.rate * (1 - self.beta1) / (1 - self.beta1**self.steps) / unit
        for p, g, m, v in zip(parameters, gradients, self._means, self._squares, strict=True):
            m *= self.beta1
            m += g
            _follow(v, self.beta2, g)
            _divided(m, v, self.epsilon / unit, rate, out=g)
            p -= g


class RMSprop:
    """Tieleman, Hinton (2012), lecture 6.5: the gradient over the root of its mean square.

    With PyTorch's default `decay`; the mean square starts at 0.
    """

    scale = 1.0

    def __init__(self, rate: float, decay: float = 0.99, epsilon: float = 1e-8):
        self.rate, self.decay, self.epsilon = rate, decay, epsilon
        self._squares: list[Array] = []

    def step(self, parameters: list[Array], gradients: list[Array]) -> None:
        """v <- decay v + (1 - decay) g^2; p <- p - rate g / (sqrt(v) + epsilon)."""
        if not self._squares:
            self._squares = [np.zeros_like(p) for p in parameters]
        unit = (1 - self.decay) ** 0.5
        for p, g, v in zip(parameters, gradients, self._squares, strict=True):
            move = g.copy()
            _follow(v, self.decay, g)
            _divided(move, v, self.epsilon / unit, self.rate / unit, out=g)
            p -= g


def _follow(square: Array, decay: float, gradient: Array) -> None:
    """square <- decay square + gradient^2, which the gradient is left as."""
    square *= decay
    gradient *= gradient
    square += gradient


def _divided(move: Array, square: Array, epsilon: float, rate: float, out: Array) -> None:
    """out <- rate move / (sqrt(square) + epsilon)."""
    np.sqrt(square, out=out)
    out += epsilon
    np.divide(move, out, out=out)
    out *= rate


OPTIMISERS = {"SGD": SGD, "Adam": Adam, "RMSprop": RMSprop}


def optimiser(name: str, rate: float, momentum: float = 0.0) -> SGD | Adam | RMSprop:
    """A new one of that name. ValueError for another name, or a momentum that is not SGD's."""
    if name not in OPTIMISERS:
        raise ValueError(f"There is no optimiser '{name}'. There are: {', '.join(OPTIMISERS)}.")
    if momentum and name != "SGD":
        raise ValueError(f"Momentum belongs to SGD. {name} has none.")
    return SGD(rate, momentum) if name == "SGD" else OPTIMISERS[name](rate)
