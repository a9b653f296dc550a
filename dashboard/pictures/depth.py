"""The pictures of deep networks at their start: gradients, signals, flat and dead units."""

import numpy as np

from activations.initialisation import OWN, VARIANCES, Start, gradients, weight_variance
from activations.mean_field import Predicted
from activations.propagation import Spread
from dashboard import charts, tables
from dashboard.wording import SUPERSCRIPTS, number, percent, power

DOMAIN = (1e-30, 1e5)  # of a gradient
MOST_LAYERS, FLAT_LAYERS = 64, 32
LIMIT = 10  # a gradient that changes at most that many times is healthy
RELATIVE = "gradient, relative to the last layer"
ACROSS = (1, MOST_LAYERS)


def healthy():
    """The level at which a gradient counts as healthy, for the charts that shade it."""
    return tables.columns(y=[1 / LIMIT], y2=[float(LIMIT)], text=["healthy: 0.1 to 10"])


def to_first(sizes: dict[str, np.ndarray]) -> str:
    """What of each gradient comes to the first layer, in words; sizes are log10."""
    return ", ".join(f"{label} {power(float(size[0]))}" for label, size in sizes.items())


def span(low: float, high: float) -> str:
    """Two numbers, log10 of them given, as words that fit into a reading."""
    ends = dict.fromkeys(_rough(end) for end in (low, high))
    return " to ".join(ends) if len(ends) > 1 else f"about {_rough(low)}"


def _rough(log10: float) -> str:
    """Two digits, or of small and large numbers the nearest power of 10."""
    if -2 <= log10 < 3 or not np.isfinite(log10):
        return power(log10, 2)
    return f"10{str(round(log10)).translate(SUPERSCRIPTS)}"


def gradient(acts: list, sizes: dict[str, np.ndarray]) -> None:
    """The gradient of each activation, log10 by label, in every layer."""
    layers = len(next(iter(sizes.values())))
    powers = {label: tables.powers(size) for label, size in sizes.items()}
    charts.show(
        charts.gradients(
            "layer", RELATIVE, charts.series_of(acts), x_domain=ACROSS, y_domain=DOMAIN
        ),
        name="The gradient by layer",
        key="gradient",
        healthy=healthy(),
        curve=tables.curves(np.arange(1.0, layers + 1), **powers),
        alt=f"The predicted norm of the gradient at each of {layers} layers, relative to the last, "
        f"on a log scale. At the first layer: {to_first(sizes)}.",
    )


def against_variance(act, layers: int, variance: float, ratio: float, critical) -> None:
    """The first layer's gradient against the size of the weights, with the known starts.

    `ratio` is its log10 at `variance`; `critical` is where it is 0, or None.
    """
    he = weight_variance("He", act)  # those that are the same here share a mark
    known = (1 / 3, "PyTorch"), (1.0, "Glorot, LeCun"), (he, "He")
    level = [(critical, f"critical {number(critical)}")] if critical else []
    charts.show(
        charts.gradients(
            "weight variance times n, σ_w²",
            "gradient, first over last layer",
            charts.series_of([act]),
            x_domain=(VARIANCES[0], VARIANCES[-1]),
            y_domain=DOMAIN,
            log_x=True,
            also=("marks", "critical", "probe"),
        ),
        name="The gradient against the size of the weights",
        key="start",
        healthy=healthy(),
        curve=tables.curves(VARIANCES, **{act.label: tables.powers(gradients(act, layers) / 2)}),
        marks=tables.marks(*known),
        critical=tables.marks(*level),
        probe=tables.dot(variance, float(tables.powers(np.array(ratio)))),
        alt=f"The predicted gradient of the first of {layers} {act.label} layers over the last, "
        f"against σ_w² on log scales. At {number(variance)} it is {power(ratio)}.",
    )


def signal(quantity: str, acts: list, signals: dict[str, Predicted], domain) -> None:
    """The mean or the variance of the activations in every layer."""
    values = {label: getattr(signal, quantity) for label, signal in signals.items()}
    ends = ", ".join(f"{label} {number(float(v[-1]), 3)}" for label, v in values.items())
    log = quantity == "variance"
    if log:
        with np.errstate(divide="ignore"):
            values = {label: tables.powers(np.log10(v)) for label, v in values.items()}
    charts.show(
        charts.lines(
            "layer",
            f"{quantity} of the activations",
            charts.series_of(acts),
            x_domain=ACROSS,
            y_domain=domain,
            log_y=log,
            height=charts.TALL,
        ),
        title=f"The {quantity} of the activations",
        key=f"signal {quantity}",
        curve=tables.curves(np.arange(1.0, MOST_LAYERS + 1), **values),
        alt=f"The predicted {quantity} of the activations in {MOST_LAYERS} layers. In the last "
        f"one: {ends}.",
    )


