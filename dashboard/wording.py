"""Numbers and lists as a person writes them."""

import re
from collections.abc import Sequence
from math import floor, isfinite

NOT_YET, SO_FAR = "not yet", ", so far"  # of what is still trained: a reading, its name ends
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """A number as a person writes it: 0.0067, 1,381, 4.54 × 10⁻⁵, ∞."""
    rounded = abs(float(f"{value:.{digits - 1}e}"))  # 9999.7 is shown as 10,000
    if rounded == 0 or 1e-3 <= rounded < 1e6 or not isfinite(value):
        words = f"{value:,.{digits}g}" if rounded < 10**digits else f"{value:,.0f}"
    else:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        words = f"{mantissa} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return words.replace("-", "−").replace("inf", "∞")


def power(log10: float, digits: int = 3) -> str:
    """The number 10**log10 as a person writes it, also where a float would underflow to 0."""
    if -300 < log10 < 300 or log10 in (float("inf"), float("-inf")):
        return number(10**log10, digits)
    exponent = floor(log10)
    mantissa, carry = f"{10 ** (log10 - exponent):.{digits - 1}e}".split("e")
    return f"{mantissa} × 10{str(exponent + int(carry)).translate(SUPERSCRIPTS)}"


READ = re.compile(
    r"(?:under |over |about |× )?([−-]?(?:\d[\d,]*\.?\d*|\.\d+|∞))(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?\s?(.*)"
)
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def quantity(words: str) -> tuple[float, str] | None:
    """The number that these words begin with, as written here, and its unit; None if there is none.

    A factor, "× 1.76", is the number 1.76; "under 0.01%" is 0.01, of unit "%".
    """
    if not (found := READ.fullmatch(words.strip())):
        return None
    mantissa, exponent, unit = found.groups()
    digits = mantissa.replace("−", "-").replace(",", "").replace("∞", "inf")
    return float(f"{digits}e{exponent.translate(RAISED)}" if exponent else digits), unit


def pending(label: str, reading: str) -> bool:
    """Whether a reading may still change, as the networks that it is of are not all trained."""
    return label.endswith(SO_FAR) or reading.startswith(NOT_YET)


def percent(share: float) -> str:
    """A share in words, never 0% or 100% unless it is just that."""
    if 0 < share < 1e-4 or 0.995 <= share < 1:
        return "under 0.01%" if share < 0.5 else "over 99%"
    return f"{100 * share:.2g}%" if share < 0.0995 else f"{share:.0%}"


def plural(count: int, thing: str) -> str:
    """1 step, 2 steps."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: A, B and C."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none"


def shortened(text: str, most: int) -> str:
    """The beginning of a text that somebody else wrote, in at most so many printable letters."""
    printable = "".join(letter if letter.isprintable() else "?" for letter in text[:most])
    return printable + "…" * (len(text) > most)
