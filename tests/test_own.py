"""The visitor's own f(x): its field, its place in every choice, and what is said when it fails."""

import pytest
from streamlit.testing.v1 import AppTest

from activations import ACTIVATIONS, parse
from dashboard import own, share, steps
from dashboard.choosers import Name, Names, OneOf, SomeOf, Typed
from dashboard.pictures import practice
from tests.pages import (
    APP,
    PAGES,
    STEPS,
    assert_whole,
    every_page,
    of,
    readings,
    visit,
    visit_step,
    warnings,
    widgets,
)

FORMULA = "x*tanh(softplus(1.2*x))"
DEPTH = "pages/depth.py"
CHOOSERS = OneOf, SomeOf, Name, Names


def naming(page: steps.Page, step: steps.Step) -> dict[str, object]:
    """A link of a step in which every choice of activations names Yours."""
    link = {}
    for name in steps.takes(step):
        control = page.controls[name]
        if isinstance(control, (OneOf, Name)):
            link[name] = own.YOURS
        elif isinstance(control, (SomeOf, Names)):
            link[name] = ["ReLU", own.YOURS]
    return link


TAKING = [
    (page, step)
    for page, step in STEPS
    if any(isinstance(page.controls[name], (*CHOOSERS, Typed)) for name in steps.takes(step))
]
every_step_that_takes_it = pytest.mark.parametrize(
    "page, step", TAKING, ids=[f"{page.script[6:-3]}-{step.__name__}" for page, step in TAKING]
)


def typed(app: AppTest, text: str) -> AppTest:
    return app.text_input(key=own.KEY).set_value(text).run()


def errors(app: AppTest) -> str:
    return "\n".join(error.value for error in app.error)


@every_step_that_takes_it
@pytest.mark.parametrize(
    "text", [FORMULA, "exp(x)", "sqrt(abs(x))", "sign(x)", "relu(x)**3", "sin(30*x)"]
)
def test_every_step_that_has_a_choice_takes_it(page, step, text):
    app = visit_step(page, step, f=text, **naming(page, step))
    assert_whole(app)
    assert not warnings(app) and not errors(app) and readings(app)


@every_step_that_takes_it
def test_a_mean_that_does_not_exist_is_said(page, step):
    app = visit_step(page, step, f="exp(x**2)", **naming(page, step))
    assert_whole(app)
    assert not errors(app) or "Yours do not exist, or cannot be found, for z from N" in errors(app)


@every_page
def test_the_field_is_on_every_page_and_what_is_typed_stays(script):
    app = typed(visit(script), "tanh(x) + 0.1*x")
    assert of(app).own == parse("tanh(x) + 0.1*x")
    other = DEPTH if script != DEPTH else "pages/gallery.py"
    app.switch_page(other).run()
    assert app.text_input(key=own.KEY).value == "tanh(x) + 0.1*x" and not app.exception
    assert of(app).own == parse("tanh(x) + 0.1*x")


def test_it_is_among_the_choices_from_then_on_and_gone_with_its_text():
    app = visit(DEPTH)
    chosen = widgets(app)["activations"]
    assert own.YOURS not in chosen.options
    app = typed(app, FORMULA)
    assert widgets(app)["activations"].options[-1] == own.YOURS
    widgets(app)["activations"].set_value(["tanh", own.YOURS]).run()
    assert {label for label, _ in readings(app)} >= {"Weakest: Yours", "Strongest: tanh"}
    app = typed(app, "")
    assert widgets(app)["activations"].value == ["tanh"] and not app.exception
    assert own.YOURS not in widgets(app)["activations"].options


def test_what_cannot_be_read_is_said_and_the_one_before_stays():
    app = visit(DEPTH, f=FORMULA, activations=["ReLU", own.YOURS])
    before = readings(app)
    app = typed(app, "x*sinn(x)")
    assert "did you mean" in errors(app) and "The one before stays" in errors(app)
    assert readings(app) == before and app.text_input(key=own.KEY).value == "x*sinn(x)"
    app = typed(app, "x*sin(x)")
    assert not errors(app) and readings(app) != before


