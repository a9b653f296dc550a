"""What the steps of ReLU bias ask."""

from dashboard.questions import OF_CLAIMS, Asked, Number
from dashboard.wording import number

FAR = 1_000  # numbers that are pasted may be large
BILLION = 1e9  # steps, to which descents are counted


def _inputs(inputs, mu, sigma, **_) -> str:
    """The pre-activations in force."""
    if inputs == "Normal":
        return f"z from N({number(mu)}, {number(sigma**2)})"
    return "the post's grid, −10 to 9.8," if inputs == "Post's grid" else "your numbers"


def _of_the_mean(**values) -> str:
    return f"For {_inputs(**values)} what is the mean of the ReLU's outputs max(0, z)?"


def _of_the_spread(width, **values) -> str:
    return (
        f"For {_inputs(**values)} the mean of {width} ReLU outputs, times random weights from "
        f"N(0, 2/{width}), gives each neuron of the next layer a bias. With what standard "
        "deviation do these scatter?"
    )


def _of_the_steps(width, eta, **_) -> str:
    return (
        f"{width} ReLU units, learning rate {number(eta)} / λ. With its mean taken off, descent "
        "to a thousandth of the loss is as drawn. How many steps does it take with the mean?"
    )


def _of_the_other(compare, **values) -> str:
    return (
        f"For {_inputs(**values)} descent with the ReLU is as drawn. How many steps does "
        f"{compare.label} take to a thousandth of the loss (the level line)?"
    )


ASKED: Asked = {
    "what_comes_out": Number(
        _of_the_mean,
        0,
        FAR,
        0.05,
        within=0.05,
        keeps=("values.bars.Before: z",),
        mark=("values", "bars", "x"),
    ),
    "the_next_layer": Number(
        _of_the_spread,
        0,
        FAR,
        0.05,
        within=0.1,
        reading=1,
        keeps=("next layer.dots.Mean taken off",),
        mark=("next layer", "dots", "y"),
    ),
    "slower": Number(
        _of_the_steps,
        0,
        BILLION,
        1,
        factor=1.5,
        keeps=("descent.curve.Mean taken off", "descent.levels"),
        mark=("descent", "curve", "x"),
    ),
    "against_another": Number(
        _of_the_other,
        0,
        BILLION,
        1,
        factor=1.5,
        reading=3,
        keeps=("compared.curve.ReLU", "compared.levels"),
        mark=("compared", "curve", "x"),
    ),
    "what_is_true": OF_CLAIMS,
}
