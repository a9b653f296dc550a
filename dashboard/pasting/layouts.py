"""The rows of numbers in a text, without what programs print around them.

Line numbers of R, a header and an index are recognised by what they are beside: an index counts
where the other columns do not, a header is a line of words above lines of numbers.
"""

import re
from typing import NamedTuple

from dashboard.pasting import commas, printouts
from dashboard.pasting.printouts import Printout, Rows, Word
from dashboard.wording import plural, shortened

MISSING = frozenset(("none", "null", "na", "n/a", "nat"))
WHOLE = re.compile(r"[+-]?\d+")
FORTRAN = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))[dD]([+-]?\d+)")
CUT = re.compile(r"\.{2,}|[…⋯⋮⋱]")
RULE = re.compile(r"[-=+:_\u2500-\u257f]{2,}|\\[a-z]+")
MARKDOWN = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?")
NUMBERED = re.compile(r"[ \t]*\[(\d{1,9})(,?)\][ \t]+(?=[^\s,\[])")
BETWEEN = re.compile(  # R's numbered lines: what was typed, and titles
    r">.*|\$\S+|(?:\[\[\d+\]\])+|Levels:.*|, , .*|(?:\[,\d+\]\s*)+"
)
COUNTED = "Left out: the line above the numbers, which counts their columns."
PROMPT = re.compile(r"\s*(?:>>>|In \[\d+\]:)")


class Layout(NamedTuple):
    """Rows of words, each a number or wrong, and sentences on how they were found."""

    rows: Rows
    said: list[str]
    wrapped: bool  # the ends of the rows mean nothing


def lay_out(text: str) -> Layout:
    """Find the rows. ValueError in one sentence where a text can be read in several ways."""
    lines, of_prompts = _without_prompts(text.splitlines())
    lines, of_lines, wrapped = _without_line_numbers(lines)
    of_lines = of_prompts + of_lines
    printout = printouts.parse("\n".join(lines))
    _refuse_cut_or_scaled(printout)
    if printout.bracketed:
        rows, said = _in_brackets(printout)
        rows, of_commas, _ = commas.settle(rows, [], printout.delimiters, listed=True)
        return Layout(rows, of_lines + said + of_commas, wrapped or printout.named)
    rows, header = _without_header(printout.lines(), _is_markdown(lines))
    header = [_titles(row) for row in header]
    rows, titles = _with_empty(rows, printout.empty), _with_empty(header[-1:], printout.empty)
    rows, of_commas, unsettled = commas.settle(rows, titles, printout.delimiters, listed=False)
    rows, index = _without_index(_of_table(rows), header, printout.series, unsettled)
    words = shortened(" ".join(word.text for row in header for word in row), 40)
    said = [f"Left out: what stands above the numbers, “{words}”."] * bool(header)
    return Layout(rows, of_lines + said + of_commas + index, wrapped)


def _refuse_cut_or_scaled(printout: Printout) -> None:
    """ValueError where a printout does not hold its numbers."""
    words = printout.words
    for before, word in zip([None, *words], words, strict=False):
        if CUT.fullmatch(word.text):
            shown = shortened(word.text, 20)
            raise ValueError(f"At “{shown}” the printout left numbers out; print them all.")
        if word.text == "\\":
            raise ValueError("At “\\” the columns were wrapped; if pandas did it, use to_csv().")
        beside = before and before.line == word.line and value(before.text) is not None
        if word.text == "*" and beside and not printout.wrong:
            factor = shortened(f"{before.text} *", 20)
            raise ValueError(f"“{factor}” scales the whole printout; print the numbers unscaled.")
    if printout.wrong:
        raise ValueError(printout.wrong)


def value(word: str) -> float | None:
    """The number that a word is, in the notation of Python, JSON or Fortran; else None."""
    try:
        return float(word)
    except ValueError:
        fortran = FORTRAN.fullmatch(word)
        return float(f"{fortran[1]}e{fortran[2]}") if fortran else None


def _counts(word: Word) -> bool:
    """Whether a word is a number, or several, or stands for one that is missing."""
    pieces = word.text.split(",")
    if word.text.lower() in MISSING or commas.DECIMAL.fullmatch(word.text):
        return True
    return all(value(piece) is not None for piece in pieces)


