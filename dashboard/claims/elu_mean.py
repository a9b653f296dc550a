"""What the post says of the ELU, and what is true."""

from functools import lru_cache

import numpy as np

from activations import ACTIVATIONS
from activations.gaussian import quieter_below, zero_mean_alpha, zero_mean_alpha_of
from activations.listings import PAPER_LEAK, PAPER_LEAKY, POST_GRID, elu_as_circulated
from dashboard.claims import Claim
from dashboard.wording import number

CURVE, MEAN, NOISE, TRUE = "The curve", "Its mean", "Switched off", "What is true"
elu, relu = ACTIVATIONS["elu"], ACTIVATIONS["relu"]


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    return (*_of_the_mean(), *_of_the_shape(), _of_noise(), _of_the_listing())


def _of_the_mean() -> tuple[Claim, ...]:
    grid_elu, grid_relu = (float(act(POST_GRID).mean()) for act in (elu, relu))
    return (
        Claim(
            "A mean activation of 0 makes learning faster.",
            "loose",
            "Too strong. The ELU paper claims: a smaller bias shift brings the gradient "
            "closer to the unit natural gradient. It reports faster learning, and better "
            "generalisation in nets with more than 5 layers. This page computes the mean, not "
            "the speed.",
            MEAN,
        ),
        Claim(
            "With ELU the mean activation can be close to 0.",
            "loose",
            f"Closer, not 0. For inputs N(0, 1) it is {elu.mean(0, 1):.4f} against ReLU's "
            f"{relu.mean(0, 1):.4f}; on the post's grid {grid_elu:.3f} against {grid_relu:.2f}. A "
            f"mean of zero takes α = {zero_mean_alpha(0, 1):.4f} for N(0, 1) and "
            f"{zero_mean_alpha_of(POST_GRID):.3f} for the grid.",
            MEAN,
            {"alpha": round(zero_mean_alpha(0, 1), 4)},
        ),
    )


def _of_the_shape() -> tuple[Claim, ...]:
    return (
        Claim(
            "ELU is an exponential function.",
            "loose",
            f"Only below zero. Above, it is the identity: {float(elu(5.0)):g} at x = 5.",
            CURVE,
            {"at": 5.0},
        ),
        Claim(
            "ELU does not saturate for large x.",
            "right",
            f"Above zero its slope is {float(elu.derivative(np.inf)):g}. Far below it "
            "does saturate, at −α, on purpose: the slope at −10 is "
            f"{number(float(elu.derivative(-10.0)), 3)} for α = 1.",
            CURVE,
            {"at": 6.0},
        ),
        Claim(
            "Its negative values are bounded by −1.",
            "right",
            "For α = 1; in general by −α. No real x attains the bound, though a computer's "
            f"doubles round to exactly −1 from x = {number(-54 * np.log(2))} downwards.",
            CURVE,
            {"at": -6.0},
        ),
    )


def _of_noise() -> Claim:
    crossover = number(quieter_below(elu, PAPER_LEAKY, 0.5))
    quiet = {act.id: number(act.variance(-1, 0.5)) for act in (elu, PAPER_LEAKY, relu)}
    return Claim(
        "ELU gives representations that are more robust to noise.",
        "loose",
        "The paper says: a noise-robust deactivation state. With α = 1 and noise 0.5 ELU is "
        f"quieter than leaky ReLU ({PAPER_LEAK}) only below m = {crossover}. At m = −1 the "
        f"variances are {quiet['elu']} for ELU, {quiet['leaky_relu']} for leaky ReLU and "
        f"{quiet['relu']} for ReLU, the quietest of all.",
        NOISE,
        {"noise": 0.5},
    )


def _of_the_listing() -> Claim:
    points, circulated = elu_as_circulated(POST_GRID)
    return Claim(
        "The ELU listing, as it circulates.",
        "wrong",
        f"It gives {points.size} points for {POST_GRID.size} inputs, from "
        f"{circulated[0]:.4f} to {circulated[-1]:,.1f}, and they cannot be plotted against "
        "the inputs. Two lines were lost; the author's own notebook has them, and its "
        "figure is right.",
        TRUE,
    )
