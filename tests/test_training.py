"""Training runs: reproducible, paired, honest about divergence; carried, resumed and packed."""

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

import numpy as np
import pytest

from activations import parse
from activations.learning import __main__ as command
from activations.learning import experiments, practice
from activations.learning.experiments import COMPARED, RATES, TRAINABLE
from activations.learning.training import Run, complete, epochs
from dashboard import tables

RELU, ELU = TRAINABLE["relu"], TRAINABLE["elu"]
SMALL = Run(ELU, 0.1, layers=2, width=16, epochs=3, seeds=2)


pytestmark = pytest.mark.usefixtures("main_module")


def assert_same(one, other):
    for name in ("loss", "accuracy", "means", "diverged"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_equal_runs_give_equal_curves_and_learn():
    one = complete(SMALL)
    assert_same(one, complete(SMALL))
    assert (one.loss[-1] < 0.7 * one.loss[0]).all() and (one.accuracy[-1] > 0.5).all()
    assert one.loss.shape == (4, 2) and one.means.shape == (4, 2, 2) and one.seconds > 0


def test_a_seed_does_not_depend_on_the_others_nor_on_the_length():
    whole = complete(replace(SMALL, seeds=3))
    part = complete(replace(SMALL, seed=1, seeds=2, epochs=2))
    cut = whole.cut(2, 1, 2)
    np.testing.assert_allclose(part.loss, cut.loss, rtol=1e-5)
    np.testing.assert_allclose(part.means, cut.means, atol=1e-6)


def test_activations_see_the_same_batches_from_the_same_start():
    identity_like = complete(replace(SMALL, activation=RELU, epochs=0))
    leaky = TRAINABLE["leaky_relu"].configure(negative_slope=0.0)
    np.testing.assert_array_equal(
        identity_like.loss, complete(replace(SMALL, activation=leaky, epochs=0)).loss
    )
    trained = complete(replace(SMALL, activation=leaky))
    np.testing.assert_allclose(trained.loss, complete(replace(SMALL, activation=RELU)).loss, 1e-5)


def test_a_run_that_diverges_says_at_which_step_and_is_counted():
    run = replace(SMALL, activation=TRAINABLE["selu"], rate=1e4, scaling="raw", layers=6)
    curves = complete(run)
    assert (curves.diverged > 0).all() and np.isnan(curves.loss[-1]).all()
    assert np.isfinite(curves.loss[0]).all()
    assert run.describe() == "SELU, rate 10000"
    elu = replace(run, activation=ELU, rate=0.05, initialisation="variance-preserving")
    assert elu.describe() == "ELU (α = 1), rate 0.05"
    leaky = replace(elu, activation=TRAINABLE["leaky_relu"])
    assert leaky.describe() == "Leaky ReLU (a = 0.1), rate 0.05"
    whole = curves.cut(0, 0, 2)
    assert (whole.diverged == 0).all(), "it had not diverged before training"


@pytest.mark.parametrize("data", ["spirals", "moons"])
def test_a_plane_is_divided_as_it_is_learnt(data):
    run = Run(ELU, 0.2, data=data, layers=2, width=32, momentum=0.9, epochs=40, seeds=2)
    curves = complete(run)
    assert (curves.accuracy[-1] > 0.9).all()
    cells = tables.cells(curves.areas, np.arange(3)).to_pydict()
    cells = {name: np.array(column) for name, column in cells.items()}
    area = (cells["x2"] - cells["x"]) * (cells["y2"] - cells["y"])
    assert area.sum() == pytest.approx((3.2 + 3.2 / 48) ** 2)
    share = [area[cells["series"] == kind].sum() / area.sum() for kind in range(3)]
    assert share == pytest.approx([np.mean(curves.areas == kind) for kind in range(3)])


def test_runs_and_activations_can_be_sent_to_another_process():
    again = pickle.loads(pickle.dumps(Run(TRAINABLE["leaky_relu"], 0.1)))
    assert again == Run(TRAINABLE["leaky_relu"], 0.1) and again.activation.settings
    assert again.activation(-1.0) == -0.1


PROCESSES = partial(ProcessPoolExecutor, mp_context=get_context("spawn"))


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, PROCESSES], ids=["threads", "processes"])
def test_any_executor_carries_the_runs_and_an_interrupted_comparison_goes_on(tmp_path, pool):
    runs = [replace(SMALL, rate=rate) for rate in (0.03, 0.1, 0.2)]
    with pool(1) as executor:
        carried = experiments.carry(runs, executor, tmp_path)
        assert next(carried) in runs
        carried.close()  # as if killed after the first
    (tmp_path / "half.123.partial").write_bytes(b"cut off")
    kept = [run for run in runs if experiments.path(tmp_path, run).exists()]
    with pool(1) as executor:
        rest = list(experiments.carry(runs, executor, tmp_path))
    assert len(kept) >= 1 and set(rest) == set(runs) - set(kept)
    for run in runs:
        assert_same(experiments.load(tmp_path, run), complete(run))


