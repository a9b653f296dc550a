"""The gallery: every activation at a glance, any of them side by side, and their code."""

from contextlib import suppress

import streamlit as st

from activations import ACTIVATIONS, Activation, Undefined
from activations.initialisation import gain
from activations.listings import snake_as_circulated
from activations.properties import (
    RULES,
    curve,
    properties,
    saturated_probability,
    second_derivative,
    widest_gap,
)
from activations.recipes import FRAMEWORKS, recipe
from dashboard import cards, charts, controls, engineer, frame, kept, own, sections, steps
from dashboard.choosers import Name, Names, Parameters, Typed
from dashboard.claims import gallery as claims
from dashboard.controls import Choice, Phrase, Several, Slider
from dashboard.pictures import gallery as pictures
from dashboard.pictures.gallery import REACH, TILE
from dashboard.wording import number

ACTS = {act.label: act for act in ACTIVATIONS.values()}
DIFFERENCES, DENSITIES = "Differences", "Distributions"
ALONE = ACTIVATIONS["relu"]  # stands side by side with nothing where nothing is chosen
SNAKE = ACTIVATIONS["snake"]

CONTROLS = {
    "search": Phrase(
        "Search",
        placeholder="a name, a paper, a use",
        help="In the names, the papers and the sentence on when people use it.",
    ),
    "are": Several(
        "Show those that are",
        list(cards.KINDS),
        [],
        help=" ".join(f"**{kind}**: {RULES[name]}" for kind, name in cards.KINDS.items()),
    ),
    "are_not": Several(
        "and are not",
        list(cards.KINDS),
        [],
        help="The same properties, excluded. All are computed with the current parameters.",
    ),
    "card": Name(
        "Card of",
        list(ACTS),
        "ELU",
        help="The activation whose card is open. A click on a small chart opens it, too.",
    ),
    "framework": Choice(
        "Code for",
        FRAMEWORKS,
        FRAMEWORKS[0],
        help="The code has the current parameters. It was tested with NumPy 2.4, PyTorch 2.13, JAX "
        "0.10 and Keras 3.15 on JAX.",
    ),
    "side_by_side": Names(
        "Side by side",
        list(ACTS),
        ["ReLU", "ELU", "GELU", "SiLU"],
        many=True,
        help="Any of them. They are compared with the first, in the order of the gallery.",
    ),
    "second_picture": Choice(
        "Beside the curves",
        [DIFFERENCES, DENSITIES],
        DIFFERENCES,
        help="How far the outputs are from those of the first, or how often which output occurs "
        "for normal inputs.",
    ),
    "read_at": Slider(
        "Read off at x",
        -REACH,
        REACH,
        -1.0,
        0.05,
        help="Where output, slope and second derivative are read off.",
    ),
    "gallery_mu": Slider(
        "Input mean μ", -3.0, 3.0, 0.0, 0.05, help="The mean of the normal inputs."
    ),
    "gallery_sigma": Slider(
        "Input standard deviation σ",
        0.1,
        3.0,
        1.0,
        0.05,
        help="The standard deviation of those inputs.",
    ),
    "saturated_below": Slider(
        "Saturated where |slope| is below",
        0.001,
        0.5,
        0.05,
        0.001,
        format="%.3f",
        help="There is no agreed limit, so it is yours to set.",
    ),
    "rank_by": Choice(
        "Rank by",
        list(engineer.COLUMNS),
        "Gain",
        help="The largest first. A click on a heading of the table sorts it, too.",
    ),
    "typed": Typed("Yours", help="The parameters of your own f(x)."),
    "parameters": Parameters(
        "Parameters",
        of=("card", "side_by_side"),
        help="Of the activations that are shown.",
    ),
}


# --- Browse -------------------------------------------------------------------------------------


