"""The pictures of the gallery: all activations, one of them, and some side by side."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from activations import ACTIVATIONS, Activation
from activations.listings import snake_as_circulated
from activations.properties import output_shares
from dashboard import cards, charts, tables
from dashboard.charts import gallery
from dashboard.wording import listed, number, plural

REACH, FLOOR, CEILING = 5.0, -3.0, 5.0  # the part of the plane that the large charts show
WINDOW = (-REACH, REACH)
BIN = 0.25
BINS = round((CEILING - FLOOR) / BIN)
TILE = 3.0  # the small charts go from -TILE to TILE
CIRCULATED = "As it circulates"


def tiles(small: tuple[Activation, ...], chosen: Activation, on_select: Callable) -> None:
    """A small chart of each, the chosen one framed; `on_select` hears of a click on one."""
    labels = [act.label for act in small]
    charts.show(
        gallery.small_multiples(_all_and(small)),
        name="All at a glance",
        key="small",
        on_select=on_select,
        strokes=tables.strokes(small, -TILE, TILE, -2.0),
        cells=tables.columns(
            place=range(len(small)),
            label=labels,
            chosen=[act is chosen for act in small],
            about=[cards.summary(act) for act in small],
        ),
        alt=f"{plural(len(small), 'small chart')}, each with output and slope from −3 to 3: "
        f"{', '.join(labels)}. The card of {chosen.label} is open.",
    )


def _all_and(small: tuple[Activation, ...]) -> charts.style.Series:
    """Every activation with its colour, so that a search changes none, and what else is shown."""
    known = {act.id: act for act in (*ACTIVATIONS.values(), *small)}
    return charts.series_of(known.values())


def curve_and_slopes(act: Activation, dead: list[tuple[float, float]]) -> None:
    """An activation, its slope and its second derivative, shaded where the slope is 0."""
    names = charts.series(**{act.id: "Output"}, predicted="Slope", steps="Second derivative")
    charts.show(
        charts.lines(
            "input x",
            "value",
            names,
            x_domain=WINDOW,
            y_domain=(FLOOR, CEILING),
            gaps=True,
            also=("zones",),
            height=charts.TALL,
        ),
        title=act.label,
        key="card_curves",
        curve=tables.card(act, *WINDOW),
        zones=tables.zones(dead),
        alt=f"{act.label}, its slope and its second derivative from −5 to 5. Its outputs: "
        f"{cards.outputs(act)}; where its slope is exactly 0: {cards.flat(act)}.",
    )


def outputs_and_slopes(acts: tuple[Activation, ...], at: float, threshold: float) -> None:
    """The outputs of some above their slopes."""
    steepness, _ = tables.beside_domains(acts, *WINDOW)
    values, steep = np.array([act.evaluate(at) for act in acts]).T
    x_words = number(at)
    _stacked(
        acts,
        at,
        steepness,
        {"also": ("marks", "levels")},
        title="Outputs and slopes",
        key="beside",
        marks=tables.marks((at, f"x = {x_words}")),
        levels=tables.levels((threshold, ""), (-threshold, "")),
        alt=f"The outputs of {listed([act.label for act in acts])}, and their slopes below. At x = "
        f"{x_words} they are {', '.join(map(number, values))}, with slopes "
        f"{', '.join(map(number, steep))}.",
    )


def beside_others(acts: tuple[Activation, ...]) -> None:
    """The outputs of some above their slopes, in the part of the plane of all large charts."""
    names = listed([act.label for act in acts])
    _stacked(
        acts,
        0.0,
        (-2.0, 3.0),
        {"height": charts.LOW},
        name="Yours beside others",
        key="yours",
        alt=f"The outputs of {names} from {number(-REACH)} to {REACH:g}, and their slopes below.",
    )


def _stacked(acts: tuple[Activation, ...], at: float, steepness, kind: dict, **more) -> None:
    """Outputs above slopes, with dots on all of them at one x."""
    outputs, slopes, _ = tables.beside(acts, *WINDOW)
    values, steep = np.array([act.evaluate(at) for act in acts]).T
    x = [at] * len(acts)
    charts.show(
        charts.stacked(
            "input x",
            ("output", "slope"),
            charts.series_of(acts),
            x_domain=WINDOW,
            y_domains=((FLOOR, CEILING), steepness),
            **kind,
        ),
        curve=outputs,
        lower=slopes,
        probe=tables.columns(x=x, y=values),
        lower_probe=tables.columns(x=x, y=steep),
        **more,
    )


def differences(acts: tuple[Activation, ...]) -> None:
    """By how much the outputs of some differ from those of the first."""
    charts.show(
        charts.lines(
            "input x",
            "difference of the outputs",
            charts.series_of(acts),
            x_domain=WINDOW,
            y_domain=tables.beside_domains(acts, *WINDOW)[1],
            gaps=True,
            height=charts.TALL,
        ),
        title=f"Difference from {acts[0].label}",
        key="differences",
        curve=tables.beside(acts, *WINDOW)[2],
        alt=f"The outputs less that of {acts[0].label}, from −5 to 5. {cards.apart(acts, REACH)}",
    )


def densities(acts: tuple[Activation, ...], mu: float, sigma: float) -> None:
    """How often which output of some occurs."""
    shares = {act.label: output_shares(act, mu, sigma, FLOOR, CEILING, BINS) for act in acts}
    most = ", ".join(f"{share.max():.0%} ({label})" for label, share in shares.items())
    where = cards.normal(mu, sigma)
    charts.show(
        gallery.sideways(charts.series_of(acts), (FLOOR, CEILING), height=charts.TALL),
        title=f"Outputs for inputs {where}",
        key="shares",
        shares=tables.columns(
            y=np.tile(np.arange(FLOOR, CEILING, BIN) + BIN / 2, len(shares)),
            share=np.concatenate(list(shares.values())),
            series=[label for label in shares for _ in range(BINS)],
        ),
        alt=f"Shares of the outputs per {BIN:g} for inputs {where}: the largest are {most}.",
    )


NAMED = ("Sigmoid", "Hard sigmoid", "Softplus", "Softsign", "Identity", "Gaussian")
X_TICKS, Y_TICKS = (0.5, 1.0, 2.0, 5.0, 10.0), (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


def weights(numbers: pa.Table) -> None:
    """The weights that keep the gradient against those that keep the signal, of each activation."""
    rows = [row for row in numbers.to_pylist() if row["Apart"] is not None]
    known = {act.label for act in ACTIVATIONS.values()}
    named = [row["Activation"] for row in rows]
    series = tuple((label, charts.style.YOURS) for label in named if label not in known)
    charts.show(
        gallery.scattered(
            "σ_w² that keeps the signal",
            "σ_w² that keeps the gradient",
            charts.series_of(ACTIVATIONS.values()) + series,
            X_TICKS,
            Y_TICKS,
        ),
        name="Weights for the signal and for the gradient",
        key="weights",
        dots=tables.columns(
            x=[row["σ_w² signal"] for row in rows],
            y=[row["σ_w² gradient"] for row in rows],
            series=named,
            text=[label if label in NAMED or label not in known else "" for label in named],
        ),
        beside={"numbers": numbers},
        diagonal=tables.columns(x=np.array(X_TICKS), y=np.array(X_TICKS)),
        alt=f"{len(rows)} activations as dots: the weight variance that keeps the gradient against "
        "the one that keeps the signal, on log scales. On the dashed diagonal both are the same.",
    )


def snake_and_its_copy() -> None:
    """Snake, and what circulates under its name."""
    x, snake = np.linspace(-REACH, REACH, 161), ACTIVATIONS["snake"]
    charts.show(
        charts.lines(
            "input x",
            "output",
            charts.series(snake=snake.label, listing=CIRCULATED),
            x_domain=WINDOW,
            y_domain=(-6.0, 6.0),
        ),
        title="Snake, and how it is often written",
        key="snake",
        curve=tables.curves(x, **{snake.label: snake(x), CIRCULATED: snake_as_circulated(x)}),
        alt="Snake with a = 1, x + sin²(x), lies on or above x and touches it with slope 1 at each "
        "multiple of π. As it circulates, x + sin(x), it is twice as steep at 0.",
    )
