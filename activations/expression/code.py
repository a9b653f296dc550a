"""A formula as code to take home: NumPy with its slope, PyTorch, JAX and Keras without."""

import ast
import re

import numpy as np

from .features import GRID
from .node import Node
from .notation import OPERATORS, comparisons, number, operated
from .primitives import MODULES, chosen, known
from .program import Program

MOST_MENDED = 4  # places at which the code gives the slope by hand
FAR = np.array([-1e4, -1e3, -100, 100, 1e3, 1e4])
LARGEST = float(np.finfo(np.float32).max)


def _depends(node: Node) -> bool:
    return any(part.kind == "x" for part in node.walk())


class Code:
    """Lines of code for a formula; the parameters are numbers in it.

    `called` collects the functions whose sources are needed: activations without a spelling in the
    framework, by name with their constants; for NumPy everything that is called.
    """

    def __init__(self, study):
        self.study, self.program = study, study.program
        self.lines: list[str] = []
        self.called: dict[str, dict[str, float]] = {}

    def mended(self) -> list[tuple[float, float, float]]:
        """Place, value and slope where the parts give another slope, if there are not many."""
        places, slopes = self.study.mended
        if places.size > MOST_MENDED:
            return []
        values = self.program(places)[0]
        return list(zip(places.tolist(), values.tolist(), slopes.tolist(), strict=True))

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

    def __init__(self, study, framework: str):
        super().__init__(study)
        self.framework, self.where = framework, f"{MODULES[framework]}.where"
        self.x = "x"

    def body(self) -> list[str]:
        """The lines of a function of x."""
        lost = self.lost()
        for place, *_ in lost:
            self.x = self._line(f"{self.where}(x == {place!r}, {place + 0.375!r}, {self.x})")
        value = self._value(self.program.steps[self.program.result].node)
        for place, there, slope in [*self.mended(), *lost]:
            rise = f"{number(slope)} * (x - {number(place)}) + {number(there)}"
            rise = rise.replace("(x - 0)", "x").removesuffix(" + 0")
            value = f"{self.where}(x == {place!r}, {rise}, {value})"
        return [*self.lines, f"return {value}"]

    def lost(self) -> list[tuple[float, float, float]]:
        """Place, value and slope where a root or power of 0 has no slope, if there are not many."""
        joins = np.array(self.study.joins)
        found, at = self.program.duals(joins), np.zeros(joins.shape, dtype=bool)
        for step in self.program.steps:
            power = self.program.constant(step.inputs[1]) if step.node.kind == "**" else 0.5
            if (step.node.kind == "**" or step.node.name == "sqrt") and 0 < (power or 0) < 1:
                at |= found[step.inputs[0]][0] == 0
        if not 0 < at.sum() <= MOST_MENDED:
            return []
        value, slope = self.program(joins[at])
        columns = joins[at], value, np.nan_to_num(slope, posinf=0.0, neginf=0.0)
        return list(zip(*(column.tolist() for column in columns), strict=True))

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
        return self._call(node) if node.kind == "call" else self.x

    def _line(self, code: str) -> str:
        """A line that gives it a name, and that name."""
        self.lines.append(f"u{len(self.lines) + 1} = {code}")
        return f"u{len(self.lines)}"

    def _named(self, node: Node) -> str:
        """A part that is needed twice: a number or a name."""
        if not _depends(node):
            return repr(self.constant(node))
        value = self._value(node)
        return value if value.isidentifier() else self._line(value)

    def _choice(self, node: Node) -> str:
        compared, *values = comparisons(node)
        if not any(map(_depends, node.args[:-2])):
            return self._value(values[0] if self._holds(node, np.zeros(1))[0] else values[1])
        sides = [(self._value(left), sign, self._value(right)) for left, sign, right in compared]
        tests = [" ".join(side) for side in sides]
        test = tests[0] if len(tests) == 1 else " & ".join(f"({each})" for each in tests)
        insteads = [self._instead(node, which) for which in (0, 1)]
        if any(each is not None for each in insteads):
            test = self._line(test)
        texts = [
            self._side(value, test, which, instead)
            for which, (value, instead) in enumerate(zip(values, insteads, strict=True))
        ]
        if self.framework == "torch" and not any(map(_depends, values)):
            texts[0] = f"torch.full_like(x, {texts[0]})"  # two numbers would give float32
        return f"{self.where}({test}, {', '.join(texts)})"

    def _side(self, value: Node, test: str, which: int, instead: float | None) -> str:
        """One of two values, of `instead` for x where the other one is chosen."""
        if not _depends(value):
            return repr(self.constant(value))
        if instead is None:
            return self._value(value)
        before = self.x
        sides = (before, repr(instead)) if which == 0 else (repr(instead), before)
        self.x = self._line(f"{self.where}({test}, {', '.join(sides)})")
        code, self.x = self._value(value), before
        return code

    def _holds(self, node: Node, x: np.ndarray) -> np.ndarray:
        """Where the comparisons of a `where` do."""
        parts = [Program(part, self.program.settings) for part in node.args[:-2]]
        pairs = [(np.broadcast_to(part.duals(x)[part.result][0], x.shape), None) for part in parts]
        return chosen(node.name, *pairs, (1.0, None), (0.0, None))[0] > 0

    def _instead(self, node: Node, which: int) -> float | None:
        """An x at which a value is chosen, if elsewhere it or its slope is not finite in float32.

        There a framework would multiply the slope by 0 and get no number.
        """
        value = node.args[which - 2]
        if not _depends(value):
            return None
        x = np.concatenate([GRID, self.study.joins, FAR])
        with np.errstate(all="ignore"):
            taken = self._holds(node, x) == (which == 0)
            both = np.abs(Program(value, self.program.settings)(x))
        finite = np.all(np.less_equal(both, LARGEST), axis=0)
        inside = x[taken & finite]
        if finite[~taken].all() or not inside.size:
            return None
        return float(inside[np.argmin(np.abs(inside))])

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

    def __init__(self, study):
        super().__init__(study)
        self.same = {"0.0", "1.0"}  # slopes that are the same for every x

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
        slope = f"np.full_like(x, {slope})" if slope in self.same else slope
        for place, _, there in self.mended():
            slope = f"np.where(x == {place!r}, {there!r}, {slope})"
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
        if self.same.issuperset(re.findall(r"\b(?:x|[ud][0-9]+)\b", texts[1])):
            self.same.add(slope)
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
    if exponent == 0:
        return f"np.ones_like({u})", "0.0"
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
