"""From what is typed to a text that Python can parse, or to one sentence that names the place.

Every word and sign is looked at here, so nothing reaches `ast` but numbers, known names, operators,
comparisons, commas and brackets in pairs. `2x` becomes `2*x`, `x²` and `x^2` become `x**2`.
"""

import difflib
import re

from ..activation import ACTIVATIONS
from .notation import number, quoted
from .primitives import CONSTANTS, FUNCTIONS, SYMBOLS, known

EXAMPLE = "x*tanh(exp(x))"
JOINING = ("min", "max", "where")  # functions of several arguments
VARIABLES = ("x", *SYMBOLS, *CONSTANTS)

_SIGNS = {"^": "**", "−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/"}
_SIGNS |= {"≤": "<=", "≥": ">="}
_LETTERS = {"π": "pi", "Φ": "Phi", "σ": "sigmoid"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*(?:\s*\.\s*[A-Za-z_][A-Za-z_0-9]*)*|[πΦσ])"
    r"|(?P<sign>\*\*|<=|>=|[-+*/<>^−–·×⋅÷≤≥])|(?P<bracket>[(),|])|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)"
    r"|(?P<other>==|!=|:=|.))",
    re.DOTALL,
)
_HEAD = re.compile(r"\s*(?:f\s*\(\s*x\s*\)|f|y)\s*=(?!=)")
_CHOICE = "where(x > 0, x, 0)"
_MEANT = {  # what people write elsewhere, and how it is written here
    **dict.fromkeys(("if", "else", "or", "not", "piecewise"), _CHOICE),
    **dict.fromkeys(("step", "heaviside", "Heaviside"), "where(x > 0, 1, 0)"),
    **dict.fromkeys(("square", "pow", "power"), "x**2"),
    **dict.fromkeys(("clip", "clamp"), "min(max(x, -1), 1)"),
    **dict.fromkeys(("arcsinh", "arsinh"), "asinh"),
    **dict.fromkeys(("sigma", "logistic"), "sigmoid"),
    **{"and": "where(-1 < x < 1, x, 0)", "lambda": EXAMPLE, "True": "1", "False": "0"},
    **{"ln": "log", "arctan": "atan", "arctg": "atan", "tg": "tan", "sgn": "sign", "fabs": "abs"},
    **{"maximum": "max", "minimum": "min", "phi": "Phi", "swish1": "silu"},
}


