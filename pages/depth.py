"""Depth: what a deep random network does to a signal on its way, and to the gradient going back."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, propagation
from activations.initialisation import INITIALISATIONS, OWN, Start, gain, layers_until, variance_for
from activations.listings import PAPER_LEAK, PAPER_LEAKY
from activations.mean_field import fixed_point, predict
from activations.propagation import over_seeds
from activations.saturation import largest_slope
from dashboard import sections, steps
from dashboard.choosers import OneOf, SomeOf
from dashboard.claims import depth as claims
from dashboard.controls import Choice, Slider
from dashboard.pictures import depth as pictures
from dashboard.pictures.depth import FLAT_LAYERS, LIMIT, MOST_LAYERS
from dashboard.questions.depth import ASKED
from dashboard.wording import listed, number, percent, power

VANISHED, WITHIN, UNLIKELY = 1e-6, np.log10(1.05), 0.01
LEAST_SEEDS, MOST_WEIGHTS, MOST_UNITS = 5, 8_000_000, 400_000  # what one view may draw
INPUTS, FEW_INPUTS = 8, 4  # sent through each network to find dead units, or its gradient
COMPARED = "sigmoid tanh softsign softplus relu leaky_relu elu selu gelu silu mish".split()
USUAL, GATED = ["Sigmoid", "tanh", "ReLU", "ELU"], ("gelu", "silu", "mish")
FATES = {
    "settles": "settles at q*",
    "keeps": "keeps the size that it was given",
    "dies": "dies out",
    "grows": "grows without end",
}
UNSETTLED = {"grows": "grows on", "keeps": "any"}

SIGMOID, RELU, LEAKY = ACTIVATIONS["sigmoid"], ACTIVATIONS["relu"], PAPER_LEAKY
CHOICES = [act for act in (ACTIVATIONS | {LEAKY.id: LEAKY}).values() if act.id in COMPARED]
MINE = "initialisation", (OWN,)
SET = f"Default parameters, but leaky ReLU with slope {PAPER_LEAK}."

CONTROLS = {
    "layers": Slider(
        "Layers L", 4, MOST_LAYERS, 50, 1, help="How many layers the signal goes through."
    ),
    "activations": SomeOf(
        "Activations", CHOICES, USUAL, otherwise=["Sigmoid"], help=f"{SET} If none, the sigmoid."
    ),
    "activation": OneOf("Activation", CHOICES, RELU.label, help=SET),
    "initialisation": Choice(
        "Initialisation",
        [*INITIALISATIONS, OWN],
        INITIALISATIONS[0],
        help="σ_w², the variance of a weight times n: He 2 (leaky ReLU: 2 / (1 + a²)), LeCun 1, "
        "Glorot 1 because the layers are square, PyTorch's `Linear` ⅓, variance-preserving "
        "1 / E[f²].",
    ),
    "weight_variance": Slider(
        "Weight variance times n, σ_w²", 0.05, 20.0, 1.5, 0.05, when=MINE, help="The same for all."
    ),
    "bias_variance": Slider(
        "Bias variance σ_b²", 0.0, 2.0, 0.0, 0.01, when=MINE, help="Elsewhere biases are 0."
    ),
    "input_mean": Slider(
        "Mean of the inputs", -3.0, 3.0, 0.0, 0.1, help="The first layer's inputs are normal."
    ),
    "input_variance": Slider(
        "Variance of the inputs", 0.05, 10.0, 1.0, 0.05, help="Its spread, squared."
    ),
    "flat": Slider(
        "Flat where |slope| is below", 0.001, 0.25, 0.05, 0.001, format="%.3f", help="Yours to set."
    ),
    "units": Slider(
        "Units n in a layer", 8, 160, 96, 8, help="The prediction is for infinitely many."
    ),
    "seeds": Slider(
        "Networks (seeds)", LEAST_SEEDS, 20, 10, 1, help="Each is drawn anew; the band spans them."
    ),
}


@steps.step(
    scenarios={
        "He's start": {},
        "PyTorch's default": {"initialisation": "PyTorch's default"},
        "SELU's own start": {"initialisation": "LeCun", "activations": ["SELU"]},
    }
)
def the_gradient(layers, activations, initialisation, weight_variance, bias_variance):
    """How much of the gradient comes back to the first layer?"""
    start, acts = Start(initialisation, weight_variance, bias_variance), activations
    sizes = {act.label: start.gradient(act, layers) for act in acts}
    ratios = {label: float(size[0]) for label, size in sizes.items()}
    verdicts = {label: propagation.verdict(ratio, LIMIT) for label, ratio in ratios.items()}
    weakest, strongest = (end(ratios, key=ratios.get) for end in (min, max))
    fit = sum(verdict == "healthy" for verdict in verdicts.values())
    about = "The norm of the gradient at the first layer over that at the last."
    ends = [(f"Weakest: {weakest}", weakest), (f"Strongest: {strongest}", strongest)]
    ends = ends if len(acts) > 1 else [(weakest, weakest)]
    sections.metrics(
        *((words, power(ratios[label]), about) for words, label in ends),
        ("Healthy", f"{fit} of {len(acts)}", f"They change at most {LIMIT}-fold over all layers."),
    )
    pictures.gradient(acts, sizes)
    kinds = [
        f"{kind} for {listed(which)}"
        for kind in ("vanishing", "healthy", "exploding")
        if (which := [label for label, verdict in verdicts.items() if verdict == kind])
    ]
    chi = {act.label: start.predicted(act, layers).chi[-1] for act in acts}
    factors = listed([f"{number(value**0.5, 3)} for {label}" for label, value in chi.items()])
    sections.say(
        f"From layer {layers} back to layer 1, {layers - 1} steps, the gradient is "
        f"{', '.join(kinds)}: a prediction for infinitely many units, of the mean squared norm. "
        r"Each step multiplies it by $\chi = \sigma_w^2\,\mathrm{E}[f'(z)^2]$: weights count as "
        f"much as slopes. At the last layer √χ is {factors}."
    )


@steps.step(
    scenarios={
        "He for ReLU": {},
        "PyTorch's default": {"initialisation": "PyTorch's default"},
        "LeCun for tanh": {"activation": "tanh", "initialisation": "LeCun"},
    }
)
def choose_the_start(activation, initialisation, weight_variance, layers):
    """Which size of the weights lets the gradient through?"""
    act, start = activation, Start(initialisation, weight_variance)
    variance, ratio = start.variance(act), float(start.gradient(act, layers)[0])
    critical = variance_for(act, layers, 0.0)
    until = layers_until(act, variance, 2 * np.log10(VANISHED))
    size = f"σ_w² = {number(variance)}"
    there = f"There the first of {layers} layers gets as much gradient as the last."
    deep = f"The depth, of up to 100, with less than that left, at {size}."
    keeps = "the deviation of a weight, times √n, that keeps the signal's size at 1."
    sections.metrics(
        ("Critical σ_w²", number(critical) if critical else "none up to 20", there),
        ("First / last layer", power(ratio), f"With {size}."),
        ("Below 10⁻⁶ from", f"{until} layers" if until else "not within 100", deep),
        ("Gain", number(gain(act)), f"1 / √E[f(z)²] for z ~ N(0, 1): {keeps}"),
    )
    pictures.against_variance(act, layers, variance, ratio, critical)
    sections.say(about_the_start(act, layers, critical))


def about_the_start(act, layers: int, critical: float | None) -> str:
    """What to take away, for any setting."""
    fewer = f"; from layer 4, {kept_within(act, 4)}" if layers > 4 else ""
    said = (
        f"Predicted for infinitely many units, without biases: from layer {layers} back to layer 1 "
        f"the gradient stays within a factor of 10 {kept_within(act, layers)}{fewer}. "
    )
    signal = gain(act) ** 2
    asked = rf"$\sigma_w^2 = 1/\mathrm{{E}}[f^2]$ = {number(signal)}"
    said += f"Keeping the signal's size at 1 takes {asked}"
    if critical is None:
        return f"{said}; the gradient vanishes there, too."
    if abs(critical / signal - 1) < 0.005:
        return f"{said}: for {act.label} the same as what the gradient asks for."
    return f"{said}, but keeping the gradient's takes {number(critical)}."


def kept_within(act, layers: int) -> str:
    """The weight variances at which the gradient stays healthy, as words."""
    low, high = (variance_for(act, layers, 2 * side) for side in (-1.0, 1.0))
    if low is None:
        return "for no σ_w² up to 20"
    digits = 4 if high and high < 1.05 * low else 3
    end = number(high, digits) if high else "beyond 20"
    return f"for σ_w² from {number(low, digits)} to {end}"


@steps.step(
    scenarios={
        "He's start": {},
        "SELU's fixed point": {"initialisation": "LeCun", "activations": ["SELU"]},
        "Inputs far from zero": {"input_mean": 3.0},
    }
)
def the_signal(input_mean, input_variance, initialisation, weight_variance, activations):
    """What becomes of the signal on its way through the layers?"""
    start, acts = Start(initialisation, weight_variance), activations
    inputs = {"input_mean": input_mean, "input_variance": input_variance}
    signals = {act.label: start.predicted(act, MOST_LAYERS, **inputs) for act in acts}
    fates = {a.label: start.fate(a, float(signals[a.label].second_moment[0])) for a in acts}
    square = input_mean**2 + input_variance
    about = "Where the pre-activations' mean square settles."
    ends = {label: UNSETTLED.get(fate) or number(q) for label, (fate, q) in fates.items()}
    firsts = {fate: label for label, (fate, _) in reversed(fates.items())}.values()
    shown = sorted(ends, key=lambda label: label not in firsts)  # one of each fate first
    sections.metrics(*((f"{label}: q*", ends[label], about) for label in shown[:4]))
    columns, domains = st.columns(2, gap="medium"), pictures.signal_domains(acts, start)
    for column, quantity, domain in zip(columns, ("mean", "variance"), domains, strict=True):
        with column:
            pictures.signal(quantity, acts, signals, domain)
    which = {fate: [k for k, (its, _) in fates.items() if its == fate] for fate in FATES}
    found = "; ".join(f"{FATES[f]} with {listed(labels)}" for f, labels in which.items() if labels)
    sections.say(
        "Predicted for infinitely many units without biases: of the inputs only their mean square "
        f"counts, here {number(square)}. The signal {found}. The recursion is "
        r"$q_{l+1} = \sigma_w^2\,\mathrm{E}[f(z)^2]$ with $z \sim N(0, q_l)$; q* is where it "
        "stands still."
    )


WIDE = {"initialisation": OWN, "weight_variance": 16.0, "activations": ["Sigmoid", "tanh"]}


@steps.step(scenarios={"He's start": {}, "A wide sigmoid": WIDE, "Few units": {"units": 16}})
def flat_and_dead(flat, units, initialisation, weight_variance, activations):
    """How many units are flat, and how many are dead?"""
    start, acts = Start(initialisation, weight_variance), activations
    predicted = {act.label: start.predicted(act, FLAT_LAYERS, threshold=flat) for act in acts}
    shares = {label: layers.saturated for label, layers in predicted.items()}
    drawing = {"depth": FLAT_LAYERS, "width": units, "seeds": LEAST_SEEDS, "inputs": INPUTS}
    drawn = propagation.dead_units(tuple(acts), tuple(map(start.variance, acts)), **drawing)
    dead = {act.label: over_seeds(share) for act, share in zip(acts, drawn, strict=True)}
    flattest = max(shares, key=lambda label: shares[label][-1])
    emptiest = max(dead, key=lambda label: dead[label].middle[-1])
    share, lost = percent(shares[flattest][-1]), percent(dead[emptiest].middle[-1])
    within = f"Predicted share of layer {FLAT_LAYERS} with a slope between −{flat:g} and {flat:g}."
    zero = f"Share of layer {FLAT_LAYERS} whose slope is exactly 0 for all {INPUTS} inputs."
    sections.metrics(
        (f"Most flat: {flattest}", share, within),
        (f"Most dead: {emptiest}", lost, zero),
        ("Networks drawn", f"{LEAST_SEEDS} each", f"{FLAT_LAYERS} layers of {units} units."),
    )
    left, right = st.columns(2, gap="medium")
    with left:
        pictures.flat(acts, shares)
    with right:
        pictures.dead(acts, dead, LEAST_SEEDS)
    ratios = {act.label: float(start.gradient(act, FLAT_LAYERS)[0]) for act in acts}
    sections.say(
        f"{about_flatness({label: share[-1] for label, share in shares.items()}, ratios)} "
        f"(Flat: slope within ±{flat:g}. Dead: slope 0 for all {INPUTS} inputs; lines are medians.)"
    )


def about_flatness(last: dict[str, float], ratios: dict[str, float]) -> str:
    """Whether flat units, by their share of the last layer, decide what becomes of the gradient."""
    most, least = max(last, key=last.get), min(last, key=last.get)
    said = f"Predicted: {most} has {percent(last[most])} flat units, and its gradient comes back "
    said += f"times {power(ratios[most])}"
    if len(last) == 1 or last[most] == last[least]:
        return f"{said}."
    said += f"; {least} has {percent(last[least])}, and times {power(ratios[least])}: "
    if ratios[most] >= ratios[least]:
        return f"{said}the share of flat units alone does not decide."
    return f"{said}here the flatter has less left, and the weights have a say."


@steps.step(
    name="Trust it?",
    scenarios={
        "Wide layers": {"units": 160},
        "Narrow layers": {"units": 16},
        "GELU": {"activation": "GELU"},
    },
)
def trust_it(units, seeds, activation, initialisation, weight_variance):
    """Do real networks do what is predicted?"""
    act, start = activation, Start(initialisation, weight_variance)
    drawable = MOST_UNITS // (MOST_LAYERS * units), MOST_WEIGHTS // (MOST_LAYERS * units**2)
    count = max(LEAST_SEEDS, min(seeds, *drawable))
    drawing = {"depth": MOST_LAYERS, "width": units, "seeds": count, "inputs": FEW_INPUTS}
    (run,) = propagation.measure([act], weight_variances=[start.variance(act)], **drawing)
    predicted = start.predicted(act, MOST_LAYERS)
    expected, spread = predicted.log10_gradient / 2, over_seeds(run.log10_gradient / 2)
    least, median, most = (float(edge[0]) for edge in spread)
    drawn = f"{count} of {seeds}" if count < seeds else str(count)
    more = f"{MOST_LAYERS} layers of {units} units; a view draws only so many weights."
    sections.metrics(
        ("Predicted", power(float(expected[0])), "The root of the mean squared norm."),
        ("Median network", power(median), "First over last layer, the norm of the gradient."),
        ("Smallest to largest", pictures.span(least, most), "Some as the nearest power of 10."),
        ("Networks drawn", drawn, more),
    )
    pictures.networks(act, spread, expected, still=initialisation == OWN)
    mean, above = about_the_mean(float(expected[0]), median), median > expected[0] + WITHIN
    chance = propagation.by_chance(run, predicted) if above else None
    sections.say(f"{judged(run, predicted)} {mean} {why(act, start, units, chance)}")


def judged(run: propagation.Measured, predicted: propagation.Predicted) -> str:
    """Whether the prediction describes the gradients of drawn networks."""
    agreement, seeds = propagation.agreement(run, predicted, signal=False), run.dead.shape[1]
    if agreement == "scattered":
        apart = f"their gradients differ more than {propagation.SCATTER:g}-fold."
        return f"**No single number describes these {seeds} networks**: {apart}"
    if agreement == "inside":
        return f"**The prediction holds**: it lies inside the band of all {seeds} networks."
    below = np.median(run.log10_gradient[0]) < predicted.log10_gradient[0]
    return (
        f"**The prediction lies outside the band**: all {seeds} networks lie "
        f"{'below' if below else 'above'} it. That all lie on the same side of their true median "
        f"has probability {number(propagation.by_chance(run, predicted), 3)}."
    )


def about_the_mean(expected: float, median: float) -> str:
    """Of what the prediction is one, and where the median network lies; both are log10."""
    if median == -np.inf:
        where = "has lost its gradient"
    elif abs(median - expected) <= WITHIN:
        where = "is within 5% of it"
    else:
        where = f"has {power(median - expected)} times as much"
    mean = "Predicted is the mean squared norm, which the largest networks raise most"
    return f"{mean}; the median network (line) {where}."


def why(act, start: Start, units: int, chance: float | None) -> str:
    """What moves the median; `chance`, where it lies above the prediction, is how probably."""
    small = start.variance(act) * float(act.derivative(0.0)) ** 2
    if act.id in GATED and small < 1 <= start.variance(act) / 2:
        return (
            f"Small signals of {act.label} die out, as σ_w² f′(0)² = {number(small, 2)} < 1; large "
            "ones shrink less: in between chance decides."
        )
    known = "Theory (for ReLU: Hanin, Nica 2018, arXiv:1812.05994) expects it below"
    if chance is not None and chance < UNLIKELY:
        return f"{known}; for {act.label} so many networks above it are hardly chance."
    if chance is not None:
        return f"{known}; so few networks scatter: chance can put theirs above."
    return f"{known}, more so for large L / n, here {MOST_LAYERS / units:.2g}."


def what_is_true():
    """Which sentences about deep networks hold?"""
    sections.claims(claims.claims())
    steepest = largest_slope(SIGMOID)
    sizes = {f"σ_w² = {v}": Start(OWN, v).gradient(SIGMOID, MOST_LAYERS) for v in (1, 2, 16)}
    bound = np.log10(steepest) * np.arange(MOST_LAYERS - 1.0, -1.0, -1.0)
    pictures.quarter(sizes | {f"{steepest:g} per layer": bound}, steepest)
    sections.say(
        f"{steepest:g} per layer bounds the product of the slopes. The weights are not in it: with "
        "σ_w² = 1 the prediction happens to lie near it, with larger weights far above."
    )


steps.run(
    CONTROLS,
    the_gradient,
    choose_the_start,
    the_signal,
    flat_and_dead,
    trust_it,
    what_is_true,
    asks=ASKED,
    computed_by=(propagation.weight_variance, predict, fixed_point, propagation.measure),
)
