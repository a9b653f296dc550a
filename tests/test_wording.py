"""Numbers as a person writes them, also where rounding carries into the next power of ten."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.verdicts import cross
from dashboard.wording import number, percent, plural, power, quantity

inverse = settings(deadline=None, derandomize=True, max_examples=300)
digits = st.integers(1, 7)


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


def half(digits: int) -> float:
    """By how much of itself a number in so many digits is off at most."""
    return 0.5000001 * 10.0 ** (1 - digits)


@inverse
@given(st.floats(-1e300, 1e300) | st.floats(-10, 10) | st.integers(-(10**7), 10**7), digits)
def test_a_quantity_is_the_number_that_was_written(value, digits):
    said = number(value, digits)
    read, unit = quantity(said)
    assert unit == "" and read == pytest.approx(value, rel=half(digits), abs=1e-305), said
    assert number(read, digits) == said, "and read again it is the same"
    assert quantity(f"{said} steps") == (read, "steps")
    assert quantity(f"about {said}%") == (read, "%")


@inverse
@given(st.floats(-305, 305), digits)
def test_a_quantity_is_the_power_that_was_written(log10, digits):
    read, unit = quantity(power(log10, digits))
    assert unit == "" and read == pytest.approx(10**log10, rel=half(digits) + 1e-12)


@pytest.mark.parametrize(
    "log10, read", [(-400.0, 0.0), (400.0, math.inf), (-math.inf, 0.0), (math.inf, math.inf)]
)
def test_a_power_beyond_all_floats_is_read_as_its_limit(log10, read):
    assert quantity(power(log10)) == (read, "")


@inverse
@given(st.floats(0, 1))
def test_a_quantity_is_the_share_that_was_written(share):
    said = percent(share)
    read, unit = quantity(said)
    assert unit == "%"
    if said.startswith("under"):
        assert 0 < 100 * share < read
    elif said.startswith("over"):
        assert read < 100 * share < 100
    else:
        assert read == pytest.approx(100 * share, rel=half(2), abs=0 if share < 0.0995 else 0.5)


@inverse
@given(st.integers(0, 10**12))
def test_a_quantity_is_the_count_that_was_written(count):
    assert quantity(plural(count, "step")) == (count, "step" if count == 1 else "steps")


@inverse
@given(st.floats(1e-12, 1e12))
def test_a_quantity_is_the_factor_that_was_written(factor):
    read, unit = quantity(cross(factor))
    assert unit == "" and read == pytest.approx(factor, rel=half(3))


@pytest.mark.parametrize(
    "words, read",
    [
        ("∞", (math.inf, "")),
        ("−∞", (-math.inf, "")),
        ("× ∞", (math.inf, "")),
        ("3 of 7", (3, "of 7")),
        ("over 99%", (99, "%")),
        ("-0.5", (-0.5, "")),
        (".5", (0.5, "")),
        ("4.9 × 10⁻⁸ s", (4.9e-8, "s")),
        ("71 %", (71, "%")),
        ("none", None),
        ("–", None),
        ("not yet", None),
        ("", None),
        ("> 10⁹", None),
        ("nan", None),
    ],
)
def test_a_quantity_is_read_where_there_is_one(words, read):
    assert quantity(words) == read
