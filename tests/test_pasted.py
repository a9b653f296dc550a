"""Pasted numbers: what is read, and which sentence says what is wrong."""

import numpy as np
import pytest

from dashboard.pasted import MOST_NUMBERS, numbers


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
