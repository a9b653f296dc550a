"""Every page and every step under the frame: defaults, ends of controls, links and scenarios."""

import pytest
from streamlit.testing.v1 import AppTest

from activations.conditioning import TRIED
from dashboard import frame, steps
from tests.pages import (
    JUDGED,
    PAGES,
    SCRIPTS,
    assert_whole,
    ends,
    every_page,
    every_step,
    of,
    readings,
    texts,
    visit,
    visit_step,
    warnings,
    widgets,
)


def test_every_file_of_the_folder_is_a_page():
    found = {f"pages/{path.name}" for path in (frame.ROOT / "pages").glob("*.py")}
    assert found == set(SCRIPTS)


@every_step
def test_a_step_shows_its_question_its_few_controls_and_its_picture(page, step):
    app = visit_step(page, step)
    info = next(info for info in frame.PAGES if info.script == page.script)
    assert_whole(app)
    assert app.title[0].value == info.title
    assert steps.question(step).endswith("?") and steps.question(step) in texts(app)
    assert not app.error and not app.warning
    if steps.name_of(step) not in JUDGED:
        assert 2 <= len(app.metric) <= 4
        assert 1 <= len(app.get("vega_lite_chart")) <= 2
        assert 1 <= len(widgets(app)) <= 8 and len(steps.takes(step)) <= 8
        examples = steps.name_of(step) == "Yours"  # formulas, in place of scenarios
        assert examples or 2 <= len(steps.scenarios_of(step)) <= 3
        assert any(len(text) > 60 for text in texts(app)), "a step ends in a sentence"


@every_page
def test_a_page_ends_in_what_is_true_and_all(script):
    page = PAGES[script]
    assert steps.name_of(page.steps[-1]) in JUDGED
    app = visit(script)
    assert app.button_group(key="step").options == [*map(steps.name_of, page.steps), "All"]


@every_page
def test_all_shows_every_step_under_its_question(script):
    app = visit(script, step="All")
    assert_whole(app)
    shown = " ".join(texts(app))
    alone = []
    for step in PAGES[script].steps:
        assert steps.question(step) in shown
        alone += readings(visit_step(PAGES[script], step))
    assert readings(app) == alone


@every_page
def test_a_page_runs_alone_when_there_is_no_frame(script):
    app = AppTest.from_file(str(frame.ROOT / script)).run()
    assert_whole(app)
    assert readings(app)


def test_no_two_pages_share_a_key():
    every = [key for page in PAGES.values() for key in frame_keys(page)]
    assert len(every) == len(set(every))
    assert "step" not in every


def test_a_guess_on_a_page_is_none_on_another_whose_step_has_the_same_name():
    page, key = PAGES["pages/sigmoid_saturation.py"], "guess_what_is_true"
    app = visit_step(page, page.named("What is true"), predict="true")
    app.number_input(key=key).set_value(4.0).run()
    assert any("You said" in each.value for each in app.markdown)
    app.query_params.clear()
    app.query_params["step"] = "What is true"
    app.switch_page("pages/elu_mean.py").run()
    assert not app.exception and app.session_state["predict"]
    assert app.number_input(key=key).value is None
    assert not any("You said" in each.value for each in app.markdown)


def frame_keys(page) -> set[str]:
    return {key for step in page.steps for key in page.keys(step)}


@every_page
def test_every_control_is_taken_by_a_step(script):
    page = PAGES[script]
    assert {name for step in page.steps for name in steps.takes(step)} == set(page.controls)


@pytest.mark.slow
@every_step
def test_both_ends_of_every_control(page, step):
    app = visit_step(page, step)
    start = readings(app), texts(app)
    moved = set()
    for key in list(widgets(app)):
        for value in ends(widgets(app)[key]):
            if key not in widgets(app):
                continue
            before = widgets(app)[key].value
            widgets(app)[key].set_value(value).run()
            assert_whole(app)
            if (readings(app), texts(app)) != start:
                moved.add(key)
            if key in widgets(app):
                widgets(app)[key].set_value(before).run()
    assert moved or not widgets(app), "no reading and no sentence follows a control"


@every_step
def test_all_controls_at_their_ends_together(page, step):
    app = visit_step(page, step)
    seen = {str((readings(app), texts(app)))}
    for place in (0, -1):
        for key in list(widgets(app)):
            if key in widgets(app):
                widgets(app)[key].set_value(ends(widgets(app)[key])[place])
        app.run()
        assert_whole(app)
        seen.add(str((readings(app), texts(app))))
    assert len(seen) > 1 or not widgets(app), "no reading and no sentence follows the controls"


@every_step
def test_a_scenario_sets_its_step(page, step):
    app = visit_step(page, step)
    for name, settings in steps.scenarios_of(step).items():
        assert settings.keys() <= page.keys(step).keys(), "it acts on what is not in sight"
        app.button(key=f"{step.__name__}: {name}").click().run()
        assert_whole(app)
        assert not app.error and not app.warning
        for key, widget in widgets(app).items():
            wanted = settings.get(key, page.keys(step)[key].default)
            assert widget.value == wanted, f"{name} leaves {key} at {widget.value}"


@every_step
def test_a_link_shows_what_the_sender_saw(page, step):
    sent, link = visit_step(page, step), {}
    for key in [key for key, widget in widgets(sent).items() if hasattr(widget, "min")]:
        slider = widgets(sent)[key]
        value = type(slider.value)(slider.min + (slider.max - slider.min) / 2)
        slider.set_value(value).run()
        link[key] = str(value)
    opened = visit_step(page, step, **link)
    assert_whole(opened)
    assert (readings(opened), texts(opened)) == (readings(sent), texts(sent))
    assert not opened.warning


