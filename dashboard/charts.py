"""The kinds of picture, each described once in Altair over named tables and kept.

A kind computes nothing: it gives a Vega-Lite specification without data, built the first time it is
asked for. `show` joins it with the tables of the moment, so that a slider sends numbers only.
Colours are places in the theme's palette (`.streamlit/config.toml`): light and dark need no server.
"""

from functools import lru_cache
from math import ceil, floor, log10

import altair as alt
import pyarrow as pa
import streamlit as st

from activations import ACTIVATIONS
from dashboard import downloads, tables

TALL, LOW = 360, 310
PALETTE_SIZE = 10
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4], [1, 3], [6, 2, 1, 2])
INK = alt.ExprRef("range('color')[4]")  # the palette's grey, legible as text in both themes
AS_GIVEN = alt.value(0)  # no order of its own: a sort would cost the browser a pass over the data
BESIDE = {  # words to the right of their rule, but to its left where they would be cut off
    "align": alt.ExprRef("scale('x', datum.x) > width - 150 ? 'right' : 'left'"),
    "dx": alt.ExprRef("scale('x', datum.x) > width - 150 ? -5 : 5"),
}
RULE = {"color": INK, "strokeDash": [3, 3], "strokeWidth": 1.2, "clip": True}
WORDS = {"color": INK, "fontSize": 12}
LABEL_COLOUR = alt.ExprRef("scale('color', datum.value)")  # in a legend: the colour of its curve

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
    "steps_predicted": 4,
    "end_predicted": 4,
    "midpoint": 1,
    "left": 2,
    "right": 9,
}

Series = tuple[tuple[str, int], ...]