def _without_prompts(lines: list[str]) -> tuple[list[str], list[str]]:
    """What Python printed, without what was typed; all lines if nothing was printed."""
    printed = [line for line in lines if not PROMPT.match(line)]
    if len(printed) == len(lines) or not any(map(str.strip, printed)):
        return lines, []
    return printed, ["Left out: what was typed at a prompt."]


def _without_line_numbers(lines: list[str]) -> tuple[list[str], list[str], bool]:
    """What R printed, without the place of its first number, `[1]`, or row, `[1,]`, on each line.

    The last value says whether these were the lines of one list.
    """
    if not any(map(NUMBERED.match, lines)):
        return lines, [], False
    between = [BETWEEN.fullmatch(line.strip()) for line in lines]
    printed = [line for line, no in zip(lines, between, strict=True) if line.strip() and not no]
    numbered = [NUMBERED.match(line) for line in printed]
    matrix = any(match and match[2] for match in numbered)
    first = next(i for i, match in enumerate(numbered) if match) if matrix else 0
    for line, match in zip(printed[first:], numbered[first:], strict=True):
        if not match:
            shown = shortened(line.strip(), 20)
            raise ValueError(f"“{shown}” stands among R's numbered lines: paste only those.")
    rest = [m.string[m.end() :] for m in numbered[first:]]
    sizes = [1 if matrix else len(line.split()) for line in rest]
    places = [int(match[1]) for match in numbered[first:]]
    follows = [here + size for here, size in zip(places, sizes, strict=True)]
    for here, there in zip(follows, places[1:], strict=False):
        if matrix and there == 1:
            raise ValueError("R printed these columns in several blocks: paste one of them.")
        if there not in (1, here):
            raise ValueError(f"R's line [{here}] is missing before [{there}]: paste all lines.")
    said = f"Left out: R's line numbers{', prompts and titles' * any(between)}."
    return printed[:first] + rest, [said], not matrix


def _in_brackets(printout: Printout) -> tuple[Rows, list[str]]:
    """The innermost brackets, without words outside of all."""
    outside = [word for word in printout.words if word.depth == 0]
    if all(map(_counts, outside)):
        return printout.brackets(), []
    printout.words = [word for word in printout.words if word.depth]
    return printout.brackets(), ["Left out: what stands outside the brackets."]


def _is_markdown(lines: list[str]) -> bool:
    """Whether a rule makes the first line a header, also one of numbers."""
    filled = [line.strip() for line in lines if line.strip()]
    return len(filled) > 2 and "|" in filled[0] and MARKDOWN.fullmatch(filled[1]) is not None


def _without_header(rows: Rows, titled: bool) -> tuple[Rows, Rows]:
    """The rows of numbers, and those of words above them; rules drawn with signs are left out."""
    rows = [row for row in rows if not all(RULE.fullmatch(word.text) for word in row)]
    if titled:
        return rows[1:], rows[:1]
    first = next((place for place, row in enumerate(rows) if _has_numbers(row)), 0)
    if first < len(rows) and _is_titled(rows[first]):
        first += any(_counts(row[0]) for row in rows[first + 1 :])
    return rows[first:], rows[:first]


def _has_numbers(row: list[Word]) -> bool:
    """Whether a row that is no comment has any."""
    return not row[0].text.startswith("#") and any(map(_counts, row))


def _is_titled(row: list[Word]) -> bool:
    """Whether a row begins with a word, and its numbers may belong to words: "unit 1"."""
    numbers = [word.text for word in row if _counts(word)]
    return not _counts(row[0]) and all(map(WHOLE.fullmatch, numbers))


def _titles(row: list[Word]) -> list[Word]:
    """The words of each field as one, in a row that has delimiters."""
    if not any(word.field for word in row):
        return row
    fields: dict[int, Word] = {}
    for word in row:
        before = fields.get(word.field)
        text = f"{before.text} {word.text}" if before else word.text
        fields[word.field] = word._replace(text=text)
    return list(fields.values())


def _with_empty(rows: Rows, empty: list[Word]) -> Rows:
    """The rows with a word of no letters for each empty field."""
    fields: dict[int, list[Word]] = {row[0].line: row for row in rows}
    added: dict[int, list[Word]] = {}
    for word in empty:
        added.setdefault(word.line, []).append(word)
    return [
        sorted(row + added[line], key=lambda word: word.at) if line in added else row
        for line, row in fields.items()
    ]


