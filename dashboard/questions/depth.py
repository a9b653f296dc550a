"""What the steps of Depth ask."""

from activations.initialisation import OWN, Start
from dashboard.pictures.depth import FLAT_LAYERS, LIMIT, MOST_LAYERS
from dashboard.questions import OF_CLAIMS, Answers, Asked, Number, among
from dashboard.wording import number


def _weights(initialisation: str, weight_variance: float, bias_variance: float = 0.0) -> str:
    """How the network starts."""
    biases = f" and biases of σ_b² = {number(bias_variance)}" if bias_variance else ""
    if initialisation == OWN:
        return f"weights of σ_w² = {number(weight_variance)}{biases}"
    return f"{initialisation} weights"


def _of_the_gradient(layers, activations, **start) -> str:
    """Of the weakest."""
    weights, names = _weights(**start), _names(activations)
    if len(activations) == 1:
        return (
            f"{layers} {names} layers with {weights}: how much of the gradient comes back to layer "
            "1?"
        )
    return (
        f"{layers} layers with {weights}. Of {names}, how much of the weakest gradient comes back "
        "to layer 1?"
    )


def _names(activations) -> str:
    return among([act.label for act in activations])


def _of_the_signal(input_mean, input_variance, initialisation, weight_variance, activations) -> str:
    """Of the first of them, which the first reading is of."""
    first = activations[0]
    given = Start(initialisation, weight_variance).variance(first)
    given *= input_mean**2 + input_variance
    return (
        f"With {_weights(initialisation, weight_variance)} the pre-activations of the first "
        f"{first.label} layer have mean square {number(given)}. What becomes of it in deep layers?"
    )


def _of_the_dead(flat, units, initialisation, weight_variance, activations) -> str:
    """Of those with the most."""
    which = f"the worst of {_names(activations)}" if len(activations) > 1 else _names(activations)
    return (
        "A unit is dead if its slope is 0 for all inputs drawn. How many per cent of the "
        f"{units} units of layer {FLAT_LAYERS} are dead with "
        f"{_weights(initialisation, weight_variance)} and {which}?"
    )


def _of_drawn_networks(units, seeds, activation, initialisation, weight_variance) -> str:
    """Of the network in the middle."""
    return (
        f"The beads are predicted, for layers of infinitely many units. With {units} "
        f"{activation.label} units a layer and {_weights(initialisation, weight_variance)}, how "
        f"much of the gradient comes back through {MOST_LAYERS} layers in the median network?"
    )


ASKED: Asked = {
    "the_gradient": Answers(
        _of_the_gradient,
        ("under 10⁻¹²", "10⁻¹² to 10⁻³", "10⁻³ to 0.1", f"0.1 to {LIMIT}", f"over {LIMIT}"),
        (1e-12, 1e-3, 1 / LIMIT, LIMIT),
        keeps=("gradient.healthy",),
    ),
    "choose_the_start": Number(
        "{layers} layers of {activation}, no biases. Which σ_w² gives the first layer as much "
        "gradient as the last?",
        0.05,
        20,
        0.05,
        factor=1.1,
        keeps=("start.healthy", "start.marks"),
        mark=("start", "curve", "x"),
    ),
    "the_signal": Answers(
        _of_the_signal,
        (
            "it dies out",
            "it settles below 1",
            "it settles at 1 or more",
            "it keeps its size",
            "it grows on",
        ),
        (1e-9, 1),
        words=(("any", "it keeps its size"), ("grows", "it grows on")),
    ),
    "flat_and_dead": Number(
        _of_the_dead,
        0,
        100,
        1,
        reading=1,
        within=5,
        shown=0.01,
        keeps=("flat.curve",),
        mark=("dead", "curve", "y"),
    ),
    "trust_it": Number(
        _of_drawn_networks,
        0,
        1e40,
        0.1,
        reading=1,
        factor=1.5,
        keeps=("networks.healthy", "networks.predicted"),
        mark=("networks", "curve", "y"),
    ),
    "what_is_true": OF_CLAIMS,
}
