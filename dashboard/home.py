"""The opening page: the story's five curves, and the visitor's own; a sentence each; where to go.

It lies here because a page of the `pages/` folder cannot be both the default page and a deep link.
"""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, Activation, Undefined, __version__
from activations.figures import DEEP as LAYERS
from activations.initialisation import PRESERVING, Start, gain
from activations.sigmoid_sums import POST
from dashboard import charts, engineer, frame, own, sections, tables
from dashboard.wording import number, power

FOLLOWED = {  # a step of a page where it is seen, by what the button says
    "Its card and code": ("Gallery", "Yours", {}),
    f"Through {LAYERS} layers": (
        "Depth",
        "The gradient",
        {"layers": LAYERS, "initialisation": PRESERVING, "activations": ["ReLU", own.YOURS]},
    ),
    "Train it against GELU": ("Learning speed", "Verdict", own.AGAINST_GELU),
}


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


st.markdown(frame.HOME.question)
own.field()
if yours := own.configured():
    with own.excused():
        of_yours(yours)
x = np.linspace(-4, 12, 401)
sigmoid, softplus, relu, elu = (
    ACTIVATIONS[name] for name in ("sigmoid", "softplus", "relu", "elu")
)
curves = {
    "Sigmoid": sigmoid(x),
    "Sum of sigmoids": POST.evaluate(x)[0],
    "Softplus": softplus(x),
    "ReLU": relu(x),
    "ELU": elu(x),
}
names = {"sigmoid": "Sigmoid", "sum": "Sum of sigmoids"}
names |= {act.id: act.label for act in (softplus, relu, elu)}
if yours:
    curves[own.YOURS], names[yours.id] = yours(x), own.YOURS
charts.show(
    charts.lines(
        "input x", "output", charts.series(**names), y_domain=(-2, 12), height=400,
    ),
    key="story", curve=tables.curves(x, **curves),
    alt="Five curves from x = −4 to 12: the sigmoid stays below 1; the sum of sigmoids follows "
    "softplus and bends off at 10; the ReLU is 0 and then x; the ELU has a floor at −1."
    + " Yours is drawn with them." * bool(yours),
)  # fmt: skip

SAID = {
    "Sigmoid saturation": "The **sigmoid** squashes any input into (0, 1). Far out it is flat: at "
    f"x = 10 its slope is {number(float(sigmoid.derivative(10.0)), 3)}, and hardly any gradient "
    "passes through it.",
    "Sum of sigmoids": f"A **sum of {POST.n} shifted sigmoids** rises further, close to "
    "**softplus**, log(1 + eˣ), and bends off where its last sigmoid does.",
    "ReLU bias": "**ReLU**, max(0, x), is softplus with a corner. Its mean output is "
    f"positive: {relu.mean(0, 1):.3f} for standard normal inputs.",
    "ELU mean": "The **ELU** goes below zero, down to −α, and brings that mean to "
    f"{elu.mean(0, 1):.3f}. Whether it learns faster for that reason is another question.",
    "Depth": "Many **layers** multiply what one does to a gradient. Of 50 ReLU layers each keeps "
    f"it, or takes it times {relu.mean_square_slope(0, 1) ** 0.5:.2f}: the initial weights decide.",
    "Learning speed": "**Does it learn faster?** Small networks learn to read handwritten digits, "
    "each activation at its own best learning rate, with the same draws for all.",
    "Gallery": f"**All {len(ACTIVATIONS)} activations** at a glance: their properties computed, "
    "any of them side by side, and the code for four frameworks.",
}
for pages in (frame.PAGES[:4], frame.PAGES[4:7]):  # the story, and what tests it
    for info, column in zip(pages, st.columns(4), strict=False):
        with column:
            st.page_link(frame.ROOT / info.script, label=f"**{info.title}**")
            st.markdown(SAID[info.title])
for info in frame.PAGES[7:]:
    st.page_link(frame.ROOT / info.script, label=f"**{info.title}**: {info.question}")
st.markdown(
    ":small[The story is that of a blog post, “Exponential Linear Units are the New Cool” by "
    "Saikat Basak. Each page takes it in a few steps, a question each: move its curves, read its "
    "numbers, and see what the post and others say judged sentence by sentence. Numbers are "
    "computed as you move, but for those prepared (the trainings that *Learning speed* opens with; "
    "what a training, a sum or an activation costs in time) and those quoted from the post or a "
    f"paper. Every view is a link. Version {__version__}.]"
)
