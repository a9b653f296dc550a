"""What a mean does to the next layer, against steps that were measured."""

import math

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.conditioning import (
    DESCENTS,
    TRIED,
    Descent,
    adaptive,
    bias_spread,
    condition_number,
    eigenvalues,
    next_layer,
    predicted_losses,
    predicted_steps,
    spectrum,
)
from activations.optimisers import optimiser

# n = 128 units, pre-activations N(0, 1): kappa, steps to 1e-3 by the formula and as measured.
KNOWN = {
    "tanh": (1.0, 1.0, 1),
    "selu": (1.0, 1.0, 1),
    "elu": (6.33, 20.1, 21),
    "silu": (18.45, None, None),
    "gelu": (30.5, 103.5, 104),
    "leaky_relu": (44.9, 153.3, 154),
    "relu": (60.8, 208.2, 209),
    "softplus": (307, None, None),
    "sigmoid": (739, 2549.6, 2550),
}
SETTINGS = {"leaky_relu": {"negative_slope": 0.1}}


def gaussian_moments(name):
    activation = ACTIVATIONS[name].configure(**SETTINGS.get(name, {}))
    return activation.mean(0.0, 1.0), activation.variance(0.0, 1.0)


def sample_with(mean, variance, samples=300, n=128):
    """A sample whose means, variances and covariances are the exact ones of independent units."""
    noise = np.random.default_rng(7).normal(size=(samples, n))
    columns, _ = np.linalg.qr(noise - noise.mean(axis=0))
    return mean + math.sqrt(variance * samples) * columns


def second_moments(sample):
    return sample.T @ sample / len(sample)


def relu_sample(samples, n):
    return np.maximum(np.random.default_rng(3).normal(size=(samples, n)), 0.0)


def steps_to(curve, level: float) -> int | None:
    """The first index at which a curve (one value per step) is at or below `level`, or None."""
    reached = np.asarray(curve) <= level
    return int(np.argmax(reached)) if reached.any() else None


@pytest.mark.parametrize("name", list(KNOWN))
def test_condition_number(name):
    mean, variance = gaussian_moments(name)
    known = KNOWN[name][0]
    assert condition_number(mean, variance, 128) == pytest.approx(known, rel=2e-3)


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known[1]])
def test_steps_predicted_and_measured_on_exact_moments(name):
    mean, variance = gaussian_moments(name)
    _, formula, measured = KNOWN[name]
    kappa = condition_number(mean, variance, 128)
    assert predicted_steps(kappa, 1e3) == pytest.approx(formula, abs=0.06)
    seen, steps = spectrum(second_moments(sample_with(mean, variance)), seed=1), np.arange(2601)
    losses = seen.losses(1.0, steps)
    by_formula = predicted_losses(mean, variance, 128, 1.0, steps)
    assert steps_to(losses, 1e-3) == steps_to(by_formula, 1e-3) == measured
    assert seen.steps_until(1e-3, 1.0) == measured
    np.testing.assert_allclose(losses, by_formula, rtol=1e-6, atol=1e-12)
    assert losses[0] == pytest.approx(1.0) and by_formula[0] == 1.0


