"""The page that trains: an answer at once, live runs to the end, Stop, and what is cut."""

import math
import re
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import urlencode

import numpy as np
import pytest

from activations.learning import experiments, findings
from activations.learning.comparison import Ratio, epochs_to
from activations.learning.experiments import TRAINABLE
from activations.learning.training import Run, complete
from dashboard import kept, live, session, verdicts
from dashboard.trained import View
from tests.pages import assert_whole, readings, visit
from tests.waiting import until

PAGE = "pages/learning_speed.py"
RATE = {"step": "Own rate", "hidden": "1", "net_width": "16", "epochs": "10", "beside": ["ReLU"],
        "goal": "training loss 0.5"}  # fmt: skip
LONG = RATE | {"epochs": "100", "net_width": "128", "hidden": "4"}
FAIR, NEARER, NONE = (
    Ratio(2, 1.5, 2.5, 9, 1, seeds=10),
    Ratio(1.2, 1.1, 1.3, 9, 1, seeds=10),
    Ratio(1.1, 0.9, 1.3, 6, 4, seeds=10),
)


def trained(app):
    def done() -> bool:
        app.run()
        return not app.get("progress")

    assert until(done)
    return app


def said(app) -> str:
    return "\n".join(part.value for part in app.main.markdown)


@pytest.mark.parametrize(
    "step", ["Verdict", "Own rate", "Is it the mean?", "Unfair", "Price and test"]
)
def test_a_step_opens_with_a_prepared_answer(step):
    app = visit(PAGE, step=step)
    assert_whole(app)
    shown = str(readings(app))
    assert not app.get("progress") and "more than" not in shown and "not yet" not in shown


def test_live_training_ends_with_what_the_core_computes(working_bench):
    app = visit(PAGE, **RATE)
    assert app.get("progress") and app.button(key="stop draw_rates")
    shown = dict(readings(trained(app)))
    run = Run(TRAINABLE["relu"], 0.1, layers=1, width=16, epochs=10,
              initialisation="variance-preserving")  # fmt: skip
    times = [
        np.median(epochs_to(complete(run.__class__(**vars(run) | {"rate": rate})).loss, 0.5))
        for rate in experiments.RATES
    ]
    assert shown["Fastest"] == "ReLU" and shown["Its epochs"] == f"{min(times):.3g}"
    assert_whole(app)


def test_before_a_run_has_results_nothing_is_said_of_them():
    shown = dict(readings(visit(PAGE, **LONG)))
    assert shown["Fastest, so far"] == shown["Its epochs, so far"] == "not yet"
    shown = dict(readings(visit(PAGE, does="Yours", than="Yours", f="x*tanh(x)")))
    assert shown["Yours: epochs, so far"] == shown["Verdict"] == shown["Yours takes"] == "not yet"
    assert not re.search(r"more than|× [0∞]", str(shown))


def test_what_is_prepared_is_said_while_the_other_is_trained():
    shown = dict(readings(visit(PAGE, does="Yours", f="x*tanh(x)")))
    assert shown["ReLU: epochs"] == "7.08" and shown["Verdict"] == "not yet"


def test_how_long_it_will_take_follows_from_what_it_took(working_bench):
    run = Run(TRAINABLE["relu"], 0.1, epochs=100)
    with working_bench._changed:
        working_bench._results[run] = (20, live.blank(run))
        working_bench._reached[run], working_bench._spent[run] = 20, (0.2 * run.work, 30.0)
    assert working_bench.seconds_to_go((run,)) == pytest.approx(120)
    training = live.Training((run,), working_bench.seen((run,)), True)
    assert training.not_yet() == "not yet, about 2 min to go"
    assert training._replace(going=False).not_yet() == "not yet: stopped"
    with working_bench._changed:  # its network is gone: it begins anew
        del working_bench._reached[run]
    assert working_bench.seconds_to_go((run,)) == pytest.approx(150)


def test_stop_keeps_what_is_there_and_go_on_finishes(working_bench):
    app = visit(PAGE, **LONG)
    assert until(lambda: working_bench._results)
    app.button(key="stop draw_rates").click().run()
    assert_whole(app)
    (epochs, _), *_ = working_bench._results.values()
    assert app.button(key="go on draw_rates") and epochs < 100
    assert "Stopped before the end" in said(app)
    app.button(key="go on draw_rates").click().run()
    assert app.get("progress") and app.button(key="stop draw_rates")


