"""The pictures of the sum of sigmoids: its growth, its end, its error; softplus and the ReLU."""

from math import ceil

import numpy as np
import pyarrow as pa

from activations import ACTIVATIONS, Activation
from activations.listings import POST_GRID
from activations.sigmoid_sums import SigmoidSum, printed_softplus
from dashboard import charts, tables
from dashboard.charts.style import Series
from dashboard.claims.sum_of_sigmoids import VANISHED
from dashboard.wording import number, plural

SOFTPLUS, RELU = ACTIVATIONS["softplus"], ACTIVATIONS["relu"]
WITH_SUM = charts.series(softplus=SOFTPLUS.label, sum="Sum")
FAINT = 20  # curves behind the sum, at most
HIGH = 15.0  # how far the picture of the sum goes, in x and y
FAR = 40  # and that of its end
FLOOR = 1e-12  # below it a computed error is mostly rounding


def _named(names: Series, x: np.ndarray, *curves: np.ndarray) -> pa.Table:
    """The `curve` table of the curves with these names."""
    labels = [label for label, _ in names]
    return tables.curves(x, **dict(zip(labels, curves, strict=True)))


def _seen(sigmoids: SigmoidSum) -> int:
    """How many of them can be told apart in the picture."""
    return int(np.sum(sigmoids.offsets < HIGH + 4))


def each_faint(sigmoids: SigmoidSum) -> int:
    """How many sigmoids a faint curve has more than the one below."""
    return ceil(_seen(sigmoids) / FAINT)


def growing(sigmoids: SigmoidSum, at: float, error: float) -> None:
    """The sum over its window, its parts faint behind; its largest `error` in there is `at`."""
    x = np.linspace(-5, HIGH, 161)
    each = each_faint(sigmoids)
    counts = [*range(each, min(sigmoids.n, _seen(sigmoids) + 1), each), sigmoids.n]
    *parts, total = sigmoids.growth(x, counts)
    first, last = (float(offset) for offset in sigmoids.offsets[[0, -1]])
    charts.show(
        charts.lines(
            "input x",
            "output",
            WITH_SUM,
            x_domain=(-5, HIGH),
            y_domain=(-0.5, HIGH),
            also=("zones", "faint"),
            height=charts.TALL,
        ),
        name="A sum of shifted sigmoids",
        key="sum",
        curve=_named(WITH_SUM, x, SOFTPLUS(x), total),
        faint=tables.faint(x, np.reshape(parts, (-1, x.size))),
        zones=tables.zones([(first, min(last, HIGH))]),
        alt=f"The sum of {plural(sigmoids.n, 'sigmoid')} cannot pass "
        f"{number(sigmoids.n * sigmoids.weight)}. In its window it is farthest from softplus at "
        f"x = {number(at)}, by {number(error, 3)}.",
    )


def _above_slopes(
    names: Series,
    x_domain: tuple[float, float],
    y_domain: tuple[float, float],
    outputs: tuple[np.ndarray, ...],
    slopes: tuple[np.ndarray, ...],
    dot: tuple[float, float, float],
    *,
    name: str,
    key: str,
    alt: str,
    **also: pa.Table,
) -> None:
    """Two curves above their slopes, each pair after its x, with a dot at (x, output, slope)."""
    at, value, slope = dot
    charts.show(
        charts.stacked(
            "input x",
            ("output", "slope"),
            names,
            x_domain=x_domain,
            y_domains=(y_domain, (-0.1, 1.1)),
            also=tuple(also),
        ),
        name=name,
        key=key,
        alt=alt,
        curve=_named(names, *outputs),
        lower=_named(names, *slopes),
        probe=tables.dot(at, value),
        lower_probe=tables.dot(at, slope),
        **also,
    )


def ending(sigmoids: SigmoidSum, dot: tuple[float, float, float], flat: float) -> None:
    """The sum beyond its last offset; past `flat` its slope has vanished."""
    at, value, slope = dot
    x = np.linspace(-10, FAR + 1, 205)
    total, slopes = sigmoids.evaluate(x)
    first, last = (float(offset) for offset in sigmoids.offsets[[0, -1]])
    _above_slopes(
        WITH_SUM,
        (-10, FAR + 1),
        (-1, FAR + 1),
        (x, SOFTPLUS(x), total),
        (x, SOFTPLUS.derivative(x), slopes),
        dot,
        name="Where the sum ends",
        key="end",
        zones=tables.zones([(first, min(last, FAR + 1))]),
        marks=tables.marks(*[(flat, f"slope < {VANISHED}")] * (flat < FAR)),
        alt=f"The sum of {plural(sigmoids.n, 'sigmoid')}, softplus, and their slopes below. At "
        f"x = {number(at)} the sum is {number(value)} with slope {number(slope)}, which is below "
        f"{VANISHED} past x = {number(flat)}.",
    )


