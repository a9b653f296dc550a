"""What comparisons of training runs say, in words: ratios, verdicts, and the prepared findings."""

import numpy as np
import streamlit as st

from activations import Activation, datasets, experiments, findings
from activations.comparison import Ratio
from activations.experiments import Diverged
from activations.listings import PAPER_LEAK
from dashboard import sections
from dashboard.sections import Claim, number

DIFFERS = {  # from ReLU
    "centred_relu": "the mean: ReLU less its mean",
    "shifted_relu": "the mean, and where it bends: ReLU moved to −1",
    "leaky_relu": f"the slope below zero: {PAPER_LEAK:g}",
    "elu": "the mean, and a smooth floor",
    "selu": "the mean, a smooth floor, and the scale",
    "tanh": "the mean, which is zero, and a ceiling",
}


def interval(ratio: Ratio) -> str:
    """The ends of the interval of a ratio."""
    low, high = (number(end, 3) if np.isfinite(end) else "∞" for end in (ratio.low, ratio.high))
    return f"{low} to {high}"


def times(value: float) -> str:
    """A factor; infinite where only one of the two arrives."""
    return f"× {number(value, 3)}" if np.isfinite(value) else "× ∞"


def verdict(ratio: Ratio, faster: str, slower: str) -> str:
    """What the ratio (time of `slower` over time of `faster`) says; one seed says nothing."""
    if ratio.low == 0 and np.isinf(ratio.high):
        return "one seed tells nothing"
    if not ratio.detectable:
        return "no detectable difference"
    return f"{faster if ratio.low > 1 else slower} is faster"


def instead(place: int) -> str:
    """What the confound at this place makes of ELU and ReLU, beside the fair comparison."""
    fair, seen = findings.confounds()[0].ratio, findings.confounds()[place].ratio
    return f"ReLU takes {times(seen.middle)} the epochs of ELU; fairly, {times(fair.middle)}."


def fairly() -> str:
    """The fair ratio of ELU and ReLU, with what it is of."""
    fair = findings.confounds()[0].ratio
    return (
        f"The fair comparison of ELU and ReLU, to a training loss of {findings.LEVEL:g}, says "
        f"{times(fair.middle)} ({interval(fair)})."
    )


def by_seed() -> str:
    """What single seeds would have said."""
    lone = findings.single_seeds()
    return (
        f"of {len(lone)} seeds each says another ratio, {times(lone.min())} to {times(lone.max())}."
    )


def lost(gone: list[Diverged], runs: int) -> str:
    """How many of the runs diverged, and which was the first."""
    if not gone:
        return f"Of {runs:,} runs none did."
    label, rate, seed, step = min(gone, key=lambda member: member.step)
    return (
        f"Of {runs:,} runs {len(gone):,} did, the first of them {label} at rate {rate:g}, seed "
        f"{seed}, in step {step}; “The numbers” lists all."
    )


def in_cpu_time(fast: str, slow: str, seconds: dict[str, float]) -> str:
    """The ratio of two activations' CPU seconds, if both have arrived."""
    if not {fast, slow} <= {*seconds}:
        return "Not both of the two that are compared arrive."
    return f"{slow} takes {times(seconds[slow] / seconds[fast])} the CPU time of {fast}."


def against_relu(rows: list[tuple[Activation, str, Ratio]]) -> None:
    """A table of (activation, its epochs in words, ReLU's time over its time)."""
    table = ["| Activation | Differs from ReLU in | Epochs | ReLU takes | Verdict |"]
    table.append("|---|---|---|---|---|")
    for act, epochs, ratio in rows:
        differs = DIFFERS.get(act.id, "its whole shape")
        factor = f"{times(ratio.middle)} ({interval(ratio)})"
        said = verdict(ratio, act.label, "ReLU")
        table.append(f"| **{act.label}** | {differs} | {epochs} | {factor} | {said} |")
    st.markdown("\n".join(table))


