"""What is asked on Depth: of just the reading that answers it, at the ends of what can be set."""

import pytest

from activations.initialisation import OWN
from dashboard import kept
from tests.pages import PAGES

PAGE = PAGES["pages/depth.py"]


def asked(function: str, **settings) -> tuple[str, str, str, str]:
    """What is asked at these settings; the reading, its name; what is said to the right answer."""
    step = next(each for each in PAGE.steps if each.__name__ == function)
    values, question = PAGE.at(step, settings), PAGE.asks[function]
    label, reading = kept.taken(step, **values).readings[question.reading]
    right = question.answer(reading) if hasattr(question, "answer") else None
    return question.text(values), label, reading, question.judged(right, reading) if right else ""


@pytest.mark.parametrize("activations", [["Sigmoid"], ["tanh", "ReLU"], ["SELU", "Mish", "ELU"]])
def test_what_is_asked_of_the_signal_is_of_the_first(activations):
    text, label, _, said = asked("the_signal", activations=activations)
    first = label.removesuffix(": q*")
    assert f"of the first {first} layer" in text and said.startswith(":green-badge")


@pytest.mark.parametrize(
    ("settings", "right"),
    [
        ({"activations": ["ReLU"]}, "it keeps its size"),
        ({"activations": ["ELU"]}, "it grows on"),
        ({"activations": ["tanh"], "initialisation": "PyTorch's default"}, "it dies out"),
        ({"activations": ["Sigmoid"]}, "it settles below 1"),
        ({"activations": ["SELU"], "initialisation": "LeCun"}, "it settles at 1 or more"),
    ],
)
def test_every_fate_of_a_signal_is_an_answer(settings, right):
    assert f"You said “{right}”" in asked("the_signal", **settings)[3]


@pytest.mark.parametrize(
    ("variance", "right"), [(0.05, "under 10⁻¹²"), (2.0, "0.1 to 10"), (20.0, "over 10")]
)
def test_the_answers_for_a_gradient_reach_from_end_to_end(variance, right):
    link = {"initialisation": OWN, "weight_variance": variance, "activations": ["ReLU"]}
    text, label, _, said = asked("the_gradient", **link)
    assert f"σ_w² = {variance:g}" in text and label == "ReLU" and f"You said “{right}”" in said


def test_many_activations_are_counted():
    few, many = ["Sigmoid", "tanh"], ["Sigmoid", "tanh", "ReLU", "ELU", "SELU", "GELU"]
    assert (
        "Of Sigmoid and tanh, how much of the weakest" in asked("the_gradient", activations=few)[0]
    )
    assert "Of 6 activations, how much of the weakest" in asked("the_gradient", activations=many)[0]
    assert "the worst of 6 activations" in asked("flat_and_dead", activations=many)[0]
    assert "weights and tanh?" in asked("flat_and_dead", activations=["tanh"])[0]


def test_a_guess_is_said_with_the_digits_that_it_has():
    question, said = PAGE.asks["trust_it"], {1e-9: "1 × 10⁻⁹", 2.5e-12: "2.5 × 10⁻¹²", 12.0: "12"}
    for guess, words in said.items():
        assert f"You said {words};" in question.judged(guess, "0.3")
        assert question.guess(guess).words == f"your guess: {words}"