def test_the_command_runs_all_with_a_progress_bar(tmp_path, monkeypatch, capsys):
    runs = [Run(ELU, 0.1), Run(RELU, 0.1)]
    monkeypatch.setattr(experiments, "comparison", lambda: runs)
    monkeypatch.setattr(practice, "practice", lambda: [replace(runs[0], reads="growing")])
    arguments = ["--folder", str(tmp_path), "--processes", "1", "--epochs", "1", "--seeds", "1",
               "--layers", "1", "--width", "8"]  # fmt: skip
    command.main([*arguments, "--parts", "comparison"])
    said = capsys.readouterr().err
    assert "1/2 0 min left, " in said and "2/2 0 min left" in said
    assert len(list(tmp_path.glob("*.npz"))) == 2
    command.main(arguments)
    said = capsys.readouterr().err
    assert "2/3 kept from before" in said and "3/3 0 min left" in said


def test_the_time_left_is_that_of_the_work_left(monkeypatch, capsys):
    monkeypatch.setattr(command.time, "monotonic", iter([0.0, 90.0]).__next__)
    runs = [replace(SMALL, epochs=epochs) for epochs in (1, 100)]
    command.Progress(runs, 3).one_more(runs[0])
    said = capsys.readouterr().err
    assert "1/3 kept from before" in said and "2/3 2 h 30 min left" in said


def test_another_comparison_is_not_packed(tmp_path, capsys):
    with pytest.raises(SystemExit):
        command.main(["--folder", str(tmp_path), "--pack", "--epochs", "1"])
    assert "without other settings" in capsys.readouterr().err


def test_what_is_prepared_is_found_whole_and_in_part():
    run = Run(ELU, 0.05)
    whole = experiments.prepared(run)
    assert whole.loss.shape == (41, 10)
    part = experiments.prepared(replace(run, epochs=5, seed=3, seeds=2))
    np.testing.assert_array_equal(part.loss, whole.loss[:6, 3:5])
    assert experiments.prepared(replace(run, layers=3)) is None
    assert experiments.prepared(replace(run, seed=5)) is None
    assert experiments.prepared(replace(run, epochs=41)) is None
    assert experiments.prepared(Run(ELU, 0.01, epochs=100)) is not None


@pytest.mark.parametrize("run", [
    Run(ELU, 0.01, epochs=2, seeds=2),
    Run(RELU, 0.01, epochs=2, seed=4, seeds=2, initialisation="variance-preserving"),
    Run(TRAINABLE["tanh"], 0.02, epochs=2, seeds=1),
])  # fmt: skip
def test_a_sample_of_the_prepared_comparison_reproduces(run):
    """To rounding: other processors order the sums of a matrix product differently.

    At rates near the largest that a network stands, rounding grows into another curve.
    """
    made, again = experiments.prepared(run), complete(run)
    np.testing.assert_allclose(again.loss, made.loss, rtol=2e-2)
    np.testing.assert_allclose(again.means, made.means, atol=2e-2)
    np.testing.assert_allclose(again.accuracy, made.accuracy, atol=0.03)