def series(**labels: str) -> Series:
    """The curves of one chart in order: activation id or role = the label shown."""
    places = {name: place for place, name in enumerate(ACTIVATIONS)} | ROLES
    return tuple((label, places[name]) for name, label in labels.items())


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
    `also`: `zones` (x, x2) shaded, `faint` (x, y, part) thin lines behind, `band` (x, low, high,
    series) shaded around a curve, `predicted` (x, y, series) beads, `crosses` (x, y, series),
    `marks` (x, text) upright rules with words, `levels` (y, text) level ones, `probe` (x, y) a dot.
    """
    across = alt.X("x:Q", title=x, scale=_scale(log_x, x_domain, nice=False), axis=_axis(log_x))
    up = alt.Y(
        "y:Q", title=y, scale=_scale(log_y, y_domain), axis=_axis(log_y, y_domain, minExtent=38)
    )
    curve = (
        alt.Chart(alt.NamedData("curve"))
        .mark_line(
            strokeWidth=2.4, clip=True, point={"size": 40} if points else False,
            aria=False, invalid="break-paths-show-domains" if gaps or log_y else "show",
        )
        .encode(across, up, color=_colour(curves), order=AS_GIVEN)
    )  # fmt: skip
    if len(curves) > 1:
        curve = curve.encode(strokeDash=_dash(curves, legend))
    behind = [part for name, part in _behind(across, up, curves).items() if name in also]
    above = _above(across, up, curves)
    above = [part for name, parts in above.items() if name in also for part in parts]
    return _described(f"{y} against {x}", height, *behind, curve, *above, _hover(across))


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
        aria=False, invalid="show", strokeWidth=1, opacity=0.45, color=INK
    )
    band = alt.Chart(alt.NamedData("band")).mark_area(
        aria=False, invalid="break-paths-show-domains", opacity=0.22, clip=True, line=False
    )
    low = up.copy()
    low.shorthand = "low:Q"
    return {
        "zones": zones.encode(across, x2="x2:Q"),
        "faint": faint.encode(across, up, detail="part:N", order=AS_GIVEN),
        "band": band.encode(across, low, y2="high:Q", color=_colour(curves), order=AS_GIVEN),
    }


def _above(across: alt.X, up: alt.Y, curves: Series = ()) -> dict[str, list[alt.Chart]]:
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
        "predicted": [beads.encode(across, up, color=_colour(curves), order=AS_GIVEN)],
        "crosses": [crosses.encode(across, up, color=_colour(curves))],
        "marks": [
            marks.mark_rule(**RULE).encode(across),
            marks.mark_text(**WORDS, **BESIDE, clip=True, baseline="bottom", dy=-5).encode(
                across, y=alt.value("height"), text="text:N"
            ),
        ],
        "levels": [
            levels.mark_rule(**RULE).encode(up),
            levels.mark_text(**WORDS, clip=True, align="left", dx=6, dy=-7).encode(
                up, x=alt.value(0), text="text:N"
            ),
        ],
        "probe": [
            probe.mark_point(size=120, filled=True, opacity=1, color=INK, clip=True).encode(
                across, up
            )
        ],
    }


def _hover(across: alt.X) -> alt.Chart:
    """A rule under the pointer that reads every curve. Table: `hover` (x, text), made by `show`."""
    near = alt.selection_point(on="pointerover", clear="pointerout", fields=["x"], empty=False)
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


@lru_cache(maxsize=256)
def distribution(x: str, bars: Series, *, y_domain=None, height: int = LOW) -> dict:
    """Histograms, one over the other.

    Tables: `bars` (x, x2, share, series), `marks` (x, text) upright rules, `labels` (x, share,
    text) words above a bar.
    """
    across = alt.X("x:Q", title=x, scale=alt.Scale(nice=False, zero=False), axis=_axis())
    scale = alt.Scale(domain=list(y_domain)) if y_domain else alt.Scale()
    percent = _axis(format="%", labelExpr="datum.value > 1.001 ? '' : datum.label")
    up = alt.Y("share:Q", title="share of the values", axis=percent, scale=scale)
    columns = (
        alt.Chart(alt.NamedData("bars"))
        .transform_calculate(label="datum.series")
        .mark_bar(opacity=0.85, orient="vertical", binSpacing=0)
        .encode(
            across, up, x2="x2:Q", y2=alt.datum(0), color=_colour(bars), strokeDash=_square(bars),
            tooltip=[alt.Tooltip("series:N", title="values"),
                     alt.Tooltip("x:Q", title="from", format=".3~g"),
                     alt.Tooltip("x2:Q", title="to", format=".3~g"),
                     alt.Tooltip("share:Q", format=".2%")],
        )
    )  # fmt: skip
    marks, labels = alt.Chart(alt.NamedData("marks")), alt.Chart(alt.NamedData("labels"))
    return _described(
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
def intervals(x: str, y: str, groups: Series, *, height: int = LOW) -> dict:
    """Dots with whiskers. Tables: `dots` (x, y, low, high, series), `levels` (y, text)."""
    across = alt.X("x:Q", title=x, axis=_axis(), scale=alt.Scale(nice=False, zero=False, padding=6))
    up = alt.Y("y:Q", title=y, axis=_axis())
    dots = alt.Chart(alt.NamedData("dots")).encode(across, color=_colour(groups))
    tips = [alt.Tooltip("series:N", title="activations"), alt.Tooltip("y:Q", format=".4~g")]
    whiskers = dots.mark_rule(strokeWidth=1.2, opacity=0.5).encode(
        alt.Y("low:Q", title=y, axis=_axis()), y2="high:Q"
    )
    means = (
        dots.transform_calculate(label="datum.series")
        .mark_point(filled=True, opacity=1, size=34)
        .encode(up, shape=_shape(groups), tooltip=tips)
    )
    levels = _above(across, up)["levels"]
    return _described(f"{y} against {x}", height, whiskers, means, *levels)


@lru_cache(maxsize=256)
def ranking(x: str, names: Series, *, digits: str = ".4f", height: int = LOW) -> dict:
    """A horizontal bar per name. Table: `bars` (value, series)."""
    order = [label for label, _ in names]
    up = alt.Y("series:N", title=None, sort=order, axis=_axis(labelLimit=160))
    across = alt.X("value:Q", title=x, axis=_axis(), scale=alt.Scale(padding=48))
    bars = alt.Chart(alt.NamedData("bars")).encode(up, across)
    columns = bars.mark_bar(height={"band": 0.7}).encode(color=_colour(names))
    words = bars.mark_text(
        **WORDS, align=alt.ExprRef("datum.value < 0 ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.value < 0 ? -4 : 4"),
    ).encode(text=alt.Text("value:Q", format=digits))  # fmt: skip
    return _described(f"{x} of each", height, columns, words)


@lru_cache(maxsize=256)
def areas(x: str, y: str, classes: Series, *, height: int = LOW) -> dict:
    """A plane in classes. Tables: `cells` (x, x2, y, y2, series), `dots` (x, y, series)."""
    across = alt.X("x:Q", title=x, axis=_axis(), scale=alt.Scale(nice=False, zero=False))
    up = alt.Y("y:Q", title=y, axis=_axis(), scale=alt.Scale(nice=False, zero=False))
    cells = alt.Chart(alt.NamedData("cells")).mark_rect(opacity=0.3, aria=False)
    cells = cells.encode(across, up, x2="x2:Q", y2="y2:Q", color=_colour(classes))
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .transform_calculate(label="datum.series")
        .mark_point(filled=True, opacity=1, size=22, aria=False)
        .encode(across, up, color=_colour(classes), shape=_shape(classes))
    )
    return _described("classes of the plane", height, cells, dots)


def _described(name: str, height: int, *layers: alt.Chart) -> dict:
    """The specification of the layers, with a name and a place for the message of the moment.

    The name is part of the structure; the message travels as data (table `message`, text) on an
    invisible mark, because a chart whose name changes is thrown away and built again by Streamlit.
    """
    message = alt.Chart(alt.NamedData("message")).mark_point(opacity=0, size=1)
    message = message.encode(x=alt.value(0), y=alt.value(0), description="text:N")
    named = alt.layer(*layers, message).properties(height=height, description=f"Chart: {name}")
    return named.to_dict()


def _axis(log: bool = False, domain: tuple[float, float] | None = None, **more) -> alt.Axis:
    if log:
        more["format"] = ".0e"
    if log and domain:  # a line at each power of ten, or at every second or third
        low, high = ceil(log10(domain[0])), floor(log10(domain[1]))
        more["values"] = [10.0**power for power in range(low, high + 1, 1 + (high - low) // 7)]
    return alt.Axis(labelColor=INK, titleColor=INK, tickCount=6, **more)


def _scale(log: bool, domain: tuple[float, float] | None = None, **more) -> alt.Scale:
    if domain:
        more["domain"] = list(domain)
    return alt.Scale(type="log", **more) if log else alt.Scale(zero=False, **more)


def _colour(curves: Series) -> alt.Color:
    """A scale whose domain puts each label at its own place of the theme's palette.

    Where two activations of a chart share a place, the later one takes the next that is free.
    """
    domain = [f"\u2007{place}" for place in range(PALETTE_SIZE)]
    taken = {place % PALETTE_SIZE for _, place in curves}
    for label, place in curves:
        place %= PALETTE_SIZE
        if not domain[place].startswith("\u2007") and len(taken) < PALETTE_SIZE:
            place = next(p for p in range(PALETTE_SIZE) if p not in taken)
            taken.add(place)
        while not domain[place].startswith("\u2007"):  # taken: the palette comes round again
            place += PALETTE_SIZE
            if place >= len(domain):
                domain += [f"\u2007{len(domain) + i}" for i in range(PALETTE_SIZE)]
        domain[place] = label
    return alt.Color("series:N", scale=alt.Scale(domain=domain), legend=None)


def _dash(curves: Series, shown: bool) -> alt.StrokeDash:
    dashes = [DASHES[i % len(DASHES)] for i in range(len(curves))]
    if curves[-1][0] == PREDICTED:
        dashes[-1] = [3, 6]  # a legend has no round caps
    scale = alt.Scale(domain=[label for label, _ in curves], range=dashes)
    stroke = {"symbolType": "stroke", "symbolSize": 340, "symbolStrokeWidth": 2.4}
    legend = _legend(curves, symbolStrokeColor=LABEL_COLOUR, **stroke) if shown else None
    return alt.StrokeDash("label:N", scale=scale, legend=legend)


def _shape(curves: Series) -> alt.Shape:
    shapes = ["circle", "diamond", "square"][: len(curves)]
    scale = alt.Scale(domain=[label for label, _ in curves], range=shapes)
    legend = _legend(curves, symbolFillColor=LABEL_COLOUR, symbolSize=90, symbolStrokeWidth=0)
    return alt.Shape("label:N", scale=scale, legend=legend)


def _square(bars: Series) -> alt.StrokeDash:
    """The legend of filled bars: their strokes are not drawn."""
    scale = alt.Scale(domain=[label for label, _ in bars], range=[[1, 0]] * len(bars))
    squares = {"symbolType": "square", "symbolSize": 120, "symbolStrokeWidth": 0}
    return alt.StrokeDash(
        "label:N", scale=scale, legend=_legend(bars, symbolFillColor=LABEL_COLOUR, **squares)
    )


def _legend(curves: Series, **symbols) -> alt.Legend | None:
    if len(curves) < 2:
        return None
    columns = alt.ExprRef(f"width < 420 ? 2 : {min(len(curves), 7)}")
    words = {"labelColor": INK, "labelLimit": 260}
    return alt.Legend(title=None, orient="top", columns=columns, **words, **symbols)


def show(
    specification: dict, *, key: str, alt: str, title: str = "", on_select=None, **data: pa.Table
) -> None:
    """Draw a kept specification over the tables of this view; `alt` says in words what it shows.

    `on_select` is called when the visitor has selected a mark; `st.session_state[key]` says which.
    """
    name = title or key.capitalize()
    if title:
        specification = {**specification, "title": title, "description": f"Chart: {title}"}
    drawn = data | {"message": pa.table({"text": [alt]})}
    if "curve" in data:
        drawn["hover"] = tables.readings(data["curve"])
    more = {"on_select": on_select} if on_select else {}
    st.vega_lite_chart({**specification, "datasets": drawn}, key=key, **more)
    downloads.remember(name, key, specification, drawn)
