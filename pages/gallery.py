"""The gallery: every activation at a glance, any of them side by side, and their code."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS
from activations.properties import (
    RULES,
    ZONE_REACH,
    output_shares,
    properties,
    saturated_probability,
    second_derivative,
)
from activations.recipes import FRAMEWORKS, recipe
from activations.saturation import saturated_zones
from dashboard import cards, charts, controls, frame, kept, sections, tables
from dashboard.charts import gallery
from dashboard.sections import number, plural

frame.enter()

REACH, FLOOR, CEILING = 5.0, -3.0, 5.0  # the part of the plane that the large charts show
BIN = 0.25
labels = {act.label: act.id for act in ACTIVATIONS.values()}

# --- Controls -----------------------------------------------------------------------------------

with controls.group("Browse"):
    search = controls.phrase(
        "Search", key="search", placeholder="a name, a paper, a use",
        help="In the names, the papers and the sentence on when people use it.",
    )  # fmt: skip
    wanted = controls.several(
        "Show those that are", list(cards.KINDS), [], key="are",
        help=" ".join(f"**{kind}**: {RULES[name]}" for kind, name in cards.KINDS.items()),
    )  # fmt: skip
    unwanted = controls.several(
        "and are not", list(cards.KINDS), [], key="are_not",
        help="The same properties, excluded. All are computed with the current parameters.",
    )  # fmt: skip
    card = controls.choice(
        "Card of", list(labels), list(labels).index("ELU"), key="card",
        help="The activation whose card is open. A click on a small chart opens it, too.",
    )  # fmt: skip
with controls.group("Compare"):
    compared = controls.listed(
        "Side by side", list(labels), ["ReLU", "ELU", "GELU", "SiLU"], key="side_by_side",
        help="Any of them. The card's activation is added when the list is empty.",
    )  # fmt: skip
    probe = controls.slider(
        "Read off at x", -REACH, REACH, -1.0, 0.05, key="read_at",
        help="Where output, slope and second derivative are read off.",
    )  # fmt: skip
    threshold = controls.slider(
        "Saturated where |slope| is below", 0.001, 0.5, 0.05, 0.001, key="saturated_below",
        help="There is no agreed limit: published explorers take 0.05, 0.1 or 0.2.", format="%.3f",
    )  # fmt: skip
    mu = controls.slider(
        "Input mean μ", -3.0, 3.0, 0.0, 0.05, key="gallery_mu",
        help="The mean of the normal inputs whose outputs are shown.",
    )  # fmt: skip
    sigma = controls.slider(
        "Input standard deviation σ", 0.1, 3.0, 1.0, 0.05, key="gallery_sigma",
        help="The standard deviation of those inputs.",
    )  # fmt: skip

shown_names = [label for label in labels if label in (compared or [card]) or label == card]
acts = {}
for act in ACTIVATIONS.values():
    keys = {name: f"{act.id}_{name}" for name in act.parameters}
    if act.label not in shown_names:
        for key in keys.values():  # one that comes back later starts at its default
            st.session_state.pop(key, None)
    elif keys:
        with controls.group(act.label):
            act = act.configure(
                **{
                    name: controls.slider(
                        f"{act.label}: {name}", bounds.low, bounds.high, bounds.default, 0.01,
                        key=keys[name], help=f"The parameter `{name}` of {act.label}.",
                    )
                    for name, bounds in act.parameters.items()
                }
            )  # fmt: skip
    acts[act.label] = act

scenario = sections.scenarios(
    {
        "Everything": {},
        "The ReLU family": {
            "search": "relu", "card": "Leaky ReLU", "read_at": -2.0,
            "side_by_side": ["ReLU", "ReLU6", "Leaky ReLU", "PReLU", "Shifted ReLU"],
        },
        "What transformers use": {
            "search": "transformer", "card": "GELU", "read_at": -2.0,
            "side_by_side": ["ReLU", "GELU", "GELU (tanh)", "SiLU"],
        },
        "Who has mean zero?": {
            "are": ["zero-centred"], "card": "SELU", "side_by_side": ["tanh", "ELU", "SELU"],
        },
        "Bounded ones": {
            "are": ["bounded"], "card": "tanh", "read_at": 2.0,
            "side_by_side": ["Sigmoid", "tanh", "Hard tanh", "Softsign", "ReLU6"],
        },
    }
)  # fmt: skip

# --- Numbers ------------------------------------------------------------------------------------

needle = search.casefold().strip()
found = [
    act for act in acts.values()
    if needle in f"{act.id} {act.label} {act.paper} {act.used}".casefold()
    and all(getattr(properties(act), cards.KINDS[kind]) for kind in wanted)
    and not any(getattr(properties(act), cards.KINDS[kind]) for kind in unwanted)
]  # fmt: skip
chosen = acts[card]
beside = [acts[label] for label in labels if label in (compared or [card])]
value, slope = (float(part) for part in chosen.evaluate(probe))
shares = {act.label: saturated_probability(act, mu, sigma, threshold) for act in {*beside, chosen}}
where = f"N({number(mu)}, {number(sigma**2)})"


def zones(act) -> list[tuple[float, float]]:
    """Where an activation is saturated, cut off at the ends of the charts."""
    every = saturated_zones(act, -ZONE_REACH, ZONE_REACH, threshold)
    cut = [(max(start, -REACH), min(end, REACH)) for start, end in every]
    return [(start, end) for start, end in cut if start < end]


def open_card() -> None:
    """Open the card of the small chart that was clicked."""
    if picked := st.session_state["small"]["selection"]["pick"]:
        st.session_state["card"] = picked[0]["label"]


# --- First screen -------------------------------------------------------------------------------

watch = {
    "Everything": (
        "Each small chart shows the output (solid) and the slope (dashed) from −3 to 3. Click "
        "one to open its card below."
    ),
    "The ReLU family": "What they do below zero is the difference: nothing, a leak, or a floor.",
    "What transformers use": (
        "GELU and SiLU dip below zero and come back: their slope is negative on the left."
    ),
    "Who has mean zero?": (
        "For N(0, 1) inputs: the odd functions, and two that were built for it."
    ),
    "Bounded ones": "A bounded activation that never falls has to go flat on both sides.",
}
sections.watch(scenario, watch)
sections.metrics(
    ("Shown", f"{len(found)} of {len(acts)}", "Those that the search and the properties leave."),
    (f"{card} at {number(probe)}", number(value), "Its output there."),
    (f"Slope at {number(probe)}", number(slope), f"The derivative of {card} there."),
    ("Saturated inputs", f"{shares[card]:.1%}", f"Share of {where} where the slope of {card} is "
     f"below {threshold:g} in size."),
)  # fmt: skip
small = found or list(acts.values())
if not found:
    st.info("No activation is like that, so all are shown.")
charts.show(
    gallery.small_multiples(charts.series(**{act.id: act.label for act in acts.values()})),
    key="small", on_select=open_card,
    strokes=tables.strokes(tuple(small), -3.0, 3.0, -2.0),
    cells=tables.columns(place=range(len(small)), label=[act.label for act in small],
                         chosen=[act is chosen for act in small],
                         about=[cards.summary(act) for act in small]),
    alt=f"{plural(len(small), 'small chart')}, each with output and slope from −3 to 3: "
    + ", ".join(act.label for act in small) + f". The card of {card} is open.",
)  # fmt: skip

# --- The card -----------------------------------------------------------------------------------


def opened_card() -> None:
    """The curves of the chosen activation, and its facts."""
    bent = float(second_derivative(chosen, probe))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show(
            charts.lines(
                "input x", "value",
                charts.series(**{chosen.id: "Output", "predicted": "Slope",
                                 "steps": "Second derivative"}),
                x_domain=(-REACH, REACH), y_domain=(FLOOR, CEILING), gaps=True,
                also=("zones", "marks"), height=charts.TALL,
            ),
            title=card, key="card_curves",
            curve=tables.card(chosen, -REACH, REACH),
            zones=tables.zones(zones(chosen)), marks=tables.marks((probe, f"x = {number(probe)}")),
            alt=f"{card}, its slope and its second derivative. At x = {number(probe)} they are "
            f"{number(value)}, {number(slope)} and {number(bent).replace('nan', 'undefined')}.",
        )  # fmt: skip
        st.latex(rf"f(x) = {chosen.filled_formula()}")
        st.markdown(
            f"{chosen.used} Shaded: where the slope is below {threshold:g} in size. "
            + ("A line breaks where it jumps." if chosen.kinks() or chosen.bends() else "")
        )
    with right:
        rows = cards.facts(chosen)
        st.markdown("\n".join(["| | |", "|---|---|", *(f"| {k} | {v} |" for k, v in rows.items())]))


kept.view(opened_card)
st.subheader(f"Take {card} home", anchor=False)
framework = controls.choice(
    "For", list(FRAMEWORKS), key="framework",
    help="The code has the current parameters. It was tested with NumPy 2.4, PyTorch 2.13, JAX "
    "0.10 and Keras 3.15.",
)  # fmt: skip
st.code(recipe(chosen, framework), language="python", wrap_lines=True)

# --- Side by side -------------------------------------------------------------------------------


def side_by_side() -> None:
    """Several activations in the same charts, and what is said about them."""
    bins = round((CEILING - FLOOR) / BIN)
    outputs = {a.label: output_shares(a, mu, sigma, FLOOR, CEILING, bins) for a in beside}
    names = charts.series(**{act.id: act.label for act in beside})
    st.subheader("Side by side", anchor=False)
    curves = tables.beside(tuple(beside), -REACH, REACH)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        charts.show(
            charts.lines(
                "input x", "output", names, x_domain=(-REACH, REACH), y_domain=(FLOOR, CEILING),
                also=("marks",), gaps=True,
            ),
            title="Outputs", key="beside",
            curve=curves[0],
            marks=tables.marks((probe, f"x = {number(probe)}")),
            alt=f"The outputs of {', '.join(outputs)}. At x = {number(probe)}: "
            + ", ".join(number(float(act(probe))) for act in beside) + ".",
        )  # fmt: skip
    with right:
        charts.show(
            gallery.sideways(names, (FLOOR, CEILING)),
            title=f"Outputs for {where}", key="shares",
            shares=tables.columns(
                y=np.tile(np.arange(FLOOR, CEILING, BIN) + BIN / 2, len(outputs)),
                share=np.concatenate(list(outputs.values())),
                series=[label for label, share in outputs.items() for _ in share],
            ),
            alt=f"Shares of the outputs per {BIN:g} for inputs {where}: the largest are "
            + ", ".join(f"{share.max():.0%} ({label})" for label, share in outputs.items()) + ".",
        )  # fmt: skip
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show(
            charts.lines(
                "input x", "slope (derivative)", names, x_domain=(-REACH, REACH),
                y_domain=(-1, 3.2), gaps=True, also=("marks", "levels"),
            ),
            title="Slopes", key="slopes",
            curve=curves[1],
            marks=tables.marks((probe, "")),
            levels=tables.levels((threshold, f"threshold {threshold:g}"), (-threshold, "")),
            alt=f"The slopes of {', '.join(outputs)}. At x = {number(probe)}: "
            + ", ".join(number(float(act.derivative(probe))) for act in beside) + ".",
        )  # fmt: skip
    with right:
        bars = [(start, end, act.label) for act in beside for start, end in zones(act)]
        inner = [edge for edge in (mu - 2 * sigma, mu + 2 * sigma) if abs(edge) <= REACH]
        charts.show(
            gallery.strips("input x", names, (-REACH, REACH)),
            title="Where each is saturated", key="strips",
            zones=tables.columns(
                x=np.array([bar[0] for bar in bars], dtype=float),
                x2=np.array([bar[1] for bar in bars], dtype=float),
                series=[str(bar[2]) for bar in bars],
            ) if bars else tables.columns(x=[REACH], x2=[REACH], series=[beside[0].label]),
            marks=tables.marks(*((edge, "μ − 2σ" if edge < mu else "μ + 2σ") for edge in inner)),
            alt=f"Bars where |slope| < {threshold:g}. Share of {where} there: "
            + ", ".join(f"{label} {shares[label]:.1%}" for label in outputs) + ".",
        )  # fmt: skip
    table = [
        f"| At x = {number(probe)} | Output | Slope | f″ | Saturated |",
        "|---|---|---|---|---|",
    ]
    for act in beside:
        read = [float(part) for part in (*act.evaluate(probe), second_derivative(act, probe))]
        words = [number(part).replace("nan", "undefined") for part in read]
        table.append(f"| {act.label} | {' | '.join(words)} | {shares[act.label]:.1%} |")
    st.markdown("\n".join(table))
    at_kink = [act.label for act in beside if probe in act.kinks()]
    st.markdown(
        f"Saturated: the share of inputs {where} where |slope| < {threshold:g}. The marks at μ ± "
        "2σ hold 95 % of the inputs between them. "
        + (f"At this x the slope of {', '.join(at_kink)} jumps; it is given as PyTorch has it. "
           if at_kink else "")
        + "Where f″ jumps, it is undefined."
    )  # fmt: skip

    # --- What is said, judged -------------------------------------------------------------------
    sections.claims(cards.mistakes(), who="is said")


kept.view(side_by_side)
sections.numbers()
sections.sources(properties, second_derivative, recipe)
