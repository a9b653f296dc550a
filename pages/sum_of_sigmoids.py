"""A sum of shifted sigmoids: its ramp, its slope, and the two parts of its distance to softplus."""

from dataclasses import replace

import numpy as np
import streamlit as st

from activations import ACTIVATIONS
from activations.listings import POST_GRID
from activations.sigmoid_sums import (
    MOST_TERMS,
    POST,
    RULES,
    SigmoidSum,
    convergence,
    cost,
    fitted_order,
    post_closed_form,
    sigmoid_sum,
    steep_interval,
)
from dashboard import charts, claims, controls, frame, kept, sections, tables
from dashboard.claims import VANISHED
from dashboard.sections import number, plural

frame.enter()

sigmoid, softplus, relu = (ACTIVATIONS[name] for name in ("sigmoid", "softplus", "relu"))
POST_LAST = float(POST.offsets[-1])
COUNTS = np.unique(np.append(np.geomspace(2, MOST_TERMS, 25).round(), range(97, 110, 3)))
SPACINGS = POST_LAST / (COUNTS - 1)  # close together where the post's rule is best
DRAWN = 20  # single sigmoids behind their sum
FLOOR = 1e-12  # below it a computed error is mostly rounding
LEADING = {  # of the Euler-Maclaurin series, by the first offset
    0.0: r"+\tfrac{h}{2}\,\sigma(x) + \tfrac{h^2}{12}\,\sigma'(x)",
    0.5: r"-\tfrac{h^2}{24}\,\sigma'(x)",
    1.0: r"-\tfrac{h}{2}\,\sigma(x) + \tfrac{h^2}{12}\,\sigma'(x)",
}

# --- Controls -----------------------------------------------------------------------------------

rules = {entry.label: name for name, entry in RULES.items()}
with controls.group("The sum"):
    rule = rules[
        controls.choice(
            "Offsets", list(rules), key="rule",
            help=f"The post's: evenly from 0 to {POST_LAST:g}, each sigmoid divided by 10. The "
            "others go on by the spacing, which is their weight, from half a step (Nair and "
            "Hinton, 2010), from 0, or from a whole step.",
        )
    ]  # fmt: skip
    terms = controls.count(
        "Number of sigmoids n", 1, MOST_TERMS, POST.n, key="terms",
        help=f"How many are added up: 1 to {MOST_TERMS:,}. The post's rule needs two.",
    )  # fmt: skip
    spacing = controls.slider(
        "Spacing h", 0.01, 4.0, 0.1, 0.01, key="spacing", disabled=rule == "post",
        help="The distance between two offsets, and the weight of each sigmoid. Not used by the "
        f"post's rule: there h is {POST_LAST:g} / (n − 1) and the weight {POST.weight:g}.",
    )  # fmt: skip
with controls.group("The view"):
    span = controls.slider(
        "Inputs from −R to R, R =", 2, 40, 10, 1, key="span",
        help="As in the post, the last input is 0.2 below R. The offsets stay where they are.",
    )  # fmt: skip
    shown = controls.several(
        "Reference curves", [softplus.label, relu.label], [softplus.label, relu.label],
        key="curves", help="What to draw beside the sum. The error is always that to softplus.",
    )  # fmt: skip
n = max(terms, 2) if rule == "post" else terms

midpoints, left_ends = RULES["midpoint"].label, RULES["left"].label
scenario = sections.scenarios(
    {
        "As in the post": {},
        "Past the window": {"span": 40},
        "Nair and Hinton": {"rule": midpoints, "spacing": 1.0},
        "Whole steps": {"rule": left_ends, "spacing": 1.0},
        "Finer and finer": {"rule": midpoints, "spacing": 0.05, "terms": 1000.0},
    }
)


