"""ReLU bias: a positive mean, the bias it gives the next layer, and the descent it slows."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, conditioning, sampling
from activations.conditioning import condition_number, predicted_steps, steps_to
from activations.listings import POST_GRID
from dashboard import charts, controls, frame, kept, sections, tables
from dashboard.sections import Claim, number, plural

frame.enter()

relu, softplus = ACTIVATIONS["relu"], ACTIVATIONS["softplus"]
NORMAL, GRID, OWN = "Normal", "Post's grid", "My own numbers"
SKEWED = "-3 -2.2 -1.6 -1.1 -0.8 -0.5 -0.3 -0.1 0.1 0.2 0.4 0.6 0.9 1.3 2.1 3.8 7.5"
OTHERS = ["elu", "leaky_relu", "selu", "gelu", "silu", "softplus", "tanh", "sigmoid"]
STEPS, REDUCTION = 400, 1000
NEURONS, WEIGHT_SCALE = 32, 2**0.5  # weights from N(0, 2 / n), as He et al. (2015) propose
LOWEST = 1e-5  # where a curve leaves the picture

# --- Controls -----------------------------------------------------------------------------------

with controls.group("What goes in"):
    inputs = controls.choice(
        "Pre-activations z", [NORMAL, GRID, OWN], key="inputs",
        help="Every unit draws its z from here: a normal distribution, the post's 100 values "
        "from −10 to 9.8, or numbers that you paste.",
    )  # fmt: skip
    mu = controls.slider(
        "Mean μ", -10.0, 10.0, 0.0, 0.1, key="mu", disabled=inputs != NORMAL,
        help="The mean of the normal distribution.",
    )  # fmt: skip
    sigma = controls.slider(
        "Standard deviation σ", 0.01, 10.0, 1.0, 0.01, key="sigma",
        disabled=inputs != NORMAL, help="The spread of the normal distribution.",
    )  # fmt: skip
    pasted = controls.words(
        "Numbers", SKEWED, key="pasted", disabled=inputs != OWN,
        help=f"Up to {controls.MOST_NUMBERS:,} numbers, separated by spaces, commas, semicolons, "
        "tabs, new lines or brackets. The decimal sign is a point: 1,5 is two numbers.",
    )  # fmt: skip
    if inputs == OWN and not controls.fits_in_link(pasted):
        st.markdown(":small[Too long for a link: it would open with the example numbers instead.]")
with controls.group("The layer"):
    width = controls.slider(
        "Units n", 2, 256, 64, 1, key="width",
        help="The width of the layer, whose units are independent of each other.",
    )  # fmt: skip
    samples = controls.slider(
        "Sample size", 100, 2000, 500, 100, key="samples",
        help="How many times the whole layer is drawn.",
    )  # fmt: skip
    seed = controls.slider("Seed", 0, 99, 2, 1, key="seed", help="Another seed, other draws.")
with controls.group("Learning"):
    rate = controls.slider(
        "Learning rate η, times 1 / λ", 0.1, 1.9, 1.0, 0.05, key="step",
        help="λ is the largest eigenvalue of the layer. From 2 / λ on, descent diverges.",
    )  # fmt: skip
    other = controls.activation(
        "Compare with", OTHERS, key="compare", help="Gets the same inputs as the ReLU."
    )

source = sampling.Normal(mu, sigma) if inputs == NORMAL else POST_GRID
if inputs == OWN:
    source = controls.own_numbers(pasted, SKEWED)
scenario = sections.scenarios(
    {
        "Standard normal": {},
        "The post's grid": {"inputs": GRID},
        "Wide layer": {"width": 256, "compare": ACTIVATIONS["selu"].label},
        "Mostly off": {"mu": -2.0},
        "My own numbers": {"inputs": OWN},
    }
)


def view() -> None:
    """All that is below the controls."""
    # --- Numbers --------------------------------------------------------------------------------

    mean, variance = sampling.moments(relu, source)
    other_mean, other_variance = sampling.moments(other, source)
    learns, zeros = variance > 0, sampling.share_not_above_zero(source)
    small, large = conditioning.eigenvalues(mean, variance, width)
    kappa = condition_number(mean, variance, width)
    other_kappa = condition_number(other_mean, other_variance, width)
    seen, other_seen = (
        kept.layer(
            act, source, samples, width, step_size=rate, steps=STEPS,
            neurons=NEURONS, weight_scale=WEIGHT_SCALE, seed=seed,
        )
        for act in (relu, other)
    )  # fmt: skip
    error = (variance / (samples * width)) ** 0.5
    spread = conditioning.bias_spread(mean, WEIGHT_SCALE)
    raw_steps, centred_steps, other_steps = (
        predicted_steps(k, REDUCTION, rate) for k in (kappa, 1.0, other_kappa)
    )
    k = np.r_[0:20, 20 : STEPS + 1 : 4]  # enough steps to draw a curve
    removed = np.linspace(0, 1, 101)
    by_removal = {
        act.label: conditioning.steps_after_removing(removed, m, v, width, REDUCTION, rate)
        for act, m, v in ((relu, mean, variance), (other, other_mean, other_variance))
    }

    def predicted(steps: float) -> str:
        return plural(round(steps), "step") if steps < 1e6 else f"{number(steps, 2)} steps"

    def measured(run) -> str:
        reached = steps_to(run.measured, 1 / REDUCTION)
        return plural(reached, "step") if reached is not None else f"more than {STEPS:,} steps"

    taken = f"{measured(seen.raw)} with the mean, {measured(seen.centred)} without"
    shown_kappa = number(kappa) if learns else "∞" if mean else "0 / 0"

    # --- First screen ---------------------------------------------------------------------------

    watch = {
        "Standard normal": (
            f"The negative half becomes a spike at 0; the mean is not 0. To learn takes {taken}."
        ),
        "The post's grid": (
            f"The post's inputs: a ReLU mean of {number(mean)}. To learn takes {taken}."
        ),
        "Wide layer": (
            "The condition number grows with the width, unless the mean is 0: SELU, below, takes "
            f"{measured(other_seen.raw)}."
        ),
        "Mostly off": (
            f"A positive mean, small beside the spread: {taken}. So the post's “can” is right."
        ),
        "My own numbers": (
            "A few large values make a long tail. Paste your own numbers in the sidebar."
        ),
    }
    sections.watch(scenario, watch)
    sections.metrics(
        ("ReLU mean, exact", number(mean), "The mean m of max(0, z) over all inputs, not sampled."),
        (
            f"Sampled, ± {number(error, 2)}",
            number(seen.mean),
            f"The mean of the {samples * width:,} sampled outputs, and its standard error.",
        ),
        ("Exactly zero", f"{number(100 * zeros)}%", f"In the sample: {seen.after.zeros:.2%}."),
        ("Condition number", shown_kappa, f"1 + n m² / v, v = {number(variance)}, n = {width}."),
    )

    def before_and_after(act, seen, mean: float, height: int, title: str = "") -> None:
        """The histograms of z and of the activation; exact zeros are a bar of their own."""
        bars = tables.histograms(**{"Before: z": seen.before, f"After: {act.label}": seen.after})
        top = next(y for y in (0.2, 0.4, 0.65, 1.3) if max(bars["share"].to_pylist()) <= 0.82 * y)
        zeros = seen.after.zeros
        charts.show(
            charts.distribution(
                "value", charts.series(input="Before: z", **{act.id: f"After: {act.label}"}),
                y_domain=(0, top), height=height,
            ),
            title=title, key=f"{act.id} values", bars=bars,
            marks=tables.marks((mean, f"mean of {act.label}: {number(mean)}")),
            labels=tables.columns(
                x=[0.0], share=[zeros], text=[f"{zeros:.1%} exactly 0" if zeros else ""]
            ),
            alt=f"Histograms of the inputs z and of {act.label}: {zeros:.1%} of the outputs are "
            f"exactly 0, and their mean is {number(mean)}.",
        )  # fmt: skip

    before_and_after(relu, seen, mean, charts.TALL)
    if not learns:
        st.info(f"The outputs do not vary: all are {number(mean)}. There is nothing to learn here.")

    # --- More pictures --------------------------------------------------------------------------

    following = seen.next_layer
    order = np.argsort(following.mean)
    neurons = np.arange(1, NEURONS + 1)
    middle = np.concatenate([following.mean[order], following.centred_mean[order]])
    deviation = np.tile(following.deviation[order], 2)
    biases, by_formula = (
        number(value, 3) for value in ((following.mean - following.centred_mean).std(), spread)
    )
    charts.show(
        charts.intervals(
            "neuron, in order of its mean", "pre-activation z",
            charts.series(relu="With the mean", centred="Mean taken off"),
        ),
        title="What reaches the neurons of the next layer", key="next",
        dots=tables.columns(
            x=np.concatenate([neurons, neurons + 0.35]), y=middle, low=middle - deviation,
            high=middle + deviation, series=np.repeat(["With the mean", "Mean taken off"], NEURONS),
        ),
        levels=tables.levels((spread, ""), (-spread, "")),
        alt=f"{NEURONS} neurons: the mean shifts their pre-activations by amounts with a standard "
        f"deviation of {biases}; without it their means scatter by "
        f"{number(following.centred_mean.std(), 3)}, from the sample.",
    )  # fmt: skip
    st.markdown(
        f"{NEURONS} neurons with random weights (He et al. 2015) read this layer. Each gets a bias "
        "nobody set: the mean times the sum of its weights. Over the neurons it has a standard "
        f"deviation of {biases}, by the formula {by_formula} (dotted). The whiskers, one standard "
        "deviation over the inputs, stay when the mean is taken off."
    )

    def descents(title: str, key: str, names: dict[str, str], curves: list, alt: str) -> None:
        """Loss curves on a log axis; `names` gives each its colour and its label."""
        shown = [tables.down_to(LOWEST, curve[k]) for curve in curves]
        still = all((curve == 1).all() for curve in curves)
        told = "It stays where it is." if still else f"It is down to a thousandth after {alt}."
        charts.show(
            charts.lines(
                "step", "loss above its minimum, relative", charts.series(**names),
                y_domain=(1e-4, 1.5), log_y=True, also=("levels",),
            ),
            title=title,
            key=key, alt=f"The loss over {STEPS} steps. {told}",
            curve=tables.curves(k, **dict(zip(names.values(), shown, strict=True))),
            levels=tables.levels((1 / REDUCTION, "")),
        )  # fmt: skip

    left, right = st.columns(2, gap="medium")
    with left:
        descents(
            "Descent, with the mean and without", "descent",
            {"relu": "With the mean", "predicted": "With, predicted",
             "centred": "Mean taken off", "input": "Off, predicted"},
            [seen.raw.measured, seen.raw.predicted, seen.centred.measured, seen.centred.predicted],
            taken,
        )  # fmt: skip
    with right:
        most = max(np.nanmax([1.0, *steps]) for steps in by_removal.values())
        charts.show(
            charts.lines(
                "share of the mean taken off", f"steps to 1 / {REDUCTION:,}, predicted",
                charts.series(**{relu.id: relu.label, other.id: other.label}),
                y_domain=(0.8, 10.0 ** max(3, np.ceil(np.log10(most)))), log_y=True,
            ),
            title="What removing the mean buys", key="removed",
            curve=tables.curves(removed, **by_removal),
            alt=f"For the ReLU it goes from {predicted(raw_steps)} with the whole mean to "
            f"{predicted(centred_steps)} without it." if learns
            else "The outputs do not vary, so there is nothing to learn.",
        )  # fmt: skip

    runs = [steps_to(run.measured, 1 / REDUCTION) for run in (seen.raw, seen.centred)]
    with_mean, without = (run or STEPS for run in runs)
    where = "where n m² is large beside v: in a wide layer, or with a mean large beside the spread."
    if not learns:
        verdict = "The outputs do not vary, so neither descent gets anywhere."
    elif runs == [None, None] and seen.after.zeros == 1:
        verdict = "Neither gets there: in this sample no unit is ever on."
    elif runs == [None, None]:
        verdict = "Neither gets there: in this sample some directions hardly vary."
    elif with_mean > 1.1 * without:
        times = f"{'more than' if runs[0] is None else 'about'} {number(with_mean / without, 2)}"
        verdict = f"So the mean makes descent {times} times as long here. It matters {where}"
    else:
        verdict = f"So the mean does not slow descent here. It can, {where}"
    st.markdown(
        f"A linear unit reads the layer and learns by gradient descent. To 1 / {REDUCTION:,} of "
        f"its loss (dotted) takes {taken}; by the formula {predicted(raw_steps)} and "
        f"{predicted(centred_steps)}. {verdict}"
        if learns
        else verdict
    )
    st.markdown(
        ":small[What this assumes: independent units, a linear read-out whose target weights sum "
        "to zero, one learning rate for all weights. A finite sample spreads the equal "
        "eigenvalues, so measured and predicted part, most where few units are on. Centring, "
        "batch normalisation and Adam remove most of the effect.]"
    )

    left, right = st.columns(2, gap="medium")
    with left:
        title = f"{other.label}, before and after"
        before_and_after(other, other_seen, other_mean, charts.LOW, title)
    with right:
        descents(
            f"Descent with ReLU and with {other.label}",
            "compared",
            {"relu": "ReLU", other.id: other.label, "predicted": f"{other.label}, predicted"},
            [seen.raw.measured, other_seen.raw.measured, other_seen.raw.predicted],
            f"{measured(seen.raw)} with ReLU, {measured(other_seen.raw)} with {other.label}",
        )
    st.markdown(
        f"{other.label} has a mean of {number(other_mean)} where the ReLU has {number(mean)}. "
        + (
            f"Its condition number is {number(other_kappa)}; its descent takes "
            f"{measured(other_seen.raw)} here, predicted {predicted(other_steps)}."
            if other_variance > 0
            else "Its outputs do not vary."
        )
    )

    # --- The story, judged ----------------------------------------------------------------------

    gap = {z: float(softplus(z) - relu(z)) for z in (0.0, 5.0)}
    slope = {z: float(softplus.derivative(z)) for z in (-5.0, 5.0)}
    sections.claims(
        [
            Claim(
                "One can take max(0, x) in place of softplus, and it works fine.",
                "loose",
                f"The values are close: ln 2 = {gap[0.0]:.4f} apart at 0 and {gap[5.0]:.4f} at ±5. "
                f"But the slope of softplus, {slope[-5.0]:.4f} at −5 and {slope[5.0]:.4f} at 5, "
                "becomes a step, exactly 0 below 0: a unit that is off for every input no longer "
                "learns. Nair and Hinton (2010) used max(0, x + noise).",
            ),
            Claim(
                "A positive mean can slow down learning.",
                "right",
                "Fair, and a negative mean does the same. Of the n eigenvalues that set the pace, "
                "all but one are v, and that one is v + n m². "
                + (
                    f"Here that is {number(small)} and {number(large)}: {predicted(raw_steps)} "
                    f"predicted, {predicted(centred_steps)} without the mean. "
                    if learns
                    else "Here v is 0, so nothing is learnt in any case. "
                )
                + "Taking the mean off removes it, batch normalisation and Adam most of it. Shown "
                "for independent units, a linear read-out and one shared learning rate.",
            ),
        ]
    )
    st.latex(
        rf"""\begin{{gathered}}
        a = \max(0, z) \\
        m = \mathrm{{E}}[a] = {number(mean)}, \quad v = {number(variance)} \\
        \lambda = v, \dots, v, \; v + n m^2 \\
        \kappa = 1 + \frac{{n m^2}}{{v}} = {shown_kappa}, \quad n = {width} \\
        \text{{loss}}(k) \propto \left(1 - \frac{{{rate:g}}}{{\kappa}}\right)^{{2k}}
        \end{{gathered}}"""
    )


kept.view(view, source)
sections.numbers()
sections.sources(sampling.moments, conditioning.next_layer, condition_number, conditioning.descent)
