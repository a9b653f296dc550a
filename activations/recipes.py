"""Code to take home: an activation with its current parameters, for NumPy and three frameworks.

The NumPy code is that of the function itself, with all it calls, and takes numbers, lists and NaN.
A framework's own expression comes from the declaration (`torch="F.elu(x, alpha={alpha})"`); without
one, the function's source is translated: only what its value needs, with the framework's names for
those of NumPy, and in a form that each framework differentiates to the slope that the core has. A
typed formula is written out by `expression.code`, after the functions that it calls.
"""

import ast
import inspect
import math
import textwrap
from functools import lru_cache
from types import ModuleType

import numpy as np

from .activation import ACTIVATIONS, Activation
from .expression import studied
from .expression.code import Slopes, Values
from .expression.primitives import MODULES, known

FRAMEWORKS = ("NumPy", "PyTorch", "JAX", "Keras")
SPELLINGS = {"PyTorch": "torch", "JAX": "jax", "Keras": "keras"}
ALIASES = {framework: MODULES[key] for framework, key in SPELLINGS.items()}
# Written so that NaN stays NaN, and that at a tie the slope is that of the core: none from a bound
# of `maximum` and `clip`, that of the first part from `minimum`, the left one from `abs`.
TIES = {
    "maximum": "{where}({0} <= {1}, {1}, {0})",
    "minimum": "{where}({0} > {1}, {1}, {0})",
    "clip": "{where}({0} <= {1}, {1}, {where}({0} >= {2}, {2}, {0}))",
    "abs": "{where}({0} > 0, {0}, -{0})",
}
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
    """Python code that defines a function `activation.name` of one array.

    For NumPy it gives value and derivative, in one array of the input's float type; for the others
    the value, which they differentiate. ValueError if the framework is not one of FRAMEWORKS.
    """
    if framework not in FRAMEWORKS:
        raise ValueError(f"The framework must be one of {', '.join(FRAMEWORKS)}. Got {framework}.")
    if activation.text:
        code = _typed(activation, framework)
        code = _careful(code) if framework == "NumPy" else code
    elif framework == "NumPy":
        code = _defaults(activation, _careful(_numpy(activation)))
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


def _careful(code: str) -> str:
    """The code with its last function made to take numbers, lists, any real type, and NaN."""
    function = ast.parse(code).body[-1]
    first, last = function.body[bool(ast.get_docstring(function))], function.body[-1]
    lines = code.splitlines()
    lines[last.lineno - 1 : last.end_lineno] = [
        f"    both = {ast.get_source_segment(code, last.value)}",
        "    return np.where(np.isnan(x), x, both).astype(given.dtype)  # value, derivative",
    ]
    lines[first.lineno - 1 : first.lineno - 1] = [
        "    given = np.asarray(x) * 1.0  # a number, a list, integers, float32 and float16, too",
        "    x = given.astype(np.result_type(given, np.float32))",
    ]
    return "\n".join(lines)


@np.errstate(all="ignore")  # the formula is looked at where it has no slope, too
def _typed(activation: Activation, framework: str) -> str:
    """A typed formula with its parameters as numbers, after the sources of what it calls."""
    parts: dict[str, str] = {}
    study = studied(activation)
    if framework == "NumPy":
        code, decorator = Slopes(study), '@np.errstate(all="ignore")\n'
        lines = code.body()
        for name in code.called:
            _collect(known(name).source, parts)
    else:
        code, decorator = Values(study, SPELLINGS[framework]), ""
        lines = code.body()
        for name, values in code.called.items():
            called = ACTIVATIONS[name].configure(**values)
            parts[name] = translation(called, framework)
    head = f"{decorator}def {activation.name}(x):\n    # {activation.text}\n"
    body = "\n".join(f"    {ast.unparse(ast.parse(line))}" for line in lines)
    return "\n\n\n".join([*parts.values(), head + body])


def _collect(function, parts: dict[str, str]) -> None:
    """Add the function's source to `parts`, after whatever it uses of its module."""
    read = _names(ast.parse(_source(function)))  # without attributes: np.tanh is not our tanh
    for name in [name for name in function.__code__.co_names if name in read]:
        used = function.__globals__.get(name)
        of_math = used is getattr(math, name, None)  # and None, which is of neither
        if name in parts or isinstance(used, ModuleType) or of_math:
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


class _Names(ast.NodeTransformer):
    """Turns the name of NumPy into that of a framework."""

    def __init__(self, alias: str):
        self.alias = alias

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.alias if node.id == "np" else node.id, node.ctx)


class _Values(_Names):
    """Turns functions that give (value, derivative) into ones that give the value."""

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

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        """No slope comes from a comparison, so that its calls stay as they are."""
        return _Names(self.alias).visit(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """At a tie `where` takes one side; `maximum` and its like share the slope between both."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        self.generic_visit(node)
        if name in TIES:
            parts = [f"({ast.unparse(part)})" for part in node.args]
            return _parsed(TIES[name].format(*parts, where=f"{self.alias}.where"))
        if name == "float64":  # a number that is a NumPy scalar so that it may divide by zero
            return _call("torch.as_tensor", node.args[0]) if self.alias == "torch" else node.args[0]
        if self.alias == "torch" and name == "hypot":  # it takes no number
            node.args[1] = _call("torch.as_tensor", node.args[1])
        return node


def _parsed(expression: str) -> ast.expr:
    return ast.parse(expression, mode="eval").body


def _call(function: str, argument: ast.expr) -> ast.expr:
    return _parsed(f"{function}({ast.unparse(argument)}, dtype=x.dtype)")


def _gives_pair(node: ast.expr) -> bool:
    """Whether this calls an activation, which gives a value and a derivative."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ACTIVATIONS
    )
