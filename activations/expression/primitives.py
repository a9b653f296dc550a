"""What a typed formula is made of: each function once, with its slope, notation and spellings.

A function of one argument gives `(value, derivative)` of an array, as activations do, and every
activation of ours is one, too, with its parameters behind its argument. Operators, `min`, `max` and
`where` join duals: pairs of a value and its slope in x, which is None for a constant.
"""

import math
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..activation import ACTIVATIONS, Parameter
from ..gaussian import cdf, pdf


class Function(NamedTuple):
    """A function of one argument, and of constants in the order of `parameters`.

    `latex` and the spellings (by framework) hold `#` where the argument goes, the spellings also
    `{name}` for a parameter; without a spelling the source is translated. `edges` gives, for the
    constants, where in its argument value, slope or second derivative jump; `crossing` is instead
    a function that is zero there. `refusal` is what a function is called that does not take every
    number.
    """

    evaluate: Callable
    source: Callable  # the same, declared by name
    latex: str
    spellings: dict[str, str]
    parameters: dict[str, Parameter] = {}
    edges: Callable = lambda *_: ()
    crossing: Callable | None = None
    refusal: str = ""


FUNCTIONS: dict[str, Function] = {}
CONSTANTS = {"pi": math.pi, "e": math.e}
SYMBOLS = ("a", "b", "c")
PARAMETER = Parameter(1.0, low=-5.0, high=5.0, symbol="")  # of a typed formula
LARGEST_POWER = 64


def function(latex: str, torch: str = "", jax: str = "", keras: str = "", edges=(), **facts):
    """Declare the decorated function under its own name; a spelling is that name if not given."""

    def register(evaluate: Callable) -> Callable:
        name = evaluate.__name__.rstrip("_")
        spellings = {
            "torch": torch or f"torch.{name}(#)",
            "jax": jax or f"jnp.{name}(#)",
            "keras": keras or f"ops.{name}(#)",
        }
        FUNCTIONS[name] = Function(
            evaluate, evaluate, latex, spellings, edges=lambda: edges, **facts
        )
        return evaluate

    return register


@function(r"e^{#}")
def exp(u):
    """The exponential function."""
    value = np.exp(u)
    return value, value


@function(r"\ln\left(#\right)", edges=(0.0,), refusal="log")
def log(u):
    """The natural logarithm."""
    return np.log(u), 1.0 / u


@function(r"\ln\left(1 + #\right)", edges=(-1.0,), refusal="log")
def log1p(u):
    """log(1 + u), exact for a small u."""
    return np.log1p(u), 1.0 / (1.0 + u)


@function(r"\left(e^{#} - 1\right)")
def expm1(u):
    """exp(u) - 1, exact for a small u."""
    return np.expm1(u), np.exp(u)


@function(r"\sqrt{#}", edges=(0.0,), refusal="square root")
def sqrt_(u):
    """The square root; its slope at 0 is infinite."""
    value = np.sqrt(u)
    return value, 0.5 / value


@function(
    r"\left|#\right|",
    torch="# * torch.sign(#)",
    jax="# * jnp.sign(#)",
    keras="# * ops.sign(#)",
    edges=(0.0,),
)
def abs_(u):
    """The absolute value; derivative 0 at 0."""
    return np.abs(u), np.sign(u)


@function(r"\operatorname{sign}\left(#\right)", edges=(0.0,))
def sign_(u):
    """-1, 0 or 1; derivative 0."""
    return np.sign(u), np.zeros_like(u)


@function(r"\sin\left(#\right)")
def sin(u):
    """The sine of an angle in radians."""
    return np.sin(u), np.cos(u)


@function(r"\cos\left(#\right)")
def cos(u):
    """The cosine of an angle in radians."""
    return np.cos(u), -np.sin(u)


@function(r"\tan\left(#\right)", crossing=cos)
def tan(u):
    """The tangent of an angle in radians; infinite at odd multiples of pi/2."""
    value = np.tan(u)
    return value, 1.0 + value * value


