"""The page that trains: an answer at once, live runs to the end, Stop, and what is cut."""

import time

import numpy as np
import pytest

from activations import experiments
from activations.comparison import epochs_to
from activations.experiments import TRAINABLE
from activations.training import Run, complete
from dashboard import live
from dashboard.bench import Bench
from tests.test_pages import assert_whole, readings, visit

PAGE = "pages/learning_speed.py"
QUICK = {"hidden": "1", "net_width": "16", "epochs": "10", "net_seeds": "2", "one_rate": "true",
         "lr": "0.1", "beside": ["ReLU"], "goal": "training loss 0.5"}  # fmt: skip


@pytest.fixture
def working_bench(resting_bench, monkeypatch):
    at_work = Bench()
    monkeypatch.setattr(live, "bench", lambda: at_work)
    return at_work


def trained(app):
    end = time.monotonic() + 60
    while app.get("progress") and time.monotonic() < end:
        time.sleep(0.1)
        app.run()
    assert not app.get("progress")
    return app


def test_the_page_opens_with_a_prepared_answer():
    app = visit(PAGE)
    assert_whole(app)
    assert not app.get("progress") and "more than" not in str(readings(app))


def test_live_training_ends_with_what_the_core_computes(working_bench):
    app = visit(PAGE, **QUICK)
    assert app.get("progress") and app.button(key="stop")
    shown = dict(readings(trained(app)))
    run = Run(TRAINABLE["elu"], 0.1, layers=1, width=16, epochs=10, seeds=2,
              initialisation="variance-preserving")  # fmt: skip
    middle = np.median(epochs_to(complete(run).loss, 0.5))
    assert shown["ELU: epochs"] == f"{middle:.3g}"
    assert_whole(app)


def test_stop_keeps_what_is_there_and_go_on_finishes(working_bench):
    app = visit(PAGE, **(QUICK | {"epochs": "100", "net_width": "128", "hidden": "4"}))
    while not working_bench._results:
        time.sleep(0.05)
    app.button(key="stop").click().run()
    assert_whole(app)
    (epochs, _), *_ = working_bench._results.values()
    assert app.button(key="go_on") and epochs < 100
    app.button(key="go_on").click().run()
    assert app.get("progress") and app.button(key="stop")


def test_the_work_of_a_view_is_cut_and_the_page_says_how():
    labels = [act.label for act in experiments.TRAINABLE.values()]
    app = visit(PAGE, hidden="16", epochs="100", momentum="0.5", beside=labels)
    assert_whole(app)
    said = app.warning[0].value
    assert "of 10 seeds" in said and "of 100 epochs" in said


@pytest.mark.parametrize("data", ["spirals", "moons"])
def test_a_plane_shows_its_areas(working_bench, data):
    app = trained(visit(PAGE, **(QUICK | {"data": data, "hidden": "2"})))
    assert_whole(app)
    specifications = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    assert any("What ELU has learnt" in specification for specification in specifications)


def test_the_table_against_relu_and_the_confounds_are_there():
    text = "\n".join(part.value for part in visit(PAGE).markdown)
    assert "**Centred ReLU**" in text and "One learning" not in text
    assert "One seed, else fair" in text and "Unscaled inputs" in text


def test_what_diverged_is_listed_and_not_drawn():
    app = visit(PAGE)
    chart = app.session_state["shown"]["Every activation has its own best rate"]
    assert {"activation", "rate", "seed", "step"} == set(chart.tables["diverged"].column_names)
    drawn = [data.name for part in app.get("vega_lite_chart") for data in part.proto.datasets]
    assert "diverged" not in drawn, "the browser knows no such table"
