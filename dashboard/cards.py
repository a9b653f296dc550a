"""What the gallery says about activations in words: a sentence and a card of each."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite

import numpy as np

from activations import Activation
from activations.activation import Departure
from activations.expression.features import MOST
from activations.properties import RULES, ZERO_MEAN, properties, second_derivative, widest_gap
from dashboard.wording import listed, number

SAME = 1e-12  # curves that are nowhere farther apart are the same
SAME_IN_ALL = "Formula and defaults are the same in all that have it."
MOST_SHOWN = 8  # kinks on a card
STRAIGHT = 1e-10  # below the accuracy of a second derivative
KINDS = {name.replace("_", " ").replace("zero c", "zero-c"): name for name in RULES}


def interval(start: float, end: float, closed: tuple[bool, bool] = (False, False)) -> str:
    """An interval in words, with brackets where it is closed."""
    left, right = "(["[closed[0]], ")]"[closed[1]]
    return f"{left}{number(start)}, {number(end)}{right}"


def outputs(activation: Activation) -> str:
    """The range of an activation."""
    return interval(*activation.range(), properties(activation).attained)


def flat(activation: Activation) -> str:
    """The intervals on which the slope of an activation is exactly 0."""
    return " and ".join(interval(*zone) for zone in properties(activation).dead) or "no interval"


def points(where: tuple[float, ...]) -> str:
    """Numbers in words; of many those nearest to 0."""
    near = sorted(sorted(where, key=abs)[:MOST_SHOWN])
    words = ", ".join(number(x) for x in near) or "none"
    more = len(where) - len(near)
    return f"the eight nearest to 0 are {words}, and there are {more:,} more" if more else words


def lowest(activation: Activation) -> str:
    """The minimum of an activation and where it is."""
    least, at = properties(activation).minimum
    if at is None:
        near = f"none: it only comes near to {number(least)}, far out"
        return "none: it falls without end" if np.isinf(least) else near
    piece = interval(*at, (isfinite(at[0]), isfinite(at[1])))
    place = f"at x = {number(at[0], 8)}" if at[0] == at[1] else f"for x in {piece}"
    return f"{number(least, 8)} {place}"


@lru_cache(maxsize=512)
def summary(activation: Activation) -> str:
    """A small chart in a sentence."""
    found = properties(activation)
    return (
        f"{activation.label}: outputs {outputs(activation)}, largest slope "
        f"{number(found.largest_slope)}, mean for N(0, 1) {number(found.mean)}"
    )


@lru_cache(maxsize=512)
def facts(activation: Activation) -> dict[str, str]:
    """The rows of a card; all but paper, names and defaults are computed."""
    found = properties(activation)
    kinds = [kind for kind, name in KINDS.items() if getattr(found, name)]
    known = {
        "Paper": activation.paper,
        "Frameworks": " ".join([activation.differs or SAME_IN_ALL, *departing(activation)]),
    }
    if activation.text:
        kept = f", of more than {MOST:,} those nearest to 0" * (len(activation.joins()) >= MOST)
        known = {"Found": f"Range, limits and kinks numerically, kinks on [−60, 60]{kept}."}
    return {
        "Outputs": outputs(activation),
        "Minimum": lowest(activation),
        "Largest slope": number(found.largest_slope, 6),
        "Slope exactly 0 on": flat(activation),
        "Kinks or jumps, x =": points(activation.kinks()),
        "f″ jumps, x =": points(activation.bends()),
        "It is": ", ".join(kinds) or "none of the properties to filter by",
    } | known


def table(rows: dict[str, str]) -> str:
    """Facts by name as a table without a heading."""
    lines = (f"| {name} | {fact} |" for name, fact in rows.items())
    return "\n".join(["| | |", "|---|---|", *lines])


def departing(activation: Activation) -> list[str]:
    """Sentences on where the code for a framework gives another value or slope.

    First at kinks, then far out, then at infinity; those that give the same are one sentence.
    """
    alike: dict[tuple, list[str]] = {}  # what is true, by who gives what
    for each in sorted(activation.departures(), key=lambda each: max(map(abs, each.at))):
        far = all(isfinite(x) and x not in activation.kinks() for x in each.at)
        precision = each.precision or "float32 and float64" * far
        gives = each.frameworks, _short(each.gives) + f" in {precision}" * bool(precision)
        alike.setdefault(gives, []).append(_true(activation, each))
    said, before = [], None
    for (frameworks, gives), true in alike.items():
        names = listed(frameworks).replace("Keras", "Keras (on JAX)")
        give = f"{names} gives" if len(frameworks) == 1 else f"{names} give"
        give = "they give" if frameworks == before else give
        said.append(f"The {', and the '.join(true)}; {give} {gives}.")
        before = frameworks
    return said


def _true(activation: Activation, each: Departure) -> str:
    """What is true where a framework departs from it, as "slope is 0 at x = ±1"."""
    ours = activation.derivative(each.at) if each.of == "slope" else activation(each.at)
    places: dict[str, list[float]] = {}
    for x, here in sorted(zip(each.at, ours, strict=True), key=lambda pair: abs(pair[0])):
        places.setdefault(_short(here), []).append(x)
    return f"{each.of} is {listed([f'{here} at x = {_at(xs)}' for here, xs in places.items()])}"


def _at(places: list[float]) -> str:
    """Where that is; ±1 for -1 and 1."""
    if len(places) == 2 and places[0] == -places[1]:
        return f"±{_short(max(places))}"
    return listed([*map(_short, places)])


def _short(value: float) -> str:
    """A number in a sentence about frameworks."""
    words = number(float(value) + 0.0, 3).replace(".00 ×", " ×")
    return words.replace("nan", "no number (NaN)")


# --- Side by side -------------------------------------------------------------------------------


def normal(mu: float, sigma: float) -> str:
    """The name of a normal distribution: N(mean, variance)."""
    return f"N({number(mu)}, {number(sigma**2)})"


def means(activations: Sequence[Activation], mu: float, sigma: float) -> dict[str, float]:
    """The mean output for N(mu, sigma^2) inputs by label: 0 where only rounding is left of it."""
    exact = {act.label: act.mean(mu, sigma) for act in activations}
    return {label: 0.0 if abs(mean) < ZERO_MEAN else mean for label, mean in exact.items()}


def most(values: dict[str, float], size: Callable, words: Callable) -> str:
    """Who has the value that is largest by `size`, and that value in words."""
    top = max(size(value) for value in values.values())
    best = {label: value for label, value in values.items() if abs(size(value) - top) <= 1e-9}
    label, value = next(iter(best.items()))
    return f"{label if len(best) == 1 else f'{len(best)} tied'}: {words(value)}"


def apart(acts: tuple[Activation, ...], reach: float) -> str:
    """What to take away: who differs most from the first, and where."""
    first, *others = acts
    if not others:
        return f"{first.label} stands alone: there is nothing to compare it with."
    gaps = {act.label: widest_gap(first, act, -reach, reach) for act in others}
    far, near = (each(gaps, key=lambda label: abs(gaps[label].value)) for each in (max, min))
    (x, most), least = gaps[far], abs(gaps[near].value)
    window = f"From {number(-reach)} to {reach:g}"
    if abs(most) < SAME:
        return f"{window} they are the same curve."
    nearest = f" The nearest is {near}: at most {number(least)} away."
    if least < SAME:
        nearest = f" {near} is the same curve."
    return (
        f"{window} the farthest from {first.label} is {far}: {number(abs(most))} "
        f"{'above' if most > 0 else 'below'} it at x = {number(x)}.{nearest if near != far else ''}"
    )


def jumping(acts: tuple[Activation, ...], at: float) -> str:
    """What to know of slopes that are read off at a kink; nothing where there is none."""
    jumps = [act.label for act in acts if at in act.kinks()]
    said = f" At x = {number(at)} the slope of {listed(jumps)} jumps; given as PyTorch has it."
    return said if jumps else ""


def readings(acts: tuple[Activation, ...], at: float) -> str:
    """The table of what is read off."""
    rows = [f"| At x = {number(at)} | Output | Slope | f″ |", "|---" * 4 + "|"]
    for act in acts:
        words = [number(part).replace("nan", "undefined") for part in _read(act, at)]
        rows.append(f"| {act.label} | {' | '.join(words)} |")
    return "\n".join(rows)


@lru_cache(maxsize=512)
def _read(activation: Activation, at: float) -> tuple[float, float, float]:
    bent = float(second_derivative(activation, at))
    return (*map(float, activation.evaluate(at)), 0.0 if abs(bent) < STRAIGHT else bent)


def occurring(where: str, means: dict[str, float], flat: dict[str, float]) -> str:
    """The table of what the inputs `where` give: the mean output and the saturated share."""
    rows = [f"| For inputs {where} | Mean | Saturated |", "|---|---|---|"]
    rows += [f"| {label} | {number(mean)} | {flat[label]:.1%} |" for label, mean in means.items()]
    return "\n".join(rows)
