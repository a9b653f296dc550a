"""Reading the numbers that a visitor pastes."""

import re

import numpy as np

MOST_NUMBERS = 10_000
LARGEST_NUMBER = 1e9  # its square, summed over a layer, is far from overflow
LONGEST_TEXT = 300_000  # 10,000 numbers of full precision fit
SEPARATORS = re.compile(r"[\s,;|\[\](){}\ufeff\uff0c\uff1b\u3001]+")
MINUS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\ufe63\uff0d", "-"))


def numbers(text: str) -> np.ndarray:
    """The numbers in a pasted text, separated by white space, commas, semicolons, bars or brackets.

    Quotes around a number are ignored, and the typographic signs for minus are one. The decimal
    sign is a point: "1,5" is two numbers. ValueError says in one sentence what is wrong and where:
    a word that is no number, or not a finite one within LARGEST_NUMBER, with its place; fewer than
    two numbers; more than MOST_NUMBERS, or a text longer than any of those.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"At most {LONGEST_TEXT:,} characters fit here; these are {len(text):,}.")
    found = [word.strip("'\"") for word in SEPARATORS.split(text.translate(MINUS))]
    found = [word for word in found if word]
    if len(found) > MOST_NUMBERS:
        raise ValueError(f"At most {MOST_NUMBERS:,} numbers fit here; these are {len(found):,}.")
    values = np.array([_number(word, place) for place, word in enumerate(found, 1)])
    if len(values) < 2:
        have = "only 1" if len(values) else "none"
        raise ValueError(f"A distribution needs at least 2 numbers; there is {have} here.")
    return values


def _number(word: str, place: int) -> float:
    try:
        value, wrong = float(word), None
    except ValueError:
        value, wrong = 0.0, "not a number"
    if not np.isfinite(value):
        wrong = "not a finite number"
    elif abs(value) > LARGEST_NUMBER:
        wrong = f"beyond ±{LARGEST_NUMBER:,.0f}"
    if wrong:
        shown = "".join(letter if letter.isprintable() else "?" for letter in word[:20])
        raise ValueError(f"Entry {place:,}, “{shown}{'…' * (len(word) > 20)}”, is {wrong}.")
    return value
