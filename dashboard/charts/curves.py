"""Curves over a common x, alone or in the middle of bands."""

from functools import lru_cache

import altair as alt

from . import style
from .style import APART, AS_GIVEN, BEADS, BESIDE, INK, LOW, PREDICTED, ROLES, RULE, WORDS, Series


@lru_cache(maxsize=256)
def lines(
    x: str,
    y: str,
    curves: Series,
    *,
    x_domain: tuple[float, float] | None = None,
    y_domain: tuple[float, float] | None = None,
    log_x: bool = False,
    log_y: bool = False,
    also: tuple[str, ...] = (),
    points: bool = False,
    gaps: bool = False,
    legend: bool = True,
    height: int = LOW,
) -> dict:
    """Curves over a common x, drawn in the order of their table.

    Tables: `curve` (x, y, series), where NaN is a gap if `gaps` or `log_y`, and those named in
    `also`: `zones` (x, x2) shaded, `filled` (x, y, series) areas down or up to zero, `faint` (x, y,
    part) thin lines behind, `band` (x, low, high, series) shaded around a curve, `predicted` (x, y,
    series) beads, `crosses` (x, y, series), `marks` (x, text) upright rules with words, `levels`
    (y, text) level ones, `probe` (x, y) a dot.
    """
    x_scale, y_scale = style.scale(log_x, x_domain, nice=False), style.scale(log_y, y_domain)
    across = alt.X("x:Q", title=x, scale=x_scale, axis=style.axis(log_x))
    up = alt.Y("y:Q", title=y, scale=y_scale, axis=style.axis(log_y, y_domain, minExtent=38))
    curve = (
        alt.Chart(alt.NamedData("curve"))
        .mark_line(
            strokeWidth=2.4, clip=True, point={"size": 40} if points else False,
            aria=False, invalid="break-paths-show-domains" if gaps or log_y else "show",
        )
        .encode(across, up, color=style.colour(curves), order=AS_GIVEN)
    )  # fmt: skip
    if len(curves) > 1:
        curve = curve.encode(strokeDash=style.dash(curves, legend))
    behind = [part for name, part in _behind(across, up, curves).items() if name in also]
    front = above(across, up, curves)
    front = [part for name, parts in front.items() if name in also for part in parts]
    return style.described(f"{y} against {x}", height, *behind, curve, *front, hover(across))


def bands(x: str, y: str, curves: Series, *, also: tuple[str, ...] = (), **more) -> dict:
    """Curves in the middle of bands, as over seeds; everything else is as for `lines`.

    Tables: `curve` (x, y, series), `band` (x, low, high, series), and those named in `also`; with
    `predicted` the legend says what the beads are.
    """
    if "predicted" in also:
        curves = (*curves, (PREDICTED, ROLES["predicted"]))
    return lines(x, y, curves, also=("band", *also), **more)


def _behind(across: alt.X, up: alt.Y, curves: Series) -> dict[str, alt.Chart]:
    zones = alt.Chart(alt.NamedData("zones")).mark_rect(aria=False, color=INK, opacity=0.14)
    faint = alt.Chart(alt.NamedData("faint")).mark_line(
        aria=False, invalid="show", strokeWidth=1, opacity=0.45, color=INK, clip=True
    )
    band = alt.Chart(alt.NamedData("band")).mark_area(
        aria=False, invalid="break-paths-show-domains", opacity=0.22, clip=True, line=False
    )
    low = up.copy()
    low.shorthand = "low:Q"
    filled = alt.Chart(alt.NamedData("filled")).mark_area(
        aria=False, invalid="show", opacity=0.3, clip=True, line=False
    )
    return {
        "filled": filled.encode(across, up, color=style.colour(curves), order=AS_GIVEN),
        "zones": zones.encode(across, x2="x2:Q"),
        "faint": faint.encode(across, up, detail="part:N", order=AS_GIVEN),
        "band": band.encode(across, low, y2="high:Q", color=style.colour(curves), order=AS_GIVEN),
    }


def above(across: alt.X, up: alt.Y, curves: Series = ()) -> dict[str, list[alt.Chart]]:
    """The layers in front of the curves, by the name of their table."""
    marks = alt.Chart(alt.NamedData("marks"))
    levels = alt.Chart(alt.NamedData("levels"))
    probe = alt.Chart(alt.NamedData("probe"))
    crosses = alt.Chart(alt.NamedData("crosses")).mark_point(
        shape="cross", angle=45, size=60, filled=True, opacity=1
    )
    beads = alt.Chart(alt.NamedData("predicted")).mark_line(
        **BEADS, clip=True, aria=False, invalid="break-paths-show-domains"
    )
    return {
        "predicted": [beads.encode(across, up, color=style.colour(curves), order=AS_GIVEN)],
        "crosses": [crosses.encode(across, up, color=style.colour(curves))],
        "marks": [
            marks.mark_rule(**RULE).encode(across),
            *style.rimmed(
                marks.transform_window(row="row_number()")
                .mark_text(**WORDS, **BESIDE, **APART, clip=True)
                .encode(across, y=alt.value("height"), text="text:N")
            ),
        ],
        "levels": [
            levels.mark_rule(**RULE).encode(up),
            *style.rimmed(
                levels.mark_text(**WORDS, **style.BEYOND, clip=True).encode(
                    up, x=alt.value(0), text="text:N"
                )
            ),
        ],
        "probe": [
            probe.mark_point(size=120, filled=True, opacity=1, color=INK, clip=True).encode(
                across, up
            )
        ],
    }


def hover(across: alt.X) -> alt.Chart:
    """A rule under the pointer that reads every curve. Table: `hover` (x, text), made by `show`."""
    near = alt.selection_point(
        name="near", on="pointerover", clear="pointerout", fields=["x"], empty=False
    )
    return (
        alt.Chart(alt.NamedData("hover"))
        .mark_rule(strokeWidth=16, color=INK, aria=False)
        .encode(
            across,
            opacity=alt.condition(near, alt.value(0.15), alt.value(0)),
            tooltip="text:N",
        )
        .add_params(near)
    )
