"""Whether the activation still matters as most people train: one picture, one sentence."""

from activations.initialisation import gain
from activations.learning import findings, practice
from activations.learning.practice import Contestant, Judged, Setting
from activations.mean_field import predict
from dashboard import charts, sections, tables, verdicts
from dashboard.wording import listed, number

TRAINED, DEEP = "How it is trained", "How many layers"
ROWS = {
    TRAINED: (*practice.HEADLINE, practice.STANDARDISED, *practice.VARIANCE_CHOSEN),
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
RIVALS = {each.label: each for each in (ELU, CENTRED, *practice.MODERN)}
BY_DEPTH = tuple(
    label for label, rival in RIVALS.items() if rival in practice.CONTESTS[ROWS[DEEP][0]]
)
WITHIN = (1 / 4, 8)
ALONE = " alone"
SAID = {  # of a verdict on ReLU
    "slower": "ReLU is slower",
    "faster": "ReLU is faster",
    "no difference": "no difference can be told",
    "undetermined": "it is undetermined",
    "not reached": "most networks of both do not get there",
}
WHY = {"undetermined": ": not both sets of seeds tell a difference"}
MATTERS = {  # of a verdict on ReLU beside ReLU less its mean
    "slower": "matters",
    "faster": "helps",
    "no difference": "makes no difference that can be told",
    "undetermined": "may or may not matter",
    "not reached": "cannot be judged",
}
SHORT = {
    "slower": "",
    "faster": "",
    "no difference": ": none told",
    "undetermined": ": undetermined",
}


def named(setting: Setting, vary: str = TRAINED) -> str:
    """A setting in a row or a sentence, among those that vary like this."""
    if vary == DEEP:
        return f"{setting.trained}, {setting.layers} layers"
    return setting.label


def found(vary: str, rival: Contestant, level: float) -> dict[Setting, Judged]:
    """ReLU's time over the rival's, by those settings in which both are prepared."""
    return {
        each: practice.judged(each, fast=rival, level=level)
        for each in ROWS[vary]
        if rival in practice.CONTESTS[each]
    }


def takeaway(vary: str, rival: Contestant, level: float) -> str:
    """What to take away; of the story's two rivals, of the mean first, and of the other one."""
    parts = [sentence(vary, rival, level)]
    if rival in (ELU, CENTRED):
        other = sentence(vary, ELU if rival == CENTRED else CENTRED, level, factors=False)
        parts = [*([of_the_mean(level)] if vary == TRAINED else []), *parts, other]
    tuned = [each for each in found(vary, rival, level) if each.variance == "chosen"]
    if tuned:
        parts.append(of_variance(tuned, rival, level))
    if kind(practice.judged(practice.PLAIN, fast=rival, level=level), rival).endswith(ALONE):
        parts.append(of_signal(rival))
    return "\n\n".join(parts)


def of_the_mean(level: float) -> str:
    """The short answer: whether the mean alone matters, in three ways to train."""
    asked = {"plain SGD": practice.PLAIN, "Adam": practice.ADAM}
    asked["batch normalisation"] = practice.NORMALISED
    judged = {how: practice.judged(each, fast=CENTRED, level=level) for how, each in asked.items()}
    most, parts = judged["plain SGD"].both.middle, []
    for how, each in judged.items():
        less = " less" * (each.verdict == "slower" and each.both.middle < most)
        parts.append(f"{MATTERS[each.verdict]}{less} with **{how}**{ends(each, CENTRED)}")
    return (
        f"On this network the mean of the activation {listed(parts)}: ReLU's epochs over those of "
        "ReLU less its mean."
    )


def of_signal(rival: Contestant) -> str:
    """What becomes of one that is smaller and one that is larger than what the start keeps."""
    variance, layers = gain(rival.activation) ** 2, practice.PLAIN.layers
    deep = {"depth": layers + 1, "weight_variance": variance}
    ends = {
        q: predict(rival.activation, **deep, input_variance=q / variance).second_moment[-1]
        for q in (0.9, 1.1)
    }
    told = [f"of {number(q)} to {number(end, 2)}" for q, end in ends.items()]
    return (
        f"At the start, without normalisation, {layers} layers of {rival.label} take a signal of "
        f"E[z²] = 1 to 1, but one {listed(told)}: see *Depth*, *The signal*."
    )


def of_variance(tuned: list[Setting], rival: Contestant, level: float) -> str:
    """Which multiples of the variance that keeps the signal are best, on the two sets of seeds."""
    tried, parts = sorted({point.variance_factor for point in tuned[0].grid}), []
    for setting in tuned:
        for each in (RELU, rival):
            best = {point.variance_factor for point in practice.chosen(setting, each, level)}
            most = " (the most that was tried)" * (tried[-1] in best)
            words = " or ".join(map(number, sorted(best)))
            parts.append(f"{words}{most} for {each.label} with {setting.trained}")
    return (
        "The weight variance that keeps the signal was multiplied by "
        f"{listed([number(each) for each in tried])}. Best on each set of seeds: {listed(parts)}."
    )


def readings(vary: str, rival: Contestant, level: float) -> None:
    """How many times as long ReLU takes, in four settings."""
    sections.metrics(
        *(
            (
                name,
                told(practice.judged(setting, fast=rival, level=level), rival),
                about(setting, rival),
            )
            for setting, name in READ[vary].items()
        )
    )


def kind(judged: Judged, rival: Contestant) -> str:
    """What is said of it: its verdict, or who alone arrives."""
    if judged.both.middle in (0, float("inf")) and judged.verdict != "not reached":
        return (rival if judged.both.middle else RELU).label + ALONE
    return judged.verdict


def told(judged: Judged, rival: Contestant) -> str:
    """A factor, if most of both arrive."""
    said = kind(judged, rival)
    if said == "not reached" or said.endswith(ALONE):
        return said
    return verdicts.cross(judged.both.middle)


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
        return f"{verdicts.factor(judged.both)}: {judged.verdict}{WHY.get(judged.verdict, '')}"
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
    rows = [_row(label, each, rival) for label, each in ratios.items()]
    charts.show(
        charts.spans(
            f"ReLU's epochs over {rival.label}'s",
            tuple((label, 0) for label in ratios),
            kind="factors",
            x_domain=WITHIN,
            coloured=False,
            words=200,
        ),
        name=f"ReLU and {rival.label}",
        key="still",
        dots=tables.spans(WITHIN, *rows),
        marks=tables.marks((1.0, "equal")),
        alt=f"ReLU's epochs over those of {rival.label} to a training loss of {level:g}, with 95 % "
        "intervals: " + ", ".join(f"{label} {text}" for label, *_, text in rows),
    )


def _row(label: str, judged: Judged, rival: Contestant) -> tuple:
    """A row of the picture; no dot where there is no factor."""
    if (said := told(judged, rival)) == kind(judged, rival):
        return label, *[float("nan")] * 3, said
    return label, *judged.both[:3], f"{verdicts.factor(judged.both)}{SHORT[judged.verdict]}"


def sentence(vary: str, rival: Contestant, level: float, factors: bool = True) -> str:
    """The settings by what both sets of seeds support, with the `factors` or without."""
    by_kind: dict[str, list[str]] = {}
    for setting, judged in found(vary, rival, level).items():
        words = _with(setting, vary) + (ends(judged, rival) if factors else "")
        by_kind.setdefault(kind(judged, rival), []).append(words)
    parts = [f"{spoken(k)} with {listed(those)}{WHY.get(k, '')}" for k, those in by_kind.items()]
    return f"Against {rival.label}, {'; '.join(parts)}."


def ends(judged: Judged, rival: Contestant) -> str:
    """The factor with its interval, within brackets, if there is one."""
    factor = told(judged, rival)
    return "" if factor == kind(judged, rival) else f" ({factor}, {verdicts.interval(judged.both)})"


def spoken(said: str) -> str:
    """What `kind` gives, in a sentence."""
    return SAID.get(said, f"{said} gets there")


def _with(setting: Setting, vary: str) -> str:
    return f"**{named(setting, vary).replace(', ', ' and ')}**"


def setup(level: float) -> str:
    """What these figures are of."""
    usual = practice.PLAIN.runs(RELU, 0)[0]
    return (
        f":small[Times to a training loss of {number(level)}, in epochs, read every few steps. "
        f"{usual.data.capitalize()}, {usual.layers} hidden layers of {usual.width} units, inputs "
        f"from 0 to 1, batches of {usual.batch} and weights of the variance that keeps each "
        "activation's signal, unless said. Two sets of ten seeds: what is best on one is judged on "
        "the other. Dots are medians over pairs of seeds, whiskers 95 % bootstrap intervals of "
        "both sets together. Batch normalisation stands before the activation (Ioffe, Szegedy "
        "2015); Adam is that of Kingma, Ba (2015); momentum is "
        f"{practice.TRAINED['momentum']['momentum']:g}. What names no optimiser has plain SGD. "
        "*Verdict* chooses the rate on the seeds that it judges, and with plain SGD reads the loss "
        "once an epoch, and so finds slightly other factors. Other data sets and networks are not "
        "tested here. `python -m activations.learning` makes all of it anew.]"
    )
