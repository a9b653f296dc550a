"""The words under the pointer."""

import numpy as np

from dashboard import tables


def test_readings_are_written_as_on_the_page():
    x = np.array([-1.5, 0.0, 2.0])
    curve = tables.curves(x, **{"a-nan 100%": np.array([np.nan, -4.5e-5, 1.0])})
    assert tables.readings(curve)["text"].to_pylist() == [
        "at −1.5: a-nan 100% –",
        "at 0: a-nan 100% −4.5e−05",
        "at 2: a-nan 100% 1",
    ]


def test_readings_are_few_and_take_every_curve():
    x = np.linspace(-3, 3, 601)
    readings = tables.readings(tables.curves(x, one=x, two=-x))
    assert 28 <= len(readings) <= 35
    assert readings["text"][0].as_py() == "at −3: one −3 · two 3"
