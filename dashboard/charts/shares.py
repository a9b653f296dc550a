"""Histograms, dots with whiskers, and a plane in classes."""

from functools import lru_cache

import altair as alt

from . import style
from .curves import above
from .style import BESIDE, LOW, RULE, WORDS, Series


@lru_cache(maxsize=256)
def distribution(x: str, bars: Series, *, y_domain=None, height: int = LOW) -> dict:
    """Histograms, one over the other.

    Tables: `bars` (x, x2, share, series), `marks` (x, text) upright rules, `labels` (x, share,
    text) words above a bar.
    """
    across = alt.X("x:Q", title=x, scale=alt.Scale(nice=False, zero=False), axis=style.axis())
    scale = alt.Scale(domain=list(y_domain)) if y_domain else alt.Scale()
    percent = style.axis(format="%", labelExpr="datum.value > 1.001 ? '' : datum.label")
    up = alt.Y("share:Q", title="share of the values", axis=percent, scale=scale)
    columns = (
        alt.Chart(alt.NamedData("bars"))
        .transform_calculate(label="datum.series")
        .mark_bar(opacity=0.85, orient="vertical", binSpacing=0)
        .encode(
            across, up, x2="x2:Q", y2=alt.datum(0),
            color=style.colour(bars), strokeDash=style.square(bars),
            tooltip=[alt.Tooltip("series:N", title="values"),
                     alt.Tooltip("x:Q", title="from", format=".3~g"),
                     alt.Tooltip("x2:Q", title="to", format=".3~g"),
                     alt.Tooltip("share:Q", format=".2%")],
        )
    )  # fmt: skip
    marks, labels = alt.Chart(alt.NamedData("marks")), alt.Chart(alt.NamedData("labels"))
    return style.described(
        f"shares of {x}",
        height,
        columns,
        marks.mark_rule(**RULE).encode(across),
        marks.mark_text(**WORDS, **BESIDE, baseline="top").encode(
            across, y=alt.value(0), text="text:N"
        ),
        labels.mark_text(
            **WORDS,
            baseline="bottom",
            dy=-4,
            align=alt.ExprRef("scale('x', datum.x) < 120 ? 'left' : 'right'"),
            dx=alt.ExprRef("scale('x', datum.x) < 120 ? -10 : -4"),
        ).encode(across, up, text="text:N"),
    )


@lru_cache(maxsize=256)
def intervals(x: str, y: str, groups: Series, *, y_domain=None, height: int = LOW) -> dict:
    """Dots with whiskers; those beyond the `y_domain` are cut off.

    Tables: `dots` (x, y, low, high, series), `levels` (y, text).
    """
    across = alt.X(
        "x:Q", title=x, axis=style.axis(), scale=alt.Scale(nice=False, zero=False, padding=6)
    )
    scale = alt.Scale(domain=list(y_domain)) if y_domain else alt.Scale()
    up = alt.Y("y:Q", title=y, axis=style.axis(), scale=scale)
    dots = alt.Chart(alt.NamedData("dots")).encode(across, color=style.colour(groups))
    tips = [alt.Tooltip("series:N", title="activations"), alt.Tooltip("y:Q", format=".4~g")]
    whiskers = dots.mark_rule(strokeWidth=1.2, opacity=0.5, clip=True).encode(
        alt.Y("low:Q", title=y, axis=style.axis(), scale=scale), y2="high:Q"
    )
    means = (
        dots.transform_calculate(label="datum.series")
        .mark_point(filled=True, opacity=1, size=34, clip=True)
        .encode(up, shape=style.shape(groups), tooltip=tips)
    )
    levels = above(across, up)["levels"]
    return style.described(f"{y} against {x}", height, whiskers, means, *levels)


@lru_cache(maxsize=256)
def areas(x: str, y: str, classes: Series, *, height: int = LOW) -> dict:
    """A plane in classes. Tables: `cells` (x, x2, y, y2, series), `dots` (x, y, series)."""
    across = alt.X("x:Q", title=x, axis=style.axis(), scale=alt.Scale(nice=False, zero=False))
    up = alt.Y("y:Q", title=y, axis=style.axis(), scale=alt.Scale(nice=False, zero=False))
    cells = alt.Chart(alt.NamedData("cells")).mark_rect(opacity=0.3, aria=False)
    cells = cells.encode(across, up, x2="x2:Q", y2="y2:Q", color=style.colour(classes))
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .transform_calculate(label="datum.series")
        .mark_point(filled=True, opacity=1, size=22, aria=False)
        .encode(across, up, color=style.colour(classes), shape=style.shape(classes))
    )
    return style.described("classes of the plane", height, cells, dots)
