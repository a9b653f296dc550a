"""Sum of sigmoids: the ramp that it builds, where that ends, softplus behind it, and the ReLU."""

from dataclasses import replace
from math import ceil

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, sigmoid_sums
from activations.listings import POST_GRID
from activations.sigmoid_sums import MOST_TERMS, POST, RULES, SigmoidSum, steep_interval
from dashboard import kept, sections, steps
from dashboard.claims import sum_of_sigmoids as claims
from dashboard.claims.sum_of_sigmoids import VANISHED
from dashboard.controls import Choice, Count, Slider
from dashboard.pictures import sum_of_sigmoids as pictures
from dashboard.pictures.sum_of_sigmoids import FAR, HIGH
from dashboard.questions.sum_of_sigmoids import ASKED
from dashboard.wording import listed, number, plural

SOFTPLUS, RELU = ACTIVATIONS["softplus"], ACTIVATIONS["relu"]
NAMED = {rule.label: name for name, rule in RULES.items()}
POSTS, MIDPOINTS, LEFT_ENDS, RIGHT_ENDS = NAMED
POST_LAST = float(POST.offsets[-1])
COUNTS = np.unique(np.append(np.geomspace(2, MOST_TERMS, 25).round(), range(97, 110, 3)))
SPACINGS = POST_LAST / (COUNTS - 1)  # close together where the post's rule is best
GAINED = {1: "half the error", 2: "a quarter of the error"}  # by half the spacing, by order
LEADING = {  # what the steps cost, the first terms of the Euler-Maclaurin series
    MIDPOINTS: r"-\tfrac{h^2}{24}\,\sigma'(x)",
    LEFT_ENDS: r"\tfrac{h}{2}\,\sigma(x) + \tfrac{h^2}{12}\,\sigma'(x)",
    RIGHT_ENDS: r"-\tfrac{h}{2}\,\sigma(x) + \tfrac{h^2}{12}\,\sigma'(x)",
}
UNIT = {"rule": MIDPOINTS, "spacing": 1.0}
WHOLE, TENTH = UNIT | {"rule": LEFT_ENDS}, UNIT | {"spacing": 0.1}
MORE, SHARP = {"terms": 300.0, "span": FAR}, {"beta": 10.0}

CONTROLS = {
    "rule": Choice(
        "Offsets",
        list(NAMED),
        POSTS,
        help=f"The post's: evenly from 0 to {POST_LAST:g}, each sigmoid divided by 10. The others "
        "go on by the spacing, which is their weight, from half a step (Nair and Hinton, 2010), "
        "from 0, or from a whole step.",
    ),
    "terms": Count(
        "Number of sigmoids n",
        1,
        MOST_TERMS,
        POST.n,
        help=f"How many are added up: 1 to {MOST_TERMS:,}. In “Build it” the post's rule has them "
        f"share 0 to {POST_LAST:g}, at least two; in “Where it ends” they go on at its spacing.",
    ),
    "spacing": Slider(
        "Spacing h",
        0.01,
        4.0,
        0.1,
        0.01,
        when=("rule", (MIDPOINTS, LEFT_ENDS, RIGHT_ENDS)),
        help="The distance between two offsets, and the weight of each sigmoid.",
    ),
    "span": Slider(
        "Inputs from −R to R, R =",
        2,
        FAR,
        10,
        1,
        help="As in the post, whose plot has R = 10, the last input is 0.2 below R.",
    ),
    "beta": Slider(
        "Softplus: β", 0.5, 10.0, 1.0, 0.1, help="How sharp the bend is. The post has β = 1."
    ),
    "softplus_at": Slider(
        "Probe at x", -4.0, 4.0, -0.5, 0.1, help="Where outputs and slopes are read off."
    ),
}


def as_labelled(rule: str, n: int, spacing: float) -> SigmoidSum:
    """The sum of the rule with this label; the post's has at least two terms."""
    return sigmoid_sums.sigmoid_sum(
        NAMED[rule], max(n, 1 + (rule == POSTS)), spacing, last=POST_LAST
    )


@steps.step(scenarios={"As in the post": {}, "Nair and Hinton": UNIT, "Whole steps": WHOLE})
def build_it(rule, terms, spacing):
    """How does a row of shifted sigmoids become a ramp?"""
    sigmoids = as_labelled(rule, terms, spacing)
    n, weight = f"{sigmoids.n:,}", number(sigmoids.weight)
    at, error = sigmoids.largest_error_inside()
    sections.metrics(
        (
            "Ceiling",
            number(sigmoids.n * sigmoids.weight),
            f"No sigmoid passes 1, so {n} of weight {weight} cannot pass this. Softplus has no "
            "ceiling.",
        ),
        (
            "Largest error inside",
            number(error, 3),
            "The sum minus softplus where they are farthest apart, between the first and the last "
            f"offset: at x = {number(at)}.",
        ),
        (
            "Exponentials",
            f"{n} : 1",
            "Per input, for the sum and for softplus, which takes a logarithm, too. The ReLU takes "
            "none.",
        ),
    )
    pictures.growing(sigmoids, at, error)
    sections.say(about_the_sum(sigmoids, at, error) + about_the_rule(rule, terms))