@function(r"\sinh\left(#\right)")
def sinh(u):
    """The hyperbolic sine."""
    return np.sinh(u), np.cosh(u)


@function(r"\cosh\left(#\right)")
def cosh(u):
    """The hyperbolic cosine."""
    return np.cosh(u), np.sinh(u)


@function(r"\operatorname{arsinh}\left(#\right)", jax="jnp.arcsinh(#)", keras="ops.arcsinh(#)")
def asinh(u):
    """The inverse of sinh."""
    return np.arcsinh(u), 1.0 / np.hypot(1.0, u)


@function(r"\arctan\left(#\right)", jax="jnp.arctan(#)", keras="ops.arctan(#)")
def atan(u):
    """The inverse of tan, between -pi/2 and pi/2."""
    size = np.hypot(1.0, u)
    return np.arctan(u), (1.0 / size) / size


_erf = np.frompyfunc(math.erf, 1, 1)


@function(r"\operatorname{erf}\left(#\right)", jax="jax.scipy.special.erf(#)")
def erf(u):
    """The error function."""
    slope = (2 / math.sqrt(math.pi)) * np.exp(-u * u)
    return np.asarray(_erf(u), dtype=np.float64), slope


@function(
    r"\Phi\left(#\right)",
    torch="torch.special.ndtr(#)",
    jax="jax.scipy.special.ndtr(#)",
    keras="0.5 * ops.erfc(-# / 2**0.5)",
)
def Phi(u):
    """The probability that a standard normal variable is below u."""
    return cdf(u), pdf(u)


# --- The activations ----------------------------------------------------------------------------

# Where frameworks do not give our slope at a kink, or have no name: `where` gives it in all three.
_WRITTEN = {
    "hardtanh": "where(x > -1, where(x < 1, x, 1.0), -1.0)",
    "leaky_relu": "where(x > 0, x, {negative_slope} * x)",
    "prelu": "where(x > 0, x, {negative_slope} * x)",
    "rrelu": "where(x > 0, x, ({lower} + {upper}) / 2 * x)",
    "softshrink": "where(x > {lambd}, x - {lambd}, where(x < -{lambd}, x + {lambd}, 0.0))",
    "shifted_relu": "where(x > -1, x, -1.0)",
    "centred_relu": f"(where(x > 0, x, 0.0) - {1 / math.sqrt(2 * math.pi)})",
}
MODULES = {"torch": "torch", "jax": "jnp", "keras": "ops"}
_LATEX = {"tanh": r"\tanh", "sigmoid": r"\sigma"}


def _of_activation(name: str) -> Function:
    """An activation with its parameters as further arguments."""
    act = ACTIVATIONS[name]

    def settings(constants):
        return act.settings | dict(zip(act.parameters, constants, strict=False))

    def evaluate(u, *constants):
        return act._evaluate(u, **settings(constants))

    def edges(*constants):
        return (*act._kinks(**settings(constants)), *act._bends(**settings(constants)))

    spellings = {}
    for framework, module in MODULES.items():
        own = act.spellings[framework]
        text = _WRITTEN.get(name, "").replace("where(", f"{module}.where(") or own
        spellings[framework] = re.sub(r"\bx\b", "#", text)
    plain = name.replace("_", r"\_")
    latex = _LATEX.get(name, rf"\operatorname{{{plain}}}") + r"\left(#\right)"
    return Function(evaluate, act._evaluate, latex, spellings, act.parameters, edges)


def known(name: str) -> Function | None:
    """The function of that name: a primitive or an activation, else None."""
    if name not in FUNCTIONS and name in ACTIVATIONS:
        FUNCTIONS[name] = _of_activation(name)
    return FUNCTIONS.get(name)


# --- Operators: duals in, a dual out ------------------------------------------------------------

Dual = tuple  # (value, slope in x or None)