@pytest.mark.parametrize(
    "removed, steps", [(0, 228), (0.25, 134), (0.5, 66), (0.75, 17), (0.9, 6), (1, 5)]
)
def test_removing_the_relu_mean_from_2000_samples(removed, steps):
    mean, variance = gaussian_moments("relu")
    sample = relu_sample(2000, 128) - removed * mean
    seen = spectrum(second_moments(sample), seed=0)
    assert seen.steps_until(1e-3, 1.0) == pytest.approx(steps, rel=0.1, abs=1)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_spectrum_of_a_sample(name):
    mean, variance = ACTIVATIONS[name].mean(0.3, 1.2), ACTIVATIONS[name].variance(0.3, 1.2)
    sample = sample_with(mean, variance, samples=100, n=20)
    spectrum = np.linalg.eigvalsh(sample.T @ sample / 100)
    predicted = eigenvalues(mean, variance, 20)
    np.testing.assert_allclose(spectrum[[0, -1]], predicted, rtol=1e-9)
    np.testing.assert_allclose(spectrum[:-1], predicted[0], rtol=1e-9)
    ratio = predicted[1] / predicted[0]
    assert condition_number(mean, variance, 20) == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize(
    "mean, variance, n, expected",
    [(0.0, 2.0, 50, 1.0), (3.0, 2.0, 1, 1.0), (1.0, 0.0, 8, math.inf), (0.0, 0.0, 8, math.inf)],
)
def test_condition_number_at_its_limits(mean, variance, n, expected):
    assert condition_number(mean, variance, n) == expected


def test_a_single_unit_has_one_eigenvalue():
    assert eigenvalues(3.0, 2.0, 1) == (11.0, 11.0)


@pytest.mark.parametrize("name", ["relu", "elu", "tanh", "sigmoid"])
def test_next_layer_spreads_as_predicted(name):
    mean, variance = gaussian_moments(name)
    sample = ACTIVATIONS[name](np.random.default_rng(5).normal(size=(2000, 64)))
    layer = next_layer(sample, mean, neurons=2000, weight_scale=1.5, seed=2)
    across_inputs = 1.5 * math.sqrt(variance)
    assert layer.mean.shape == layer.centred_mean.shape == layer.deviation.shape == (2000,)
    assert layer.mean.std() == pytest.approx(bias_spread(mean, 1.5), rel=0.06, abs=0.05)
    biases = (layer.mean - layer.centred_mean).std()
    assert biases == pytest.approx(bias_spread(mean, 1.5), rel=0.06, abs=1e-15)
    rms_deviation = np.sqrt(np.mean(layer.deviation**2))
    assert rms_deviation == pytest.approx(across_inputs, rel=0.03)
    assert layer.centred_mean.std() < 0.1 * across_inputs


def test_centring_the_sample_is_centring_the_layer():
    sample = relu_sample(500, 16)
    raw = next_layer(sample, 0.4, 10, 1.0, seed=4)
    centred = next_layer(sample - 0.4, 0.0, 10, 1.0, seed=4)
    np.testing.assert_allclose(raw.centred_mean, centred.mean, atol=1e-14)
    np.testing.assert_allclose(raw.deviation, centred.deviation, rtol=1e-12)


def test_descent_is_the_loop_it_stands_for():
    sample, steps, step_size, seed = relu_sample(200, 12), 30, 0.7, 9
    covariance = sample.T @ sample / len(sample)
    rate = step_size / np.linalg.eigvalsh(covariance)[-1]
    teacher = np.random.default_rng(seed).normal(size=12)
    teacher -= teacher.mean()
    weights, losses = np.zeros(12), []
    for _ in range(steps + 1):
        error = weights - teacher
        losses.append(error @ covariance @ error / 2)
        weights = weights - rate * covariance @ error
    measured = spectrum(covariance, seed).losses(step_size, np.arange(steps + 1))
    np.testing.assert_allclose(measured, np.array(losses) / losses[0], rtol=1e-10)


@pytest.mark.parametrize("step_size", [0.01, 1.0, 1.9, 2.5, 1e150])
def test_descent_is_finite_at_every_step_size(step_size):
    steps = np.arange(2001)
    losses = spectrum(second_moments(relu_sample(100, 10)), seed=0).losses(step_size, steps)
    by_formula = predicted_losses(0.4, 0.34, 10, step_size, steps)
    assert np.isfinite(losses).all() and np.isfinite(by_formula).all()
    assert (losses[-1] < losses[0]) == (step_size < 2)