@every_page
def test_next_leads_through_the_steps_and_on_to_the_next_page(script):
    app, page = visit(script), PAGES[script]
    for step in page.steps[1:]:
        assert steps.question(step) in app.button(key="next").label
        app.button(key="next").click().run()
        assert of(app).steps[of(app).page] == steps.name_of(step)
        assert_whole(app)
    following = SCRIPTS[SCRIPTS.index(script) + 1 :][:1]
    linked = [link.proto.page for link in app.get("page_link")]
    assert linked == [script.removeprefix("pages/").removesuffix(".py") for script in following]


def test_each_page_opens_with_a_step_of_its_own():
    """All pages name theirs `step`, and two have a step of the same name."""
    app = visit("pages/elu_mean.py", step="What is true")
    app.query_params.clear()  # as the browser does on the way
    app.switch_page("pages/sigmoid_saturation.py").run()
    assert of(app).steps["Sigmoid saturation"] == "The curve"
    assert of(app).steps["ELU mean"] == "What is true"


def test_a_control_keeps_its_value_while_another_step_is_looked_at():
    app = visit("pages/elu_mean.py")
    app.slider(key="at").set_value(3.0).run()
    app.button(key="next").click().run()
    assert "at" not in widgets(app)
    app.button_group(key="step").set_value("The curve").run()
    assert widgets(app)["at"].value == 3.0


def test_a_link_sets_controls_of_other_steps_too():
    app = visit("pages/elu_mean.py", noise="0.5", elu_mu="9")
    assert "elu\\_mu = 9" in warnings(app)
    app.button_group(key="step").set_value("Switched off").run()
    assert widgets(app)["noise"].value == 0.5


BAD = ["nan", "inf", "-1e999", "words", "", "\u4e09", "<b>x</b>", "9" * 500]


@every_page
@pytest.mark.parametrize("value", BAD)
def test_a_bad_link_opens_the_page_at_its_defaults(script, value):
    start = visit(script)
    sliders = [key for key, widget in widgets(start).items() if hasattr(widget, "min")]
    opened = visit(script, nobody="knows", **dict.fromkeys(sliders, value), step=value)
    assert_whole(opened)
    assert readings(opened) == readings(start)
    assert "nobody" in warnings(opened)


@pytest.mark.parametrize(
    "pasted, said",
    [("1, x, 3", "Entry 2"), ("1 nan", "not a finite"), ("7", "at least 2"), ("", "at least 2")],
)
def test_bad_numbers_are_named_and_the_last_good_charts_stay(pasted, said):
    app = visit("pages/relu_bias.py", inputs="My own numbers", pasted="-1; 2; 4")
    good = readings(app)
    assert not app.error
    app.text_area(key="pasted").set_value(pasted).run()
    assert said in app.error[0].value
    assert_whole(app)
    assert readings(app) == good


def test_a_scenario_leaves_what_was_pasted():
    app = visit("pages/relu_bias.py", inputs="My own numbers", pasted="-1; 2; 4")
    good = readings(app)
    app.button(key="what_comes_out: Mostly off").click().run()
    assert app.selectbox(key="inputs").value == "Normal" and readings(app) != good
    app.selectbox(key="inputs").set_value("My own numbers").run()
    assert app.text_area(key="pasted").value == "-1; 2; 4" and readings(app) == good


def test_no_numbers_but_those_of_the_charts_are_called_the_visitors():
    assert "For these numbers the ReLU turns 47.1%" in own_words("1 2 x")


def own_words(pasted: str) -> str:
    return " ".join(texts(visit("pages/relu_bias.py", inputs="My own numbers", pasted=pasted)))


def own(step: str, pasted: str):
    """A step of the ReLU page with pasted numbers."""
    app = visit("pages/relu_bias.py", step=step, inputs="My own numbers", pasted=pasted)
    assert_whole(app)
    return dict(readings(app)), " ".join(texts(app))


def test_dead_units_of_a_matrix_are_told():
    rows = "tensor([[1., -1., -3.], [2., -2., 0.], [-1., -3., -9.]], grad_fn=<AddmmBackward0>)"
    shown, words = own("What comes out", rows)
    assert shown["Dead units"] == "2 of 3" and "2 of 3 units with ReLU" in words
    words = own("Against another", rows)[1]
    assert "2 of 3 units with ReLU and 0 of 3 units with ELU" in words
    assert "dead" not in own("What comes out", "1 -1 -3")[1].lower()


@pytest.mark.parametrize(
    "pasted", ["1e-200 2e-200 -1e-200", "1e-323 -1e-323", "1e-160 2e-160 -3e-160", "1e-154 -1e-154"]
)
def test_a_spread_that_is_too_small_to_compute_with_is_said(pasted):
    for step in ("What comes out", "The next layer", "Slower", "Against another"):
        shown, words = own(step, pasted)
        assert "the spread is too small to compute with" in words and "do not vary" not in words
        assert not any("±" in label and value == "0" for label, value in shown.items())
        assert "> 10⁹" not in shown.values()


def test_the_rate_of_the_picture_is_told_from_those_of_the_table():
    words = own("Slower", "1 -2 0.5 3")[1]
    assert "Above the table gradient descent has the rate η / λ" in words
    assert f"best of {TRIED} rates" in words
    assert "(dotted)" not in words, "the prediction is dotted, too"


@pytest.mark.parametrize("pasted", ["0 0", "-5 -4 -3", "1e9 -1e9", " ".join(["1", "-2.5"] * 5000)])
def test_unusual_numbers_are_shown(pasted):
    for step in PAGES["pages/relu_bias.py"].steps:
        link = {"inputs": "My own numbers", "pasted": pasted}
        assert_whole(visit_step(PAGES["pages/relu_bias.py"], step, **link))
