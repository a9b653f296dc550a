"""What the post and the ELU paper say of learning speed, and what is true."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from activations.activation import Activation
from activations.learning import costs, datasets, experiments, findings, practice
from activations.learning.comparison import Ratio
from activations.learning.experiments import RATES
from activations.learning.training import Curves, Run
from dashboard.claims import FASTER, NEAR_ZERO, PAPER, Claim, practical
from dashboard.claims.practical import SAID
from dashboard.verdicts import cross, interval, times, verdict
from dashboard.wording import listed, number, plural

VERDICT, MEAN, UNFAIR, TEST = "Verdict", "Is it the mean?", "Unfair", "Price and test"
GOALS = findings.LEVEL, 0.01  # training losses
ELU, RELU = findings.ELU, findings.RELU


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    return (
        *_of_speed(),
        _of_the_cause(),
        _of_the_mean(),
        _of_the_test(),
        _of_the_price(),
        *practical.claims(),
    )


def at_its_best(activation: Activation) -> Curves:
    """The curves of the fair comparison at the activation's own best rate."""
    chosen = findings.stand(activation, findings.LEVEL, **findings.FAIR).chosen
    return experiments.prepared(Run(activation, RATES[chosen], **findings.FAIR))


def _of_speed() -> tuple[Claim, ...]:
    found = findings.confounds()
    fair, start, rate, paper = (
        each.ratio for each in (found.fair, found.start, found.rate, found.paper)
    )
    late = findings.ratio(level=GOALS[-1], **findings.FAIR)
    always = fair.low > 1 and late.low > 1
    return (
        Claim(
            "ELU learns faster than ReLU.",
            "right" if always else "loose" if fair.low > 1 or paper.low > 1 else "wrong",
            "At rates of their own and with the variance that keeps the signal, ReLU takes "
            f"{times(fair.middle)} the epochs of ELU to a loss of {findings.LEVEL:g} (interval "
            f"{interval(fair)}), but {times(late.middle)} to a loss of {GOALS[-1]:g} "
            f"({interval(late)}: {verdict(late, 'ELU', 'ReLU')}).",
            VERDICT,
            {"goal": "training loss 0.01"},
            by=PAPER,
        ),
        Claim(
            "At one rate and one initialisation for all, ELU's training error falls much more "
            "rapidly (section 4.1, figure 2).",
            "right" if paper.low > 1 else "wrong",
            "With the paper's network, rate and initialisation, on digits, ReLU takes "
            f"{times(paper.middle)} the epochs of ELU ({interval(paper)}). With that rate "
            f"alone it would be {times(rate.middle)}, with that start alone "
            f"{times(start.middle)}, fairly {times(fair.middle)}. The paper itself trained on "
            "MNIST, for 300 epochs, which is some 280,000 steps.",
            UNFAIR,
            {"one_rate": True, "he": True},
            by=PAPER,
        ),
    )


class Tried(NamedTuple):
    """How ReLU was compared with an activation of mean 0: its epochs over those of the other.

    `found` holds a ratio and what it says of ReLU ("slower", "faster", ...), for each of `GOALS`.
    """

    how: str
    found: tuple[tuple[Ratio, str], ...]

    def __str__(self) -> str:
        """The factors; and the intervals of those that do not say that ReLU is slower."""
        told = [
            cross(ratio.middle) + f" ({interval(ratio)}: {SAID[says]})" * (says != "slower")
            for ratio, says in self.found
        ]
        return f"{self.how} {listed(told)}"


def _prepared(how: str, rival: Activation = findings.CENTRED, **setting) -> Tried:
    ratios = [findings.ratio(fast=rival, level=level, **setting) for level in GOALS]
    said = ["slower" if each.low > 1 else "faster" for each in ratios]
    told = [w if r.detectable else "no difference" for w, r in zip(said, ratios, strict=True)]
    return Tried(how, tuple(zip(ratios, told, strict=True)))


def _judged(how: str, setting: practice.Setting, slow: practice.Contestant) -> Tried:
    judged = [practice.judged(setting, slow, practice.CENTRED, level) for level in GOALS]
    return Tried(how, tuple((each.both, each.verdict) for each in judged))


