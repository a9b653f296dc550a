"""Curves above their slopes, on one x."""

from functools import lru_cache

import altair as alt

from . import style
from .curves import hover
from .style import AS_GIVEN, BESIDE, INK, RULE, TALL, WORDS, Series

SPLIT = (0.6, 0.68)  # shares of the height: where the upper part ends, where the lower begins
ANCHORS = 120  # tangents of a picture, about


@lru_cache(maxsize=64)
def stacked(
    x: str,
    y: tuple[str, str],
    curves: Series,
    *,
    x_domain: tuple[float, float],
    y_domains: tuple[tuple[float, float], tuple[float, float]],
    log_lower: bool = False,
    also: tuple[str, ...] = (),
    height: int = TALL,
) -> dict:
    """Two parts over a common x, each with its own y.

    Tables: `curve` (x, y, series) above and `lower` (x, y, series) below it, where NaN is a gap;
    `probe` and `lower_probe` (x, y) a dot on each; and those named in `also`: `zones` (x, x2)
    shaded over both, `marks` (x, text) upright rules with words, `levels` (y, text) level ones in
    the lower part, `tangents` (x, y, slope, x1, y1, x2, y2) one of which is shown where the pointer
    is, and read in the tooltip.
    """
    scale = alt.Scale(domain=list(x_domain), nice=False, zero=False)
    across = alt.X("x:Q", title=x, scale=scale, axis=style.axis(grid=False))
    up, down = _sides(y, y_domains, log_lower)
    above = [*_common(across, also), *_half("curve", "probe", across, up, curves)]
    below = _half("lower", "lower_probe", across, down, curves)
    pointed = [hover(across)]
    if "levels" in also:
        below += _levels(down)
    if "tangents" in also:
        above.append(_tangent(up))
        pointed = _pointed(across, x, *y)
    sides = [alt.layer(*above), alt.layer(*below)]
    chart = style.described(f"{y[0]} and {y[1]} against {x}", height, *sides, *pointed)
    return chart | {"resolve": {"scale": {"y": "independent"}}}


def _sides(y: tuple[str, str], domains: tuple, log_lower: bool) -> tuple[alt.Y, alt.Y]:
    """The y of the upper and of the lower part, each with its share of the height."""
    upper = [alt.ExprRef(f"height * {SPLIT[0]}"), 0]
    lower = [alt.ExprRef("height"), alt.ExprRef(f"height * {SPLIT[1]}")]
    kind = "log" if log_lower else "linear"
    more = {"tickCount": 4, "orient": "left"}
    up = alt.Y(
        "y:Q",
        title=y[0],
        axis=style.axis(minExtent=38),
        scale=alt.Scale(domain=list(domains[0]), range=upper, nice=False),
    )
    down = alt.Y(
        "y:Q",
        title=y[1],
        axis=style.axis(log_lower, domains[1], minExtent=38, **more),
        scale=alt.Scale(type=kind, domain=list(domains[1]), range=lower, nice=False),
    )
    return up, down


def _common(across: alt.X, also: tuple[str, ...]) -> list[alt.Chart]:
    """What goes through both parts, behind the curves."""
    zones = alt.Chart(alt.NamedData("zones")).mark_rect(aria=False, color=INK, opacity=0.14)
    marks = alt.Chart(alt.NamedData("marks"))
    words = marks.mark_text(**WORDS, **BESIDE, baseline="top")
    layers = {
        "zones": [zones.encode(across, x2="x2:Q")],
        "marks": [
            marks.mark_rule(**RULE).encode(across),
            words.encode(across, y=alt.value(2), text="text:N"),
        ],
    }
    return [layer for name, parts in layers.items() if name in also for layer in parts]


def _levels(down: alt.Y) -> list[alt.Chart]:
    level = alt.Chart(alt.NamedData("levels"))
    words = level.mark_text(**WORDS, **style.BEYOND, clip=True)
    return [
        level.mark_rule(**RULE).encode(down),
        *style.rimmed(words.encode(down, x=alt.value(0), text="text:N")),
    ]


def _half(table: str, dot: str, across: alt.X, side: alt.Y, curves: Series) -> list[alt.Chart]:
    line = (
        alt.Chart(alt.NamedData(table))
        .mark_line(strokeWidth=2.4, clip=True, aria=False, invalid="break-paths-show-domains")
        .encode(across, side, color=style.colour(curves), order=AS_GIVEN)
    )
    if len(curves) > 1:
        line = line.encode(strokeDash=style.dash(curves, True))
    probe = alt.Chart(alt.NamedData(dot)).mark_point(
        size=120, filled=True, opacity=1, color=INK, clip=True
    )
    return [line, probe.encode(across, side)]


def _tangent(up: alt.Y) -> alt.Chart:
    """The tangent under the pointer, in the browser alone: `near` is a selection of `_pointed`."""
    start = up.copy()
    start.shorthand = "y1:Q"
    return (
        alt.Chart(alt.NamedData("tangents"))
        .transform_filter({"param": "near", "empty": False})
        .mark_rule(strokeWidth=2.4, color=INK, aria=False)
        .encode(alt.X("x1:Q"), start, x2="x2:Q", y2="y2:Q")
    )


def _pointed(across: alt.X, x: str, value: str, slope: str) -> list[alt.Chart]:
    """A rule under the pointer for each tangent, so narrow that they do not cover one another."""
    near = alt.selection_point(
        name="near", on="pointerover", clear="pointerout", fields=["x"], empty=False
    )
    names = {"x": x, "y": value, "slope": slope}
    rules = (
        alt.Chart(alt.NamedData("tangents"))
        .mark_rule(color=INK, aria=False, strokeWidth=alt.ExprRef(f"max(2, width / {ANCHORS})"))
        .encode(
            across,
            opacity=alt.condition(near, alt.value(0.15), alt.value(0)),
            tooltip=[
                alt.Tooltip(f"{column}:Q", title=title, format=".4~g")
                for column, title in names.items()
            ],
        )
        .add_params(near)
    )
    unused = alt.Chart(alt.NamedData("hover")).transform_filter("false").mark_rule(aria=False)
    return [rules, unused.encode(across)]  # `show` sends that table with every curve
