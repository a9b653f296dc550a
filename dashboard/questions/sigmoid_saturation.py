"""What the steps of Sigmoid saturation ask."""

from dashboard.questions import OF_CLAIMS, Answers, Asked, Number
from dashboard.wording import number


def _of_the_inputs(offset, reach, threshold, **_) -> str:
    """The unit in force, and its inputs."""
    moved = f" {'−' if offset > 0 else '+'} {number(abs(offset))}" if offset else ""
    return (
        f"The inputs run from −{reach} to {reach}. For how many percent of them is the slope of "
        f"σ(x{moved}) below {threshold:g}?"
    )


ASKED: Asked = {
    "the_curve": Number(
        _of_the_inputs,
        0,
        100,
        1,
        within=5,
        reading=2,
        keeps=("curve.curve", "curve.marks"),
    ),
    "a_stuck_neuron": Answers(
        "The output should be 1, and the neuron starts at z = {start}. With squared error and rate "
        "{rate}, how many steps does it take until its output is 0.9?",
        ("fewer than 10", "10 to 99", "100 to 999", "1,000 to 9,999", "10,000 or more"),
        (10, 100, 1_000, 10_000),
        keeps=("output.curve.Cross-entropy", "output.levels"),
    ),
    "in_a_row": Number(
        "Each unit passes on a part of the gradient. With weights w = {weight}, from which unit on "
        "is less than a millionth of it left?",
        1,
        50,
        1,
        within=1,
        reading=2,
        keeps=("chain.levels",),
        mark=("chain", "curve", "x"),
    ),
    "what_is_true": OF_CLAIMS,
}
