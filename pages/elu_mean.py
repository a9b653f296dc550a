"""ELU mean: how near to zero the ELU brings the mean, and what its floor does to noise."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, sampling
from activations.gaussian import moments, pdf, quieter_below, zero_mean_alpha, zero_mean_alpha_of
from activations.listings import PAPER_LEAK, PAPER_LEAKY, POST_GRID, elu_as_circulated
from dashboard import charts, sections, steps, tables
from dashboard.choosers import SomeOf
from dashboard.claims import elu_mean as claims
from dashboard.controls import Choice, Slider
from dashboard.questions.elu_mean import ASKED
from dashboard.wording import listed, number

NORMAL, GRID, CIRCULATED = "A normal distribution", "The post's grid", "With two lines lost"
LOWEST_VARIANCE = 1e-20  # below it a curve on the log axis has a gap
COMPARED = (
    "sigmoid",
    "tanh",
    "softplus",
    "relu",
    "leaky_relu",
    "shifted_relu",
    "celu",
    "selu",
    "gelu",
    "silu",
    "mish",
)

ELU, RELU, LEAKY = ACTIVATIONS["elu"], ACTIVATIONS["relu"], PAPER_LEAKY
OTHERS = [act for act in (ACTIVATIONS | {LEAKY.id: LEAKY}).values() if act.id in COMPARED]
BOUNDS = ELU.parameters["alpha"]
ZERO_ALPHA = round(zero_mean_alpha(0, 1), 4)

CONTROLS = {
    "alpha": Slider(
        "ELU: α",
        BOUNDS.low,
        BOUNDS.high,
        BOUNDS.default,
        0.01,
        help="ELU falls to −α far below zero. The post has α = 1.",
    ),
    "functions": SomeOf(
        "Compare ELU with",
        OTHERS,
        [RELU.label, LEAKY.label],
        help=f"At their default parameters, but leaky ReLU at the ELU paper's slope {PAPER_LEAK}.",
    ),
    "at": Slider("Probe at x", -6.0, 6.0, -2.0, 0.1, help="Where outputs and slopes are read off."),
    "over": Choice(
        "Mean over",
        [NORMAL, GRID],
        NORMAL,
        help="The post's notebook averages over its plotting grid, −10 to 9.8 in steps of 0.2.",
    ),
    "elu_mu": Slider(
        "Mean μ",
        -2.0,
        2.0,
        0.0,
        0.05,
        when=("over", (NORMAL,)),
        help="The mean of the normal pre-activations.",
    ),
    "elu_sigma": Slider(
        "Standard deviation σ",
        0.1,
        3.0,
        1.0,
        0.05,
        when=("over", (NORMAL,)),
        help="The standard deviation of the normal pre-activations.",
    ),
    "noise": Slider(
        "Noise s",
        0.05,
        2.0,
        0.1,
        0.05,
        help="The standard deviation of a pre-activation around its negative mean m.",
    ),
}


@dataclass(frozen=True)
class Over:
    """The inputs that a mean is taken over: the post's grid, or a normal distribution."""

    grid: bool
    mu: float
    sigma: float

    def mean(self, act) -> float:
        inputs = POST_GRID if self.grid else sampling.Normal(self.mu, self.sigma)
        return sampling.moments(act, inputs)[0]

    def zero(self) -> float:
        """The α at which ELU's mean is zero."""
        if self.grid:
            return zero_mean_alpha_of(POST_GRID)
        return zero_mean_alpha(self.mu, self.sigma)

    def weight(self, x: np.ndarray) -> np.ndarray:
        """How often an input occurs, relative to the most frequent one."""
        if self.grid:
            return ((x >= POST_GRID[0]) & (x <= POST_GRID[-1])).astype(float)
        return pdf((x - self.mu) / self.sigma) / pdf(0.0)

    def __str__(self) -> str:
        if self.grid:
            return "On the post's grid"
        return f"For inputs N({number(self.mu)}, {number(self.sigma**2)})"


