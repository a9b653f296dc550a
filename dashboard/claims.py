"""What the post says on each page of its story, and what is true, with the figures computed."""

from functools import lru_cache

import numpy as np

from activations import ACTIVATIONS, propagation
from activations.gaussian import quieter_below, zero_mean_alpha, zero_mean_alpha_of
from activations.listings import PAPER_LEAK, PAPER_LEAKY, POST_GRID, elu_as_circulated
from activations.saturation import LOSSES, largest_slope, learning_neuron
from activations.sigmoid_sums import (
    POST,
    convergence,
    post_closed_form,
    printed_softplus,
    steep_interval,
)
from dashboard.sections import Claim, number, power

VANISHED = 0.01  # a slope below it counts as vanished

sigmoid, softplus, relu, elu, selu = (
    ACTIVATIONS[name] for name in ("sigmoid", "softplus", "relu", "elu", "selu")
)
steepest = largest_slope(sigmoid)


@lru_cache(maxsize=1)
def of_the_sigmoid() -> list[Claim]:
    """Of the sigmoid and its gradient."""
    doubles = np.finfo(float)
    wrong_start = {loss: learning_neuron(-10.0, 1.0, 1, loss).gradient[0] for loss in LOSSES}
    return [
        Claim(
            "The offset α is where the sigmoid is 0.",
            "wrong",
            f"At x = α it is {float(sigmoid(0.0)):g}, whatever α. It is never 0 for a real x.",
        ),
        Claim(
            "The output lies in (0, 1).",
            "right",
            "True for real numbers. A computer's doubles round it to exactly 1 from "
            f"x − α = {53 * np.log(2):.4f} on and to 0 below −{1075 * np.log(2):.2f}. Written "
            f"as 1/(1 + e⁻ˣ) it overflows already below −{np.log(doubles.max):.2f}.",
        ),
        Claim(
            "X runs from −10 to 10.",
            "loose",
            f"The last of its {len(POST_GRID)} values is {POST_GRID[-1]:.3g}. The middle one "
            f"is {number(POST_GRID[50], 3)}, not 0, so only {(POST_GRID >= 0).sum()} values "
            "are ≥ 0.",
        ),
        Claim(
            "100 values from 0 to 100 serve as input data.",
            "loose",
            f"They are {100 / 99:.4f} apart, and nothing later in the post uses them.",
        ),
        Claim(
            "For large x the output is constant, so its slope is 0.",
            "loose",
            "It is small at both ends, never 0: "
            + ", ".join(f"{number(float(sigmoid.derivative(z)), 3)} at {z}" for z in (2, 5, 10, 20))
            + ".",
        ),
        Claim(
            "This is the vanishing gradient problem.",
            "loose",
            "This is one saturated unit. The problem of that name is the product of many "
            f"slopes (Hochreiter 1991): even at its best the sigmoid gives {steepest:g} per "
            f"unit, {number(steepest**10, 3)} over 10, before the weights.",
        ),
        Claim(
            "A weight changes by the gradient times the loss.",
            "wrong",
            "It changes by −(learning rate) × ∂L/∂w, and ∂L/∂w includes the unit's input. "
            "Prediction minus target is the error, not the loss. At z = −10 with target 1, "
            f"∂L/∂z is {number(wrong_start[LOSSES[0]], 3)} for squared error, "
            f"{number(wrong_start[LOSSES[1]], 6)} for cross-entropy.",
        ),
        Claim(
            "Learning reinitialises the weights.",
            "wrong",
            "It updates them; the start is drawn only once.",
        ),
        Claim(
            "The output can be read as a probability.",
            "loose",
            "Lying in (0, 1) is needed but not enough: it is a probability model if it was "
            "trained as one, with cross-entropy, and even then it need not be calibrated.",
        ),
        Claim(
            "Gradient descent needs differentiability.",
            "loose",
            "Differentiable almost everywhere will do. The ReLU has a kink at "
            f"{ACTIVATIONS['relu'].kinks()[0]:g}, where PyTorch takes the slope as "
            f"{float(ACTIVATIONS['relu'].derivative(0.0)):g}.",
        ),
    ]


