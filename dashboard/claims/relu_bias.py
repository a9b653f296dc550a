"""What the post says of the ReLU, and what is true."""

from functools import lru_cache

from activations import ACTIVATIONS
from activations.conditioning import condition_number, eigenvalues, predicted_steps
from dashboard.claims import MAX_WORKS, Claim
from dashboard.wording import number

SLOWER, OTHER = "Slower", "Against another"
UNITS, REDUCTION = 64, 1000
relu, softplus = ACTIVATIONS["relu"], ACTIVATIONS["softplus"]


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    return _of_softplus(), _of_the_mean()


def _of_softplus() -> Claim:
    gap = {z: float(softplus(z) - relu(z)) for z in (0.0, 5.0)}
    slope = {z: float(softplus.derivative(z)) for z in (-5.0, 5.0)}
    return Claim(
        MAX_WORKS,
        "loose",
        f"The values are close: ln 2 = {gap[0.0]:.4f} apart at 0 and {gap[5.0]:.4f} at ±5. "
        f"But the slope of softplus, {slope[-5.0]:.4f} at −5 and {slope[5.0]:.4f} at 5, "
        "becomes a step, exactly 0 below 0: a unit that is off for every input no longer "
        "learns. Nair and Hinton (2010) used max(0, x + noise).",
        OTHER,
        {"compare": softplus.label},
    )


def _of_the_mean() -> Claim:
    mean, variance = relu.mean(0, 1), relu.variance(0, 1)
    small, large = eigenvalues(mean, variance, UNITS)
    kappa = condition_number(mean, variance, UNITS)
    with_mean, without = (round(predicted_steps(k, REDUCTION)) for k in (kappa, 1.0))
    return Claim(
        "A positive mean can slow down learning.",
        "right",
        "Fair, and a negative mean does the same. The loss has one curvature (eigenvalue) for each "
        f"of the n = {UNITS} units: all but one are v, and that one is v + n m². For z from "
        f"N(0, 1) they are {number(small)} and {number(large)}: predicted are {with_mean} steps "
        f"to a thousandth of the loss, {without} without the mean. Shown for independent units, a "
        "linear read-out and one learning rate for all weights.",
        SLOWER,
    )
