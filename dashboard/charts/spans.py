"""Dots with whiskers that lie, a name a row."""

from functools import lru_cache

import altair as alt

from . import style
from .style import RULE, TALL, WORDS, Series

KINDS = {  # of values: their scale and their axis
    "factors": ("log", {
        "values": [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8],
        "labelExpr": style.FACTOR,
    }),
    "shares": ("linear", {"format": "%", "tickCount": 5}),
    "amounts": ("log", {"values": [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100], "format": "~g"}),
}  # fmt: skip


@lru_cache(maxsize=64)
def spans(
    x: str,
    names: Series,
    *,
    kind: str,
    x_domain: tuple[float, float],
    coloured: bool = True,
    words: int = 60,
    height: int = TALL,
) -> dict:
    """A dot and a whisker for each name, one below the other; `kind` is one of `KINDS`.

    Tables: `dots` (x, low, high, series, text), the words standing at the end of the row, in
    `words` pixels, where there is room, and `marks` (x, text) upright rules.
    """
    narrow = f"width < {max(300, 2 * words + 40)}"  # then the words have no room
    room = f"{narrow} ? width - 8 : width - {words}"
    across = _across(x, kind, x_domain, narrow, room)
    low = across.copy()
    low.shorthand = "low:Q"
    dots = _rows(names, coloured)
    tips = [alt.Tooltip("series:N", title="of"), alt.Tooltip("text:N", title="is")]
    marks = alt.Chart(alt.NamedData("marks"))
    texts = dots.mark_text(
        **WORDS
        | {"fontSize": alt.ExprRef(f"{narrow} ? 0 : {WORDS['fontSize']}")},  # or they take it
        align="left",
        dx=8,
    ).encode(x=alt.value(alt.ExprRef(room)), text="text:N", color=alt.value(style.INK))
    return style.described(
        f"{x} of each", height,
        marks.mark_rule(**RULE).encode(across),
        dots.mark_rule(strokeWidth=3, opacity=0.5, clip=True).encode(low, x2="high:Q"),
        dots.mark_point(filled=True, opacity=1, size=90, clip=True).encode(across, tooltip=tips),
        texts,
    )  # fmt: skip


def _across(x: str, kind: str, domain: tuple[float, float], narrow: str, room: str) -> alt.X:
    """The axis; a title longer than a narrow one goes on to the left, where there is room."""
    type, axis = KINDS[kind]
    scale = alt.Scale(type=type, domain=list(domain), nice=False, range=[0, alt.ExprRef(room)])
    ends = {
        "titleAlign": alt.ExprRef(f"{narrow} ? 'right' : 'center'"),
        "titleX": alt.ExprRef(f"{narrow} ? width : ({room}) / 2"),
    }
    return alt.X("x:Q", title=x, scale=scale, axis=style.axis(**axis, **ends))


def _rows(names: Series, coloured: bool) -> alt.Chart:
    """A row for each name, in its colour or all in one."""
    order = [label for label, _ in names]
    axis, scale = style.axis(labelLimit=210, grid=True, labelFlush=False), alt.Scale(domain=order)
    up = alt.Y("series:N", title=None, sort=order, axis=axis, scale=scale)
    colour = style.colour(names)
    if not coloured:  # one of the palette still, whose scale the words need
        colour = style.colour((("all", style.ROLES["steps"]),))
        colour.shorthand = "all:N"
    dots = alt.Chart(alt.NamedData("dots")).transform_calculate(all="'all'")
    return dots.encode(up, color=colour)