def _of_table(rows: Rows) -> Rows:
    """The rows without empty fields; ValueError if a number is missing, not after a last comma."""
    width = len(rows[0]) if len(rows) > 1 else 0
    if any(len(row) != width for row in rows):
        return [[word for word in row if word.text] for row in rows]
    columns = [*zip(*rows, strict=True)]
    kept = [i for i, column in enumerate(columns) if any(word.text for word in column)]
    table = [[row[i] for i in kept] for row in rows]
    if kept and not table[0][0].text and _counted_columns([table[0][1:], *table[1:]]):
        return [table[0][1:], *table[1:]]
    for place, i in ((place, i) for place, row in enumerate(rows) for i in kept if not row[i].text):
        if any(map(_counts, columns[i])):
            raise ValueError(f"Row {place + 1:,} has no number in column {i + 1:,}.")
    return table


def _without_index(
    rows: Rows, header: Rows, series: bool, unsettled: bool
) -> tuple[Rows, list[str]]:
    """The rows without columns of words, and without a first column that is an index.

    It is one in a pandas `series`, or if it has whole numbers and the `header` no title for it; and
    if it counts, from 0 or 1 or over three rows, and the others are no whole numbers. It is none if
    `unsettled` commas made it.
    """
    said = []
    if counted := _counted_columns(rows):
        rows = rows[1:]
        said.append(COUNTED)
    width = len(rows[0]) if rows else 0
    if len(rows) < 2 - series or width < 2 or any(len(row) != width for row in rows):
        return _without_counts(rows, said)
    untitled = header and len(header[-1]) == width - 1 and not header[-1][0].text.startswith("#")
    kept = _columns_of_numbers(rows)
    if 0 < len(kept) < width:
        said.append(f"Left out: {plural(width - len(kept), 'column')} without numbers.")
        rows, counted, series, untitled = [[r[i] for i in kept] for r in rows], False, False, False
    texts = [[word.text for word in row] for row in rows]
    first = [row[0] for row in texts]
    sure = counted or series or (untitled and all(map(str.isdecimal, first)))
    if unsettled or len(kept) < 2 or not (sure or _in_order(first, len(rows) > 2)):
        return _without_counts(rows, said)
    others = [text for row in texts for text in row[1:] if text.lower() not in MISSING]
    if sure or not all(map(WHOLE.fullmatch, others)):
        begin, end = (shortened(text.removesuffix("."), 20) for text in (first[0], first[-1]))
        said.append(f"Left out: the first column, an index from {begin} to {end}.")
        return [row[1:] for row in rows], said
    return rows, [*said, "The first column counts like an index, but was kept."]


def _columns_of_numbers(rows: Rows) -> list[int]:
    """Which columns have any; all of them where a sign stands apart from its number."""
    columns = [*enumerate(zip(*rows, strict=True))]
    apart = any(word.text in ("-", "+") for row in rows for word in row)
    return [i for i, column in columns if apart or any(map(_counts, column))]


def _counted_columns(rows: Rows) -> bool:
    """Whether the first row counts the columns of all others but their first, an index."""
    if len(rows) < 3 or any(len(row) != len(rows[0]) + 1 for row in rows[1:]):
        return False
    titles, index = [w.text for w in rows[0]], [row[0].text for row in rows[1:]]
    from_zero = titles[0] == "0" and all(map(str.isdecimal, index))
    named = not any(_counts(row[0]) for row in rows[1:])
    counts = len(titles) > 1 and (named or _in_order(index, True))
    return _in_order(titles, True) and (from_zero or counts)


def _without_counts(rows: Rows, said: list[str]) -> tuple[Rows, list[str]]:
    """The rows without a first one that counts three columns or more of no whole numbers."""
    below = [word.text for row in rows[1:] for word in row]
    whole = not below or any(map(WHOLE.fullmatch, below))
    if whole or [word.text for word in rows[0]] != [str(i) for i in range(len(rows[0]))]:
        return rows, said
    if len(rows[0]) > 2 and len(rows) > 2:
        return rows[1:], [*said, COUNTED]
    return rows, [*said, "The first row counts like a header, but was kept."]


def _in_order(texts: list[str], anywhere: bool = False) -> bool:
    """Whether whole numbers count up by one, from 0 or 1 unless `anywhere`."""
    texts = [text.removesuffix(".") for text in texts]
    if not all(text.isdecimal() for text in texts) or len(texts[0]) > 9:
        return False
    first = int(texts[0])
    return (anywhere or first < 2) and texts == [str(first + i) for i in range(len(texts))]
