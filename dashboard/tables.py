"""The tables that the charts are drawn over: tidy, and in Arrow, which is what Streamlit sends.

A data frame would take forty times as long to convert at every move of a slider.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from math import ceil, floor, log10

import numpy as np
import pyarrow as pa

from activations import Activation
from activations.learning.training import GRID
from activations.properties import curve, lines, samples
from activations.sampling import Histogram


def columns(**columns) -> pa.Table:
    """A tidy table from its columns (arrays or lists of one length)."""
    return pa.table(columns)


def records(rows: Sequence[tuple]) -> pa.Table:
    """A table of named tuples of one kind, at least one."""
    return pa.table({name: [getattr(row, name) for row in rows] for name in rows[0]._fields})


def curves(x: np.ndarray, **curves: np.ndarray) -> pa.Table:
    """The tidy `curve` table of several curves over one x; keywords are the labels.

    `label` repeats `series` under another name: the legend of the dashes would merge with that of
    the colours, which shows every place of the palette.
    """
    places = np.repeat(np.arange(len(curves), dtype=np.int8), len(x))
    labels = pa.DictionaryArray.from_arrays(places, list(curves))
    columns = {"x": np.tile(x, len(curves)), "y": np.concatenate(list(curves.values()))}
    return pa.table(columns | {"series": labels} | ({"label": labels} if len(curves) > 1 else {}))


def bands(x: np.ndarray, **bands: tuple[np.ndarray, np.ndarray]) -> pa.Table:
    """The `band` table: for each label the lower and the upper edge of its band over one x."""
    places = np.repeat(np.arange(len(bands), dtype=np.int8), len(x))
    low, high = (
        np.concatenate(edges, dtype=np.float64) for edges in zip(*bands.values(), strict=True)
    )
    labels = pa.DictionaryArray.from_arrays(places, list(bands))
    return pa.table({"x": np.tile(x, len(bands)), "low": low, "high": high, "series": labels})


@lru_cache(maxsize=64)
def strokes(activations: tuple[Activation, ...], low: float, high: float, floor: float) -> pa.Table:
    """The `strokes` table of small charts: output and slope of each over [low, high].

    What lies below `floor` or above `high` is a gap, so that no line leaves its cell.
    """
    x, y, lengths = zip(*(_strokes(act, low, high, floor) for act in activations), strict=True)
    places = np.repeat(np.arange(len(x), dtype=np.int8), [sum(pair) for pair in lengths])
    kinds = np.repeat(np.tile(np.arange(2, dtype=np.int8), len(x)), np.ravel(lengths))
    words = {
        "series": pa.DictionaryArray.from_arrays(places, [act.label for act in activations]),
        "kind": pa.DictionaryArray.from_arrays(kinds, ["value", "slope"]),
    }
    return pa.table({"place": places, "x": np.concatenate(x), "y": np.concatenate(y)} | words)


@lru_cache(maxsize=256)
def _strokes(activation: Activation, low: float, high: float, floor: float) -> tuple:
    """x and y of the output and then of the slope, with their numbers of points."""
    x, *parts = lines(activation, low, high, 49)
    y = np.concatenate(parts)
    inside = np.where((y >= floor) & (y <= high), y, np.nan)
    return np.tile(x, 2), inside, (x.size, x.size)


@lru_cache(maxsize=64)
def card(activation: Activation, low: float, high: float) -> pa.Table:
    """The `curve` table of an activation, its slope and its second derivative over [low, high]."""
    x, *parts = curve(activation, low, high, 161)
    names = ("Output", "Slope", "Second derivative")
    return curves(x, **dict(zip(names, parts, strict=True)))


def slope(activation: Activation, x: np.ndarray) -> np.ndarray:
    """The slopes of an activation, with a gap at each kink: a line may not cross it."""
    return np.where(np.isin(x, activation.kinks()), np.nan, activation.derivative(x))


@lru_cache(maxsize=64)
def beside(activations: tuple[Activation, ...], low: float, high: float) -> list[pa.Table]:
    """The `curve` tables of their outputs, of their slopes, which break at kinks, and of what
    their outputs differ by from those of the first."""
    x = np.unique(np.concatenate([samples(act, low, high, 161) for act in activations]))
    both = {act.label: _evaluated(act, x.tobytes()) for act in activations}
    outputs, slopes = ({label: each[part] for label, each in both.items()} for part in (0, 1))
    first = outputs[activations[0].label]
    differences = {label: output - first for label, output in outputs.items()}
    return [curves(x, **outputs), curves(x, **slopes), curves(x, **differences)]


@lru_cache(maxsize=256)
def _evaluated(activation: Activation, x: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Its outputs and slopes: when another moves, those beside it stay."""
    at = np.frombuffer(x)
    return activation(at), slope(activation, at)