def about_the_rule(rule: str, terms: int) -> str:
    """Where the post's rule puts these sigmoids, unlike the others."""
    if rule != POSTS:
        return ""
    least = " It takes two at least, so two are shown." * (terms < 2)
    return f" The post's rule fits any number of them into 0 to {POST_LAST:g}.{least}"


def about_the_sum(sigmoids: SigmoidSum, at: float, error: float) -> str:
    """What to take away; the sum is farthest from softplus at `at`, by `error`."""
    shift = rf"\,(i + {sigmoids.start:g})" if sigmoids.start else r"\,i"
    h, weight = f"{sigmoids.spacing:.4g}", f"{sigmoids.weight:.4g}"
    formula = rf"$S(x) = {weight} \sum_{{i=0}}^{{{sigmoids.n - 1}}} \sigma(x - {h}{shift})$"
    each = plural(pictures.each_faint(sigmoids), "sigmoid")
    faint = f" Each faint curve has {each} more than the one below."
    where = {
        float(sigmoids.offsets[0]): "at its first offset",
        float(sigmoids.offsets[-1]): "at its last offset",
    }.get(at, f"at x = {number(at)}")
    outside = " (not in this picture)" * (at > HIGH)
    farthest = f"Between its ends (shaded) it is farthest from softplus {where}{outside}"
    if sigmoids.n == 1:
        faint, farthest = "", "At its one offset it misses softplus"
    return (
        f"{formula}.{faint} Without an end its slope would settle around weight ÷ spacing = "
        f"{number(sigmoids.gain, 3)}, that of softplus at 1. {farthest}: "
        f"{number(abs(error), 3)} too {'low' if error < 0 else 'high'}."
    )


@steps.step(scenarios={"As far as the post": {}, "Farther": {"span": FAR}, "300 of them": MORE})
def where_it_ends(terms, span):
    """Does the gradient of the sum vanish after all?"""
    sigmoids, edge = replace(POST, n=terms), span - 0.2
    last = float(sigmoids.offsets[-1])
    _, flat = steep_interval(sigmoids, VANISHED)
    (value, _), (slope, slope_at_last) = np.array(sigmoids.evaluate([edge, last])).tolist()
    sections.metrics(
        (
            "Last offset",
            number(last),
            f"The sigmoids stand {number(POST.spacing, 3)} apart and weigh {POST.weight:g}, as in "
            f"the post, where there are {POST.n}.",
        ),
        ("Slope there", number(slope_at_last), "Of the sum, at its last offset."),
        (
            f"Below {VANISHED} past",
            number(flat),
            f"To the right of this x the slope of the sum is below {VANISHED}.",
        ),
        (f"Slope at x = {number(edge)}", number(slope), "Of the sum, at the last input: the dot."),
    )
    pictures.ending(sigmoids, (edge, value, slope), flat)
    sections.say(about_the_end(sigmoids, edge, value, slope))


def about_the_end(sigmoids: SigmoidSum, edge: float, value: float, slope: float) -> str:
    """What to take away, and what can be seen of it among inputs up to `edge`."""
    last, ceiling = float(sigmoids.offsets[-1]), number(sigmoids.n * sigmoids.weight)
    softplus, softplus_slope = (number(float(part)) for part in SOFTPLUS.evaluate(edge))
    place = " (not in this picture)" if last > FAR else ""
    return (
        f"Past its last sigmoid, at x = {number(last)}{place}, the sum saturates again, at "
        f"{ceiling}: more sigmoids, at the post's spacing, move its end and do not remove it. At "
        f"the dot, the last input, the sum is {number(value)} with slope {number(slope)}, softplus "
        f"{softplus} with slope {softplus_slope}."
    )


@steps.step(scenarios={"As in the post": {}, "Nair and Hinton": UNIT, "Ten times finer": TENTH})
def finer(rule, spacing):
    """Does a finer sum come closer to softplus?"""
    sigmoids = POST if rule == POSTS else as_labelled(rule, ceil(10 / spacing), spacing)
    cost_of_steps, cost_of_end = sigmoids.discretisation(POST_GRID), sigmoids.truncation(POST_GRID)
    by_rule = {label: kept.convergence(name, SPACINGS, POST_GRID) for label, name in NAMED.items()}
    orders = fitted_orders(by_rule)
    counted = cost_of_steps + cost_of_end if rule == POSTS else cost_of_steps
    largest, timed = float(np.abs(counted).max()), sigmoid_sums.cost(sigmoids.n)
    whole, label = "the sum of 100", "Largest error"
    if rule != POSTS:
        whole, label = "a sum without an end (the curve “Steps”)", "Largest error without an end"
    sections.metrics(
        (label, number(largest, 3), f"On the post's inputs, −10 to 9.8, of {whole}."),
        (
            "Half the spacing leaves",
            GAINED[round(orders[rule])] if rule in orders else "no less",
            "By the order that is fitted over spacings up to 1.",
        ),
        (
            "Time against softplus",
            f"{number(timed.per_softplus, 2)} ×",
            f"Value and slope of a sum of {sigmoids.n:,}, measured beforehand ({timed.setup}) and "
            f"interpolated. Against the ReLU it is {number(timed.per_relu, 2)} ×.",
        ),
    )
    left, right = st.columns(2, gap="medium")
    with left:
        pictures.parts(sigmoids, cost_of_steps, cost_of_end)
    with right:
        pictures.against_spacing(SPACINGS, by_rule, sigmoids.spacing, largest)
    sections.say(about_finer(rule, sigmoids, orders, by_rule[POSTS]))


