"""The kinds of picture that only the gallery has; as in `charts`, structure without data."""

from functools import lru_cache

import altair as alt

from . import style
from .style import AS_GIVEN, BESIDE, INK, LOW, RULE, WORDS, Series

CELL = 80  # the least width of a small chart; its row is ROW high
ROW = 110
ACROSS, UP = (-3.0, 3.0), (-2.2, 3.9)  # the part of the plane that every small chart shows


@lru_cache(maxsize=8)
def small_multiples(names: Series) -> dict:
    """A small chart per activation, as many in a row as fit; a click selects its label (`pick`).

    Tables: `cells` (place, label, chosen, about) and `strokes` (place, x, y, series, label, part,
    kind), the lines of kind "value" or "slope", each with its own `part`. The cells are placed by
    their number and the width of the window, which only the browser knows.
    """
    per_row = f"max(3, floor(width / {CELL}))"
    wide = f"(width / {per_row})"
    left = f"(datum.place % {per_row}) * {wide}"
    share = f"(datum.x - {ACROSS[0]}) / {ACROSS[1] - ACROSS[0]}"
    row = {"row": f"floor(datum.place / {per_row})"}
    up = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    inside = alt.Scale(domain=list(UP), nice=False, zero=False)
    across = alt.X("px:Q", scale=None, axis=None)
    pick = alt.selection_point(
        name="pick", fields=["label"], on="click", clear="pointerout", empty=False
    )
    frames = (
        alt.Chart(alt.NamedData("cells"))
        .transform_calculate(px=f"{left} + 3", px2=f"{left} + {wide} - 3", **row)
        .mark_rect(cornerRadius=6, cursor="pointer", strokeWidth=2, height=ROW - 6)
        .encode(
            across, up, x2="px2:Q", description="about:N", tooltip="about:N",
            color=alt.value(INK),
            fillOpacity=alt.condition("datum.chosen", alt.value(0.16), alt.value(0.05)),
            strokeOpacity=alt.condition("datum.chosen", alt.value(1), alt.value(0)),
        )
        .add_params(pick)
    )  # fmt: skip
    strokes = (
        alt.Chart(alt.NamedData("strokes"))
        .transform_calculate(px=f"{left} + 8 + ({wide} - 16) * {share}", **row)
        .mark_line(aria=False, orient="vertical", invalid="break-paths-show-domains", tooltip=None)
        .encode(
            across, up, yOffset=alt.YOffset("y:Q", scale=inside), detail="part:N",
            color=style.colour(names), order=alt.value(0),
            strokeDash=alt.condition("datum.kind == 'slope'", alt.value([3, 2]), alt.value([1, 0])),
            strokeWidth=alt.condition("datum.kind == 'slope'", alt.value(1.2), alt.value(2.4)),
        )
    )  # fmt: skip
    words = (
        alt.Chart(alt.NamedData("cells"))
        .transform_calculate(px=f"{left} + {wide} / 2", **row)
        .mark_text(color=INK, fontSize=11, baseline="top", dy=4 - ROW / 2, aria=False)
        .encode(across, up, text="label:N")
    )
    chart = style.described("activations, small", LOW, frames, strokes, words)
    return chart | {"height": {"step": ROW}}


@lru_cache(maxsize=64)
def strips(x: str, names: Series, x_domain: tuple[float, float], *, height: int = LOW) -> dict:
    """Bars over a common x, a row per name. Tables: `zones` (x, x2, series), `marks` (x, text)."""
    order = [label for label, _ in names]
    scale = alt.Scale(domain=list(x_domain), nice=False, zero=False)
    across = alt.X("x:Q", title=x, scale=scale, axis=style.axis())
    up = alt.Y(
        "series:N", title=None, sort=order, scale=alt.Scale(domain=order),
        axis=style.axis(labelLimit=110, grid=True),
    )  # fmt: skip
    bars = (
        alt.Chart(alt.NamedData("zones"))
        .mark_bar(height={"band": 0.6}, opacity=0.85, clip=True, aria=False)
        .encode(across, up, x2="x2:Q", color=style.colour(names))
    )
    marks = alt.Chart(alt.NamedData("marks"))
    rules = marks.mark_rule(**RULE).encode(across)
    words = marks.mark_text(**WORDS, **BESIDE, clip=True, baseline="top").encode(
        across, y=alt.value(0), text="text:N"
    )
    return style.described(f"zones of {x}", height, bars, rules, words)


@lru_cache(maxsize=64)
def sideways(names: Series, y_domain: tuple[float, float], *, height: int = LOW) -> dict:
    """Shares of the outputs beside their curves: the output runs up, as there.

    Table: `shares` (y, share, series), a row per bin, in ascending order.
    """
    scale = alt.Scale(type="sqrt", domain=[0, 1], nice=False)
    axis = style.axis(format="%", values=[0, 0.01, 0.1, 0.3, 0.6, 1])
    across = alt.X("share:Q", title="share of the outputs", scale=scale, axis=axis)
    up = alt.Y("y:Q", title="output", scale=alt.Scale(domain=list(y_domain)), axis=style.axis())
    steps = (
        alt.Chart(alt.NamedData("shares"))
        .mark_line(
            orient="horizontal", interpolate="step", strokeWidth=1.8, aria=False,
            invalid="show", clip=True,
        )
        .encode(across, up, color=style.colour(names), order=AS_GIVEN)
    )  # fmt: skip
    return style.described("shares of the outputs", height, steps)
