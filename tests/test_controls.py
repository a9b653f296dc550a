"""Controls as data: what a link may give them, what they draw, and how they are set."""

import pytest
from streamlit.testing.v1 import AppTest

from activations import ACTIVATIONS
from dashboard import controls, session
from dashboard.choosers import Function, Parameters
from dashboard.controls import (
    LONGEST_IN_LINK,
    Choice,
    Count,
    Numbers,
    Phrase,
    Several,
    Slider,
    Toggle,
    fits_in_link,
)
from tests.pages import PAGES

SLIDER = Slider("Value", 0.1, 3.0, 1.0, 0.01, help="Any.")
WHOLE = Slider("Value", 2, 20, 10, 1, help="Any.")
COUNT = Count("Value", 1, 100, 10.0, help="Any.")
CHOICE = Choice("Value", ["a", "b"], "a", help="Any.")
SEVERAL = Several("Value", ["a", "b", "c"], ["a"], help="Any.")
TOGGLE = Toggle("Value", help="Any.")
PHRASE = Phrase("Value", help="Any.")
NUMBERS = Numbers("Value", "1 2", help="Any.")


def acts(*names):
    return [ACTIVATIONS[name] for name in names]


@pytest.mark.parametrize(
    "control, entries, value, whole",
    [
        (SLIDER, ["0.5"], 0.5, True),
        (SLIDER, ["3.0"], 3.0, True),
        (SLIDER, ["3.01"], None, False),
        (SLIDER, ["nan"], None, False),
        (SLIDER, ["-inf"], None, False),
        (SLIDER, ["words"], None, False),
        (SLIDER, [""], None, False),
        (SLIDER, ["0.5", "0.7"], None, False),
        (WHOLE, ["7"], 7, True),
        (WHOLE, ["21"], None, False),
        (COUNT, ["7"], 7.0, True),
        (COUNT, ["inf"], None, False),
        (COUNT, ["x"], None, False),
        (CHOICE, ["b"], "b", True),
        (CHOICE, ["d"], None, False),
        (SEVERAL, ["b", "c"], ["b", "c"], True),
        (SEVERAL, ["b", "b"], ["b"], True),
        (SEVERAL, ["b", "d"], ["b"], False),
        (SEVERAL, ["d"], None, False),
        (SEVERAL, [""], [], True),
        (TOGGLE, ["true"], True, True),
        (TOGGLE, ["FALSE"], False, True),
        (TOGGLE, ["1"], None, False),
        (PHRASE, ["relu"], "relu", True),
        (PHRASE, ["x" * 61], None, False),
        (NUMBERS, ["anything"], "anything", True),
    ],
)
def test_what_a_link_gives(control, entries, value, whole):
    assert control.read(entries) == (value, whole)


def test_a_whole_slider_gives_whole_numbers():
    assert isinstance(WHOLE.read(["7"])[0], int) and isinstance(SLIDER.read(["1"])[0], float)


def test_what_an_activation_with_its_parameters_stands_for_in_a_link():
    function = Function("Against", acts("elu", "relu", "leaky_relu"), "ELU", help="Any.")
    assert list(function.parts("other")) == ["other", "other_alpha", "other_negative_slope"]
    assert function.parts("other")["other"].default == "ELU"
    of_all = Parameters("Parameters", "card", help="Any.").parts("any")
    assert {"elu_alpha", "leaky_relu_negative_slope"} <= set(of_all)
    assert of_all["elu_alpha"].default == ACTIVATIONS["elu"].parameters["alpha"].default


@pytest.mark.parametrize("script", PAGES)
def test_the_default_of_every_control_is_what_a_link_may_give(script):
    from dashboard.share import written

    for key, control in controls.parts(PAGES[script].controls).items():
        assert control.read(written(control.default)) == (control.default, True), key
        assert control.label and control.help and control.allowed


def test_a_control_counts_where_another_has_the_value():
    hidden = Slider("Mean", 0.0, 1.0, 0.5, 0.1, when=("inputs", ("Normal",)), help="Any.")
    assert hidden.counts({"inputs": "Normal"})
    assert not hidden.counts({"inputs": "Grid"}) and not hidden.counts({})
    assert hidden.idle() == 0.5