def fitted_orders(by_rule: dict[str, np.ndarray]) -> dict[str, float]:
    """The power of h that the errors of each rule follow; the post's follow none."""
    fine = SPACINGS <= 1
    return {
        label: sigmoid_sums.fitted_order(SPACINGS[fine], errors[fine])
        for label, errors in by_rule.items()
        if label != POSTS
    }


def about_finer(rule: str, sigmoids: SigmoidSum, orders: dict, posts: np.ndarray) -> str:
    """What to take away: the order of the rule, or that it has none."""
    if rule == POSTS:
        fitted = listed([f"{label.lower()} {order:.2f}" for label, order in orders.items()])
        return (
            "The post's sum does not converge: its weight and its last offset stay, so that more "
            f"sigmoids make it steeper. Its error is least with about {COUNTS[posts.argmin()]:.0f} "
            f"of them, {number(float(posts.min()), 2)}. The error of the other rules, without an "
            f"end, follows a power of h: {fitted}."
        )
    ripple = " The beads miss the ripple of such wide steps." * (sigmoids.spacing >= 2)
    return (
        f"For small h the steps cost about ${LEADING[rule]}$ (fitted order {orders[rule]:.2f}): "
        f"half the spacing leaves {GAINED[round(orders[rule])]}.{ripple} The end, after "
        f"{plural(sigmoids.n, 'sigmoid')}, costs what an endless sum gives at "
        f"x − {number(sigmoids.reach)}; finer steps do not remove that part."
    )


@steps.step(name="Softplus to ReLU", scenarios={"As in the post": {}, "Nearly a corner": SHARP})
def softplus_to_relu(beta, softplus_at):
    """What is lost when softplus becomes the ReLU?"""
    softplus, at = SOFTPLUS.configure(beta=beta), number(softplus_at)
    value, slope = (float(part) for part in softplus.evaluate(softplus_at))
    relu_slope = float(RELU.derivative(softplus_at))
    gap, gap_here = (float(softplus(-abs(x))) for x in (0.0, softplus_at))  # alike on both sides
    sections.metrics(
        ("Gap at 0", number(gap), "Softplus minus ReLU, where they are farthest apart: ln 2 / β."),
        (f"Gap at x = {at}", number(gap_here, 3), "Softplus minus ReLU there."),
        ("Slope of softplus there", number(slope, 3), "The sigmoid of βx."),
        ("Slope of the ReLU there", number(relu_slope), "0 up to 0, and 1 above it."),
    )
    pictures.softplus_and_relu(softplus, (softplus_at, value, slope))
    sections.say(about_softplus(beta, softplus_at, slope, gap))


def about_softplus(beta: float, at: float, slope: float, gap: float) -> str:
    """What to take away, on either side of 0."""
    said = {
        -1: f"At x = {number(at)} the ReLU has slope 0 and passes no gradient on; softplus has "
        f"{number(slope, 3)}.",
        0: "At 0 softplus has slope ½ whatever β is. The ReLU has none there; PyTorch takes 0.",
        1: f"At x = {number(at)} the ReLU has slope 1, softplus {number(slope, 3)}.",
    }[int(np.sign(at))]
    inner = "x" if beta == 1 else rf"{beta:g}\,x"
    formula = rf"\ln(1 + e^{{{inner}}})" + ("" if beta == 1 else rf" / {beta:g}")
    return (
        f"Softplus, $f(x) = {formula}$, lies above the ReLU, by ln 2 / β = {number(gap)} at most. "
        f"{said} Softplus, too, is a sum of sigmoids, endless and infinitely fine, each as steep "
        rf"as $\sigma({inner})$. With steps in their place it would be the ReLU."
    )


def what_is_true():
    """Which of the post's sentences about the sum, softplus and the ReLU hold?"""
    sections.claims(claims.claims())
    pictures.as_printed()
    sections.say(
        "Far below zero 1 + eˣ keeps few digits of eˣ, and at last none: the formula as printed "
        "goes in steps, and then it is exactly 0. At x = −37 softplus is "
        f"{number(float(SOFTPLUS(-37.0)), 3)}."
    )


steps.run(
    CONTROLS,
    build_it,
    where_it_ends,
    finer,
    softplus_to_relu,
    what_is_true,
    asks=ASKED,
    computed_by=(SigmoidSum, steep_interval, sigmoid_sums.convergence, sigmoid_sums.fitted_order),
)
