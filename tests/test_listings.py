"""Listings that circulate with errors: what they compute, against what they should."""

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.listings import POST_GRID, elu_as_circulated, snake, snake_as_circulated

ELU = ACTIVATIONS["elu"]


def test_loses_half_of_the_post_s_inputs_and_explodes_on_the_rest():
    kept, values = elu_as_circulated(POST_GRID)
    assert POST_GRID.shape == (100,) and kept.shape == values.shape == (49,)
    assert values[0] == pytest.approx(0.2214, abs=5e-5)
    assert values[-1] == pytest.approx(18032.7, abs=0.1)
    assert ELU(kept[-1]) == pytest.approx(9.8)
    np.testing.assert_array_equal(kept, POST_GRID[POST_GRID >= 0])


def test_is_elu_at_zero_only():
    kept, values = elu_as_circulated([3.0, -1.0, 0.0, -0.5, 1.0])
    assert kept.tolist() == [3.0, 0.0, 1.0]
    assert (values == ELU(kept)).tolist() == [False, True, False]


def test_empty_and_extreme_inputs():
    assert [part.shape for part in elu_as_circulated([-1.0, np.nan])] == [(0,), (0,)]
    assert elu_as_circulated([1e4])[1].tolist() == [np.inf]


def test_snake_never_lies_below_the_identity_and_its_misprint_does():
    x = np.linspace(-9, 9, 901)
    assert (snake(x) >= x).all() and (snake_as_circulated(x) < x).any()
    np.testing.assert_allclose(snake(x, 2.0), x + (1 - np.cos(4 * x)) / 4, atol=1e-15)
    steep = [(f(1e-6) - f(-1e-6)) / 2e-6 for f in (snake, snake_as_circulated)]
    assert steep == [pytest.approx(1, abs=1e-9), pytest.approx(2, abs=1e-9)]
    assert np.isnan(snake(np.nan)) and snake([1.0, 2.0]).shape == (2,)
