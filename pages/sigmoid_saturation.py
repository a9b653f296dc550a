"""Sigmoid saturation: a unit, its slope, a chain of such units, and a neuron that has to learn."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS
from activations.conditioning import steps_to
from activations.saturation import (
    LOSSES,
    chain,
    largest_slope,
    learning_neuron,
    saturated_share,
    saturated_zones,
)
from dashboard import charts, claims, controls, frame, kept, sections, tables
from dashboard.sections import number, plural, power

frame.enter()

sigmoid = ACTIVATIONS["sigmoid"]
STEPS = 300
LEARNT = 0.9  # the output that counts as learnt

# --- Controls -----------------------------------------------------------------------------------

with controls.group("The unit"):
    offset = controls.slider(
        "Offset α", -10.0, 10.0, 0.0, 0.1, key="offset",
        help="Moves the curve: the unit computes the sigmoid of x − α.",
    )  # fmt: skip
    reach = controls.slider(
        "Inputs from −R to R, R =", 2, 20, 10, 1, key="reach",
        help="The inputs run from −R to R in steps of 0.2, the end left out, as in the post.",
    )  # fmt: skip
    probe = controls.slider(
        "Probe at x", -20.0, 20.0, 0.0, 0.1, key="probe",
        help="Where the output and the slope are read off. The chain below starts here, too.",
    )  # fmt: skip
    threshold = controls.slider(
        "Saturated where the slope is below", 0.001, 0.25, 0.05, 0.001, key="threshold",
        help="There is no agreed limit, so it is yours to set. The largest slope is 0.25.",
        format="%.3f",
    )  # fmt: skip
    log_slope = controls.toggle(
        "Slope on a log axis", False, key="log_slope",
        help="The slope is never exactly zero; a log axis shows how small it gets.",
    )  # fmt: skip
with controls.group("A chain of units"):
    depth = controls.slider(
        "Units in a row, L", 1, 50, 10, 1, key="depth",
        help="Unit 1 gets z = w x, each later one z = w × (output of the unit before). "
        "No offset here.",
    )  # fmt: skip
    weight = controls.slider(
        "Weight w", 0.1, 20.0, 1.0, 0.1, key="weight",
        help="The same weight in front of every unit.",
    )  # fmt: skip
with controls.group("A neuron that learns"):
    start = controls.slider(
        "Start at z", -20.0, 20.0, -8.0, 0.5, key="start",
        help="The pre-activation before the first step. The target is 1, so negative is wrong.",
    )  # fmt: skip
    rate = controls.slider(
        "Learning rate", 0.05, 10.0, 1.0, 0.05, key="rate",
        help="The size of a gradient-descent step, the same for both losses.",
    )  # fmt: skip

scenario = sections.scenarios(
    {
        "As in the post": {},
        "Move the curve": {"offset": 3.0, "probe": 3.0},
        "How small is it?": {"reach": 20, "log_slope": True, "probe": 10.0, "threshold": 0.001},
        "Deep, not saturated": {"depth": 30},
        "Badly wrong neuron": {"start": -12.0},
    }
)


def view() -> None:
    """All that is below the controls."""
    # --- Numbers --------------------------------------------------------------------------------

    grid = np.arange(-reach, reach, 0.2)
    x = np.linspace(-reach, reach, 201)
    value, slope = sigmoid.evaluate(x - offset)
    zones = np.array(saturated_zones(sigmoid, -40.0, 40.0, threshold))
    zones = np.clip(zones + offset, -reach, reach)
    share = saturated_share(sigmoid, grid - offset, threshold)
    at_probe, slope_at_probe = (float(part) for part in sigmoid.evaluate(probe - offset))
    shaded = bool((zones[:, 0] < zones[:, 1]).any())
    units = chain(sigmoid, probe, weight, 0.0, depth)
    layers, gradient = np.arange(1, depth + 1), units.gradient
    squared, entropy = (learning_neuron(start, rate, STEPS, loss) for loss in LOSSES)
    learnt = [steps_to(1 - run.output, 1 - LEARNT) for run in (squared, entropy)]
    steepest = largest_slope(sigmoid)

    def output(z: float) -> str:
        """The output of the unit in words; one that is nearly 1 by how much it lacks."""
        near_one = float(sigmoid(z)) >= 0.9999
        return f"1 − {number(float(sigmoid(-z)), 3)}" if near_one else number(float(sigmoid(z)))

    def told(steps: int | None) -> str:
        """How long a neuron needs."""
        return (
            f"needs more than {STEPS} steps" if steps is None else f"takes {plural(steps, 'step')}"
        )

    # --- First screen ---------------------------------------------------------------------------

    watch = {
        "As in the post": (
            "The output is flat in the shaded zones: there the slope is below the threshold."
        ),
        "Move the curve": (
            "With offset 3 the output at x = 3 is one half, not zero; the slope peaks there."
        ),
        "How small is it?": (
            "On a log axis the slope falls by a factor e per unit of x, and never reaches zero."
        ),
        "Deep, not saturated": (
            "No unit saturates, yet the gradient through 30 units is gone. This is the vanishing "
            "gradient."
        ),
        "Badly wrong neuron": (
            "Same start, same rate: squared error does not move it, cross-entropy does."
        ),
    }
    sections.watch(scenario, watch)
    sections.metrics(
        (
            f"Output at x = {number(probe)}",
            output(probe - offset),
            "σ(x − α), always between 0 and 1.",
        ),
        (f"Slope at x = {number(probe)}", number(slope_at_probe), "σ′ = σ(1 − σ), at most 0.25."),
        (
            "Inputs saturated",
            f"{share:.0%}",
            "Share of the inputs whose slope is below the threshold.",
        ),
        (
            f"Through {plural(depth, 'unit')}",
            power(units.log10_gradient[-1]),
            "The gradient through the chain: how far its output moves for a small move of x.",
        ),
    )
    charts.show(
        charts.lines(
            "input x", "output", charts.series(sigmoid="Sigmoid"), x_domain=(-reach, reach),
            y_domain=(0, 1), also=("zones", "marks", "probe"), height=charts.TALL,
        ),
        key="value", curve=tables.curves(x, Sigmoid=value), zones=tables.zones(zones),
        marks=tables.marks((offset, f"offset {number(offset)}: output ½")),
        probe=tables.dot(probe, at_probe),
        alt=f"The sigmoid with offset {number(offset)} from −{reach} to {reach}. At "
        f"x = {number(probe)} it is {output(probe - offset)}; {share:.0%} of the inputs lie where "
        f"its slope is below {threshold:g}.",
    )  # fmt: skip

    # --- More pictures --------------------------------------------------------------------------

    charts.show(
        charts.lines(
            "input x", "slope (derivative)", charts.series(sigmoid="Slope"),
            x_domain=(-reach, reach), y_domain=(1e-14, 1) if log_slope else (0, 0.28),
            log_y=log_slope, also=("zones", "levels", "probe"),
        ),
        key="slope", curve=tables.curves(x, Slope=slope), zones=tables.zones(zones),
        levels=tables.levels((threshold, f"threshold {threshold:g}")),
        probe=tables.dot(probe, slope_at_probe),
        alt=f"The slope of the same sigmoid: {number(steepest)} at its steepest, x = "
        f"{number(offset)}, and {number(slope_at_probe)} at x = {number(probe)}.",
    )  # fmt: skip
    st.markdown(
        "The slope is what learning runs on. "
        + (
            f"In the shaded zones it is below {threshold:g}, so a weight in front of this unit "
            "hardly moves there."
            if shaded
            else f"In this view it is nowhere below {threshold:g}."
        )
    )

    left, right = st.columns(2, gap="medium")
    with left:
        charts.show(
            charts.lines(
                "input x", "value", charts.series(input="Input x", sigmoid="Output"),
                y_domain=(-20, 20),
            ),
            title="What goes in, what comes out", key="squash",
            curve=tables.curves(x, **{"Input x": x, "Output": value}),
            alt=f"The input is a straight line from −{reach} to {reach}; the output stays in "
            "(0, 1).",
        )  # fmt: skip
        st.markdown(f"Inputs {2 * reach} apart leave the unit less than 1 apart.")
    with right:
        charts.show(
            charts.lines(
                "units passed", "gradient", charts.series(sigmoid="Gradient", input="Bound"),
                log_y=True,
            ),
            title="The gradient through a chain", key="chain", curve=tables.curves(
                layers, Gradient=np.where(gradient > 0, gradient, np.nan), Bound=units.bound
            ),
            alt=f"On a log scale: after {depth} units the gradient is "
            f"{power(units.log10_gradient[-1])}, its bound ({steepest:g} × {weight:g})^{depth} is "
            f"{power(units.log10_bound[-1])}.",
        )  # fmt: skip
        st.markdown(
            f"Each unit multiplies the gradient by w σ′(z), at most {number(steepest * weight)}. "
            + (
                "Below 1, a long chain loses it, saturated or not."
                if steepest * weight < 1
                else f"From w = {1 / steepest:g} on the bound no longer shrinks. But a large "
                "weight sooner or later drives the units to their flat end: here the gradient is "
                f"{power(units.log10_gradient[-1])}."
            )
        )

    left, right = st.columns(2, gap="medium")
    steps = np.arange(STEPS + 1)
    runs = {"Squared error": squared, "Cross-entropy": entropy}
    for column, quantity, ends in (
        (left, "loss", [number(run.loss[-1]) for run in runs.values()]),
        (right, "output", [output(run.pre_activation[-1]) for run in runs.values()]),
    ):
        with column:
            charts.show(
                charts.lines(
                    "step", quantity,
                    charts.series(measured="Squared error", sigmoid="Cross-entropy"),
                    y_domain=(0, 1) if quantity == "output" else None,
                ),
                title=f"The neuron's {quantity}", key=f"neuron {quantity}",
                curve=tables.curves(
                    steps, **{label: getattr(run, quantity) for label, run in runs.items()}
                ),
                alt=f"The {quantity} over {STEPS} steps from z = {number(start)}: it ends at "
                f"{ends[0]} (squared error), {ends[1]} (cross-entropy).",
            )  # fmt: skip

    st.markdown(
        f"Target 1, one sigmoid unit, start z = {number(start)}, rate {number(rate)}. "
        + (
            f"Its output is at least {LEARNT} from the start. "
            if learnt == [0, 0]
            else f"To bring its output to {LEARNT} the neuron {told(learnt[0])} with squared error "
            f"and {told(learnt[1])} with cross-entropy. "
        )
        + "The slope σ′ cancels from the gradient of cross-entropy, so it is not small where the "
        "unit is saturated and wrong."
    )

    # --- The story, judged ----------------------------------------------------------------------

    sections.claims(claims.of_the_sigmoid())
    shift = f"{-offset:+g}" if offset else ""
    st.latex(
        rf"""\begin{{gathered}}
        a = \sigma(z) = \frac{{1}}{{1 + e^{{-z}}}}, \quad z = x{shift} \\
        \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) \le {steepest:g} \\
        \left|\frac{{\partial a_{{{depth}}}}}{{\partial x}}\right|
        \le ({steepest:g} \cdot {weight:g})^{{{depth}}}
        \end{{gathered}}"""
    )


kept.view(view)
sections.numbers()
sections.sources(saturated_zones, chain, learning_neuron)
