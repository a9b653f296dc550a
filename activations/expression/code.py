"""A formula as code to take home: NumPy with its slope, PyTorch, JAX and Keras without."""

import ast
import re

from .node import Node
from .notation import OPERATORS, comparisons, number, operated
from .primitives import MODULES, known
from .program import Program


def _depends(node: Node) -> bool:
    return any(part.kind == "x" for part in node.walk())


class Code:
    """Lines of code for a formula; the parameters are numbers in it.

    `called` collects the functions whose sources are needed: activations without a spelling in the
    framework, by name with their constants; for NumPy everything that is called.
    """

    def __init__(self, program: Program):
        self.program = program
        self.lines: list[str] = []
        self.called: dict[str, dict[str, float]] = {}

    def constant(self, node: Node) -> float:
        """The value of a part without x."""
        part = Program(node, self.program.settings)
        return float(part.constant(part.result))

    def given(self, node: Node) -> dict[str, float]:
        """The parameters of an activation that is called, by name."""
        constants = map(self.constant, node.args[1:])
        parameters = known(node.name).parameters
        given = {name: parameter.default for name, parameter in parameters.items()}
        return given | dict(zip(parameters, constants, strict=False))


class Values(Code):
    """The value in the names of a framework ("torch", "jax" or "keras"), which differentiates it.

    What has two sides is told apart by `where`, so that all have our slope at a kink.
    """

    def __init__(self, program: Program, framework: str):
        super().__init__(program)
        self.framework, self.where = framework, f"{MODULES[framework]}.where"

    def body(self) -> list[str]:
        """The lines of a function of x."""
        value = self._value(self.program.steps[self.program.result].node)
        return [*self.lines, f"return {value}"]

    def _value(self, node: Node) -> str:
        if not _depends(node):
            return number(self.constant(node))
        if node.kind in OPERATORS or node.kind == "neg":
            return operated(node, self._value)
        if node.kind in ("min", "max"):
            left, right = node.args if _depends(node.args[0]) else node.args[::-1]
            first, second = self._named(left), self._named(right)
            sign = ">" if node.kind == "max" else "<"
            return f"{self.where}({first} {sign} {second}, {first}, {second})"
        if node.kind == "where":
            return self._choice(node)
        return self._call(node) if node.kind == "call" else "x"

    def _named(self, node: Node) -> str:
        """A part that is needed twice: a number or a name."""
        if not _depends(node):
            return repr(self.constant(node))
        value = self._value(node)
        if value.isidentifier():
            return value
        self.lines.append(f"u{len(self.lines) + 1} = {value}")
        return f"u{len(self.lines)}"

    def _choice(self, node: Node) -> str:
        compared, *values = comparisons(node)
        sides = [(self._value(left), sign, self._value(right)) for left, sign, right in compared]
        tests = [" ".join(side) for side in sides]
        test = tests[0] if len(tests) == 1 else " & ".join(f"({each})" for each in tests)
        texts = [self._value(v) if _depends(v) else repr(self.constant(v)) for v in values]
        if self.framework == "torch" and not any(map(_depends, values)):
            texts[0] = f"torch.full_like(x, {texts[0]})"  # two numbers would give float32
        return f"{self.where}({test}, {', '.join(texts)})"

    def _call(self, node: Node) -> str:
        spelling, given = known(node.name).spellings[self.framework], self.given(node)
        if not spelling:
            self.called[node.name] = given
            spelling = f"{node.name}({', '.join(['#', *map(number, given.values())])})"
        alone = spelling.count("#") == 1 and re.search(r"[(]#[,)]", spelling)
        argument = self._value(node.args[0]) if alone else self._named(node.args[0])
        code = spelling.format(**{name: number(value) for name, value in given.items()})
        code = code.replace("#", argument)
        one = isinstance(ast.parse(code, mode="eval").body, ast.Call | ast.Name)
        return code if one else f"({code})"