def view() -> None:
    """All that is below the controls."""
    # --- Numbers --------------------------------------------------------------------------------

    sigmoids, finer = sigmoid_sum(rule, n, spacing, last=POST_LAST), max(1, 20 // span)
    x = -span + 0.2 / finer * np.arange((10 * span - 1) * finer + 1)  # the post's, made finer
    value, slope = sigmoids.evaluate(x)
    error = value - softplus(x)
    worst = np.argmax(np.abs(error))
    split = {
        "Steps": sigmoids.discretisation(x),
        "Steps, predicted": sigmoids.predicted_discretisation(x),
        "End": sigmoids.truncation(x) + 0.0,  # no minus zero
        "End, predicted": sigmoids.predicted_truncation(x) + 0.0,
    }
    steps, steps_predicted, end, end_predicted = (
        number(float(part[worst]), 3) for part in split.values()
    )
    h, weight = sigmoids.spacing, sigmoids.weight
    first, last = (float(offset) for offset in sigmoids.offsets[[0, -1]])
    slope_at_last = number(float(sigmoids.evaluate(sigmoids.offsets[-1:])[1][0]), 3)
    steep = steep_interval(sigmoids, VANISHED)
    where, largest = float(x[worst]), float(error[worst])
    at, ceiling = f"at x = {number(where)}", number(n * weight)
    errors = {name: kept.convergence(name, SPACINGS, POST_GRID) for name in RULES}
    error_on_post = float(convergence(rule, [h], POST_GRID)[0])
    fine = SPACINGS <= 1
    orders = {
        name: fitted_order(SPACINGS[fine], errors[name][fine]) for name in RULES if name != "post"
    }
    timed = cost(n)
    in_view = replace(sigmoids, n=max(1, int(np.sum(sigmoids.offsets < x[-1] + 4))))
    _, drawn = in_view.terms(x[::3], at_most=DRAWN)
    low, high = np.clip((first, last), x[0], x[-1])
    window = tables.zones([(low, high)])
    references = {act.id: act for act in (softplus, relu) if act.label in shown}
    reference_labels = {name: act.label for name, act in references.items()}

    # --- First screen ---------------------------------------------------------------------------

    watch = {
        "As in the post": (
            "The sum follows softplus and leaves it on the right, where the sigmoids run out."
        ),
        "Past the window": (
            f"The same sum from further away: it ends at {POST.n * POST.weight:g}, softplus and "
            "the ReLU go on."
        ),
        "Nair and Hinton": (
            "Whole steps, but from one half on: the error is small, and largest at x = 0."
        ),
        "Whole steps": (
            "As many sigmoids, but from 0 on: on the right the sum is half a step too high."
        ),
        "Finer and finer": (
            "Twenty times finer than Nair and Hinton's: the error falls with the square of the "
            "spacing."
        ),
    }
    sections.watch(scenario, watch)
    if n != terms:
        st.info(
            f"The post's rule needs two sigmoids, the first at 0 and the last at {POST_LAST:g}: "
            f"this is the sum of {n}."
        )
    sections.metrics(
        (
            f"Largest error, {at}", number(largest, 3),
            "The sum minus softplus where it is farthest from 0, among the inputs of this view.",
        ),
        (
            "Order in h", f"{orders[rule]:.2f}" if rule in orders else "none",
            "Fitted over spacings h up to 1: the power of h that the error of an endless sum "
            "follows. The post's rule has none, because it does not converge.",
        ),
        ("Exponentials", f"{n:,} : 1 : 0",
         "Per input, for the sum, for softplus and for the ReLU. Softplus needs a logarithm, too."),
        ("Time against softplus", f"{number(timed.per_softplus, 2)} ×",
         f"Value and slope of a sum of {n:,}, measured beforehand for some n ({timed.setup}) and "
         f"interpolated. Against the ReLU it is {number(timed.per_relu, 2)} ×."),
    )  # fmt: skip
    charts.show(
        charts.lines(
            "input x", "output", charts.series(sum="Sum", **reference_labels),
            also=("zones", "faint"), height=charts.TALL,
        ),
        key="sum", faint=tables.faint(x[::3], drawn / weight), zones=window,
        curve=tables.curves(
            x, Sum=value, **{act.label: act(x) for act in references.values()}
        ),
        alt=f"The sum of {plural(n, 'sigmoid')} from x = −{span} to {number(x[-1])} cannot pass "
        f"{ceiling}. It is farthest from softplus {at}, by {number(largest, 3)}.",
    )  # fmt: skip
    sample = f"{len(drawn)} of the {n:,} sigmoids" if len(drawn) < n else "each sigmoid"
    shading = "Shaded is the" if low < high else "Not in view: the"
    place = f"{shading} window from the first offset, {number(first)}, to the last, {number(last)}."
    if n == 1:
        place = f"Its offset is {number(first)}."
    st.markdown(
        f"Faint: {sample}, without the weight {number(weight)}. {place} No sigmoid passes 1, so "
        f"the sum cannot pass {n:,} × {number(weight)} = {ceiling}. Softplus has no such ceiling."
    )

    # --- More pictures --------------------------------------------------------------------------

    left, right = st.columns(2, gap="medium")
    with left:
        slopes = {act.label: act.derivative(x) for act in (sigmoid, *references.values())}
        if relu.label in slopes:
            slopes[relu.label][np.abs(x) < 1e-9] = np.nan  # a line may not cross the kink
        charts.show(
            charts.lines(
                "input x", "slope",
                charts.series(sum="Sum", sigmoid=sigmoid.label, **reference_labels),
                also=("zones",), gaps=True,
            ),
            title="The slope", key="slope",
            curve=tables.curves(x, Sum=slope, **slopes), zones=window,
            alt=f"In this view the slope of the sum reaches {number(slope.max(), 3)}, that "
            f"of one sigmoid {number(slopes[sigmoid.label].max(), 3)}.",
        )  # fmt: skip
        st.markdown(
            f"At the last offset, x = {number(last)}, the sum has slope {slope_at_last}. "
            + (
                f"It is below {VANISHED} left of x = {number(steep[0])}"
                f"{', between its two sigmoids' if rule == 'post' and n == 2 else ''} and right of "
                f"x = {number(steep[1])}: there the gradient vanishes."
                if steep else f"Its slope is nowhere above {VANISHED}."
            )
        )  # fmt: skip
    with right:
        charts.show(
            charts.lines(
                "input x", "difference to softplus",
                charts.series(sum="Sum minus softplus", steps="Steps", end="End"),
            ),
            title="The error and its two parts", key="error",
            curve=tables.curves(
                x, **{"Sum minus softplus": error},
                **{part: split[part] for part in ("Steps", "End")},
            ),
            alt=f"The sum differs most from softplus {at}, by {number(largest, 3)}: "
            f"{steps} from its steps and {end} from its end.",
        )  # fmt: skip
        st.markdown(
            f"The sum has steps, and it ends. A{at[1:]} the steps make {steps} of the error, "
            f"the end {end}."
            + (
                f" The steps here include a weight that is {number(sigmoids.gain)} × the spacing."
                if rule == "post" else ""
            )
        )  # fmt: skip

    left, right = st.columns(2, gap="medium")
    with left:
        charts.show(
            charts.lines(
                "input x", "size of the difference",
                charts.series(
                    steps="Steps", end="End",
                    steps_predicted="Steps, predicted", end_predicted="End, predicted",
                ),
                log_y=True, y_domain=(FLOOR, 1e4),
            ),
            title="Both parts, computed and predicted", key="split",
            curve=tables.curves(
                x, **{k: np.where(part == 0, np.nan, np.abs(part)) for k, part in split.items()}
            ),
            alt=f"On a log scale. A{at[1:]} the steps make {steps}, predicted "
            f"{steps_predicted}; the end makes {end}, predicted {end_predicted}.",
        )  # fmt: skip
        st.markdown(
            "The first terms of the Euler–Maclaurin series, the formula below, predict "
            f"{steps_predicted} and {end_predicted} {at}. Below {number(FLOOR, 1)}, not drawn, "
            "rounding takes over."
            + (
                " The series misses the ripple of such wide steps, which does not fade on the "
                "right."
                if h >= 2
                else ""
            )
        )
    with right:
        charts.show(
            charts.lines(
                "spacing h", "largest error",
                charts.series(sum=RULES["post"].label, **{k: RULES[k].label for k in orders}),
                log_x=True, log_y=True, also=("probe",),
            ),
            title="Does a finer sum come closer?", key="convergence",
            probe=tables.dot(h, error_on_post),
            curve=tables.curves(SPACINGS, **{RULES[name].label: errors[name] for name in RULES}),
            alt=f"On log axes. The dot: with the rule in use and h = {number(h, 3)} the largest "
            f"error on the post's inputs is {number(error_on_post, 3)}.",
        )  # fmt: skip
        least = errors["post"].min()
        st.markdown(
            "Without an end, on the post's inputs, the error falls with a power of h: "
            + ", ".join(f"{RULES[k].label.lower()} {order:.2f}" for k, order in orders.items())
            + ". The post's rule has no order: its weight and its last offset stay, so more "
            "sigmoids make it steeper. Its error is smallest with "
            f"{COUNTS[errors['post'] == least][0]:.0f} of them, {number(least, 2)}, and then grows."
        )  # fmt: skip

    # --- The story, judged ----------------------------------------------------------------------

    sections.claims(claims.of_sums())
    offset_term = rf"(i + {sigmoids.start:g})\," if sigmoids.start else "i"
    st.latex(
        rf"""\begin{{gathered}}
        S(x) = {weight:.4g} \sum_{{i=0}}^{{{n - 1}}} \sigma(x - {offset_term} h) \\
        h = {h:.4g} \\
        s(x) = \int_0^\infty \sigma(x - t)\,dt = \ln(1 + e^x) \\
        S(x) \approx {sigmoids.gain:.4g}\,[D(x) - D(x - {n}\,h)] \\
        D(x) = s(x) {LEADING[sigmoids.start]}
        \end{{gathered}}"""
    )


kept.view(view)
sections.numbers()
sections.sources(SigmoidSum, post_closed_form, convergence)