@steps.step(
    live=True,
    pinned=False,
    scenarios={
        "Everything": {},
        "What transformers use": {"search": "transformer", "card": "GELU"},
        "Who has mean zero?": {"are": ["zero-centred"], "card": "SELU"},
    },
)
def browse(search, are, are_not, card, parameters, framework):
    """Which activations are there, and what is each of them like?"""
    chosen = next(act for act in parameters if act.label == card)
    every = [chosen if act.label == card else act for act in everyone()]
    found = [act for act in every if fits(act, search, are, are_not)]
    about = properties(chosen)
    sections.metrics(
        ("Shown", f"{len(found)} of {len(every)}", "Those that the search and properties leave."),
        (f"{card}: outputs", cards.outputs(chosen), "A round bracket: the end is not attained."),
        ("Largest slope", number(about.largest_slope), f"The steepest that {card} is, in size."),
        ("Mean for N(0, 1)", number(about.mean), "Of the outputs for standard normal inputs."),
    )
    pictures.tiles(tuple(found or every), chosen, open_card)
    kept.draw(opened_card, act=chosen, framework=framework, found=bool(found))


def everyone() -> list[Activation]:
    """All activations at their default parameters, the visitor's own, if it has a mean, last."""
    typed = own.function()
    with suppress(Undefined):
        return [*ACTS.values(), *([typed] if typed and properties(typed) else [])]
    return [*ACTS.values()]


def fits(act: Activation, search: str, are: list[str], are_not: list[str]) -> bool:
    """Whether the search finds an activation, and it has these properties and not those."""
    about = properties(act)
    words = f"{act.id} {act.label} {act.paper} {act.used}".casefold()
    return (
        search.casefold().strip() in words
        and all(getattr(about, cards.KINDS[kind]) for kind in are)
        and not any(getattr(about, cards.KINDS[kind]) for kind in are_not)
    )


def open_card() -> None:
    """Open the card of the small chart that was clicked."""
    if picked := st.session_state["small"]["selection"]["pick"]:
        st.session_state["card"] = picked[0]["label"]


