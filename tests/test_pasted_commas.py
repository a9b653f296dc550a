"""Commas in pasted numbers: between them, before decimals, or between groups of three digits."""

import numpy as np
import pytest

from activations import ACTIVATIONS, sampling
from dashboard.pasted import read


def values(text):
    return read(text).values


def said(text):
    return " ".join(read(text).said)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("-0,5\n1,5\n2,25", [-0.5, 1.5, 2.25]),
        ("0,5\n0,7\n1,25", [0.5, 0.7, 1.25]),
        ("Wert\n0,5\n1,5\n2,5", [0.5, 1.5, 2.5]),
        ("1,5\n2\n-3,25", [1.5, 2, -3.25]),
        ("z\n1,05\n2,5", [1.05, 2.5]),
        ("0,3989 1,2345e-2", [0.3989, 0.012345]),
        ("a;b\n0,5;-0,3\n1,5;2", [[0.5, -0.3], [1.5, 2]]),
        ("0\t-0,5\n1\t1,5", [-0.5, 1.5]),
        ('"0,5","1,5"', [0.5, 1.5]),
        ("-1.234,05 2,5", [-1234.05, 2.5]),
        ("1.234.567,8\n2.000,5", [1234567.8, 2000.5]),
        ("unit 0;unit 1\n0,5;-11,0\n1,25;2,0", [[0.5, -11], [1.25, 2]]),
        (";unit 0\n0;1,0\n1;2,5", [1, 2.5]),
        ("unit 0\tunit 1\n5,1\t-11,0\n7,25\t2,0", [[5.1, -11], [7.25, 2]]),
        ("in mV\n-0,5\n1,5", [-0.5, 1.5]),
    ],
)
def test_a_comma_that_separates_nothing_is_a_decimal_sign(text, expected):
    np.testing.assert_array_equal(values(text), expected)
    assert "Commas were read as decimal signs. If they separate numbers, put spaces" in said(text)


def test_the_mean_of_a_column_with_decimal_commas():
    assert sampling.moments(ACTIVATIONS["relu"], values("-0,5\n1,5\n2,25"))[0] == 1.25


def test_grouped_thousands():
    text = "1,234.5 2,345.6 -1,000.25"
    assert values(text).tolist() == [1234.5, 2345.6, -1000.25]
    assert "groups of three digits" in said(text)
    mean, _ = sampling.moments(ACTIVATIONS["relu"], values(text))
    assert mean == pytest.approx(1193.37, abs=5e-3)
    assert values("4,100.5\n-1,250.5").tolist() == [4100.5, -1250.5]
    assert values("1,234.50\n999.10").tolist() == [1234.5, 999.1]


@pytest.mark.parametrize(
    "text, expected, words",
    [
        ("1,5", [1, 5], "“1,5” was read as 2 numbers; if it is one, write 1.5."),
        ("1,234", [1, 234], "“1,234” was read as 2 numbers; if it is one, write 1.234 or 1234."),
        ("1,2\n3,4", [[1, 2], [3, 4]], "“1,2” was read as 2 numbers"),
        ("1,234.5\n2,345.6", [[1, 234.5], [2, 345.6]], "“1,234.5” was read as 2 numbers"),
        (
            "0,5\n1,5\n2,25",
            [[0, 5], [1, 5], [2, 25]],
            "“0,5” was read as 2 numbers; if it is one, write 0.5.",
        ),
        ("16,1024\n32,2048", [[16, 1024], [32, 2048]], "“16,1024” was read as 2 numbers"),
        ("1,5E-3\n2,5E-3", [[1, 0.005], [2, 0.005]], "if it is one, write 1.5E-3."),
        ("0,5, 1,5", [0, 5, 1, 5], "“0,5” was read as 2 numbers"),
        ("1,2 3,4", [1, 2, 3, 4], "“1,2” was read as 2 numbers"),
    ],
)
def test_what_stays_open_is_read_as_two_numbers_and_said(text, expected, words):
    np.testing.assert_array_equal(values(text), expected)
    assert words in said(text)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("epoch,count\n1,5\n2,12\n3,7", [[1, 5], [2, 12], [3, 7]]),
        ("epoch count\n1,5\n2,12\n3,7", [[1, 5], [2, 12], [3, 7]]),
        ("year,value\n2019,1500\n2020,1700", [[2019, 1500], [2020, 1700]]),
        (",count\n0,5\n1,12", [5, 12]),
    ],
)
def test_a_header_tells_what_commas_are(text, expected):
    np.testing.assert_array_equal(values(text), expected)
    assert "was read as" not in said(text) and "decimal" not in said(text)
