"""What is said about activations, in print and on the web, and what is true."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from activations import ACTIVATIONS
from activations.activation import Activation, lowered
from activations.listings import snake_as_circulated
from activations.propagation import measure
from activations.properties import properties
from activations.saturation import largest_slope, saturated_zones
from dashboard.cards import points
from dashboard.claims import A_QUARTER, WEB, Claim
from dashboard.wording import number, power

BROWSE, BESIDE, SAID = "Browse", "Side by side", "What is said"
LAYERS, UNITS, NETWORKS, WIDE = 50, 96, 8, 16.0  # the networks of the claim about tanh
sigmoid, tanh, elu, selu, gelu, swish, mish, snake = (
    ACTIVATIONS[name]
    for name in ("sigmoid", "tanh", "elu", "selu", "gelu", "swish", "mish", "snake")
)


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the families: ELU, the gates, the sigmoids, and names that mislead."""
    every = (*_of_elu(), *_of_gates(), _of_tanh(), *_of_sigmoids(), *_of_names())
    return tuple(replace(claim, by=WEB) for claim in every)


def _of_elu() -> tuple[Claim, ...]:
    half = elu.configure(alpha=0.5)
    flat = saturated_zones(elu, -60.0, 60.0, 0.05)[0][1]
    jump = f"{points(half.kinks())} from {number(float(half.derivative(0.0)))} to 1"
    return (
        Claim(
            "ELU is α eˣ − 1 below zero.",
            "wrong",
            "It is α (eˣ − 1). With α = 0.5 the first form would be "
            f"{number(0.5 - 1)} just below zero; ELU is {number(float(half(0.0)))} there.",
            BESIDE,
            {"side_by_side": ["ELU"], "elu_alpha": 0.5, "read_at": 0.0},
        ),
        Claim(
            "ELU is smooth everywhere, whatever α.",
            "wrong",
            f"Only with α = 1. With α = 0.5 its slope jumps at {jump}. With α = 1 its second "
            f"derivative still jumps at {points(elu.bends())}.",
            BROWSE,
            {"elu_alpha": 0.5},
        ),
        Claim(
            "ELU never saturates.",
            "wrong",
            f"With α = 1 its slope on the left is eˣ, below 0.05 for x < {number(flat)}. "
            "It does not saturate on the right.",
            BESIDE,
            {"side_by_side": ["ELU"], "read_at": -3.0},
        ),
    )


def _of_gates() -> tuple[Claim, ...]:
    low = {act.label: properties(act).minimum for act in (swish, gelu, mish)}
    at = {label: number(found.where[0]) for label, found in low.items()}
    least = {label: number(found.value) for label, found in low.items()}
    far = " and ".join(number(float(act.derivative(-10.0)), 2) for act in (swish, gelu))
    return (
        Claim(
            "Swish and Mish take every value from −∞ to ∞.",
            "wrong",
            f"Swish (β = 1) stops at {least['Swish']}, at x = {at['Swish']}; Mish at "
            f"{least['Mish']}, at x = {at['Mish']}.",
            BESIDE,
            {"side_by_side": ["Swish", "Mish"], "read_at": -1.25},
        ),
        Claim(
            "GELU ranges over (−∞, ∞) and is zero-centred.",
            "wrong",
            f"Its minimum is {least['GELU']}, its mean for N(0, 1) {number(gelu.mean(0, 1))}.",
            BROWSE,
            {"card": "GELU"},
        ),
        Claim(
            "The slope of Swish and GELU is small, but nowhere zero.",
            "wrong",
            f"It is zero at their minima, {at['Swish']} and {at['GELU']}, and dies out to the left "
            f"({far} at −10). To the right it is not small: it tends to 1.",
            BESIDE,
            {"side_by_side": ["GELU", "Swish"], "read_at": 5.0},
        ),
    )


def _passed(acts: tuple[Activation, ...], weight_variance: float) -> list[str]:
    """By what factor deep networks shrink or blow up a gradient, in words: the median network's."""
    found = measure(
        acts,
        depth=LAYERS,
        width=UNITS,
        seeds=NETWORKS,
        weight_variances=[weight_variance] * len(acts),
    )
    return [power(float(np.median(each.log10_gradient[0])) / 2, 2) for each in found]


def _of_tanh() -> Claim:
    centred = lowered(sigmoid, 0.5)
    steepest = [number(largest_slope(act)) for act in (tanh, sigmoid)]
    wide, plain = _passed((sigmoid, centred), WIDE), _passed((sigmoid, centred, tanh), 1.0)
    return Claim(
        "tanh loses less gradient than the sigmoid because its mean is 0.",
        "loose",
        f"Slope and mean both matter. Its largest slope is {steepest[0]}, not {steepest[1]}. The "
        f"sigmoid less ½ has the sigmoid's slope and mean 0. In networks of {UNITS} units a "
        f"layer, from layer {LAYERS} back to layer 1, {LAYERS - 1} steps, with weights of the "
        f"variance {WIDE:g}/{UNITS}, the sigmoid keeps {wide[0]} of "
        f"the gradient's length and the sigmoid less ½ {wide[1]}: that is the mean. With the "
        f"variance 1/{UNITS} they keep {plain[0]} and {plain[1]}, tanh {plain[2]}: that is the "
        f"slope. Each is the median of {NETWORKS} networks. The view shows the slopes and means of "
        "both; for such networks see the page *Depth*.",
        BESIDE,
        {"side_by_side": ["Sigmoid", "tanh"], "read_at": 0.0},
    )


def _of_sigmoids() -> tuple[Claim, ...]:
    at = 2.0
    return (
        Claim(
            "The derivative of the sigmoid is x(1 − x).",
            "loose",
            "σ′(x) = σ(x)(1 − σ(x)). x(1 − x) is right only if x stands for the output, as in code "
            f"that is handed the output. At the input x = {at:g} it would be "
            f"{number(at * (1 - at))}; the slope is {number(float(sigmoid.derivative(at)))}, and "
            "nowhere below 0.",
            BESIDE,
            {"side_by_side": ["Sigmoid"], "read_at": at},
        ),
        Claim(
            A_QUARTER,
            "loose",
            f"{number(largest_slope(sigmoid))} is only the largest slope, and each layer also "
            "multiplies by its weights. With one unit a layer and weights of 1 it is a bound.",
            BESIDE,
            {"side_by_side": ["Sigmoid"], "read_at": 0.0},
        ),
    )


def _of_names() -> tuple[Claim, ...]:
    scale, floor = float(selu(1.0)), selu.range()[0]
    step = 1e-6
    slopes = [number(float(f(step) - f(-step)) / (2 * step)) for f in (snake_as_circulated, snake)]
    return (
        Claim(
            "SELU multiplies positive inputs by α.",
            "wrong",
            f"By λ = {number(scale)}. Below zero it is λ α (eˣ − 1) with α = "
            f"{number(-floor / scale)}, so it falls to {number(floor)}.",
            BESIDE,
            {"side_by_side": ["SELU"], "read_at": 1.0},
        ),
        Claim(
            "Softmax and SwiGLU are curves like these.",
            "wrong",
            "Neither is a function of one number. Softmax of two numbers is the sigmoid of their "
            "difference; SwiGLU multiplies two linear maps of its input, one through Swish.",
            BROWSE,
            {"search": "SwiGLU", "card": "SiLU"},
        ),
        Claim(
            "Snake is x + sin(a x) / a.",
            "wrong",
            "It is x + sin²(a x) / a (Ziyin, Hartwig, Ueda 2020). At 0 the first has the slope "
            f"{slopes[0]}, Snake {slopes[1]}.",
            SAID,
        ),
    )