@steps.step(
    scenarios={"A floor of −1": {}, "SELU's α": {"alpha": ZERO_ALPHA, "functions": ["SELU"]}}
)
def the_curve(alpha, functions, at):
    """What does the ELU look like below zero?"""
    elu = ELU.configure(alpha=alpha)
    chosen = [elu, *functions]
    names = charts.series_of(chosen)
    x = np.linspace(-6, 6, 193)
    kinks = np.unique([kink for act in chosen for kink in act.kinks()])
    sides = np.unique([*x, *kinks, *(kinks - 1e-9), *(kinks + 1e-9)])  # for a jump, not a ramp
    value, slope = (float(part) for part in elu.evaluate(at))
    sections.metrics(
        (f"ELU at x = {number(at)}", number(value), "Its output there."),
        (f"Slope at x = {number(at)}", number(slope), "Its derivative there."),
        ("Floor", number(elu.range()[0]), "ELU comes near to −α far to the left."),
    )
    charts.show(
        charts.stacked(
            "input x",
            ("output", "slope"),
            names,
            x_domain=(-6, 6),
            y_domains=((-2.2, 2.2), (-0.2, 3.1)),
        ),
        name="The curve and its slope",
        key="curve",
        curve=tables.curves(x, **{act.label: act(x) for act in chosen}),
        lower=tables.curves(sides, **{act.label: tables.slope(act, sides) for act in chosen}),
        probe=tables.dot(at, value),
        lower_probe=tables.dot(at, slope),
        alt=f"{listed([act.label for act in chosen])} from −6 to 6, and their slopes below. At "
        f"x = {number(at)} ELU is {number(value)} with slope {number(slope)}.",
    )
    jump = f"its slope jumps at 0, from α = {number(alpha)} to 1"
    sections.say(
        f"Above zero ELU is the identity; below it falls to −α = {number(-alpha)}, and "
        + ("its slope is 1 on both sides of 0. " if alpha == 1 else f"{jump}. ")
        + f"\n\n$f(x) = {elu.filled_formula()}$"
    )