def test_a_link_that_names_a_bad_formula_opens_and_says_so():
    app = visit(DEPTH, f="__import__('os')", activations=["ReLU", own.YOURS])
    assert_whole(app)
    assert "Until then there is none" in errors(app) and "activations" in warnings(app)
    assert "was ignored. \\`\\_\\_import\\_\\_\\` is not known here" in warnings(app)
    assert readings(app)[0][0] == "ReLU"


def test_its_parameters_have_sliders_once_and_stand_in_the_link(monkeypatch):
    text = "x*tanh(softplus(a*x)) + b"
    link = {"f": text, "step": "Against another", "compare": own.YOURS, "f_a": "2", "f_b": "-0.5"}
    app = visit("pages/relu_bias.py", **link)
    assert_whole(app)
    assert {"f_a", "f_b"} <= widgets(app).keys() and not warnings(app)
    act = parse(text).configure(a=2.0, b=-0.5)
    shown = dict(readings(app))["Yours mean"]
    assert shown.replace("−", "-") == f"{act.mean(0, 1):.4g}"
    both = visit("pages/learning_speed.py", f=text, does=own.YOURS, than=own.YOURS)
    assert sum(key == "f_a" for key in widgets(both)) == 1 and not both.exception


def test_a_parameter_with_which_it_is_no_function_is_said():
    app = visit(DEPTH, f="log(a + x**2)", activations=[own.YOURS])
    before = readings(app)
    widgets(app)["f_a"].set_value(-5.0).run()
    assert "at its default parameters" in errors(app) and readings(app) == before
    assert_whole(app)


def test_the_link_of_a_view_holds_it():
    def script():
        import streamlit as st

        from dashboard import session, share

        session.mine().page = "any"
        st.session_state["f"] = "x*tanh(x)"
        st.text(share.link())

    app = AppTest.from_function(script).run()
    assert "f=x%2Atanh%28x%29" in app.text[0].value
    assert share.addressed("", {"f": "x**2"}) == "?f=x%2A%2A2"


def test_a_link_holds_what_is_in_force_not_what_cannot_be_read():
    app = typed(visit(DEPTH, f=FORMULA, activations=["ReLU", own.YOURS]), "x*sinn(x)")
    app.session_state["share"] = True
    app.run()
    link = " ".join(code.value for code in app.code)
    assert "softplus" in link and "sinn" not in link


def test_the_opening_page_says_what_it_is_like():
    app = AppTest.from_file(APP)
    app.query_params["f"] = FORMULA
    app.run()
    act = parse(FORMULA)
    told = dict(readings(app))
    assert told["Mean output"] == f"{act.mean(0, 1):.4g}" and "Gain" in told
    ways = [way.proto.label for way in app.get("page_link") if "→" in way.proto.label]
    assert ways[-3:] == ["Its card and code →", "Through 50 layers →", "Train it against GELU →"]


def test_a_mean_that_does_not_exist_leaves_the_opening_page_whole():
    app = AppTest.from_file(APP)
    app.query_params["f"] = "exp(x**2)"
    app.run()
    assert "do not exist" in errors(app) and not app.exception
    assert app.get("vega_lite_chart")


def test_the_example_is_named_as_yours_once_it_is_typed():
    """What is kept of it for all visitors has another name."""
    for link, name in (({}, "An example"), ({"f": own.EXAMPLE}, own.YOURS)):
        app = visit("pages/gallery.py", step="Yours", **link)
        assert any(f"Before you use {name}" in each.value for each in app.markdown)


def test_the_examples_are_functions_and_one_click_each():
    app = visit("pages/gallery.py", step="Yours")
    assert_whole(app)
    assert len(own.EXAMPLES) == 8
    for name, text in own.EXAMPLES.items():
        app.button(key=f"try {name}").click().run()
        assert app.text_input(key=own.KEY).value == text and not app.exception and not errors(app)
        assert of(app).own == parse(text)


def test_every_choice_of_activations_is_one_that_takes_it():
    """A page that lists the names of activations lets the visitor's own be among them.

    But for the one that offers what was trained beforehand; the same is trained in *Verdict*.
    """
    labels = {act.label for act in ACTIVATIONS.values()}
    for page in PAGES.values():
        for name, control in page.controls.items():
            options = set(getattr(control, "options", ()))
            if len(options & labels) > 2 and options != {*practice.RIVALS}:
                assert isinstance(control, CHOOSERS), f"{page.script}: {name}"
