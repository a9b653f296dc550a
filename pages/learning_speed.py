"""Learning speed: networks learn to read digits, every activation at its own best learning rate."""

import numpy as np
import streamlit as st

from activations import datasets, experiments, network
from activations.comparison import Ratio, paired_ratio, standing
from activations.experiments import COMPARED, RATES, TRAINABLE
from activations.training import Run
from dashboard import charts, controls, frame, kept, live, sections, tables, verdicts
from dashboard.sections import number, plural
from dashboard.verdicts import interval, times, verdict

frame.enter()

ACTS = {act.label: act for act in TRAINABLE.values()}
labels = list(ACTS)
LEVELS = {
    "training loss 0.5": (0.5, False), "training loss 0.1": (0.1, False),
    "training loss 0.02": (0.02, False), "training loss 0.01": (0.01, False),
    "test accuracy 90%": (0.9, True), "test accuracy 95%": (0.95, True),
}  # fmt: skip
RATE_WORDS = {f"{rate:g}": rate for rate in RATES}
FAIR, PAPER = "variance-preserving", "He"
SCALED = {"unit": "scaled to at most 1", "standard": "standardised", "raw": "unscaled"}
LIMIT = 20 * Run(COMPARED[0], RATES[0]).work  # some minutes of one core

# --- Controls -----------------------------------------------------------------------------------

with controls.group("The question"):
    first = ACTS[controls.choice("Does", labels, labels.index("ELU"), key="does",
                                 help="The activation that is said to learn faster.")]  # fmt: skip
    second = ACTS[controls.choice("learn faster than", labels, labels.index("ReLU"), key="than",
                                  help="The one that it is compared with.")]  # fmt: skip
    goal = controls.choice(
        "Count the epochs until", list(LEVELS), 1, key="goal",
        help="An epoch is one pass over the training set.",
    )  # fmt: skip
    beside = controls.several(
        "Show beside them", labels, [act.label for act in COMPARED], key="beside",
        help="Leaky ReLU has the slope 0.1 of the ELU paper. Those beyond the first seven are "
        "trained here while you wait.",
    )  # fmt: skip
with controls.group("How it is judged"):
    confidence = controls.slider("Confidence of the interval, %", 80, 99, 95, 1, key="confidence",
                                 help="A wider interval is surer to hold the ratio.")  # fmt: skip
    seeds = controls.slider("Seeds", 1, 10, 10, 1, key="net_seeds",
                            help="Draws of weights and batches, shared by all.")  # fmt: skip
    look = controls.slider("Layer", 1, 16, 8, 1, key="look",
                           help="Its mean is drawn; the last if there are fewer.")  # fmt: skip
with controls.group("Unfair on purpose"):
    one_rate = controls.toggle("One learning rate for all", False, key="one_rate",
                               help="Else each activation has its own best rate.")  # fmt: skip
    rate_word = controls.choice("That rate", list(RATE_WORDS), 2, key="lr",
                                disabled=not one_rate, help="The ELU paper has 0.01.")  # fmt: skip
    he = controls.toggle("He's initialisation for all", False, key="he",
                         help="Right for ReLU; for the others the wrong gain. Else each gets the "
                         "weight variance that keeps its own signal.")  # fmt: skip
    raw = controls.toggle("Unscaled inputs", False, key="raw",
                          help="Pixels from 0 to 16 instead of 0 to 1.")  # fmt: skip
    one_seed = controls.toggle("One seed only", False, key="one_seed",
                               help="A single run of each, as often seen.")  # fmt: skip
with controls.group("The network"):
    layers = controls.slider("Hidden layers", 1, 16, 8, 1, key="hidden", help="The paper has 8.")
    width = controls.slider("Units per layer", 16, 128, 128, 16, key="net_width",
                            help="The paper has 128.")  # fmt: skip
    length = controls.slider("Epochs", 5, 100, 40, 5, key="epochs", help="How long to train.")
    momentum = controls.slider("Momentum", 0.0, 0.95, 0.0, 0.05, key="momentum",
                               help="0 is plain stochastic gradient descent.")  # fmt: skip
    batch = controls.slider("Batch", 16, 128, 64, 16, key="batch", help="The paper has 64.")
    seed = controls.slider("First seed", 0, 99, 0, 1, key="first_seed", help="Other seeds.")