@lru_cache(maxsize=1)
def of_sums() -> list[Claim]:
    """Of the sum of sigmoids, softplus and the ReLU."""
    last = float(POST.offsets[-1])
    closed = np.abs(post_closed_form(POST_GRID, POST.n, last) - POST.evaluate(POST_GRID)[0]).max()
    rise, fall = steep_interval(POST, 0.9)
    _, vanished = steep_interval(POST, VANISHED)
    edge, off = POST.largest_error(POST_GRID)
    half, whole = (convergence(name, [1.0], POST_GRID)[0] for name in ("midpoint", "left"))
    printed = np.abs(printed_softplus(POST_GRID) / softplus(POST_GRID) - 1).max()
    far, far_slope = POST.evaluate(np.array([last, 30.0]))
    limits = np.finfo(np.float64)
    return [
        Claim(
            "10 is the number of logistics to sum.", "wrong",
            f"It sums {POST.n}. 10 is the divisor: each sigmoid has the weight "
            f"{POST.weight:g}.",
        ),
        Claim(
            "Divided by 10, the sum becomes a ramp (no reason given).", "loose",
            f"It is a quadrature rule: {POST.gain:.4f} × (softplus(x) − softplus(x − "
            f"{last:g}) + terms in σ and its derivatives at both ends). Up to (spacing)⁴ "
            f"this is within {number(closed, 2)} of the sum on the post's inputs.",
        ),
        Claim(
            "The gradient of the sum does not vanish any more.", "wrong",
            f"Only in a window. The slope is above 0.9 from {rise:.2f} to {fall:.2f}, "
            f"{far_slope[0]:.3f} at x = {last:g}, where the post's plot ends, and below "
            f"{VANISHED} past {vanished:.2f}. At x = 30 the sum is {far[1]:.3f}, its slope "
            f"{number(far_slope[1], 2)}.",
        ),
        Claim(
            "log(1 + eˣ) approximates the sum.", "loose",
            "The other way round: softplus is the integral of σ(x − t) over all t > 0, and "
            f"the sum approximates it. The post's is off by {number(abs(off), 3)} at x = "
            f"{number(edge)}. Endless sums in steps of 1 are off by at most {half:.4f} if they "
            f"start at one half (Nair and Hinton, 2010), {whole:.2f} if they start at 0.",
        ),
        Claim(
            "Softplus is computed as log(1 + exp(x)).", "loose",
            f"Good enough for the post's inputs (relative error {number(printed, 1)}). But exp "
            f"overflows beyond x = {np.log(limits.max):.2f}, where this gives "
            f"{printed_softplus(710.0):g}, and below x = {np.log(limits.eps / 2):.2f} it gives "
            "0. np.logaddexp(0, x) has neither fault.".replace("-", "−"),
        ),
    ]  # fmt: skip


@lru_cache(maxsize=1)
def of_elu() -> list[Claim]:
    """Of the ELU."""
    usual, usual_relu = elu.mean(0, 1), relu.mean(0, 1)
    grid_elu, grid_relu = (float(act(POST_GRID).mean()) for act in (elu, relu))
    points, circulated = elu_as_circulated(POST_GRID)
    crossover = number(quieter_below(elu, PAPER_LEAKY, 0.5))
    quiet = {act.id: number(act.variance(-1, 0.5)) for act in (elu, PAPER_LEAKY, relu)}
    return [
        Claim(
            "A mean activation of 0 makes learning faster.",
            "loose",
            "Too strong. The ELU paper claims: a smaller bias shift brings the gradient "
            "closer to the unit natural gradient. It reports faster learning, and better "
            "generalisation in nets with more than 5 layers. This page computes the mean, not "
            "the speed.",
        ),
        Claim(
            "With ELU the mean activation can be close to 0.",
            "loose",
            f"Closer, not 0. For inputs N(0, 1) it is {usual:.4f} against ReLU's "
            f"{usual_relu:.4f}; on the post's grid {grid_elu:.3f} against {grid_relu:.2f}. A "
            f"mean of zero takes α = {zero_mean_alpha(0, 1):.4f} for N(0, 1) and "
            f"{zero_mean_alpha_of(POST_GRID):.3f} for the grid.",
        ),
        Claim(
            "ELU is an exponential function.",
            "loose",
            f"Only below zero. Above, it is the identity: {float(elu(5.0)):g} at x = 5.",
        ),
        Claim(
            "ELU does not saturate for large x.",
            "right",
            f"Above zero its slope is {float(elu.derivative(np.inf)):g}. Far below it "
            "does saturate, at −α, on purpose: the slope at −10 is "
            f"{number(float(elu.derivative(-10.0)), 3)} for α = 1.",
        ),
        Claim(
            "Its negative values are bounded by −1.",
            "right",
            "For α = 1; in general by −α. No real x attains the bound, though a computer's "
            f"doubles round to exactly −1 from x = {number(-54 * np.log(2))} downwards.",
        ),
        Claim(
            "ELU gives representations that are more robust to noise.",
            "loose",
            "The paper says: a noise-robust deactivation state. With α = 1 and noise 0.5 ELU is "
            f"quieter than leaky ReLU ({PAPER_LEAK}) only below m = {crossover}. At m = −1 the "
            f"variances are {quiet['elu']} for ELU, {quiet['leaky_relu']} for leaky ReLU and "
            f"{quiet['relu']} for ReLU, the quietest of all.",
        ),
        Claim(
            "The ELU listing, as it circulates.",
            "wrong",
            f"It gives {points.size} points for {POST_GRID.size} inputs, from "
            f"{circulated[0]:.4f} to {circulated[-1]:,.1f}, and they cannot be plotted against "
            "the inputs. Two lines were lost; the author's own notebook has them, and its "
            "figure is right.",
        ),
    ]


