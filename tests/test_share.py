"""The link of a view: it holds what differs, says what it ignored, and can be reset."""

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import share
from tests.test_pages import every_page, readings, visit, widget, widgets


def warnings(app) -> str:
    return "\n".join(warning.value for warning in app.warning)


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


@every_page
def test_the_link_holds_what_differs_and_reopens_the_same_numbers(script):
    sent = visit(script)
    for slider in [slider for slider in sent.slider if not slider.disabled][:3]:
        middle = type(slider.value)(slider.min + 0.37 * (slider.max - slider.min))
        sent.slider(key=slider.key).set_value(middle).run()
    held = link(sent)
    assert 1 <= len(held) <= 3
    opened = visit(script, **{key: values[0] for key, values in held.items()})
    assert readings(opened) == readings(sent)
    assert not opened.warning


@every_page
def test_reset_sets_every_default(script):
    start = visit(script)
    app = visit(script)
    for slider in [slider for slider in app.slider if not slider.disabled]:
        app.slider(key=slider.key).set_value(slider.max).run()
    app.button(key="reset").click().run()
    assert readings(app) == readings(start)
    for control in widgets(start):
        assert widget(app, control.key).value == control.value


def test_what_was_ignored_is_said_with_the_reason():
    app = visit("pages/elu_mean.py", alpha="99", nobody="1", noise=["0.5", "0.7"], elu_mu="inf")
    said = warnings(app).replace("\\", "")
    assert "“alpha = 99” was ignored: it must be between 0.1 and 3." in said
    assert "“nobody” was ignored: no control here has that name." in said
    assert "“noise = 0.5, 0.7” was ignored: it may be given only once." in said
    assert "“elu_mu = inf” was ignored: it must be between -2 and 2." in said


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
    assert widget(app, "functions").value == ["ReLU"]
    assert "Nobody” was ignored: it must be any of" in warnings(app)


def test_a_notice_goes_with_the_next_move():
    app = visit("pages/elu_mean.py", alpha="99")
    assert app.warning
    app.query_params.clear()  # as the browser does with what was not taken,
    app.query_params["noise"] = "0.5"  # and with what has moved
    app.slider(key="noise").set_value(0.5).run()
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
    assert "So were 6 more" in warnings(app)
