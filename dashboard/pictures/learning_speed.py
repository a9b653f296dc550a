"""The pictures of trained networks: learning curves, rates, ratios, means, prices."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import streamlit as st

from activations.learning import datasets
from activations.learning.comparison import Ratio
from activations.learning.experiments import RATES, Diverged
from dashboard import charts, sections, tables, verdicts
from dashboard.trained import LEVELS, RELU, USUAL_RUN, View, middle
from dashboard.wording import plural

FACTORS, FEWER_FACTORS = (1 / 4, 8), (1 / 4, 4)  # what the pictures of ratios show
SECONDS, SHARES = (0.01, 10), (0.9, 1)


def learning(shown: View, *pair: str) -> None:
    """The curves of two in their bands, those of the others grey."""
    level, rising = LEVELS[shown.goal]
    read = shown.run.read_after % shown.run.steps == 0  # accuracy is read after whole epochs
    rows = read if rising else slice(None)
    passed = (shown.run.read_after / shown.run.steps)[rows]
    curves = {k: (run.accuracy if rising else run.loss)[rows] for k, run in shown.best.items()}
    of_pair = {k: curve for k, curve in curves.items() if k in pair}
    others = [middle(curve) for k, curve in curves.items() if k not in pair]
    edges = {k: (curve.min(axis=-1), curve.max(axis=-1)) for k, curve in of_pair.items()}
    charts.show(
        charts.bands(
            "epoch",
            "share of the test images read right" if rising else "training loss",
            charts.series_of(act for act in shown.activations if act.label in pair),
            x_domain=(0, USUAL_RUN.epochs),
            y_domain=(0.6, 1) if rising else (1e-4, 10),
            log_y=not rising,
            gaps=True,
            also=("faint", "levels"),
            height=charts.TALL,
        ),
        name="Learning curves",
        key="curves",
        curve=tables.curves(passed, **{k: middle(curve) for k, curve in of_pair.items()}),
        band=tables.bands(passed, **edges),
        faint=_behind(passed, others),
        levels=tables.levels((level, "")),
        alt=f"Learning curves, each activation at its own best rate. Epochs until {shown.goal}: "
        + ", ".join(f"{label} {shown.told(label)}" for label in curves),
    )


def _behind(x: np.ndarray, curves: list[np.ndarray]) -> pa.Table:
    """The `faint` table of curves that may end early; of none, too."""
    known = [np.isfinite(curve) for curve in curves]
    heights = [curve[there] for curve, there in zip(curves, known, strict=True)]
    return tables.columns(
        x=np.concatenate([[], *(x[there] for there in known)]),
        y=np.concatenate([[], *heights]),
        part=np.repeat(np.arange(len(curves), dtype=np.int8), [len(part) for part in heights]),
    )


def sweep(shown: View, gone: list[Diverged]) -> None:
    """Epochs against the rate for each activation; `gone` can be read beside it."""
    arrived = shown.arrived
    rates = {label: shown.rate(label) for label in arrived}
    typical = {label: finite(middle(at.times)) for label, at in shown.standings.items()}
    charts.show(
        charts.dotted(
            "learning rate",
            "epochs until the goal",
            charts.series_of(shown.activations),
            log_x=True,
            log_y=True,
            x_domain=(RATES[0], RATES[-1]),
            y_domain=(0.5, 100),
            also=("crosses",),
            height=charts.TALL,
        ),
        title="Every activation has its own best rate",
        key="sweep",
        curve=tables.curves(np.array(RATES), **typical),
        crosses=_crosses(shown),
        best=_dots([*rates.values()], [*arrived.values()], [*arrived]),
        beside={"diverged": tables.records(gone)} if gone else {},
        alt=f"Epochs until {shown.goal} against the learning rate; the best are "
        + ", ".join(f"{label} {rate:g}" for label, rate in rates.items()),
    )


def _dots(x: Sequence[float], y: Sequence[float], labels: Sequence[str]) -> pa.Table:
    """A table of dots, of none too."""
    return tables.columns(
        x=np.array(x, float), y=np.array(y, float), series=np.array(labels, np.str_)
    )


def finite(values: np.ndarray) -> np.ndarray:
    """With a gap where there is no number."""
    return np.where(np.isfinite(values), values, np.nan)


def _crosses(shown: View) -> pa.Table:
    """The `crosses` table: rates at which at least half of the seeds diverge."""
    lost = [
        (rate, 90 / 1.15**place, label)
        for place, (label, at) in enumerate(shown.standings.items())
        for rate, share in zip(RATES, at.diverged, strict=True)
        if share >= 0.5
    ]
    return _dots(*(zip(*lost, strict=True) if lost else ((), (), ())))


def areas(shown: View, of: str) -> None:
    """The plane as the first network of an activation has learnt to divide it."""
    run = shown.run
    points = datasets.split(run.data, run.scaling, run.split)
    places = ("input", "sum", "centred")[: points.classes]
    kinds = charts.series(**{name: f"class {i}" for i, name in enumerate(places, 1)})
    label_of = np.array([label for label, _ in kinds])
    charts.show(
        charts.areas("first input", "second input", kinds, height=charts.TALL),
        key="areas",
        title=f"What {of} has learnt",
        cells=tables.cells(shown.best[of].areas, label_of),
        dots=tables.columns(
            x=points.train[:, 0], y=points.train[:, 1], series=label_of[points.train_labels]
        ),
        alt=f"The plane, divided by the first seed of {of} into {points.classes} classes, and the "
        "training points.",
    )


def row(label: str, ratio: Ratio, words: str) -> tuple:
    """A row of a picture of ratios; too few seeds have no whisker."""
    ends = (ratio.low, ratio.high) if ratio.enough else (ratio.middle, ratio.middle)
    return label, ratio.middle, *ends, words


def arriving(found: dict[str, Ratio]) -> dict[str, Ratio]:
    """Those of activations that both arrive: what has a place on the axis."""
    return {name: ratio for name, ratio in found.items() if 0 < ratio.middle < np.inf}


def told(found: dict[str, Ratio]) -> str:
    return ", ".join(f"{name} {verdicts.factor(ratio)}" for name, ratio in found.items())


def ratios(shown: View, found: dict[str, Ratio]) -> None:
    """How many times the epochs of each ReLU takes, if both arrive, and in what it differs."""
    found = arriving(found)
    rows = [
        row(label, ratio, verdicts.DIFFERS.get(label, "its whole shape"))
        for label, ratio in found.items()
    ]
    rows += [(RELU, 1.0, 1.0, 1.0, "itself")] * bool(rows)
    charts.show(
        charts.spans(
            "ReLU's epochs over its own",
            charts.series_of(shown.activations),
            kind="factors",
            x_domain=FACTORS,
            words=140,
        ),
        title="How many times as many epochs ReLU takes",
        key="ratios",
        dots=tables.spans(FACTORS, *rows),
        marks=tables.marks((1.0, "")),
        alt=f"How many times the epochs of each ReLU takes, with 95 % intervals: {told(found)}",
    )


def layer(shown: View, number: int) -> None:
    """The mean of a layer while the networks learn."""
    charts.show(
        charts.lines(
            "epoch",
            "mean activation",
            charts.series_of(shown.activations),
            x_domain=(0, USUAL_RUN.epochs),
            y_domain=(-0.4, 1.6),
            gaps=True,
            also=("levels",),
            legend=False,
            height=charts.TALL,
        ),
        title="The mean of the layer",
        key="means",
        levels=tables.levels((0.0, "")),
        curve=tables.curves(np.arange(shown.run.epochs + 1), **shown.means(number)),
        alt=f"The mean activation of layer {number} while the networks learn, by activation.",
    )


def price(shown: View) -> None:
    """CPU seconds of one seed until the goal."""
    _seeds(
        shown,
        shown.seconds,
        {k: shown.standings[k].best * shown.costs[k] for k in shown.seconds},
        axis="CPU seconds of one core",
        kind="amounts",
        within=SECONDS,
        words=verdicts.seconds,
        title="CPU time until the goal",
        key="seconds",
        alt="CPU seconds of one seed until the goal",
    )


def accuracy(shown: View) -> None:
    """The share of the test images read right at the end."""
    _seeds(
        shown,
        shown.reads,
        shown.accuracies,
        axis="test images read right",
        kind="shares",
        within=SHARES,
        words=verdicts.percent,
        title="On images it has not seen",
        key="accuracy",
        alt="The share of the test images read right after training",
    )


def _seeds(
    shown: View,
    typical: dict[str, float],
    each: dict[str, np.ndarray],
    *,
    axis: str,
    kind: str,
    within: tuple[float, float],
    words: Callable[[float], str],
    title: str,
    key: str,
    alt: str,
) -> None:
    """A dot for the typical seed of each activation, and a whisker over all of them."""
    told = {label: words(value) for label, value in typical.items()}
    rows = [(k, typical[k], each[k].min(), each[k].max(), told[k]) for k in typical]
    charts.show(
        charts.spans(axis, charts.series_of(shown.activations), kind=kind, x_domain=within),
        title=title,
        key=key,
        dots=tables.spans(within, *rows),
        marks=tables.marks(),
        alt=f"{alt}: " + ", ".join(f"{label} {value}" for label, value in told.items()),
    )


def draw_price(shown, split, **_):
    so_far = shown.so_far(*shown.curves)
    none, when = shown.in_place_of("none arrives", *shown.curves)
    seconds, reads = shown.seconds, shown.reads
    images = len(datasets.split("digits", "unit", split).test)
    cheapest = min(seconds, key=seconds.get, default=None)
    best = max(reads, key=reads.get, default=None)
    sections.metrics(
        (
            f"Least CPU time{so_far}",
            verdicts.brief(cheapest or when),
            f"One seed, until {shown.goal}.",
        ),
        (
            f"It takes{so_far}",
            verdicts.seconds(seconds[cheapest]) if cheapest else none,
            "Epochs times the CPU time of one, timed beforehand; if the batch is not 64, here.",
        ),
        (
            f"Reads best{so_far}",
            verdicts.brief(best or none),
            f"Of {images} test images, after training.",
        ),
        (
            f"It reads{so_far}",
            verdicts.percent(reads[best]) if best else none,
            f"The median over {plural(shown.run.seeds, 'seed')}.",
        ),
    )
    left, right = st.columns(2, gap="medium")
    with left:
        price(shown)
    with right:
        accuracy(shown)
    said = verdicts.of_price(shown) + verdicts.of_test(shown, images)
    sections.say(verdicts.unfinished(shown) if so_far else said)