def of_depth(saturated: float, layers: int, gradient: float, bound: float) -> list[Claim]:
    """Of deep networks. Four figures are of the view: the share of saturated sigmoids in the last
    layer, the layers passed, and log10 of the sigmoid's gradient and of the bound through them.
    """
    per_layer = {
        v: propagation.fixed_point(sigmoid, v, 0.0, v).chi ** 0.5 for v in (1.0, 2.0, 16.0)
    }
    at_rest = propagation.fixed_point(selu, 1.0, 0.0, 1.0)
    kept = {v: v * relu.mean_square_slope(0, 1) for v in (1.0, 2.0)}
    quiet = propagation.predict(sigmoid, depth=50, weight_variance=1.0)
    return [
        Claim(
            "A saturated unit: this is termed the vanishing gradient problem.",
            "loose",
            "The problem of that name is the shrinking through many layers (Hochreiter 1991). "
            f"Here {saturated:.0%} of the sigmoids of the last layer are saturated, and the first "
            f"layer gets {power(gradient)} of the gradient.",
        ),
        Claim(
            "Sigmoid networks vanish because their units saturate.",
            "wrong",
            f"At LeCun's variance {quiet.saturated[-1]:.1%} of the units of layer 50 have a "
            f"slope below 0.05, yet a layer takes the gradient times {per_layer[1.0]:.4f}. "
            f"Even at its steepest a sigmoid gives {steepest:g}, so χ is at most σ_w² / "
            f"{steepest**-2:g}.",
        ),
        Claim(
            f"Through L sigmoid layers the gradient is {steepest:g}ᴸ.",
            "wrong",
            "That bounds the slopes alone. The weights count: once settled, a layer's factor "
            f"is {per_layer[1.0]:.4f} at σ_w² = 1, near {steepest:g} by coincidence, "
            f"{per_layer[2.0]:.4f} at 2 and {per_layer[16.0]:.4f} at 16. Here {layers} layers "
            f"give {power(gradient)}; the formula gives {power(bound)}.",
        ),
        Claim(
            "The ReLU's gradient does not vanish.",
            "loose",
            f"With He's weights χ is {kept[2.0]:g} at any signal. With LeCun's or Glorot's it "
            f"is {kept[1.0]:g}: 50 layers leave {power(49 / 2 * np.log10(kept[1.0]))} of the "
            "norm. It is the function and its initialisation together.",
        ),
        Claim(
            "With SELU vanishing and exploding gradients are impossible.",
            "loose",
            "The sentence of Klambauer et al. (2017) rests on the variance of the activations, "
            f"which does settle at 1. There χ is {at_rest.chi:.4f}: the norm grows by "
            f"{at_rest.chi**0.5 - 1:.1%} per layer, {at_rest.chi ** (49 / 2):.1f}-fold through "
            "50.",
        ),
    ]
