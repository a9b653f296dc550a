"""A drawn layer against its exact moments, and its histogram."""

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.listings import POST_GRID
from activations.sampling import (
    Normal,
    draw,
    histogram,
    measure,
    moments,
    round_edges,
    share_not_above_zero,
)

SETTINGS = dict(step_size=1.0, steps=50, neurons=16, weight_scale=2**0.5)
INPUTS = [Normal(0.0, 1.0), Normal(-1.0, 2.0), POST_GRID, np.array([-3.0, 0.0, 0.0, 7.5])]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("inputs", INPUTS, ids=["normal", "shifted", "grid", "own"])
def test_the_sample_has_the_exact_moments(name, inputs):
    activation = ACTIVATIONS[name]
    mean, variance = moments(activation, inputs)
    seen = measure(activation, inputs, 500, 32, seed=3, **SETTINGS)
    assert abs(seen.mean - mean) <= 4 * (variance / 16_000) ** 0.5


def test_the_known_means_of_the_relu():
    relu = ACTIVATIONS["relu"]
    assert moments(relu, Normal(0.0, 1.0))[0] == pytest.approx(0.398942, abs=1e-6)
    assert moments(relu, POST_GRID)[0] == pytest.approx(2.45, abs=1e-9)
    assert moments(ACTIVATIONS["elu"], POST_GRID)[0] == pytest.approx(1.99516, abs=1e-5)


@pytest.mark.parametrize(
    "values", [[0.1, 0.1, 0.1], [-1.0, -2.0], [1e9] * 7], ids=["equal", "negative", "large"]
)
def test_equal_outputs_have_no_variance(values):
    relu, values = ACTIVATIONS["relu"], np.array(values)
    mean, variance = moments(relu, values)
    assert mean == pytest.approx(max(values[0], 0.0), rel=1e-15) and variance == 0.0
    seen = measure(relu, values, 100, 4, seed=0, **SETTINGS)
    assert seen.raw.measured.tolist() == seen.centred.measured.tolist() == [1.0] * 51
    assert seen.raw.predicted.tolist() == seen.centred.predicted.tolist() == [1.0] * 51


@pytest.mark.parametrize(
    "inputs, share",
    [(Normal(0.0, 1.0), 0.5), (Normal(-2.0, 1.0), 0.97724987), (POST_GRID, 0.51)],
    ids=["half", "mostly", "grid"],
)
def test_share_of_exact_zeros(inputs, share):
    assert share_not_above_zero(inputs) == pytest.approx(share, abs=1e-8)
    seen = measure(ACTIVATIONS["relu"], inputs, 1000, 32, seed=1, **SETTINGS)
    assert seen.after.zeros == pytest.approx(share, abs=0.015)
    assert seen.before.zeros == 0.0


def test_one_seed_one_sample():
    for inputs in INPUTS:
        first, again, other = (draw(inputs, 20, 8, seed) for seed in (4, 4, 5))
        assert first.shape == (20, 8)
        np.testing.assert_array_equal(first, again)
        assert (first != other).any()
    np.testing.assert_array_equal(np.unique(draw(INPUTS[-1], 200, 8, 0)), [-3.0, 0.0, 7.5])


def test_the_weights_of_the_next_layer_are_not_the_draws():
    seen = measure(ACTIVATIONS["identity"], Normal(0.0, 1.0), 16, 64, seed=0, **SETTINGS)
    assert np.abs(seen.next_layer.mean).max() < 2  # a row of draws times itself would give 5.7


@pytest.mark.parametrize(
    "low, high",
    [(-4.3, 4.1), (-0.043, 0.02), (100, 110), (-7, -6), (0, 1e9), (-1e-300, 0), (-9, 9)],
)
def test_round_edges(low, high):
    edges = round_edges(low, high)
    assert edges[0] <= min(low, 0) and edges[-1] >= max(high, 0) and 0.0 in edges
    assert 11 <= len(edges) - 1 <= 32
    np.testing.assert_allclose(np.diff(edges), edges[1] - edges[0], rtol=1e-9)
    digits = f"{edges[1] - edges[0]:.6e}".split("e")[0]
    assert float(digits) in (1.0, 2.0, 5.0)


def test_edges_around_nothing_but_zero():
    assert round_edges(0.0, 0.0).tolist() == [-1.0, 0.0, 1.0]


def test_histogram_counts_every_value_once():
    values = np.array([-9.0, -0.5, 0.0, 0.0, 0.5, 1.0, 2.0, 99.0])
    edges = np.array([-1.0, 0.0, 1.0, 2.0])
    counted = histogram(values, edges)
    assert counted.shares.tolist() == [0.25, 0.125, 0.375] and counted.zeros == 0.25
    assert counted.shares.sum() + counted.zeros == 1.0
    assert histogram(np.zeros(5), edges).zeros == 1.0


def test_histogram_of_a_grid_is_flat_in_spite_of_rounding():
    shares = histogram(POST_GRID, np.arange(-10.0, 11.0)).shares
    np.testing.assert_allclose(shares, 0.05, rtol=1e-12)
