"""What comparisons of training runs say, in words: ratios, verdicts, and the prepared findings."""

import numpy as np

from activations import Activation
from activations.initialisation import PRESERVING, weight_variance
from activations.learning import costs, findings
from activations.learning.comparison import Ratio, seeds_needed
from activations.learning.experiments import Diverged
from activations.learning.training import Run
from dashboard.trained import PLAIN, View
from dashboard.wording import listed, number, plural

RIVALS = ("ELU", "centred ReLU")
DIFFERS = {  # from ReLU, in a few words
    "Centred ReLU": "the mean",
    "Shifted ReLU": "the mean, the bend",
    "Leaky ReLU": "the slope below 0",
    "ELU": "the mean, the floor",
    "SELU": "mean, floor, scale",
    "tanh": "the mean, a ceiling",
}

SWITCHES = {  # what makes a comparison unfair, in words
    "one_rate": "the rate {lr} for all",
    "he": "He's initialisation for all",
    "raw": "unscaled inputs",
    "one_seed": "seed {first_seed} alone",
}
TO_THE_LEVEL = f"a training loss of {findings.LEVEL:g}"


def seconds(value: float) -> str:
    """An amount of time."""
    return f"{number(value, 2)} s"


def percent(share: float) -> str:
    """A share of the test images."""
    return f"{share:.1%}"


def capital(words: str) -> str:
    """A sentence begun with a capital, but for names that have none."""
    return words if words.startswith("tanh") else words[0].upper() + words[1:]


def of_cut(shown: View) -> str:
    """What is said where fewer runs are trained than asked for; no words where none are missing."""
    if not shown.cut:
        return ""
    asked = {"seeds": shown.base.seeds, "epochs": shown.base.epochs}
    trained = {"seeds": shown.run.seeds, "epochs": shown.run.epochs}
    fewer = [f"{trained[k]} of {asked[k]} {k}" for k in asked if trained[k] < asked[k]]
    return (
        f"This is more than is trained here: only {listed(fewer)}. Fewer layers, units or "
        "activations leave room for more; `python -m activations.learning` on your own machine "
        "has no limit."
    )


def unfinished(shown: View) -> str:
    """What stands in place of a conclusion."""
    going = "Still training" if shown.training.going else "Stopped before the end"
    return f"{going}: this is of the networks that are there so far, and no conclusion yet."


def interval(ratio: Ratio) -> str:
    """The ends of the interval of a ratio."""
    low, high = (number(end, 3) if np.isfinite(end) else "∞" for end in (ratio.low, ratio.high))
    return f"{low} to {high}"


def times(value: float, digits: int = 3) -> str:
    """A factor in a sentence; infinite where only one of the two arrives."""
    return f"{number(value, digits) if np.isfinite(value) else '∞'} times"


def cross(value: float) -> str:
    """A factor in a reading or a cell of a table."""
    return f"× {times(value).removesuffix(' times')}"


def lone(ratio: Ratio) -> bool:
    """Whether the ratio is of a single seed, so that it has no interval."""
    return ratio.low == 0 and np.isinf(ratio.high)


def factor(ratio: Ratio) -> str:
    """A ratio in a cell of a table, with its interval, if there are seeds enough for one."""
    return cross(ratio.middle) + _between(ratio)


def _between(ratio: Ratio) -> str:
    return f" ({interval(ratio)})" if ratio.enough else ""


def relu_takes(ratio: Ratio, of: str = "ELU") -> str:
    """A ratio as a clause, with its interval, if there are seeds enough for one."""
    return f"ReLU takes {times(ratio.middle)} the epochs of {of}{_between(ratio)}"


def brief(label: str) -> str:
    """The name of an activation where there is room for a word, as in a reading on a phone."""
    return label.removesuffix(" ReLU")


def verdict(ratio: Ratio, faster: str, slower: str) -> str:
    """What the ratio (time of `slower` over time of `faster`) says, if the seeds are enough."""
    if faster == slower:
        return "the same activation"
    if lone(ratio):
        return "one seed tells nothing"
    if not ratio.enough:
        return "too few seeds"
    if not ratio.detectable:
        return "no detectable difference"
    return f"{faster if ratio.low > 1 else slower} is faster"


def against(ratio: Ratio, fair: Ratio) -> str:
    """How a ratio compares with the fair one; not to detect a difference contradicts nothing."""
    if not ratio.enough:
        return "no more than a guess"
    if not ratio.detectable:
        return "which the fair comparison does detect" if fair.detectable else ""
    if not fair.detectable:
        return "which the fair comparison does not confirm"
    if (ratio.middle > 1) != (fair.middle > 1):
        return "the opposite of the fair comparison"
    if fair.low <= ratio.middle <= fair.high:
        return "as in the fair comparison"
    larger = abs(np.log(ratio.middle)) > abs(np.log(fair.middle))
    return "overstated" if larger else "understated"