with controls.group("The data"):
    data = controls.choice("Data set", list(datasets.SETS), key="data",
                           help="1,797 handwritten digits, or 300 points.")  # fmt: skip
    standard = controls.toggle("Standardise each input", False, key="standardise",
                               help="Mean 0 and deviation 1, unless unscaled.")  # fmt: skip
    split = controls.slider("Split", 0, 99, 0, 1, key="split",
                            help="Which fifth is kept for testing.")  # fmt: skip

# --- What is trained ----------------------------------------------------------------------------

shown = [act for label, act in ACTS.items() if label in beside or act in (first, second)]
rates = (RATE_WORDS[rate_word],) if one_rate else RATES
base = Run(
    second, rates[0], data, "raw" if raw else "standard" if standard else "unit", split, layers,
    width, PAPER if he else FAIR, batch, momentum, length, seed, 1 if one_seed else seeds,
)  # fmt: skip
grid, missing, cut = experiments.plan(base, tuple(shown), rates, LIMIT)
layer = min(look, layers)
level, rising = LEVELS[goal]

if cut:
    trained = grid[0][0]
    st.warning(
        f"This is more than is trained here: {trained.seeds} of {base.seeds} seeds and "
        f"{trained.epochs} of {base.epochs} epochs are. Fewer layers, units or activations leave "
        "room for more; `python -m activations.training` on your own machine has no limit."
    )
training = live.follow(missing)
unfinished = any(map(training.left, missing))
scenario = sections.scenarios(
    {
        "A fair comparison": {},
        "The paper's setting": {"one_rate": True, "he": True, "epochs": experiments.PAPER_EPOCHS},
        "Wrong gain": {"he": True},
        "Unscaled inputs": {"raw": True},
        "One seed": {"one_seed": True},
    }
)
live.progress(training)


