"""The engineer's rows, table and sentence, for every activation at every end of its parameters."""

import numpy as np
import pytest

from activations import ACTIVATIONS, parse
from activations.activation import lowered
from activations.figures import carried, figures
from dashboard import engineer
from tests.test_figures import GROWING, ONE, OWN, SIGN, powers
from tests.test_functions import settings

GELU, RELU, SELU = (ACTIVATIONS[name] for name in ("gelu", "relu", "selu"))
NOWHERE = parse("exp(x**2)")
every_setting = pytest.mark.parametrize("act", [*settings(), *OWN], ids=lambda act: act.id)


@every_setting
def test_every_card_and_sentence_is_whole(act):
    rows = engineer.rows(act)
    said = engineer.sentence(act)
    for words in (*rows.values(), said, engineer.measured(act), engineer.start_lines(act)):
        assert words and not {"nan", "inf", "None"} & set(words.replace(",", " ").split()), words
    assert rows.keys() == engineer.rows(RELU).keys()
    assert act.label in said and said.endswith(".") and ".." not in said


def test_the_rows_of_gelu():
    rows = engineer.rows(GELU)
    cpu = rows.pop("CPU time of the value"), rows.pop("With the slope")
    assert all(words.endswith(" × ReLU's") for words in cpu)
    assert rows == {
        "Mean for N(0, 1)": "0.282095",
        "Variance for N(0, 1)": "0.345644",
        "Mean square for N(0, 1)": "0.425221",
        "Gain 1/√E[f²]": "1.5335",
        "PyTorch's gain": "none",
        "σ_w² that keeps the signal": "2.352",
        "σ_w² that keeps the gradient": "2.194",
        "How far apart": "7.2%",
        "χ at the fixed point": "1.072, unstable",
        "Inputs with slope 0": "0%",
        "Gradient through 30 layers": "× 12.8",
    }


def test_the_rows_where_something_is_missing():
    rows = engineer.rows(SIGN)
    assert rows["σ_w² that keeps the gradient"] == "none: its slope is 0"
    assert rows["Gradient through 30 layers"] == "× 0"
    assert rows["CPU time of the value"] == rows["With the slope"] == "not measured"
    beyond = ACTIVATIONS["softshrink"].configure(lambd=3.0)
    assert engineer.rows(beyond)["Gradient through 30 layers"] == engineer.BEYOND
    assert engineer.rows(RELU)["How far apart"] == "the same"
    for reading in (engineer.rows, engineer.sentence, engineer.start_lines):
        with pytest.raises(ValueError, match="do not exist"):
            reading(NOWHERE)


def test_the_table_has_a_number_for_every_activation():
    table = engineer.table()
    assert table.column_names == ["Activation", *engineer.COLUMNS]
    assert table["Activation"].to_pylist() == [act.label for act in ACTIVATIONS.values()]
    for name in engineer.COLUMNS:
        column = table[name].to_pylist()
        assert None not in column and np.isfinite(column).all(), name
    row = {name: table[name].to_pylist()[list(ACTIVATIONS).index("gelu")] for name in ("Gain", "χ")}
    assert row == {"Gain": figures(GELU).gain, "χ": figures(GELU).chi}


def test_the_table_takes_others_and_leaves_empty_what_does_not_exist():
    table = engineer.table((RELU, SIGN, NOWHERE, powers(0.1, 3)))
    assert table["Gain"].to_pylist() == [
        figures(RELU).gain,
        1.0,
        None,
        figures(powers(0.1, 3)).gain,
    ]
    assert table["σ_w² gradient"].to_pylist()[1:3] == [None, None]
    assert table["Gradient, log₁₀"].to_pylist() == [0.0, None, None, None]
    assert table["CPU, value"].to_pylist() == [1.0, None, None, None]
    only = engineer.table((NOWHERE,))
    assert all(only[name].to_pylist() == [None] for name in engineer.COLUMNS)
    assert only["Gain"].type == "double"


def test_every_column_has_its_help():
    config = engineer.column_config()
    assert list(config) == list(engineer.COLUMNS)
    for name, column in config.items():
        assert column["help"] == engineer.COLUMNS[name].help and column["help"].endswith(".")


# --- What to take away --------------------------------------------------------------------------


def test_the_sentence_of_relu():
    assert engineer.sentence(RELU) == (
        "For ReLU the same weights keep signal and gradient: σ_w² = 2. In wide layers with "
        "σ_w² = 2 for N(0, 1) inputs the signal keeps its size, and the first of 30 layers gets as "
        "much gradient as the last. PyTorch's `calculate_gain` gives the same gain, 1.414."
    )


def test_the_sentence_of_selu_says_what_three_quarters_do():
    assert engineer.sentence(SELU).endswith(
        "PyTorch's `calculate_gain` says 0.75: through 50 layers the outputs' deviation goes from "
        "0.797 to 0.203 and the gradient comes back times 0.252; with the gain 1 from 1 to 1, and "
        "times 5.44."
    )
    through = carried(SELU, 0.75)
    assert engineer.ends(SELU, 0.75)[0] == (through.deviation[0], through.deviation[-1])


def test_an_unstable_size_is_called_so():
    said = engineer.sentence(GELU)
    assert (
        "no single σ_w² keeps both: the signal takes 2.352, the gradient 2.194 (7.2% apart)" in said
    )
    assert "that size is unstable: for N(0, 1) inputs the signal grows without end" in said
    assert "same weights" in engineer.sentence(GROWING)  # exp is its own slope
    assert "unstable" in engineer.sentence(GROWING)
    assert "has no value for it" in engineer.sentence(lowered(RELU, 0.1))


def test_the_sentence_without_a_gradient_or_a_network():
    assert engineer.sentence(ONE).startswith("Yours passes on no gradient, whatever the weights")
    assert "layers gets" not in engineer.sentence(ONE)
    said = engineer.sentence(powers(1.0, 64))
    assert "A network with σ_w² = 6.070 × 10⁻¹⁰⁸ is beyond what is predicted here." in said


def test_the_lines_to_start_with_name_their_frameworks():
    comments = [line for line in engineer.start_lines(GELU).splitlines() if line.startswith("#")]
    assert comments == ["# PyTorch", "# JAX", "# Keras"]


def test_several_at_an_end_of_the_table_are_tied():
    ranked = engineer.ranked(engineer.table(), "Apart")
    (most, _, _), (least, value, _), _ = engineer.readings(ranked, "Apart")
    assert most == "Most: Hard sigmoid" and value == "1"
    alike = sum(abs(apart - 1) < 1e-6 for apart in ranked["Apart"].to_pylist())
    assert alike > 1 and least == f"Least: {alike} tied"
