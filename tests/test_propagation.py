"""Deep random networks as they are measured, and whether the prediction describes them."""

import math

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.propagation import (
    Measured,
    agreement,
    by_chance,
    dead_units,
    measure,
    over_seeds,
    predict,
    verdict,
)
from activations.saturation import largest_slope

LEAKY = ACTIVATIONS["leaky_relu"].configure(negative_slope=0.1)
FUNCTIONS = ACTIVATIONS | {"leaky_relu": LEAKY}
every_function = pytest.mark.parametrize("name", ACTIVATIONS)


def run(name: str, sigma_w2: float, depth: int, **more) -> Measured:
    settings = {"width": 128, "seeds": 10, "inputs": 4} | more
    (measured,) = measure([FUNCTIONS[name]], depth=depth, weight_variances=[sigma_w2], **settings)
    return measured


# --- Measured -----------------------------------------------------------------------------------


@every_function
def test_the_gradient_against_finite_differences(name):
    """Of L = g . z_L with respect to z_1, in float64, with the weights that `measure` draws."""
    act, depth, width, sigma_w2, sigma_b2 = FUNCTIONS[name], 4, 6, 1.7, 0.3
    measured = run(name, sigma_w2, depth, width=width, seeds=1, inputs=1, bias_variance=sigma_b2)
    stream = np.random.default_rng([0, 0])

    def draw(*shape):
        return stream.standard_normal(shape, dtype=np.float32).astype(np.float64)

    x, g = draw(width, 1), draw(width, 1)
    layers = [(draw(width, width), draw(width, 1)) for _ in range(depth)]
    layers = [(w * (sigma_w2 / width) ** 0.5, b * sigma_b2**0.5) for w, b in layers]

    def loss(z):
        for weights, bias in layers[1:]:
            z = weights @ act(z) + bias
        return float((g * z).sum())

    z = layers[0][0] @ x + layers[0][1]
    size = 1e-6
    numeric = [(loss(z + e) - loss(z - e)) / (2 * size) for e in size * np.eye(width)[:, :, None]]
    ratio = np.square(numeric).sum() / np.square(g).sum()
    assert 10 ** measured.log10_gradient[0, 0] == pytest.approx(ratio, rel=1e-4, abs=1e-12)
    assert measured.second_moment[0, 0] == pytest.approx(np.square(z).mean(), rel=1e-5)
    assert measured.mean[0, 0] == pytest.approx(act(z).mean(), rel=1e-5, abs=1e-7)
    assert measured.variance[0, 0] == pytest.approx(act(z).var(), rel=1e-5, abs=1e-12)


@pytest.mark.parametrize(
    "name, sigma_w2, depth, median, band",
    [
        ("sigmoid", 1, 20, -23.93, 0.1),
        ("sigmoid", 16, 20, -7.86, 0.3),
        ("tanh", 1, 50, -1.84, 0.3),
        ("tanh", 2, 50, 1.80, 0.3),
        ("relu", 1, 50, -14.82, 0.5),
        ("relu", 2, 50, -0.07, 0.5),
        ("leaky_relu", 2 / 1.01, 50, -0.09, 0.5),
        ("elu", 1, 50, -2.48, 0.3),
        ("elu", 2, 50, 2.27, 0.4),
        ("selu", 1, 50, 1.52, 0.3),
        ("selu", 2, 50, 4.62, 0.4),
    ],
)
def test_the_measured_decay_is_that_of_the_reference(name, sigma_w2, depth, median, band):
    measured = run(name, sigma_w2, depth, width=256, seeds=8)
    assert np.median(measured.log10_gradient[0]) == pytest.approx(median, abs=band)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "elu", "selu"])
def test_layer_by_layer_the_prediction_is_the_mean_over_many_networks(name):
    settings = {"bias_variance": 0.1, "input_mean": 1.0, "input_variance": 0.5, "threshold": 0.3}
    measured = run(name, 1.3, 6, width=192, seeds=40, **settings)
    predicted = predict(ACTIVATIONS[name], depth=6, weight_variance=1.3, **settings)
    for quantity in ("second_moment", "mean", "variance", "saturated"):
        mean = getattr(measured, quantity).mean(axis=1)
        np.testing.assert_allclose(mean, getattr(predicted, quantity), rtol=0.06, atol=0.03)
    np.testing.assert_allclose(measured.chi.mean(axis=1), predicted.chi[:-1], rtol=0.06)


def test_a_seed_is_the_same_network_whatever_else_is_measured():
    acts = [ACTIVATIONS["tanh"], ACTIVATIONS["relu"]]
    common = {"depth": 5, "width": 16}
    both = measure(acts, weight_variances=[1.0, 2.0], seeds=4, **common)
    (alone,) = measure(acts[1:], weight_variances=[2.0], seeds=2, first_seed=1, **common)
    for together, single in zip(both[1], alone, strict=True):
        np.testing.assert_allclose(together[:, 1:3], single, rtol=1e-5)
    again = measure(acts, weight_variances=[1.0, 2.0], seeds=4, **common)
    np.testing.assert_array_equal(both, again)
    assert len(np.unique(both[0].log10_gradient[0])) == 4


@every_function
@pytest.mark.parametrize("sigma_w2, width", [(0.05, 8), (20.0, 8), (100.0, 64)])
def test_neither_signal_nor_gradient_overflows(name, sigma_w2, width):
    measured = run(name, sigma_w2, 64, width=width, seeds=3, input_mean=3.0, bias_variance=2.0)
    for quantity in measured[:5]:
        assert np.isfinite(quantity).all()
    assert not np.isnan(measured.log10_gradient).any()
    most = 300 if largest_slope(FUNCTIONS[name]) < np.inf else 64 * 64  # what is cut off
    assert (measured.log10_gradient < most).all()
    for share in (measured.saturated, measured.dead):
        assert ((share >= 0) & (share <= 1)).all()
    assert (measured.dead <= measured.saturated).all()


