"""The opening page: a curve to touch, a first prediction, three doors, and what the pages found.

It lies here because a page of the `pages/` folder cannot be both the default page and a deep link.
"""

import streamlit as st

from activations import Activation, Undefined, __version__
from activations.figures import DEEP as LAYERS
from activations.initialisation import PRESERVING, Start, gain
from dashboard import (
    engineer,
    frame,
    kept,
    own,
    sections,
    session,
    share,
    streamlit_internals,
    turns,
)
from dashboard.choosers import Name
from dashboard.controls import FIRST, Choice
from dashboard.pictures import home as pictures
from dashboard.pictures.tiles import tiles
from dashboard.wording import number, power

STYLE = """<style>
.st-key-opening { gap: 0.7rem; container-type: inline-size; }
.st-key-story { gap: 0.5rem; }
.st-key-story form.vega-bindings { padding: 0 0 0 17px; width: calc(60% + 8px); }
.st-key-story .vega-bind label, .st-key-story .vega-bind input { width: 100%; flex: 1; }
.st-key-story .vega-bind-name { position: absolute; clip-path: inset(50%); }
.st-key-story .vega-bind input + span { display: none; }
.st-key-story .vega-bind input { --vega-range-progress: 0% !important; }
.st-key-story svg.marks { touch-action: pan-y; }
.st-key-left [data-testid="stButtonGroup"] {
    display: flex; flex-flow: row wrap; align-items: center; gap: 0.3rem 1rem;
}
.st-key-left label p { font-size: 1rem; font-weight: 600; }
.st-key-doors [data-testid="stColumn"] { padding: 0.4rem 1rem 0.6rem; }
.st-key-doors [data-testid="stColumn"] > [data-testid="stVerticalBlock"] { gap: 0.2rem; }
.st-key-doors a { min-height: 2.5rem; }
.st-key-doors a p, .st-key-verdict a p { font-weight: 600; }
.st-key-verdict { gap: 0 0.5rem; }
.st-key-doors label p { font-size: 1rem; font-weight: 600; }
.st-key-tiles > div { flex: 1 1 8rem !important; gap: 0; }
.st-key-tiles a { padding: 0; }
.tile { margin-top: -0.4rem; }
.tile img { width: 100%; max-width: 10rem; display: block; }
.tile b { display: block; font-size: 1.15rem; line-height: 1.35; }
.tile span { display: block; font-size: 0.8rem; line-height: 1.25; }
@container (max-width: 620px) {
    .st-key-story form.vega-bindings { width: 100%; }
    .st-key-tiles > div { flex-basis: 40% !important; }
}
</style>"""
SEVEN = frame.PAGES[:7]


class Tabs(Name):
    """A name of an activation, all of them in sight."""

    counting = FIRST

    def draw(self, name: str, so_far: dict) -> str:
        return super().draw(name, so_far) or self.default  # none where a link says `curve=`

    def widget(self, key: str, **more) -> str | None:
        return st.segmented_control(
            self.label, self.offered(), default=self.default, required=True, key=key,
            label_visibility="collapsed", **more,
        )  # fmt: skip


class Asked(Choice):
    """A question with its answers in sight, at first none chosen."""

    counting = FIRST

    def widget(self, key: str, **more) -> str | None:
        return st.segmented_control(self.label, self.offered(), key=key, **more)


CONTROLS = {
    "curve": Tabs("Curve", pictures.NAMES, pictures.NAMES[0], help="The one that is bold."),
    "left": Asked(
        "Predict: ten sigmoids in a row, each at its steepest, weights 1. What is left of the "
        "gradient?",
        list(pictures.ANSWERS),
        None,
        help="",
    ),
}
FOLLOWED = {  # a step of a page where it is seen, by what the button says
    "Its card and code": ("Gallery", "Yours", {}),
    f"Through {LAYERS} layers": (
        "Depth",
        "The gradient",
        {"layers": LAYERS, "initialisation": PRESERVING, "activations": ["ReLU", own.YOURS]},
    ),
    "Train it against GELU": ("Learning speed", "Verdict", own.AGAINST_GELU),
}


