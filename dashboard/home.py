"""The opening page: the five curves of the story in one picture, a sentence each, and where to go.

It lies here because a page of the `pages/` folder cannot be both the default page and a deep link.
"""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, __version__
from activations.sigmoid_sums import POST
from dashboard import charts, frame, tables
from dashboard.wording import number

st.markdown(frame.HOME.question)
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
charts.show(
    charts.lines(
        "input x", "output",
        charts.series(sigmoid="Sigmoid", sum="Sum of sigmoids", softplus="Softplus",
                      relu="ReLU", elu="ELU"),
        y_domain=(-2, 12), height=400,
    ),
    key="story", curve=tables.curves(x, **curves),
    alt="Five curves from x = −4 to 12: the sigmoid stays below 1; the sum of sigmoids follows "
    "softplus and bends off at 10; the ReLU is 0 and then x; the ELU has a floor at −1.",
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
for pages in (frame.PAGES[:4], frame.PAGES[4:]):  # the story, and what tests it
    for info, column in zip(pages, st.columns(4), strict=False):
        with column:
            st.page_link(frame.ROOT / info.script, label=f"**{info.title}**")
            st.markdown(SAID[info.title])
st.markdown(
    ":small[The story is that of a blog post, “Exponential Linear Units are the New Cool” by "
    "Saikat Basak. Each page takes it in a few steps, a question each: move its curves, read its "
    "numbers, and see what the post and others say judged sentence by sentence. Numbers are "
    "computed as you move, but for those prepared (the trainings that *Learning speed* opens with; "
    "what a training or a sum costs in time) and those quoted from the post or a paper. Every view "
    f"is a link. Version {__version__}.]"
)