def test_what_is_kept_for_all_visitors_is_complete(working_bench, monkeypatch):
    """The bench may forget results between the look at how far they are and the drawing."""
    shown = readings(trained(visit(PAGE, **RATE)))
    draw, kept_parts = kept.draw, []

    def forget_first(part, /, *given, **values):
        if part.__name__ == "draw_rates":
            kept_parts.append(values)
            with working_bench._changed:
                working_bench._results.clear()
        draw(part, *given, **values)

    kept._drawn.clear()
    monkeypatch.setattr(kept, "draw", forget_first)
    assert readings(visit(PAGE, **RATE)) == shown and kept_parts
    kept_parts.clear()
    assert visit(PAGE, **LONG).get("progress") and not kept_parts


def test_what_a_visitor_has_stopped_is_not_kept_for_others(working_bench):
    app = visit(PAGE, **LONG)
    app.button(key="stop draw_rates").click().run()
    assert "Stopped before the end" in said(app)
    other = visit(PAGE, **LONG)
    assert "Still training" in said(other) and other.button(key="stop draw_rates")


def test_the_work_of_a_view_is_cut_and_the_page_says_how():
    labels = [act.label for act in experiments.TRAINABLE.values()]
    app = visit(PAGE, step="Own rate", hidden="16", epochs="100", beside=labels)
    assert_whole(app)
    words = app.info[0].value
    assert "only 1 of 10 seeds and 29 of 100 epochs." in words


@pytest.mark.parametrize(
    ("base", "cut"),
    [({"seeds": 10, "epochs": 40}, "only 8 of 10 seeds."), ({"seeds": 8}, "only 20 of 40 epochs.")],
)
def test_only_what_is_cut_is_named(base, cut):
    run = Run(TRAINABLE["relu"], 0.1, **base)
    smaller = replace(run, seeds=8, epochs=20 if "20" in cut else 40)
    shown = SimpleNamespace(cut=True, base=run, run=smaller)
    assert cut in verdicts.of_cut(shown) and verdicts.of_cut(shown).count(" of ") == 1


@pytest.mark.parametrize("data", ["spirals", "moons"])
def test_a_plane_shows_its_areas(working_bench, data):
    app = trained(visit(PAGE, **(RATE | {"data": data, "hidden": "2"})))
    assert_whole(app)
    specifications = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    assert any("What ReLU has learnt" in specification for specification in specifications)


def test_a_pinned_view_is_compared_once_it_is_trained(working_bench):
    """And no ghost of a moment is kept for others: a view beside it is drawn anew then."""
    other = RATE | {"net_width": "32"}
    trained(visit(PAGE, **other))
    pin = urlencode({"step": "Own rate"} | {k: v for k, v in RATE.items() if k != "step"}, True)
    app = visit(PAGE, **other, pin=pin)
    assert "not trained to its end" in app.info[0].value
    assert not any(metric.delta for metric in app.metric)
    trained(visit(PAGE, **RATE))
    for compared in (app.run(), visit(PAGE, **other, pin=pin)):
        assert not compared.info and all("pinned" in metric.delta for metric in compared.metric)


def test_the_table_of_confounds_is_there():
    text = said(visit(PAGE, step="Unfair"))
    assert "One seed, else fair" in text and "Unscaled inputs, else fair" in text


def test_not_to_detect_a_difference_contradicts_nothing():
    assert "false" not in said(visit(PAGE, step="Unfair"))
    assert verdicts.against(NONE, FAIR) == "which the fair comparison does detect"
    assert verdicts.against(FAIR, NONE) == "which the fair comparison does not confirm"
    slower, bit_slower = Ratio(0.4, 0.3, 0.5, 0, 10, 10), Ratio(0.6, 0.5, 0.7, 0, 9, 10)
    assert verdicts.against(slower, FAIR).startswith("the opposite")
    assert verdicts.against(NEARER, FAIR) == "understated"
    assert verdicts.against(FAIR, NEARER) == "overstated"
    assert verdicts.against(slower, bit_slower) == "overstated"
    assert verdicts.against(slower._replace(seeds=5), FAIR) == "no more than a guess"