def asked(name: str):
    """Draw a control of this page; gives its value."""
    session.mine().drawn[name] = CONTROLS[name]
    return CONTROLS[name].draw(name, {})


@st.fragment
def story() -> None:
    """The curves, one of them bold, and what it does."""
    with turns.turn(), streamlit_internals.together(), st.container(key="story"):
        curve = asked("curve")
        kept.draw(pictures.picture, curve=curve, yours=own.configured())


@st.fragment
def prediction() -> None:
    """A question, and whether the answer is right."""
    with turns.turn(), streamlit_internals.together():
        if said := asked("left"):
            with st.container(horizontal=True, vertical_alignment="center", key="verdict"):
                st.markdown(pictures.judged(said), width="content")
                row = {"depth": pictures.UNITS, "weight": 1}
                frame.way("See it", "Sigmoid saturation", "In a row", **row)


def doors() -> None:
    """Where to go: to learn, to teach, or to choose an activation."""
    with st.container(key="doors"):
        learn, teach, choose = st.columns(3, border=True)
    with learn:
        st.markdown("**Learn:** seven questions, guess first")
        with st.container(horizontal=True, vertical_alignment="center"):
            frame.way("Start", "Sigmoid saturation", "The curve", predict=True)
            with st.popover("The seven", type="tertiary"):
                st.markdown("\n".join(f"1. **{page.title}**. {page.question}" for page in SEVEN))
    with teach:
        st.markdown("**Teach:** set a task; it is one link")
        frame.way("Set a task", "ELU mean", "Its mean", view="task")
    with choose:
        own.field("Choose: your own f(x)")


def of_yours(act: Activation) -> None:
    """What the visitor's own f(x) is like, and where to follow it."""
    try:
        left = power(float(Start(PRESERVING, 0.0).gradient(act, LAYERS)[0]))
    except Undefined:  # no network has such weights
        left = "not predicted"
    sections.metrics(
        ("Mean output", number(act.mean(0, 1)), "For inputs from N(0, 1)."),
        ("Gain", number(gain(act)), engineer.COLUMNS["Gain"].help),
        (
            f"Gradient through {LAYERS} layers",
            left,
            "Its size at the first layer over the last, predicted for weights of this gain "
            "in every layer, the first included.",
        ),
    )
    st.markdown(f"$f(x) = {act.filled_formula()}$")
    with st.container(horizontal=True):
        for words, (title, step, settings) in FOLLOWED.items():
            frame.way(words, title, step, **settings)


def seven_tiles() -> None:
    """What each of the seven pages found."""
    found = tiles()
    with st.container(horizontal=True, key="tiles"):
        for page in SEVEN:
            with st.container():
                st.page_link(frame.ROOT / page.script, label=f"**{page.title}**")
                st.html(found[page.title].html())


frame.enter()
session.mine().controls = CONTROLS
share.open_link(frame.HOME.title, ["The story"], session.mine().controls, {})
st.html(STYLE)
with st.container(key="opening"):
    st.markdown(frame.HOME.question)
    story()
    prediction()
    doors()
    if yours := own.configured():
        with own.excused():
            of_yours(yours)
    kept.draw(seven_tiles)
    st.markdown(
        ":small[The story is that of a blog post, “Exponential Linear Units are the New Cool” by "
        "Saikat Basak. Each page takes it in a few steps, a question each: move its curves, read "
        "its numbers, and see what the post and others say judged sentence by sentence. Numbers "
        "are computed as you move, but for those prepared (the trainings that *Learning speed* "
        "opens with; what a training, a sum or an activation costs in time) and those quoted from "
        f"the post or a paper. Every view is a link. Version {__version__}.]"
    )
