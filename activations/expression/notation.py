"""A formula written down: as it would be typed, and in LaTeX."""

from collections.abc import Callable

from .node import Node
from .primitives import known

# How strongly a part binds, and what each of its arguments has to have to do without brackets.
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_LEAST = {"+": (1, 2), "-": (1, 2), "*": (2, 4), "/": (2, 4), "neg": (4,), "**": (5, 3)}
OPERATORS = {"+": " + ", "-": " - ", "*": "*", "/": "/", "**": "**"}
_OTHER = 5


def number(value: float) -> str:
    """A number as it is typed: the shortest text that means it."""
    return repr(float(value)).removesuffix(".0")


def quoted(text: str) -> str:
    """A part of a formula, marked as such, shortened, and safe to print."""
    short = text if len(text) <= 40 else f"{text[:37]}..."
    return f"`{''.join(c if c.isprintable() else ascii(c)[1:-1] for c in short)}`"


def operated(node: Node, write: Callable[[Node], str]) -> str:
    """An operator with its arguments, each turned to text by `write`, as Python has it."""
    texts = [
        write(part) if _RANK.get(part.kind, _OTHER) >= least else f"({write(part)})"
        for part, least in zip(node.args, _LEAST[node.kind], strict=True)
    ]
    return f"-{texts[0]}" if node.kind == "neg" else OPERATORS[node.kind].join(texts)


def comparisons(node: Node) -> tuple[list[tuple[Node, str, Node]], Node, Node]:
    """What a where compares, and its two values."""
    *pairs, chosen, other = node.args
    return list(zip(pairs[::2], node.name.split(), pairs[1::2], strict=True)), chosen, other


def written(node: Node) -> str:
    """The formula as it would be typed: read again, it is the same formula."""
    if node.kind == "number":
        return number(node.number)
    if node.kind in ("x", "constant", "parameter"):
        return node.name or "x"
    if node.kind in _RANK:
        return operated(node, written)
    if node.kind == "where":
        compared, *values = comparisons(node)
        chain = written(compared[0][0])
        chain += "".join(f" {sign} {written(right)}" for _, sign, right in compared)
        return f"where({', '.join([chain, *map(written, values)])})"
    return f"{node.name or node.kind}({', '.join(map(written, node.args))})"


# --- In LaTeX -----------------------------------------------------------------------------------

_LATEX_RANK = {"where": 0, "+": 1, "-": 1, "neg": 2, "*": 3}
_LATEX_LEAST = {"+": (1, 3), "-": (1, 3), "neg": (3,), "*": (2, 3)}
_LATEX_SIGNS = {"<": "<", ">": ">", "<=": r"\le", ">=": r"\ge"}
_PLAIN = ("x", "number", "constant", "parameter")  # what is raised without brackets
_BARS = ("abs", "sqrt")


def latex(node: Node) -> str:
    """The formula in LaTeX, with a, b and c for the parameters."""
    if node.kind == "number":
        mantissa, _, exponent = number(node.number).partition("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    if node.kind in _PLAIN:
        return {"pi": r"\pi"}.get(node.name, node.name or "x")
    if node.kind == "/":
        return rf"\frac{{{latex(node.args[0])}}}{{{latex(node.args[1])}}}"
    if node.kind == "**":
        base, exponent = node.args
        plain = base.kind in _PLAIN and "e" not in number(base.number) or base.name in _BARS
        return f"{latex(base) if plain else _bracketed(base)}^{{{latex(exponent)}}}"
    if node.kind in _LATEX_LEAST:
        return _joined(node)
    if node.kind in ("min", "max"):
        return rf"\{node.kind}\left({latex(node.args[0])}, {latex(node.args[1])}\right)"
    return _cases(node) if node.kind == "where" else _called(node)


def _bracketed(node: Node) -> str:
    return rf"\left({latex(node)}\right)"


def _joined(node: Node) -> str:
    texts = [
        latex(part) if _LATEX_RANK.get(part.kind, _OTHER) >= least else _bracketed(part)
        for part, least in zip(node.args, _LATEX_LEAST[node.kind], strict=True)
    ]
    if node.kind == "neg":
        return f"-{texts[0]}"
    if node.kind in "+-":
        return f"{texts[0]} {node.kind} {texts[1]}"
    first = texts[1][0]  # a digit, or a parameter that may be shown as one, needs a point
    return (r" \cdot " if first.isdigit() or first in "abc" else r"\,").join(texts)


def _cases(node: Node) -> str:
    compared, chosen, other = comparisons(node)
    chain = latex(compared[0][0])
    chain += "".join(f" {_LATEX_SIGNS[sign]} {latex(right)}" for _, sign, right in compared)
    return (
        rf"\begin{{cases}} {latex(chosen)} & {chain} \\ "
        rf"{latex(other)} & \text{{otherwise}} \end{{cases}}"
    )


def _called(node: Node) -> str:
    argument, *constants = map(latex, node.args)
    shown = f"{argument}; {', '.join(constants)}" if constants else argument
    return known(node.name).latex.replace("#", shown)
