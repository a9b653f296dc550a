"""Reading the numbers that a visitor pastes: lists, tables, and what programs print."""

from typing import NamedTuple

import numpy as np

from dashboard.pasting import commas
from dashboard.pasting.layouts import MISSING, lay_out, value
from dashboard.wording import number, plural, shortened

MOST_NUMBERS = 10_000
LARGEST_NUMBER = 1e9  # its square, summed over a layer, is far from overflow
LONGEST_TEXT = 300_000  # 10,000 numbers of full precision fit
SIGNS = str.maketrans(
    dict.fromkeys("\u2212\u2012\u2013\ufe63\uff0d", "-")
    | dict.fromkeys("\uff0c\uff1b\u3001", ";")
    | dict.fromkeys("│┃┆║", "|")
)


class Pasted(NamedTuple):
    """Numbers, of shape (size,) or (samples, units), and sentences on how they were read."""

    values: np.ndarray
    said: tuple[str, ...]

    def __str__(self) -> str:
        """How many they are, and from where to where."""
        low, high = float(self.values.min()), float(self.values.max())
        count = plural(self.values.size, "number")
        if self.values.ndim == 2:
            samples, units = self.values.shape
            count = f"{plural(samples, 'row')} of {plural(units, 'unit')}"
        return f"{count}, from {number(low)} to {number(high)}"


def read(text: str) -> Pasted:
    """The numbers in a pasted text: a list, a table, or what a program printed.

    Names, types and shapes of a printout are left out, and, which is said, so are a header, an
    index and R's line numbers. The decimal sign is a point, or a comma where the text shows that
    it can be nothing else. Rows of equal length are samples, their columns units. Of more than
    MOST_NUMBERS the first are used. ValueError says in one sentence what is wrong and where: a word
    that is no number, or no finite one within LARGEST_NUMBER, with its place among the numbers; a
    printout that left some out, or computes with them; an empty field of a table; fewer than two
    numbers; a text longer than LONGEST_TEXT.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"At most {LONGEST_TEXT:,} characters fit here; these are {len(text):,}.")
    plain = text.lstrip("\ufeff").translate(SIGNS).replace("\\\\", "\n").replace("\\n", "\n")
    plain, of_spaces = commas.without_hard_spaces(plain)
    rows, said, wrapped = lay_out(plain)
    said = of_spaces + said
    lengths = {len(row) for row in rows}
    units = 1 if wrapped or len(rows) < 2 or len(lengths) > 1 else lengths.pop()
    if len(lengths) > 1 and not wrapped:
        said.append("The rows are of different lengths: they were read as one list.")
    words = [word.text for row in rows for word in row]
    units = units if units <= MOST_NUMBERS else 1
    if len(words) > (most := MOST_NUMBERS - MOST_NUMBERS % units):
        said.append(f"Only the first {most:,} of these {len(words):,} numbers are used.")
    values = np.array([_number(word, place) for place, word in enumerate(words[:most], 1)])
    if len(values) < 2:
        have = "only 1" if len(values) else "none"
        raise ValueError(f"A distribution needs at least 2 numbers; there is {have} here.")
    return Pasted(values.reshape(-1, units) if units > 1 else values, tuple(said))


def _number(word: str, place: int) -> float:
    found, wrong = value(word), None
    if word.lower() in MISSING:
        wrong = "a missing value"
    elif word.endswith("%") and value(word[:-1]) is not None:
        wrong = "a percentage; write it as a decimal number"
    elif found is None:
        wrong = "not a number"
    elif not np.isfinite(found):
        wrong = "not a finite number"
    elif abs(found) > LARGEST_NUMBER:
        wrong = f"beyond ±{LARGEST_NUMBER:,.0f}"
    if wrong:
        raise ValueError(f"Entry {place:,}, “{shortened(word, 20)}”, is {wrong}.")
    return found