def softplus_and_relu(softplus: Activation, dot: tuple[float, float, float]) -> None:
    """This softplus and the ReLU, with a dot on the former."""
    x = np.linspace(-4, 4, 161)
    sides = np.unique([*x, -1e-9, 1e-9])  # for a jump, not a ramp
    at, value, slope = dot
    relu, relu_slope = (number(float(part)) for part in RELU.evaluate(at))
    _above_slopes(
        charts.series_of((SOFTPLUS, RELU)),
        (-4, 4),
        (-0.2, 4.4),
        (x, softplus(x), RELU(x)),
        (sides, softplus.derivative(sides), tables.slope(RELU, sides)),
        dot,
        name="Softplus and ReLU",
        key="softplus",
        alt=f"Softplus with β = {number(softplus.settings['beta'])} and the ReLU from −4 to 4, and "
        f"their slopes below. At x = {number(at)} they are {number(value)} and {relu}, their "
        f"slopes {number(slope, 3)} and {relu_slope}.",
    )


def parts(sigmoids: SigmoidSum, steps: np.ndarray, end: np.ndarray) -> None:
    """The error, what the steps and the end cost of it, and what the series predicts of both."""
    predicted = {
        "Steps": sigmoids.predicted_discretisation(POST_GRID),
        "End": sigmoids.predicted_truncation(POST_GRID),
    }
    sizes = _sizes({"Error": steps + end, "Steps": steps, "End": end})
    largest = {name: number(float(np.nanmax(part)), 3) for name, part in sizes.items()}
    charts.show(
        charts.lines(
            "input x",
            "size of the error",
            charts.series(sum="Error", steps="Steps", end="End", predicted=charts.PREDICTED),
            x_domain=(-10, 9.8),
            y_domain=(FLOOR, 10),
            log_y=True,
            also=("predicted",),
            height=charts.TALL,
        ),
        title="The error and its two parts",
        key="parts",
        curve=tables.curves(POST_GRID, **sizes),
        predicted=tables.curves(POST_GRID, **_sizes(predicted)),
        alt=f"On a log scale. On the post's inputs the error is up to {largest['Error']}: the "
        f"steps cost up to {largest['Steps']}, the end up to {largest['End']}. Beads: predicted.",
    )


def _sizes(parts: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """For a log axis, with a gap where a part is 0."""
    return {name: np.where(part == 0, np.nan, np.abs(part)) for name, part in parts.items()}


def against_spacing(
    spacings: np.ndarray, by_rule: dict[str, np.ndarray], spacing: float, largest: float
) -> None:
    """The largest error of each rule against its spacing, with a dot on the `largest` here."""
    names = dict(zip(("sum", "midpoint", "left", "right"), by_rule, strict=True))
    charts.show(
        charts.lines(
            "spacing h",
            "largest error",
            charts.series(**names),
            x_domain=(1e-3, 10),
            y_domain=(1e-8, 1e3),
            log_x=True,
            log_y=True,
            also=("probe",),
            height=charts.TALL,
        ),
        title="Largest error by spacing (post's: with end)",
        key="convergence",
        curve=tables.curves(spacings, **by_rule),
        probe=tables.dot(spacing, largest),
        alt=f"On log axes. The dot: with h = {number(spacing, 3)} the largest error on the post's "
        f"inputs is {number(largest, 3)}.",
    )


def as_printed() -> None:
    """Softplus far below zero, and what the formula as printed makes of it."""
    x = np.linspace(-40, -28, 241)
    names = charts.series(softplus=SOFTPLUS.label, listing="As printed")
    printed = printed_softplus(x)
    charts.show(
        charts.lines(
            "input x", "output", names, x_domain=(-40, -28), y_domain=(1e-18, 1e-12), log_y=True
        ),
        title="Softplus, and log(1 + exp(x)) as printed",
        key="printed",
        curve=_named(names, x, SOFTPLUS(x), np.where(printed > 0, printed, np.nan)),
        alt="On a log scale, from x = −40 to −28: softplus is a straight line; the formula as "
        "printed goes in ever higher steps and then, on the left, is 0.",
    )
