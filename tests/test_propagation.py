"""Deep random networks: against finite differences, against the reference tables, at their ends."""

import math

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.propagation import (
    Measured,
    agreement,
    by_chance,
    dead_units,
    fixed_point,
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


# --- Predicted ----------------------------------------------------------------------------------

# Computed with SciPy, independently of this code: log10 of the product of chi over the layers, and
# q at the last one.
PRODUCTS = [
    ("sigmoid", 1, 20, -23.93, 0.2647),
    ("sigmoid", 2, 20, -19.07, None),
    ("sigmoid", 16, 20, -7.80, None),
    ("tanh", 1, 50, -1.84, 0.0104),
    ("tanh", 2, 50, 1.77, None),
    ("relu", 1, 50, -14.75, 1.8e-15),
    ("relu", 2, 50, 0.0, 2.0),
    ("leaky_relu", 2 / 1.01, 50, 0.0, None),
    ("elu", 1, 50, -2.46, 0.0028),
    ("elu", 2, 50, 2.28, 35.7),
    ("selu", 1, 50, 1.47, 1.0),
    ("selu", 2, 50, 4.60, 2924.0),
    ("silu", 2, 50, -13.47, None),
    ("gelu", 2, 50, -11.1, 5e-12),
    ("softplus", 2, 20, -2.45, None),
]


@pytest.mark.parametrize("name, sigma_w2, depth, log10_product, q", PRODUCTS)
def test_the_prediction_is_that_of_the_reference(name, sigma_w2, depth, log10_product, q):
    predicted = predict(FUNCTIONS[name], depth=depth, weight_variance=sigma_w2)
    assert predicted.log10_gradient[0] == pytest.approx(log10_product, abs=0.05)
    assert predicted.log10_gradient[-1] == 0
    if q is not None:
        assert predicted.second_moment[-1] == pytest.approx(q, rel=0.03)


@pytest.mark.parametrize(
    "layer, q", [(1, 2), (2, 2.40), (4, 3.29), (8, 5.35), (16, 10.2), (32, 21.7), (64, 47.2)]
)
def test_elu_grows_under_he(layer, q):
    grown = predict(ACTIVATIONS["elu"], depth=64, weight_variance=2)
    assert grown.second_moment[layer - 1] == pytest.approx(q, rel=5e-3)


def test_elu_s_factors_multiply_as_in_the_reference():
    chi = predict(ACTIVATIONS["elu"], depth=100, weight_variance=2).chi
    assert [np.prod(chi[:n]) for n in (8, 32, 100)] == pytest.approx([4.41, 56.4, 2768], rel=2e-3)


@pytest.mark.parametrize(
    "name, sigma_w2, q, root_chi",
    [
        ("sigmoid", 1, 0.264687, 0.2361),
        ("sigmoid", 2, 0.55529, 0.3178),
        ("tanh", 1, 0, 1.0),
        ("tanh", 2, 0.617965, 1.0514),
        ("relu", 1, 0, 0.5**0.5),
        ("leaky_relu", 1, 0, 0.7106),
        ("elu", 1, 0, 1.0),
        ("selu", 1, 1, 1.03517),
        ("softplus", 1, 0.856305, 0.5373),
        ("softsign", 1, 0, 1.0),
        ("softsign", 2, 0.0794786, 1.0210),
        ("hardtanh", 2, 1.05225, 1.1579),
        ("gelu", 1, 0, 0.5),
        ("silu", 1, 0, 0.5),
        ("gelu", 2, 0, 0.5**0.5),
        ("silu", 2, 0, 0.5**0.5),
    ],
)
def test_where_a_signal_settles(name, sigma_w2, q, root_chi):
    found = fixed_point(FUNCTIONS[name], sigma_w2, 0.0, float(sigma_w2))
    assert found.second_moment == pytest.approx(q, rel=1e-5, abs=1e-12)
    assert found.chi**0.5 == pytest.approx(root_chi, abs=6e-5 if q else 2e-4)


@pytest.mark.parametrize("name", ["elu", "selu", "leaky_relu", "softplus"])
def test_a_signal_that_grows_has_no_fixed_point(name):
    assert fixed_point(FUNCTIONS[name], 2.0, 0.0, 2.0) is None


def test_every_signal_of_relu_under_he_is_a_fixed_point():
    for q in (0.01, 2.0, 300.0):
        assert fixed_point(ACTIVATIONS["relu"], 2.0, 0.0, q) == (pytest.approx(q), 1.0)


@pytest.mark.parametrize(
    "name, sigma_b2, sigma_w2",
    [
        ("tanh", 1e-4, 1.08603),
        ("tanh", 0.01, 1.42421),
        ("tanh", 0.05, 1.76095),
        ("tanh", 0.2, 2.28515),
        ("elu", 0.05, 1.53372),
        ("selu", 0.05, 0.90177),
        ("hardtanh", 0.05, 1.16554),
        ("softsign", 0.05, 3.14125),
    ],
)
def test_chi_is_one_on_the_edge_of_chaos(name, sigma_b2, sigma_w2):
    edge = fixed_point(ACTIVATIONS[name], sigma_w2, sigma_b2, 1.0)
    assert edge.chi == pytest.approx(1.0, abs=2e-5)


def test_selu_holds_mean_zero_and_variance_one():
    predicted = predict(ACTIVATIONS["selu"], depth=50, weight_variance=1)
    np.testing.assert_allclose(predicted.mean, 0, atol=1e-12)
    np.testing.assert_allclose(predicted.variance, 1, rtol=1e-12)
    np.testing.assert_allclose(predicted.chi, 1.07157499246, rtol=1e-11)
    assert 10 ** (predicted.log10_gradient[0] / 2) == pytest.approx(1.0715749925 ** (49 / 2))


def test_the_mean_of_the_inputs_counts():
    shifted, wide = (
        predict(ACTIVATIONS["tanh"], depth=3, weight_variance=1.5, input_mean=m, input_variance=v)
        for m, v in ((2.0, 1.0), (0.0, 5.0))
    )
    np.testing.assert_array_equal(shifted, wide)
    assert shifted.second_moment[0] == 7.5


@every_function
def test_a_tiny_signal_is_followed_without_cancellation(name):
    """ELU's closed form is lost in rounding below sigma = 1e-6; there f is straight but at 0."""
    act = ACTIVATIONS[name]
    predicted = predict(act, depth=64, weight_variance=0.05, input_variance=0.05)
    assert np.isfinite(predicted).sum() >= 5 * 64
    assert (predicted.second_moment > 0).all() and (predicted.variance >= 0).all()
    if name in ("elu", "selu", "celu", "silu", "gelu", "tanh"):
        low, high = np.abs(act.derivative([-1e-30, 1e-30]))
        halved = 0.05 * (low**2 + high**2) / 2
        q = predicted.second_moment
        assert q[-1] / q[-2] == pytest.approx(halved, rel=1e-9)


def test_the_saturated_share_is_that_of_the_normal_distribution():
    relu, tanh = (
        predict(ACTIVATIONS[name], depth=1, weight_variance=1, threshold=0.5)
        for name in ("relu", "tanh")
    )
    edge = math.acosh(2**0.5)  # where 1 / cosh^2 is one half
    assert relu.saturated[0] == 0.5
    assert tanh.saturated[0] == pytest.approx(math.erfc(edge / 2**0.5), rel=1e-9)


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