def judged(ratio: Ratio, rival: str) -> str:
    """A ratio to ReLU, what one concludes from it, and what the fair comparison says to that."""
    fair = findings.confounds().fair
    fair = fair.ratio if rival == RIVALS[0] else fair.centred
    words = [verdict(ratio, rival, "ReLU"), "" if ratio is fair else against(ratio, fair)]
    return f"{factor(ratio)}: {', '.join(filter(None, words))}"


def lost(gone: list[Diverged], networks: int) -> str:
    """How many of the networks diverged, and which was the first."""
    if not gone:
        return f"Of {networks:,} networks none diverged."
    label, rate, seed, step = min(gone, key=lambda member: member.step)
    return (
        f"Of {networks:,} networks {len(gone):,} diverged, the first of them {label} at rate "
        f"{rate:g}, seed {seed}, in step {step}; “The numbers” lists all."
    )


def confounds() -> str:
    """What unfair comparisons with ReLU would have said, from the prepared runs, as a table."""
    rows = ["| What was done | ReLU to ELU | ReLU to centred ReLU |", "|---|---|---|"]
    for done, *ratios in findings.confounds():
        rows.append(f"| {done} | {' | '.join(map(judged, ratios, RIVALS))} |")
    alone, ahead = findings.single_seeds(), "ELU is ahead in {} of {}"
    rows.append(
        f"| One seed, else fair | {cross(alone.min())} to {cross(alone.max())}, by the seed: "
        f"{ahead.format((alone > 1).sum(), len(alone))} | |"
    )
    return "\n".join(rows)


def of_certainty(ratio: Ratio) -> str:
    """How sure a ratio of two seeds or more is."""
    if ratio.enough:
        return f"The {100 * ratio.confidence:.0f} % interval goes from {interval(ratio)}."
    return (
        f"That is too few seeds to tell: if neither were faster, {ratio.seeds} pairs would "
        f"still all agree in 1 of {2 ** (ratio.seeds - 1)} such comparisons; "
        f"{100 * ratio.confidence:.0f} % asks for {seeds_needed(ratio.confidence)} seeds."
    )


def of_pair(shown: View, ratio: Ratio, does: Activation, than: Activation) -> str:
    """What to take away of two that are compared, when all is trained."""
    reached = [act.label for act in (does, than) if act.label in shown.arrived]
    last = plural(shown.run.epochs, "epoch")
    if does == than:
        return "The same activation on both sides: choose two."
    if not reached:
        return f"Neither reaches {shown.goal} within {last}."
    if len(reached) == 1:
        return (
            f"Only {reached[0]} reaches {shown.goal} within {last}, in the median over its seeds."
        )
    quotient = number(shown.typical[than.label] / shown.typical[does.label], 3)
    other = f"; it is not the quotient of the two medians, {quotient}"
    return (
        f"{than.label} takes {times(ratio.middle)} the epochs of {does.label} until {shown.goal}, "
        + (
            "in one pair of networks with the same draws, which does not tell how sure that is."
            if lone(ratio)
            else f"the median over {plural(shown.run.seeds, 'pair')} of networks with the same "
            f"draws{'' if quotient == number(ratio.middle, 3) else other}. {of_certainty(ratio)}"
        )
    )


def trained_with(run: Run) -> str:
    """How the networks of a run learn, in words."""
    words = run.optimiser if run.momentum or run.optimiser != PLAIN else f"plain {PLAIN}"
    words += f" with momentum {run.momentum:g}" if run.momentum else ""
    return words + (" and batch normalisation" if run.normalisation != "none" else "")


def of_start(activation: Activation, shown: View) -> str:
    """How the networks of a fair comparison begin and learn."""
    variance, run = weight_variance(PRESERVING, activation), shown.run
    others = "; other activations are grey" * (len(shown.curves) > 2)
    return (
        "Only the rate is tuned. The weights start with the variance that keeps the signal, "
        rf"${variance:.3g} / n_\text{{in}}$ for {activation.label}: the same draws, scaled. "
        f"Digits, {run.layers} hidden layers of {run.width} units, {trained_with(run)}. The bands "
        f"go from the lowest seed to the highest{others}."
    )


def of_rates(shown: View) -> str:
    """What to take away of the best rates, when all is trained."""
    arrived = shown.arrived
    if not arrived:
        return f"None reaches {shown.goal} within {plural(shown.run.epochs, 'epoch')}. "
    sharing: dict[float, list[str]] = {}
    for label in arrived:
        sharing.setdefault(shown.rate(label), []).append(label)
    best = "; ".join(f"{rate:g} for {listed(sharing[rate])}" for rate in sorted(sharing))
    return f"A large dot marks the best rate: {best}. {_of_a_common_rate(shown, 'ReLU')}"


def _of_a_common_rate(shown: View, of: str) -> str:
    """What the best rate of one does to the others."""
    if of not in shown.arrived:
        return ""
    place = shown.standings[of].chosen
    there = {k: float(np.median(shown.standings[k].times[place])) for k in shown.arrived}
    worst = max(there, key=lambda label: there[label] / shown.arrived[label])
    if there[worst] <= shown.arrived[worst]:
        return "So one rate suits all of them. " if len(there) > 1 else ""
    own = f"{number(shown.arrived[worst], 3)} at its own"
    then = f"takes {number(there[worst], 3)} epochs there, {own}"
    if np.isinf(there[worst]):
        then = f"does not arrive there, but in {own}"
    return f"The best rate of {of} would be unfair: {worst} {then}. "


