"""From a text to the parts of a formula: only a few of the nodes of Python's `ast` are taken."""

import ast
import warnings

from .node import Node
from .notation import quoted
from .primitives import CONSTANTS, SYMBOLS, known
from .reader import EXAMPLE, Reader

LONGEST, MOST_PARTS = 200, 100
_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def read(text: str) -> Node:
    """The formula in `text`. ValueError, one sentence: it is too long or not a formula of x."""
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"Type a formula of x, such as {EXAMPLE}.")
    if len(text) > LONGEST:
        raise ValueError(f"A formula may have {LONGEST} characters, and this one has {len(text)}.")
    reader = Reader(text)
    if not reader.text.strip():
        raise ValueError(f"Type a formula of x, such as {EXAMPLE}.")
    return tree(reader.formula())


def tree(formula: str) -> Node:
    """The formula in what a `Reader` gives, or in the text of a formula; ValueError as `read`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"{quoted(formula)} cannot be read as a formula of x.") from None
    if (parts := _parts(body)) > MOST_PARTS:
        raise ValueError(
            f"A formula may have {MOST_PARTS} parts (numbers, names, operators, calls), "
            f"and this one has {parts}."
        )
    node = _node(body)
    if not any(part.kind == "x" for part in node.walk()):
        raise ValueError(f"{quoted(formula)} does not depend on x.")
    return node


def _parts(body: ast.expr) -> int:
    counted = (ast.Constant, ast.Name, ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare)
    nodes = list(ast.walk(body))
    return sum(isinstance(node, counted) for node in nodes) - sum(
        isinstance(node, ast.Call) for node in nodes
    )  # the name of a function and its call are one part


def _node(node: ast.expr) -> Node:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return Node("number", number=float(node.value))
    if isinstance(node, ast.Name):
        return _named(node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _node(node.left), _node(node.right)
        if isinstance(node.op, ast.Pow) and (left.kind, left.name) == ("constant", "e"):
            return Node("call", "exp", (right,))
        return Node(_BINARY[type(node.op)], args=(left, right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return Node("neg", args=(_node(node.operand),))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
        return _node(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _call(node.func.id, node.args, quoted(ast.unparse(node)))
    if isinstance(node, ast.Compare):
        part = quoted(ast.unparse(node))
        raise ValueError(f"{part} compares: that can only be the first argument of `where`.")
    raise ValueError(f"{quoted(ast.unparse(node))} cannot be used in a formula of x.")


def _named(name: str) -> Node:
    if name == "x":
        return Node("x")
    if name in SYMBOLS or name in CONSTANTS:
        return Node("parameter" if name in SYMBOLS else "constant", name)
    raise ValueError(f"{quoted(name)} needs brackets: `{name}(x)`.")


def _call(name: str, args: list[ast.expr], whole: str) -> Node:
    if name in ("min", "max"):
        if len(args) < 2:
            raise ValueError(f"{whole} needs at least two arguments, as in `{name}(x, 0)`.")
        first, *others = map(_node, args)
        for other in others:
            first = Node(name, args=(first, other))
        return first
    if name == "where":
        return _where(args, whole)
    function = known(name)
    if function is None or not 1 <= len(args) <= 1 + len(function.parameters):
        raise ValueError(f"{whole} has {len(args)} arguments; write `{_example(name)}`.")
    first, *constants = map(_node, args)
    for constant, parameter in zip(constants, function.parameters, strict=False):
        if any(part.kind == "x" for part in constant.walk()):
            raise ValueError(f"The {parameter} in {whole} must not depend on x.")
    return Node("call", name, (first, *constants))


def _where(args: list[ast.expr], whole: str) -> Node:
    if len(args) != 3 or not isinstance(args[0], ast.Compare):
        raise ValueError(
            f"{whole} needs a comparison and two values, as in `where(x > 0, x, exp(x) - 1)`."
        )
    signs = [_COMPARED[type(sign)] for sign in args[0].ops]
    compared = [_node(side) for side in (args[0].left, *args[0].comparators)]
    pairs = [part for pair in zip(compared[:-1], compared[1:], strict=True) for part in pair]
    return Node("where", " ".join(signs), (*pairs, _node(args[1]), _node(args[2])))


def _example(name: str) -> str:
    function = known(name)
    parameters = function.parameters.values() if function else ()
    return f"{name}({', '.join(['x', *(f'{each.default:.4g}' for each in parameters)])})"