def view() -> None:
    """All that is below the controls."""
    # --- Numbers ----------------------------------------------------------------------------------

    rows = [[experiments.prepared(run) or training.curves(run) for run in runs] for runs in grid]
    curves = dict(zip([act.label for act in shown], rows, strict=True))
    stand = {label: standing(runs, level, rising) for label, runs in curves.items()}
    best = {label: runs[stand[label].chosen] for label, runs in curves.items()}
    chosen_rate = {label: rates[place.chosen] for label, place in stand.items()}
    names = charts.series(**{act.id: act.label for act in shown})
    members, last = grid[0][0].seeds, grid[0][0].epochs

    def of_pair(act, other) -> Ratio:
        return kept.ratio(stand[act.label].times, stand[other.label].times, confidence / 100)

    def told(label: str) -> str:
        """The median epochs of an activation, in words."""
        typical = stand[label].typical
        return number(typical, 3) if np.isfinite(typical) else f"more than {last}"

    def typical(values: np.ndarray) -> str:
        """The median over the seeds that have a value, in words."""
        known = values[np.isfinite(values)]
        return number(float(np.median(known)), 3) if known.size else "no value yet"

    found = of_pair(second, first)
    answer = verdict(found, first.label, second.label)
    if unfinished:
        answer = "still training" if training.going else "stopped early"
    switches = {"one rate for all": one_rate, "He's initialisation for all": he,
                "unscaled inputs": raw, "one seed": one_seed}  # fmt: skip
    unfair = [word for word, on in switches.items() if on]

    # --- First screen ---------------------------------------------------------------------------

    watch = {
        "A fair comparison": (
            "Each activation at its own best rate and its own right weight variance, ten seeds "
            "with the same draws for all."
        ),
        "The paper's setting": (
            "He's initialisation and the rate 0.01 for all, as in the ELU paper. "
            f"{verdicts.instead(3)}"
        ),
        "Wrong gain": (
            "Own rates, but He's initialisation for all: watch the largest rate that ELU and SELU "
            f"stand. {verdicts.instead(1)}"
        ),
        "Unscaled inputs": f"Pixels from 0 to 16: the usable rates shrink. {verdicts.instead(4)}",
        "One seed": (
            f"One run of each gives a ratio, but no idea how far to trust it: {verdicts.by_seed()}"
        ),
    }
    sections.watch(scenario, watch)
    until = f"Epochs until {goal}, the median over {members} seeds; the rate is "
    sections.metrics(
        (f"{first.label}: epochs", told(first.label),
         f"{until}{chosen_rate[first.label]:g}."),
        (f"{second.label}: epochs", told(second.label),
         f"{until}{chosen_rate[second.label]:g}."),
        (f"{second.label} takes", times(found.middle),
         f"The median over pairs of seeds. {confidence} % interval: {interval(found)}; "
         f"{first.label} is first in {found.wins}, {second.label} in {found.losses} of {members}."),
        ("Verdict", answer, f"By the {confidence} % bootstrap interval of the ratio; the rates are "
         "chosen anew for every resample of the seeds."),
    )  # fmt: skip

    def show_bands(x, values: dict, **look) -> None:
        """A chart of medians, one per activation, with bands around the two that are compared."""
        values = {label: value.astype(np.float64) for label, value in values.items()}
        middle = {label: np.median(value, axis=-1) for label, value in values.items()}
        pair = {act.label: values[act.label] for act in (first, second)}
        edges = {label: (value.min(axis=-1), value.max(axis=-1)) for label, value in pair.items()}
        picture, key, alt = look.pop("picture"), look.pop("key"), look.pop("alt")
        charts.show(
            picture, key=key, alt=alt, curve=tables.curves(x, **middle),
            band=tables.bands(x, **edges), **look,
        )  # fmt: skip

    passed = np.arange(last + 1)
    summary = ", ".join(f"{label} {told(label)}" for label in stand)
    show_bands(
        passed, {label: run.loss for label, run in best.items()}, key="loss",
        picture=charts.bands(
            "epoch", "training loss", names, x_domain=(0, last), y_domain=(1e-4, 10), log_y=True,
            also=() if rising else ("levels",), height=charts.TALL,
        ),
        alt=f"Training loss, each activation at {'one rate' if one_rate else 'its own best rate'}. "
        f"Epochs until {goal}: {summary}.",
        **({} if rising else {"levels": tables.levels((level, ""))}),
    )  # fmt: skip
    st.markdown(
        f"**{answer[0].upper()}{answer[1:]}.** {second.label} takes {times(found.middle)} the "
        f"epochs of {first.label} until {goal} (interval {interval(found)}). Lines are medians "
        f"over {plural(members, 'seed')}, the bands of these two go from the lowest seed to the "
        "highest; colours and dashes are the same in all charts of lines. "
        f"Set-up: {data}, inputs {SCALED[base.scaling]}, {plural(layers, 'hidden layer')} "
        f"of {width}, {base.initialisation} initialisation, SGD in batches of {batch}"
        f"{f' with momentum {momentum:g}' if momentum else ''}."
    )
    if unfair:
        st.info(f"Unfair on purpose: {', '.join(unfair)}. {verdicts.fairly()}")

    # --- More pictures --------------------------------------------------------------------------

    left, right = st.columns(2, gap="medium")
    with left:
        sweep = {k: np.where(np.isinf(p.times), np.nan, p.times) for k, p in stand.items()}
        lost = [
            (rate, last * (1 - 0.04 * place), label)
            for place, (label, at) in enumerate(stand.items())
            for rate, share in zip(rates, at.diverged, strict=True)
            if share >= 0.5
        ]
        crosses = {}
        if lost:
            x, y, label = zip(*lost, strict=True)
            crosses["crosses"] = tables.columns(x=x, y=y, series=label)
        gone = experiments.diverged(grid, rows)
        listed = {"diverged": tables.records(gone)} if gone else {}
        show_bands(
            np.array(rates), sweep, key="sweep",
            title="The one rate" if one_rate else "Every activation has its own best rate",
            picture=charts.bands(
                "learning rate", f"epochs until {goal}", names, log_x=True, points=True, gaps=True,
                legend=False, x_domain=(RATES[0], RATES[-1]), y_domain=(0, last),
                also=("crosses",) if lost else (),
            ),
            alt="Epochs against the learning rate; the best are "
            + ", ".join(f"{label} {rate:g}" for label, rate in chosen_rate.items()) + ".",
            beside=listed, **crosses,
        )  # fmt: skip
        st.markdown(
            "A line ends where the level is not reached; a cross marks a rate at which at least "
            f"half of the seeds diverge. {verdicts.lost(gone, len(shown) * len(rates) * members)}"
        )
    with right:
        seconds = {k: place.typical * best[k].seconds_each for k, place in stand.items()}
        seconds = {k: needed for k, needed in seconds.items() if np.isfinite(needed)}
        charts.show(
            charts.ranking("CPU seconds of one core", names, digits=".2f", signed=False),
            title="The same in CPU time", key="seconds",
            bars=tables.columns(value=np.array(list(seconds.values()), float),
                                series=np.array(list(seconds), str)),
            alt="CPU seconds of one seed until the level: "
            + ", ".join(f"{k} {number(v, 2)}" for k, v in seconds.items()) + ".",
        )  # fmt: skip
        both = verdicts.in_cpu_time(first.label, second.label, seconds)
        st.markdown(f"The epochs of one seed times the CPU time of an epoch, as measured. {both}")

    left, right = st.columns(2, gap="medium")
    with left:
        show_bands(
            passed, {label: run.means[:, layer - 1] for label, run in best.items()}, key="means",
            title=f"The mean activation of layer {layer}",
            picture=charts.bands("epoch", "mean activation", names, x_domain=(0, last), gaps=True,
                                 legend=False),
            alt=f"The mean activation of layer {layer} while the networks learn. Before training "
            f"it is {typical(best[first.label].means[0, layer - 1])} with {first.label}.",
        )  # fmt: skip
    with right:
        show_bands(
            np.arange(1, layers + 1), {k: run.means[run.known] for k, run in best.items()},
            key="by layer", title="The mean of every layer, at the end",
            picture=charts.bands("layer", "mean activation", names, points=True, gaps=True,
                                 legend=False),
            alt=f"The mean activation of each of {layers} layers after training.",
        )  # fmt: skip
    if data == "digits":
        show_bands(
            passed, {label: run.accuracy for label, run in best.items()}, key="accuracy",
            title="Test accuracy",
            picture=charts.bands("epoch", "share of the test images read right", names,
                                 x_domain=(0, last), y_domain=(0.8, 1), gaps=True, legend=False),
            alt="Accuracy on the images kept for testing: "
            + ", ".join(f"{k} {typical(run.accuracy[run.known])}" for k, run in best.items()) + ".",
        )  # fmt: skip
    else:
        points = datasets.split(data, base.scaling, split)
        colours = ("input", "sum", "centred")[: points.classes]
        kinds = charts.series(**{name: f"class {i}" for i, name in enumerate(colours, 1)})
        label_of = np.array([label for label, _ in kinds])
        charts.show(
            charts.areas("first input", "second input", kinds),
            key="areas", title=f"What {first.label} has learnt",
            cells=tables.cells(best[first.label].areas, label_of),
            dots=tables.columns(x=points.train[:, 0], y=points.train[:, 1],
                                series=label_of[points.train_labels]),
            alt=f"The plane, divided by the first seed of {first.label} into {points.classes} "
            "classes, and the training points.",
        )  # fmt: skip

    st.subheader("Is it the mean, the slope or the scale?", anchor=False)
    relu = TRAINABLE["relu"]
    if relu in shown and len(shown) > 1:
        verdicts.against_relu([
            (act, told(act.label), of_pair(relu, act)) for act in shown if act != relu
        ])  # fmt: skip
        st.markdown(
            f"Epochs until {goal} in this view, medians over seeds, with {confidence} % intervals. "
            "Centred ReLU differs in its mean and, unless He's initialisation is on, in the weight "
            "variance that goes with it."
        )
    else:
        st.markdown("Show ReLU and others beside it, and this table compares them one by one.")

    verdicts.confounds()

    # --- The story, judged ----------------------------------------------------------------------

    verdicts.claims()
    variance = network.weight_variance(first, base.initialisation)
    st.latex(
        rf"""\begin{{gathered}}
        w \leftarrow w - \eta\,\frac{{\partial L}}{{\partial w}}, \quad
        \eta = {chosen_rate[first.label]:g} \\
        \operatorname{{Var}} w = \frac{{{variance:.4g}}}{{n_\text{{in}}}}
        \quad \text{{for {first.label}}}
        \end{{gathered}}"""
    )
    st.markdown(
        ":small[One small data set, plain SGD, no normalisation layers: other settings may differ. "
        "Digits: E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI "
        "Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; test part, as "
        "distributed with scikit-learn, scaled. A random split is not independent of the writer.]"
    )


if unfinished:
    view()
else:
    kept.view(view)
sections.numbers()
sections.sources(network.Network.gradient, standing, paired_ratio)
live.look_again(training)
