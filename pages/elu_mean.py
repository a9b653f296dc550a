"""ELU mean: how near to zero the ELU brings the mean, and what its floor does to noise."""

import numpy as np
import streamlit as st

from activations import ACTIVATIONS
from activations.gaussian import moments, quieter_below, zero_mean_alpha, zero_mean_alpha_of
from activations.listings import PAPER_LEAK, PAPER_LEAKY, POST_GRID, elu_as_circulated
from dashboard import charts, claims, controls, frame, kept, sections, tables
from dashboard.sections import number

frame.enter()

NORMAL, GRID, CIRCULATED = "A normal distribution", "The post's grid", "As circulated"
LOWEST_VARIANCE = 1e-20  # below it a curve on the log axis has a gap
COMPARED = (
    "sigmoid", "tanh", "softplus", "relu", "leaky_relu", "shifted_relu", "celu", "selu", "gelu",
    "silu", "mish",
)  # fmt: skip

post_elu, relu = ACTIVATIONS["elu"], ACTIVATIONS["relu"]
leaky = PAPER_LEAKY
others = {a.label: a for a in (ACTIVATIONS | {leaky.id: leaky}).values() if a.id in COMPARED}
bounds = post_elu.parameters["alpha"]


# --- Controls -----------------------------------------------------------------------------------

with controls.group("The functions"):
    alpha = controls.slider(
        "ELU: α", bounds.low, bounds.high, bounds.default, 0.01, key="alpha",
        help="ELU falls to −α far below zero. The post has α = 1.",
    )  # fmt: skip
    functions = controls.several(
        "Compare ELU with", list(others), [relu.label, leaky.label], key="functions",
        help=f"At their default parameters, but leaky ReLU at the ELU paper's slope {PAPER_LEAK}.",
    )  # fmt: skip
    probe = controls.slider(
        "Probe at x", -6.0, 6.0, -2.0, 0.1, key="at",
        help="Where the outputs and the slopes are read off.",
    )  # fmt: skip
with controls.group("The inputs of the mean"):
    over = controls.choice(
        "Mean over", [NORMAL, GRID], key="over",
        help="The post averages over its own plotting grid, −10 to 9.8 in steps of 0.2.",
    )  # fmt: skip
    mu = controls.slider(
        "Mean μ", -2.0, 2.0, 0.0, 0.05, key="elu_mu", disabled=over == GRID,
        help="The mean of the normal pre-activations.",
    )  # fmt: skip
    sigma = controls.slider(
        "Standard deviation σ", 0.1, 3.0, 1.0, 0.05, key="elu_sigma",
        disabled=over == GRID, help="The standard deviation of the normal pre-activations.",
    )  # fmt: skip
with controls.group("A switched-off unit"):
    noise = controls.slider(
        "Noise s", 0.05, 2.0, 0.1, 0.05, key="noise",
        help="The standard deviation of a pre-activation around its negative mean m.",
    )  # fmt: skip

zero_alpha = round(zero_mean_alpha(0, 1), 4)
scenario = sections.scenarios(
    {
        "Standard normal": {},
        "As in the post": {"over": GRID},
        "Mean zero": {"alpha": zero_alpha},
        "Shifted inputs": {"elu_mu": 1.0},
        "A quiet unit": {"noise": 0.5, "at": -3.0},
    }
)