@pytest.mark.parametrize("constant", [0.0, 0.5, 1e-9, 1e-200])
def test_a_constant_sample_teaches_nothing(constant):
    seen = spectrum(second_moments(np.full((50, 8), constant)), seed=0)
    assert seen.losses(1.0, np.arange(21)).tolist() == [1.0] * 21
    assert seen.steps_until(1e-3, 1.0) is None
    assert predicted_losses(constant, 0.0, 8, 1.0, np.arange(21)).tolist() == [1.0] * 21


@pytest.mark.parametrize("size", [1e-154, 1e-160])
def test_a_sample_too_small_to_be_squared_teaches_nothing(size):
    small = second_moments(size * relu_sample(50, 8))
    assert spectrum(small, seed=0).steps_until(1e-3, 1.0) is None
    assert {descent(small, 0, how) for how in DESCENTS} == {Descent(None, None)}


@pytest.mark.parametrize("step_size", [0.1, 1.0, 1.9])
@pytest.mark.parametrize("level", [0.9, 1e-3, 1e-9])
def test_steps_until_is_the_first_step_of_the_curve(step_size, level):
    seen = spectrum(second_moments(relu_sample(200, 12)), seed=3)
    assert seen.steps_until(level, step_size) == steps_to(
        seen.losses(step_size, np.arange(20_000)), level
    )


def test_what_takes_too_long_is_never():
    seen = spectrum(second_moments(sample_with(1e6, 1.0, samples=50, n=8)), seed=0)
    assert seen.steps_until(1e-3, 1.0) is None
    assert seen.steps_until(1e-3, 2.1) is None


@pytest.mark.parametrize("name", ["relu", "elu", "sigmoid"])
def test_the_shares_of_a_spectrum(name):
    sample = ACTIVATIONS[name](np.random.default_rng(5).normal(size=(200, 20)))
    seen = spectrum(second_moments(sample), seed=2)
    assert seen.shares.sum() == pytest.approx(1.0) and (seen.shares >= 0).all()
    assert seen.eigenvalues.sum() == pytest.approx(np.trace(second_moments(sample)))


@pytest.mark.parametrize(
    "condition, step_size, expected",
    [
        (1.0, 1.0, 1.0),
        (1.001, 1.0, 1.0),
        (math.inf, 1.0, math.inf),
        (1.0, 2.0, math.inf),
        (50.0, 2.1, math.inf),
        (1.0, 1.5, math.log(1e3) / (-2 * math.log(0.5))),
        (1.0, 0.5, math.log(1e3) / (-2 * math.log(0.5))),
        (1e20, 1.0, 0.5e20 * math.log(1e3)),
    ],
)
def test_predicted_steps(condition, step_size, expected):
    assert predicted_steps(condition, 1e3, step_size) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: spectrum(np.ones((1, 1)), 0), "at least 2 units"),
        (lambda: spectrum(np.full((3, 3), np.nan), 0), "finite numbers"),
        (lambda: predicted_losses(1, 1, 3, 0.0, np.arange(5)), "step size above 0"),
        (lambda: predicted_losses(1, 1, 3, math.inf, np.arange(5)), "step size above 0"),
        (lambda: next_layer(np.ones(5), 1, 4, 1.0, 0), "matrix"),
        (lambda: predicted_steps(0.5, 1e3), "condition number >= 1"),
        (lambda: predicted_steps(2.0, 1.0), "reduction > 1"),
        (lambda: predicted_steps(2.0, 1e3, 0.0), "step size > 0"),
    ],
)
def test_what_makes_no_sense_is_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def descent(moments, seed, how, level=1e-3) -> Descent:
    """That of any kind, on one sample."""
    if DESCENTS[how].name == "SGD":
        return spectrum(moments, seed).descent(how, level)
    return adaptive(moments, seed, how, level)