@pytest.mark.parametrize(
    "text, fits",
    [
        ("", True),
        ("1 2 3", True),
        ("1" * LONGEST_IN_LINK, True),
        ("1" * LONGEST_IN_LINK + "2", False),
        ("," * (LONGEST_IN_LINK // 3), True),
        ("," * (LONGEST_IN_LINK // 3 + 1), False),
    ],
)
def test_what_fits_in_a_link(text, fits):
    assert fits_in_link(text) is fits


def script():
    import streamlit as st

    from dashboard.controls import Numbers

    values = Numbers("Numbers", "7 8", help="Any.").draw("text", {})
    st.write(f"shown: {values.tolist()}")


def shown(app):
    assert not app.exception
    return app.markdown[-1].value, [error.value for error in app.error]


def said(app):
    """What stands under the box."""
    return app.markdown[0].value.replace("\\", "")


def test_how_many_numbers_there_are_stands_beside_the_box():
    app = AppTest.from_function(script).run()
    assert said(app) == ":small[2 numbers, from 7 to 8.]"
    app.text_area(key="text").set_value("z\n-0.5\n2.25\n1").run()
    assert said(app).startswith(":small[3 numbers, from −0.5 to 2.25. Left out: ")
    app.text_area(key="text").set_value("3,5").run()
    assert "“3,5” was read as 2 numbers; if it is one, write 3.5." in said(app)


def test_a_matrix_keeps_its_shape():
    app = AppTest.from_function(script)
    app.query_params["text"] = "1 2\n3 4\n5 -6"
    assert shown(app.run())[0] == "shown: [[1.0, 2.0], [3.0, 4.0], [5.0, -6.0]]"
    assert said(app) == ":small[3 rows of 2 units, from −6 to 5.]"


def test_a_file_becomes_the_text_of_the_box():
    app = AppTest.from_function(script).run()
    app.file_uploader[0].upload("z.csv", b"z\n0.5\n-2").run()
    assert shown(app) == ("shown: [0.5, -2.0]", [])
    assert app.text_area(key="text").value == "z\n0.5\n-2"
    assert said(app).startswith(":small[2 numbers, from −2 to 0.5. Left out: ")
    app.run()
    assert shown(app) == ("shown: [0.5, -2.0]", [])
    app.text_area(key="text").set_value("1 2 3").run()
    assert shown(app) == ("shown: [1.0, 2.0, 3.0]", [])
    app.file_uploader[0].upload("z.csv", b"4 5").run()
    assert shown(app) == ("shown: [4.0, 5.0]", [])


def test_a_file_that_cannot_be_read_is_named_and_leaves_the_numbers():
    app = AppTest.from_function(script).run()
    app.text_area(key="text").set_value("3 4").run()
    app.file_uploader[0].upload("[z](x).npy", b"no array").run()
    numbers_shown, (error,) = shown(app)
    assert numbers_shown == "shown: [3.0, 4.0]"
    assert error.startswith(r"“\[z\]\(x\)\.npy”\: This is no array of numbers")
    app.text_area(key="text").set_value("3 5").run()
    assert shown(app) == ("shown: [3.0, 5.0]", [])


def test_a_bad_text_keeps_the_last_good_numbers():
    app = AppTest.from_function(script).run()
    assert shown(app) == ("shown: [7.0, 8.0]", [])
    app.text_area(key="text").set_value("3 4").run()
    assert shown(app) == ("shown: [3.0, 4.0]", [])
    for _ in range(2):
        app.text_area(key="text").set_value("3 4 five").run()
        numbers_shown, (error,) = shown(app)
        assert numbers_shown == "shown: [3.0, 4.0]"
        assert error.startswith("Entry 3, “five”, is not a number. The charts show your last good")
        assert said(app) == ":small[Shown: 2 numbers, from 3 to 4.]"
        kinds = [element.type for element in app.main]
        assert kinds.index("error") < kinds.index("markdown")
    app.text_area(key="text").set_value("5 6").run()
    assert shown(app) == ("shown: [5.0, 6.0]", [])


def test_a_bad_link_shows_the_example():
    app = AppTest.from_function(script)
    app.query_params["text"] = "nonsense"
    numbers_shown, (error,) = shown(app.run())
    assert numbers_shown == "shown: [7.0, 8.0]"
    assert error.endswith("The charts show the example numbers.")


def test_a_word_of_the_visitor_formats_nothing():
    app = AppTest.from_function(script).run()
    app.text_area(key="text").set_value("1 **b** $x$ 3").run()
    assert r"“\*\*b\*\*”" in app.error[0].value
    app.text_area(key="text").set_value("1 www.a.org").run()
    assert r"www\.a\.org" in app.error[0].value


def test_a_long_text_is_kept_and_comes_back_to_the_link():
    app = AppTest.from_function(script).run()
    long = " ".join(["1.25"] * 2000)
    app.text_area(key="text").set_value(long).run()
    assert app.text_area(key="text").value == long
    assert not app.text_area(key="text").proto.query_param_key
    assert any("Too long for a link" in text.value for text in app.markdown)
    app.run()
    assert app.text_area(key="text").value == long
    app.text_area(key="text").set_value("1 3").run()
    assert app.text_area(key="text").value == "1 3"
    assert app.text_area(key="text").proto.query_param_key == "text"


def copied():
    import streamlit as st

    from dashboard.controls import Slider

    slider = Slider("Value", 0, 9, 1, 1, help="Any.")
    slider.draw("value", {})
    slider.mirror("value")
    st.button("Set", on_click=st.session_state.update, args=({"value": 5},))


def test_the_copy_of_a_control_follows_it_and_moves_it():
    app = AppTest.from_function(copied).run()
    first, copy = app.slider
    first.set_value(3).run()
    assert [slider.value for slider in app.slider] == [3, 3]
    moved = app.slider[1]
    moved.set_value(7).run()
    assert [slider.value for slider in app.slider] == [7, 7]
    assert app.slider[1].key == moved.key, "a copy that is moved stays the same for the keyboard"
    app.button[0].click().run()
    assert [slider.value for slider in app.slider] == [5, 5]
    assert app.slider[1].key != moved.key, "what a browser still sends for it must not count"


def cut_short():
    """A page whose second run is ended by a click before it has drawn its second control."""
    import streamlit as st

    from dashboard import controls, session

    first = controls.Slider("First", 0, 9, 1, 1, help="A control.")
    second = controls.Slider("Second", 0, 9, 2, 1, help="Another.")
    session.mine().controls = {"first": first, "second": second}
    begun = st.session_state["begun"] = st.session_state.get("begun", 0) + 1
    st.button("Reset", on_click=controls.reset)
    a = first.draw("first", {})
    if begun == 2:
        st.stop()
    st.markdown(f"{a} {second.draw('second', {})}")


def test_reset_sets_all_controls_also_when_it_cuts_a_run_short():
    app = AppTest.from_function(cut_short)
    app.session_state["second"] = 7
    assert app.run().markdown[-1].value == "1 7"
    app.run()  # cut short
    app.button[0].click().run()
    assert app.slider(key="second").value == 2


def test_a_session_has_one_key_of_its_own():
    app = AppTest.from_function(script).run()
    assert session.KEY in app.session_state


def sharing():
    """Two controls that name activations, and the parameters of both."""
    import streamlit as st

    from dashboard.choosers import Parameters
    from dashboard.controls import Choice, Several

    labels = ["ReLU", "ELU", "Swish"]
    values = {
        "card": Choice("Card", labels, "ELU", help="One.").draw("card", {}),
        "several": Several("Several", labels, ["ReLU", "ELU"], help="Any.").draw("several", {}),
    }
    both = Parameters("Parameters", ("card", "several", "elsewhere"), help="Any.")
    st.write([f"{act.id} {act.values}" for act in both.draw("parameters", values)])


def test_controls_that_name_the_same_activation_share_its_sliders():
    app = AppTest.from_function(sharing).run()
    assert not app.exception
    assert [slider.key for slider in app.slider] == ["elu_alpha"]
    app.selectbox(key="card").set_value("Swish").run()
    assert [slider.key for slider in app.slider] == ["elu_alpha", "swish_beta"]
    app.slider(key="swish_beta").set_value(2.0).run()
    assert app.json[0].value.count("swish (2.0,)") == 1


def test_a_part_that_is_not_drawn_is_not_in_sight():
    function = Function("Against", acts("elu", "relu"), "ELU", help="Any.")
    assert list(function.in_sight("other", ACTIVATIONS["elu"])) == ["other", "other_alpha"]
    assert list(function.in_sight("other", ACTIVATIONS["relu"])) == ["other"]
    parameters = Parameters("Parameters", "card", help="Any.")
    assert list(parameters.in_sight("any", (ACTIVATIONS["elu"],))) == ["elu_alpha"]