@pytest.mark.parametrize(
    ("seeds", "confidence", "needed"),
    [(2, 99, 8), (5, 95, 6), (6, 95, 0), (7, 99, 8), (8, 99, 0), (3, 80, 4), (4, 80, 0)],
)
def test_too_few_seeds_give_no_verdict(seeds, confidence, needed):
    app = visit(PAGE, net_seeds=str(seeds), confidence=str(confidence))
    assert_whole(app)
    told = said(app)
    if needed:
        assert dict(readings(app))["Verdict"] == "Too few seeds"
        assert (
            "too few seeds to tell" in told
            and f"in 1 of {2 ** (seeds - 1)}" in told
            and f"asks for {needed} seeds" in told
        )
        assert "interval goes" not in told
    else:
        assert dict(readings(app))["Verdict"] == "ELU is faster"
        assert f"The {confidence} % interval goes" in told


def test_an_interval_of_too_few_seeds_is_not_shown():
    few = FAIR._replace(seeds=3)
    assert verdicts.factor(FAIR) == "× 2 (1.5 to 2.5)" and verdicts.factor(few) == "× 2"
    assert verdicts.relu_takes(FAIR) == "ReLU takes 2 times the epochs of ELU (1.5 to 2.5)"
    assert verdicts.relu_takes(few, "tanh") == "ReLU takes 2 times the epochs of tanh"
    never = FAIR._replace(middle=math.inf)
    assert (verdicts.times(never.middle), verdicts.cross(never.middle)) == ("∞ times", "× ∞")
    shown = View(Run(TRAINABLE["relu"], 0.1, seeds=3), (TRAINABLE["relu"],), "training loss 0.1")
    assert "3 seeds, too few for intervals" in verdicts.of_means(shown, {"ELU": few}, {}, 8)


def test_the_prepared_verdicts_stand():
    prepared = [ratio for done in findings.confounds() for ratio in done[1:]]
    assert all(ratio.enough for ratio in prepared), "their intervals alone decide"
    assert sum(ratio.detectable for ratio in prepared) == sum(
        not ratio.low <= 1 <= ratio.high for ratio in prepared
    )


def test_of_two_with_mean_zero_one_is_faster_than_relu_and_one_slower():
    """So what is said of a mean of 0 holds for ReLU less its mean, not for every activation."""
    found = findings.confounds()
    assert found.fair.centred.low > 1 and found.start.centred.low > 1
    assert findings.ratio(findings.SELU, findings.RELU, level=0.01, **findings.FAIR).low > 1
    for act in (findings.SELU, findings.CENTRED):
        assert act.mean(0, 1) == pytest.approx(0, abs=1e-9)


def test_a_ratio_is_not_passed_off_as_a_quotient():
    app = visit(PAGE)
    shown = dict(readings(app))
    quotient = float(shown["ReLU: epochs"]) / float(shown["ELU: epochs"])
    assert f"not the quotient of the two medians, {quotient:.3g}" in said(app)
    assert "ReLU takes 1.76 times the epochs of ELU until" in said(app)
    assert shown["ReLU takes"] == "× 1.76"


def test_a_pair_of_which_none_or_one_arrives():
    shown = View(Run(TRAINABLE["relu"], 0.1, epochs=5), (TRAINABLE["relu"],), "training loss 0.01")
    relu, elu = TRAINABLE["relu"], TRAINABLE["elu"]
    assert "Neither reaches" in verdicts.of_pair(shown, NONE, elu, relu)
    early = View(shown.base, (relu,), "training loss 0.5")
    assert "Only ReLU reaches" in verdicts.of_pair(early, NONE, elu, relu)


def test_what_diverged_is_listed_and_not_drawn():
    app = visit(PAGE, step="Own rate")
    shown = app.session_state[session.KEY].shown
    chart = shown["Every activation has its own best rate"]
    assert {"activation", "rate", "seed", "step"} == set(chart.tables["diverged"].column_names)
    drawn = [data.name for part in app.get("vega_lite_chart") for data in part.proto.datasets]
    assert "diverged" not in drawn, "the browser knows no such table"
