"""One bar in parts."""

from functools import lru_cache

import altair as alt

from . import style
from .style import Series

HIGH = 34  # pixels
GAP = 2  # between the parts
TEXT = alt.ExprRef("range('color')[10]")  # the palette's ink: black, or white


@lru_cache(maxsize=16)
def counts(kinds: Series, total: int) -> dict:
    """How many of `total` things are of which kind, as one bar with its words in it.

    Table: `parts` (x, x2, series, text), the words of a part that is too narrow being its number.
    """
    scale = alt.Scale(domain=[0, total], nice=False)
    ends = {"y": alt.value(0), "y2": alt.value(HIGH)}
    room = alt.Chart(alt.NamedData("message")).mark_rect(
        cornerRadius=4, color=style.INK, opacity=0.06, aria=False, tooltip=None
    )
    parts = (
        alt.Chart(alt.NamedData("parts"))
        .transform_calculate(middle="(datum.x + datum.x2) / 2", count="datum.x2 - datum.x")
        .transform_filter("datum.count > 0")
    )
    tips = [alt.Tooltip("series:N", title="judged"), alt.Tooltip("count:Q", title="sentences")]
    bars = parts.mark_rect(
        cornerRadius=4, fillOpacity=0.3, xOffset=GAP / 2, x2Offset=-GAP / 2
    ).encode(
        alt.X("x:Q", axis=None, scale=scale), x2="x2:Q",
        color=style.colour(kinds), tooltip=tips, **ends,
    )  # fmt: skip
    wide = f"datum.count * width / {total}"
    words = parts.mark_text(
        color=TEXT, fontSize=13, fontWeight=600, aria=False, tooltip=None,
        text=alt.ExprRef(f"{wide} > 70 ? datum.text : {wide} > 16 ? '' + datum.count : ''"),
    ).encode(alt.X("middle:Q", axis=None, scale=scale), y=alt.value(HIGH / 2))  # fmt: skip
    room = room.encode(x=alt.value(0), x2=alt.value("width"), **ends)
    return style.described("counts", HIGH, room, bars, words) | {"padding": 0}