def _times(slope, factor):
    """A slope times a factor; x itself has the slope 1.0, which costs nothing."""
    return factor if type(slope) is float and slope == 1.0 else slope * factor


def negative(u: Dual) -> Dual:
    return -u[0], None if u[1] is None else -u[1]


def add(u: Dual, v: Dual) -> Dual:
    (a, da), (b, db) = u, v
    return a + b, db if da is None else da if db is None else da + db


def subtract(u: Dual, v: Dual) -> Dual:
    (a, da), (b, db) = u, v
    return a - b, (None if db is None else -db) if da is None else da if db is None else da - db


def multiply(u: Dual, v: Dual) -> Dual:
    (a, da), (b, db) = u, v
    left = None if da is None else _times(da, b)
    right = None if db is None else _times(db, a)
    return a * b, right if left is None else left if right is None else left + right


def divide(u: Dual, v: Dual) -> Dual:
    (a, da), (b, db) = u, v
    value = a / b
    if db is None:
        return value, None if da is None else da / b
    return value, (-value * db if da is None else da - value * db) / b


def power(u, exponent):
    """u to a constant power: value and derivative. Whole powers are products."""
    if exponent == 0:
        return np.ones_like(u), np.zeros_like(u)
    if exponent != int(exponent) or exponent < 0:
        return u**exponent, exponent * u ** (exponent - 1.0)
    below, square, rest = None, u, int(exponent) - 1
    while rest:
        if rest % 2:
            below = square if below is None else below * square
        square, rest = square * square if rest > 1 else square, rest // 2
    return (u, np.ones_like(u)) if below is None else (u * below, exponent * below)


def raised(u: Dual, v: Dual) -> Dual:
    """u ** v; a base that is not positive under an exponent that depends on x is no number."""
    (a, da), (b, db) = u, v
    if db is None:
        value, slope = power(a, b)
        return value, None if da is None else inner(slope, da, guarded=b != int(b) or b < 0)
    value, logarithm = a**b, np.log(a)
    slope = db * logarithm if da is None else db * logarithm + b * (da / a)
    return value, np.where(value == 0, 0.0, value * slope)


def inner(slope, du, guarded: bool = False):
    """The chain rule; if guarded, an infinite slope does not count where the inner one is 0."""
    if type(du) is float:
        return slope if du == 1.0 else slope * du if du else 0.0
    return np.where(du == 0, 0.0, slope * du) if guarded else slope * du


def _chosen(value, hold, u: Dual, v: Dual) -> Dual:
    """A value with the slope of the first where it holds, else of the second."""
    du, dv = (0.0 if dual[1] is None else dual[1] for dual in (u, v))
    if type(du) is float and type(dv) is float:  # a product takes a tenth of the time
        return value, du if du == dv else dv + (du - dv) * np.asarray(hold, value.dtype)
    return value, np.where(hold, du, dv)


def largest(u: Dual, v: Dual) -> Dual:
    """max(u, v). At a tie the slope is a constant's, so 0, or else that of the second."""
    if u[1] is None:
        u, v = v, u
    return _chosen(np.maximum(u[0], v[0]), u[0] > v[0], u, v)


def smallest(u: Dual, v: Dual) -> Dual:
    """min(u, v). At a tie the slope is a constant's, so 0, or else that of the second."""
    if u[1] is None:
        u, v = v, u
    return _chosen(np.minimum(u[0], v[0]), u[0] < v[0], u, v)


_COMPARED = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}


def chosen(signs: str, *duals: Dual) -> Dual:
    """The last but one where all comparisons of the pairs before it hold, else the last."""
    *pairs, u, v = duals
    hold = True
    for sign_, left, right in zip(signs.split(), pairs[::2], pairs[1::2], strict=True):
        hold = hold & _COMPARED[sign_](left[0], right[0])
    return _chosen(np.where(hold, u[0], v[0]), hold, u, v)


OPERATORS = {
    "neg": negative,
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": raised,
    "max": largest,
    "min": smallest,
}