def with_centred() -> list[Tried]:
    """ReLU against ReLU less its mean: fairly, and with one thing else than in that comparison."""
    return [
        _prepared("fairly", **findings.FAIR),
        _prepared("with He's weight variance for both"),
        _judged("with standardised inputs", practice.STANDARDISED, practice.RELU),
        _judged("where ReLU starts as the same function", practice.PLAIN, practice.STARTS_CENTRED),
    ]


def with_others() -> list[Tried]:
    """ReLU against the other activations of mean 0, for inputs N(0, 1), fairly."""
    every = [act for act in experiments.COMPARED if abs(act.mean(0, 1)) < 1e-9]
    others = [act for act in every if act != findings.CENTRED]
    return [_prepared(act.label, act, **findings.FAIR) for act in others]


def of_mean_zero() -> tuple[str, str]:
    """The verdict on `FASTER`, and how often what has mean 0 is faster than ReLU."""
    said = [word for each in with_centred() + with_others() for _, word in each.found]
    ahead, behind, every = said.count("slower"), said.count("faster"), len(said)
    judged = "right" if ahead == every else "loose" if ahead else "wrong"
    return judged, f"in {ahead} of {every} comparisons, and slower in {behind}"


def _of_the_cause() -> Claim:
    judged, how_often = of_mean_zero()
    early, late = (f"{level:g}" for level in GOALS)
    return Claim(
        FASTER,
        judged,
        f"With plain SGD and the best rate of each, what has mean 0 is faster than ReLU "
        f"{how_often}. ReLU's epochs to losses of {early} and {late} over those of ReLU less its "
        f"mean, centred ReLU: {'; '.join(map(str, with_centred()))}. Over those of others of mean "
        f"0 for N(0, 1): {'; '.join(map(str, with_others()))}. Where none is given, the 95 % "
        "interval lies above 1.",
        MEAN,
    )


def _of_the_mean() -> Claim:
    grown = {}
    for act in (ELU, RELU):
        ends = np.median(at_its_best(act).means[[0, -1], -1], axis=1)
        grown[act.label] = " to ".join(number(float(end), 2) for end in ends)
    run = Run(ELU, RATES[0])
    return Claim(
        NEAR_ZERO,
        "right",
        "It can: with α = 1 it is near 0 at the start, and smaller than ReLU's, as in the paper's "
        "figure 2. It need not stay so, as it grows while the network learns. In the last hidden "
        f"layer it goes from {grown['ELU']} in {plural(run.epochs, 'epoch')}, ReLU's from "
        f"{grown['ReLU']}.",
        MEAN,
        {"look": run.layers},
    )


def _of_the_test() -> Claim:
    gain = 100 * (at_its_best(ELU).accuracy[-1] - at_its_best(RELU).accuracy[-1])
    images = len(datasets.split("digits", "unit", 0).test)
    return Claim(
        "ELU generalises better than ReLU in networks of more than 5 layers.",
        "open",
        "The paper shows it with convolutional networks. With the 8 hidden layers here ELU reads "
        f"{number(float(np.median(gain)), 2)} points more of the {images} test images (median over "
        f"seeds; {number(float(gain.min()), 2)} to "
        f"{number(float(gain.max()), 2)}), all of one split: too few images to tell.",
        TEST,
        by=PAPER,
    )


def _of_the_price() -> Claim:
    paid, hours = costs.costs(), (12.15, 11.48)
    here, pytorch = (times(kind["elu"] / kind["relu"]) for kind in (paid.seconds, paid.pytorch))
    return Claim(
        "Per step, ELU networks are 5% slower than ReLU networks (on ImageNet).",
        "loose",
        f"The paper's took {hours[0]} hours for 10,000 steps on ImageNet, ReLU's {hours[1]}: "
        f"{number(100 * (hours[0] / hours[1] - 1), 2)}% longer. It depends on the network and the "
        f"machine: an epoch of ELU costs {here} the CPU time of one of ReLU in the network of this "
        f"comparison, and {pytorch} in PyTorch ({paid.processor}, measured beforehand).",
        TEST,
        by=PAPER,
    )
