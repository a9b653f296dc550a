"""What the steps of ELU mean ask."""

from dashboard.questions import OF_CLAIMS, Asked, Number
from dashboard.wording import number


def _of_the_mean(alpha, over, elu_mu, elu_sigma, **_) -> str:
    """Over the inputs in force."""
    inputs = f"inputs N({number(elu_mu)}, {number(elu_sigma**2)})"
    if not over.startswith("A normal"):
        inputs = "the inputs of the post's grid, −10 to 9.8"
    return f"With α = {number(alpha)}, what is the mean output of ELU for {inputs}?"


ASKED: Asked = {
    "the_curve": Number(
        "α = {alpha}. What does ELU give at x = {at}?",
        -4,
        7,
        0.05,
        within=0.1,
        keeps=("curve.curve.ReLU", "curve.curve.Leaky ReLU"),
        mark=("curve", "curve", "y"),
    ),
    "its_mean": Number(
        _of_the_mean,
        -3,
        6,
        0.05,
        within=0.05,
        keeps=("weighted.curve.ELU", "weighted.curve.Input weight"),
        mark=("weighted", "curve", "y"),
    ),
    "switched_off": Number(
        "Noise of deviation {noise} scatters around a mean m below zero. From which m on downwards "
        "does ELU (α = {alpha}) pass on less of it than leaky ReLU?",
        -8,
        0,
        0.1,
        within=0.3,
        keeps=("noise.curve.Leaky ReLU", "noise.curve.ReLU"),
        mark=("noise", "curve", "x"),
    ),
    "what_is_true": OF_CLAIMS,
}
