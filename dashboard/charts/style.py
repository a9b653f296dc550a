"""What all pictures share: sizes, the places of the palette, axes, scales and legends."""

from math import ceil, floor, log2, log10

import altair as alt

from activations import ACTIVATIONS
from dashboard import streamlit_internals

TALL, LOW = 360, 310
PALETTE_SIZE = 10
YOURS = PALETTE_SIZE  # the place of the visitor's own f(x), which no other takes
OWN_DASH = [11, 2, 2, 2, 2, 2]
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4], [1, 3], [6, 2, 1, 2])
INK = alt.ExprRef(streamlit_internals.INK)  # the palette's grey, legible as text in both themes
AS_GIVEN = alt.value(0)  # no order of its own: a sort would cost the browser a pass over the data
BESIDE = {  # words to the right of their rule, but to its left where they would be cut off
    "align": alt.ExprRef("scale('x', datum.x) > width - 150 ? 'right' : 'left'"),
    "dx": alt.ExprRef("scale('x', datum.x) > width - 150 ? -5 : 5"),
}
APART = {  # words at the foot of upright rules: where it is narrow, in rows
    "baseline": "bottom",
    "dy": alt.ExprRef("width < 420 ? 9 - 14 * datum.row : -5"),
}
BEYOND = {  # words of level rules at the left end: above, but below those that are below 0
    "align": "left",
    "dx": 6,
    "dy": alt.ExprRef("datum.y < 0 ? 9 : -8"),
}
RULE = {"aria": False, "color": INK, "strokeDash": [3, 3], "strokeWidth": 1.2, "clip": True}
WORDS = {"color": INK, "fontSize": 12}
RIM = {  # below words, in the colour of the background
    "aria": False, "stroke": {"expr": "background"}, "strokeJoin": "round", "strokeWidth": 4,
}  # fmt: skip
LABEL_COLOUR = alt.ExprRef("scale('color', datum.value)")  # in a legend: the colour of its curve

# On a log axis: 0.1, 1, 10 as they are, 10⁻²⁵ beyond, and nothing between the powers of ten.
_EXPONENT = "round(log(datum.value) / LN10)"
_DIGITS = f"split(toString(abs({_EXPONENT})), '')"
_RAISED = "['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']"
POWER = (
    f"abs(log(datum.value) / LN10 - {_EXPONENT}) > 1e-6 ? '' : abs({_EXPONENT}) < 3 ? "
    f"format(datum.value, '~g') : '10' + ({_EXPONENT} < 0 ? '⁻' : '') + "
    f"{_RAISED}[toNumber({_DIGITS}[0])] + "
    f"(length({_DIGITS}) > 1 ? {_RAISED}[toNumber({_DIGITS}[1])] : '')"
)

FACTORS = 100  # an axis that spans no more than this is one of factors, not of powers of ten
FACTOR = "datum.value < 1 ? '1/' + round(1 / datum.value) : datum.value"

PREDICTED = "Predicted"
BEADS = {"strokeDash": [0.1, 9], "strokeWidth": 5, "strokeCap": "round"}

# What is not an activation borrows a place of the palette.
ROLES = {
    "measured": 7,
    "predicted": 4,
    "input": 4,
    "centred": 3,
    "listing": 9,
    "sum": 5,
    "steps": 2,
    "end": 3,
    "midpoint": 1,
    "left": 2,
    "right": 9,
}

Series = tuple[tuple[str, int], ...]


def series(**labels: str) -> Series:
    """The curves of one chart in order: activation id or role = the label shown.

    An id that is neither is that of the visitor's own f(x).
    """
    places = {name: place % PALETTE_SIZE for place, name in enumerate(ACTIVATIONS)} | ROLES
    return tuple((label, places.get(name, YOURS)) for name, label in labels.items())


def series_of(activations) -> Series:
    """The curves of a chart that are activations, each under its label."""
    return series(**{activation.id: activation.label for activation in activations})


def described(name: str, height: int, *layers: alt.Chart) -> dict:
    """The specification of the layers, with a name and a place for the message of the moment.

    The name is part of the structure; the message travels as data (table `message`, text) on an
    invisible mark, because a chart whose name changes is thrown away and built again by Streamlit.
    """
    message = alt.Chart(alt.NamedData("message")).mark_point(opacity=0, size=1)
    message = message.encode(x=alt.value(0), y=alt.value(0), description="text:N")
    named = alt.layer(*layers, message).properties(height=height, description=f"Chart: {name}")
    return named.to_dict()


