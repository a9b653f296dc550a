"""What is said of deep networks, by the post and by others, and what is true."""

from functools import lru_cache

import numpy as np

from activations import ACTIVATIONS, propagation
from activations.initialisation import variance_for
from activations.mean_field import fixed_point, predict
from activations.saturation import largest_slope
from dashboard.claims import A_QUARTER, PAPER, SELU_PAPER, VANISHING, WEB, Claim
from dashboard.wording import SUPERSCRIPTS, number, power

GRADIENT, START, FLAT, TRUST = "The gradient", "Choose the start", "Flat and dead", "Trust it?"
sigmoid, relu, elu, selu = (ACTIVATIONS[name] for name in ("sigmoid", "relu", "elu", "selu"))
OWN = {"initialisation": "My own"}
NETWORKS = 100  # drawn for a median
LAYERS = 50
STEPS = LAYERS - 1  # from the last layer back to the first
BACK = f"from layer {LAYERS} back to layer 1, {STEPS} steps"


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    by_activation = _of_relu(), _of_elu(), _of_selu()
    return (*_of_saturation(), _of_a_quarter(), *by_activation, _of_the_prediction())


def _of_saturation() -> tuple[Claim, ...]:
    quiet = predict(sigmoid, depth=LAYERS, weight_variance=1.0)
    steepest = largest_slope(sigmoid)
    return (
        Claim(
            VANISHING,
            "loose",
            "The problem of that name is the shrinking through many layers (Hochreiter 1991). "
            f"With LeCun's variance {_share(quiet.saturated[-1])} of the sigmoids of layer "
            f"{LAYERS} have a slope below 0.05, and {BACK}, the gradient falls to "
            f"{power(quiet.log10_gradient[0] / 2)} of its size.",
            GRADIENT,
            {"initialisation": "LeCun", "activations": ["Sigmoid"]},
        ),
        Claim(
            "The gradients of sigmoid networks vanish because their units saturate.",
            "loose",
            "Not at their start, which is all that the view shows: with LeCun's variance hardly "
            f"any unit is flat, yet a settled layer takes the gradient times {_factor(1.0):.4f}. "
            f"Even at its steepest a sigmoid has slope {steepest:g}, so χ is at most σ_w² / "
            f"{steepest**-2:g}. Training can saturate units as well.",
            FLAT,
            {"initialisation": "LeCun", "activations": ["Sigmoid"]},
            by=WEB,
        ),
    )


def _share(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "under 0.1%"


def _factor(weight_variance: float) -> float:
    """What a settled layer of sigmoids takes the norm of the gradient times."""
    return fixed_point(sigmoid, weight_variance, 0.0, weight_variance).chi ** 0.5


def _of_a_quarter() -> Claim:
    steepest = largest_slope(sigmoid)
    gradient = predict(sigmoid, depth=LAYERS, weight_variance=16.0).log10_gradient[0] / 2
    return Claim(
        A_QUARTER,
        "loose",
        "That bounds the product of the slopes alone. The weights count: a settled layer's factor "
        f"is {_factor(1.0):.4f} at σ_w² = 1, near {steepest:g} by coincidence, {_factor(2.0):.4f} "
        f"at 2 and {_factor(16.0):.4f} at 16. {BACK.capitalize()}, with σ_w² = 16 the "
        f"prediction is {power(gradient)}; the formula gives "
        f"{steepest:g}{str(STEPS).translate(SUPERSCRIPTS)} = {power(STEPS * np.log10(steepest))}.",
        GRADIENT,
        OWN | {"weight_variance": 16.0, "activations": ["Sigmoid"]},
        by=WEB,
    )


def _of_relu() -> Claim:
    kept = {v: v * relu.mean_square_slope(0, 1) for v in (1.0, 2.0)}
    low, high = (variance_for(relu, LAYERS, 2 * side) for side in (-1.0, 1.0))
    return Claim(
        "The ReLU's gradient does not vanish.",
        "loose",
        f"With He's weights χ is {kept[2.0]:g} at any signal. With LeCun's or Glorot's it is "
        f"{kept[1.0]:g}, so the norm is multiplied by √{kept[1.0]:g} in each layer: {BACK}, that "
        f"leaves {power(STEPS / 2 * np.log10(kept[1.0]))} of it. To stay within a factor of 10 "
        f"there, σ_w² must lie between {number(low, 3)} and {number(high, 3)}. It is the function "
        "and its initialisation together.",
        START,
        {"initialisation": "LeCun"},
        by=WEB,
    )


def _of_elu() -> Claim:
    kept = {
        (act.id, variance): power(
            predict(act, depth=LAYERS, weight_variance=variance).log10_gradient[0] / 2, 3
        )
        for act, variance in ((elu, 1.0), (relu, 1.0), (sigmoid, 1.0), (elu, 2.0))
    }
    return Claim(
        "Like ReLUs, ELUs alleviate the vanishing gradient by the identity for positive values.",
        "loose",
        f"They do alleviate it: with LeCun's variance, {BACK}, ELU keeps {kept['elu', 1.0]} of the "
        f"gradient's size, ReLU {kept['relu', 1.0]}, the sigmoid {kept['sigmoid', 1.0]}. But the "
        "first two have the same identity: the negative side counts as well, and so do the "
        f"weights. With He's the gradient of ELU grows, {kept['elu', 2.0]}-fold.",
        GRADIENT,
        {"initialisation": "LeCun", "activations": ["Sigmoid", "ReLU", "ELU"]},
        by=PAPER,
    )


def _of_selu() -> Claim:
    at_rest = fixed_point(selu, 1.0, 0.0, 1.0)
    return Claim(
        "With SELU vanishing and exploding gradients are impossible.",
        "loose",
        "Its reason is a bound on the variance of the activations, which does settle at 1. There χ "
        f"is {at_rest.chi:.4f}: the norm grows by {at_rest.chi**0.5 - 1:.1%} per layer, "
        f"{at_rest.chi ** (STEPS / 2):.1f}-fold {BACK}.",
        GRADIENT,
        {"initialisation": "LeCun", "activations": ["SELU"]},
        by=SELU_PAPER,
    )


def _of_the_prediction() -> Claim:
    medians = []
    for width in (32, 16):
        (run,) = propagation.measure(
            [relu], depth=64, width=width, seeds=NETWORKS, weight_variances=[2.0], inputs=4
        )
        medians.append(power(float(np.median(run.log10_gradient[0])) / 2, 2))
    return Claim(
        "With He's weights a ReLU network keeps its gradient.",
        "loose",
        f"On average over networks, of the squared norm. From layer 64 back to layer 1 the "
        f"median of {NETWORKS} networks keeps {medians[0]} of the norm with 32 units a layer, and "
        f"{medians[1]} with 16: the narrower, the more a few large ones carry the mean.",
        TRUST,
        {"units": 16},
        by=WEB,
    )
