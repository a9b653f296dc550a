"""What is asked on Depth and Learning speed: of just the reading that answers it; and the veil."""

import pytest

from activations.initialisation import OWN
from dashboard import kept, steps
from tests.pages import PAGES, of, readings, visit
from tests.test_learning_speed import LONG, RATE, said, trained

PAGE, SPEED = PAGES["pages/depth.py"], PAGES["pages/learning_speed.py"]


def asked(function: str, **settings) -> tuple[str, str, str, str]:
    """What is asked at these settings; the reading, its name; what is said to the right answer."""
    step = next(each for each in PAGE.steps if each.__name__ == function)
    values, question = PAGE.at(step, settings), PAGE.asks[function]
    label, reading = kept.taken(step, **values).readings[question.reading]
    right = question.answer(reading) if hasattr(question, "answer") else None
    return question.text(values), label, reading, question.judged(right, reading) if right else ""


@pytest.mark.parametrize("activations", [["Sigmoid"], ["tanh", "ReLU"], ["SELU", "Mish", "ELU"]])
def test_what_is_asked_of_the_signal_is_of_the_first(activations):
    text, label, _, said = asked("the_signal", activations=activations)
    first = label.removesuffix(": q*")
    assert f"of the first {first} layer" in text and said.startswith(":green-badge")


@pytest.mark.parametrize(
    ("settings", "right"),
    [
        ({"activations": ["ReLU"]}, "it keeps its size"),
        ({"activations": ["ELU"]}, "it grows on"),
        ({"activations": ["tanh"], "initialisation": "PyTorch's default"}, "it dies out"),
        ({"activations": ["Sigmoid"]}, "it settles below 1"),
        ({"activations": ["SELU"], "initialisation": "LeCun"}, "it settles at 1 or more"),
    ],
)
def test_every_fate_of_a_signal_is_an_answer(settings, right):
    assert f"You said “{right}”" in asked("the_signal", **settings)[3]


@pytest.mark.parametrize(
    ("variance", "right"), [(0.05, "under 10⁻¹²"), (2.0, "0.1 to 10"), (20.0, "over 10")]
)
def test_the_answers_for_a_gradient_reach_from_end_to_end(variance, right):
    link = {"initialisation": OWN, "weight_variance": variance, "activations": ["ReLU"]}
    text, label, _, said = asked("the_gradient", **link)
    assert f"σ_w² = {variance:g}" in text and label == "ReLU" and f"You said “{right}”" in said


def test_many_activations_are_counted():
    few, many = ["Sigmoid", "tanh"], ["Sigmoid", "tanh", "ReLU", "ELU", "SELU", "GELU"]
    assert (
        "Of Sigmoid and tanh, how much of the weakest" in asked("the_gradient", activations=few)[0]
    )
    assert "Of 6 activations, how much of the weakest" in asked("the_gradient", activations=many)[0]
    assert "the worst of 6 activations" in asked("flat_and_dead", activations=many)[0]
    assert "weights and tanh?" in asked("flat_and_dead", activations=["tanh"])[0]


def test_a_guess_is_said_with_the_digits_that_it_has():
    question, said = PAGE.asks["trust_it"], {1e-9: "1 × 10⁻⁹", 2.5e-12: "2.5 × 10⁻¹²", 12.0: "12"}
    for guess, words in said.items():
        assert f"You said {words};" in question.judged(guess, "0.3")
        assert question.guess(guess).words == f"your guess: {words}"


# --- While networks are trained -------------------------------------------------------------------

LIVE = ["judge", "own_rate", "is_it_the_mean", "unfair", "price_and_test"]
UNTRAINED = {  # a view of each live step that is not prepared, and nothing of it known
    "judge": {"does": "Yours", "than": "Yours", "f": "x*tanh(x)"},
    "own_rate": LONG,
    "is_it_the_mean": {"standardise": "true"},
    "unfair": {"one_seed": "true", "first_seed": "50"},
    "price_and_test": {"split": "7"},
}


def of_name(function: str):
    return next(step for step in SPEED.steps if step.__name__ == function)


def predicting(function: str, **link):
    link |= {"step": steps.name_of(of_name(function)), "predict": "true"}
    return visit(SPEED.script, **link)


def drawn_tables(app) -> set[str]:
    """The tables with rows that the charts in sight got, as "chart.table"."""
    return {
        f"{chart.key}.{name}"
        for chart in of(app).shown.values()
        for name, rows in chart.tables.items()
        if len(rows)
    }


@pytest.mark.parametrize("untrained", [False, True])
@pytest.mark.parametrize("step", LIVE)
def test_a_veiled_live_step_tells_nothing(step, untrained):
    link, kept_open = UNTRAINED[step] if untrained else {}, SPEED.asks[step].keeps
    app = predicting(step, **link)
    assert bool(app.get("progress")) == untrained and not app.exception
    assert {value for _, value in readings(app)} == {"?"}
    told = {table for table in drawn_tables(app) if not table.endswith((".message", ".hover"))}
    assert told <= {*kept_open}
    words = [part.value for part in app.main.markdown]
    assert len(words) == 2 and words[0] == steps.question(of_name(step)), "and what is asked"
    app.number_input(key=f"guess_{step}").set_value(1.0).run()
    assert "?" not in {value for _, value in readings(app)} and "You said 1" in said(app)
    assert ("judged when all is trained" in said(app)) == untrained


def test_a_guess_made_while_it_trains_is_judged_in_the_end(working_bench):
    app = predicting("own_rate", **(LONG | {"guess_own_rate": "2"}))
    app.button(key="stop draw_rates").click().run()
    assert "judged when all is trained" in said(app) and "no such number" not in said(app)
    app = predicting("own_rate", **RATE)
    assert app.get("progress") and {value for _, value in readings(app)} == {"?"}
    assert {value for _, value in readings(trained(app))} == {"?"}, "trained, and still veiled"
    app.number_input(key="guess_own_rate").set_value(2.0).run()
    truth = dict(readings(app))["Its epochs"]
    assert f"You said 2; it is {truth}" in said(app) and "judged when" not in said(app)
    app.number_input(key="guess_own_rate").set_value(float(truth)).run()
    assert ":green-badge" in said(app)


def test_the_ghost_of_a_veiled_view_is_veiled():
    app = visit(SPEED.script, predict="true", pin="step=Verdict")
    ghosts = [data.name for part in app.get("vega_lite_chart") for data in part.proto.datasets]
    assert ghosts and not any(name.startswith("pinned") for name in ghosts)
    app.number_input(key="guess_judge").set_value(2.0).run()
    ghosts = [data.name for part in app.get("vega_lite_chart") for data in part.proto.datasets]
    assert "pinned curve" in ghosts


@pytest.mark.parametrize(
    "beside", [["ReLU"], ["ELU"], ["tanh", "SiLU"], ["tanh", "Centred ReLU"], ["SELU", "ELU"]]
)
def test_what_is_asked_of_the_mean_is_the_first_reading(beside):
    step = of_name("is_it_the_mean")
    values = SPEED.at(step, {"beside": beside})
    label, asked = kept.taken(step, **values).readings[0][0], SPEED.asks[step.__name__].text(values)
    of_pair = f"as many epochs as {label.removeprefix('ReLU to ')} does ReLU take" in asked
    assert of_pair or (label == "Mean, ReLU" and "the mean of layer" in asked)
