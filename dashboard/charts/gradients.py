"""Curves with the region marked in which their level is healthy."""

from functools import lru_cache

import altair as alt

from . import style
from .curves import bands, lines
from .style import INK, WORDS, Series


@lru_cache(maxsize=64)
def gradients(
    x: str,
    y: str,
    curves: Series,
    *,
    x_domain: tuple[float, float],
    y_domain: tuple[float, float],
    log_x: bool = False,
    banded: bool = False,
    also: tuple[str, ...] = (),
    height: int = style.TALL,
) -> dict:
    """Curves on a log axis, as `lines` (or `bands`, if `banded`) draws them, over a shaded level.

    Tables: those of that kind, `healthy` (y, y2, text) the shaded level and its name, and, where
    `also` has it, `critical` (x, text) an upright rule with its words at the top.
    """
    kind, more = (bands if banded else lines), {"log_x": log_x, "log_y": True, "height": height}
    inner = tuple(name for name in also if name != "critical")
    spec = kind(x, y, curves, x_domain=x_domain, y_domain=y_domain, also=inner, **more)
    behind = _healthy(alt.Y("y:Q", title=y, scale=style.scale(True, y_domain),
                            axis=style.axis(True, y_domain, minExtent=38)))  # fmt: skip
    across = alt.X("x:Q", title=x, scale=style.scale(log_x, x_domain, nice=False),
                   axis=style.axis(log_x))  # fmt: skip
    front = _critical(across) if "critical" in also else []
    layers = [*map(_plain, behind), *spec["layer"], *map(_plain, front)]
    return spec | {"layer": layers}


def _healthy(up: alt.Y) -> list[alt.Chart]:
    """The level, and its name in two lines to the right of the frame, where no curve comes."""
    level = alt.Chart(alt.NamedData("healthy"))
    words = level.mark_text(**WORDS, align="left", dx=6, dy=-2, lineBreak=": ")
    end = alt.value(alt.ExprRef("width"))
    return [
        level.mark_rect(aria=False, color=INK, opacity=0.14, clip=True).encode(up, y2="y2:Q"),
        words.encode(alt.YDatum(1), x=end, text="text:N"),
    ]


def _critical(across: alt.X) -> list[alt.Chart]:
    critical = alt.Chart(alt.NamedData("critical"))
    words = critical.mark_text(**WORDS, align="right", dx=-5, clip=True, baseline="top")
    return [
        critical.mark_rule(color=INK, strokeWidth=1.6, clip=True).encode(
            across, y=alt.value(0), y2=alt.value(alt.ExprRef("height - 24"))
        ),  # above the words of `marks`
        *style.rimmed(words.encode(across, y=alt.value(4), text="text:N")),
    ]


def _plain(layer: alt.Chart) -> dict:
    spec = layer.to_dict()
    return {name: spec[name] for name in ("data", "mark", "encoding")}