Domain = tuple[float, float]


def beside_domains(activations: tuple[Activation, ...], low: float, high: float) -> list[Domain]:
    """The y-domains of their slopes and of their differences over [low, high].

    They follow which activations these are, not how they are set.
    """
    return _beside_domains(tuple(act.configure(**act.defaults) for act in activations), low, high)


@lru_cache(maxsize=256)
def _beside_domains(acts: tuple[Activation, ...], low: float, high: float) -> list[Domain]:
    x = np.linspace(low, high, 401)
    usual = np.array([act.evaluate(x) for act in acts])  # (activation, output or slope, x)
    first, *rest = (np.array([end.evaluate(x) for end in _extremes(act)]) for act in acts)
    ends = np.concatenate([first, *rest])
    apart = np.concatenate([ends[:, 0] - one[0] for one in first])
    return [_domain(usual[:, 1], ends[:, 1]), _domain(usual[:, 0] - usual[0, 0], apart)]


def _extremes(act: Activation) -> list[Activation]:
    """It with its parameters at their defaults, and with each at its ends, where it is one."""
    found = [act]
    for name, bounds in act.parameters.items():
        for end in (bounds.low, bounds.high):
            with suppress(ValueError):  # a typed formula may be no function there
                found.append(act.configure(**{name: end}))
    return found


def _domain(usual: np.ndarray, extreme: np.ndarray) -> Domain:
    """Round ends around all of `usual` and of `extreme`, but at most as much again either way."""
    usual, extreme = (values[np.isfinite(values)] for values in (usual, extreme))
    low, high = float(usual.min()), float(usual.max())
    span = high - low or 1.0
    low = max(float(extreme.min()), low - span) - 0.08 * span
    high = min(float(extreme.max()), high + span) + 0.08 * span
    step = 10.0 ** floor(log10(high - low)) / 10
    return round(floor(low / step) * step, 9), round(ceil(high / step) * step, 9)


def histograms(**histograms: Histogram) -> pa.Table:
    """The `bars` table of histograms; keywords are the labels. Exact zeros are a thin bar at 0."""
    parts = []
    for label, (edges, shares, zeros) in histograms.items():
        thin = 0.15 * (edges[1] - edges[0])
        low, high, share = edges[:-1], edges[1:], shares
        if zeros:
            low, high, share = (
                np.append(column, value)
                for column, value in ((low, -thin), (high, thin), (share, zeros))
            )
        parts.append(pa.table({"x": low, "x2": high, "share": share, "series": [label] * len(low)}))
    return pa.concat_tables(parts)


def down_to(lowest: float, curve: np.ndarray) -> np.ndarray:
    """A falling curve for a log axis: it ends where it reaches `lowest`, with a gap from there."""
    below = ~(curve > lowest)
    shown = np.where(below, np.nan, curve)
    if below.any():
        shown[np.argmax(below)] = lowest
    return shown


def powers(log10: np.ndarray, limit: float = 45.0) -> np.ndarray:
    """Powers of ten for a log axis: a gap where there is none, none beyond 10^+-limit."""
    return 10.0 ** np.clip(np.where(np.isfinite(log10), log10, np.nan), -limit, limit)


def decades(*curves: np.ndarray) -> tuple[float, float]:
    """The domain of a log axis: whole steps of 2 or 5 decades, so that it seldom changes."""
    known = np.concatenate(curves)
    known = np.log10(known[known > 0]) if (known > 0).any() else np.zeros(1)
    step = 5 if np.ptp(known) > 12 else 2
    low, high = np.floor(known.min() / step), np.floor(known.max() / step) + 1
    return float(10.0 ** (step * low)), float(10.0 ** (step * high))


def marks(*marks: tuple[float, str]) -> pa.Table:
    """The `marks` table: (x, words) of each upright rule."""
    x, words = zip(*marks, strict=True) if marks else ((), ())
    return pa.table({"x": pa.array(x, pa.float64()), "text": pa.array(words, pa.string())})


