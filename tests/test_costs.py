"""What training costs in CPU time: one file, and the README and the page say what is in it."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activations.learning import costs, datasets
from activations.learning.experiments import COMPARED, TRAINABLE
from activations.sigmoid_sums import cost
from dashboard import verdicts
from dashboard.trained import LEVELS, USUAL, View, of_price
from tests.pages import assert_whole, readings, visit

RELU, ELU = TRAINABLE["relu"], TRAINABLE["elu"]

PAGE, KEPT = "pages/learning_speed.py", costs.costs()
README = (Path(__file__).parent.parent / "README.md").read_text()
IN_AN_EPOCH = len(datasets.split("digits", "unit", 0).train) // 64 * 64  # whole batches


def said(app) -> str:
    return "\n".join(part.value for part in app.main.markdown)


def test_every_activation_that_can_be_trained_has_its_price_from_one_run():
    assert list(KEPT.seconds) == list(TRAINABLE)
    assert all(seconds > 0 for seconds in KEPT.seconds.values())
    assert set(KEPT.pytorch) == set(KEPT.batched) == {"relu", "elu"}
    for name in ("thread", "NumPy", "PyTorch", "Python"):
        assert name in KEPT.setup
    assert KEPT.processor and KEPT.processor in KEPT.setup


def test_what_is_written_is_what_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(costs, "COSTS", tmp_path / "costs.csv")
    found = {"seconds": {"relu": 0.25, "tanh": 0.5}, "pytorch": {"relu": 1.0}, "batched": {}}
    costs.write(found, "A processor, one thread")
    assert costs.costs.__wrapped__() == costs.Costs(*found.values(), "A processor, one thread")


def test_the_readme_says_what_is_in_the_file():
    text = " ".join(README.split())
    assert f"({KEPT.processor}), ten seeds" in text
    for name, label in (("relu", "ReLU"), ("elu", "ELU")):
        own, other, at_once = (getattr(KEPT, kind)[name] for kind in costs.KINDS)
        told = re.search(rf"with {label} ([\d,]+), ([\d.]+) .*?and ([\d.]+) times", text)
        samples = f"{round(IN_AN_EPOCH / own, -3):,.0f}"
        assert told.groups() == (samples, f"{other / own:.2f}", f"{at_once / own:.2f}")


def test_the_page_says_what_is_in_the_file():
    app = visit(PAGE, step="Price and test")
    epoch, told = KEPT.seconds["elu"] / KEPT.seconds["relu"], said(app)
    assert f"An epoch of ELU costs {verdicts.times(epoch)} the CPU time of one of ReLU" in told
    assert KEPT.processor in told
    shown = of_price(COMPARED, USUAL, 64, 0)
    assert dict(readings(app))["It takes"] == verdicts.seconds(min(shown.seconds.values()))
    for name, act in list(TRAINABLE.items())[:7]:
        each = shown.typical[act.label] * KEPT.seconds[name]
        assert shown.seconds[act.label] == pytest.approx(each)


@pytest.mark.parametrize("goal", LEVELS)
def test_where_it_would_turn_is_where_the_epochs_are(goal):
    shown = of_price((ELU, RELU), goal, 64, 0)
    epochs = shown.typical["ReLU"] / shown.typical["ELU"]
    told = verdicts.of_price(shown)
    if epochs > 1:
        assert f"ELU is ahead where its epoch costs less than {verdicts.times(epochs)}" in told
    else:
        assert "where an epoch of ELU costs no less, ReLU is ahead" in told


def test_without_elu_or_with_another_batch_no_ratio_is_claimed(resting_bench):
    app = visit(PAGE, step="Price and test", beside=["tanh"])
    assert_whole(app)
    assert "another processor has other ratios" in said(app) and "of ELU" not in said(app)
    other = of_price((ELU,), USUAL, 32, 0)
    assert not other.timed_before and "on this server" in verdicts.of_price(other)


def test_the_price_is_of_this_network_whatever_the_split_and_the_seeds():
    relu = TRAINABLE["relu"]
    usual = of_price((ELU,), USUAL, 64, 3)
    assert usual.timed_before and usual.costs["ReLU"] == KEPT.seconds["relu"]
    for changed in ({"layers": 4}, {"width": 64}, {"batch": 16}, {"data": "spirals"}):
        other = View(replace(usual.base, **changed), (relu,), USUAL)
        assert not other.timed_before
        assert np.isnan(other.costs["ReLU"]) or np.isinf(other.costs["ReLU"])


def test_the_price_of_a_sum_names_the_processor_too():
    processor = cost(100).setup.split(",")[0]
    assert processor and "NumPy" not in processor and "inputs" not in processor
    helps = [metric.help for metric in visit("pages/sum_of_sigmoids.py", step="Finer").metric]
    assert any(processor in help for help in helps)
