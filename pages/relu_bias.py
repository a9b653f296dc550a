"""ReLU bias: a positive mean, the bias it gives the next layer, and the descent it slows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from activations import ACTIVATIONS, Activation, conditioning, sampling
from activations.conditioning import bias_spread, condition_number
from activations.listings import POST_GRID
from dashboard import sections, steps
from dashboard.choosers import Function
from dashboard.claims import relu_bias as claims
from dashboard.controls import Choice, Numbers, Slider
from dashboard.pictures import relu_bias as pictures
from dashboard.pictures.relu_bias import GOAL, WITH, WITHOUT, counted
from dashboard.questions.relu_bias import ASKED
from dashboard.wording import listed, number, percent, plural

NORMAL, GRID, OWN = "Normal", "Post's grid", "My own numbers"
SKEWED = "-3 -2.2 -1.6 -1.1 -0.8 -0.5 -0.3 -0.1 0.1 0.2 0.4 0.6 0.9 1.3 2.1 3.8 7.5"
OTHERS = list(map(ACTIVATIONS.get, "elu leaky_relu selu gelu silu softplus tanh sigmoid".split()))
RELU = ACTIVATIONS["relu"]

VALUES = 2000  # of one unit, for the histograms
SAMPLES, WIDTH, SEED = 500, 64, 2  # of a whole layer, at least; where a step has no slider for it
NEURONS, WEIGHT_SCALE = 32, 2**0.5  # weights from N(0, 2 / n), as He et al. (2015) propose
WHISKERS = "The whiskers, one standard deviation over the inputs, stay when the mean is taken off."
TOO_LITTLE = "vary too little to learn from within a billion steps."

CONTROLS = {
    "inputs": Choice(
        "Pre-activations z",
        [NORMAL, GRID, OWN],
        NORMAL,
        help="Every unit draws its z from here: a normal distribution, the post's 100 values "
        "from −10 to 9.8, or numbers that you paste.",
    ),
    "mu": Slider("Mean μ", -2.0, 2.0, 0.0, 0.05, when=("inputs", (NORMAL,)), help="The mean of z."),
    "sigma": Slider(
        "Standard deviation σ", 0.1, 2.0, 1.0, 0.05, when=("inputs", (NORMAL,)), help="Of z."
    ),
    "pasted": Numbers(
        "Numbers",
        SKEWED,
        when=("inputs", (OWN,)),
        help="Up to 10,000 numbers: a list, columns of a table, or what NumPy, PyTorch, JAX, "
        "TensorFlow, pandas or R print. Of a matrix the rows are samples, the columns units; each "
        "unit of the layers here draws from all its numbers.",
    ),
    "seed": Slider("Seed", 0, 99, SEED, 1, help="Another seed, other random draws."),
    "width": Slider("Units n", 2, 256, WIDTH, 1, help="The width of the layer."),
    "eta": Slider(
        "Learning rate η, times 1 / λ",
        0.1,
        1.9,
        1.0,
        0.05,
        help="λ is how steep the loss is in its steepest direction, the largest eigenvalue. From "
        "2 / λ on, descent diverges.",
    ),
    "compare": Function("Compare with", OTHERS, "ELU", help="Gets the same inputs as the ReLU."),
}


@dataclass(frozen=True)
class Inputs:
    """Where every unit draws its pre-activation z from."""

    kind: str
    mu: float
    sigma: float
    pasted: np.ndarray

    @property
    def source(self) -> sampling.Inputs:
        if self.kind == NORMAL:
            return sampling.Normal(self.mu, self.sigma)
        return POST_GRID if self.kind == GRID else self.pasted.ravel()

    @property
    def rows(self) -> np.ndarray | None:
        """A pasted matrix, of shape (samples, units)."""
        return self.pasted if self.kind == OWN and self.pasted.ndim == 2 else None

    def edges(self) -> np.ndarray:
        """The bins of a histogram: for normal inputs the same ones at every μ and σ."""
        if self.kind == NORMAL:
            return np.arange(-6.0, 6.25, 0.5)
        return sampling.round_edges(self.source.min(), self.source.max())

    def reach(self) -> float:
        """How far the pictures of the next layer go up and down."""
        if self.kind == NORMAL:
            return 4.0
        mean, variance = sampling.moments(RELU, self.source)
        far = WEIGHT_SCALE * (2.5 * mean + variance**0.5)
        return float(sampling.round_edges(-far, far, 8)[-1])

    def __str__(self) -> str:
        if self.kind == NORMAL:
            return f"For z from N({number(self.mu)}, {number(self.sigma**2)})"
        return "On the post's grid" if self.kind == GRID else "For these numbers"


@dataclass(frozen=True)
class Layer:
    """A layer of n units with one activation: its exact moments, and descent on a drawn sample."""

    act: Activation
    inputs: Inputs
    n: int = WIDTH
    removed: float = 0.0  # the share of its mean that is taken off

    @cached_property
    def moments(self) -> tuple[float, float]:
        """The mean that is left, and the variance."""
        mean, variance = sampling.moments(self.act, self.inputs.source)
        return (1.0 - self.removed) * mean, variance

    @property
    def condition(self) -> float:
        return condition_number(*self.moments, self.n)

    @property
    def samples(self) -> int:
        """As many for each unit in a wide layer, so that it is measured as well as a narrow one."""
        return max(SAMPLES, 8 * self.n)

    @cached_property
    def spectrum(self) -> conditioning.Spectrum:
        sizes = self.inputs.source, self.samples, self.n
        return sampling.measure(self.act, *sizes, removed=self.removed, seed=SEED)

    def stuck(self) -> str:
        """Why there is nothing to learn from its outputs, or no words."""
        mean, variance = self.moments
        if variance > 0:
            return ""
        if sampling.constant(self.act, self.inputs.source):
            return f"The outputs of {self.act.label} do not vary: all are {number(mean)}."
        return self.blurred()

    def blurred(self) -> str:
        """That its outputs vary, but too little to compute with, or no words."""
        varies = self.moments[1] > 0 or sampling.constant(self.act, self.inputs.source)
        return "" if varies else f"With {self.act.label} the spread is too small to compute with."


@steps.step(scenarios={"Standard normal": {}, "Mostly off": {"mu": -1.5}, GRID: {"inputs": GRID}})
def what_comes_out(inputs, mu, sigma, pasted, seed):
    """What does the ReLU make of numbers around zero?"""
    given = Inputs(inputs, mu, sigma, pasted)
    (mean, variance), blurred = Layer(RELU, given).moments, Layer(RELU, given).blurred()
    off = sampling.share_not_above_zero(given.source)
    seen = sampling.outputs(RELU, given.source, VALUES, given.edges(), seed)
    error, off_error = (variance / VALUES) ** 0.5, (off * (1 - off) / VALUES) ** 0.5
    sampled = f"{100 * seen.after.zeros:.1f} ± {100 * off_error:.1f}%"
    how = f"The mean of {VALUES:,} sampled outputs, and its standard error."
    sections.metrics(
        ("ReLU mean, exact", number(mean), "The mean m of max(0, z) over all inputs, not sampled."),
        ("Sampled" if blurred else f"Sampled, ± {number(error, 2)}", number(seen.mean), how),
        ("Exactly zero", percent(off), f"The exact share. In the sample {sampled}."),
        *dead_readings(given.rows),
    )
    pictures.before_and_after(seen, mean, sampled, top=0.65 if inputs == GRID else 1.15)
    words = about_what_comes_out(given, mean, off), blurred, about_the_dead(given.rows, RELU)
    sections.say(" ".join(filter(None, words)))


def about_what_comes_out(given: Inputs, mean: float, off: float) -> str:
    """What to take away, for any inputs."""
    few = "hardly any" if given.kind == NORMAL else "no"
    if off > 1 - 1e-9:
        return f"{given} {few} input is above zero: what comes out is 0, and so is its mean."
    if off < 1e-9:
        return f"{given} {few} input is below zero: the mean of z, {number(mean)}, stays as it is."
    share = f"all but {number(100 * (1 - off), 2)}%" if off > 0.99 else f"{number(100 * off, 3)}%"
    exact = r"$m = \mu\,\Phi(\mu/\sigma) + \sigma\,\varphi(\mu/\sigma)$ = "
    return (
        f"{given} the ReLU turns {share} of the inputs into 0 and leaves the others as they are. "
        "Nothing negative is left to balance them, so the mean is positive: "
        f"{exact if given.kind == NORMAL else ''}{number(mean)}."
    )


def dead_readings(rows: np.ndarray | None) -> list[tuple[str, str, str]]:
    """A metric for pasted rows, none without."""
    if rows is None:
        return []
    dead = f"{sampling.dead_units(RELU, rows)} of {rows.shape[1]}"
    return [("Dead units", dead, "Columns of your matrix in which the ReLU is 0 for every row.")]


def about_the_dead(rows: np.ndarray | None, *acts: Activation) -> str:
    """How many columns of pasted rows learn nothing from them, by activation."""
    if rows is None:
        return ""
    units = plural(rows.shape[1], "unit")
    dead = [f"{sampling.dead_units(act, rows)} of {units} with {act.label}" for act in acts]
    return (
        f"Dead in your matrix: {listed(dead)}. The slope of a dead unit is 0 for every row, so it "
        "learns nothing from these."
    )


@steps.step(scenarios={"Standard normal": {}, "Mostly on": {"mu": 1.0}, "Wide": {"width": 256}})
def the_next_layer(inputs, mu, sigma, pasted, width, seed):
    """What does a positive mean do to the next layer?"""
    given = Inputs(inputs, mu, sigma, pasted)
    (mean, variance), blurred = Layer(RELU, given).moments, Layer(RELU, given).blurred()
    seen = sampling.next_layer(RELU, given.source, SAMPLES, width, NEURONS, WEIGHT_SCALE, seed)
    shift, predicted = float((seen.mean - seen.centred_mean).std()), bias_spread(mean, WEIGHT_SCALE)
    error, reach = predicted / (2 * NEURONS) ** 0.5, given.reach()
    of_biases = f"The standard deviation over {NEURONS} neurons, and its standard error."
    of_inputs = f"√(2 v), with the variance v = {number(variance)} of the ReLU's outputs."
    scatter = "–" if blurred else number(WEIGHT_SCALE * variance**0.5, 3)
    measured = "–" if blurred else number(shift, 3)
    sections.metrics(
        (f"Spread of the biases, ± {number(error, 2)}", measured, of_biases),
        ("By the formula", number(predicted, 3), f"√2 m, with m = {number(mean)}."),
        ("Spread from the inputs", scatter, of_inputs),
    )
    pictures.neurons(seen, shift, predicted, reach)
    sections.say(about_the_neurons(seen, mean, variance, reach, blurred))


def about_the_neurons(seen: conditioning.NextLayer, mean, variance, reach, blurred: str) -> str:
    """What to take away, for any inputs and width."""
    if mean == 0:
        return "The ReLU gives 0 for all inputs: nothing reaches the next layer."
    outside = int((np.abs(seen.mean) > reach).sum())
    cut = f" Outside the picture: {plural(outside, 'neuron')}." * (outside > 0)
    beside = f", {number(mean / variance**0.5, 2)} times that from the inputs" if variance else ""
    return (
        r"The weights are random, from $N(0, 2/n)$ (He et al. 2015), and give each neuron a bias "
        r"that nobody set, $m \sum_i w_i$. Its spread is $\sqrt{2}\,m$ = "
        f"{number(bias_spread(mean, WEIGHT_SCALE), 3)} at any width (dotted){beside}. "
        f"{blurred or WHISKERS}{cut}"
    )


@steps.step(scenarios={"Standard normal": {}, "Wide": {"width": 256}, "Mostly off": {"mu": -1.5}})
def slower(width, eta, inputs, mu, sigma, pasted):
    """How much longer does learning take with the mean?"""
    given = Inputs(inputs, mu, sigma, pasted)
    raw, centred = (Layer(RELU, given, width, removed) for removed in (0.0, 1.0))
    taken = [layer.spectrum.steps_until(GOAL, eta) for layer in (raw, centred)]
    times = number(taken[0] / taken[1], 3) if all(taken) else "–"
    sections.metrics(
        steps_reading("Steps, with the mean", raw, taken[0], eta),
        steps_reading("Steps, mean taken off", centred, taken[1], eta),
        ("Times as long", times, "The first number of steps divided by the second."),
    )
    layers, names = {WITH: raw, WITHOUT: centred}, {"relu": WITH, "centred": WITHOUT}
    name = "Descent, with the mean and without"
    pictures.descents(name, "descent", layers, eta, names, taken)
    sections.say(
        f"{about_the_descent(raw, taken, eta)}\n\n{pictures.by_optimiser(raw, centred, SEED)}\n\n"
        + pictures.assumed(raw.samples)
    )


def steps_reading(label: str, layer: Layer, taken: int | None, rate: float) -> tuple[str, str, str]:
    """A metric: the measured steps to a thousandth of the loss, the prediction in its help."""
    predicted = conditioning.predicted_steps(layer.condition, 1 / GOAL, rate)
    formula = f"{number(round(predicted))} by the formula" if np.isfinite(predicted) else "never"
    help = f"Steps to a thousandth of the loss on {layer.samples:,} samples; {formula}."
    unknown = "–" if layer.blurred() else "> 10⁹"
    return label, unknown if taken is None else f"{taken:,}", help


def about_the_descent(raw: Layer, taken: list[int | None], rate: float) -> str:
    """What to take away, for any layer and rate."""
    if words := raw.stuck():
        return f"{words} There is nothing to learn here."
    if None in taken:
        return f"In this sample the outputs of the ReLU {TOO_LITTLE}"
    times, kappa = taken[0] / taken[1], raw.condition
    longer = f"{number(times, 3)} times as long" if times > 1.1 else "about as long as without"
    if times < 0.9:
        longer = f"only {number(times, 2)} times as long: at this rate the mean makes it faster"
    left = (1 - rate / kappa) ** 2
    left = f"1 − {number(1 - left, 2)}" if left > 0.99 else number(left, 3)
    return (
        f"With the mean, descent to a thousandth of the loss (the level line) takes {longer}. The "
        rf"condition number $\kappa = 1 + n m^2 / v$ = {number(kappa)} says how many times steeper "
        r"the loss is in its steepest direction than in its flattest; by the formula a step leaves "
        rf"$(1 - \eta/\kappa)^2$ = {left} of it."
    )


@steps.step(scenarios={"ELU": {}, "SELU": {"compare": "SELU"}, "Sigmoid": {"compare": "Sigmoid"}})
def against_another(compare, inputs, mu, sigma, pasted):
    """Which activation learns faster than the ReLU from the same inputs?"""
    given = Inputs(inputs, mu, sigma, pasted)
    relu, other, label = Layer(RELU, given), Layer(compare, given), compare.label
    taken = [layer.spectrum.steps_until(GOAL, 1.0) for layer in (relu, other)]
    sections.metrics(
        ("ReLU mean", number(relu.moments[0]), f"{given}, exact."),
        (f"{label} mean", number(other.moments[0]), f"{given}, exact."),
        steps_reading("Steps, ReLU", relu, taken[0], 1.0),
        steps_reading(f"Steps, {label}", other, taken[1], 1.0),
    )
    layers, names = {"ReLU": relu, label: other}, {"relu": "ReLU", compare.id: label}
    name = f"Descent with the ReLU and with {label}"
    pictures.descents(name, "compared", layers, 1.0, names, taken)
    words = about_the_other(relu, other, taken), about_the_dead(given.rows, RELU, compare)
    sections.say(" ".join(words))


def about_the_other(relu: Layer, other: Layer, taken: list[int | None]) -> str:
    """What to take away, for any activation and inputs."""
    if words := " ".join(filter(None, [relu.stuck(), other.stuck()])):
        return f"{words} There is nothing to learn from that."
    if idle := [a.act.label for a, steps in zip((relu, other), taken, strict=True) if not steps]:
        return f"In this sample the outputs of {listed(idle)} {TOO_LITTLE}"
    (mean, v), (other_mean, other_v) = relu.moments, other.moments
    return (
        r"What counts is how large the mean is beside the spread, $|m| / \sqrt{v}$: "
        f"{number(mean / v**0.5, 3)} for the ReLU, {number(abs(other_mean) / other_v**0.5, 3)} for "
        f"{other.act.label}. So the condition numbers, how many times steeper the loss is in its "
        f"steepest direction than in its flattest, are {number(relu.condition)} and "
        f"{number(other.condition)}, and with {WIDTH} units descent takes {counted(taken[0])} "
        f"and {counted(taken[1])}."
    )


def what_is_true():
    """Do the post's sentences about the ReLU hold?"""
    sections.claims(claims.claims())


steps.run(
    CONTROLS,
    what_comes_out,
    the_next_layer,
    slower,
    against_another,
    what_is_true,
    asks=ASKED,
    computed_by=(
        sampling.moments,
        conditioning.next_layer,
        conditioning.spectrum,
        conditioning.Spectrum,
    ),
)