def test_a_narrow_relu_network_dies_and_says_so():
    measured = run("relu", 2.0, 64, width=8, seeds=20)
    lost = np.isneginf(measured.log10_gradient[0])
    assert lost.any() and not lost.all()
    assert (measured.dead.max(axis=0)[lost] == 1).all()
    assert np.isnan(measured.chi[:, lost]).any() and not np.isinf(measured.chi).any()
    predicted = predict(ACTIVATIONS["relu"], depth=64, weight_variance=2.0)
    assert agreement(measured, predicted) == "outside"


def test_only_slopes_of_exactly_zero_make_a_unit_dead():
    assert run("sigmoid", 16.0, 5).dead.max() == 0
    assert run("relu", 2.0, 5, inputs=1).dead.mean() == pytest.approx(0.5, abs=0.05)
    assert run("relu", 2.0, 1, inputs=8).dead.mean() == pytest.approx(2.0**-8, abs=0.01)


# --- Judged -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ratio, said",
    [(-1.01, "vanishing"), (-0.99, "healthy"), (0.99, "healthy"), (1.01, "exploding"),
     (-math.inf, "vanishing")],
)  # fmt: skip
def test_the_verdict_is_within_a_factor_of_ten(ratio, said):
    assert verdict(ratio) == said


@pytest.mark.parametrize(
    "name, sigma_w2, said",
    [
        ("sigmoid", 1.0, "inside"), ("tanh", 2.0, "inside"), ("relu", 2.0, "inside"),
        ("selu", 1.0, "inside"), ("gelu", 2.0, "scattered"), ("softplus", 2.0, "scattered"),
    ],
)  # fmt: skip
def test_where_the_prediction_describes_the_networks(name, sigma_w2, said):
    measured = run(name, sigma_w2, 50, width=96, inputs=8)
    predicted = predict(ACTIVATIONS[name], depth=50, weight_variance=sigma_w2)
    assert agreement(measured, predicted) == said
    assert agreement(measured, predicted._replace(second_moment=np.full(50, 1e9))) == "outside"


def test_the_spread_leaves_out_what_is_not_there():
    values = np.array([[1.0, 2.0, 6.0], [np.nan, 3.0, 5.0], [np.nan] * 3, [-np.inf, 1.0, 2.0]])
    low, middle, high = over_seeds(values)
    np.testing.assert_array_equal(low, [1, 3, np.nan, -np.inf])
    np.testing.assert_array_equal(middle, [2, 4, np.nan, 1])
    np.testing.assert_array_equal(high, [6, 5, np.nan, 2])


def test_without_the_signal_only_the_gradient_is_judged():
    measured = run("relu", 2.0, 50, width=96, inputs=8)
    predicted = predict(ACTIVATIONS["relu"], depth=50, weight_variance=2.0)
    far = predicted._replace(second_moment=np.full(50, 1e9))
    assert agreement(measured, far) == "outside"
    assert agreement(measured, far, signal=False) == "inside"


@pytest.mark.parametrize(
    "gradients, chance",
    [
        ([-1.0] * 5, 2.0**-4),
        ([1.0] * 20, 2.0**-19),
        ([-np.inf, -1.0, -1.0, 1.0], 2 * (1 + 4) / 16),
        ([-1.0, 1.0], 1.0),
    ],
)
def test_how_probably_networks_split_as_they_do(gradients, chance):
    predicted = predict(ACTIVATIONS["relu"], depth=1, weight_variance=2.0)
    parts = dict.fromkeys(Measured._fields, np.zeros((1, len(gradients))))
    measured = Measured(**parts | {"log10_gradient": np.array([gradients])})
    assert by_chance(measured, predicted) == pytest.approx(chance, rel=1e-12)


def test_dead_units_are_those_of_the_measurement():
    acts, settings = (ACTIVATIONS["relu"],), {"depth": 6, "width": 24, "seeds": 3, "inputs": 4}
    (measured,) = measure(acts, weight_variances=(2.0,), **settings)
    np.testing.assert_array_equal(dead_units(acts, (2.0,), **settings), [measured.dead])


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"depth": 0}, r"The 'depth' of a network must be in \[1, 100\]. Got 0."),
        ({"depth": 101}, "depth"),
        ({"weight_variance": math.nan}, r"weight variance must be in \[0.0001, 100\]. Got nan"),
        ({"weight_variance": 101.0}, "weight variance"),
        ({"bias_variance": -1.0}, "bias variance"),
        ({"input_mean": math.inf}, "input mean"),
        ({"input_variance": -0.1}, "input variance"),
        ({"input_variance": 0.0}, "needs a signal"),
        ({"threshold": 0.0}, "threshold"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(wrong, said):
    settings = {"depth": 3, "weight_variance": 1.0} | wrong
    with pytest.raises(ValueError, match=said):
        predict(ACTIVATIONS["tanh"], **settings)
    if "threshold" not in wrong:
        settings["weight_variances"] = [settings.pop("weight_variance")]
        with pytest.raises(ValueError, match=said):
            measure([ACTIVATIONS["tanh"]], width=4, seeds=1, **settings)


@pytest.mark.parametrize("nothing", ["width", "seeds", "inputs"])
def test_a_count_of_none_is_refused(nothing):
    with pytest.raises(ValueError, match="at least one activation, unit, seed and input"):
        run("tanh", 1.0, 3, **{nothing: 0})
