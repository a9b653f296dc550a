"""The picture of the opening page: a dot on a curve, its tangent, and what its slope does."""

from functools import lru_cache

import altair as alt

from . import style
from .style import AS_GIVEN, INK, Series

ROOM = 560  # pixels: in a narrower picture the readings stand below the curves
SHAPE = {  # by the width and the height, which only the browser knows
    "wide": f"width > {ROOM}",
    "right": "wide ? 0.6 * width : width - 12",
    "bottom": "wide ? height : 0.58 * height",
    "left": "wide ? right + 48 : 0",
    "top": "wide ? 0 : bottom + 30",
    "room": "height - top",
}
ROWS = (0, 0.3, 0.74)  # where each reading begins, in shares of their room
PLAIN = {"view": {"stroke": None}, "mark": {"tooltip": None}}
Domain = tuple[float, float]


@lru_cache(maxsize=8)
def followed(
    curves: Series, x_domain: Domain, y_domain: Domain, step: float, first: float,
    layers: int, height: int,
) -> dict:  # fmt: skip
    """One curve among others, with a dot that follows the pointer, and what the slope there does.

    It goes by `step` and begins at `first`. Beside the curves, and on a phone below them, stand
    the slope, what `layers` such slopes leave of a gradient, with a cell each, and the mean output.
    Tables: `others` (x, y, series), `names` (x, y, series, text, weight), `bold` (x, y, series),
    `tangents` (x, y, slope, x1, y1, x2, y2, series, said, left), a row for each place of the dot,
    and `about` (series, mean).
    """
    across, up = _plane(x_domain, y_domain)
    here = (
        alt.Chart(alt.NamedData("tangents"))
        .transform_filter(f"abs(datum.x - at) < {step / 2}")
        .encode(color=style.colour(curves))
    )
    drawn = style.described(
        "curves, one with its tangent", height,
        *_zeros(across, up),
        *_curves(across, up, curves),
        *_dot(here, across, up, first),
        *_readings(here, layers),
        _cells(here, layers),
        *_mean(curves),
    )  # fmt: skip
    shape = [{"name": name, "expr": expression} for name, expression in SHAPE.items()]
    params = [*shape, _pointer(x_domain, step, first), *drawn.get("params", [])]
    return drawn | {"params": params, "config": PLAIN}


def _pointer(domain: Domain, step: float, first: float) -> dict:
    """Where the dot is: under the pointer, or where the slider below has it.

    Vega-Lite hands `on` to Vega as it is; a selection would follow marks, not places.
    """
    low, high = domain
    near = f"{low} + {step} * round((invert('x', x()) - {low}) / {step})"
    moved = {
        "events": "pointermove, pointerdown",
        "update": f"x() > right + 12 || y() > bottom + 12 ? at : clamp({near}, {low}, {high})",
    }
    slider = {"input": "range", "min": low, "max": high, "step": step, "name": "Move the dot: x ="}
    return {"name": "at", "value": first, "bind": slider, "on": [moved]}


def _plane(x_domain: Domain, y_domain: Domain) -> tuple[alt.X, alt.Y]:
    plain = {"grid": False, "domain": False, "ticks": False, "labelPadding": 6}
    bottom = style.axis(**plain, offset=alt.ExprRef("bottom - height"))
    across = alt.X(
        "x:Q",
        title=None,
        axis=bottom,
        scale=alt.Scale(domain=list(x_domain), range=[0, alt.ExprRef("right")], nice=False),
    )
    up = alt.Y(
        "y:Q",
        title=None,
        axis=style.axis(**plain),
        scale=alt.Scale(domain=list(y_domain), range=[alt.ExprRef("bottom"), 0], nice=False),
    )
    return across, up


def _zeros(across: alt.X, up: alt.Y) -> list[alt.Chart]:
    """The two axes through zero."""
    origin = alt.Chart(alt.NamedData("about")).mark_rule(aria=False, color=INK, opacity=0.5)
    ends = {"x": alt.value(0), "x2": alt.value(alt.ExprRef("right"))}
    level, upright = up.copy(), across.copy()
    level.shorthand, upright.shorthand = "zero:Q", "zero:Q"
    tall = {"y": alt.value(0), "y2": alt.value(alt.ExprRef("bottom"))}
    zero = origin.transform_calculate(zero="0")
    return [zero.encode(level, **ends), zero.encode(upright, **tall)]