def of_elu(shown: View) -> str:
    """ReLU against ELU, if both are shown and arrive."""
    if not {"ELU", "ReLU"} <= {*shown.arrived}:
        return ""
    ratio = shown.ratio("ReLU", "ELU")
    return f"{relu_takes(ratio)}: {verdict(ratio, 'ELU', 'ReLU')}. "


def of_means(shown: View, ratios: dict[str, Ratio], means: dict[str, float], layer: int) -> str:
    """Whether the mean of a layer goes with speed, when all is trained."""
    said = "" if ratios else "Choose others, and they are compared with ReLU. "
    if "Centred ReLU" in ratios and "Centred ReLU" in shown.arrived:
        ratio = ratios["Centred ReLU"]
        said = (
            "Centred ReLU is ReLU less its mean (and its weights start with a variance of its "
            f"own). {relu_takes(ratio, 'centred ReLU')}: "
            f"{verdict(ratio, 'centred ReLU', 'ReLU')}. "
        )
    fastest = next(iter(shown.arrived), "")
    known = {label: abs(mean) for label, mean in means.items() if np.isfinite(mean)}
    if fastest in known and len(known) > 1:
        nearest = min(known, key=known.get)
        together = "it is the fastest, too." if nearest == fastest else f"the fastest is {fastest}."
        said += f"In layer {layer} {nearest} ends with the mean nearest to 0; {together} "
    if late := [label for label in shown.curves if label not in shown.arrived]:
        said += f"Not within {plural(shown.run.epochs, 'epoch')}: {listed(late)}. "
    few = any(not ratio.enough for ratio in ratios.values())
    return said + (
        f"Medians over {plural(shown.run.seeds, 'seed')}, {'too few for' if few else '95 %'} "
        "intervals; “The numbers” says in words what each changes in ReLU."
    )


def switched_on(**values) -> dict[str, str]:
    """The switches that are on, a word for each by name."""
    return {name: words.format(**values) for name, words in SWITCHES.items() if values[name]}


def of_switches(shown: View, ratio: Ratio, on: dict[str, str]) -> str:
    """What the switches that are on, a word for each by name, make of ELU and ReLU."""
    fair = findings.confounds().fair.ratio
    if not on:
        return f"Nothing is unfair now: {relu_takes(ratio)}."
    said = f"With {listed([*on.values()])} "
    if only := shown.only("ELU", "ReLU"):
        said += f"{only} at {TO_THE_LEVEL} in {plural(shown.run.epochs, 'epoch')}; "
        said += f"fairly {relu_takes(fair)}. "
    elif shown.arrived:
        judgement = against(ratio, fair)
        said += f"{relu_takes(ratio)}{', ' * bool(judgement)}{judgement}"
        said += f"; fairly it is {times(fair.middle)}{_between(fair)}. "
    else:
        said += f"neither reaches {TO_THE_LEVEL} in {plural(shown.run.epochs, 'epoch')}. "
    if "raw" in on:
        said += "Unscaled inputs hit both alike: another problem, not an unfairness. "
    if "he" in on:
        said += "He's variance keeps ReLU's signal, while ELU's grows from layer to layer. "
    return said


def of_price(shown: View) -> str:
    """What an epoch costs, how sure that is, and when it would turn, when all is trained."""
    if not shown.timed_before:
        return (
            "CPU time is measured on this server while it trains, beside whatever else it does: "
            "small gaps tell nothing. "
        )
    measured = f"measured beforehand, all in one run (one thread, {costs.costs().processor})"
    if not {"ELU", "ReLU"} <= {*shown.seconds}:
        return f"What an epoch costs was {measured}; another processor has other ratios. "
    epoch = shown.costs["ELU"] / shown.costs["ReLU"]
    ratio = shown.seconds["ReLU"] / shown.seconds["ELU"]
    return (
        f"An epoch of ELU costs {times(epoch)} the CPU time of one of ReLU, {measured}. So until "
        f"{shown.goal} ReLU takes {times(ratio)} the CPU time of ELU, the quotient of the medians. "
        f"Another processor has other ratios: {_turning(epoch * ratio)}. "
    )


def _turning(epochs: float) -> str:
    """Up to what price of an epoch ELU stays ahead, by ReLU's epochs over its own."""
    if epochs <= 1:
        return "where an epoch of ELU costs no less, ReLU is ahead"
    return f"ELU is ahead where its epoch costs less than {times(epochs)} that of ReLU"


def of_test(shown: View, images: int) -> str:
    """What the test set can tell."""
    if not shown.accuracies:
        return ""
    share = max(shown.reads.values())
    error = np.sqrt(share * (1 - share) / images)
    return (
        f"The test set is {images} images of one split: chance alone moves an accuracy of "
        f"{percent(share)} by some {100 * error:.1f} points either way, and all activations read "
        "the same images. Smaller gaps tell little; other splits may order them otherwise."
    )