def signal_domains(acts: list, start: Start) -> tuple[tables.Domain, tables.Domain]:
    """The y domains of mean and variance: they follow which activations, never the inputs."""
    if start.initialisation == OWN:
        return (-1.0, 5.0), DOMAIN
    extremes = [{"input_variance": 0.05}, {}, {"input_mean": 3.0, "input_variance": 10.0}]
    every = [start.predicted(act, MOST_LAYERS, **inputs) for act in acts for inputs in extremes]
    means = np.clip([signal.mean for signal in every], -5, 20)
    variances = np.clip([signal.variance for signal in every], DOMAIN[0], DOMAIN[1])
    low, high = float(np.floor(means.min())), float(np.ceil(means.max()))
    return (min(low, -1.0), max(high, 1.0)), tables.decades(variances.ravel())


def flat(acts: list, shares: dict[str, np.ndarray]) -> None:
    """The predicted share of flat units in every layer."""
    _by_layer(charts.lines, "flat", "Flat units, predicted", acts, shares)


def dead(acts: list, spreads: dict[str, Spread], seeds: int) -> None:
    """The share of dead units in every layer of drawn networks: a band with its middle."""
    layers, bands = (
        np.arange(1.0, FLAT_LAYERS + 1),
        {k: (s.low, s.high) for k, s in spreads.items()},
    )
    shares = {label: spread.middle for label, spread in spreads.items()}
    title, band = f"Dead units, {seeds} networks each", tables.bands(layers, **bands)
    _by_layer(charts.bands, "dead", title, acts, shares, band=band)


def _by_layer(chart, kind: str, title: str, acts: list, shares: dict, **more) -> None:
    ends = ", ".join(f"{label} {percent(share[-1])}" for label, share in shares.items())
    charts.show(
        chart(
            "layer",
            f"share of {kind} units",
            charts.series_of(acts),
            x_domain=(1, FLAT_LAYERS),
            y_domain=(0, 1),
            height=charts.TALL,
        ),
        title=title,
        key=kind,
        curve=tables.curves(np.arange(1.0, FLAT_LAYERS + 1), **shares),
        alt=f"The share of {kind} units by layer. In layer {FLAT_LAYERS}: {ends}.",
        **more,
    )


def networks(act, spread: Spread, expected: np.ndarray, *, still: bool) -> None:
    """The band of the networks around their median, and the prediction as beads; all are log10.

    The scale holds `still`, or follows the prediction.
    """
    layers, domain = np.arange(1.0, MOST_LAYERS + 1), DOMAIN
    if not still:
        lowest, highest = np.floor(expected.min() - 4), np.ceil(expected.max() + 2)
        domain = float(10.0 ** max(lowest, -40.0)), float(10.0 ** min(highest, 40.0))
    least = np.maximum(np.nan_to_num(tables.powers(spread.low), nan=0.0), domain[0])
    middle = np.nan_to_num(tables.powers(spread.middle), nan=0.0)
    charts.show(
        charts.gradients(
            "layer",
            RELATIVE,
            charts.series_of([act]),
            x_domain=ACROSS,
            y_domain=domain,
            banded=True,
            also=("predicted",),
        ),
        name="Drawn networks and the prediction",
        key="networks",
        healthy=healthy(),
        curve=tables.curves(layers, **{act.label: tables.down_to(domain[0], middle[::-1])[::-1]}),
        band=tables.bands(layers, **{act.label: (least, tables.powers(spread.high))}),
        predicted=tables.curves(layers, **{act.label: tables.powers(expected)}),
        alt=f"The gradient of {act.label} networks by layer, relative to the last of "
        f"{MOST_LAYERS}, in a band, and beads where it is predicted. At the first layer the median "
        f"is {power(float(spread.middle[0]))}, predicted {power(float(expected[0]))}.",
    )


def quarter(sizes: dict[str, np.ndarray], steepest: float) -> None:
    """The sigmoid's gradient, log10, for three sizes of the weights and by its largest slope."""
    labels = zip(("sigmoid", "centred", "measured", "input"), sizes, strict=True)
    powers = {label: tables.powers(size) for label, size in sizes.items()}
    charts.show(
        charts.gradients(
            "layer",
            RELATIVE,
            charts.series(**dict(labels)),
            x_domain=ACROSS,
            y_domain=(1e-40, 1e5),
            height=charts.LOW,
        ),
        title="The sigmoid's gradient, and 0.25 per layer",
        key="quarter",
        healthy=healthy(),
        curve=tables.curves(np.arange(1.0, MOST_LAYERS + 1), **powers),
        alt=f"The predicted gradient through {MOST_LAYERS} sigmoid layers for three sizes of the "
        f"weights, and {steepest:g} per layer, which lies between them: to the first layer "
        f"{to_first(sizes)}.",
    )
