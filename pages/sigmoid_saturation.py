"""Sigmoid saturation: a unit and its slope, a neuron that has to learn, a chain of such units."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS
from activations.saturation import (
    LOSSES,
    Chain,
    chain,
    counted_steps,
    flow_steps,
    largest_slope,
    learning_neuron,
    saturated_share,
    saturated_zones,
    settled_factor,
)
from dashboard import charts, sections, steps, tables
from dashboard.claims import sigmoid_saturation as claims
from dashboard.controls import Slider, Toggle
from dashboard.questions.sigmoid_saturation import ASKED
from dashboard.wording import number, plural, power

SIGMOID = ACTIVATIONS["sigmoid"]
STEEPEST = largest_slope(SIGMOID)
WIDEST = 20  # the inputs reach no further
STEPS = 100  # of a neuron, shown
COUNTED = 10_000  # and counted, at most
LEARNT = 0.9  # the output that counts as learnt
ROW = 50  # units shown
GONE = -6  # the power of ten below which a gradient counts as gone
LOWEST = -36  # the power of ten at which the picture of the row ends

CONTROLS = {
    "probe": Slider(
        "Probe at x", -20.0, 20.0, 8.0, 0.1, help="Where the output and the slope are read off."
    ),
    "offset": Slider(
        "Offset α", -10.0, 10.0, 0.0, 0.1, help="Moves the curve: the unit computes σ(x − α)."
    ),
    "reach": Slider(
        "Inputs from −R to R, R =",
        2,
        WIDEST,
        10,
        1,
        help="The inputs run from −R to R in steps of 0.2, the end left out, as in the post.",
    ),
    "threshold": Slider(
        "Saturated where the slope is below",
        0.001,
        0.25,
        0.05,
        0.001,
        format="%.3f",
        help="There is no agreed limit, so it is yours to set. The largest slope is 0.25.",
    ),
    "log_slope": Toggle(
        "Slope on a log axis",
        help="The slope is never exactly zero; a log axis shows how small it gets.",
    ),
    "start": Slider(
        "Start at z",
        -20.0,
        20.0,
        -8.0,
        0.5,
        help="The pre-activation before the first step. The target is 1, so negative is wrong.",
    ),
    "rate": Slider(
        "Learning rate",
        0.05,
        10.0,
        1.0,
        0.05,
        help="The size of a gradient-descent step, the same for both losses.",
    ),
    "depth": Slider(
        "Units in a row, L",
        1,
        ROW,
        10,
        1,
        help="Unit 1 gets z = w x with x = 0, each later one z = w × (output of the unit before).",
    ),
    "weight": Slider(
        "Weight w", 0.1, 20.0, 1.0, 0.1, help="The same weight in front of every unit."
    ),
}


@steps.step(
    scenarios={
        "As in the post": {},
        "Move the curve": {"offset": 3.0, "probe": 3.0},
        "How small is it?": {"probe": 10.0, "reach": 20, "threshold": 0.001, "log_slope": True},
    }
)
def the_curve(probe, offset, reach, threshold, log_slope):
    """Where does the sigmoid stop responding to its input?"""
    slope = float(SIGMOID.derivative(probe - offset))
    share = saturated_share(SIGMOID, np.arange(-reach, reach, 0.2) - offset, threshold)
    zones = np.array(saturated_zones(SIGMOID, -40.0, 40.0, threshold)) + offset
    zones = np.clip(zones, -reach, reach)
    zones = zones[zones[:, 0] < zones[:, 1]]
    at, here = number(probe), output(probe - offset)
    sections.metrics(
        (f"Output at x = {at}", here, "σ(x − α), between 0 and 1."),
        (f"Slope at x = {at}", number(slope), "σ′ = σ(1 − σ), at most 0.25."),
        ("Inputs saturated", f"{share:.0%}", "The share whose slope is below the threshold."),
    )
    beside_its_slope(
        probe,
        offset,
        log_slope,
        zones,
        marks=tables.marks((-reach, f"inputs from −{reach} to {reach}"), (reach, "")),
        levels=tables.levels((threshold, f"threshold {threshold:g}")),
        alt=f"The sigmoid with offset {number(offset)}, its slope below. At x = {at} it is {here} "
        f"with slope {number(slope)}; {share:.0%} of the inputs from −{reach} to {reach} lie where "
        f"the slope is below {threshold:g}.",
    )
    sections.say(about_the_slope(probe, offset, slope, threshold, bool(zones.size)))


def beside_its_slope(
    probe: float, offset: float, log_slope: bool, zones: np.ndarray, *, alt: str, **rules
) -> None:
    """The curve over its slope, a dot at the probe, a tangent under the pointer, and rules."""
    x, y_domain = np.linspace(-WIDEST, WIDEST, 241), (-0.1, 1.15)
    value, slope = SIGMOID.evaluate(x - offset)
    charts.show(
        charts.stacked(
            "input x",
            ("output", "slope"),
            charts.series_of([SIGMOID]),
            x_domain=(-WIDEST, WIDEST),
            y_domains=(y_domain, (1e-15, 1) if log_slope else (-0.02, 0.28)),
            log_lower=log_slope,
            also=("zones", *rules, "tangents"),
        ),
        name="The curve and its slope",
        key="curve",
        curve=tables.curves(x, **{SIGMOID.label: value}),
        zones=tables.zones(zones),
        lower=tables.curves(x, **{SIGMOID.label: slope}),
        probe=tables.dot(probe, float(SIGMOID(probe - offset))),
        lower_probe=tables.dot(probe, float(SIGMOID.derivative(probe - offset))),
        **rules,
        tangents=tables.tangents(x, value, slope, y_domain),
        alt=alt,
    )


def output(z: float) -> str:
    """The output of the unit in words; one that is nearly 1 by how much it lacks."""
    near_one = float(SIGMOID(z)) >= 0.9999
    return f"1 − {number(float(SIGMOID(-z)), 3)}" if near_one else number(float(SIGMOID(z)))


def about_the_slope(
    probe: float, offset: float, slope: float, threshold: float, shaded: bool
) -> str:
    """What to take away, for any setting."""
    shift = f" {'−' if offset > 0 else '+'} {number(abs(offset))}" if offset else ""
    compared = f"{number(STEEPEST / slope, 3)} times smaller than at x = {number(offset)}"
    if slope > 0.995 * STEEPEST:
        compared = f"{'nearly ' * (slope < (1 - 1e-9) * STEEPEST)}at its largest, {STEEPEST:g}"
    through = (
        f"in the shaded zones less than {100 * threshold:.3g}% of it gets through"
        if shaded
        else f"nowhere in these inputs does less than {100 * threshold:.3g}% of it get through"
    )
    return (
        rf"$f(x) = \sigma(x{shift})$. At x = {number(probe)} the slope is {compared}. Learning "
        "with squared error, or of a hidden unit, multiplies the gradient by this slope: "
        f"{through}."
    )


@steps.step(
    scenarios={"Badly wrong": {}, "Undecided": {"start": 0.0}, "A large rate": {"rate": 10.0}}
)
def a_stuck_neuron(start, rate):
    """How long does a neuron take to learn that it was wrong?"""
    runs = dict(zip(("Squared error", "Cross-entropy"), LOSSES, strict=True))
    runs = {label: learning_neuron(start, rate, STEPS, loss) for label, loss in runs.items()}
    needed = [told(start, rate, loss) for loss in LOSSES]
    sections.metrics(
        *(
            (f"Steps, {loss}", count, f"Until it is at {LEARNT}. Beyond {COUNTED:,} estimated.")
            for loss, count in zip(LOSSES, needed, strict=True)
        ),
        *(
            (f"∂L/∂w, {loss}", number(run.gradient[0]), "The gradient before the first step.")
            for loss, run in zip(LOSSES, runs.values(), strict=True)
        ),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        by_step("output", {label: run.output for label, run in runs.items()}, needed)
    with right:
        by_step("loss / first loss", {k: run.loss / run.loss[0] for k, run in runs.items()}, needed)
    learnt = f"Its output is at least {LEARNT} from the start. " if start > 2.2 else ""
    factor = float(SIGMOID.derivative(start))
    sections.say(
        f"{learnt}Squared error multiplies by the slope, cross-entropy cancels it: the gradients "
        rf"are $(a - 1)\,\sigma'(z)$ and $a - 1$. At z = {number(start)} the slope is "
        f"{number(factor, 3)}, so the first step of squared error is {number(1 / factor, 3)} times "
        "smaller. Only the slope of an output unit is cancelled; a hidden unit keeps its own."
    )


def told(start: float, rate: float, loss: str) -> str:
    """How many steps a neuron needs; counted, and estimated where it needs too many."""
    count = counted_steps(start, rate, loss, LEARNT, COUNTED)
    if count is not None:
        return f"{count:,}"
    estimate = max(flow_steps(start, rate, loss, LEARNT), COUNTED)
    return f"about {number(float(f'{estimate:.1e}'), 2)}"


def by_step(quantity: str, curves: dict[str, np.ndarray], needed: list[str]) -> None:
    """A quantity of the neuron against the step, under both losses."""
    is_output = quantity == "output"
    target = {"levels": tables.levels((LEARNT, ""))} if is_output else {}
    ends = [f"{label} ends at {number(curve[-1])}" for label, curve in curves.items()]
    charts.show(
        charts.lines(
            "step",
            quantity,
            charts.series(measured="Squared error", sigmoid="Cross-entropy"),
            x_domain=(0, STEPS),
            y_domain=(0, 1),
            also=tuple(target),
            height=charts.TALL,
        ),
        title="The output, which should be 1" if is_output else "The loss, as a share of the first",
        key=quantity,
        curve=tables.curves(np.arange(STEPS + 1), **curves),
        alt=f"The {quantity} over {STEPS} steps: {' and '.join(ends)}. Steps to {LEARNT}: "
        f"{' and '.join(needed)}.",
        **target,
    )


@steps.step(
    scenarios={
        "Deep, not saturated": {"depth": 30},
        "Weights of 4": {"depth": 30, "weight": 4.0},
        "Weights of 20": {"depth": 30, "weight": 20.0},
    }
)
def in_a_row(depth, weight):
    """What is left of the gradient behind a row of sigmoid units?"""
    units = chain(SIGMOID, 0.0, weight, 0.0, ROW)
    gradient, bound = (np.append(0.0, log10) for log10 in (units.log10_gradient, units.log10_bound))
    passed = units.unit_below(GONE)
    sections.metrics(
        (
            f"Through {plural(depth, 'unit')}",
            power(gradient[depth]),
            "How far the last output moves for a small move of x, over that move.",
        ),
        (
            "Per unit",
            number(10 ** (gradient[depth] / depth)),
            "What each unit would pass on if all passed on the same (the geometric mean).",
        ),
        (
            "Below 10⁻⁶ from unit",
            f"none of {ROW}" if passed is None else str(passed),
            "The first unit behind which less than a millionth of the gradient is left.",
        ),
    )
    along_the_row(depth, weight, gradient, bound, passed)
    sections.say(about_the_chain(weight, units, gradient[depth]))


def along_the_row(
    depth: int, weight: float, gradient: np.ndarray, bound: np.ndarray, passed: int | None
) -> None:
    """The gradient and its bound (log10) by units, a dot at `depth`, a rule where it is gone."""
    gone = [] if passed is None else [(passed, f"10⁻⁶ passed at unit {passed}")]
    charts.show(
        charts.lines(
            "units passed",
            "gradient",
            charts.series(sigmoid="Gradient", input="Bound"),
            x_domain=(0, ROW),
            y_domain=(10.0**LOWEST, 1e5),
            log_y=True,
            also=("levels", "marks", "probe"),
            height=charts.TALL,
        ),
        name="The gradient through a chain",
        key="chain",
        curve=tables.curves(
            np.arange(ROW + 1), Gradient=tables.powers(gradient), Bound=tables.powers(bound)
        ),
        probe=tables.dot(depth, tables.powers(gradient[depth])),
        levels=tables.levels((10.0**GONE, "")),
        marks=tables.marks(*gone),
        alt=f"On a log scale: after {plural(depth, 'unit')} the gradient is "
        f"{power(gradient[depth])}, its bound ({STEEPEST:g} × {weight:g})^{depth} is "
        f"{power(bound[depth])}.",
    )


def about_the_chain(weight: float, units: Chain, log10_gradient: float) -> str:
    """What to take away, for any weight; `log10_gradient` is that of the dot."""
    most = STEEPEST * weight
    settled = 10 ** (units.log10_gradient[-1] - units.log10_gradient[-2])
    bound = (
        "Below 1, so a long row loses the gradient, saturated or not."
        if most < 1
        else "That alone no longer shrinks, but such a weight drives the later units towards their "
        "flat end."
    )
    below = f" The dot, at {power(log10_gradient)}, lies below the picture."
    return (
        rf"Each unit multiplies the gradient by $w\,\sigma'(z)$, at most $w/4 = {most:.4g}$. "
        f"{bound} Further down this row it is {number(settled, 3)} per unit; without a bias no "
        f"weight above 0 brings that above {number(settled_factor(), 3)}."
        f"{below if log10_gradient < LOWEST else ''}"
    )


def what_is_true():
    """Which of the post's sentences about the sigmoid hold?"""
    sections.claims(claims.claims())


steps.run(
    CONTROLS,
    the_curve,
    a_stuck_neuron,
    in_a_row,
    what_is_true,
    asks=ASKED,
    computed_by=(
        saturated_zones,
        learning_neuron,
        counted_steps,
        flow_steps,
        chain,
        settled_factor,
    ),
)
