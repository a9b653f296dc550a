"""The kinds of picture that only the gallery has; as in `charts`, structure without data."""

from functools import lru_cache

import altair as alt

from . import style
from .style import AS_GIVEN, INK, LOW, Series

CELL = 80  # the least width of a small chart; its row is ROW high
ROW = 92
ACROSS, UP = (-3.0, 3.0), (-2.2, 3.9)  # the part of the plane that every small chart shows


PER_ROW = f"max(3, floor(width / {CELL}))"
WIDE = f"(width / {PER_ROW})"
LEFT = f"(datum.place % {PER_ROW}) * {WIDE}"
Ticks = tuple[float, ...]
ROWS = {"row": f"floor(datum.place / {PER_ROW})"}


@lru_cache(maxsize=8)
def small_multiples(names: Series) -> dict:
    """A small chart per activation, as many in a row as fit; a click selects its label (`pick`).

    Tables: `cells` (place, label, chosen, about) and `strokes` (place, x, y, series, kind), in each
    place a line of the kind "value" and one of the kind "slope". The cells are placed by their
    number and the width of the window, which only the browser knows.
    """
    across = alt.X("px:Q", scale=None, axis=None)
    up = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    words = (
        alt.Chart(alt.NamedData("cells"))
        .transform_calculate(px=f"{LEFT} + {WIDE} / 2", **ROWS)
        .mark_text(color=INK, fontSize=11, baseline="top", dy=4 - ROW / 2, aria=False)
        .encode(across, up, text="label:N")
    )
    layers = (_frames(across, up), _strokes(across, up, names), words)
    return style.described("activations, small", LOW, *layers) | {"height": {"step": ROW}}


def _frames(across: alt.X, up: alt.Y) -> alt.Chart:
    pick = alt.selection_point(
        name="pick", fields=["label"], on="click", clear="pointerout", empty=False
    )
    return (
        alt.Chart(alt.NamedData("cells"))
        .transform_calculate(px=f"{LEFT} + 3", px2=f"{LEFT} + {WIDE} - 3", **ROWS)
        .mark_rect(cornerRadius=6, cursor="pointer", strokeWidth=2, height=ROW - 6)
        .encode(
            across, up, x2="px2:Q", description="about:N", tooltip="about:N",
            color=alt.value(INK),
            fillOpacity=alt.condition("datum.chosen", alt.value(0.16), alt.value(0.05)),
            strokeOpacity=alt.condition("datum.chosen", alt.value(1), alt.value(0)),
        )
        .add_params(pick)
    )  # fmt: skip


def _strokes(across: alt.X, up: alt.Y, names: Series) -> alt.Chart:
    share = f"(datum.x - {ACROSS[0]}) / {ACROSS[1] - ACROSS[0]}"
    inside = alt.Scale(domain=list(UP), nice=False, zero=False)
    slope = "datum.kind == 'slope'"
    return (
        alt.Chart(alt.NamedData("strokes"))
        .transform_calculate(px=f"{LEFT} + 8 + ({WIDE} - 16) * {share}", **ROWS)
        .mark_line(aria=False, orient="vertical", invalid="break-paths-show-domains", tooltip=None)
        .encode(
            across, up, yOffset=alt.YOffset("y:Q", scale=inside), detail=["place:N", "kind:N"],
            color=style.colour(names), order=alt.value(0),
            strokeDash=alt.condition(slope, alt.value([3, 2]), alt.value([1, 0])),
            strokeWidth=alt.condition(slope, alt.value(1.2), alt.value(2.4)),
        )
    )  # fmt: skip


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


@lru_cache(maxsize=8)
def scattered(x: str, y: str, names: Series, x_ticks: Ticks, y_ticks: Ticks) -> dict:
    """A dot for each name where two numbers cross, on log scales between the outer ticks.

    Tables: `dots` (x, y, series, text), the text standing beside its dot, and `diagonal` (x, y).
    """
    scales = [
        style.scale(True, (ticks[0], ticks[-1]), nice=False, clamp=True)
        for ticks in (x_ticks, y_ticks)
    ]
    across = alt.X("x:Q", title=x, scale=scales[0], axis=style.axis(values=list(x_ticks)))
    up = alt.Y("y:Q", title=y, scale=scales[1], axis=style.axis(values=list(y_ticks)))
    dots = alt.Chart(alt.NamedData("dots")).encode(across, up)
    diagonal = alt.Chart(alt.NamedData("diagonal")).mark_line(**style.RULE).encode(across, up)
    tips = [alt.Tooltip("series:N", title="of"), *(f"{side}:Q" for side in "xy")]
    circles = dots.mark_point(filled=True, size=70, opacity=1, aria=False)
    words = dots.mark_text(**style.WORDS, align="left", dx=5, dy=-8, aria=False).encode(
        text="text:N"
    )
    colour = style.colour(names)
    return style.described(
        f"{y} against {x}", LOW, diagonal, circles.encode(color=colour, tooltip=tips), words
    )
