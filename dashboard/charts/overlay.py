"""What a look adds to a kept specification: a guess, a pinned view behind, larger type."""

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from dashboard.looks import Guess, Look
from dashboard.tables import readings

from .style import INK, LOW, RIM, TALL

GHOSTED = ("curve", "lower", "probe", "lower_probe", "bars", "dots")  # tables that are what is seen
VEILED = "This picture is veiled until you have answered the question above it."
HIDDEN = {  # what is written over a picture of which nothing is kept
    "data": {"name": "message"},
    "mark": {"type": "text", "color": INK.to_dict(), "fontSize": 14, "aria": False},
    "encoding": {
        "x": {"value": {"expr": "width / 2"}},
        "y": {"value": {"expr": "height / 2"}},
        "text": {"value": "Answer first: then it is drawn."},
    },
}
GHOST = {"color": INK.to_dict(), "opacity": 0.5, "aria": False}
LARGER, LARGE_TYPE, LARGE_HEIGHT = 1.8, 18, 380  # in a slide: strokes and dots, letters, a picture
Layers = list[dict[str, Any]]


def veiled(look: Look, key: str, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables of a chart, without the rows that the look does not keep."""
    kept = {name: _kept(look.keeps, f"{key}.{name}", rows) for name, rows in tables.items()}
    if len(kept.get("curve", ())):  # a reading is kept with what is read
        kept["hover"] = readings(kept["curve"])
    return kept | {"message": pa.table({"text": [VEILED]})}


def _kept(keeps: tuple[str, ...], named: str, rows: pa.Table) -> pa.Table:
    """The whole table, or those of its series that are named after it: "chart.table.series"."""
    if named in keeps:
        return rows
    if not len(rows) or "series" not in rows.column_names:
        return rows.slice(0, 0)
    seen = [f"{named}.{label}" in keeps for label in rows["series"].to_pylist()]
    rows, place = rows.filter(seen).combine_chunks(), rows.column_names.index("series")
    labels = rows["series"].cast(pa.string()).dictionary_encode()  # of those that are left
    return rows.set_column(place, "series", labels)


def over(
    specification: dict, key: str, tables: dict[str, pa.Table], look: Look
) -> tuple[dict, dict[str, pa.Table]]:
    """The specification and the tables of a chart, with what the look adds to them.

    A veiled one has no ghost: it may be of the very view that is veiled.
    """
    if look.ghosts and not look.veiled and (ghost := look.ghosts.charts.get(key)):
        names = [name for name in GHOSTED if name in ghost.tables and name in tables]
        tables = tables | {_pinned(name): ghost.tables[name] for name in names}
        specification = _each(specification, lambda layer: [*_behind(layer, names), layer])
    if look.guess and look.guess.chart == key:
        guess = {"at": [look.guess.value], "text": [look.guess.words]}
        tables = tables | {"guess": pa.table(guess)}
        specification = _guessed(specification, look.guess)
    if look.veiled and not any(len(rows) for name, rows in tables.items() if name != "message"):
        specification = {**specification, "layer": [*specification["layer"], HIDDEN]}
    return (_large(specification) if look.slide else specification), tables


def _each(specification: dict, become: Callable[[dict], Layers]) -> dict:
    """The specification with each of its layers replaced by those that it becomes."""
    if "layer" not in specification:
        return specification
    layers = [each for layer in specification["layer"] for each in become(_each(layer, become))]
    return {**specification, "layer": layers}


def _pinned(table: str) -> str:
    return f"pinned {table}"


def _table(layer: dict) -> str | None:
    return layer.get("data", {}).get("name")


def _behind(layer: dict, names: list[str]) -> Layers:
    """A layer once more in grey, over the table of the pinned view."""
    if _table(layer) not in names:
        return []
    encoding = {k: v for k, v in layer["encoding"].items() if k in ("x", "y", "x2", "y2", "order")}
    if "color" in layer["encoding"]:
        encoding["detail"] = {"field": "series", "type": "nominal"}
    mark = {k: v for k, v in layer["mark"].items() if k not in ("point", "strokeDash")} | GHOST
    if mark["type"] == "bar":
        mark |= {"opacity": 0.35}
    shared = {k: layer[k] for k in ("transform",) if k in layer}
    return [shared | {"data": {"name": _pinned(_table(layer))}, "mark": mark, "encoding": encoding}]


def _guessed(specification: dict, guess: Guess) -> dict:
    """The specification with a guess in front of those layers among which its table is."""
    layers = specification.get("layer", [])
    for place, layer in enumerate(layers):
        if "layer" in layer and (inner := _guessed(layer, guess)) is not layer:
            return {**specification, "layer": [*layers[:place], inner, *layers[place + 1 :]]}
        if _table(layer) == guess.table and guess.axis in layer.get("encoding", {}):
            along = layer["encoding"][guess.axis]
            if along.get("scale", {}).get("type") == "log" and guess.value <= 0:
                return specification  # nowhere on this axis
            mark = _mark(guess.axis, along | {"field": "at"})
            return {**specification, "layer": [*layers, *mark]}
    return specification


def _mark(axis: str, along: dict) -> Layers:
    """The rule and its words, at the right end of a level one, near the top of an upright one.

    There they are below the words of other rules, and between the first two of some rows.
    The words have a rim in the colour of the background, so that they can be read over curves.
    """
    data, ink = {"name": "guess"}, INK.to_dict()
    rule = {"type": "rule", "color": ink, "strokeDash": [9, 5], "strokeWidth": 2.2, "clip": True}
    words = {"type": "text", "color": ink, "fontSize": 13, "fontWeight": "bold", "clip": True}
    if axis == "y":
        end = {"x": {"value": {"expr": "width"}}}
        words |= {"align": "right", "dx": -6, "dy": -10}
    else:
        end = {"y": {"value": 30}}
        left = "scale('x', datum.at) > width / 2"
        words |= {
            "align": {"expr": f"{left} ? 'right' : 'left'"},
            "dx": {"expr": f"{left} ? -6 : 6"},
        }
    said = {axis: along, "text": {"field": "text", "type": "nominal"}} | end
    return [
        {"data": data, "mark": rule | {"aria": False}, "encoding": {axis: along}},
        {"data": data, "mark": words | RIM, "encoding": said},
        {"data": data, "mark": words, "encoding": said},
    ]


def _large(specification: dict) -> dict:
    """Letters and strokes that can be seen from the last row; not of small multiples or bars."""
    if specification.get("height") not in (LOW, TALL):
        return specification
    letters = {"labelFontSize": LARGE_TYPE, "titleFontSize": LARGE_TYPE}
    config = {"axis": letters, "legend": letters, "title": {"fontSize": LARGE_TYPE}}
    specification = _each(specification, lambda layer: [dict(_thicker(layer))])
    return {**specification, "height": LARGE_HEIGHT, "config": config}


def _thicker(layer: dict) -> Iterator[tuple[str, Any]]:
    for name, part in layer.items():
        if name == "mark":
            scaled = {k: v * LARGER for k, v in part.items() if k in ("strokeWidth", "size")
                      and isinstance(v, (int, float))}  # fmt: skip
            part = part | scaled | ({"fontSize": LARGE_TYPE} if part["type"] == "text" else {})
        yield name, part