def step_by_step(moments, seed, how, level=1e-3) -> Descent:
    """Every step taken on the weights themselves, one rate after the other."""
    kind, momentum, *_ = DESCENTS[how]
    teacher, best = np.random.default_rng(seed).normal(size=len(moments)), Descent(None, None)
    teacher -= teacher.mean()
    scale = np.linalg.eigvalsh(moments)[-1] if kind == "SGD" else 1.0
    for rate in DESCENTS[how].rates / scale:
        trains, error = optimiser(kind, rate, momentum), -teacher
        for step in range(best.steps or 500):
            if error @ moments @ error <= level * (teacher @ moments @ teacher):
                best = Descent(step, rate)
                break
            trains.step([error], [trains.scale * (moments @ error)])
    return best


@pytest.mark.parametrize("how", DESCENTS)
def test_a_descent_is_that_of_the_best_rate_alone_step_by_step(how):
    for removed in (0.0, 0.3, 0.4):
        moments = second_moments(relu_sample(200, 12) - removed)
        found, expected = descent(moments, 5, how), step_by_step(moments, 5, how)
        assert found.steps and found.steps == expected.steps
        assert math.isclose(found.rate, expected.rate)


def with_and_without_mean(name, n, how):
    """Steps of an optimiser on activations of N(0, 1) inputs, and on the same less their mean."""
    mean, _ = gaussian_moments(name)
    sample = ACTIVATIONS[name](np.random.default_rng(3).normal(size=(2000, n)))
    return [descent(second_moments(sample - removed), 0, how) for removed in (0.0, mean)]


@pytest.mark.parametrize("n", [64, 256])
@pytest.mark.parametrize(
    "how, low, high",
    [("gradient descent", 15, 80), ("momentum", 0.9, 1.2), ("Adam", 0.85, 1.2), ("RMSprop", 6, 15)],
)
def test_what_the_relu_mean_costs_other_optimisers(how, n, low, high):
    """Known from elsewhere: 0.9 to 1.2 times the steps with momentum and Adam, 6 to 15 RMSprop."""
    raw, centred = with_and_without_mean("relu", n, how)
    assert low <= raw.steps / centred.steps <= high


@pytest.mark.parametrize("name", ["relu", "elu", "tanh"])
@pytest.mark.parametrize("how", DESCENTS)
def test_the_best_rate_is_not_at_the_end_of_those_tried(name, how):
    """But for gradient descent's upper end, beyond which it is not stable."""
    kind, _, low, high = DESCENTS[how]
    mean, _ = gaussian_moments(name)
    sample = ACTIVATIONS[name](np.random.default_rng(3).normal(size=(2000, 128)))
    for removed in (0.0, mean):
        moments = second_moments(sample - removed)
        rate = descent(moments, 0, how).rate
        rate *= np.linalg.eigvalsh(moments)[-1] if kind == "SGD" else 1
        assert 1.01 * low < rate
        assert rate < high / 1.01 or how == "gradient descent"


@pytest.mark.parametrize("level", [0.1, 1e-3])
def test_gradient_descent_step_by_step_is_that_of_the_spectrum(level):
    moments = second_moments(relu_sample(200, 12))
    seen, found = spectrum(moments, seed=3), descent(moments, 3, "gradient descent", level)
    step_size = found.rate * seen.eigenvalues[-1]
    assert step_size < 2 and found.steps == seen.steps_until(level, step_size)
    tried = np.geomspace(*DESCENTS["gradient descent"][2:], TRIED)
    assert found.steps == min(seen.steps_until(level, size) for size in tried)


@pytest.mark.parametrize("how", DESCENTS)
def test_a_sample_that_teaches_nothing_has_no_descent(how):
    assert descent(second_moments(np.full((50, 8), 0.5)), 0, how) == (None, None)
    with pytest.raises(ValueError, match="at least 2 units"):
        descent(np.ones((1, 1)), 0, how)


def test_what_takes_too_many_steps_to_take_them_is_never():
    moments = second_moments(sample_with(30.0, 1e-4, samples=50, n=8))
    assert descent(moments, 0, "gradient descent") == (None, None)