class Reader:
    """Reads a text sign by sign; `formula` is what `ast` gets. ValueError: it is no formula."""

    def __init__(self, text: str):
        self.text = _HEAD.sub(lambda head: " " * len(head[0]), text, count=1).rstrip()
        self.out: list[str] = []
        self.start = 0  # of the last operand, in `out`
        self.open: list[tuple[str, int, int]] = []  # a bracket, its place, its operand's start
        self.wants_operand = True

    def formula(self) -> str:
        """The text with known names and signs only."""
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup
            getattr(self, f"_{kind}")(match[kind], match.start(kind), match.end())
        if self.open:
            sign, place, _ = self.open[-1]
            raise ValueError(f"The {quoted(sign)}{_at(place)} is never closed.")
        if self.wants_operand:
            raise ValueError(f"{quoted(self.text.strip())} ends where something should follow.")
        return "".join(self.out)

    def _number(self, text, place, end):
        if not self.wants_operand:
            raise ValueError(f"An operator is missing before {quoted(text)}{_at(place)}.")
        if (value := float(text)) == float("inf"):
            raise ValueError(f"{quoted(text)}{_at(place)} is too large for a number.")
        self._operand(number(value), text, place)

    def _name(self, text, place, end):
        name = _LETTERS.get(text, text)
        if name not in (*VARIABLES, *JOINING) and known(name) is None:
            raise ValueError(_unknown(name))
        self._operand(name, text, place)
        if name not in VARIABLES:
            if not self.text[end:].lstrip().startswith("("):
                example = _CHOICE if name == "where" else f"{name}(x)"
                example = f"{name}(x, 0)" if name in ("min", "max") else example
                raise ValueError(f"{quoted(text)}{_at(place)} needs brackets: `{example}`.")
            self.wants_operand = True

    def _sign(self, text, place, end):
        sign = _SIGNS.get(text, text)
        if self.wants_operand and sign not in "+-":
            raise ValueError(f"Something is missing before {quoted(text)}{_at(place)}.")
        self.out.append(sign)
        self.wants_operand = True

    def _raised(self, text, place, end):
        plain = text.translate(_RAISED)
        if self.wants_operand or not re.fullmatch("-?[0-9]+", plain):
            raise ValueError(f"The power {quoted(text)}{_at(place)} belongs to nothing.")
        self.out += ["**", f"({number(float(plain))})"]

    def _bracket(self, text, place, end):
        closes = not self.wants_operand and "|" in (sign for sign, *_ in self.open)
        if text == "(" or text == "|" and not closes:
            self._opened(text, place)
        elif self.wants_operand and not (text == ")" and self.out and self.out[-1] == "("):
            raise ValueError(f"Something is missing before {quoted(text)}{_at(place)}.")
        elif not self.open or text != "," and (self.open[-1][0] == "|") != (text == "|"):
            raise ValueError(f"There is no open bracket for the {quoted(text)}{_at(place)}.")
        elif text == ",":
            self.out.append(",")
            self.wants_operand = True
        else:
            self.start = self.open.pop()[2]
            self.out.append(")")
            self.wants_operand = False

    def _opened(self, sign, place):
        if sign == "|" or not self.out or self.out[-1] not in (*JOINING, *FUNCTIONS):
            self._operand("abs" if sign == "|" else "", sign, place)
        self.open.append((sign, place, self.start))
        self.out.append("(")
        self.wants_operand = True

    def _other(self, text, place, end):
        if text in ("=", "==", "!=", ":="):
            raise ValueError(f"{quoted(text)}{_at(place)} is not <, <=, > or >=.")
        raise ValueError(f"{quoted(text)}{_at(place)} has no meaning here.")

    def _operand(self, written, text, place):
        """Something that may follow another operand: then it is multiplied with it."""
        if not self.wants_operand:
            if self.start and self.out[self.start - 1] in ("/", "**"):
                whole = quoted("".join(self.out[self.start - 1 :]) + text)
                raise ValueError(f"{whole}{_at(place)} can mean two things without a `*`.")
            self.out.append("*")
        self.start = len(self.out)
        self.out.append(written)
        self.wants_operand = False


def _at(place: int) -> str:
    return f" at position {place + 1}"


def _unknown(name: str) -> str:
    """The sentence about a name that is not known, with what it may have meant."""
    unknown = f"{quoted(name)} is not known here"
    names = (*VARIABLES, *JOINING, *FUNCTIONS, *ACTIVATIONS)
    bare = name.rpartition(".")[2].strip()
    if bare != name:
        meant = bare if bare in names else _MEANT.get(bare)
        return f"{unknown}; did you mean `{meant}`?" if meant else f"{unknown}: no name has a dot."
    meant = _MEANT.get(name)
    if re.fullmatch("[xabce]{2,4}", name):
        meant = "*".join(name)
    elif power := re.fullmatch("([xabc])([0-9]+)", name):
        meant = f"{power[1]}*{power[2]}"
    elif meant is None:
        lower = {each.lower(): each for each in names}
        close = difflib.get_close_matches(name.lower()[:20], lower, 1, 0.5)
        meant = lower[close[0]] if close else None
    if meant:
        return f"{unknown}; did you mean `{meant}`?"
    if len(name) == 1:
        return f"{unknown}: the variable is x, and a, b and c are parameters."
    return f"{unknown}; a formula of x is for instance {EXAMPLE}."