def rimmed(words: alt.Chart) -> list[alt.Chart]:
    """Words with a rim in the colour of the background, to be read over curves and rules."""
    rim = words.copy(deep=True)
    for name, value in RIM.items():
        rim.mark[name] = value
    return [rim, words]


def axis(log: bool = False, domain: tuple[float, float] | None = None, **more) -> alt.Axis:
    if log:
        more["labelExpr"] = POWER
    if log and domain and domain[1] <= FACTORS * domain[0]:
        low, high = ceil(log2(domain[0])), floor(log2(domain[1]))
        more |= {"values": [2.0**power for power in range(low, high + 1)], "labelExpr": FACTOR}
    elif log and domain:  # a line at each power of ten, or at every second or third
        low, high = ceil(log10(domain[0])), floor(log10(domain[1]))
        more["values"] = [10.0**power for power in range(low, high + 1, 1 + (high - low) // 7)]
    return alt.Axis(labelColor=INK, titleColor=INK, **{"tickCount": 6} | more)


def scale(log: bool, domain: tuple[float, float] | None = None, **more) -> alt.Scale:
    if domain:
        more["domain"] = list(domain)
    return alt.Scale(type="log", **more) if log else alt.Scale(zero=False, **more)


def colour(curves: Series) -> alt.Color:
    """A scale whose domain puts each label at its own place of the theme's palette.

    Where two activations of a chart share a place, the later one takes the next that is free.
    """
    size = PALETTE_SIZE + 1
    domain = [f"\u2007{place}" for place in range(size)]
    taken = {place for _, place in curves if place != YOURS}
    for label, place in curves:
        if not domain[place].startswith("\u2007") and len(taken) < PALETTE_SIZE:
            place = next(p for p in range(PALETTE_SIZE) if p not in taken)
            taken.add(place)
        while not domain[place].startswith("\u2007"):  # taken: the palette comes round again
            place += size
            if place >= len(domain):
                domain += [f"\u2007{len(domain) + i}" for i in range(size)]
        domain[place] = label
    return alt.Color("series:N", scale=alt.Scale(domain=domain), legend=None)


def dash(curves: Series, shown: bool) -> alt.StrokeDash:
    dashes = [
        OWN_DASH if place == YOURS else DASHES[i % len(DASHES)]
        for i, (_, place) in enumerate(curves)
    ]
    if curves[-1][0] == PREDICTED:
        dashes[-1] = [3, 6]  # a legend has no round caps
    scale = alt.Scale(domain=[label for label, _ in curves], range=dashes)
    stroke = {"symbolType": "stroke", "symbolSize": 340, "symbolStrokeWidth": 2.4}
    words = legend(curves, symbolStrokeColor=LABEL_COLOUR, **stroke) if shown else None
    return alt.StrokeDash("label:N", scale=scale, legend=words)


def shape(curves: Series) -> alt.Shape:
    shapes = ["circle", "diamond", "square"][: len(curves)]
    scale = alt.Scale(domain=[label for label, _ in curves], range=shapes)
    words = legend(curves, symbolFillColor=LABEL_COLOUR, symbolSize=90, symbolStrokeWidth=0)
    return alt.Shape("label:N", scale=scale, legend=words)


def square(bars: Series) -> alt.StrokeDash:
    """The legend of filled bars: their strokes are not drawn."""
    scale = alt.Scale(domain=[label for label, _ in bars], range=[[1, 0]] * len(bars))
    squares = {"symbolType": "square", "symbolSize": 120, "symbolStrokeWidth": 0}
    return alt.StrokeDash(
        "label:N", scale=scale, legend=legend(bars, symbolFillColor=LABEL_COLOUR, **squares)
    )


def legend(curves: Series, **symbols) -> alt.Legend | None:
    if len(curves) < 2:
        return None
    columns = alt.ExprRef(f"width < 420 ? 2 : {min(len(curves), 7)}")
    words = {"labelColor": INK, "labelLimit": 260}
    return alt.Legend(title=None, orient="top", offset=4, columns=columns, **words, **symbols)
