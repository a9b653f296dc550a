"""What is said of activations under batch normalisation, Adam and depth, and what is true here.

A part of what *Learning speed* judges.
"""

from activations.learning import practice
from activations.learning.comparison import Ratio, paired_ratio
from activations.learning.practice import BATCH, CENTRED, ELU, Judged, Setting
from dashboard.claims import PAPER, WEB, Claim
from dashboard.pictures.practice import DEEP, GOALS, SAID
from dashboard.verdicts import interval, times
from dashboard.wording import listed

STEP = "Does it still matter?"
USUAL = practice.PLAIN.runs(ELU, 0)[0]
SEEDS = "two sets of ten seeds, each at the other's best rate"
SETUP = f"Digits, {USUAL.layers} hidden layers of {USUAL.width} units, {SEEDS}"
LATE = 0.01
RIVAL = {"rival": CENTRED.label}
UNTIL = {"until": next(words for words, level in GOALS.items() if level == LATE)}


def claims() -> tuple[Claim, ...]:
    """Batch normalisation, depth, Adam, and the usual activations."""
    return (_of_normalised_elu(), _of_normalised_relu(), _of_depth(), _of_adam(), _of_smooth())


def told(judged: Judged) -> str:
    """A ratio, its interval, and what both sets of seeds support."""
    return f"{times(judged.both.middle)} ({interval(judged.both)}; {SAID[judged.verdict]})"


def helped(level: float, how: str = "SGD") -> Ratio:
    """ELU's time without batch normalisation over that with it, on both sets of seeds."""
    sides = (
        practice.judged_times(Setting(how, norm), ELU, level).reshape(1, -1)
        for norm in ("none", BATCH)
    )
    return paired_ratio(*sides)


def _of_normalised_elu() -> Claim:
    found = {how: [helped(level, how) for level in (0.1, LATE)] for how in ("SGD", "Adam")}
    told = [
        f"with {how} {times(early.middle)} as long to 0.1 ({interval(early)}), "
        f"{times(late.middle)} to {LATE:g} ({interval(late)})"
        for how, (early, late) in found.items()
    ]
    return Claim(
        "Batch normalisation improves ReLU networks, but not ELU networks (section 4.2).",
        "open",
        "The paper means the test error of 11 convolutional layers on CIFAR-100, which is not "
        "tested here. Of the time to a training loss: without it, ELU takes "
        f"{listed(told)}. {SETUP}.",
        STEP,
        by=PAPER,
    )


def _of_normalised_relu() -> Claim:
    early, late = (practice.judged(practice.NORMALISED, level=level) for level in (0.1, LATE))
    both = {early.verdict, late.verdict}
    return Claim(
        "ELU networks outperform ReLU networks with batch normalisation (abstract, CIFAR-100).",
        "open",
        "The paper compares the test error of ELU without it with that of ReLU with it, on "
        "CIFAR-100; not tested here. With it on both sides, ReLU takes "
        f"{told(early)} the epochs of ELU to a training loss of 0.1 and {told(late)} to {LATE:g}"
        f"{': early and late differ' if len(both) > 1 else ''}. {SETUP}.",
        STEP,
        UNTIL,
        by=PAPER,
    )


def _of_depth() -> Claim:
    early, late = (
        {each.layers: practice.judged(each, level=level) for each in practice.DEEP["SGD"]}
        for level in (0.1, LATE)
    )
    deep = [found[n].verdict == "slower" for found in (early, late) for n in found if n > 5]
    factors = [judged.both.middle for judged in early.values()]
    grows = ": the more layers, the more it counts" * (factors == sorted(factors))
    parts = listed([f"{told(judged)} with {layers}" for layers, judged in early.items()])
    later = listed([f"{told(late[layers])} with {layers}" for layers in late if layers > 5])
    return Claim(
        "ELUs lead to faster learning in networks with more than 5 layers (abstract).",
        "right" if all(deep) else "loose" if any(deep) else "wrong",
        f"With plain SGD, to a training loss of 0.1, ReLU takes {parts} hidden layers the epochs "
        f"of ELU{grows}. To {LATE:g} it takes {later}. "
        f"Digits, {USUAL.width} units a layer, {SEEDS}.",
        STEP,
        {"vary": DEEP},
        by=PAPER,
    )


def _of_adam() -> Claim:
    elu, centred = (practice.judged(practice.ADAM, fast=fast) for fast in (ELU, CENTRED))
    plain = practice.judged(practice.PLAIN, fast=CENTRED)
    less = "It matters less: t" if centred.both.middle < plain.both.middle else "T"
    matters = [each.verdict in ("slower", "faster") for each in (elu, centred)]
    return Claim(
        "With Adam the choice of the activation does not matter.",
        "wrong" if all(matters) else "loose" if any(matters) else "right",
        f"{less}o a training loss of 0.1 ReLU takes {told(centred)} the epochs of "
        f"centred ReLU, with plain SGD {told(plain)}. Beside ELU, with Adam, it takes {told(elu)}. "
        f"{SETUP}.",
        STEP,
        RIVAL,
        by=WEB,
    )


def _of_smooth() -> Claim:
    found = {
        (setting, rival): practice.judged(setting, fast=rival)
        for setting in practice.HEADLINE
        for rival in practice.SMOOTH
    }
    verdicts = [judged.verdict for judged in found.values()]
    slower, faster = verdicts.count("slower"), verdicts.count("faster")
    adam = [f"{each.label} {told(found[practice.ADAM, each])}" for each in practice.SMOOTH]
    return Claim(
        "GELU, SiLU and Mish learn faster than ReLU.",
        "right" if slower == len(found) else "loose" if slower > faster else "wrong",
        f"To a training loss of 0.1, in {len(practice.HEADLINE)} ways to train, {len(found)} "
        f"comparisons: in {slower} ReLU is slower, in {faster} faster; in the others not both sets "
        f"of seeds tell a difference. ReLU's epochs over theirs, with Adam: {listed(adam)}. "
        f"{SETUP}.",
        STEP,
        {"rival": practice.SMOOTH[1].label},
        by=WEB,
    )