def view() -> None:
    """All that is below the controls."""
    # --- Numbers --------------------------------------------------------------------------------

    elu = post_elu.configure(alpha=alpha)
    chosen = [elu, *(others[label] for label in functions)]
    names = charts.series(**{act.id: act.label for act in chosen})
    kinks = np.unique([kink for act in chosen for kink in act.kinks()])
    x = np.linspace(-6, 6, 193)
    values = {act.label: act(x) for act in chosen}
    sides = np.unique([*x, *kinks, *(kinks - 1e-9), *(kinks + 1e-9)])  # for a jump, not a ramp
    slopes = {
        a.label: np.where(np.isin(sides, a.kinks()), np.nan, a.derivative(sides)) for a in chosen
    }
    at_probe = {act.label: [float(part) for part in act.evaluate(probe)] for act in chosen}

    def mean(act, inputs=over) -> float:
        """The mean output over the inputs of this view."""
        return float(act(POST_GRID).mean()) if inputs == GRID else act.mean(mu, sigma)

    means = {act.label: mean(act) for act in chosen}
    elu_mean, relu_mean = mean(elu), mean(relu)
    grid_elu, grid_relu = mean(post_elu, GRID), mean(relu, GRID)
    zero = zero_mean_alpha_of(POST_GRID) if over == GRID else zero_mean_alpha(mu, sigma)
    reachable = bounds.low <= zero <= bounds.high
    words = f"zero at α = {number(zero)}"
    zero_mark = {"marks": tables.marks((zero, words))} if reachable else {}  # no empty table
    readable = 1e-3 <= zero <= 1e3
    alphas = np.linspace(bounds.low, bounds.high, 59)
    ends = [post_elu.configure(alpha=end) for end in alphas[[0, -1]]]
    by_alpha = {
        inputs: np.interp(alphas, alphas[[0, -1]], [mean(end, inputs) for end in ends])
        for inputs in (NORMAL, GRID)
    }
    m = np.linspace(-8, 0, 121)
    variances = {act.label: moments(act, m, noise).variance for act in (elu, leaky, relu)}
    quiet_below = quieter_below(elu, leaky, noise)
    quiet_mark, crosses, quieter = {}, "nowhere", "at every m here"
    if quiet_below is not None:
        quiet_mark["marks"] = tables.marks((quiet_below, "m*"))
        crosses = f"at m = {number(quiet_below)}"
        quieter = f"only below m* = {number(quiet_below)}; between there and zero it passes on more"
    points, circulated = elu_as_circulated(POST_GRID)
    lost = np.full(POST_GRID.size - points.size, np.nan)
    in_full = {post_elu.label: post_elu(POST_GRID), CIRCULATED: np.append(lost, circulated)}
    where = f"For normal inputs (μ = {number(mu)}, σ = {number(sigma)})"
    if over == GRID:
        where = "On the post's grid"

    # --- First screen ---------------------------------------------------------------------------

    usual, usual_relu = post_elu.mean(0, 1), relu.mean(0, 1)
    shifted = [number(act.mean(1, 1)) for act in (post_elu, relu)]
    watch = {
        "Standard normal": (
            f"With α = 1, and inputs N(0, 1), ELU's mean is {number(usual)} and ReLU's "
            f"{number(usual_relu)}: closer to zero, but not zero."
        ),
        "As in the post": (
            f"On the grid that the post plots ELU's mean is {number(grid_elu)} and ReLU's "
            f"{number(grid_relu)}. Neither is near zero."
        ),
        "Mean zero": (
            f"For inputs N(0, 1) the mean crosses zero at α = {zero_alpha}. That is SELU's α."
        ),
        "Shifted inputs": (
            f"Around 1 few inputs are negative: the means are {shifted[0]} for ELU and "
            f"{shifted[1]} for ReLU."
        ),
        "A quiet unit": (
            "At noise 0.5 ELU is quieter than leaky ReLU below "
            f"m* = {number(quieter_below(post_elu, leaky, 0.5))} only. ReLU is quieter than both "
            "at every m (see the noise picture)."
        ),
    }
    sections.watch(scenario, watch)
    sections.metrics(
        ("Mean of ELU", number(elu_mean), f"{where}: the mean output with α = {number(alpha)}."),
        ("Mean of ReLU", number(relu_mean), f"{where}: the mean of max(0, x)."),
        (
            "α with zero mean",
            number(zero) if readable else "out of reach",
            f"{where}. The slider goes from {bounds.low:g} to {bounds.high:g}.",
        ),
        (
            "Crossover m*",
            "none" if quiet_below is None else number(quiet_below),
            "Below this mean a switched-off ELU is quieter than leaky ReLU (noise "
            f"{number(noise)}).",
        ),
    )
    charts.show(
        charts.lines(
            "input x", "output", names, y_domain=(-3.2, 6.5), also=("levels", "probe"),
            height=charts.TALL,
        ),
        key="value", curve=tables.curves(x, **values),
        levels=tables.levels((elu_mean, f"ELU's mean: {number(elu_mean)}")),
        probe=tables.columns(x=[probe] * len(chosen), y=[value for value, _ in at_probe.values()]),
        alt=f"{', '.join(values)} from −6 to 6. ELU falls towards −{number(alpha)} on the left. "
        f"{where} its mean is {number(elu_mean)}.",
    )  # fmt: skip

    # --- More pictures --------------------------------------------------------------------------

    read = "{} gives {} with slope {}".format
    readings = "; ".join(read(label, *map(number, pair)) for label, pair in at_probe.items())
    note = " At a kink the slope is the one that PyTorch takes." if probe in kinks else ""
    st.markdown(f"At x = {number(probe)}: {readings}.{note}")

    left, right = st.columns(2, gap="medium")
    with left:
        charts.show(
            charts.lines("input x", "slope (derivative)", names, y_domain=(-0.2, 3.1), gaps=True),
            title="The slopes", key="slope", curve=tables.curves(sides, **slopes),
            alt=f"The slopes of {', '.join(slopes)}. ELU's falls from {number(alpha)} just below "
            "zero towards 0; above zero it is 1.",
        )  # fmt: skip
        jump = f"ELU's slope jumps at zero, from α = {number(alpha)} to 1"
        smooth = "With α = 1 ELU's slope is 1 on both sides of zero"
        st.markdown(f"{smooth if alpha == 1 else jump}. A line breaks where its slope jumps.")
    with right:
        charts.show(
            charts.ranking("mean output", names),
            title="The mean output", key="means",
            bars=tables.columns(value=list(means.values()), series=list(means)),
            alt=f"{where} the mean outputs are: "
            + ", ".join(f"{label} {number(value)}" for label, value in means.items()) + ".",
        )  # fmt: skip
        if elu_mean > 0.995 * relu_mean:
            distance = "ELU's mean is practically ReLU's: its negative outputs hardly count"
        elif abs(elu_mean) < relu_mean:
            distance = f"ELU's distance from zero is {abs(elu_mean) / relu_mean:.0%} of ReLU's"
        else:
            distance = (
                "ELU's mean is no closer to zero than ReLU's: its negative outputs outweigh the "
                "positive ones"
            )
        st.markdown(f"{where} {distance}.")

    left, right = st.columns(2, gap="medium")
    with left:
        charts.show(
            charts.lines(
                "parameter α", "mean of ELU", charts.series(elu=NORMAL, measured=GRID),
                y_domain=(-2.6, 2.6), also=(*zero_mark, "levels", "probe"),
            ),
            title="The mean against α", key="by alpha", curve=tables.curves(alphas, **by_alpha),
            levels=tables.levels((0.0, "")), **zero_mark,
            probe=tables.dot(alpha, elu_mean),
            alt="ELU's mean falls in a straight line as α grows. At this α it is "
            f"{number(mean(elu, NORMAL))} over normal inputs, {number(mean(elu, GRID))} over the "
            "grid.",
        )  # fmt: skip
        if reachable:
            crossing = f"it is zero at α = {number(zero)}."
        elif readable:
            crossing = f"it would be zero at α = {number(zero)}, outside the range of the slider."
        else:
            sign = "negative" if zero > 1 else "positive"
            crossing = f"hardly an input is {sign}: no α of practical size makes it zero."
        st.markdown(f"The mean is a straight line in α. {where} {crossing}")
    with right:
        listed = charts.series(elu=post_elu.label, listing=CIRCULATED)
        charts.show(
            charts.lines("input x", "output", listed, y_domain=(-2, 20), gaps=True),
            title="The listing as it circulates, and the real curve", key="listing",
            curve=tables.curves(POST_GRID, **in_full),
            alt="ELU with α = 1 on the post's grid, and the listing: it has no values below zero "
            f"and leaves the picture at the top, on its way to {circulated[-1]:,.1f}.",
        )  # fmt: skip
        st.markdown(
            "Two lines were lost in copying: what is left drops the negative inputs and takes exp "
            f"− 1 of the others. Its {points.size} points for {POST_GRID.size} inputs reach "
            f"{circulated[-1]:,.1f}, far above this picture, where ELU is "
            f"{float(post_elu(points[-1])):.1f}. The author's own notebook is right."
        )

    charts.show(
        charts.lines(
            "mean of the pre-activation m", "variance of the output",
            charts.series(elu=elu.label, leaky_relu=leaky.label, relu=relu.label),
            x_domain=(-8, 0), y_domain=(1e-12, 10), log_y=True, also=tuple(quiet_mark),
        ),
        title="How a switched-off unit passes noise on", key="noise",
        curve=tables.curves(
            m, **{label: np.where(v > LOWEST_VARIANCE, v, np.nan) for label, v in variances.items()}
        ),
        **quiet_mark,
        alt=f"Output variance against m on a log scale, noise {number(noise)}: ReLU's is the "
        f"lowest; ELU's crosses leaky ReLU's {crosses}.",
    )  # fmt: skip
    st.markdown(
        f"The pre-activation scatters around m < 0 with deviation {number(noise)}. ELU with "
        f"α = {number(alpha)} is quieter than leaky ReLU (slope {PAPER_LEAK}) {quieter}. "
        "ReLU's off-state is the quietest of all."
    )

    # --- The story, judged ----------------------------------------------------------------------

    sections.claims(claims.of_elu())
    normal = rf"""E\,f(z) = \mu\,\Phi(r) + \sigma\,\varphi(r) \\
        {{}} + \alpha\left(e^{{\mu + \sigma^2 / 2}}\,\Phi(-r - \sigma) - \Phi(-r)\right) \\
        r = \mu / \sigma, \quad \mu = {mu:g}, \quad \sigma = {sigma:g} \\
        E\,f(z) = {number(elu_mean)}"""
    grid = rf"\bar f = \tfrac{{1}}{{{POST_GRID.size}}} \sum_i f(x_i) = {number(elu_mean)}"
    st.latex(
        rf"""\begin{{gathered}}
        f(x) = {elu.filled_formula()} \\
        {grid if over == GRID else normal} \\
        \operatorname{{Var}} f(z) \approx \alpha^2 e^{{2m + s^2}} (e^{{s^2}} - 1) \\
        m + 2 s^2 \ll 0, \quad s = {noise:g}
        \end{{gathered}}"""
    )


kept.view(view)
sections.numbers()
sections.sources(zero_mean_alpha, quieter_below, elu_as_circulated)
