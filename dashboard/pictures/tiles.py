"""The seven tiles of the opening page: for each page a small curve, a number and its surprise."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

from activations import ACTIVATIONS
from activations.figures import DEEP
from activations.gaussian import zero_mean_alpha
from activations.initialisation import Start
from activations.learning import experiments, findings
from activations.learning.training import Run
from activations.properties import properties
from activations.saturation import largest_slope
from activations.sigmoid_sums import POST
from dashboard import charts, streamlit_internals
from dashboard.claims.learning_speed import at_its_best
from dashboard.verdicts import cross, verdict
from dashboard.wording import number, power

WIDE, HIGH, EDGE = 140, 34, 2  # of a small curve's box, and what a thick line needs
FAR = 10.0  # where the sigmoid's slope is read
LATE = 0.01  # a training loss
POINTS = 41
SIGMOID, SOFTPLUS, RELU, ELU = (ACTIVATIONS[k] for k in ("sigmoid", "softplus", "relu", "elu"))
Curves = dict[str, np.ndarray]  # over one x, by activation id; the first one is drawn boldly


class Tile(NamedTuple):
    """What a tile shows: curves over evenly spaced x, a number, and what is surprising in it."""

    curves: Curves
    number: str
    words: str

    def html(self) -> str:
        """The tile but for its title."""
        return (
            f'<div class="tile">{drawn(self.curves)}'
            f"<b>{self.number}</b><span>{self.words}</span></div>"
        )


@lru_cache(maxsize=1)
def tiles() -> dict[str, Tile]:
    """A tile for each page, by its title."""
    return {
        "Sigmoid saturation": _saturation(),
        "Sum of sigmoids": _sum(),
        "ReLU bias": _bias(),
        "ELU mean": _mean(),
        "Depth": _depth(),
        "Learning speed": _speed(),
        "Gallery": _gallery(),
    }


def _saturation() -> Tile:
    x = np.linspace(-FAR, FAR, POINTS)
    return Tile(
        {"sigmoid": SIGMOID.derivative(x)},
        number(float(SIGMOID.derivative(FAR)), 3),
        f"is its slope at x = {FAR:g}, of {largest_slope(SIGMOID):g} at most",
    )


def _sum() -> Tile:
    x = np.linspace(-4.0, POST.reach + 5.0, POINTS)
    return Tile(
        {"sum": POST.evaluate(x)[0], "softplus": SOFTPLUS(x)},
        number(POST.weight * POST.n),
        f"is as high as the sum of {POST.n} gets; softplus has no end",
    )


def _bias() -> Tile:
    x = np.linspace(-3.0, 3.0, POINTS)
    mean = RELU.mean(0.0, 1.0)
    return Tile(
        {"relu": RELU(x), "input": np.full(POINTS, mean)},
        number(mean, 3),
        "is its mean output for N(0, 1): the next layer gets a bias",
    )


def _mean() -> Tile:
    alpha = ELU.parameters["alpha"]
    x = np.linspace(alpha.low, alpha.high, POINTS)
    means = np.array([ELU.configure(alpha=float(a)).mean(0.0, 1.0) for a in x])
    return Tile(
        {"elu": means, "input": np.zeros(POINTS)},
        f"α = {number(zero_mean_alpha(0.0, 1.0))}",
        f"brings its mean to zero; the usual 1 leaves {number(ELU.mean(0.0, 1.0), 3)}",
    )


def _depth() -> Tile:
    lost, kept = (Start(name, 0.0).gradient(RELU, DEEP) for name in ("PyTorch's default", "He"))
    return Tile(
        {"relu": lost[::-1], "input": kept[::-1]},
        power(lost[0], 2),
        f"of a gradient crosses {DEEP} ReLU layers by PyTorch’s default, "
        f"{power(round(kept[0], 9), 2)} by He’s",
    )


def _speed() -> Tile:
    soon, late = (findings.ratio(level=level, **findings.FAIR) for level in (findings.LEVEL, LATE))
    run = Run(findings.RELU, experiments.RATES[0], **findings.FAIR)
    losses = {act.id: at_its_best(act).loss for act in (findings.ELU, findings.RELU)}
    return Tile(
        {name: np.log10(np.median(loss, axis=1)) for name, loss in losses.items()},
        cross(soon.middle),
        f"ReLU’s epochs over ELU’s, to loss {findings.LEVEL:g} ({run.data}, {run.layers} × "
        f"{run.width} units, {run.optimiser}); to {LATE:g}, {verdict(late, 'ELU', 'ReLU')}",
    )


def _gallery() -> Tile:
    x = np.linspace(-3.0, 1.5, 19)
    acts = sorted(ACTIVATIONS.values(), key=lambda act: properties(act).monotonic)
    falling = sum(not properties(act).monotonic for act in acts)
    return Tile(
        {act.id: np.clip(act(x), -1.5, 1.5) for act in acts},
        f"{falling} of {len(ACTIVATIONS)}",
        "activations fall somewhere: more input, less output",
    )


def drawn(curves: Curves) -> str:
    """The curves as a picture, the first in front, from their lowest to their highest value.

    An image, because Streamlit takes SVG out of HTML.
    """
    low, high = (end(curve.min() if end is min else curve.max() for curve in curves.values())
                 for end in (min, max))  # fmt: skip
    names = charts.series(**{name: name for name in curves})
    parts = []
    for place, (name, at) in enumerate(names):
        x = np.linspace(EDGE, WIDE - EDGE, curves[name].size)
        y = HIGH - EDGE - (HIGH - 2 * EDGE) * (curves[name] - low) / (high - low)
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
        width = 1 if place else 2.6
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour(at)}" '
            f'stroke-width="{width}" stroke-linejoin="round"/>'
        )
    svg = "http://www.w3.org/2000/svg"
    box = f'<svg xmlns="{svg}" viewBox="0 0 {WIDE} {HIGH}">{"".join(reversed(parts))}</svg>'
    return f'<img alt="" src="data:image/svg+xml,{quote(box, safe="/:=, ")}">'


@lru_cache(maxsize=32)
def colour(place: int) -> str:
    """A colour of the palette half-way between the two themes', which can be seen on both."""
    palettes = [streamlit_internals.theme(dark)["chartCategoricalColors"] for dark in (False, True)]
    if None in palettes:
        return "currentColor"
    pair = [[int(palette[place][i : i + 2], 16) for i in (1, 3, 5)] for palette in palettes]
    return "#" + "".join(f"{(one + other) // 2:02x}" for one, other in zip(*pair, strict=True))
