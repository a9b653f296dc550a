"""The link of a view: it holds what differs, says what it ignored, and can be reset."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from dashboard import controls, share, steps
from tests.pages import (
    PAGES,
    ends,
    every_page,
    every_step,
    readings,
    texts,
    visit,
    visit_step,
    warnings,
    widgets,
)


def link(app) -> dict[str, list[str]]:
    """The query of the link that Share shows."""
    app.session_state["share"] = True
    opened = app.run()
    return parse_qs(urlsplit(opened.code[0].value).query, keep_blank_values=True)


@pytest.mark.parametrize(
    "value, entries",
    [(1.0, ["1"]), (0.1, ["0.1"]), (3, ["3"]), (True, ["true"]), ([], [""]), ("x y", ["x y"]),
     (["a", "b"], ["a", "b"]), (1.6733, ["1.6733"]), (1e-05, ["1e-05"])],
)  # fmt: skip
def test_values_are_written_as_streamlit_writes_them(value, entries):
    assert share.written(value) == entries


@every_page
def test_the_link_of_the_defaults_has_no_parameters(script):
    assert link(visit(script)) == {}


@every_step
def test_the_link_holds_step_and_what_differs_and_reopens_the_same_numbers(page, step):
    sent = visit_step(page, step)
    sliders = [key for key, widget in widgets(sent).items() if hasattr(widget, "min")][:3]
    for key in sliders:
        slider = widgets(sent)[key]
        middle = type(slider.value)(slider.min + 0.37 * (slider.max - slider.min))
        slider.set_value(middle).run()
    seen, held = (readings(sent), texts(sent)), link(sent)
    assert set(held) <= {*sliders, "step"} and len(held) >= min(1, len(sliders))
    if step is not page.steps[0]:
        assert held["step"] == [steps.name_of(step)]
    opened = visit(page.script, **held)
    assert (readings(opened), texts(opened)) == seen
    assert not opened.warning


@every_page
def test_reset_sets_every_default_of_the_page(script):
    start, app = visit(script, step="All"), visit(script, step="All")
    sliders = [key for key, widget in widgets(app).items() if hasattr(widget, "min")]
    for key in sliders or widgets(app):
        if key in widgets(app):
            widgets(app)[key].set_value(ends(widgets(app)[key])[-1 if sliders else 0])
    app.run()
    assert readings(app) != readings(start)
    app.button_group(key="step").set_value(steps.name_of(PAGES[script].steps[0])).run()
    app.button(key="reset").click().run()
    app.button_group(key="step").set_value("All").run()
    assert readings(app) == readings(start)
    for key, control in widgets(start).items():
        assert widgets(app)[key].value == control.value


def test_what_was_ignored_is_said_with_the_reason():
    app = visit("pages/elu_mean.py", alpha="99", nobody="1", noise=["0.5", "0.7"], elu_mu="inf")
    said = warnings(app).replace("\\", "")
    assert "“alpha = 99” was ignored: it must be between 0.1 and 3." in said
    assert "“nobody” was ignored: no control here has that name." in said
    assert "“noise = 0.5, 0.7” was ignored: it may be given only once." in said
    assert "“elu_mu = inf” was ignored: it must be between -2 and 2." in said


def test_an_unknown_step_is_said_and_the_first_is_shown():
    app = visit("pages/elu_mean.py", step="Nowhere")
    assert "“step = Nowhere” was ignored: it must be one of The curve" in warnings(app)
    assert app.button_group(key="step").value == "The curve"


def test_a_choice_that_is_given_twice_is_the_last_and_that_is_said():
    app = visit("pages/elu_mean.py", step=["The curve", "Its mean"], over=["nonsense", "x"])
    said = warnings(app)
    assert "“step = The curve, Its mean” was given 2 times: the last one counts." in said
    assert "“over = nonsense, x” was ignored: it may be given only once." in said
    assert app.button_group(key="step").value == "Its mean"


def test_a_notice_stays_on_its_page():
    app = visit("pages/elu_mean.py", alpha="99")
    assert app.warning
    app.query_params.clear()
    app.switch_page("pages/sigmoid_saturation.py").run()
    assert not app.warning


def test_a_good_link_and_one_that_repeats_defaults_get_no_notice():
    assert not visit("pages/elu_mean.py", alpha="0.5", functions=["ReLU", "GELU"]).warning
    assert not visit("pages/elu_mean.py", alpha="1", elu_mu="-0", elu_sigma="1.0").warning


def test_a_part_of_a_choice_that_is_unknown_is_said():
    app = visit("pages/elu_mean.py", functions=["ReLU", "Nobody"])
    assert widgets(app)["functions"].value == ["ReLU"]
    assert "“Nobody” was left out of “functions”: it must be any of" in warnings(app)
    assert "The rest stands." in warnings(app) and "ignored" not in warnings(app)
    app = visit("pages/elu_mean.py", functions=["Nobody", "Somebody", "ReLU", "Nobody"])
    assert widgets(app)["functions"].value == ["ReLU"]
    assert "“Nobody, Somebody” were left out of “functions”" in warnings(app)
    app = visit("pages/elu_mean.py", functions=["Nobody"])
    assert "“functions = Nobody” was ignored: it must be any of" in warnings(app)


def test_only_the_link_that_opens_a_page_is_judged():
    """What the app itself wrote into the address comes back with the next run."""
    app = visit("pages/elu_mean.py", alpha="99")
    assert app.warning
    app.query_params["alpha"] = "98"
    app.slider(key="at").set_value(0.5).run()
    assert not app.warning


@pytest.mark.parametrize(
    "markup", ["<b>x</b>", "**x**", "[x](http://y)", "$x^2$", ":red[x]", "`x`"]
)
def test_markup_of_a_link_is_shown_letter_by_letter(markup):
    said = warnings(visit("pages/elu_mean.py", alpha=markup, **{markup: "1"}))
    shown = said.replace("\\", "")
    assert shown.count(markup) == 2
    assert markup not in said, "the marks are not escaped"


def test_a_long_value_is_cut_and_many_notices_are_counted():
    app = visit("pages/elu_mean.py", alpha="9" * 5000, **{f"unknown{i}": "1" for i in range(9)})
    assert len(warnings(app)) < 600
    assert "6 more could not be taken as they are." in warnings(app)


@pytest.mark.parametrize(
    "script, key", [("pages/gallery.py", "search"), ("pages/fact_check.py", "words"),
                    ("pages/depth.py", "f")],
)  # fmt: skip
def test_a_text_that_is_too_long_is_ignored_as_a_whole(script, key):
    app = visit(script, **{key: "x+" * 400})
    assert f"“{key} = x+x+" in warnings(app).replace("\\", "") and "was ignored" in warnings(app)
    assert app.text_input(key=key).value == "" and key not in app.query_params


def test_a_link_without_a_step_opens_the_first_one():
    """As it ever did; but where the first has nothing to set, the step of what the link sets."""

    def opened(script, **asked):
        return visit(script, **asked).button_group(key="step").value

    assert opened("pages/elu_mean.py", elu_mu="1", noise="0.5") == "The curve"
    assert opened("pages/fact_check.py") == "The story"
    assert opened("pages/fact_check.py", verdict="wrong", nobody="1") == "Every claim"
    assert opened("pages/fact_check.py", verdict="wrong", step="The story") == "The story"
    claim = visit("pages/fact_check.py", claim="elu-never-saturates")
    assert claim.button_group(key="step").value == "Every claim"
    assert any(text.startswith("### ELU never saturates.") for text in texts(claim))


LONG = ("1 -2 " * 1300)[:6010]


def test_a_text_that_is_too_long_for_a_link_is_no_fault_of_the_link():
    app = visit("pages/relu_bias.py", inputs="My own numbers", pasted=LONG)
    assert not app.warning and not app.exception


def test_numbers_that_are_too_long_for_a_link_are_left_out_and_that_is_said():
    app = visit("pages/relu_bias.py", inputs="My own numbers", seed="7")
    widgets(app)["pasted"].set_value(LONG).run()
    assert not app.warning and not app.error
    seen = readings(app)
    assert link(app) == {"inputs": ["My own numbers"], "seed": ["7"]}
    assert any("but for your numbers" in text.value for text in app.markdown)
    app.switch_page("pages/elu_mean.py").run()
    app.switch_page("pages/relu_bias.py").run()
    assert widgets(app)["pasted"].value == LONG and readings(app) == seen
    widgets(app)["pasted"].set_value("1 -2").run()
    assert link(app)["pasted"] == ["1 -2"]
    assert not any("but for your numbers" in text.value for text in app.markdown)


def test_a_link_fits_into_the_line_that_nginx_takes():
    """8 kB for `GET /page?... HTTP/1.1`, also where the text is as long as a link may carry."""
    app = visit("pages/relu_bias.py", inputs="My own numbers", step="All")
    for widget in widgets(app).values():
        if hasattr(widget, "max"):
            widget.set_value(widget.max)
    widgets(app)["pasted"].set_value(", 1" * (controls.LONGEST_IN_LINK // 5)).run()
    held = link(app)
    assert len(held["pasted"][0]) > 3000 and len(held) > 3
    assert len(app.code[0].value) < 8000


@pytest.mark.parametrize("own", ["", "x*tanh(softplus(1.25*x))*(1+0*x)" + "+0*x" * 40])
def test_numbers_make_room_for_a_pinned_view(own):
    pin = {"step": "Slower", "inputs": "My own numbers", "pasted": "1 -2 " * 280}
    there = {"inputs": "My own numbers", "step": "Slower", "pin": urlencode(pin)} | (
        {"f": own} if own else {}
    )
    app = visit("pages/relu_bias.py", **there, pasted="1 -2 " * 1180)
    held = link(app)
    assert len(app.code[0].value) < 8000 and held["pin"] == [there["pin"]]
    assert "pasted" not in held and any("but for your numbers" in m.value for m in app.markdown)
    widgets(app)["pasted"].set_value("1 -2").run()
    assert link(app)["pasted"] == ["1 -2"]


def test_a_link_carries_a_matrix():
    sent = visit("pages/relu_bias.py", inputs="My own numbers")
    widgets(sent)["pasted"].set_value("a;b\n-1;0,5\n-2;-0,25").run()
    opened = visit("pages/relu_bias.py", **link(sent))
    assert readings(opened) == readings(sent)
    assert ("Dead units", "1 of 2") in readings(opened) and not opened.warning
