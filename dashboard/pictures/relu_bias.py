"""The pictures of the page on the ReLU's mean: outputs, neurons of the next layer, and descents."""

import numpy as np
import pyarrow as pa

from activations import conditioning, sampling
from activations.conditioning import NextLayer, predicted_losses
from activations.sampling import Outputs
from dashboard import charts, tables
from dashboard.wording import number, plural

WITH, WITHOUT = "With the mean", "Mean taken off"
BEFORE, AFTER = "Before: z", "After: ReLU"
GOAL = 1e-3  # of the loss at the start, to which the steps are counted
SHOWN = np.r_[0:20, 20:301:5]  # enough steps to draw a curve
LOWEST = 1e-5  # where a curve leaves the picture


def before_and_after(seen: Outputs, mean: float, zero: str, top: float) -> None:
    """Inputs and outputs of the ReLU up to the share `top`; `zero` says how many outputs are 0."""
    charts.show(
        charts.distribution(
            "value",
            charts.series(input=BEFORE, relu=AFTER),
            y_domain=(0, top),
            height=charts.TALL,
        ),
        name="Before and after the ReLU",
        key="values",
        bars=tables.histograms(**{BEFORE: seen.before, AFTER: seen.after}),
        marks=tables.marks((mean, f"mean {number(mean)}")),
        labels=tables.columns(
            x=[0.0], share=[seen.after.zeros], text=[f"{zero} are 0" * (seen.after.zeros > 0)]
        ),
        alt=f"Histograms of the inputs z and of the ReLU's outputs: {zero} of the outputs are "
        f"exactly 0, and their exact mean is {number(mean)}.",
    )


def neurons(seen: NextLayer, shift: float, predicted: float, reach: float) -> None:
    """What reaches the neurons of the next layer, up to `reach`; the mean shifts it by `shift`."""
    charts.show(
        charts.intervals(
            "neuron",
            "pre-activation z",
            charts.series(relu=WITH, centred=WITHOUT),
            y_domain=(-reach, reach),
            height=charts.TALL,
        ),
        name="What reaches the neurons of the next layer",
        key="next layer",
        dots=_dots(seen),
        levels=tables.levels((predicted, ""), (-predicted, "")),
        alt=f"{seen.mean.size} neurons: the mean shifts their pre-activations by amounts with a "
        f"standard deviation of {number(shift, 3)}; without it their means scatter by "
        f"{number(float(seen.centred_mean.std()), 3)}, from the sample.",
    )


def _dots(seen: NextLayer) -> pa.Table:
    """Each neuron with the mean and, beside it, without."""
    order, place = np.argsort(seen.mean), np.arange(1, seen.mean.size + 1)
    middle = np.concatenate([seen.mean[order], seen.centred_mean[order]])
    deviation = np.tile(seen.deviation[order], 2)
    return tables.columns(
        x=np.concatenate([place, place + 0.35]),
        y=middle,
        low=middle - deviation,
        high=middle + deviation,
        series=np.repeat([WITH, WITHOUT], place.size),
    )


def descents(name: str, key: str, layers: dict, rate: float, names: dict, taken: list) -> None:
    """Loss curves on a log axis, measured as lines and predicted as beads."""
    measured, predicted = {}, {}
    for label, layer in layers.items():
        measured[label] = tables.down_to(LOWEST, layer.spectrum.losses(rate, SHOWN))
        formula = predicted_losses(*layer.moments, layer.n, rate, SHOWN)
        predicted[label] = tables.down_to(LOWEST, formula)
    told = [f"{counted(count)} ({label})" for label, count in zip(layers, taken, strict=True)]
    charts.show(
        charts.lines(
            "step",
            "loss above its minimum, relative",
            charts.series(**names, predicted=charts.PREDICTED),
            x_domain=(0, 300),
            y_domain=(1e-4, 1.5),
            log_y=True,
            also=("levels", "predicted"),
            height=charts.TALL,
        ),
        name=name,
        key=key,
        curve=tables.curves(SHOWN, **measured),
        predicted=tables.curves(SHOWN, **predicted),
        levels=tables.levels((GOAL, "")),
        alt=f"The loss over 300 steps. It is down to a thousandth after {' and '.join(told)}.",
    )


def by_optimiser(raw, centred, seed: int) -> str:
    """How long four ways of descent take with the mean and without, as a table."""
    table = ["| At its own best rate | With the mean | Mean taken off | Times as long |"]
    table.append("|---|---|---|---|")
    for how in conditioning.DESCENTS:
        taken = [
            sampling.descent(
                layer.act, layer.inputs.source, layer.samples, layer.n, how,
                removed=layer.removed, seed=seed,
            ).steps
            for layer in (raw, centred)
        ]  # fmt: skip
        most = "–" if raw.stuck() else f"> {number(conditioning.MOST_TRIED)}"
        told = [number(steps) if steps else most for steps in taken]
        times = number(taken[0] / taken[1], 3) if all(taken) else "–"
        table.append(f"| {how[0].upper()}{how[1:]} | {' | '.join(told)} | {times} |")
    return "\n".join(table)


def assumed(samples: int) -> str:
    """What is assumed of the layers whose descent is shown."""
    return (
        ":small[Assumed: independent units, a linear read-out whose target weights sum to zero, "
        "one learning rate for all weights. Above the table gradient descent has the rate η / λ; "
        f"in it each way has the best of {conditioning.TRIED} rates, and all see the whole sample "
        "at every step; momentum is 0.9, Adam and RMSprop have their usual settings. In the "
        f"{samples:,} samples measured here the directions are not equally steep, so measured and "
        "predicted differ.]"
    )


def counted(taken: int | None) -> str:
    """A measured number of steps in words."""
    return "more than a billion steps" if taken is None else plural(taken, "step")
