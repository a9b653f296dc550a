"""The words under the pointer."""

import numpy as np
import pytest

from activations import ACTIVATIONS
from dashboard import tables


def test_readings_are_written_as_on_the_page():
    x = np.array([-1.5, 0.0, 2.0])
    curve = tables.curves(x, **{"a-nan 100%": np.array([np.nan, -4.5e-5, 1.0])})
    assert tables.readings(curve)["text"].to_pylist() == [
        "at −1.5\na-nan 100%: –",
        "at 0\na-nan 100%: −4.5e−05",
        "at 2\na-nan 100%: 1",
    ]


def test_readings_are_few_and_take_every_curve():
    x = np.linspace(-3, 3, 601)
    readings = tables.readings(tables.curves(x, one=x, two=-x))
    assert 28 <= len(readings) <= 35
    assert readings["text"][0].as_py() == "at −3\none: −3\ntwo: 3"


def test_words_of_levels_that_are_close_are_written_as_one():
    table = tables.levels((0.0, ""), (0.36, "Leaky"), (0.4, "ReLU"), (-0.5, "low"), apart=0.1)
    assert table["y"].to_pylist() == [0.4, 0.36, 0.0, -0.5]
    assert table["text"].to_pylist() == ["ReLU, Leaky", "", "", "low"]
    assert tables.levels()["y"].to_pylist() == []


def test_small_charts_are_one_table_with_two_lines_a_place():
    acts = (ACTIVATIONS["relu"], ACTIVATIONS["elu"])
    table = tables.strokes(acts, -3.0, 3.0, -2.0).to_pandas()
    assert set(zip(table.place, table.kind, strict=True)) == {
        (place, kind) for place in (0, 1) for kind in ("value", "slope")
    }
    for place, act in enumerate(acts):
        line = table[(table.place == place) & (table.kind == "value") & table.y.notna()]
        assert set(line.series) == {act.label} and line.x.is_monotonic_increasing
        np.testing.assert_array_equal(line.y, act(line.x))
        assert line.y.between(-2, 3).all()


def test_curves_beside_each_other_differ_from_the_first():
    acts = (ACTIVATIONS["relu"], ACTIVATIONS["elu"])
    outputs, slopes, differences = (t.to_pandas() for t in tables.beside(acts, -5.0, 5.0))
    apart = outputs[outputs.series == "ELU"].y.to_numpy() - outputs[outputs.series == "ReLU"].y
    np.testing.assert_array_equal(differences[differences.series == "ELU"].y, apart)
    assert not differences[differences.series == "ReLU"].y.any()
    assert slopes[slopes.x == 0].y.isna().tolist() == [True, False]


@pytest.mark.parametrize("names", [["relu"], ["relu", "elu", "gelu"], list(ACTIVATIONS)])
def test_domains_hold_what_is_usual_and_do_not_follow_parameters(names):
    acts = tuple(ACTIVATIONS[name] for name in names)
    slopes, gaps = tables.beside_domains(acts, -5.0, 5.0)
    x = np.linspace(-5, 5, 401)
    for (low, high), usual in (
        (slopes, [act.derivative(x) for act in acts]),
        (gaps, [act(x) - acts[0](x) for act in acts]),
    ):
        assert low < np.min(usual) and np.max(usual) < high
    set_otherwise = tuple(
        act.configure(**{name: bounds.high for name, bounds in act.parameters.items()})
        for act in acts
    )
    assert tables.beside_domains(set_otherwise, -5.0, 5.0) == [slopes, gaps]
