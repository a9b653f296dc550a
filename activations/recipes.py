"""Code to take home: an activation with its current parameters, for NumPy and three frameworks.

The NumPy code is that of the function itself, with all it calls. A framework's own expression
comes from the declaration (`torch="F.elu(x, alpha={alpha})"`); without one, the function's source
is translated: only what its value needs, with the framework's names for those of NumPy.
"""

import ast
import inspect
import math
import textwrap
from functools import lru_cache
from types import ModuleType

from .activation import ACTIVATIONS, Activation

FRAMEWORKS = ("NumPy", "PyTorch", "JAX", "Keras")
SPELLINGS = {"PyTorch": "torch", "JAX": "jax", "Keras": "keras"}
ALIASES = {"PyTorch": "torch", "JAX": "jnp", "Keras": "ops"}
IMPORTS = {
    "math.": "import math",
    "np.": "import numpy as np",
    "jax.": "import jax",
    "jnp.": "import jax.numpy as jnp",
    "keras.": "import keras",
    "ops.": "from keras import ops",
    "torch.": "import torch",
    "F.": "import torch.nn.functional as F",
}


@lru_cache(maxsize=256)
def recipe(activation: Activation, framework: str) -> str:
    """Python code that defines a function `activation.id` of one array.

    For NumPy it gives (value, derivative), as in `functions`; for the others the value, which they
    differentiate. ValueError if the framework is not one of FRAMEWORKS.
    """
    if framework not in FRAMEWORKS:
        raise ValueError(f"The framework must be one of {', '.join(FRAMEWORKS)}. Got {framework}.")
    if framework == "NumPy":
        code = _defaults(activation, _numpy(activation))
    elif spelling := activation.spellings[SPELLINGS[framework]]:
        settings = {name: repr(value) for name, value in activation.settings.items()}
        code = f"def {activation.id}(x):\n    return {spelling.format(**settings)}"
    else:
        code = translation(activation, framework)
    return "\n".join([*_imports(code), "", "", code, ""])


def _imports(code: str) -> list[str]:
    words = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    lines = [line for prefix, line in IMPORTS.items() if prefix[:-1] in words]
    names = [name for name in ("inf", "pi", "sqrt") if name in words]
    return ([f"from math import {', '.join(names)}"] if names else []) + lines


def _numpy(activation: Activation) -> str:
    """The sources of the function and of all it calls, each before its first use."""
    parts: dict[str, str] = {}
    _collect(activation._evaluate, parts)
    *before, last = parts.values()
    return "\n\n\n".join([*before, f'@np.errstate(all="ignore")\n{last}'])


def _collect(function, parts: dict[str, str]) -> None:
    """Add the function's source to `parts`, after whatever it uses of its module."""
    for name in function.__code__.co_names:
        used = function.__globals__.get(name)
        if name in parts or used is None or isinstance(used, ModuleType) or hasattr(math, name):
            continue
        if callable(used) and hasattr(used, "__code__"):
            _collect(used, parts)
        elif isinstance(used, float):
            parts[name] = f"{name} = {used!r}"
        else:
            parts[name] = _assignment(function, name)
    parts[function.__name__] = _source(function)


@lru_cache(maxsize=128)
def _source(function) -> str:
    """The source of a function without its decorators."""
    code = textwrap.dedent(inspect.getsource(function))
    start = ast.parse(code).body[0].lineno  # that of the line with `def`
    return "\n".join(code.splitlines()[start - 1 :])


def _assignment(function, name: str) -> str:
    """The line of the function's module that gives the name its value."""
    code = inspect.getsource(inspect.getmodule(function))
    for node in ast.parse(code).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == name:
            return ast.get_source_segment(code, node)
    raise ValueError(f"{name} is not assigned in its module.")


def _defaults(activation: Activation, code: str) -> str:
    """The code with the current parameters as defaults of the function's arguments."""
    settings = activation.settings
    bare = f"def {activation.id}({', '.join(['x', *settings])}):"
    filled = ", ".join(["x", *(f"{name}={value!r}" for name, value in settings.items())])
    return code.replace(bare, f"def {activation.id}({filled}):")


# --- Translation --------------------------------------------------------------------------------


def translation(activation: Activation, framework: str) -> str:
    """The value of an activation in a framework's names, made from its NumPy source."""
    tree = _Values(ALIASES[framework]).visit(ast.parse(_numpy(activation)))
    tree.body[-1].decorator_list = []
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            function.body = _needed(function.body)
    wanted, body = {activation.id}, []
    for part in reversed(tree.body):
        name = part.name if isinstance(part, ast.FunctionDef) else part.targets[0].id
        if name in wanted:
            body.insert(0, part)
            wanted |= _names(part)
    tree.body = body
    code = "\n\n\n".join(ast.unparse(ast.fix_missing_locations(part)) for part in tree.body)
    return _defaults(activation, code)


def _names(*nodes: ast.AST) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


def _needed(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements without those that assign to a name which nothing after them reads."""
    kept: list[ast.stmt] = []
    for statement in reversed(body):
        targets = _names(*statement.targets) if isinstance(statement, ast.Assign) else set()
        if not targets or targets & _names(*kept):
            kept.insert(0, statement)
    return kept


class _Values(ast.NodeTransformer):
    """Turns functions that give (value, derivative) into ones that give the value."""

    def __init__(self, alias: str):
        self.alias = alias

    def visit_Return(self, node: ast.Return) -> ast.Return:
        self.generic_visit(node)
        if isinstance(node.value, ast.Tuple):
            node.value = node.value.elts[0]
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Tuple) and _gives_pair(node.value):
            node.targets = node.targets[0].elts[:1]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        return node.value if _gives_pair(node.value) else node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.alias if node.id == "np" else node.id, node.ctx)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """PyTorch takes no number as an argument of maximum, minimum and hypot."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        self.generic_visit(node)
        if name == "float64":  # a number that is a NumPy scalar so that it may divide by zero
            return _call("torch.as_tensor", node.args[0]) if self.alias == "torch" else node.args[0]
        if self.alias == "torch" and name in ("maximum", "minimum"):
            node.func.attr = "clamp"
            bound = ast.keyword("min" if name == "maximum" else "max", node.args.pop())
            node.keywords = [bound]
        if self.alias == "torch" and name == "hypot":
            node.args[1] = _call("torch.as_tensor", node.args[1])
        return node


def _call(function: str, argument: ast.expr) -> ast.expr:
    return ast.parse(f"{function}({ast.unparse(argument)}, dtype=x.dtype)", mode="eval").body


def _gives_pair(node: ast.expr) -> bool:
    """Whether this calls an activation, which gives a value and a derivative."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ACTIVATIONS
    )