class Slopes(Code):
    """The value u and the slope d of every part that depends on x, by lines of NumPy."""

    def body(self) -> list[str]:
        """The lines of a function of x that gives value and slope."""
        names: list[tuple[str, str]] = []
        for at, step in enumerate(self.program.steps):
            constant = self.program.constant(at)
            if constant is not None:
                names.append((f"({number(constant)})" if constant < 0 else number(constant), "0.0"))
            elif step.node.kind == "x":
                names.append(("x", "1.0"))
            else:
                names.append(self._lines(step.node, [names[place] for place in step.inputs]))
        value, slope = names[self.program.result]
        slope = f"np.full_like(x, {slope})" if slope in ("0.0", "1.0") else slope
        return [*self.lines, f"return {value}, {slope}"]

    def _lines(self, node: Node, pairs: list[tuple[str, str]]) -> tuple[str, str]:
        number_ = 1 + sum(line.startswith("u") for line in self.lines)
        value, slope = f"u{number_}", f"d{number_}"
        if node.kind == "call":
            return self._call(node, *pairs[0], value, slope)
        kinds = {"**": _power, "where": _choice, "/": _quotient}
        kinds |= dict.fromkeys(("min", "max"), _extreme)
        texts = kinds.get(node.kind, _simple)(node, pairs, value)
        self.lines.append(f"{value} = {texts[0]}")
        if texts[1] in ("0.0", "1.0"):
            return value, texts[1]
        self.lines.append(f"{slope} = {texts[1]}")
        return value, slope

    def _call(self, node: Node, u: str, du: str, value: str, slope: str) -> tuple[str, str]:
        given = self.given(node)
        self.called[node.name] = given
        name = known(node.name).source.__name__
        arguments = ", ".join([u, *map(number, given.values())])
        self.lines.append(f"{value}, {slope} = {name}({arguments})")
        if node.name == "sqrt" and du != "1.0":  # infinite at 0
            self.lines.append(f"{slope} = np.where({du} == 0, 0.0, {slope} * {du})")
        elif du != "1.0":
            self.lines.append(f"{slope} = {_times(slope, du)}")
        return value, slope


def _times(factor: str, slope: str) -> str:
    return slope if slope == "0.0" else factor if slope == "1.0" else f"{factor} * {slope}"


def _plus(one: str, other: str, sign: str = "+") -> str:
    if other == "0.0":
        return one
    if one == "0.0":
        return other if sign == "+" else f"-{other}"
    return f"{one} {sign} {other}"


def _simple(node: Node, pairs, value: str) -> tuple[str, str]:
    if node.kind == "neg":
        (u, du), *_ = pairs
        return f"-{u}", du if du == "0.0" else f"-{du}"
    (u, du), (v, dv) = pairs
    if node.kind == "*":
        return f"{u} * {v}", _plus(_times(v, du), _times(u, dv))
    return f"{u} {node.kind} {v}", _plus(du, dv, node.kind)


def _quotient(node: Node, pairs, value: str) -> tuple[str, str]:
    (u, du), (v, dv) = pairs
    top = _plus(du, _times(value, dv), "-")
    top = f"({top})" if " " in top else top
    return f"{u} / {v}", "0.0" if top == "0.0" else f"{top} / {v}"


def _power(node: Node, pairs, value: str) -> tuple[str, str]:
    (u, du), (v, dv) = pairs
    if dv != "0.0" or v.startswith("u") or v == "x":
        rate = _plus(_times(f"np.log({u})", dv), _times(f"{v} / {u}", du))
        return f"{u}**{v}", f"np.where({value} == 0, 0.0, {value} * ({rate}))"
    exponent = float(v.strip("()"))
    if exponent == 1:
        return u, du
    below = f"{v} * {u}" + ("" if exponent == 2 else f" ** ({v} - 1)")
    product = _times(below, du)
    if exponent != int(exponent) or exponent < 0:
        product = f"np.where({du} == 0, 0.0, {product})" if du != "1.0" else product
    return f"{u}**{v}", product


def _extreme(node: Node, pairs, value: str) -> tuple[str, str]:
    """As `largest` and `smallest`: at a tie the slope is a constant's or that of the second."""
    (u, du), (v, dv) = (
        pairs if not _depends(node.args[1]) or _depends(node.args[0]) else pairs[::-1]
    )
    test = f"{u} {'>' if node.kind == 'max' else '<'} {v}"
    return f"np.where({test}, {u}, {v})", f"np.where({test}, {du}, {dv})"


def _choice(node: Node, pairs, value: str) -> tuple[str, str]:
    *compared, (u, du), (v, dv) = pairs
    sides = zip(compared[::2], node.name.split(), compared[1::2], strict=True)
    tests = [f"{left[0]} {sign} {right[0]}" for left, sign, right in sides]
    test = tests[0] if len(tests) == 1 else " & ".join(f"({each})" for each in tests)
    return f"np.where({test}, {u}, {v})", du if du == dv else f"np.where({test}, {du}, {dv})"
