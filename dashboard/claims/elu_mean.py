"""What the post and the ELU paper say of the ELU, and what is true."""

from functools import lru_cache

import numpy as np

from activations import ACTIVATIONS
from activations.gaussian import quieter_below, zero_mean_alpha, zero_mean_alpha_of
from activations.listings import PAPER_LEAK, PAPER_LEAKY, POST_GRID, elu_as_circulated
from dashboard.claims import COPY, FASTER, NEAR_ZERO, PAPER, Claim, learning_speed
from dashboard.wording import number

CURVE, MEAN, NOISE, TRUE = "The curve", "Its mean", "Switched off", "What is true"
elu, relu = ACTIVATIONS["elu"], ACTIVATIONS["relu"]


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    means, noise = (*_of_the_mean(), _of_the_push()), (_of_noise(), _of_the_floor())
    return (*means, *_of_the_shape(), *noise, _of_the_listing())


def _of_the_mean() -> tuple[Claim, ...]:
    grid_elu, grid_relu = (float(act(POST_GRID).mean()) for act in (elu, relu))
    judged, how_often = learning_speed.of_mean_zero()
    return (
        Claim(
            FASTER,
            judged,
            f"On the page *Learning speed* what has mean 0 is faster than ReLU {how_often}. The "
            "ELU paper says: a smaller bias shift brings the gradient closer to the unit natural "
            "gradient and so speeds up learning. The view shows the mean, not the speed.",
            MEAN,
        ),
        Claim(
            NEAR_ZERO,
            "right",
            f"It can: for inputs N(0, 1) it is 0 with α = {zero_mean_alpha(0, 1):.4f}. Not by "
            f"default: with α = 1 it is {elu.mean(0, 1):.4f}, nearer to 0 than ReLU's "
            f"{relu.mean(0, 1):.4f}. On the post's grid, as its notebook takes it, it is "
            f"{grid_elu:.3f} with α = 1 against ReLU's {grid_relu:.2f}, and 0 takes α = "
            f"{zero_mean_alpha_of(POST_GRID):.3f}.",
            MEAN,
            {"alpha": round(zero_mean_alpha(0, 1), 4)},
        ),
    )


def _of_the_push() -> Claim:
    usual, low = ([act.mean(mu, 1) for act in (elu, relu)] for mu in (0, -2))
    return Claim(
        "Unlike ReLUs, ELUs have negative values, which allow them to push the mean closer to 0.",
        "right",
        f"For inputs N(0, 1) they do: it is {number(usual[0])} with α = 1, {number(usual[1])} for "
        "ReLU. But they push it down wherever it is: for inputs of mean −2 and deviation 1 it is "
        f"{number(low[0])}, farther from 0 than ReLU's {number(low[1])}.",
        MEAN,
        {"elu_mu": -2.0},
        by=PAPER,
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
            "For negative x it is bounded by −1, if α = 1.",
            "right",
            "In general by −α. No real x attains the bound, though a computer's "
            f"doubles round to exactly −1 from x = {number(-54 * np.log(2))} downwards.",
            CURVE,
            {"at": -6.0},
        ),
    )


def _of_noise() -> Claim:
    crossover = number(quieter_below(elu, PAPER_LEAKY, 0.5))
    three = elu, PAPER_LEAKY, relu
    quiet = {act.id: number(act.variance(-1, 0.5)) for act in three}
    passed = {a.id: number(a.mean_square_slope(0, 1) / a.variance(0, 1), 3) for a in three}
    return Claim(
        "ELU helps to learn representations that are more robust to noise.",
        "loose",
        "So says the ELU paper, too: its units have a “noise-robust deactivation state”, and “the "
        "representation is both noise-robust and low-complex”. Not of every unit: with α = 1 and "
        f"noise 0.5 ELU is quieter than leaky ReLU ({PAPER_LEAK}) only below m = {crossover}. At "
        f"m = −1 the variances are {quiet['elu']} for ELU, {quiet['leaky_relu']} for leaky ReLU "
        f"and {quiet['relu']} for ReLU, the quietest. Over all z from N(0, 1) small noise of "
        f"variance s² is {passed['elu']} s², {passed['leaky_relu']} s² and {passed['relu']} s² of "
        "the output's variance: there ELU is ahead.",
        NOISE,
        {"noise": 0.5},
    )


def _of_the_floor() -> Claim:
    at = {
        m: [number(act.variance(m, 0.5), 3) for act in (elu, PAPER_LEAKY, relu)] for m in (-4, -1)
    }
    return Claim(
        "Unlike leaky ReLUs, ELUs ensure a noise-robust deactivation state.",
        "loose",
        f"Far below 0 they do: with noise 0.5 around −4 the variance of ELU is {at[-4][0]}, that "
        f"of leaky ReLU ({PAPER_LEAK}) {at[-4][1]}. Around −1 they are {at[-1][0]} and "
        f"{at[-1][1]}: there the leaky one is quieter. ReLU, which is off there, is quieter than "
        f"both, with {at[-4][2]} and {at[-1][2]}.",
        NOISE,
        {"noise": 0.5},
        by=PAPER,
    )


def _of_the_listing() -> Claim:
    points, circulated = elu_as_circulated(POST_GRID)
    return Claim(
        "The ELU listing in this copy computes the ELU.",
        "wrong",
        f"Two lines of it are lost. It gives {points.size} points for {POST_GRID.size} inputs, "
        f"from {circulated[0]:.4f} to {circulated[-1]:,.1f}, and they cannot be plotted against "
        "the inputs. The post and its notebook have those lines, and their figure is right.",
        TRUE,
        by=COPY,
    )
