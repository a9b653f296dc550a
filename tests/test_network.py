"""The network against finite differences, against PyTorch, and member against member."""

from pathlib import Path

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.initialisation import PRESERVING
from activations.learning import datasets
from activations.learning.experiments import TRAINABLE
from activations.learning.network import CENTRED_START, NORMALISATIONS, Network, draws
from activations.learning.normalisation import BatchNorm
from activations.optimisers import SGD, optimiser

PYTORCH = Path(__file__).parent / "data" / "pytorch_network.npz"
OPTIMISED = PYTORCH.with_name("pytorch_optimisers.npz")
STEPPED = {"SGD": 0.05, "Adam": 0.01, "RMSprop": 0.01}
every_activation = pytest.mark.parametrize("act", list(TRAINABLE.values()), ids=str)


def small(act, members: int = 3, dtype=np.float64, normalisation: str = "none") -> Network:
    generators = [np.random.default_rng(s) for s in range(members)]
    standard = [w.astype(dtype) for w in draws([5, 7, 6, 4], generators)]
    return Network.initialised(act, standard, "He", normalisation=normalisation)


def batch(members: int = 3, samples: int = 8, dtype=np.float64):
    rng = np.random.default_rng(9)
    x = rng.normal(size=(members, samples, 5)).astype(dtype)
    return x, rng.integers(4, size=(members, samples))


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@every_activation
def test_the_gradient_is_that_of_finite_differences(act, normalisation):
    net, (x, labels) = small(act, normalisation=normalisation), batch()
    rng, step = np.random.default_rng(1), 1e-6
    for parameter in net.parameters[3:]:
        parameter += rng.uniform(0.1, 0.3, parameter.shape)
    _, gradients = net.gradient(x, labels)
    assert len(gradients) == (8 if normalisation == "batch" else 6)
    for parameter, slope in zip(net.parameters, gradients, strict=True):
        place = tuple(rng.integers(size) for size in parameter.shape)
        parameter[place] += step
        above = net.gradient(x, labels)[0]
        parameter[place] -= 2 * step
        below = net.gradient(x, labels)[0]
        parameter[place] += step
        change = (above - below) / (2 * step)
        assert slope[place] == pytest.approx(change[place[0]], rel=1e-5, abs=2e-9)
        assert np.delete(change, place[0]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@every_activation
def test_training_keeps_float32_and_follows_float64(act, normalisation):
    types = np.float32, np.float64
    nets = [small(act, dtype=dtype, normalisation=normalisation) for dtype in types]
    trains = [SGD(0.05, 0.5) for _ in types]
    for _ in range(20):
        for net, dtype, each in zip(nets, types, trains, strict=True):
            assert net.step(*batch(dtype=dtype), each).dtype == dtype
    for low, high in zip(nets[0].parameters, nets[1].parameters, strict=True):
        assert low.dtype == np.float32
        np.testing.assert_allclose(low, high, atol=2e-4)


@pytest.mark.parametrize("name", ["relu", "elu", "tanh", "selu"])
def test_losses_and_weights_match_pytorch(name):
    """Values made once with PyTorch 2.13.0 in float64: twelve steps of SGD with momentum 0.9."""
    with np.load(PYTORCH) as made:
        weights = [made[f"weights{layer}"].copy() for layer in range(3)]
        net, trains = Network(ACTIVATIONS[name], weights), SGD(0.05, 0.9)
        for step, loss in enumerate(made[f"{name}_loss"]):
            x, labels = made["x"][step], made["labels"][step]
            assert net.step(x, labels, trains) == pytest.approx(loss, rel=1e-10)
        for layer in range(3):
            np.testing.assert_allclose(net.weights[layer], made[f"{name}_weights{layer}"], 1e-9)
            np.testing.assert_allclose(net.biases[layer], made[f"{name}_biases{layer}"], 1e-9)


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("name", ["SGD", "momentum", "Adam", "RMSprop"])
def test_optimisers_and_batch_normalisation_match_pytorch(name, normalisation):
    """Made once with PyTorch 2.13.0 in float64: twelve steps of an ELU network, then a read-out.

    `BatchNorm1d` had the momentum max(0.1, 1 / k) at step k, and was in `eval` for the read-out.
    """
    trains = SGD(0.05, 0.9) if name == "momentum" else optimiser(name, STEPPED[name])
    with np.load(PYTORCH) as made, np.load(OPTIMISED) as expected:
        weights = [made[f"weights{layer}"].copy() for layer in range(3)]
        net = Network(ACTIVATIONS["elu"], weights, normalisation)
        of = f"{name} {normalisation}"
        for x, labels, loss in zip(made["x"], made["labels"], expected[f"{of} loss"], strict=True):
            assert net.step(x, labels, trains) == pytest.approx(loss, rel=1e-8)
        logits = net.forward(made["x"][0])[0]
        np.testing.assert_allclose(logits, expected[f"{of} read"], rtol=1e-7, atol=1e-8)
        for layer in range(3):
            expects = expected[f"{of} weights{layer}"]
            np.testing.assert_allclose(net.weights[layer], expects, rtol=1e-7, atol=1e-9)
        if normalisation == "batch":
            for layer in range(2):
                expects = expected[f"{of} scale{layer}"]
                np.testing.assert_allclose(net.norms[layer].scale[:, 0], expects, rtol=1e-7)


def test_what_does_not_exist_is_named():
    with pytest.raises(ValueError, match="no optimiser 'Lion'"):
        optimiser("Lion", 0.1)
    with pytest.raises(ValueError, match="Adam has none"):
        optimiser("Adam", 0.1, momentum=0.9)
    with pytest.raises(ValueError, match="no normalisation 'layer'"):
        small(TRAINABLE["relu"], normalisation="layer")


def test_a_normalised_layer_has_mean_0_and_deviation_1_in_every_member():
    z = np.random.default_rng(4).normal(3.0, 5.0, (3, 50, 6))
    norm = BatchNorm(np.zeros((3, 1, 6)))
    scaled = norm.by_batch(z.copy())
    assert scaled.mean(axis=1) == pytest.approx(0, abs=1e-12)
    assert scaled.std(axis=1) == pytest.approx(1, rel=1e-6)
    again = norm.by_running(z.copy())  # of one batch they are its own, but for 49 in place of 50
    np.testing.assert_allclose(again * (50 / 49) ** 0.5, scaled, rtol=1e-6)


def test_a_start_as_if_centred_is_the_function_of_the_centred_network():
    generators = [np.random.default_rng(s) for s in range(2)]
    standard = draws([5, 40, 30, 4], generators)
    x = np.random.default_rng(8).normal(size=(1, 20, 5)).astype(np.float32)
    relu = Network.initialised(ACTIVATIONS["relu"], standard, CENTRED_START)
    centred = Network.initialised(ACTIVATIONS["centred_relu"], standard, PRESERVING)
    np.testing.assert_allclose(relu.forward(x)[0], centred.forward(x)[0], atol=1e-5)
    for w, standard_normal, bias in zip(relu.weights, standard, relu.biases, strict=True):
        assert (w / standard_normal).std() < 1e-6
        scaled = w.shape[1] * (w / standard_normal).mean() ** 2
        assert scaled == pytest.approx(2.934, abs=5e-4)  # as it is known from elsewhere
        if w.shape[1] != 5:
            np.testing.assert_allclose(bias, -0.39894 * w.sum(axis=1, keepdims=True), atol=1e-5)


def test_a_start_of_more_variance_has_the_same_draws_scaled():
    standard = draws([6, 5, 4], [np.random.default_rng(3)])
    usual, more = (
        Network.initialised(ACTIVATIONS["elu"], standard, PRESERVING, variance_factor=factor)
        for factor in (1.0, 4.0)
    )
    for small, large in zip(usual.weights, more.weights, strict=True):
        np.testing.assert_array_equal(large, 2 * small)


def test_a_member_does_not_depend_on_the_others():
    act = TRAINABLE["elu"]
    x, labels = batch()
    together, alone = small(act), small(act)
    alone.weights = [w[1:2] for w in alone.weights]
    alone.biases = [b[1:2] for b in alone.biases]
    for _ in range(5):
        loss = together.step(x, labels, SGD(0.1))
        assert alone.step(x[1:2], labels[1:2], SGD(0.1)) == pytest.approx(loss[1:2], rel=1e-12)


def test_activations_start_from_the_same_draws():
    relu, elu = (small(TRAINABLE[name]) for name in ("relu", "elu"))
    np.testing.assert_array_equal(relu.weights[1], elu.weights[1])


def test_the_read_out_in_chunks_is_that_of_all_samples():
    data = datasets.split("moons", "unit", 0)
    generators = [np.random.default_rng(s) for s in range(2)]
    net = Network.initialised(TRAINABLE["tanh"], draws([2, 6, 5, 2], generators), "He")
    loss, right, means = net.read_out(data.train, data.train_labels)
    logits, read, _ = net.forward(data.train[None])
    assert right == pytest.approx((logits.argmax(2) == data.train_labels).mean(1))
    by_hand = np.log(np.exp(logits).sum(2))
    by_hand -= np.take_along_axis(logits, np.tile(data.train_labels, (2, 1))[..., None], 2)[..., 0]
    assert loss == pytest.approx(by_hand.mean(1), rel=1e-5)
    units = [np.median(a.mean(axis=1), axis=1) for a in read[1:]]
    np.testing.assert_allclose(means, units, atol=1e-6)
    np.testing.assert_allclose(net.losses(data.train, data.train_labels), loss, rtol=1e-6)