def levels(*levels: tuple[float, str], apart: float = 0.0) -> pa.Table:
    """The `levels` table: (y, words) of each level rule.

    Words of levels that are less than `apart` from the next are written as one, at the highest.
    """
    found, words = [], []
    for y, text in sorted(levels, reverse=True):
        if found and text and found[-1] - y < apart and words[-1]:
            words[-1], text = f"{words[-1]}, {text}", ""
        found.append(y)
        words.append(text)
    return marks(*zip(found, words, strict=True)).rename_columns(["y", "text"])


def spans(within: tuple[float, float], *rows: tuple[str, float, float, float, str]) -> pa.Table:
    """The `dots` table of dots with whiskers: (name, value, its low and high end, words) of each.

    What lies beyond the ends of the axis is put there.
    """
    names, *values, words = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    numbers = dict(zip(("x", "low", "high"), np.clip(values, *within), strict=True))
    texts = {"series": pa.array(names, pa.string()), "text": pa.array(words, pa.string())}
    return pa.table(numbers | texts)


def zones(zones: Sequence[tuple[float, float]]) -> pa.Table:
    """The `zones` table from (start, end) pairs."""
    edges = np.array(zones, dtype=float).reshape(-1, 2)
    return pa.table({"x": edges[:, 0], "x2": edges[:, 1]})


def faint(x: np.ndarray, parts: np.ndarray) -> pa.Table:
    """The `faint` table of several curves, the rows of `parts`, over one x."""
    part = np.repeat(np.arange(len(parts), dtype=np.int8), len(x))
    return pa.table({"x": np.tile(x, len(parts)), "y": np.ravel(parts), "part": part})


def cells(areas: np.ndarray, labels: np.ndarray) -> pa.Table:
    """The `cells` table of a plane's areas, as few rectangles; `labels` names the classes.

    `areas` holds the class at each point of `GRID`; a rectangle is a run of one class in a row.
    """
    begins = np.ones(areas.shape, bool)
    begins[:, 1:] = areas[:, 1:] != areas[:, :-1]
    row, start = np.nonzero(begins)
    last = np.r_[row[1:] != row[:-1], True]
    end = np.where(last, areas.shape[1], np.r_[start[1:], 0])
    places = {"x": start, "x2": end, "y": row, "y2": row + 1}
    low, width = GRID[0, 0, 0], GRID[0, 1, 0] - GRID[0, 0, 0]
    corners = {name: low + width * (place - 0.5) for name, place in places.items()}
    return pa.table(corners | {"series": labels[areas[row, start]]})


def dot(x: float, y: float) -> pa.Table:
    """The `probe` table: one point."""
    return pa.table({"x": [float(x)], "y": [float(y)]})


def tangents(
    x: np.ndarray,
    value: np.ndarray,
    slope: np.ndarray,
    y_domain: tuple[float, float],
    every: int = 2,
) -> pa.Table:
    """The `tangents` table: at every second x of a curve, or `every` so many, its tangent.

    It is six units of x long, and ends where it would leave the picture, `x` or `y_domain`.
    """
    x, value, slope = x[::every], value[::every], slope[::every]
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        ends = [(end - value) / slope for end in y_domain]
    left = np.maximum(np.fmax(-3.0, np.fmin(*ends)), x[0] - x)
    right = np.minimum(np.fmin(3.0, np.fmax(*ends)), x[-1] - x)
    ends = {"x1": x + left, "y1": value + slope * left}
    ends |= {"x2": x + right, "y2": value + slope * right}
    return pa.table({"x": x, "y": value, "slope": slope} | ends)


def readings(curve: pa.Table, anchors: int = 30) -> pa.Table:
    """What every curve reads at some thirty x, a line each: so few, each being a node to draw."""
    labels = curve["series"].chunk(0).dictionary.to_pylist()
    count = len(curve) // len(labels)
    every = slice(0, count, max(1, count // anchors))
    x = curve["x"].to_numpy()[:count][every]
    rows = np.vstack([x, curve["y"].to_numpy().reshape(-1, count)[:, every]]).T
    words = (" ".join(["%.4g"] * rows.size) % tuple(rows.ravel().tolist())).split(" ")
    words = [word.replace("-", "−").replace("nan", "–") for word in words]
    shape = "\n".join(["at %s", *(f"{label.replace('%', '%%')}: %s" for label in labels)])
    size = rows.shape[1]
    text = [shape % tuple(words[i : i + size]) for i in range(0, len(words), size)]
    return pa.table({"x": x, "text": text})
