"""The cards in words, for every activation at every end of its parameters."""

import pytest

from activations import ACTIVATIONS
from dashboard import cards
from dashboard.wording import number
from tests.test_functions import settings


@pytest.mark.parametrize("act", list(settings()))
def test_every_card_is_whole(act):
    rows = cards.facts(act)
    assert all(rows.values()) and "nan" not in " ".join(rows.values()).split()
    assert act.label in cards.summary(act) and act.used.endswith(".")


@pytest.mark.parametrize(
    "name, outputs, minimum",
    [
        ("relu", "[0, ∞)", "0 for x in (−∞, 0]"),
        ("hardtanh", "[−1, 1]", "−1 for x in (−∞, −1]"),
        ("sigmoid", "(0, 1)", "none: it only comes near to 0, far out"),
        ("identity", "(−∞, ∞)", "none: it falls without end"),
        ("silu", "[−0.2785, ∞)", "−0.27846454 at x = −1.2784645"),
        ("squared_relu", "[0, ∞)", "0 for x in (−∞, 0]"),
        ("sine", "[−1, 1]", "−1 at x = −1.5707963"),
        ("gaussian", "(0, 1]", "none: it only comes near to 0, far out"),
    ],
)
def test_ranges_and_minima_in_words(name, outputs, minimum):
    rows = cards.facts(ACTIVATIONS[name])
    assert (rows["Outputs"], rows["Minimum"]) == (outputs, minimum)


@pytest.mark.parametrize(
    "name, said",
    [("relu", "(−∞, 0)"), ("elu", "no interval"), ("hardtanh", "(−∞, −1) and (1, ∞)")],
)
def test_flat_pieces_in_words(name, said):
    assert cards.flat(ACTIVATIONS[name]) == said


@pytest.mark.parametrize(
    "name, said",
    [
        ("relu", ["Formula and defaults are the same in all that have it."]),
        ("leaky_relu", ["The slope is 0.01 at x = 0; JAX and Keras (on JAX) give 1."]),
        ("hardtanh", ["The slope is 0 at x = ±1; JAX and Keras (on JAX) give 1."]),
        (
            "silu",
            [
                "The value is 0 at x = −∞, and the slope is 0 at x = −∞ and 1 at x = ∞; PyTorch,",
                "JAX and Keras (on JAX) give no number (NaN).",
            ],
        ),
        (
            "gelu",
            [
                "The value is −7.62 × 10⁻²³ at x = −10; PyTorch gives 0 in float32 and float64.",
                "The value is 0 at x = −∞, and the slope is 0 at x = −∞ and 1 at x = ∞; PyTorch,",
                "JAX and Keras (on JAX) give no number (NaN).",
            ],
        ),
        (
            "tanh",
            [
                "The slope is 1.70 × 10⁻¹⁷ at x = ±20 and 7.22 × 10⁻³⁵ at x = ±40; PyTorch, JAX",
                "and Keras (on JAX) give 0 in float32 and float64.",
            ],
        ),
        (
            "squareplus",
            [
                "The value is 1 × 10⁻²⁰ at x = −1 × 10²⁰ and 1 × 10²⁰ at x = 1 × 10²⁰; JAX and",
                "Keras (on JAX) give ∞ in float32. The slope is 1 × 10⁻⁴⁰ at x = −1 × 10²⁰ and 1",
                "at x = 1 × 10²⁰; they give 0.5 in float32. The value is 0 at x = −∞; they give",
                "no number (NaN). The slope is 0 at x = −∞ and 1 at x = ∞; PyTorch, JAX and Keras",
                "(on JAX) give no number (NaN).",
            ],
        ),
        (
            "elu",
            [
                "The slope is 2.06 × 10⁻⁹ at x = −20; JAX and Keras (on JAX) give 0 in float32.",
                "The slope is 4.25 × 10⁻¹⁸ at x = −40; they give 0 in float32 and float64.",
            ],
        ),
    ],
)
def test_what_frameworks_do_otherwise_in_words(name, said):
    """That they do is tested with the frameworks in `test_recipes.py`."""
    row = cards.facts(ACTIVATIONS[name])["Frameworks"]
    assert row.endswith(" ".join(said))


def test_who_leads_in_words():
    assert cards.most({"a": -2.0, "b": 1.0}, abs, number) == "a: −2"
    assert cards.most({"a": 1.0, "b": 1.0, "c": 0.5}, abs, number) == "2 tied: 1"
    assert cards.most({"a": 0.25}, float, "{:.0%}".format) == "a: 25%"


def test_who_is_farthest_in_words():
    relu, elu, gelu, prelu = (ACTIVATIONS[name] for name in ("relu", "elu", "gelu", "prelu"))
    assert cards.apart((relu,), 5.0).startswith("ReLU stands alone")
    assert cards.apart((relu, elu, gelu), 5.0) == (
        "From −5 to 5 the farthest from ReLU is ELU: 0.9933 below it at x = −5. "
        "The nearest is GELU: at most 0.17 away."
    )
    same = prelu.configure(negative_slope=0.0)
    assert cards.apart((relu, same), 5.0) == "From −5 to 5 they are the same curve."
    assert cards.apart((relu, elu, same), 5.0).endswith(" PReLU is the same curve.")


def test_what_is_read_off_in_rows():
    acts = tuple(ACTIVATIONS[name] for name in ("relu", "tanh"))
    means = cards.means(acts, 0.0, 1.0)
    assert means == {"ReLU": pytest.approx(0.39894228), "tanh": 0.0}
    head, _, *rows = cards.readings(acts, 0.0).split("\n")
    assert head == "| At x = 0 | Output | Slope | f″ |"
    assert rows == ["| ReLU | 0 | 0 | undefined |", "| tanh | 0 | 1 | 0 |"]
    head, _, *rows = cards.occurring("N(0, 1)", means, {"ReLU": 0.5, "tanh": 0.01}).split("\n")
    assert head == "| For inputs N(0, 1) | Mean | Saturated |"
    assert rows == ["| ReLU | 0.3989 | 50.0% |", "| tanh | 0 | 1.0% |"]
    assert "the slope of ReLU jumps" in cards.jumping(acts, 0.0)
    assert cards.jumping(acts, 1.0) == ""
    assert cards.normal(0.0, 2.0) == "N(0, 4)"
