"""The tables that the charts are drawn over: tidy, and in Arrow, which is what Streamlit sends.

A data frame would take forty times as long to convert at every move of a slider.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa

from activations import Activation
from activations.properties import curve
from activations.sampling import Histogram
from activations.training import rectangles


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
    low, high = (np.concatenate(edges) for edges in zip(*bands.values(), strict=True))
    labels = pa.DictionaryArray.from_arrays(places, list(bands))
    return pa.table({"x": np.tile(x, len(bands)), "low": low, "high": high, "series": labels})


@lru_cache(maxsize=64)
def strokes(activations: tuple[Activation, ...], low: float, high: float, floor: float) -> pa.Table:
    """The `strokes` table of small charts: output and slope of each over [low, high].

    What lies below `floor` or above `high` is a gap, so that no line leaves its cell.
    """
    parts = []
    for place, activation in enumerate(activations):
        x, value, slope, _ = curve(activation, low, high, 73)
        for kind, y in (("value", value), ("slope", slope)):
            inside = np.where((y >= floor) & (y <= high), y, np.nan)
            words = {"series": activation.label, "label": activation.label}
            words |= {"part": f"{kind} {place}", "kind": kind}
            same = {name: pa.array([word] * len(x)) for name, word in words.items()}
            table = {"place": np.full(len(x), place), "x": x, "y": inside} | same
            parts.append(pa.table(table))
    table = pa.concat_tables(parts).combine_chunks()
    for name in words:  # a word is sent once, not in every row
        place = table.column_names.index(name)
        table = table.set_column(place, name, table[name].combine_chunks().dictionary_encode())
    return table


@lru_cache(maxsize=64)
def card(activation: Activation, low: float, high: float) -> pa.Table:
    """The `curve` table of an activation, its slope and its second derivative over [low, high]."""
    x, *parts = curve(activation, low, high, 161)
    names = ("Output", "Slope", "Second derivative")
    return curves(x, **dict(zip(names, parts, strict=True)))


@lru_cache(maxsize=64)
def beside(activations: tuple[Activation, ...], low: float, high: float) -> list[pa.Table]:
    """The `curve` tables of their outputs and of their slopes, which break at kinks."""
    x = np.unique(np.concatenate([curve(act, low, high, 161).x for act in activations]))
    outputs = {act.label: act(x) for act in activations}
    slopes = {
        act.label: np.where(np.isin(x, act.kinks()), np.nan, act.derivative(x))
        for act in activations
    }
    return [curves(x, **outputs), curves(x, **slopes)]


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


def levels(*levels: tuple[float, str]) -> pa.Table:
    """The `levels` table: (y, words) of each level rule."""
    return marks(*levels).rename_columns(["y", "text"])


def zones(zones: Sequence[tuple[float, float]]) -> pa.Table:
    """The `zones` table from (start, end) pairs."""
    edges = np.array(zones, dtype=float).reshape(-1, 2)
    return pa.table({"x": edges[:, 0], "x2": edges[:, 1]})


def faint(x: np.ndarray, parts: np.ndarray) -> pa.Table:
    """The `faint` table of several curves, the rows of `parts`, over one x."""
    part = np.repeat(np.arange(len(parts), dtype=np.int8), len(x))
    return pa.table({"x": np.tile(x, len(parts)), "y": np.ravel(parts), "part": part})


def cells(areas: np.ndarray, labels: np.ndarray) -> pa.Table:
    """The `cells` table of a plane's areas; `labels` names the classes."""
    found = rectangles(areas)
    kinds = labels[found.pop("kind")]
    return pa.table(found | {"series": kinds})


def dot(x: float, y: float) -> pa.Table:
    """The `probe` table: one point."""
    return pa.table({"x": [float(x)], "y": [float(y)]})


def readings(curve: pa.Table, anchors: int = 30) -> pa.Table:
    """What every curve reads at some thirty x, in words: so few, because each is a node to draw."""
    labels = curve["series"].chunk(0).dictionary.to_pylist()
    count = len(curve) // len(labels)
    every = slice(0, count, max(1, count // anchors))
    x = curve["x"].to_numpy()[:count][every]
    rows = np.vstack([x, curve["y"].to_numpy().reshape(-1, count)[:, every]]).T
    words = (" ".join(["%.4g"] * rows.size) % tuple(rows.ravel().tolist())).split(" ")
    words = [word.replace("-", "−").replace("nan", "–") for word in words]
    shape = "at %s: " + " · ".join(f"{label.replace('%', '%%')} %s" for label in labels)
    size = rows.shape[1]
    text = [shape % tuple(words[i : i + size]) for i in range(0, len(words), size)]
    return pa.table({"x": x, "text": text})
