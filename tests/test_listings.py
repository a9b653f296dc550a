"""Listings that circulate with errors: what they compute, against what they should."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.listings import (
    POST_GRID,
    elu_as_circulated,
    sigmoid_limits,
    snake_as_circulated,
)
from dashboard.claims.sigmoid_saturation import claims

ELU, SNAKE = ACTIVATIONS["elu"], ACTIVATIONS["snake"]


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
    assert (SNAKE(x) >= x).all() and (snake_as_circulated(x) < x).any()
    steep = [(f(1e-6) - f(-1e-6)) / 2e-6 for f in (SNAKE, snake_as_circulated)]
    assert steep == [pytest.approx(1, abs=1e-9), pytest.approx(2, abs=1e-9)]
    assert np.isnan(snake_as_circulated(np.nan)) and snake_as_circulated([1.0, 2.0]).shape == (2,)


def rounded_sigmoid(x: float) -> float:
    """The sigmoid with 500 digits, rounded to float64 once."""
    with localcontext() as context:
        context.prec = 500
        return float(1 / (1 + (-Decimal(x)).exp()))


def test_where_a_sigmoid_in_float64_leaves_the_open_interval():
    limits, near = sigmoid_limits(), 1e-9
    with np.errstate(over="ignore"):
        printed = [1 / (1 + np.exp(-(limits.one_as_printed + side))) for side in (-near, near)]
        assert printed[0] < 1 == printed[1]
        assert [np.exp(-(limits.overflow + side)) == np.inf for side in (-near, near)] == [
            True,
            False,
        ]
    assert rounded_sigmoid(limits.one - near) < 1 == rounded_sigmoid(limits.one + near)
    assert rounded_sigmoid(limits.one_as_printed) < 1
    assert rounded_sigmoid(limits.zero - near) == 0 < rounded_sigmoid(limits.zero + near)
    assert limits == pytest.approx((36.7368, 37.4299, -745.1332, -709.7827), abs=1e-4)
    told = next(claim.truth for claim in claims() if claim.said == "The output lies in (0, 1).")
    assert all(f"{abs(limit):.2f}" in told for limit in limits)
