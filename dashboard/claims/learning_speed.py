"""What the post and the ELU paper say of learning speed, and what is true."""

from functools import lru_cache

import numpy as np

from activations.activation import Activation
from activations.learning import costs, datasets, experiments, findings
from activations.learning.experiments import RATES
from activations.learning.training import Curves, Run
from dashboard.claims import FASTER, NEAR_ZERO, PAPER, Claim, practical
from dashboard.verdicts import interval, times, verdict
from dashboard.wording import number, plural

VERDICT, MEAN, UNFAIR, TEST = "Verdict", "Is it the mean?", "Unfair", "Price and test"
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
    late = findings.ratio(level=0.01, **findings.FAIR)
    always = fair.low > 1 and late.low > 1
    return (
        Claim(
            "ELU learns faster than ReLU.",
            "right" if always else "loose" if fair.low > 1 or paper.low > 1 else "wrong",
            "At rates of their own and with the variance that keeps the signal, ReLU takes "
            f"{times(fair.middle)} the epochs of ELU to a loss of {findings.LEVEL:g} (interval "
            f"{interval(fair)}), but {times(late.middle)} to a loss of 0.01 ({interval(late)}: "
            f"{verdict(late, 'ELU', 'ReLU')}).",
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


def _of_the_cause() -> Claim:
    found = findings.confounds()
    centred, alike = (each.centred for each in (found.fair, found.start))
    selu = findings.ratio(findings.SELU, RELU, level=0.01, **findings.FAIR)
    return Claim(
        FASTER,
        "loose",
        f"True here of ReLU: to a loss of {findings.LEVEL:g} it takes {times(centred.middle)} as "
        f"long as centred ReLU, which is ReLU less its mean ({interval(centred)}; "
        f"{verdict(centred, 'centred ReLU', 'ReLU')}), and {times(alike.middle)} with the same "
        f"weight variance, He's, for both ({interval(alike)}; "
        f"{verdict(alike, 'centred ReLU', 'ReLU')}). Not of every activation: SELU, too, has "
        f"mean 0 for N(0, 1), yet to 0.01 it takes {times(selu.middle)} as long as ReLU "
        f"({interval(selu)}; {verdict(selu, 'ReLU', 'SELU')}). The mean counts, but not alone.",
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
