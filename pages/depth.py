"""Depth: a signal forward and a gradient back through a deep random network, and a prediction."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, propagation
from activations.listings import PAPER_LEAK, PAPER_LEAKY
from activations.propagation import INITIALISATIONS, Spread, over_seeds
from activations.saturation import largest_slope
from dashboard import charts, claims, controls, frame, kept, sections, tables
from dashboard.sections import listed, number, power

frame.enter()

OWN, INPUTS, LIMIT = "My own", 8, 10
LEAST_SEEDS, MOST_WEIGHTS, MOST_UNITS = 5, 8_000_000, 400_000  # what one view may draw
GATED = ("GELU", "SiLU", "Mish")
COMPARED = (
    "sigmoid", "tanh", "softsign", "softplus", "relu", "leaky_relu", "elu", "selu", "gelu", "silu",
    "mish",
)  # fmt: skip

sigmoid, selu = ACTIVATIONS["sigmoid"], ACTIVATIONS["selu"]
leaky = PAPER_LEAKY
choices = {a.label: a for a in (ACTIVATIONS | {leaky.id: leaky}).values() if a.id in COMPARED}
usual = [ACTIVATIONS[name].label for name in ("sigmoid", "tanh", "relu", "elu")]

# --- Controls -----------------------------------------------------------------------------------

with controls.group("The network"):
    depth = controls.slider(
        "Layers L", 4, 64, 50, 1, key="layers", help="How many layers the signal goes through.",
    )  # fmt: skip
    functions = controls.several(
        "Activations", list(choices), usual, key="activations",
        help=f"All get the same draws. Default parameters, but leaky ReLU with slope {PAPER_LEAK}.",
    )  # fmt: skip
    width = controls.slider(
        "Units n in a layer", 8, 160, 96, 8, key="units",
        help="The prediction is for infinitely many units.",
    )  # fmt: skip
    asked = controls.slider(
        "Networks (seeds)", LEAST_SEEDS, 20, 10, 1, key="seeds",
        help="Each is drawn anew; the bands go from the smallest to the largest of them.",
    )  # fmt: skip
with controls.group("How it is initialised"):
    initialisation = controls.choice(
        "Initialisation", [*INITIALISATIONS, OWN], key="initialisation",
        help="The variance of a weight, times n: He 2 (leaky ReLU: 2 / (1 + a²)), LeCun 1, and "
        "Glorot 1 because the layers are square. Their biases are 0.",
    )  # fmt: skip
    own_weights = controls.slider(
        "Weight variance times n, σ_w²", 0.05, 20.0, 1.5, 0.05, key="weight_variance",
        disabled=initialisation != OWN, help="For “My own”, the same for every activation.",
    )  # fmt: skip
    own_biases = controls.slider(
        "Bias variance σ_b²", 0.0, 2.0, 0.0, 0.01, key="bias_variance",
        disabled=initialisation != OWN, help="For “My own”: biases are drawn from N(0, σ_b²).",
    )  # fmt: skip
with controls.group("What goes in"):
    input_mean = controls.slider(
        "Mean of the inputs", -3.0, 3.0, 0.0, 0.1, key="input_mean",
        help="Every input of the first layer is drawn from a normal distribution.",
    )  # fmt: skip
    input_variance = controls.slider(
        "Variance of the inputs", 0.05, 10.0, 1.0, 0.05, key="input_variance",
        help="The spread of that distribution, squared.",
    )  # fmt: skip
    threshold = controls.slider(
        "Saturated where |slope| is below", 0.001, 0.25, 0.05, 0.001, key="flat",
        help="There is no agreed limit, so it is yours to set.", format="%.3f",
    )  # fmt: skip

scenario = sections.scenarios(
    {
        "He's start": {},
        "The same at LeCun": {"initialisation": "LeCun"},
        "SELU's fixed point": {"initialisation": "LeCun", "activations": [selu.label]},
        "ELU under He grows": {"layers": 64, "activations": ["ReLU", "ELU"]},
        "Where the prediction fails": {"activations": ["Softplus", "GELU", "SiLU"]},
    }
)


def view() -> None:
    """All that is below the controls."""
    # --- Numbers --------------------------------------------------------------------------------

    chosen = [choices[label] for label in functions or [sigmoid.label]]
    every = chosen if sigmoid in chosen else [*chosen, sigmoid]  # it has a chart of its own
    drawable = MOST_UNITS // (depth * width * len(every)), MOST_WEIGHTS // (depth * width**2)
    seeds = max(LEAST_SEEDS, min(asked, *drawable))
    own = initialisation == OWN
    bias_variance = own_biases if own else 0.0
    scheme = (own_weights if own else propagation.weight_variance(initialisation, a) for a in every)
    weight_variances = {act.label: v for act, v in zip(every, scheme, strict=True)}
    signal = {
        "depth": depth, "bias_variance": bias_variance, "input_mean": input_mean,
        "input_variance": input_variance, "threshold": threshold,
    }  # fmt: skip
    variances = list(weight_variances.values())
    measured = propagation.measure(
        every, width=width, seeds=seeds, weight_variances=variances, inputs=INPUTS, **signal
    )
    results = {}
    for act, run, v in zip(every, measured, variances, strict=True):
        mean_field = propagation.predict(act, weight_variance=v, **signal)
        settled = propagation.fixed_point(act, v, bias_variance, mean_field.second_moment[0])
        results[act.label] = run, mean_field, settled
    labels = [act.label for act in chosen]
    gradients = {
        label: over_seeds(run.log10_gradient / 2) for label, (run, _, _) in results.items()
    }
    expected = {
        label: mean_field.log10_gradient / 2 for label, (_, mean_field, _) in results.items()
    }
    ratios = {label: gradients[label].middle[0] for label in labels}
    verdicts = {label: propagation.verdict(ratio, LIMIT) for label, ratio in ratios.items()}
    agreements = {label: propagation.agreement(*results[label][:2]) for label in results}
    weakest, strongest = min(ratios, key=ratios.get), max(ratios, key=ratios.get)
    healthy = [label for label in labels if verdicts[label] == "healthy"]
    off = [label for label in labels if agreements[label] == "outside"]
    scattered = [label for label in labels if agreements[label] == "scattered"]
    layers = np.arange(1, depth + 1)
    names = charts.series(**{act.id: act.label for act in chosen})

    # --- First screen ---------------------------------------------------------------------------

    ends = ", ".join(f"{label} {power(ratios[label])}" for label in labels)
    watch = {
        "He's start": f"First over last layer: {ends}. He et al. chose this variance for the ReLU.",
        "The same at LeCun": f"With half the weight variance the ReLU vanishes, too: {ends}.",
        "SELU's fixed point": (
            f"Mean 0 and variance 1 stay, but χ is {number(results[labels[-1]][1].chi[-1])}, not "
            f"1: {ends}."
        ),
        "ELU under He grows": (
            "No fixed point: the variance rises layer by layer, and the gradient going back. "
            f"{ends}."
        ),
        "Where the prediction fails": (
            f"Beads leave the middle of wide bands. Outside a band: {listed(off)}. Networks made "
            f"alike differ more than {propagation.SCATTER:g}-fold: {listed(scattered)}."
        ),
    }
    sections.watch(scenario, watch)
    sections.metrics(
        (f"Weakest: {weakest}", power(ratios[weakest]),
         "The norm of the gradient at the first layer, relative to the last. Median of the seeds."),
        (f"Strongest: {strongest}", power(ratios[strongest]), "The same for the largest."),
        ("Healthy", f"{len(healthy)} of {len(labels)}",
         f"Gradients that change at most {LIMIT}-fold from the last layer to the first."),
        ("Prediction holds for", f"{len(labels) - len(off) - len(scattered)} of {len(labels)}",
         f"Outside the band of the seeds: {listed(off)}. Seeds too far apart: "
         f"{listed(scattered)}."),
    )  # fmt: skip

    def layered(y: str, names, runs: dict, beads: dict, *, title="", alt: str, **more) -> None:
        """A chart by layer: a band and its median per activation, and beads where predicted."""
        x = layers[: len(next(iter(runs.values())).middle)]
        predicted = {"predicted": tables.curves(x, **beads)} if beads else {}
        if more.get("log_y"):
            every = [edge for run in runs.values() for edge in run]
            more["y_domain"] = tables.decades(*every, *beads.values())
            floor = more["y_domain"][0]  # a band goes down to it where a network has nothing left
            runs = {
                a: run._replace(low=np.nan_to_num(run.low, nan=floor)) for a, run in runs.items()
            }
        charts.show(
            charts.bands("layer", y, names, also=tuple(predicted), **more),
            title=title, key=y, alt=alt, **predicted,
            curve=tables.curves(x, **{label: run.middle for label, run in runs.items()}),
            band=tables.bands(x, **{label: (run.low, run.high) for label, run in runs.items()}),
        )  # fmt: skip

    def of_log(run: Spread) -> Spread:
        return Spread(*map(tables.powers, run))

    sizes = {label: of_log(run) for label, run in gradients.items()}
    beads = {label: tables.powers(values) for label, values in expected.items()}
    layered(
        "gradient coming back, relative norm", names,
        {label: sizes[label] for label in labels}, {label: beads[label] for label in labels},
        log_y=True, height=charts.TALL,
        alt=f"The gradient at each of {depth} layers, relative to the last one, on a log scale. At "
        f"the first layer: {ends}.",
    )  # fmt: skip

    # --- More pictures --------------------------------------------------------------------------

    few = f" (of {asked} asked for: a view draws only so many weights)" if seeds < asked else ""
    st.markdown(
        f"Lines are medians of {seeds} networks{few}, bands go from the smallest to the largest, "
        "beads are the mean-field prediction; colours and dashes are the same in all charts. A "
        f"random gradient enters at layer {depth} and goes back."
    )
    rows = ["| | first / last layer | predicted | √χ | q* |", "|---|---|---|---|---|"]
    for label in labels:
        run, mean_field, settled = results[label]
        least, median, most = (power(edge[0], 2) for edge in gradients[label])
        at_rest = number(settled.second_moment) if settled else "grows on"
        rows.append(
            f"| {label}: **{verdicts[label]}** | {median} ({least} to {most}) "
            f"| {power(expected[label][0], 2)} | {number(mean_field.chi[-1] ** 0.5)} | {at_rest} |"
        )
    st.markdown("\n".join(rows))
    st.markdown(
        f"The rule: *vanishing* if the median network's first layer gets less than 1/{LIMIT} of "
        f"the last layer's gradient, *exploding* if more than {LIMIT} times, else *healthy*. √χ is "
        "what the last layer does to the norm, predicted; q* is the mean square of the "
        "pre-activations at which the signal settles."
    )
    if off:
        st.markdown(
            f"**The prediction fails for {listed(off)}**: it lies outside the band, at the first "
            "layer's gradient or the last layer's signal. It is made for infinite width; here "
            f"n = {width}. Each would happen to a right prediction of the median with probability "
            f"{number(2.0 ** (1 - seeds), 2)}."
        )
    if scattered:
        st.markdown(
            f"**No single prediction describes {listed(scattered)}**: networks made alike differ "
            f"more than {propagation.SCATTER:g}-fold in their gradient, or lose it altogether."
        )
    if not off and not scattered:
        st.markdown("Here the prediction lies inside every band, and no band is wide.")
    fading = {a.label: weight_variances[a.label] * a.derivative(0.0) ** 2 for a in chosen}
    fading = [
        f"{a} {number(fading[a], 2)}"
        for a in fading
        if a in GATED and fading[a] < 1 <= weight_variances[a] / 2
    ]
    if fading:
        st.markdown(
            f"Small signals die out where σ_w² f′(0)² is below 1 ({listed(fading)}), while large "
            "ones shrink less, as with a ReLU. In between chance decides, and no prediction knows "
            "that."
        )

    def pictured(
        column, quantity: str, y: str, title: str, said: str, *, beads=True, **more
    ) -> None:
        """One quantity by layer, its prediction, and a sentence that ends in its last values."""
        runs = {label: over_seeds(getattr(results[label][0], quantity)) for label in labels}
        last = {label: runs[label].middle[-1] for label in labels}
        percent = "y_domain" in more
        last = [f"{a} {z:.0%}" if percent else f"{a} {number(z, 3)}" for a, z in last.items()]
        said = f"{said} At the last layer: {', '.join(last)}.".replace("nan", "no gradient left")
        size = len(next(iter(runs.values())).middle)
        predicted = {label: getattr(results[label][1], quantity)[:size] for label in labels * beads}
        if "log_y" in more:
            with np.errstate(divide="ignore"):
                runs = {label: of_log(np.log10(run)) for label, run in runs.items()}
                predicted = {
                    label: tables.powers(np.log10(row)) for label, row in predicted.items()
                }
        with column:
            alt = f"{title}. {said}"
            layered(y, names, runs, predicted, title=title, alt=alt, legend=False, **more)
            st.markdown(said)

    left, right = st.columns(2, gap="medium")
    mean, variance = "mean of the activations", "variance of the activations"
    pictured(left, "mean", mean, f"The {mean}", "Over the units and inputs of a network.")
    pictured(right, "variance", variance, f"The {variance}", "On a log axis.", log_y=True)
    left, right = st.columns(2, gap="medium")
    pictured(
        left, "chi", "χ, change of the squared gradient", "What one layer does to the gradient",
        "χ = σ_w² E[f′(z)²] for one layer back: at 1 the gradient keeps its size.",
    )  # fmt: skip
    with right:
        steepest, passed = largest_slope(sigmoid), depth - 1
        bound = np.log10(steepest) * (depth - layers)
        real, bounded = gradients[sigmoid.label].middle[0], bound[0]
        famous = f"{steepest:g} per layer"
        layered(
            "gradient, relative norm", charts.series(sigmoid=sigmoid.label, input=famous),
            {sigmoid.label: sizes[sigmoid.label], famous: Spread(*[tables.powers(bound)] * 3)},
            {sigmoid.label: beads[sigmoid.label]}, log_y=True,
            title=f"Sigmoid: {steepest:g} to the power of L, and the real decay",
            alt=f"On a log scale: through {passed} layers the sigmoid's gradient becomes "
            f"{power(real)}; {steepest:g} to that power is {power(bounded)}.",
        )  # fmt: skip
        times = f"{power(abs(real - bounded), 2)} times"
        apart = f"{times} as large" if real > bounded else f"{times} smaller"
        st.markdown(
            f"{steepest:g} is the steepest slope, so {steepest:g}ᴸ⁻¹ = {power(bounded)} bounds the "
            "product of the slopes. The weights (σ_w² = "
            f"{number(weight_variances[sigmoid.label])}) are not in it: the real gradient is "
            f"{power(real)}, {apart}."
        )
    left, right = st.columns(2, gap="medium")
    pictured(
        left, "saturated", "share of saturated units", "Saturated units",
        f"A slope between −{threshold:g} and {threshold:g}.", y_domain=(0, 1),
    )  # fmt: skip
    pictured(
        right, "dead", "share of dead units", "Dead units",
        f"Slope exactly 0 for all {INPUTS} inputs.", y_domain=(0, 1), beads=False,
    )  # fmt: skip

    # --- The story, judged ----------------------------------------------------------------------

    share = np.median(results[sigmoid.label][0].saturated[-1])
    sections.claims(claims.of_depth(share, passed, real, bounded))
    first = chosen[0]
    of_first = results[first.label][1]
    st.latex(
        rf"""\begin{{gathered}}
        q_{{l+1}} = \sigma_w^2\,\mathrm{{E}}[f(z)^2] + \sigma_b^2 \\
        \chi_l = \sigma_w^2\,\mathrm{{E}}[f'(z)^2] \\
        \quad z \sim N(0, q_l) \\ \mathrm{{E}}\,\|g_1\|^2 = \textstyle\prod_{{l<L}} \chi_l\;
        \mathrm{{E}}\,\|g_L\|^2 \\
        f(x) = {first.filled_formula()} \\
        \sigma_w^2 = {weight_variances[first.label]:.6g}, \quad \sigma_b^2 = {bias_variance:g} \\
        q_{{{depth}}} = {number(of_first.second_moment[-1])}, \quad
        \chi_{{{depth}}} = {number(of_first.chi[-1])}
        \end{{gathered}}"""
    )


kept.view(view)
sections.numbers()
sections.sources(
    propagation.weight_variance, propagation.measure, propagation.predict, propagation.fixed_point
)
