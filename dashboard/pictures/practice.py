"""Whether the activation still matters as most people train: one picture, one sentence."""

from activations.learning import findings, practice
from activations.learning.practice import Contestant, Judged, Setting
from dashboard import charts, sections, tables, verdicts
from dashboard.wording import listed, number

TRAINED, DEEP = "How it is trained", "How many layers"
ROWS = {
    TRAINED: (*practice.HEADLINE, practice.STANDARDISED),
    DEEP: (*practice.DEEP["SGD"], *practice.DEEP["Adam"]),
}
READ = {  # the settings of the readings, and what these are called
    TRAINED: {
        practice.PLAIN: "SGD",
        practice.ADAM: "Adam",
        practice.NORMALISED: "Batch norm.",
        practice.ADAM_NORMALISED: "Adam, batch norm.",
    },
    DEEP: {each: f"SGD, {each.layers} layers" for each in practice.DEEP["SGD"]},
}
GOALS = {f"training loss {level:g}": level for level in practice.LEVELS[:-1]}
OPTIMISERS = practice.TRAINED
RELU, ELU, CENTRED = practice.THREE
WITHIN = (1 / 4, 8)
SAID = {  # of a verdict on ReLU, in a sentence
    "slower": "ReLU is the slower one {}",
    "faster": "ReLU is the faster one {}",
    "no difference": "no difference can be told {}",
    "undetermined": "it is undetermined {}: not both sets of seeds tell a difference",
    "not reached": "most networks of both do not get there {}",
}
SHORT = {"slower": "", "faster": "", "no difference": ": none told", "undetermined": ": open"}


def named(setting: Setting, vary: str = TRAINED) -> str:
    """A setting in a row or a sentence, among those that vary like this."""
    if vary == DEEP:
        return f"{setting.trained}, {setting.layers} layers"
    return setting.label


def found(vary: str, rival: Contestant, level: float) -> dict[Setting, Judged]:
    """ReLU's time over the rival's, by setting."""
    return {each: practice.judged(each, fast=rival, level=level) for each in ROWS[vary]}


def takeaway(vary: str, rival: Contestant, level: float) -> str:
    """What to take away, of this rival first."""
    both = sorted((ELU, CENTRED), key=lambda each: each != rival)
    return "\n\n".join(sentence(vary, each, level) for each in both)


def readings(vary: str, rival: Contestant, level: float) -> None:
    """How many times as long ReLU takes, in four settings."""
    sections.metrics(
        *(
            (name, told(practice.judged(setting, fast=rival, level=level)), about(setting, rival))
            for setting, name in READ[vary].items()
        )
    )


def told(judged: Judged) -> str:
    """A factor, unless most do not arrive."""
    if judged.verdict == "not reached":
        return "not reached"
    return verdicts.cross(judged.both.middle)


def told_with_interval(judged: Judged) -> str:
    """The same with its interval, within brackets."""
    return f"{told(judged)}, {verdicts.interval(judged.both)}"


def confounds() -> list[str]:
    """Rows for the table of what was done: level, scaling and start of the fair comparison."""
    late = {"level": 0.01} | findings.FAIR
    later = [findings.ratio(**late), findings.ratio(fast=findings.CENTRED, **late)]
    cells = [verdicts.judged(*pair) for pair in zip(later, verdicts.RIVALS, strict=True)]
    done = {
        "Standardised inputs, else fair (two sets of ten seeds)": (practice.STANDARDISED, RELU),
        "ReLU that starts as the function centred ReLU starts as, else fair (two sets of ten "
        "seeds)": (practice.PLAIN, practice.STARTS_CENTRED),
    }
    rows = [("To a loss of 0.01, else fair", *cells)]
    for what, (setting, slow) in done.items():
        judged = [practice.judged(setting, slow, fast) for fast in (ELU, CENTRED)]
        rows.append((what, *map(_cell, judged, verdicts.RIVALS)))
    return [f"| {' | '.join(row)} |" for row in rows]


def _cell(judged: Judged, rival: str) -> str:
    if judged.verdict in ("undetermined", "not reached"):
        return f"{verdicts.factor(judged.both)}: {judged.verdict}"
    return verdicts.judged(judged.both, rival)


def about(setting: Setting, rival: Contestant) -> str:
    """What a reading is of."""
    return (
        f"ReLU's epochs over those of {rival.label}, each at its own best rate; {setting.layers} "
        f"hidden layers, {verdicts.trained_with(setting.runs(rival, 0)[0])}."
    )


def picture(vary: str, rival: Contestant, level: float) -> None:
    """ReLU's time over that of the rival, a setting a row."""
    ratios = {named(setting, vary): each for setting, each in found(vary, rival, level).items()}
    arrive = {label: each for label, each in ratios.items() if each.verdict != "not reached"}
    rows = [
        (label, *each.both[:3], f"{verdicts.factor(each.both)}{SHORT[each.verdict]}")
        for label, each in arrive.items()
    ]
    charts.show(
        charts.spans(
            f"ReLU's epochs over those of {rival.label}",
            tuple((label, 0) for label in ratios),
            kind="factors",
            x_domain=WITHIN,
            coloured=False,
            words=170,
        ),
        name=f"ReLU and {rival.label}",
        key="still",
        dots=tables.spans(WITHIN, *rows),
        marks=tables.marks((1.0, "equal")),
        alt=f"ReLU's epochs over those of {rival.label} to a training loss of {level:g}, with 95 % "
        "intervals: " + ", ".join(f"{label} {text}" for label, *_, text in rows),
    )


def sentence(vary: str, rival: Contestant, level: float) -> str:
    """What to take away: the settings by what both sets of seeds support."""
    by_verdict: dict[str, list[str]] = {}
    for setting, judged in found(vary, rival, level).items():
        ends = "" if judged.verdict == "not reached" else f" ({told_with_interval(judged)})"
        by_verdict.setdefault(judged.verdict, []).append(_with(setting, vary) + ends)
    parts = [SAID[key].format(f"with {listed(those)}") for key, those in by_verdict.items()]
    return f"Against {rival.label}, {'; '.join(parts)}."


def _with(setting: Setting, vary: str) -> str:
    return f"**{named(setting, vary).replace(', ', ' and ')}**"


def setup(level: float) -> str:
    """What these figures are of."""
    return (
        f":small[Times to a training loss of {number(level)}, in epochs, read every few steps. "
        f"Digits, {practice.PLAIN.layers} hidden layers of 128 units and inputs from 0 to 1 unless "
        "said, batches of 64, weights of the variance that keeps each activation's signal. Two "
        "sets of ten seeds: the rate that is best on one is judged on the other. Dots are medians "
        "over pairs of seeds, whiskers 95 % bootstrap intervals of both sets together. Batch "
        "normalisation stands before the activation (Ioffe, Szegedy 2015); Adam is that of Kingma, "
        "Ba (2015); momentum is 0.9. What names no optimiser has plain SGD. *Verdict* chooses the "
        "rate on the seeds that it judges, and with plain SGD reads the loss once an epoch, and so "
        "finds slightly other factors. Other data sets and "
        "networks are not tested here. `python -m activations.learning` makes all of it anew.]"
    )
