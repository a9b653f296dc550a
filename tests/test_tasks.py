"""Tasks in a link: what a teacher sets is what is opened; the answer is a line that leads back."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import builder, modes, steps, tasks
from tests.pages import (
    PAGES,
    assert_whole,
    every_page,
    every_step,
    readings,
    texts,
    visit,
    visit_step,
    warnings,
    widgets,
)

ELU = "pages/elu_mean.py"
ITS_MEAN = {"step": "Its mean", "alpha": "2"}
TASK = {"task": "Is it above zero?", "task_asks": "1", "task_moves": "alpha", "task_veil": "true"}


def code(app) -> list[str]:
    """The links and lines to copy, but not the code of the gallery."""
    return [each.value for each in app.code if each.language != "python"]


def test_a_task_shows_the_question_the_chosen_controls_and_nothing_that_tells():
    app = visit(ELU, **ITS_MEAN, **TASK)
    assert_whole(app)
    assert list(widgets(app)) == ["alpha"] and widgets(app)["alpha"].value == 2
    assert any("Is it above zero\\?" in text and "Mean of ELU" in text for text in texts(app))
    assert {value for _, value in readings(app)} == {"?"} and not code(app)
    assert not app.warning


def test_an_answer_unveils_and_gives_one_line_that_opens_the_same_view():
    app = visit(ELU, **ITS_MEAN, **TASK)
    app.text_input(key=tasks.ANSWER).set_value("0.4").run()
    assert_whole(app)
    (line,) = code(app)
    assert "\n" not in line and "Is it above zero?" in line and "Answer: 0.4" in line
    truth = dict(readings(app))["Mean of ELU"]
    assert (
        f"Computed: {truth}" in line
        and truth == dict(readings(visit(ELU, **ITS_MEAN)))["Mean of ELU"]
    )
    name, query = tasks.address_in(f"{line.replace('| ?', '| http://lab.example/elu_mean?')}")
    again = visit(f"pages/{name}.py", **query)
    assert (readings(again), texts(again), code(again)) == (readings(app), texts(app), code(app))


def test_controls_that_are_locked_are_shown_and_hold_still_and_hidden_ones_count():
    app = visit(ELU, **ITS_MEAN, elu_mu="1", task="?", task_shows=["alpha", "functions"])
    assert widgets(app).keys() == {"alpha", "functions"}
    assert all(widget.disabled for widget in widgets(app).values())
    assert readings(app) == readings(visit(ELU, **ITS_MEAN, elu_mu="1"))


def test_a_teachers_words_are_no_markup():
    app = visit(ELU, **ITS_MEAN, task="**bold** <b>x</b> $y$ [l](http://a.b) :red[z]")
    (said,) = [text for text in texts(app) if "bold" in text]
    assert "\\*\\*bold" in said and "\\[l\\]" in said and "\\$y" in said and "\\:red" in said


@pytest.mark.parametrize("words", ["a\n\n    b\n\n1. c\n# d", "  a b  ", "a\u2028b", "\n \t"])
def test_a_teachers_words_stay_one_line(words):
    app = visit(ELU, **ITS_MEAN, task=words, task_asks="1")
    (said,) = [text for text in texts(app) if "What is “" in text]
    assert "\n" not in said and "****" not in said
    assert said.startswith("What" if not words.strip() else f"**{words.split()[0]} ")


def test_a_number_that_the_step_does_not_show_is_told():
    app = visit(ELU, **ITS_MEAN, task_asks="4")
    assert any("which this step does not show" in text for text in texts(app))
    assert not any("does not show" in text for text in texts(visit(ELU, **ITS_MEAN, task="a")))


@pytest.mark.parametrize(
    "link, said",
    [
        ({"task": "x" * 301}, "at most 300 letters"),
        ({"task_asks": "9"}, "it must be one of 1, 2, 3, 4"),
        ({"task_asks": "1", "task_moves": "nobody"}, "it must be any of"),
        ({"task_asks": "1", "task_veil": "perhaps"}, "true or false"),
        ({"task": "a", "answer": "y" * 301}, "at most 300 letters"),
        ({"view": "nonsense"}, "one of slide, chart, task"),
        ({"pin": "step=Nowhere"}, "a view of this page"),
        ({"pin": "step=Its+mean&alpha=99"}, "a view of this page"),
        ({"guess_its_mean": "nan"}, "it must be between"),
        ({"predict": "yes"}, "true or false"),
    ],
)
def test_what_cannot_be_used_is_said(link, said):
    app = visit(ELU, **ITS_MEAN, **link)
    assert_whole(app)
    assert said in warnings(app).replace("\\", "")


@every_step
def test_every_step_can_be_a_task(page, step):
    names = steps.takes(step)
    link = {"task": "What?", "task_asks": "1", "task_veil": "true", "task_moves": names[:1]}
    app = visit_step(page, step, **link, task_shows=names[1:2])
    assert_whole(app)
    veiled = {value for _, value in readings(app)}
    assert veiled <= {"?"}
    app.text_input(key=tasks.ANSWER).set_value("yes").run()
    assert_whole(app)
    assert code(app) and {value for _, value in readings(app)} != {"?"} or not veiled


@every_step
def test_every_step_can_be_a_slide_and_every_chart_stand_alone(page, step):
    slide = visit_step(page, step, view=modes.SLIDE)
    assert_whole(slide)
    whole = visit_step(page, step)
    assert readings(slide) == readings(whole)
    assert not [group for group in slide.button_group if group.key == "step"]
    assert len(slide.get("vega_lite_chart")) == len(whole.get("vega_lite_chart"))
    for chart in whole.session_state["lab"].shown.values():
        alone = visit_step(page, step, view=modes.CHART, chart=chart.key)
        assert_whole(alone)
        assert len(alone.get("vega_lite_chart")) == 1 and not alone.warning
    lost = visit_step(page, step, view=modes.CHART, chart="nonsense")
    assert "is no chart of" in warnings(lost) and not lost.exception


def test_a_chart_that_is_not_there_is_named_in_short():
    lost = visit(ELU, **ITS_MEAN, view=modes.CHART, chart="z" * 900)
    assert "z" * 40 in warnings(lost) and "z" * 41 not in warnings(lost)


@every_page
def test_the_panel_makes_a_link_that_opens(script):
    page = PAGES[script]
    app = visit(script, view=modes.TASK)
    assert_whole(app)
    assert not code(app)
    app.text_input(key="set words").set_value("Why?\nReally").run()
    (link,) = code(app)
    query = parse_qs(urlsplit(link).query)
    assert query["task"] == ["Why? Really"] and query["task_veil"] == ["true"]
    opened = visit(script, **query)
    assert_whole(opened)
    assert not opened.warning and any("Why" in text for text in texts(opened))
    first = page.steps[0]
    seed = [name for name in builder.SEEDS if name in steps.takes(first)]
    assert bool(seed) == any(each.key == "set students" for each in app.number_input)
    if seed:
        app.number_input(key="set students").set_value(3).run()
        links = code(app)[0].split("\n")
        assert [parse_qs(urlsplit(each).query)[seed[0]] for each in links] == [["1"], ["2"], ["3"]]


def test_a_line_that_came_back_gives_its_view_and_another_one_a_sentence():
    app = visit(ELU, view=modes.TASK)
    app.text_input(key="set answer").set_value("x | https://lab.example/lab/depth?layers=3").run()
    assert any("depth?layers=3" in text for text in texts(app))
    app.text_input(key="set answer").set_value("no link here").run()
    assert "no link to a page of this app" in app.error[0].value


@given(st.text(max_size=400))
def test_any_line_has_an_address_or_none(line):
    found = tasks.address_in(line)
    assert found is None or found[0] in {script[6:-3] for script in PAGES}


@given(st.text(max_size=60), st.sampled_from(["−0.0779", "never", "∞", "× 1.76", "12%", "0"]))
def test_any_answer_is_compared_without_a_fault(answer, value):
    assert value in tasks.compared(answer, value)


@pytest.mark.parametrize(
    "answer, value, off",
    [
        ("3.39e-25", "3.39 × 10⁻²⁵", "just that"),
        ("3.39 × 10⁻²⁵", "3.39 × 10⁻²⁵", "just that"),
        ("0,5", "0.25", "off by 0.25"),
        ("1,381", "1,381", "just that"),
        ("1,381,000", "1,380,000", "off by 1,000"),
        ("-1", "−0.5", "off by 0.5"),
        ("−1", "−1", "just that"),
        ("50", "50%", "just that"),
        ("50%", "50%", "just that"),
    ],
)
def test_a_number_is_read_as_people_type_it(answer, value, off):
    assert off in tasks.compared(answer, value)


@pytest.mark.parametrize("answer", ["50%", "3 epochs", "about half", "nan", "1e999", ""])
def test_what_is_no_such_number_is_not_compared(answer):
    assert tasks.compared(answer, "0.5") == "Computed here: 0.5."


UNTRAINED = {"step": "Own rate", "hidden": "3"}


def test_what_is_not_trained_yet_is_neither_compared_nor_copied():
    link = {"task_asks": "2", "task_veil": "true", "answer": "5"}
    app = visit("pages/learning_speed.py", **UNTRAINED, **link)
    assert_whole(app)
    assert not code(app) and any("when all is trained" in text for text in texts(app))


def test_a_chart_alone_says_that_its_networks_are_not_trained():
    app = visit("pages/learning_speed.py", **UNTRAINED, view=modes.CHART, chart="sweep")
    assert_whole(app)
    assert "trained on the page itself" in app.info[0].value


def test_the_panel_is_of_one_step():
    app = visit(ELU, view=modes.TASK, step="All")
    assert_whole(app)
    assert not [field for field in app.text_input if field.key == "set words"]
