"""The identity, and the functions that squash every input into a bounded interval."""

from math import inf, nan

import numpy as np

from ..activation import Departure, activation

NO_SLOPE = Departure("slope", (-inf, inf), nan)  # infinity less infinity, or times 0


@activation(
    "Identity",
    formula=r"x",
    range=lambda: (-inf, inf),
    paper="the linear unit",
    used="In the last layer of a regression, where an output may be any number.",
    torch="x",
    jax="jax.nn.identity(x)",
    keras="keras.activations.linear(x)",
)
def identity(x):
    """The input itself."""
    return x, np.ones_like(x)


@activation(
    "Sigmoid",
    formula=r"\frac{1}{1 + e^{-x}}",
    range=lambda: (0.0, 1.0),
    paper="Verhulst (1838); Rumelhart, Hinton, Williams (1986), Nature 323",
    used="For the output of a yes-or-no classifier, and for the gates of LSTM cells.",
    departures=(
        Departure("slope", (20.0,), 0.0, precision="float32"),  # s (1 - s), where s rounds to 1
        Departure("slope", (40.0,), 0.0),
    ),
    torch="torch.sigmoid(x)",
    jax="jax.nn.sigmoid(x)",
    keras="keras.activations.sigmoid(x)",
)
def sigmoid(x):
    """The logistic function; saturates at 0 and 1."""
    e = np.exp(-np.abs(x))
    return np.exp(np.minimum(x, 0.0)) / (1.0 + e), e / (1.0 + e) ** 2


@activation(
    "tanh",
    formula=r"\tanh x",
    range=lambda: (-1.0, 1.0),
    paper="LeCun, Bottou, Orr, Müller (1998), Efficient BackProp",
    used="In recurrent networks, and where an output has to lie between −1 and 1.",
    departures=(Departure("slope", (-40.0, -20.0, 20.0, 40.0), 0.0),),  # 1 - t^2
    torch="torch.tanh(x)",
    jax="jnp.tanh(x)",
    keras="keras.activations.tanh(x)",
)
def tanh(x):
    """The sigmoid stretched to (-1, 1), so that it is odd."""
    e = np.exp(-2.0 * np.abs(x))
    return np.tanh(x), 4.0 * e / (1.0 + e) ** 2


@activation(
    "Hard sigmoid",
    formula=r"\min(\max(\tfrac{x + 3}{6}, 0), 1)",
    range=lambda: (0.0, 1.0),
    kinks=lambda: (-3.0, 3.0),
    paper="Courbariaux, Bengio, David (2015); this slope: Howard et al. (2019), arXiv:1905.02244",
    used="In networks for phones, where an exponential costs too much.",
    differs="ONNX has the slope 0.2 by default, as Keras had before version 3, in place of 1/6.",
    torch="F.hardsigmoid(x)",
    jax="jax.nn.hard_sigmoid(x)",
    keras="keras.activations.hard_sigmoid(x)",
)
def hardsigmoid(x):
    """Three straight pieces in place of the sigmoid; derivative 0 at both kinks."""
    return np.clip(x + 3.0, 0.0, 6.0) / 6.0, np.where(np.abs(x) < 3, 1 / 6, 0.0)


@activation(
    "Hard tanh",
    formula=r"\min(\max(x, -1), 1)",
    range=lambda: (-1.0, 1.0),
    kinks=lambda: (-1.0, 1.0),
    paper="Collobert (2004), thesis, Université Paris VI",
    used="In quantised networks, whose values have to stay in a fixed interval.",
    departures=(Departure("slope", (-1.0, 1.0), 1.0, ("JAX", "Keras")),),
    torch="F.hardtanh(x)",
    jax="jax.nn.hard_tanh(x)",
    keras="keras.activations.hard_tanh(x)",
)
def hardtanh(x):
    """The identity cut off at -1 and 1; derivative 0 at both kinks."""
    return np.clip(x, -1.0, 1.0), np.where(np.abs(x) < 1, 1.0, 0.0)


@activation(
    "Softsign",
    formula=r"\frac{x}{1 + |x|}",
    range=lambda: (-1.0, 1.0),
    bends=lambda: (0.0,),
    paper="Bergstra, Desjardins, Lamblin, Bengio (2009), tech. report 1337, Université de Montréal",
    used="Rarely today; it was a tanh whose ends flatten more slowly.",
    departures=(Departure("value", (-inf, inf), nan), NO_SLOPE),
    torch="F.softsign(x)",
    jax="jax.nn.soft_sign(x)",
    keras="keras.activations.softsign(x)",
)
def softsign(x):
    """Saturates like 1/x, far more slowly than tanh."""
    width = 1.0 + np.abs(x)
    return np.where(np.isinf(x), np.sign(x), x / width), (1.0 / width) ** 2
