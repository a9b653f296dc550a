"""The network against finite differences, against PyTorch, and member against member."""

from pathlib import Path

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.learning import datasets
from activations.learning.experiments import TRAINABLE
from activations.learning.network import Network, draws

PYTORCH = Path(__file__).parent / "data" / "pytorch_network.npz"
every_activation = pytest.mark.parametrize("act", list(TRAINABLE.values()), ids=str)


def small(act, members: int = 3, dtype=np.float64) -> Network:
    generators = [np.random.default_rng(s) for s in range(members)]
    standard = [w.astype(dtype) for w in draws([5, 7, 6, 4], generators)]
    return Network.initialised(act, standard, "He")


def batch(members: int = 3, samples: int = 8, dtype=np.float64):
    rng = np.random.default_rng(9)
    x = rng.normal(size=(members, samples, 5)).astype(dtype)
    return x, rng.integers(4, size=(members, samples))


@every_activation
def test_the_gradient_is_that_of_finite_differences(act):
    net, (x, labels) = small(act), batch()
    for bias in net.biases:
        bias += 0.1
    _, by_weights, by_biases = net.gradient(x, labels)
    rng, step = np.random.default_rng(1), 1e-6
    for parameters, gradient in ((net.weights, by_weights), (net.biases, by_biases)):
        for parameter, slope in zip(parameters, gradient, strict=True):
            place = tuple(rng.integers(size) for size in parameter.shape)
            parameter[place] += step
            above = net.gradient(x, labels)[0]
            parameter[place] -= 2 * step
            below = net.gradient(x, labels)[0]
            parameter[place] += step
            change = (above - below) / (2 * step)
            assert slope[place] == pytest.approx(change[place[0]], rel=1e-5, abs=1e-9)
            assert np.delete(change, place[0]) == pytest.approx(0, abs=1e-12)


@every_activation
def test_training_keeps_float32_and_follows_float64(act):
    nets = [small(act, dtype=dtype) for dtype in (np.float32, np.float64)]
    for _ in range(20):
        for net, dtype in zip(nets, (np.float32, np.float64), strict=True):
            loss = net.step(*batch(dtype=dtype), 0.05, 0.5)
            assert loss.dtype == dtype
    for low, high in zip(nets[0].weights, nets[1].weights, strict=True):
        assert low.dtype == np.float32
        np.testing.assert_allclose(low, high, atol=2e-4)


@pytest.mark.parametrize("name", ["relu", "elu", "tanh", "selu"])
def test_losses_and_weights_match_pytorch(name):
    """Values made once with PyTorch 2.13.0 in float64: twelve steps of SGD with momentum 0.9."""
    with np.load(PYTORCH) as made:
        weights = [made[f"weights{layer}"].copy() for layer in range(3)]
        net = Network(ACTIVATIONS[name], weights)
        for step, loss in enumerate(made[f"{name}_loss"]):
            x, labels = made["x"][step], made["labels"][step]
            assert net.step(x, labels, 0.05, 0.9) == pytest.approx(loss, rel=1e-10)
        for layer in range(3):
            np.testing.assert_allclose(net.weights[layer], made[f"{name}_weights{layer}"], 1e-9)
            np.testing.assert_allclose(net.biases[layer], made[f"{name}_biases{layer}"], 1e-9)


def test_a_member_does_not_depend_on_the_others():
    act = TRAINABLE["elu"]
    x, labels = batch()
    together, alone = small(act), small(act)
    alone.weights = [w[1:2] for w in alone.weights]
    alone.biases = [b[1:2] for b in alone.biases]
    for _ in range(5):
        loss = together.step(x, labels, 0.1)
        assert alone.step(x[1:2], labels[1:2], 0.1) == pytest.approx(loss[1:2], rel=1e-12)


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
