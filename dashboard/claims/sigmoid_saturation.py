"""What the post says of the sigmoid and its gradient, and what is true."""

from functools import lru_cache

from activations import ACTIVATIONS
from activations.listings import POST_GRID, sigmoid_limits
from activations.saturation import LOSSES, largest_slope, learning_neuron, settled_factor
from dashboard.claims import VANISHING, Claim
from dashboard.wording import number

CURVE, NEURON, ROW, TRUE = "The curve", "A stuck neuron", "In a row", "What is true"
sigmoid, relu = ACTIVATIONS["sigmoid"], ACTIVATIONS["relu"]


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    return (*_of_the_curve(), *_of_the_inputs(), *_of_learning(), _of_the_chain(), *_of_reading())


def _of_the_curve() -> tuple[Claim, ...]:
    limits = sigmoid_limits()
    slopes = [f"{number(float(sigmoid.derivative(z)), 3)} at {z}" for z in (2, 5, 10, 20)]
    return (
        Claim(
            "The offset α is where the sigmoid is 0.",
            "wrong",
            f"At x = α it is {float(sigmoid(0.0)):g}, whatever α. It is never 0 for a real x.",
            CURVE,
            {"offset": 3.0, "probe": 3.0},
        ),
        Claim(
            "The output lies in (0, 1).",
            "right",
            "True for real numbers. In a computer's doubles 1/(1 + e⁻ˣ) is exactly 1 from "
            f"{limits.one_as_printed:.2f} on, where 1 + e⁻ˣ rounds to 1; the correctly rounded "
            f"output is 1 only from {limits.one:.2f} on. Below −{-limits.zero:.2f} it rounds to 0, "
            f"and e⁻ˣ overflows already below −{-limits.overflow:.2f}.",
            CURVE,
            {"probe": 20.0},
        ),
        Claim(
            "For large x the output is constant, so its slope is 0.",
            "loose",
            f"It is small at both ends, never 0: {', '.join(slopes)}.",
            CURVE,
            {"probe": 10.0, "log_slope": True},
        ),
    )


def _of_the_inputs() -> tuple[Claim, ...]:
    middle = POST_GRID.size // 2
    return (
        Claim(
            "X runs from −10 to 10.",
            "loose",
            f"The last of its {POST_GRID.size} values is {POST_GRID[-1]:.3g}. The middle one is "
            f"{number(POST_GRID[middle], 3)}, not 0, so only {(POST_GRID >= 0).sum()} values "
            "are ≥ 0.",
            CURVE,
        ),
        Claim(
            "100 values from 0 to 100 serve as input data.",
            "loose",
            f"There are 100, {100 / 99:.4f} apart, but nothing takes them as input: the post plots "
            "them once, over X, and computes every function from X alone.",
            TRUE,
        ),
    )


def _of_learning() -> tuple[Claim, ...]:
    squared, entropy = (learning_neuron(-10.0, 1.0, 1, loss).gradient[0] for loss in LOSSES)
    return (
        Claim(
            "A weight changes by the gradient times the loss.",
            "wrong",
            "It changes by −(learning rate) × ∂L/∂w, and ∂L/∂w includes the unit's input. What the "
            "post calls the loss, actual minus predicted output, is the error. At z = −10 with "
            "target 1, ∂L/∂z "
            f"is {number(squared, 3)} for squared error, {number(entropy, 6)} for cross-entropy.",
            NEURON,
            {"start": -10.0},
        ),
        Claim(
            "Learning reinitialises the weights.",
            "wrong",
            "It updates them; the start is drawn only once.",
            NEURON,
            {"start": 0.0},
        ),
    )


def _of_the_chain() -> Claim:
    steepest = largest_slope(sigmoid)
    return Claim(
        VANISHING,
        "loose",
        "That is one saturated unit. The problem of that name is the product of many slopes "
        f"(Hochreiter 1991): even at its best the sigmoid gives {steepest:g} per unit, "
        f"{steepest:g}¹⁰ = {number(steepest**10, 3)} through 10 units, before the weights. In a "
        f"long chain without a bias no weight above 0 brings a late unit above "
        f"{number(settled_factor())}.",
        ROW,
        {"depth": 10},
    )


def _of_reading() -> tuple[Claim, ...]:
    return (
        Claim(
            "The output can be read as a probability.",
            "loose",
            "Lying in (0, 1) is needed but not enough: it is a probability model if it was trained "
            "with a proper score, which both cross-entropy and squared error are, and even then it "
            "need not be calibrated.",
            NEURON,
            {"start": 0.0},
        ),
        Claim(
            "Gradient descent needs differentiability.",
            "loose",
            "Less will do: continuous, smooth piece by piece, and a slope that is not zero almost "
            "everywhere. (A step function is differentiable almost everywhere, but its slope is 0 "
            f"there and teaches nothing.) The ReLU has a kink at {relu.kinks()[0]:g}, where "
            f"PyTorch takes the slope as {float(relu.derivative(0.0)):g}.",
            CURVE,
        ),
    )
