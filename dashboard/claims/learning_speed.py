"""What the post and the ELU paper say of learning speed, and what is true."""

from functools import lru_cache

import numpy as np

from activations import datasets, experiments, findings
from activations.activation import Activation
from activations.experiments import RATES
from activations.training import Curves, Run
from dashboard.claims import Claim
from dashboard.verdicts import interval, times, verdict
from dashboard.wording import number, plural

VERDICT, MEAN, UNFAIR, TEST = "Verdict", "Is it the mean?", "Unfair", "Price and test"
ELU, RELU, CENTRED, TANH = findings.ELU, findings.RELU, findings.CENTRED, findings.TANH


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """In the order of the page."""
    return (*_of_speed(), _of_the_cause(), _of_the_mean(), _of_the_test())


def at_its_best(activation: Activation) -> Curves:
    """The curves of the fair comparison at the activation's own best rate."""
    chosen = findings.stand(activation, findings.LEVEL, **findings.FAIR).chosen
    return experiments.prepared(Run(activation, RATES[chosen], **findings.FAIR))


def _of_speed() -> tuple[Claim, ...]:
    fair, start, rate, paper, _ = (confound.ratio for confound in findings.confounds())
    late = findings.ratio(level=0.01, **findings.FAIR)
    always = fair.low > 1 and late.low > 1
    return (
        Claim(
            "The ELU paper: ELU learns faster than ReLU.",
            "right" if always else "loose" if fair.low > 1 or paper.low > 1 else "wrong",
            "At rates of their own and with the variance that keeps the signal, ReLU takes "
            f"{times(fair.middle)} the epochs of ELU to a loss of {findings.LEVEL:g} (interval "
            f"{interval(fair)}), but {times(late.middle)} to 0.01 ({interval(late)}: "
            f"{verdict(late, 'ELU', 'ReLU')}).",
            VERDICT,
            {"goal": "training loss 0.01"},
        ),
        Claim(
            "The ELU paper, figure 2: at one rate and one start for all, ELU's training error "
            "falls much more rapidly.",
            "right" if paper.low > 1 else "wrong",
            "With the paper's network, rate and initialisation, on digits, ReLU takes "
            f"{times(paper.middle)} the epochs ({interval(paper)}). With that rate alone it would "
            f"be {times(rate.middle)}, with that start alone {times(start.middle)}, fairly "
            f"{times(fair.middle)}. The paper itself trained on MNIST, for some 280,000 steps.",
            UNFAIR,
            {"one_rate": True, "he": True},
        ),
    )


def _of_the_cause() -> Claim:
    centred, alike = (findings.confounds()[place].centred for place in (0, 1))
    against_tanh = findings.ratio(TANH, ELU, **findings.FAIR)
    matters = centred.low > 1 and alike.low > 1
    return Claim(
        "The post: a mean activation of 0 makes learning faster.",
        "loose",
        f"Take the mean off ReLU and leave its shape: ReLU takes {times(centred.middle)} as long "
        f"({interval(centred)}; {verdict(centred, 'centred ReLU', 'ReLU')}); with equal weight "
        f"variances, He's, {times(alike.middle)} ({interval(alike)}; "
        f"{verdict(alike, 'centred ReLU', 'ReLU')}). tanh, of mean zero, takes "
        f"{times(against_tanh.middle)} the epochs of ELU ({interval(against_tanh)}; "
        f"{verdict(against_tanh, 'ELU', 'tanh')}). So the mean "
        + (
            "does matter here, but ELU is not what it takes."
            if matters
            else "by itself does not settle it here."
        ),
        MEAN,
    )


def _of_the_mean() -> Claim:
    grown = {}
    for act in (ELU, RELU):
        ends = np.median(at_its_best(act).means[[0, -1], -1], axis=1)
        grown[act.label] = " to ".join(number(float(end), 2) for end in ends)
    run = Run(ELU, RATES[0])
    return Claim(
        "The post: with ELU the mean activation can be close to 0.",
        "loose",
        "Smaller than ReLU's, as in the paper's figure 2, but it grows while the network learns. "
        f"In the last hidden layer it goes from {grown['ELU']} in {plural(run.epochs, 'epoch')}, "
        f"ReLU's from {grown['ReLU']}.",
        MEAN,
        {"look": run.layers},
    )


def _of_the_test() -> Claim:
    gain = 100 * (at_its_best(ELU).accuracy[-1] - at_its_best(RELU).accuracy[-1])
    images = len(datasets.split("digits", "unit", 0).test)
    return Claim(
        "The ELU paper: ELU also generalises better.",
        "loose",
        f"Here ELU reads {number(float(np.median(gain)), 2)} points more of the {images} test "
        f"images (median over seeds; {number(float(gain.min()), 2)} to "
        f"{number(float(gain.max()), 2)}), all of one split: too few images to tell. The paper "
        "claims it for networks of more than 5 layers.",
        TEST,
    )