def confounds() -> None:
    """What unfair comparisons with ReLU would have said, from the prepared runs."""
    st.subheader("What an unfair comparison would have said", anchor=False)
    rows = ["| What was done | ReLU to ELU | ReLU to centred ReLU |", "|---|---|---|"]
    for done, *ratios in findings.confounds():
        rows.append(f"| {done} | {' | '.join(map(_judged, ratios, RIVALS))} |")
    lone, ahead = findings.single_seeds(), "ELU is ahead in {} of {}"
    rows.append(
        f"| One seed, else fair | {times(lone.min())} to {times(lone.max())}, by the seed: "
        f"{ahead.format((lone > 1).sum(), len(lone))} | |"
    )
    st.markdown("\n".join(rows))
    st.markdown(
        f"How many times as many epochs ReLU takes to a training loss of {findings.LEVEL:g}: "
        f"digits, 8 hidden layers of 128 units, {len(lone)} seeds, medians and 95 % intervals. "
        "These figures do not follow the sidebar."
    )


RIVALS = ("ELU", "centred ReLU")


def _judged(ratio: Ratio, rival: str) -> str:
    """A ratio, what one concludes from it, and whether the fair comparison agrees."""
    fair = findings.confounds()[0][1 + RIVALS.index(rival)]
    said = verdict(ratio, rival, "ReLU")
    if said != verdict(fair, rival, "ReLU"):
        said = f"{said}, **false** by the fair comparison"
    elif not fair.low <= ratio.middle <= fair.high:
        said += f", **{'overstated' if ratio.middle > fair.middle else 'understated'}**"
    return f"{times(ratio.middle)} ({interval(ratio)}): {said}"


def claims() -> None:
    """The story's last claim, taken apart and judged by the prepared runs."""
    elu, relu, tanh = findings.ELU, findings.RELU, findings.TANH
    fair, paper = (findings.confounds()[place].ratio for place in (0, 3))
    late = findings.ratio(level=0.01, **findings.FAIR)
    centred, alike = (findings.confounds()[place].centred for place in (0, 1))
    against_tanh = findings.ratio(tanh, elu, **findings.FAIR)
    ends = (findings.early_mean, findings.late_mean)
    grown = {act.label: " to ".join(number(mean(act), 2) for mean in ends) for act in (elu, relu)}
    gain = 100 * (findings.accuracy(elu) - findings.accuracy(relu))
    images = len(datasets.split("digits", "unit", 0).test)
    always = fair.low > 1 and late.low > 1
    sections.claims(
        [
            Claim(
                "ELU learns faster than ReLU.",
                "right" if always else "loose" if fair.low > 1 or paper.low > 1 else "wrong",
                f"With own rates and weight variances ReLU takes {times(fair.middle)} the epochs "
                f"of ELU to a loss of {findings.LEVEL:g} (interval {interval(fair)}), and "
                f"{times(late.middle)} to 0.01 ({interval(late)}: "
                f"{verdict(late, 'ELU', 'ReLU')}). In the paper’s setting, one rate and He’s "
                f"initialisation for all, it takes {times(paper.middle)} to {findings.LEVEL:g}.",
            ),
            Claim(
                "It does so because its mean activation is close to zero.",
                "loose",
                "Take the mean off ReLU and leave its shape: ReLU takes "
                f"{times(centred.middle)} as long ({interval(centred)}; "
                f"{verdict(centred, 'centred ReLU', 'ReLU')}); with equal weight variances, He’s, "
                f"{times(alike.middle)} ({interval(alike)}; "
                f"{verdict(alike, 'centred ReLU', 'ReLU')}). tanh, of mean zero, takes "
                f"{times(against_tanh.middle)} the epochs of ELU "
                f"({interval(against_tanh)}; {verdict(against_tanh, 'ELU', 'tanh')}). "
                + (
                    "So the mean does matter here, but ELU is not what it takes."
                    if centred.low > 1 and alike.low > 1
                    else "So the mean by itself does not settle it here."
                ),
            ),
            Claim(
                "With ELU the mean activation stays close to zero.",
                "loose",
                "Smaller than ReLU’s, as in the paper’s figure 2, but it grows. In the last hidden "
                f"layer of the paper’s setting it goes from {grown['ELU']} in "
                f"{experiments.PAPER_EPOCHS} epochs, ReLU’s from {grown['ReLU']}.",
            ),
            Claim(
                "ELU also generalises better.",
                "loose",
                f"In the paper’s setting ELU reads {number(float(np.median(gain)), 2)} % more of "
                f"the {images} test images (median over seeds; {number(float(gain.min()), 2)} to "
                f"{number(float(gain.max()), 2)}), all of one split: too few images to tell. The "
                "paper claims it for networks of more than 5 layers.",
            ),
        ]
    )
