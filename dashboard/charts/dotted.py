"""Curves with a dot at each of their points, the best of them large."""

from functools import lru_cache

import altair as alt

from . import style
from .curves import lines
from .style import Series


@lru_cache(maxsize=64)
def dotted(x: str, y: str, curves: Series, *, log_x: bool, log_y: bool, **more) -> dict:
    """As `lines`, with one more table, `best` (x, y, series): a large dot of the curve's colour."""
    picture = lines(x, y, curves, log_x=log_x, log_y=log_y, gaps=True, **more)
    across = alt.X("x:Q", title=x, scale=style.scale(log_x, more["x_domain"], nice=False))
    up = alt.Y("y:Q", title=y, scale=style.scale(log_y, more["y_domain"]))
    dots = [
        alt.Chart(alt.NamedData(table))
        .mark_point(filled=True, opacity=1, size=size, clip=True, aria=False, invalid="filter")
        .encode(across, up, color=style.colour(curves))
        .to_dict()
        for table, size in (("curve", 34), ("best", 170))
    ]  # the line's own points would take the strokes out of the legend
    layers = [{k: layer[k] for k in ("data", "mark", "encoding")} for layer in dots]
    return picture | {"layer": [*picture["layer"][:-2], *layers, *picture["layer"][-2:]]}
