"""What the steps of Learning speed ask."""

from activations.learning import findings
from dashboard import trained, verdicts
from dashboard.pictures import practice
from dashboard.questions import OF_CLAIMS, Asked, Number, among
from dashboard.trained import RELU
from dashboard.wording import listed

SECOND = 1  # of the readings of a step
FACTOR = {"low": 0.01, "high": 100, "step": 0.1, "factor": 1.25}


def _ratio(does: str, than: str) -> str:
    return f"how many times as many epochs as {does} does {than} take"


def _of_the_pair(does, than, goal, **_) -> str:
    return f"Until {goal}, each at its own best rate: {_ratio(does.label, than.label)}?"


def _end(which: str, beside) -> str:
    """The fastest, say, of those that are shown."""
    labels = [*dict.fromkeys([*(act.label for act in beside), RELU])]
    return f"the {which} of {among(labels)}" if len(labels) > 1 else RELU


def _of_the_fastest(hidden, net_width, data, goal, beside, **_) -> str:
    layers = "hidden layer" if hidden == 1 else "hidden layers"
    return (
        f"{data.capitalize()}, {hidden} {layers} of {net_width} units, each activation at its own "
        f"best rate. How many epochs does {_end('fastest', beside)} take until {goal}?"
    )


def _of_the_mean(beside, look, goal, **_) -> str:
    """Of ReLU and the first that it is compared with, or of ReLU alone."""
    if first := trained.first_rivals(act.label for act in beside):
        return f"Until {goal}: {_ratio(first[0], RELU)}?"
    return f"ReLU alone: what is the mean of layer {look} when it has learnt?"


def _of_the_unfair(**switches) -> str:
    """What is switched on, beside the fair factor, which is the answer where nothing is."""
    if not (on := verdicts.switched_on(**switches)):
        return f"A fair comparison, until {verdicts.TO_THE_LEVEL}: {_ratio('ELU', RELU)}?"
    fair = verdicts.times(findings.confounds().fair.ratio.middle)
    return (
        f"Fairly, ReLU takes {fair} the epochs of ELU. How many times with "
        f"{listed([*on.values()])}?"
    )


def _of_practice(rival, vary, until) -> str:
    """Of the second reading: Adam, or four layers."""
    how = [*practice.READ[vary].values()][SECOND]
    return f"Until {until}: {_ratio(rival, RELU)}, with {how}?"


def _of_the_test(beside, **_) -> str:
    return (
        "Trained on four fifths of the digits: what share of the others, in %, does "
        f"{_end('best', beside)} read right?"
    )


ASKED: Asked = {
    "judge": Number(_of_the_pair, **FACTOR, reading=2, keeps=("curves.levels", "curves.faint")),
    "own_rate": Number(
        _of_the_fastest,
        0,
        100,
        1,
        reading=1,
        factor=1.25,
        mark=("sweep", "curve", "y"),
    ),
    "is_it_the_mean": Number(
        _of_the_mean,
        **FACTOR,
        keeps=("means.levels", "means.curve"),
        mark=("ratios", "dots", "x"),
    ),
    "unfair": Number(_of_the_unfair, **FACTOR, reading=1, mark=("unfair", "dots", "x")),
    "does_it_still_matter": Number(
        _of_practice, **FACTOR, reading=SECOND, mark=("still", "dots", "x")
    ),
    "price_and_test": Number(
        _of_the_test,
        0,
        100,
        1,
        reading=3,
        within=0.5,
        shown=0.01,
        keeps=("seconds.dots",),
        mark=("accuracy", "dots", "x"),
    ),
    "what_is_true": OF_CLAIMS,
}
