"""A drawn layer against its exact moments, and its histogram."""

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.listings import POST_GRID
from activations.sampling import (
    Normal,
    constant,
    dead_units,
    draw,
    histogram,
    layer,
    measure,
    moments,
    next_layer,
    outputs,
    round_edges,
    share_not_above_zero,
)

EDGES = np.arange(-10.0, 11.0)
STEPS = np.arange(51)
INPUTS = [Normal(0.0, 1.0), Normal(-1.0, 2.0), POST_GRID, np.array([-3.0, 0.0, 0.0, 7.5])]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("inputs", INPUTS, ids=["normal", "shifted", "grid", "own"])
def test_the_sample_has_the_exact_moments(name, inputs):
    activation = ACTIVATIONS[name]
    mean, variance = moments(activation, inputs)
    seen = outputs(activation, inputs, 16_000, EDGES, seed=3)
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
    assert constant(relu, values)
    for removed in (0.0, 1.0):
        seen = measure(relu, values, 100, 4, removed=removed, seed=0)
        assert seen.losses(1.0, STEPS).tolist() == [1.0] * 51


def test_outputs_too_near_to_compute_with_have_no_variance_but_are_not_constant():
    relu, values = ACTIVATIONS["relu"], np.array([1e-200, 2e-200, -1e-200])
    assert moments(relu, values) == (pytest.approx(1e-200), 0.0)
    assert not constant(relu, values) and not constant(relu, Normal(-2.0, 0.1))
    assert measure(relu, values, 100, 4, seed=0).losses(1.0, STEPS).tolist() == [1.0] * 51


@pytest.mark.parametrize(
    "inputs, share",
    [(Normal(0.0, 1.0), 0.5), (Normal(-2.0, 1.0), 0.97724987), (POST_GRID, 0.51)],
    ids=["half", "mostly", "grid"],
)
def test_share_of_exact_zeros(inputs, share):
    assert share_not_above_zero(inputs) == pytest.approx(share, abs=1e-8)
    seen = outputs(ACTIVATIONS["relu"], inputs, 32_000, EDGES, seed=1)
    assert seen.after.zeros == pytest.approx(share, abs=0.015)
    assert seen.before.zeros == 0.0


def test_one_seed_one_sample():
    for inputs in INPUTS:
        first, again, other = (draw(inputs, 20, 8, seed) for seed in (4, 4, 5))
        assert first.shape == (20, 8)
        np.testing.assert_array_equal(first, again)
        assert (first != other).any()
    np.testing.assert_array_equal(np.unique(draw(INPUTS[-1], 200, 8, 0)), [-3.0, 0.0, 7.5])


@pytest.mark.parametrize("inputs", INPUTS, ids=["normal", "shifted", "grid", "own"])
def test_a_layer_is_the_activation_of_its_draws(inputs):
    elu = ACTIVATIONS["elu"]
    for units in (3, 64):
        z = draw(inputs, 500, units, seed=4)
        np.testing.assert_array_equal(layer(elu, inputs, 500, units, seed=4), elu(z))


@pytest.mark.parametrize("removed", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("inputs", INPUTS, ids=["normal", "shifted", "grid", "own"])
def test_what_is_measured_is_the_spectrum_of_the_sample(inputs, removed):
    elu, for_draws = ACTIVATIONS["elu"], int(np.random.SeedSequence(6).generate_state(3)[0])
    sample = layer(elu, inputs, 200, 12, for_draws) - removed * moments(elu, inputs)[0]
    seen = measure(elu, inputs, 200, 12, removed=removed, seed=6)
    of_the_sample = np.linalg.eigvalsh(sample.T @ sample / 200)
    np.testing.assert_allclose(seen.eigenvalues, of_the_sample, rtol=1e-9)


def test_the_weights_of_the_next_layer_are_not_the_draws():
    act, scale = ACTIVATIONS["identity"], 2**0.5
    seen = next_layer(act, Normal(0.0, 1.0), 16, 64, neurons=16, weight_scale=scale, seed=0)
    assert np.abs(seen.mean).max() < 2  # a row of draws times itself would give 5.7


@pytest.mark.parametrize("inputs", INPUTS, ids=["normal", "shifted", "grid", "own"])
def test_the_mean_taken_off_leaves_equal_eigenvalues(inputs):
    relu, units = ACTIVATIONS["relu"], 16
    mean, variance = moments(relu, inputs)
    raw, centred = (measure(relu, inputs, 20_000, units, removed=r, seed=2) for r in (0.0, 1.0))
    assert raw.eigenvalues[-1] == pytest.approx(variance + units * mean**2, rel=0.05)
    np.testing.assert_allclose(centred.eigenvalues, variance, rtol=0.12)
    assert centred.steps_until(1e-3, 1.0) <= raw.steps_until(1e-3, 1.0)


def test_dead_units_have_no_slope_in_any_row():
    z = np.array([[-1.0, 0.5, 0.0, 2.0], [-2.0, -3.0, -0.0, 7.0], [-9.0, -1.0, 0.0, 6.5]])
    assert dead_units(ACTIVATIONS["relu"], z) == 2
    assert dead_units(ACTIVATIONS["relu6"], z[:, 3:]) == 0
    assert dead_units(ACTIVATIONS["relu6"], z[1:, 3:]) == 1
    assert dead_units(ACTIVATIONS["leaky_relu"], z) == dead_units(ACTIVATIONS["elu"], z) == 0
    assert dead_units(ACTIVATIONS["sigmoid"], np.full((2, 3), -800.0)) == 3


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


@pytest.mark.parametrize("ends", [(0.0, 0.0), (-1e-323, 1e-323)], ids=["zero", "tiny"])
def test_edges_around_nothing_but_zero(ends):
    assert round_edges(*ends).tolist() == [-1.0, 0.0, 1.0]
    assert histogram(np.array(ends), np.array([-1.0, 0.0, 1.0])).shares.sum() in (0.0, 1.0)


def test_histogram_counts_every_value_once():
    values = np.array([-9.0, -0.5, 0.0, 0.0, 0.5, 1.0, 2.0, 99.0])
    edges = np.array([-1.0, 0.0, 1.0, 2.0])
    counted = histogram(values, edges)
    assert counted.shares.tolist() == [0.25, 0.125, 0.375] and counted.zeros == 0.25
    assert counted.shares.sum() + counted.zeros == 1.0
    assert histogram(np.zeros(5), edges).zeros == 1.0


def test_the_least_negative_number_is_left_of_zero():
    seen = histogram(np.array([-1e-323, -1e-323, 1e-323, 0.0]), np.array([-1.0, 0.0, 1.0]))
    assert seen.shares.tolist() == [0.5, 0.25] and seen.zeros == 0.25


def test_histogram_of_a_grid_is_flat_in_spite_of_rounding():
    shares = histogram(POST_GRID, np.arange(-10.0, 11.0)).shares
    np.testing.assert_allclose(shares, 0.05, rtol=1e-12)
