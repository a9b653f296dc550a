"""What of a printout is data: its words, line by line or bracket by bracket.

A text is a sequence of tokens: words, quoted strings, brackets, keys (`name:`, `name=`), separators
and ends of lines. Reading it once from left to right leaves out what names, types and shapes are:

    key         ":" after words, "=" after one: the words are left out; what follows is data,
                unless the key is in NOT_DATA (`dtype=`, `shape=`, `Name:`), or comes after what
                has no name, as in `deque([...], maxlen=9)`
    ("name", [...   a pair: the name is left out
    name(...)   a container or a type, as in `tensor(...)` or `np.float32(...)`: the name is left
                out; any other is code, and so no number
    name[...]   an index or a type, as in `Out[5]`: left out with its brackets
    <...>       a description: of it only what follows a key is data, as in `numpy=[...]`

A sign, an operator, an index or a method beside a bracket would change the numbers in it: that is
`wrong`, and so is what else cannot be told apart from data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dashboard.wording import shortened

TOKEN = re.compile(
    r"""(?P<newline>\n)
      | (?P<tab>\t)
      | (?P<string>"[^"\n]*"|'[^'\n]*')
      | (?P<open>[\[({]|<(?=[A-Za-z]))
      | (?P<close>[\])}>])
      | (?P<key>[:=])
      | (?P<separator>[,;|&])
      | (?P<word>(?:(?<=\d)[,:](?=\d)|<(?![A-Za-z])|[^\s,;|&\[\](){}<>=:"])+)""",
    re.VERBOSE,
)
NOT_DATA = frozenset(
    "backend byrow columns copy device dim dimnames dtype fill_value freq grad_fn id index is_leaf "
    "layout length mask name names ncol ndmin nrow order path place requires_grad shape sharding "
    "size stop_gradient strides weak_type".split()
)
CONTAINER = re.compile(
    r"(?:b?float|u?int)\d*|\w*(?:tensor|array|matrix)|parameter|series|dataframe|variable|constant"
    r"|list|tuple|set|dict|ordereddict|dict_values|deque|index|decimal|double|single|half|c",
    re.IGNORECASE,
)
ARRAY = re.compile(r"\w*(?:tensor|array|matrix)", re.IGNORECASE)  # takes its data first
NUMBER = re.compile(r"[+-]?[.,_]*\d[\d.,_]*(?:[eEdD][+-]?\d+)?")
COMPUTES = re.compile(r"[-+*/.\d].*|.*[-+*/%@^]")  # what stands right before a bracket
OPERATOR = re.compile(r"[\w.]*[-+*/%@^]{1,2}")  # and with a space between


class Word(NamedTuple):
    """A word that may be a number, and where it stands."""

    text: str
    line: int
    bracket: int  # words with the same number share their innermost bracket
    depth: int  # how many brackets it is in
    quoted: bool
    at: int  # the place of its token
    field: int  # how many delimiters stand before it in its line


Rows = list[list[Word]]


@dataclass
class Printout:
    """The words of a text in their order, and what else tells how they belong together."""

    words: list[Word] = field(default_factory=list)
    empty: list[Word] = field(default_factory=list)  # outside of brackets: fields with no words
    delimiters: set[str] = field(default_factory=set)  # outside of brackets: ",", ";", "|", tab
    named: bool = False  # several names have brackets of their own
    series: bool = False  # pandas' `dtype:` stands below
    wrong: str = ""  # why the numbers cannot be told, in one sentence

    @property
    def bracketed(self) -> bool:
        """Whether most numbers stand in brackets."""
        inside = [word.depth > 0 for word in self.words if looks_like_numbers(word.text)]
        return 2 * sum(inside) > len(inside)

    def lines(self) -> Rows:
        """The words of each line that has any."""
        return self._rows("line")

    def brackets(self) -> Rows:
        """The words of each innermost bracket that has any."""
        return self._rows("bracket")

    def _rows(self, by: str) -> Rows:
        rows: dict[int, list[Word]] = {}
        for word in self.words:
            rows.setdefault(getattr(word, by), []).append(word)
        return list(rows.values())


def looks_like_numbers(word: str) -> bool:
    """Whether a word is made as a number is, or as several with commas between them."""
    return NUMBER.fullmatch(word) is not None


def parse(text: str) -> Printout:
    """Read a text, in which "\\n" alone ends a line."""
    return _Reader(list(_tokens(text + "\n"))).read()


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and place of each; a comma holds a word together only between numbers."""
    for match in TOKEN.finditer(text):
        kind, word, start = match.lastgroup, match[0], match.start()
        pieces = word.split(",") if kind == "word" else [word]
        if all(map(looks_like_numbers, pieces)):
            pieces = [word]
        for place, piece in enumerate(pieces):
            if place:
                yield "separator", ",", start - 1
            yield kind, piece, start
            start += len(piece) + 1


@dataclass
class _Bracket:
    """An open bracket, or what is outside of all.

    The `things` in it since the last separator may become a key: each is the text of a word, or
    none of a bracket, and how many words of data came before it.
    """

    kind: str = ""
    name: str | None = None  # whose it is: its words are then no row of their own
    within: "_Bracket | None" = None  # what holds the name, or the first of several
    start: int = 0  # how many words came before it
    things: list[tuple[str, int]] = field(default_factory=list)
    keyed: bool = False  # what comes now follows a key
    lists: int = 0  # brackets that followed a key
    full: bool = False  # it has held a bracket
    taken: bool = False  # it is `name(...)`, and has held a bracket without a key
    scalar: bool = False  # it has held a number itself


class _Reader:
    def __init__(self, tokens: list[tuple[str, str, int]]):
        self.tokens, self.at = tokens, 0
        self.open, self.found = [_Bracket()], Printout()
        self.line, self.bracket, self.field, self.pairs = 0, 0, 0, 0
        self.closed = (-1, -1)  # the tokens read at the last end of a bracket, and where it is
        self.filled: bool | None = None  # this field has words; None at the start of a line

    def read(self) -> Printout:
        while self.at < len(self.tokens):
            kind, text, start = self.tokens[self.at]
            self.at += 1
            if kind in ("word", "string"):
                self._word(kind, text, start + len(text))
            else:
                getattr(self, f"_{kind}")(text)
        return self.found

    def _refuse(self, sentence: str) -> None:
        self.found.wrong = self.found.wrong or sentence

    def _refuse_computed(self, shown: str) -> None:
        shown = shortened(shown, 20)
        self._refuse(f"“{shown}” computes with the numbers in brackets: paste its result.")

    def _emit(self, text: str, quoted: bool = False) -> None:
        top = self.open[-1]
        top.things.append((text, len(self.found.words)))
        if top.kind != "<" or top.keyed:
            place = self.line, self.bracket, len(self.open) - 1
            self.found.words.append(Word(text, *place, quoted, self.at, self.field))
            if looks_like_numbers(text):
                holder = top.within or top
                holder.scalar = True
                self._refuse_mixed(top, holder)

    def _refuse_mixed(self, top: _Bracket, holder: _Bracket) -> None:
        """Refuse what is beside a bracket in `top`, and named numbers beside lists in `holder`."""
        if top.full and not top.keyed and ARRAY.fullmatch(top.name or ""):
            self._refuse(f"Beside its data {top.name}(…) holds more: paste what it prints.")
        if holder.kind == "{" and holder.lists and holder.scalar:
            self._refuse("A number has a name beside that of a list: paste the list alone.")

    def _word(self, kind: str, text: str, end: int) -> None:
        text = text[1:-1].strip() if kind == "string" else text.strip("'")
        self.filled = bool(text) or self.filled
        opens = kind == "word" and self._opens_at(end)
        if kind == "word" and self.closed[0] == self.at - 1 and text[:1] in tuple("+-*/%@^."):
            self._refuse_computed(f"[…]{text}")
        if opens and COMPUTES.fullmatch(text):
            self._refuse_computed(f"{text}[…]")
        if not opens or looks_like_numbers(text):
            if text:
                self._emit(text, kind == "string")
            return
        name = text.rsplit(".", 1)[-1]
        if self.tokens[self.at][1] != "(":
            self.open[-1].things.append((text, len(self.found.words)))
            self._skip_bracket()
        elif CONTAINER.fullmatch(name):
            self._refuse_operator()
            self.open[-1].things.append((text, len(self.found.words)))
            self.at += 1
            self._push("(", name)
        else:
            self._emit(f"{text}(…)")
            self._skip_bracket()

    def _refuse_operator(self) -> None:
        """Refuse an operator before the bracket, or the name of one, that was just read."""
        kind, text, _ = self.tokens[self.at - 2] if self.at > 1 else ("", "", 0)
        if kind == "word" and OPERATOR.fullmatch(text):
            self._refuse_computed(f"{text} […]")

    def _opens_at(self, place: int) -> bool:
        """Whether the next token opens a bracket at this very place."""
        if self.at == len(self.tokens):
            return False
        kind, _, start = self.tokens[self.at]
        return kind == "open" and start == place

    def _push(self, kind: str, name: str | None = None) -> None:
        top = self.open[-1]
        holder = top.within or top
        holder.lists += holder.keyed and name is None
        self.found.named |= holder.lists > 1
        self._refuse_mixed(top, holder)
        self._drop_name_of_pair(top)
        top.full = True
        top.taken |= (top.name or "c").lower() not in ("c", "list") and not top.keyed
        within = holder if name is not None else None
        self.open.append(_Bracket(kind, name, within, len(self.found.words)))
        self.bracket += name is None

    def _drop_name_of_pair(self, top: _Bracket) -> None:
        """Leave out a quoted word that is alone before the bracket that opens in `top`."""
        alone = top.kind == "(" and len(self.found.words) == top.start + 1 and not top.full
        word = self.found.words[-1] if alone else None
        if word and word.quoted and not looks_like_numbers(word.text):
            self.found.words.pop()
            self.pairs += 1
            self.found.named |= self.pairs > 1

    def _open(self, kind: str) -> None:
        self.filled = True
        self._refuse_operator()
        if self.closed == (self.at - 1, self.tokens[self.at - 1][2]):
            self._refuse_computed("[…][…]")
        top = self.open[-1]
        top.things.append(("", len(self.found.words)))
        if top.kind == "<" and not top.keyed:
            self.at -= 1
            self._skip_bracket()
        else:
            self._push(kind)

    def _close(self, text: str) -> None:
        if text == ">" and self.open[-1].kind != "<":
            self._emit(text)
            return
        closed = self.open.pop() if len(self.open) > 1 else _Bracket()
        self.bracket += closed.name is None
        self.closed = self.at, self.tokens[self.at - 1][2] + 1
        single = closed.things and len(self.found.words) == closed.start + 1
        if closed.kind == "(" and closed.name is None and closed.scalar and single:
            shown = shortened(self.found.words[-1].text, 20)
            self._refuse(f"“({shown})” may be −{shown} or a note: write it without brackets.")

    def _newline(self, _) -> None:
        if len(self.open) == 1:
            if self.filled is not None:
                self._end_field()
            self.filled, self.field = None, 0
            self._new_entry()
            self.bracket += 1
        self.line += 1

    def _tab(self, text: str) -> None:
        if len(self.open) == 1:
            self._end_field()
            self.found.delimiters.add(text)

    def _separator(self, text: str) -> None:
        self._new_entry()
        if len(self.open) == 1:
            self._end_field()
            self.found.delimiters.add(text)
        self.bracket += self.open[-1].kind == "[" and text == ";"

    def _end_field(self) -> None:
        if not self.filled:
            place = self.line, self.bracket, 0
            self.found.empty.append(Word("", *place, False, self.at, self.field))
        self.filled = False
        self.field += 1

    def _new_entry(self) -> None:
        self.open[-1].things, self.open[-1].keyed = [], False

    def _key(self, text: str) -> None:
        top = self.open[-1]
        key = top.things[-1:] if text == "=" else top.things
        if not key:
            return
        first, before = key[0]
        if top.kind != "{" and (not first or looks_like_numbers(first)):
            self._emit(text)
            return
        del self.found.words[before:]
        name = key[-1][0].lower()
        of_data = name not in NOT_DATA and not (text == "=" and top.taken)
        top.things, top.keyed = [], of_data
        self.found.series |= (name, text) == ("dtype", ":")
        if name == "nnz":
            self._refuse("A sparse tensor leaves its zeros out: print it dense.")
        if not top.keyed:
            self._skip_value(whole=text == ":")

    def _skip_value(self, whole: bool) -> None:
        """Leave out what follows a key: a `whole` entry, or a value, as `cuda:0` or `Size([2])`."""
        while self.at < len(self.tokens):
            kind, text, start = self.tokens[self.at]
            if kind in ("separator", "close", "newline"):
                return
            if kind == "open":
                self._skip_bracket()
            else:
                self.at += 1
            if kind in ("word", "string") and self._opens_at(start + len(text)):
                self._skip_bracket()
            after = self.tokens[self.at][:2] if self.at < len(self.tokens) else None
            joined = ("key", ":") in ((kind, text), after)
            if not whole and kind != "tab" and not joined:
                return

    def _skip_bracket(self) -> None:
        """Go behind the bracket that the next token opens."""
        depth = 0
        while self.at < len(self.tokens):
            kind, text, _ = self.tokens[self.at]
            self.at += 1
            self.line += kind == "newline"
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                return
