"""Pasted numbers: what is read, and which sentence says what is wrong."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import controls
from dashboard.controls import LONGEST_IN_LINK, MOST_NUMBERS, fits_in_link, numbers


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1 2 3", [1, 2, 3]),
        ("1,2;3\t4\n5\r\n6|7", [1, 2, 3, 4, 5, 6, 7]),
        ("  1,, 2 ;\n\n 3,  ", [1, 2, 3]),
        ("[1, 2], (3) {4}", [1, 2, 3, 4]),
        ("1,5", [1, 5]),
        ("1.5, -2.5", [1.5, -2.5]),
        ("1\u00a02\u20093\u30004", [1, 2, 3, 4]),
        ("\ufeff1\uff0c2\uff1b3\u30014", [1, 2, 3, 4]),
        ("\u22121 \u20132 \uff0d3 -4", [-1, -2, -3, -4]),
        ("+1 .5 5. 1e3 -2E-2", [1, 0.5, 5, 1000, -0.02]),
        ("'1' \"2\", '-3'", [1, 2, -3]),
        ("-0 0", [0, 0]),
        ("1e-400 2", [0, 2]),
        ("1e9 -1e9", [1e9, -1e9]),
        ("3 3", [3, 3]),
    ],
)
def test_what_is_read(text, expected):
    np.testing.assert_array_equal(numbers(text), expected)


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "at least 2 numbers; there is none here."),
        (" \n\t,;[] '' ", "at least 2 numbers; there is none here."),
        ("5", "at least 2 numbers; there is only 1 here."),
        ("1 2 abc 4", "Entry 3, “abc”, is not a number."),
        ("x 2", "Entry 1, “x”, is not a number."),
        ("1 nan", "Entry 2, “nan”, is not a finite number."),
        ("1 inf 2", "Entry 2, “inf”, is not a finite number."),
        ("-Infinity 2", "Entry 1, “-Infinity”, is not a finite number."),
        ("1 1e400", "Entry 2, “1e400”, is not a finite number."),
        ("1 2e9", "Entry 2, “2e9”, is beyond ±1,000,000,000."),
        ("1 -1e308", "Entry 2, “-1e308”, is beyond ±1,000,000,000."),
        ("1 - 2", "Entry 2, “-”, is not a number."),
        ("1\u20132 3", "Entry 1, “1-2”, is not a number."),
        ("1..2 3", "Entry 1, “1..2”, is not a number."),
        ("50% 3", "Entry 1, “50%”, is not a number."),
        ("1'000 3", "Entry 1, “1'000”, is not a number."),
        ("1/2 3", "Entry 1, “1/2”, is not a number."),
        ("0x10 3", "Entry 1, “0x10”, is not a number."),
        ("1+2j 3", "Entry 1, “1+2j”, is not a number."),
        ("1 2\x00 3", "Entry 2, “2?”, is not a number."),
        ("1 " + "z" * 500, "Entry 2, “" + "z" * 20 + "…”, is not a number."),
        ("1 " + "9" * 400, "Entry 2, “" + "9" * 20 + "…”, is not a finite number."),
        ("1 " * 1233 + "a", "Entry 1,234, “a”, is not a number."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(text, sentence):
    with pytest.raises(ValueError) as error:
        numbers(text)
    assert str(error.value).endswith(sentence)
    assert str(error.value).count(". ") == 0


def test_as_many_as_fit_and_one_more():
    text = ", ".join(map(repr, (np.linspace(-1, 1, MOST_NUMBERS) / 7).tolist()))
    assert len(numbers(text)) == MOST_NUMBERS
    with pytest.raises(ValueError, match="^At most 10,000 numbers fit here; these are 10,001.$"):
        numbers(text + " 1")


def test_a_text_beyond_all_measure_is_not_read():
    with pytest.raises(ValueError, match="^At most 300,000 characters fit here; these are 10,000,"):
        numbers("1" * 10_000_000)


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

    from dashboard import controls

    controls.begin()
    text = controls.words("Numbers", "1 2", key="text", help="Any.")
    st.write(f"shown: {controls.own_numbers(text, '7 8').tolist()}")


def shown(app):
    assert not app.exception
    return app.markdown[0].value, [error.value for error in app.error]


def test_a_bad_text_keeps_the_last_good_numbers():
    app = AppTest.from_function(script).run()
    assert shown(app) == ("shown: [1.0, 2.0]", [])
    app.text_area(key="text").set_value("3 4").run()
    assert shown(app) == ("shown: [3.0, 4.0]", [])
    for _ in range(2):
        app.text_area(key="text").set_value("3 4 five").run()
        numbers_shown, (error,) = shown(app)
        assert numbers_shown == "shown: [3.0, 4.0]"
        assert error.startswith("Entry 3, “five”, is not a number. The charts show your last good")
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
    app.run()
    assert app.text_area(key="text").value == long
    app.text_area(key="text").set_value("1 3").run()
    assert app.text_area(key="text").value == "1 3"
    assert app.text_area(key="text").proto.query_param_key == "text"


def test_every_control_is_declared():
    app = AppTest.from_function(script).run()
    assert app.session_state["controls"]["text"] == controls.Control("Numbers", "1 2", "any text")


def cut_short():
    """A page whose second run is ended by a click before it has declared its second control."""
    import streamlit as st

    from dashboard import controls

    begun = st.session_state["begun"] = st.session_state.get("begun", 0) + 1
    controls.begin("a page")
    first = controls.slider("First", 0, 9, 1, 1, key="first", help="A control.")
    st.button("Reset", on_click=controls.put, args=({},))
    if begun == 2:
        st.stop()
    second = controls.slider("Second", 0, 9, 2, 1, key="second", help="Another.")
    controls.end()
    st.markdown(f"{first} {second}")


def test_reset_sets_all_controls_also_when_it_cuts_a_run_short():
    app = AppTest.from_function(cut_short)
    app.session_state["second"] = 7
    assert app.run().markdown[-1].value == "1 7"
    app.run()  # cut short
    app.button[0].click().run()
    assert app.slider(key="second").value == 2
