"""What a comma between two digits means: the next number, a decimal sign, or a group of digits.

A comma in a list separates numbers. In a table it may be a decimal sign (0,5) or stand between
groups of digits (1,000.25); it is taken for one only where the text shows that it separates
nothing. What then stays open is read as separate numbers, and said.
"""

import re
from collections.abc import Callable

from dashboard.pasting.printouts import Rows, Word
from dashboard.wording import shortened

TIGHT = re.compile(r"\d,\d")
DECIMAL = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+(?:[eEdD][+-]?\d+)?")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3}){1,3}(?:\.\d*)?(?:[eE][+-]?\d+)?")
NO_INTEGERS = re.compile(r"-0,|,0\d|,\d\d+[eEdD]")  # beside a comma that separates two
ZERO = re.compile(r"[+-]?0,")
HARD_SPACES = re.compile(
    r"(?<![\d.,\u00a0\u202f])([1-9]\d?\d?(?:[\u00a0\u202f]\d{3})+)(?:[.,](\d+))?(?![\d.,\u00a0\u202f])"
)


def without_hard_spaces(text: str) -> tuple[str, list[str]]:
    """The text without no-break spaces between groups of digits; a comma behind is decimal."""

    def joined(match: re.Match) -> str:
        return "".join(re.findall(r"\d", match[1])) + (f".{match[2]}" if match[2] else "")

    text, found = HARD_SPACES.subn(joined, text)
    said = "No-break spaces between groups of three digits were left out. If they separate numbers,"
    return text, [f"{said} put plain ones there."] * (found > 0)


def settle(
    rows: Rows, titles: Rows, delimiters: set[str], listed: bool
) -> tuple[Rows, list[str], bool]:
    """The rows without such commas, sentences on what they were taken for, and whether it is open.

    In a text that is `listed`, between brackets, they separate unless they are quoted; `titles` are
    the last line of a header. ValueError where one can separate nothing and may be either of the
    others.
    """
    words = [word for row in rows for word in row if TIGHT.search(word.text)]
    if listed and not any(word.quoted for word in words):
        return _changed(rows, _separate), [], False
    points = any("." in word.text for row in rows for word in row if "," not in word.text)
    grouped = all(GROUPED.fullmatch(word.text) for word in words)
    decimal = all(DECIMAL.fullmatch(word.text) for word in words) and not points
    if not words or not (decimal or grouped):
        return _changed(rows, _separate), [], False
    first, shown = words[0].text, f"“{shortened(words[0].text, 20)}”"
    whole, point = first.replace(",", ""), first.replace(".", "").replace(",", ".")
    either = shortened(" or ".join([point] * decimal + [whole] * grouped), 40)
    separates = _separates(rows, titles, words, delimiters)
    if separates is None:
        pieces = first.count(",") + 1
        said = f"{shown} was read as {pieces} numbers; if it is one, write {either}."
        return _changed(rows, _separate), [said], True
    if separates:
        return _changed(rows, _separate), [], False
    if decimal and grouped:
        raise ValueError(f"{shown} may be {either}: write the numbers without commas.")
    change = _with_a_point if decimal else _ungrouped
    said = "read as decimal signs" if decimal else "between groups of three digits were left out"
    said = f"Commas {'were ' * decimal}{said}. If they separate numbers, put spaces there."
    return _changed(rows, change), [said], False


def _separates(rows: Rows, titles: Rows, words: list[Word], delimiters: set[str]) -> bool | None:
    """Whether the text shows that these commas separate numbers, or that none does, or neither."""
    texts = [word.text for word in words]
    if any(word.quoted for word in words):
        return False
    joined, separate = {len(row) for row in rows}, {len(row) for row in _changed(rows, _separate)}
    fractions = any(map(NO_INTEGERS.search, texts))
    for title in titles:
        delimited = any(word.field for word in title)
        if separate == {len(title)} and (delimited or not fractions):
            return True
        if joined == {len(title)} and "," not in delimiters:
            return False
    if fractions:
        return False
    if "," in delimiters:
        return None
    begins = [text.split(",")[0] for text in texts]
    counted = begins in ([str(place + i) for i in range(len(begins))] for place in (0, 1))
    points = any("." in text for text in texts)
    if joined == {1} and len(rows) > 1:  # on each line one number, or a pair
        if len(words) < len(rows) and (points or len(words) > 1):  # half a pair
            return False
        if any(map(ZERO.match, texts)) and not counted:
            return False
    if len(texts) == 1 or (points and counted):
        return None
    return False if points or delimiters else None


def _changed(rows: Rows, change: Callable[[str], list[str]]) -> Rows:
    """The rows with the text of each such word replaced by one or more."""

    def words(word: Word) -> list[Word]:
        if "," not in word.text or not TIGHT.search(word.text):
            return [word]
        return [word._replace(text=text) for text in change(word.text)]

    return [[new for word in row for new in words(word)] for row in rows]


def _separate(text: str) -> list[str]:
    return text.split(",")


def _with_a_point(text: str) -> list[str]:
    return [text.replace(".", "").replace(",", ".")]


def _ungrouped(text: str) -> list[str]:
    return [text.replace(",", "")]