def _curves(across: alt.X, up: alt.Y, curves: Series) -> list[alt.Chart]:
    colour = style.colour(curves)
    line = {"aria": False, "invalid": "break-paths-show-domains", "clip": True}
    names = alt.Chart(alt.NamedData("names"))
    return [
        alt.Chart(alt.NamedData("others"))
        .mark_line(strokeWidth=1.6, opacity=0.45, **line)
        .encode(across, up, color=colour, order=AS_GIVEN),
        alt.Chart(alt.NamedData("bold"))
        .mark_line(strokeWidth=4.5, strokeCap="round", strokeJoin="round", **line)
        .encode(across, up, color=colour, order=AS_GIVEN),
        names.mark_text(
            fontSize=13,
            fontWeight=alt.ExprRef("datum.weight"),
            dy=alt.ExprRef("datum.dy"),
            align=alt.ExprRef("datum.align"),
            aria=False,
        ).encode(across, up, text="text:N", color=colour),
    ]


def _dot(here: alt.Chart, across: alt.X, up: alt.Y, first: float) -> list[alt.Chart]:
    seen = here.transform_filter("isValid(datum.y)")
    start = up.copy()
    start.shorthand = "y1:Q"
    return [
        seen.mark_rule(strokeWidth=2, color=INK, aria=False).encode(
            alt.X("x1:Q"), start, x2="x2:Q", y2="y2:Q", color=alt.value(INK)
        ),
        seen.mark_point(
            size=260, filled=True, opacity=1, stroke=INK, strokeWidth=2, cursor="ew-resize",
            aria=False,
        ).encode(across, up),
        seen.transform_filter(f"abs(at - {first}) < 1e-6")
        .transform_calculate(hint="'move me ↔'")
        .mark_text(fontSize=13, color=INK, dy=-20, aria=False)
        .encode(across, up, text="hint:N", color=alt.value(INK)),
    ]  # fmt: skip


def _place(row: int, down: tuple[float, float], aside: str) -> dict:
    """Where words of a reading stand: so far below the top of its row if wide, if narrow."""
    y = f"top + {ROWS[row]} * room + (wide ? {down[0]} : {down[1]})"
    return {"x": alt.value(alt.ExprRef(aside)), "y": alt.value(alt.ExprRef(y))}


def _label(part: alt.Chart, row: int, text: str) -> alt.Chart:
    words = part.transform_calculate(label=text).mark_text(
        align="left", baseline="middle", fontSize=13, color=INK, aria=False
    )
    return words.encode(**_place(row, (12, 10), "left"), text="label:N", color=alt.value(INK))


def _value(part: alt.Chart, row: int, column: str) -> alt.Chart:
    words = part.mark_text(
        align=alt.ExprRef("wide ? 'left' : 'right'"),
        baseline="middle",
        fontSize=alt.ExprRef("wide ? 28 : 18"),
        fontWeight=600,
        aria=False,
    )
    return words.encode(**_place(row, (40, 10), "wide ? left : width"), text=f"{column}:N")


def _readings(here: alt.Chart, layers: int) -> list[alt.Chart]:
    through = f"'Left of a gradient after {layers} layers of this slope'"
    return [
        _label(here, 0, "'Slope here, at x = ' + format(datum.x, '.2f')"),
        _value(here, 0, "said"),
        _label(here, 1, f"wide ? {through} : 'Gradient after {layers} such layers'"),
        _value(here, 1, "left"),
    ]


def _cells(here: alt.Chart, layers: int) -> alt.Chart:
    """A cell for each layer, with as much ink as there is gradient."""
    width = f"min(22, (width - left) / {layers})"
    return (
        here.transform_calculate(layer=f"sequence(1, {layers + 1})")
        .transform_flatten(["layer"])
        .transform_calculate(
            ink="isValid(datum.slope) ? min(1, pow(abs(datum.slope), datum.layer)) : 0",
            start="left + (datum.layer - 1) * " + width,
            end=f"left + datum.layer * {width} - 2",
        )
        .mark_rect(aria=False, strokeWidth=1, strokeOpacity=0.4, stroke=INK)
        .encode(
            x=alt.X("start:Q", scale=None, axis=None),
            x2="end:Q",
            y=alt.value(alt.ExprRef(f"top + {ROWS[1]} * room + (wide ? 64 : 22)")),
            y2=alt.value(alt.ExprRef(f"top + {ROWS[1]} * room + (wide ? 80 : 32)")),
            fillOpacity=alt.FillOpacity("ink:Q", scale=None),
        )
    )


def _mean(curves: Series) -> list[alt.Chart]:
    about = alt.Chart(alt.NamedData("about")).encode(color=style.colour(curves))
    label = "(wide ? 'Its mean output' : 'Mean output') + ' for inputs from N(0, 1)'"
    return [_label(about, 2, label), _value(about, 2, "mean")]
