"""What the gallery says about activations in words: a card of each, and mistakes about them."""

from functools import lru_cache
from math import isfinite

import numpy as np

from activations import ACTIVATIONS, Activation
from activations.properties import RULES, properties
from activations.saturation import largest_slope, saturated_zones
from dashboard.sections import Claim, number

KINDS = {name.replace("_", " ").replace("zero c", "zero-c"): name for name in RULES}


def interval(start: float, end: float, closed: tuple[bool, bool] = (False, False)) -> str:
    """An interval in words, with brackets where it is closed; infinity has its sign."""
    left, right = "(["[closed[0]], ")]"[closed[1]]
    return f"{left}{number(start)}, {number(end)}{right}".replace("inf", "∞")


def outputs(activation: Activation) -> str:
    """The range of an activation."""
    return interval(*activation.range(), properties(activation).attained)


def points(where: tuple[float, ...]) -> str:
    """Numbers in words."""
    return ", ".join(number(x) for x in where) or "none"


def lowest(activation: Activation) -> str:
    """The minimum of an activation and where it is."""
    least, at = properties(activation).minimum
    if at is None:
        near = f"none: it only comes near to {number(least)}, far out"
        return "none: it falls without end" if np.isinf(least) else near
    piece = interval(*at, (isfinite(at[0]), isfinite(at[1])))
    place = f"at x = {number(at[0], 8)}" if at[0] == at[1] else f"for x in {piece}"
    return f"{number(least, 8)} {place}"


@lru_cache(maxsize=512)
def summary(activation: Activation) -> str:
    """A small chart in a sentence."""
    found = properties(activation)
    return (
        f"{activation.label}: outputs {outputs(activation)}, largest slope "
        f"{number(found.largest_slope)}, mean for N(0, 1) {number(found.mean)}"
    )


@lru_cache(maxsize=512)
def facts(activation: Activation) -> dict[str, str]:
    """The rows of a card; all but paper and frameworks are computed."""
    found = properties(activation)
    kinds = [kind for kind, name in KINDS.items() if getattr(found, name)]
    return {
        "Outputs": outputs(activation),
        "Minimum": lowest(activation),
        "Largest slope": number(found.largest_slope, 6),
        "Slope exactly 0 on": " and ".join(interval(*zone) for zone in found.dead) or "no interval",
        "Kinks or jumps, x =": points(activation.kinks()),
        "f″ jumps, x =": points(activation.bends()),
        "Mean for N(0, 1)": number(found.mean, 6),
        "Variance for N(0, 1)": number(found.variance, 6),
        "It is": ", ".join(kinds) or "none of the properties to filter by",
        "Paper": activation.paper,
        "Frameworks": activation.differs or "Those that have it agree.",
    }


@lru_cache(maxsize=1)
def mistakes() -> list[Claim]:
    """What is said about activations, in print and on the web, and what is true."""
    return [*_of_elu(), *_of_gates(), *_of_sigmoids(), *_of_names()]


def _of_elu() -> list[Claim]:
    elu = ACTIVATIONS["elu"]
    half = elu.configure(alpha=0.5)
    flat = saturated_zones(elu, -60.0, 60.0, 0.05)[0][1]
    jump = f"{points(half.kinks())} from {number(float(half.derivative(0.0)))} to 1"
    return [
        Claim(
            "ELU is α eˣ − 1 below zero.",
            "wrong",
            "It is α (eˣ − 1). With α = 0.5 the first form would be "
            f"{number(0.5 - 1)} just below zero; ELU is {number(float(half(0.0)))} there.",
        ),
        Claim(
            "ELU is smooth everywhere, whatever α.",
            "wrong",
            f"Only with α = 1. With α = 0.5 its slope jumps at {jump}. With α = 1 its second "
            f"derivative still jumps at {points(elu.bends())}.",
        ),
        Claim(
            "ELU never saturates.",
            "wrong",
            f"With α = 1 its slope on the left is eˣ, below 0.05 for x < {number(flat)}. "
            "It does not saturate on the right.",
        ),
    ]  # fmt: skip


def _of_gates() -> list[Claim]:
    swish, gelu, mish = (ACTIVATIONS[name] for name in ("swish", "gelu", "mish"))
    low = {act.label: properties(act).minimum for act in (swish, gelu, mish)}
    at = {label: number(found.where[0]) for label, found in low.items()}
    least = {label: number(found.value) for label, found in low.items()}
    far = " and ".join(number(float(act.derivative(-10.0)), 2) for act in (swish, gelu))
    return [
        Claim(
            "Swish and Mish take every value from −∞ to ∞.",
            "wrong",
            f"Swish (β = 1) stops at {least['Swish']}, at x = {at['Swish']}; Mish at "
            f"{least['Mish']}, at x = {at['Mish']}.",
        ),
        Claim(
            "GELU ranges over (−∞, ∞) and is zero-centred.",
            "wrong",
            f"Its minimum is {least['GELU']}, its mean for N(0, 1) {number(gelu.mean(0, 1))}.",
        ),
        Claim(
            "The slope of Swish and GELU is small, but nowhere zero.",
            "wrong",
            f"It is zero at their minima, {at['Swish']} and {at['GELU']}, and dies out to the left "
            f"({far} at −10). To the right it is not small: it tends to 1.",
        ),
    ]  # fmt: skip


def _of_sigmoids() -> list[Claim]:
    steepest = [number(largest_slope(ACTIVATIONS[name])) for name in ("tanh", "sigmoid")]
    return [
        Claim(
            "tanh loses less gradient than the sigmoid because its mean is 0.",
            "wrong",
            f"Because its largest slope is {steepest[0]}, not {steepest[1]}. The sigmoid less ½ "
            "has mean 0, too, and the slope of the sigmoid.",
        ),
        Claim(
            "Through n sigmoid layers the gradient is 0.25ⁿ.",
            "loose",
            f"{steepest[1]} is only the largest slope, and each layer also multiplies by its "
            "weights. With weights of 1 it is a bound.",
        ),
    ]


def _of_names() -> list[Claim]:
    selu = ACTIVATIONS["selu"]
    scale, floor = float(selu(1.0)), selu.range()[0]
    return [
        Claim(
            "SELU multiplies positive inputs by α.",
            "wrong",
            f"By λ = {number(scale)}. Below zero it is λ α (eˣ − 1) with α = "
            f"{number(-floor / scale)}, so it falls to {number(floor)}.",
        ),
        Claim(
            "Softmax and SwiGLU are curves like these.",
            "wrong",
            "Neither is a function of one number. Softmax of two numbers is the sigmoid of their "
            "difference; SwiGLU multiplies two linear maps of its input, one through Swish.",
        ),
        Claim(
            "Snake is x + sin(a x) / a.",
            "wrong",
            "It is x + sin²(a x) / a (Ziyin, Hartwig, Ueda 2020). At 0 the first has slope "
            f"{1 + np.cos(0):g}, Snake {1 + np.sin(0):g}.",
        ),
    ]
