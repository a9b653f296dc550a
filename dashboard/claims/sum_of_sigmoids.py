"""What the post says of the sum of sigmoids, softplus and the ReLU, and what is true."""

from functools import lru_cache
from math import log

import numpy as np

from activations import ACTIVATIONS
from activations.listings import POST_GRID
from activations.sigmoid_sums import (
    POST,
    RULES,
    convergence,
    post_closed_form,
    printed_softplus,
    steep_interval,
)
from dashboard.claims import MAX_WORKS, Claim
from dashboard.wording import number

BUILD, END, FINER = "Build it", "Where it ends", "Finer"
RELU, TRUE = "Softplus to ReLU", "What is true"
VANISHED = 0.01  # a slope below it counts as vanished
softplus, relu = ACTIVATIONS["softplus"], ACTIVATIONS["relu"]


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the story."""
    return (*_of_the_sum(), _of_its_end(), _of_softplus(), _of_its_code(), _of_the_relu())


def _of_the_sum() -> tuple[Claim, ...]:
    last = float(POST.offsets[-1])
    closed = np.abs(post_closed_form(POST_GRID, POST.n, last) - POST.evaluate(POST_GRID)[0]).max()
    return (
        Claim(
            "10 is the number of logistics to sum.",
            "wrong",
            f"It sums {POST.n}. 10 is the divisor: each sigmoid has the weight {POST.weight:g}.",
            BUILD,
        ),
        Claim(
            "The output of the sum, divided by 10, is a surprise.",
            "loose",
            f"There is a reason, it is a quadrature rule: {POST.gain:.4f} × (softplus(x) − "
            f"softplus(x − {last:g}) + terms in σ and its derivatives at both ends). Up to "
            f"(spacing)⁴ this is within {number(closed, 2)} of the sum on the post's inputs.",
            FINER,
        ),
    )


def _of_its_end() -> Claim:
    rise, fall = steep_interval(POST, 0.9)
    _, vanished = steep_interval(POST, VANISHED)
    last, far = float(POST.offsets[-1]), 29.8
    value, slope = POST.evaluate(np.array([last, far]))
    return Claim(
        "The gradient of the sum does not vanish any more.",
        "wrong",
        f"Only in a window. The slope is above 0.9 from {rise:.2f} to {fall:.2f}, {slope[0]:.3f} "
        f"at x = {last:g}, where the post's plot ends, and below {VANISHED} past {vanished:.2f}. "
        f"At x = {far} the sum is {value[1]:.3f}, its slope {number(slope[1], 2)}.",
        END,
        {"span": 30},
    )


def _of_softplus() -> Claim:
    edge, off = POST.largest_error(POST_GRID)
    half, whole = (convergence(name, [1.0], POST_GRID)[0] for name in ("midpoint", "left"))
    return Claim(
        "log(1 + eˣ) approximates the sum.",
        "loose",
        "The other way round: softplus is the integral of σ(x − t) over all t > 0, and the sum "
        f"approximates it. The post's is off by {number(abs(off), 3)} at x = {number(edge)}. "
        f"Endless sums in steps of 1 are off by at most {half:.4f} if they start at one half "
        f"(Nair and Hinton, 2010), {whole:.2f} if they start at 0.",
        FINER,
        {"rule": RULES["midpoint"].label, "spacing": 1.0},
    )


def _of_its_code() -> Claim:
    limits = np.finfo(np.float64)
    off = np.abs(printed_softplus(POST_GRID) / softplus(POST_GRID) - 1).max()
    return Claim(
        "Softplus is computed as log(1 + exp(x)).",
        "loose",
        f"Good enough for the post's inputs (relative error {number(off, 1)}). But exp overflows "
        f"beyond x = {number(log(limits.max), 5)}, where this gives infinity, "
        f"and below x = {number(log(limits.eps / 2))} it gives 0. np.logaddexp(0, x) has neither "
        "fault.",
        TRUE,
    )


def _of_the_relu() -> Claim:
    off = {x: float(softplus(x) - relu(x)) for x in (0.0, 5.0)}
    slope = float(softplus.derivative(-1.0))
    return Claim(
        MAX_WORKS,
        "loose",
        f"The outputs are close: {off[0.0]:.4f} apart at 0, {off[5.0]:.4f} at ±5. The slopes are "
        f"not: at x = −1 softplus has {slope:.4f}, the ReLU exactly 0, so that a unit which is "
        "below zero for every input stops learning.",
        RELU,
        {"softplus_at": -1.0},
    )