@steps.step(
    scenarios={
        "As in the notebook": {"over": GRID},
        "Mean zero": {"alpha": ZERO_ALPHA},
        "Shifted inputs": {"elu_mu": 1.0},
    }
)
def its_mean(alpha, over, elu_mu, elu_sigma, functions):
    """How close to zero does the ELU bring the mean?"""
    inputs, elu = Over(over == GRID, elu_mu, elu_sigma), ELU.configure(alpha=alpha)
    mean, zero = inputs.mean(elu), inputs.zero()
    readable = 1e-3 <= zero <= 1e3
    sections.metrics(
        ("Mean of ELU", number(mean), f"{inputs}, with α = {number(alpha)}."),
        ("Mean of ReLU", number(inputs.mean(RELU)), f"{inputs}: the mean of max(0, x)."),
        (
            "α with zero mean",
            number(zero) if readable else "out of reach",
            f"{inputs}. The slider goes from {BOUNDS.low:g} to {BOUNDS.high:g}.",
        ),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        weighted(elu, inputs, mean)
    with right:
        against_alpha(alpha, inputs, zero, functions)
    sections.say(about_the_mean(inputs, mean, zero if readable else None))


def weighted(elu, inputs: Over, mean: float) -> None:
    """The curve, how often its inputs occur, and both multiplied: the mean is that signed area."""
    reach, y_domain = (10, (-3.2, 10)) if inputs.grid else (6, (-2.2, 2.6))
    x = np.linspace(-reach, reach, 241)
    output, weight = elu(x), inputs.weight(x)
    names = charts.series(elu=elu.label, input="Input weight", measured="Output × weight")
    parts = {elu.label: output, "Input weight": weight, "Output × weight": output * weight}
    charts.show(
        charts.lines(
            "input x",
            "output",
            names,
            x_domain=(-reach, reach),
            y_domain=y_domain,
            also=("filled", "levels"),
            height=charts.TALL,
        ),
        title="The mean is the signed area",
        key="weighted",
        curve=tables.curves(x, **parts),
        filled=tables.columns(x=x, y=output * weight, series=["Output × weight"] * len(x)),
        levels=tables.levels((mean, f"mean {number(mean)}"), (0.0, "")),
        alt="ELU, and its outputs weighted by how often their inputs occur. The area above zero "
        f"less the one below is {number(mean)} of the area under the weights: the mean output.",
    )


def against_alpha(alpha: float, inputs: Over, zero: float, others: tuple) -> None:
    """The mean against α, for both kinds of input, with the means of others as levels."""
    alphas = np.linspace(BOUNDS.low, BOUNDS.high, 59)
    here = np.array([inputs.mean(ELU.configure(alpha=a)) for a in (BOUNDS.low, BOUNDS.high)])
    line = np.interp(alphas, alphas[[0, -1]], here)
    mean = float(np.interp(alpha, alphas, line))
    inside = BOUNDS.low <= zero <= BOUNDS.high
    low, high = (-2.6, 5.0) if inputs.grid else (-1.6, 1.6)
    levels = [(inputs.mean(act), act.label) for act in others]
    charts.show(
        charts.lines(
            "parameter α",
            "mean output",
            charts.series(elu="ELU"),
            y_domain=(low, high),
            also=("levels", "marks", "probe"),
            height=charts.TALL,
        ),
        title="The mean against α",
        key="by alpha",
        curve=tables.curves(alphas, ELU=line),
        levels=tables.levels((0.0, ""), *levels, apart=0.07 * (high - low)),
        probe=tables.dot(alpha, mean),
        marks=tables.marks(*[(zero, f"zero at {number(zero)}")] * inside),
        alt=f"ELU's mean falls in a straight line as α grows; at α = {number(alpha)} it is "
        f"{number(mean)}." + "".join(f" {label}: {number(level)}." for level, label in levels),
    )


def about_the_mean(inputs: Over, mean: float, zero: float | None) -> str:
    """What to take away, for any setting; `zero` is None where no practical α has mean zero."""
    relu, usual = inputs.mean(RELU), inputs.mean(ELU.configure(alpha=1.0))
    if zero is None:
        hardly = "negative" if mean > 0 else "positive"
        return f"{inputs} hardly any is {hardly}: no α of practical size brings the mean to zero."
    said = f"{inputs} ELU's mean is {abs(mean) / relu:.0%} of ReLU's in size. "
    if abs(mean) < 0.005 * relu:
        said = f"{inputs} ELU's mean is zero but for {number(abs(mean), 2)}. "
    doubled = 2 * usual - relu
    if usual < 0:
        then = f"at α = 1 it is below zero already, {number(usual)}"
    elif doubled < 0:
        then = "doubling α from 1 overshoots zero"
    else:
        then = f"doubling α from 1 leaves {number(doubled)}"
    return f"{said}The mean is a straight line in α, zero at {number(zero)}: {then}."


@steps.step(scenarios={"A quiet unit": {"noise": 0.5}, "Much noise": {"noise": 2.0}})
def switched_off(alpha, noise):
    """What does the ELU's floor do to noise?"""
    elu = ELU.configure(alpha=alpha)
    below, three = quieter_below(elu, LEAKY, noise), (elu, LEAKY, RELU)
    shown = "none" if below is None else number(below)
    at = [(f"{act.label} at m = −3", number(act.variance(-3.0, noise), 3)) for act in three]
    sections.metrics(
        ("Crossover m*", shown, "Below this mean ELU is quieter than leaky ReLU."),
        *((label, value, "Variance of the output.") for label, value in at),
    )
    noise_passed_on(three, noise, below)
    quieter = f"only below m* = {shown}; between there and zero it passes on more"
    sections.say(
        f"The pre-activation scatters around m < 0 with deviation {number(noise)}. ELU with "
        f"α = {number(alpha)} is quieter than leaky ReLU (slope {PAPER_LEAK}) "
        f"{'at every m here' if below is None else quieter}. ReLU's off-state is the quietest of "
        "the three."
    )


def noise_passed_on(acts: tuple, noise: float, crossover: float | None) -> None:
    """The variance of the outputs against the mean of the pre-activation."""
    m = np.linspace(-8, 0, 121)
    variances = {act.label: moments(act, m, noise).variance for act in acts}
    drawn = {label: np.where(v > LOWEST_VARIANCE, v, np.nan) for label, v in variances.items()}
    at = "nowhere" if crossover is None else f"at m = {number(crossover)}"
    charts.show(
        charts.lines(
            "mean of the pre-activation m",
            "variance of the output",
            charts.series_of(acts),
            x_domain=(-8, 0),
            y_domain=(1e-12, 10),
            log_y=True,
            also=("marks",),
            height=charts.TALL,
        ),
        name="How a switched-off unit passes noise on",
        key="noise",
        curve=tables.curves(m, **drawn),
        marks=tables.marks(*[(crossover, "m*")] * (crossover is not None)),
        alt=f"Output variance against m on a log scale, noise {number(noise)}. ELU's crosses leaky "
        f"ReLU's {at}.",
    )


def what_is_true():
    """Which sentences about the ELU hold?"""
    sections.claims(claims.claims())
    points, circulated = elu_as_circulated(POST_GRID)
    lost = np.full(POST_GRID.size - points.size, np.nan)
    charts.show(
        charts.lines(
            "input x",
            "output",
            charts.series(elu=ELU.label, listing=CIRCULATED),
            y_domain=(-2, 20),
            gaps=True,
        ),
        title="Two lines lost, and the real curve",
        key="listing",
        curve=tables.curves(
            POST_GRID, **{ELU.label: ELU(POST_GRID), CIRCULATED: np.append(lost, circulated)}
        ),
        alt="ELU with α = 1 on the post's grid, and the listing: it has no values below zero and "
        f"leaves the picture at the top, on its way to {circulated[-1]:,.1f}.",
    )
    sections.say(
        "A copy of the post has lost two lines of its listing: what is left drops the negative "
        f"inputs and takes exp − 1 of the others. Its {points.size} points for {POST_GRID.size} "
        f"inputs reach {circulated[-1]:,.1f}, far above this picture, where ELU is "
        f"{float(ELU(points[-1])):.1f}."
    )


steps.run(
    CONTROLS,
    the_curve,
    its_mean,
    switched_off,
    what_is_true,
    asks=ASKED,
    computed_by=(zero_mean_alpha, quieter_below, elu_as_circulated),
)