def test_the_plan_of_a_view_asks_only_for_what_is_not_prepared():
    fair = Run(RELU, RATES[0], initialisation="variance-preserving")
    grid, missing, cut = experiments.plan(fair, tuple(COMPARED), RATES, 1e12, experiments.prepared)
    assert len(grid) == len(COMPARED) and missing == () and not cut
    acts = RELU, parse("x*tanh(x)")
    grid, missing, cut = experiments.plan(fair, acts, RATES, np.inf, experiments.prepared)
    assert {run.activation for run in missing} == {acts[1]} and len(missing) == len(RATES)
    assert missing[0].rate == 0.05 and not cut


@pytest.mark.parametrize("limit", [1e7, 1e9, 1e11])
def test_the_work_of_a_view_is_bounded(limit):
    base = Run(RELU, 0.1, layers=16, momentum=0.5, epochs=100)
    acts = tuple(TRAINABLE.values())
    grid, missing, cut = experiments.plan(base, acts, RATES, limit, experiments.prepared)
    assert cut and grid[0][0].seeds >= 1 and grid[0][0].epochs >= 1
    least = sum(replace(run, seeds=1, epochs=1).work for run in missing)
    assert sum(run.work for run in missing) <= max(limit, least)


def test_runs_keep_the_name_they_had_before_they_named_an_optimiser():
    assert "optimiser" not in experiments.identity(SMALL)
    others = [
        {"optimiser": "Adam"}, {"normalisation": "batch"}, {"reads": "growing"}, {},
    ]  # fmt: skip
    names = {experiments.identity(replace(SMALL, **other)) for other in others}
    assert len(names) == len(others)


@pytest.mark.parametrize("epochs", [0, 1, 9, 20])
def test_the_loss_is_read_ever_less_often_and_after_every_epoch(epochs):
    after = replace(SMALL, reads="growing", epochs=epochs).read_after
    assert set(np.arange(epochs + 1) * SMALL.steps) <= set(after)
    apart = np.diff(after)
    assert (apart >= 1).all() and (apart <= np.maximum(2, after[1:] / 5)).all()
    with pytest.raises(ValueError, match="epochs or growing"):
        _ = replace(SMALL, reads="never").read_after


def test_reading_more_often_changes_nothing_else():
    often, seldom = complete(replace(SMALL, reads="growing")), complete(SMALL)
    whole = np.isin(often.at, seldom.at)
    for name in ("loss", "accuracy", "means"):
        np.testing.assert_array_equal(getattr(often, name)[whole], getattr(seldom, name))
    assert np.isfinite(often.loss).all() and np.isnan(often.accuracy[~whole]).all()
    part = often.cut(1, 1, 1)
    assert part.at[-1] == 1 and part.loss.shape == (len(part.at), 1)


def test_a_run_ends_early_once_every_seed_has_arrived():
    whole = complete(replace(SMALL, epochs=6))
    level = float(whole.loss[4].max())
    cut = complete(replace(SMALL, epochs=6), level)
    np.testing.assert_array_equal(cut.loss[:5], whole.loss[:5])
    assert np.isnan(cut.loss[5:]).all() and (cut.diverged == 0).all()


@pytest.mark.parametrize("how", [
    {"optimiser": "Adam", "rate": 0.003},
    {"normalisation": "batch", "rate": 0.2},
    {"momentum": 0.9, "normalisation": "batch", "rate": 0.03},
])  # fmt: skip
def test_other_optimisers_and_normalisation_learn(how):
    curves = complete(replace(SMALL, **how))
    assert (curves.loss[-1] < 0.7 * curves.loss[0]).all() and (curves.diverged == 0).all()
    assert not np.array_equal(curves.loss, complete(replace(SMALL, rate=how["rate"])).loss)


def test_epochs_come_one_by_one():
    seen = [done for done, _ in epochs(SMALL)]
    assert seen == [0, 1, 2, 3]
