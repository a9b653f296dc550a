"""Whether it still matters: what is prepared, how it is judged, and what it says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activations.learning import experiments, practice
from activations.learning.comparison import paired_ratio
from activations.learning.practice import (
    ADAM,
    CENTRED,
    CONTESTS,
    ELU,
    FIRST_SEEDS,
    LEVELS,
    PLAIN,
    RELU,
    SEEDS,
    STARTS_CENTRED,
    Judged,
    Setting,
)
from activations.learning.training import Run, complete

every_setting = pytest.mark.parametrize("setting", list(CONTESTS), ids=lambda each: each.label)


@every_setting
def test_every_run_of_a_setting_is_prepared_on_disjoint_seeds(setting):
    for contestant in CONTESTS[setting]:
        members = [
            range(run.seed, run.seed + run.seeds)
            for first in FIRST_SEEDS
            for run in setting.runs(contestant, first)[:1]
        ]
        assert not set(members[0]) & set(members[1]) and {*map(len, members)} == {SEEDS}
        for first in FIRST_SEEDS:
            at, loss = practice.losses(setting, contestant, first)
            begun = loss[:, 0]
            assert at[0] == 0 and at[-1] == setting.epochs and loss.shape[1] == len(at)
            assert np.isfinite(begun).all()
            for start in {point.variance_factor for point in setting.grid}:
                rows = [at for at, each in enumerate(setting.grid) if each.variance_factor == start]
                assert (begun[rows] == begun[rows[0]]).all(), "no rate counts before training"


@every_setting
def test_no_best_rate_is_at_the_end_of_its_grid(setting):
    """For each contestant, set of seeds and level that most of the seeds reach."""
    for contestant in CONTESTS[setting]:
        for level in setting.levels:
            for first in FIRST_SEEDS:
                times = practice.times(setting, contestant, level, first)
                if np.isfinite(np.median(times, axis=1)).any():
                    best = setting.grid[practice._chosen(setting, contestant, level, first)]
                    rates = [
                        point.rate
                        for point in setting.grid
                        if point.variance_factor == best.variance_factor
                    ]
                    assert min(rates) < best.rate < max(rates), (contestant.label, level, first)


@every_setting
def test_the_rate_of_one_set_is_judged_on_the_other(setting):
    for contestant in CONTESTS[setting]:
        points = practice.chosen(setting, contestant, 0.1)
        judged = practice.judged_times(setting, contestant, 0.1)
        for first, own, chosen in zip(FIRST_SEEDS, judged, reversed(points), strict=True):
            row = setting.grid.index(chosen)
            whole = practice.times(setting, contestant, 0.1, first)
            np.testing.assert_array_equal(own, whole[row])
            assert np.median(own) >= np.median(whole, axis=1).min()


@pytest.mark.parametrize("rate, how", [
    (0.03, {}),
    (3e-4, {"optimiser": "Adam"}),
    (0.1, {"normalisation": "batch"}),
])  # fmt: skip
def test_a_sample_of_what_is_prepared_reproduces(rate, how):
    """To rounding, which grows as training goes on: the first fifteen steps."""
    [run] = [
        run for run in practice.practice()
        if run == Run(
            RELU.activation, rate, initialisation=RELU.initialisation, reads="growing",
            epochs=run.epochs, **how,
        )
    ]  # fmt: skip
    made = practice._prepared()[run][:8]
    short = complete(Run(**{**vars(run), "epochs": 1, "seeds": 2}))
    np.testing.assert_allclose(short.loss[:8], made[:, :2], rtol=2e-2)


def test_what_is_prepared_is_found_whole_and_in_part():
    run = ADAM.runs(ELU, 0)[3]
    whole, part = practice.prepared(run), practice.prepared(replace(run, epochs=5, seeds=3))
    assert whole.loss.shape == (len(run.read_after), SEEDS) and np.isnan(whole.accuracy).all()
    np.testing.assert_array_equal(part.loss, whole.loss[: len(part.at), :3])
    assert part.at[-1] == 5 and not part.diverged.any()
    for other in ({"seeds": 11}, {"epochs": 99}, {"seed": 1}, {"layers": 3}, {"reads": "epochs"}):
        assert practice.prepared(replace(run, **other)) is None


def test_a_seed_is_lost_where_others_are_still_read_or_where_it_never_arrives():
    run = replace(ADAM.runs(ELU, 0)[0], epochs=1, seeds=4)
    rows = len(run.read_after)
    loss = np.full((rows, 4), 0.5)
    loss[4:, 0] = np.nan  # others go on
    loss[3, 1], loss[5:, 1] = 0.001, np.nan  # has arrived, and is lost then
    loss[-1] = 0.001, 0.001, 0.5, 0.5
    loss[-1, [0, 1, 3]] = np.nan, np.nan, np.nan
    assert practice._diverged(run, loss).tolist() == [
        run.read_after[4], run.read_after[5], 0, run.read_after[-1]
    ]  # fmt: skip
    loss = np.full((rows, 4), np.nan)
    loss[:3] = [[0.5] * 4, [0.5] * 4, [0.001] * 4]  # all have arrived: nothing more is read
    assert not practice._diverged(run, loss).any()


def test_a_packed_loss_is_right_to_a_fifth_of_a_percent(tmp_path, monkeypatch):
    run = Run(ELU.activation, 0.1, layers=1, width=8, epochs=2, seeds=2, reads="growing")
    monkeypatch.setattr(practice, "practice", lambda: [run])
    curves = complete(run)
    curves.loss[3:5] = 4.1e-4, 7.3e-4
    curves.loss[-1, 1] = np.nan
    experiments.save(tmp_path, run, curves)
    practice.pack(tmp_path, tmp_path / "packed.npz")
    monkeypatch.setattr(practice, "PREPARED", tmp_path / "packed.npz")
    packed = practice._prepared.__wrapped__()[run]
    np.testing.assert_allclose(packed, curves.loss, rtol=2e-3)
    monkeypatch.setattr(practice, "practice", lambda: [run, Run(ELU.activation, 0.2)])
    with pytest.raises(RuntimeError, match="other runs"):
        practice._prepared.__wrapped__()


def test_all_that_is_prepared_is_small_enough_to_open_with():
    data = Path(practice.PREPARED).parent
    assert sum(path.stat().st_size for path in data.glob("*.npz")) < 3e6


def ratio(middle: float, spread: float = 1.05):
    pairs = middle * np.geomspace(1 / spread, spread, SEEDS)[None]
    return paired_ratio(pairs, np.ones_like(pairs))


@pytest.mark.parametrize(
    "first, second, both, verdict",
    [
        (2.0, 1.8, 1.9, "slower"),
        (0.6, 0.7, 0.65, "faster"),
        (1.3, 1.0, 1.15, "undetermined"),
        (1.3, 0.7, 1.0, "undetermined"),
        (1.0, 1.0, 1.0, "no difference"),
        (1.0, 1.0, 1.2, "undetermined"),
    ],
)
def test_what_one_set_of_seeds_does_not_support_is_undetermined(first, second, both, verdict):
    found = Judged(ratio(first), ratio(second), ratio(both), 1.0)
    assert found.verdict == verdict
    assert found._replace(arrive=0.4).verdict == "not reached"


def test_what_was_not_run_is_not_listed_and_not_judged():
    for setting, contestant in ((Setting(layers=32), RELU), (ADAM, STARTS_CENTRED)):
        with pytest.raises(ValueError, match=f"{setting.label}: not tested here"):
            practice.judged(setting, ELU, contestant)
    below = next(each for each in CONTESTS if len(each.levels) < len(LEVELS))
    with pytest.raises(ValueError, match="not tested below 0.01. Got 0.002"):
        practice.judged(below, level=0.002)


def test_labels_tell_the_settings_apart():
    labels = [setting.label for setting in CONTESTS]
    assert len({*labels}) == len(labels) and labels[0] == PLAIN.label == "SGD"
    assert "Adam, batch normalisation" in labels and "batch normalisation" in labels
    assert "SGD, 16 layers" in labels and "SGD, standardised inputs" in labels


def test_the_independent_results_are_confirmed():
    """Found with PyTorch and other draws, at training loss 0.1 but for one: our interval meets it.

    ReLU over ELU and over centred ReLU with Adam; ReLU over ELU with batch normalisation, also to
    0.01; ReLU over a ReLU that starts centred.
    """
    known = [
        (ADAM, ELU, 0.1, 0.96, 1.28),
        (ADAM, CENTRED, 0.1, 1.25, 1.54),
        (practice.NORMALISED, ELU, 0.1, 1.04, 1.13),
        (practice.NORMALISED, ELU, 0.01, 0.82, 0.94),
        (PLAIN, STARTS_CENTRED, 0.1, 1.36, 1.63),
        (PLAIN, ELU, 0.1, 1.54, 1.97),
        (PLAIN, ELU, 0.01, 0.89, 1.15),
    ]
    for setting, fast, level, low, high in known:
        both = practice.judged(setting, RELU, fast, level).both
        assert both.low <= high and low <= both.high, (setting.label, fast.label, level)