def opened_card(act: Activation, framework: str, found: bool) -> None:
    """What the tiles are; then the curves of an activation, its facts, and its code."""
    sections.table(
        ("" if found else "No activation is like that, so all are shown. ")
        + f"Each has its output (solid) and slope (dashed) from {number(-TILE)} to {TILE:g}. A "
        f"click opens its card; below is that of {act.label}."
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pictures.curve_and_slopes(act, dead(act))
        sections.table(
            f"$f(x) = {act.filled_formula()}$\n\n{act.used}"
            + (" A line breaks where it jumps." if act.kinks() or act.bends() else "")
            + (" Shaded: where the slope is exactly 0." if dead(act) else "")
        )
    with right:
        sections.table(cards.table(cards.facts(act)))
    to_take_home(act, framework)


def to_take_home(act: Activation, framework: str) -> None:
    """What an engineer must know of an activation, and its code."""
    sections.table(f"**Before you use {act.label}**\n\n{engineer.sentence(act)}")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        sections.table(f"**{act.label} in {framework}**")
        sections.code(recipe(act, framework))
        sections.table("**Weights that keep its signal's size**")
        sections.code(engineer.start_lines(act))
    with right:
        sections.table(f"{cards.table(engineer.rows(act))}\n\n:small[{engineer.measured(act)}]")


def dead(act: Activation) -> list[tuple[float, float]]:
    """Where its slope is exactly 0, as far as the charts go."""
    cut = [(max(start, -REACH), min(end, REACH)) for start, end in properties(act).dead]
    return [(start, end) for start, end in cut if start < end]


# --- Side by side -------------------------------------------------------------------------------


@steps.step(
    scenarios={
        "The ReLU family": {
            "side_by_side": ["ReLU", "ReLU6", "Leaky ReLU", "PReLU", "Shifted ReLU"],
            "read_at": -2.0,
        },
        "What transformers use": {
            "side_by_side": ["ReLU", "GELU", "GELU (tanh)", "SiLU"],
            "read_at": -2.0,
        },
        "Bounded ones": {
            "side_by_side": ["Sigmoid", "tanh", "Hard tanh", "Softsign", "ReLU6"],
            "read_at": 2.0,
            "second_picture": DENSITIES,
        },
    }
)
def side_by_side(
    side_by_side, read_at, second_picture, gallery_mu, gallery_sigma, saturated_below, parameters
):
    """Where do some of them differ, and by how much?"""
    acts = tuple(act for act in parameters if act.label in side_by_side) or (ALONE,)
    inputs, limit = (gallery_mu, gallery_sigma), saturated_below
    where, at = cards.normal(*inputs), number(read_at)
    slopes = {act.label: float(act.derivative(read_at)) for act in acts}
    means = cards.means(acts, *inputs)
    flat = {act.label: saturated_probability(act, *inputs, limit) for act in acts}
    steepest = cards.most(slopes, abs, number)
    nearest = cards.most(means, lambda mean: -abs(mean), number)
    flattest = cards.most(flat, float, "{:.1%}".format)
    share = f"Share of inputs {where} where |slope| < {limit:g}."
    sections.metrics(
        (f"Steepest at x = {at}", steepest, "The slope there that is largest in size."),
        ("Mean nearest to 0", nearest, f"The mean output for inputs {where}."),
        ("Most saturated", flattest, share),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pictures.outputs_and_slopes(acts, read_at, limit)
    with right:
        if second_picture == DENSITIES:
            pictures.densities(acts, *inputs)
        else:
            pictures.differences(acts)
    sections.say(
        f"{cards.apart(acts, REACH)}\n\n{cards.readings(acts, read_at)}\n\n"
        f"{cards.occurring(where, means, flat)}\n\nSaturated: |slope| < {limit:g}. Where "
        f"f″ jumps, it is undefined.{cards.jumping(acts, read_at)}"
    )


# --- Yours --------------------------------------------------------------------------------------

BESIDE = tuple(ACTIVATIONS[name] for name in ("gelu", "silu"))


@steps.step(live=True, pinned=False)
def yours(framework, typed):
    """What would an activation of your own be like?"""
    own.field()
    with st.container(horizontal=True, gap="small"):
        for name, text in own.EXAMPLES.items():
            st.button(name, key=f"try {name}", on_click=controls.put, args=({own.KEY: text},))
    if typed is None:
        sections.table(f"Type a function of x, or take one of these. This is `{own.EXAMPLE}`.")
    else:
        frame.way("Train it against GELU", "Learning speed", "Verdict", **own.AGAINST_GELU)
    kept.draw(card_of_yours, act=typed or own.example(), framework=framework)


def card_of_yours(act: Activation, framework: str) -> None:
    """The visitor's own f(x) beside two that are in use, its facts, and its code."""
    about = properties(act)
    sections.metrics(
        ("Outputs", cards.outputs(act), "A round bracket: the end is not attained."),
        ("Mean for N(0, 1)", number(about.mean), "Of the outputs for standard normal inputs."),
        ("Gain", number(gain(act)), "1 / √E[f(z)²]: times 1 / √n it keeps the signal's size."),
        ("Largest slope", number(about.largest_slope), "The steepest that it is, in size."),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pictures.beside_others((*BESIDE, act))
        sections.table(f"$f(x) = {act.filled_formula()}$")
    with right:
        sections.table(cards.table(cards.facts(act)))
    to_take_home(act, framework)


# --- Numbers ------------------------------------------------------------------------------------


@steps.step(
    pinned=False,
    scenarios={
        "Which gain?": {},
        "What does it cost?": {"rank_by": "CPU, with slope"},
        "What of the gradient?": {"rank_by": "Gradient, log₁₀"},
    },
)
def numbers(rank_by, typed):
    """Which one? What must be known of each before it is used?"""
    acts = (*filter(None, [typed]), *ACTS.values())
    table = engineer.ranked(engineer.table(acts), rank_by)
    sections.metrics(*engineer.readings(table, rank_by))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        config = engineer.column_config()
        sections.frame(table, column_config=config, hide_index=True, height=charts.LOW)
    with right:
        pictures.weights(table)
    sections.table(engineer.takeaway(table))


# --- What is said -------------------------------------------------------------------------------


def what_is_said():
    """Which sentences about activations, in print and on the web, hold?"""
    sections.claims(claims.claims())
    pictures.snake_and_its_copy()
    sections.say(
        "With a = 1. The square makes the difference: Snake never lies below x, the form that "
        f"circulates does, by up to 1, and at x = 3 they are {number(float(SNAKE(3.0)))} and "
        f"{number(float(snake_as_circulated(3.0)))}."
    )


steps.run(
    CONTROLS,
    browse,
    side_by_side,
    numbers,
    yours,
    what_is_said,
    computed_by=(properties, curve, second_derivative, widest_gap, recipe),
)
