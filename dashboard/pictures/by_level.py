"""The ratio of two activations' times against the training loss to which time is taken."""

import numpy as np

from activations.learning.comparison import ByLevel
from activations.learning.experiments import identity
from dashboard import charts, kept, tables
from dashboard.trained import LEVELS, View
from dashboard.wording import number

SHOWN, WITHIN = (0.001, 1), (1 / 8, 8)
RATIO = "Ratio"


def by_level(shown: View, does: str, than: str, confidence: int) -> None:
    """How many times as long one takes as the other, early and late."""
    grids = dict(zip(shown.curves, shown.grid, strict=True))
    runs = "\n".join(map(identity, (*grids[than], *grids[does])))
    curves = shown.curves[than], shown.curves[does]
    found = of_both(kept.by_level(runs, shown.lowest, confidence / 100, *curves))
    level, rising = LEVELS[shown.goal]
    here = [] if rising or shown.only(than, does) else [level]
    middle, low, high = (np.clip(each, *WITHIN) for each in (found.middle, found.low, found.high))
    at = [float(np.interp(-np.log(x), -np.log(found.level), middle)) for x in here]
    charts.show(
        charts.bands(
            "training loss that is reached",
            f"epochs, {than} over {does}",
            charts.series(steps=RATIO),
            x_domain=SHOWN,
            y_domain=WITHIN,
            log_x=True,
            log_y=True,
            also=("levels", "probe"),
        ),
        title="Early and late",
        key="by level",
        curve=tables.curves(found.level, **{RATIO: middle}),
        band=tables.bands(found.level, **{RATIO: (low, high)}),
        levels=tables.levels((1.0, "equal")),
        probe=tables.columns(x=here, y=at),
        alt=f"Epochs of {than} over those of {does} against the training loss: "
        f"{told(found) or 'most of one or of both never arrive'}.",
    )


def of_both(found: ByLevel) -> ByLevel:
    """A gap where most of one alone arrive: then there is no ratio."""
    gap = np.where(np.isfinite(found.middle) & (found.middle > 0), 0.0, np.nan)
    return ByLevel(found.level, *(np.nan_to_num(each) + gap for each in found[1:]))


def told(found: ByLevel) -> str:
    """Some points of the curve."""
    points = [0.5, 0.1, 0.01]
    ratios = np.interp(-np.log(points), -np.log(found.level), found.middle)
    pairs = zip(points, ratios, strict=True)
    return ", ".join(f"{number(r, 3)} at {x:g}" for x, r in pairs if np.isfinite(r))
