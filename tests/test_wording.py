"""Numbers as a person writes them, also where rounding carries into the next power of ten."""

import math

import pytest

from dashboard.wording import number, percent, plural, power


@pytest.mark.parametrize(
    "value, digits, words",
    [
        (0.0, 4, "0"),
        (-0.25, 4, "−0.25"),
        (1381.4, 4, "1,381"),
        (99.96, 3, "100"),
        (999.7, 3, "1,000"),
        (9999.7, 4, "10,000"),
        (-9999.7, 4, "−10,000"),
        (99.6, 2, "100"),
        (9.6, 1, "10"),
        (123456.0, 4, "123,456"),
        (999_999.9, 7, "999,999.9"),
        (999_999.9, 4, "1.000 × 10⁶"),
        (0.00099999, 4, "0.001"),
        (4.5397868e-5, 3, "4.54 × 10⁻⁵"),
        (9.9999e-5, 3, "1.00 × 10⁻⁴"),
        (1.79e308, 1, "2 × 10³⁰⁸"),
        (math.inf, 4, "∞"),
        (-math.inf, 4, "−∞"),
        (math.nan, 4, "nan"),
    ],
)
def test_number(value, digits, words):
    assert number(value, digits) == words


@pytest.mark.parametrize(
    "log10, words",
    [
        (0.0, "1"),
        (-2.0, "0.01"),
        (-math.inf, "0"),
        (-400.0, "1.00 × 10⁻⁴⁰⁰"),
        (math.log10(9.994) - 400, "9.99 × 10⁻⁴⁰⁰"),
        (math.log10(9.996) - 400, "1.00 × 10⁻³⁹⁹"),
        (400 + math.log10(9.999), "1.00 × 10⁴⁰¹"),
    ],
)
def test_power(log10, words):
    assert power(log10) == words


def test_plural():
    assert [plural(count, "step") for count in (0, 1, 2000)] == ["0 steps", "1 step", "2,000 steps"]


@pytest.mark.parametrize(
    "share, words",
    [
        (0.0, "0%"),
        (1e-9, "under 0.01%"),
        (0.00123, "0.12%"),
        (0.0994, "9.9%"),
        (0.0996, "10%"),
        (0.994, "99%"),
        (0.9999, "over 99%"),
        (1.0, "100%"),
    ],
)
def test_a_share_is_never_all_or_nothing_unless_it_is(share, words):
    assert percent(share) == words
