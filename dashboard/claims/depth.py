"""What is said of deep networks, by the post and by others, and what is true."""

from functools import lru_cache

import numpy as np

from activations import ACTIVATIONS, propagation
from activations.initialisation import variance_for
from activations.mean_field import fixed_point, predict
from activations.saturation import largest_slope
from dashboard.claims import Claim
from dashboard.wording import number, power

GRADIENT, START, FLAT, TRUST = "The gradient", "Choose the start", "Flat and dead", "Trust it?"
sigmoid, relu, selu = (ACTIVATIONS[name] for name in ("sigmoid", "relu", "selu"))
OWN = {"initialisation": "My own"}


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    return (*_of_saturation(), _of_a_quarter(), _of_relu(), _of_selu(), _of_the_prediction())


def _of_saturation() -> tuple[Claim, ...]:
    quiet = predict(sigmoid, depth=50, weight_variance=1.0)
    steepest = largest_slope(sigmoid)
    return (
        Claim(
            "The post, of a saturated unit: this is termed the vanishing gradient problem.",
            "loose",
            "The problem of that name is the shrinking through many layers (Hochreiter 1991). "
            f"With LeCun's variance {_share(quiet.saturated[-1])} of the sigmoids of layer 50 "
            "have a slope below 0.05, and the first layer gets "
            f"{power(quiet.log10_gradient[0] / 2)} of the gradient.",
            GRADIENT,
            {"initialisation": "LeCun", "activations": ["Sigmoid"]},
        ),
        Claim(
            "Often said: sigmoid networks vanish because their units saturate.",
            "wrong",
            "At initialisation, which is all that this page shows: with LeCun's variance hardly "
            f"any unit is flat, yet a settled layer takes the gradient times {_factor(1.0):.4f}. "
            f"Even at its steepest a sigmoid has slope {steepest:g}, so χ is at most σ_w² / "
            f"{steepest**-2:g}. Training can saturate units as well.",
            FLAT,
            {"initialisation": "LeCun", "activations": ["Sigmoid"]},
        ),
    )


def _share(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "under 0.1%"


def _factor(weight_variance: float) -> float:
    """What a settled layer of sigmoids takes the norm of the gradient times."""
    return fixed_point(sigmoid, weight_variance, 0.0, weight_variance).chi ** 0.5


def _of_a_quarter() -> Claim:
    steepest = largest_slope(sigmoid)
    gradient = predict(sigmoid, depth=50, weight_variance=16.0).log10_gradient[0] / 2
    return Claim(
        f"Often said: through L sigmoid layers the gradient is {steepest:g}ᴸ.",
        "loose",
        "That bounds the slopes alone. The weights count: a settled layer's factor is "
        f"{_factor(1.0):.4f} at σ_w² = 1, near {steepest:g} by coincidence, {_factor(2.0):.4f} at "
        f"2 and {_factor(16.0):.4f} at 16. Through 50 layers with σ_w² = 16 the prediction is "
        f"{power(gradient)}; the formula gives {power(49 * np.log10(steepest))}.",
        GRADIENT,
        OWN | {"weight_variance": 16.0, "activations": ["Sigmoid"]},
    )


def _of_relu() -> Claim:
    kept = {v: v * relu.mean_square_slope(0, 1) for v in (1.0, 2.0)}
    low, high = (variance_for(relu, 50, 2 * side) for side in (-1.0, 1.0))
    return Claim(
        "Often said: the ReLU's gradient does not vanish.",
        "loose",
        f"With He's weights χ is {kept[2.0]:g} at any signal. With LeCun's or Glorot's it is "
        f"{kept[1.0]:g}: 50 layers leave {power(49 / 2 * np.log10(kept[1.0]))} of the norm. To "
        f"stay within a factor of 10 there, σ_w² must lie between {number(low, 3)} and "
        f"{number(high, 3)}. It is the function and its initialisation together.",
        START,
        {"initialisation": "LeCun"},
    )


def _of_selu() -> Claim:
    at_rest = fixed_point(selu, 1.0, 0.0, 1.0)
    return Claim(
        "Klambauer et al. (2017): with SELU vanishing and exploding gradients are impossible.",
        "loose",
        "It rests on the variance of the activations, which does settle at 1. There χ is "
        f"{at_rest.chi:.4f}: the norm grows by {at_rest.chi**0.5 - 1:.1%} per layer, "
        f"{at_rest.chi ** (49 / 2):.1f}-fold through 50.",
        GRADIENT,
        {"initialisation": "LeCun", "activations": ["SELU"]},
    )


def _of_the_prediction() -> Claim:
    medians = []
    for width in (96, 16):
        (run,) = propagation.measure(
            [relu], depth=64, width=width, seeds=10, weight_variances=[2.0], inputs=4
        )
        medians.append(power(float(np.median(run.log10_gradient[0])) / 2, 2))
    return Claim(
        "Often said: with He's weights a ReLU network keeps its gradient.",
        "loose",
        "On average over networks, of the squared norm. Of 10 networks with 64 layers the median "
        f"keeps {medians[0]} of the norm with 96 units a layer, and {medians[1]} with 16: the "
        "narrower, the more a few large ones carry the mean.",
        TRUST,
        {"units": 16},
    )
