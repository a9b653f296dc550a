"""Typed formulas as text: what is understood, what is refused in one sentence, and fuzzing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activations import parse
from activations.expression.grammar import LONGEST, MOST_PARTS, read
from activations.expression.notation import written

# --- What is understood -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, plain",
    [
        ("2x", "2*x"),
        ("2sin(x)", "2*sin(x)"),
        ("x(1 + x)(x - 1)", "x*(1 + x)*(x - 1)"),
        ("pi x", "pi*x"),
        ("x^2", "x**2"),
        ("x² − 3·x", "x**2 - 3*x"),
        ("2^-x", "2**-x"),
        ("e^x", "exp(x)"),
        ("e^(-x^2)", "exp(-x**2)"),
        ("|x|", "abs(x)"),
        ("2|x - |x||", "2*abs(x - abs(x))"),
        ("f(x) = x^3", "x**3"),
        ("y = x", "x"),
        ("π x + Φ(x)·σ(x)", "pi*x + Phi(x)*sigmoid(x)"),
        ("max(0, x, x**2)", "max(max(0, x), x**2)"),
        ("where(-1 < x ≤ 1, x, +2)", "where(-1 < x <= 1, x, 2)"),
        ("x\n\t+ 1", "x + 1"),
        ("-x**2", "-x**2"),
        ("(" * 90 + "x" + ")" * 90, "x"),
    ],
)
def test_understood(text, plain):
    assert written(read(text)) == plain
    assert read(plain) == read(text)


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "Type a formula of x, such as x*tanh(exp(x))."),
        ("   ", "Type a formula of x, such as x*tanh(exp(x))."),
        ("f(x) =", "Type a formula of x, such as x*tanh(exp(x))."),
        (None, "Type a formula of x, such as x*tanh(exp(x))."),
        ("sinn(x)", "`sinn` is not known here; did you mean `sin`?"),
        ("ReLU(x)", "`ReLU` is not known here; did you mean `relu`?"),
        ("ln(x)", "`ln` is not known here; did you mean `log`?"),
        ("sigma(x)", "`sigma` is not known here; did you mean `sigmoid`?"),
        ("np.tanh(x)", "`np.tanh` is not known here; did you mean `tanh`?"),
        ("torch.nn.functional.gelu(x)",
         "`torch.nn.functional.gelu` is not known here; did you mean `gelu`?"),
        ("x.real", "`x.real` is not known here: no name has a dot."),
        ("ax", "`ax` is not known here; did you mean `a*x`?"),
        ("q", "`q` is not known here: the variable is x, and a, b and c are parameters."),
        ("x if x > 0 else 0", "`if` is not known here; did you mean `where(x > 0, x, 0)`?"),
        ("x and 1", "`and` is not known here; did you mean `where(-1 < x < 1, x, 0)`?"),
        ("relu", "`relu` at position 1 needs brackets: `relu(x)`."),
        ("1 + sin x", "`sin` at position 5 needs brackets: `sin(x)`."),
        ("x +", "`x +` ends where something should follow."),
        ("x * / 2", "Something is missing before `/` at position 5."),
        ("(x", "The `(` at position 1 is never closed."),
        ("x)", "There is no open bracket for the `)` at position 2."),
        ("x $ 2", "`$` at position 3 has no meaning here."),
        ("x == 0", "`==` at position 3 is not <, <=, > or >=."),
        ("x 2", "An operator is missing before `2` at position 3."),
        ("1/2x", "`/2x` at position 4 can mean two things without a `*`."),
        ("e^2x", "`**2x` at position 4 can mean two things without a `*`."),
        ("x > 0", "`x > 0` compares: that can only be the first argument of `where`."),
        ("exp(x, 2)", "`exp(x, 2)` has 2 arguments; write `exp(x)`."),
        ("elu(x, 1, 2)", "`elu(x, 1, 2)` has 3 arguments; write `elu(x, 1)`."),
        ("elu(x, x)", "The alpha in `elu(x, x)` must not depend on x."),
        ("elu(x, 9)", "`elu(x, 9)` has the alpha 9, which is not in [0.1, 3]."),
        ("max(x)", "`max(x)` needs at least two arguments, as in `max(x, 0)`."),
        ("where(x, 1, 2)", "`where(x, 1, 2)` needs a comparison and two values, as in "
         "`where(x > 0, x, exp(x) - 1)`."),
        ("3 + pi", "`3+pi` does not depend on x."),
        ("0*x", "The formula has the same value everywhere."),
        ("x**65", "`x**65` has the power 65, and the largest is 64."),
        ("x*9**9**9", "`9**9**9` has the power 3.8742e+08, and the largest is 64."),
        ("x*1e999", "`1e999` at position 3 is too large for a number."),
        ("x + 1/0", "`1/0` is a division by 0."),
        ("x + log(-1)", "`log(-1)` is not a number."),
        ("log(x)", "`log(x)` is the log of a negative number for x < 0."),
        ("log(-x**2)", "`log(-x**2)` is the log of a negative number for every x."),
        ("sqrt(x - 0.3)", "`sqrt(x - 0.3)` is the square root of a negative number for x < 0.3."),
        ("sqrt(1 - x**2)", "`sqrt(1 - x**2)` is the square root of a negative number outside "
         "[-1, 1]."),
        ("x**0.5", "`x**0.5` is a power of a negative number, which is complex, for x < 0."),
        ("1/(x - 3.3333)", "`1/(x - 3.3333)` is a division by 0 at x = 3.3333."),
        ("1/(x**2 - 2)", "`1/(x**2 - 2)` is not finite at x = -1.41421."),
        ("tan(x)", "`tan(x)` is not finite at x = -1.5708."),
        ("sin(x)/x", "`sin(x)/x` is 0/0 at x = 0."),
        ("exp(exp(x))", "`exp(exp(x))` is too large for a float for x > 6.56496."),
        ("1/(x - a)", "`1/(x - a)` is a division by 0 at x = 1, with a = 1."),
    ],
)  # fmt: skip
def test_refused_in_one_sentence(text, sentence):
    with pytest.raises(ValueError) as error:
        parse(text)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "(" * 500 + "x" + ")" * 500, "__import__('os')", "\ud800", "x\0", "x;x", "[x]"]
    + ["lambda x: x", "x = 2", "x := 2", "{x}", "'x'", 'f"{x}"', "x[0]", "(x,)", "x, x", "-" * 199]
    + ["elu(x, alpha=1)", "exp(*x)", "1 is 1", "(1)(2)", "x if x else x", "True", "None", "1j * x"]
    + [
        "x!",
        "x % 2",
        "x // 2",
        "x @ x",
        "~x",
        "x | x",
        "x & x",
        "x << 2",
        "not x",
        "x\\",
        "#",
        "x#",
    ]
    + ["print(x)", "x.__class__", "eval(x)", "where(x > 0 > , 1, 2)", "max(x,)", "()", "||", "|x"],
)
def test_refused(text):
    with pytest.raises(ValueError) as error:
        parse(text)
    assert_is_a_sentence(str(error.value))


def assert_is_a_sentence(words: str):
    assert words[-1] in ".?" and "\n" not in words and len(words) < 260
    words.encode()


def test_length_and_number_of_parts():
    fits = "+".join(["x"] * (MOST_PARTS // 2))  # n names and n - 1 operators
    assert parse(fits)(2.0) == MOST_PARTS
    with pytest.raises(ValueError, match="may have 100 parts .* this one has 101."):
        parse(f"{fits}+x")
    with pytest.raises(ValueError, match="may have 200 characters, and this one has 201."):
        parse("x" + " " * (LONGEST - 1) + "x")


# --- Whatever is typed --------------------------------------------------------------------------

WORDS = ["x", "x", "(x)", "a", "b", "2", "0.5", "1e3", ".", "pi", "e", "e^", "where(", "max(", "|"]
WORDS += ["+", "-", "*", "/", "**", "^", "<", ">=", "(", ")", ",", " ", "²", "sin(", "log", "elu("]
WORDS += ["=", "==", "if", "else", "lambda", "[", "'", "np.", "__", "\0", "\ud800", "\n", "~", "π"]


def survives(text: str):
    """It is an activation with numbers, or refused in a sentence."""
    try:
        act = parse(text)
    except ValueError as error:
        assert_is_a_sentence(str(error))
        return
    x = np.array([-9.99, -1.0, 0.0, 0.3, 7.0, 10.0])
    value, slope = act.evaluate(x)  # pytest turns any warning into an error
    assert np.isfinite(value).all() and not np.isnan(slope).any()
    assert read(act.text) == read(text) if len(act.text) <= LONGEST else True
    assert act.range()[0] <= act.range()[1] and act.filled_formula()


@given(st.text(st.characters(codec=None), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text(text):
    survives(text)


@given(st.lists(st.sampled_from(WORDS), max_size=24).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_words(text):
    survives(text)


UNARY = ["exp", "tanh", "sin", "cos", "atan", "asinh", "erf", "Phi", "abs", "softplus", "silu"]
UNARY += ["gelu", "mish", "elu", "relu", "sqrt", "log", "log1p", "expm1", "sinh", "cosh", "sign"]
FORMULAS = st.recursive(
    st.sampled_from(["x", "x", "x", "2", "0.5", "a", "1.7"]),
    lambda part: st.one_of(
        st.builds("{}({})".format, st.sampled_from(UNARY), part),
        st.builds("({} {} {})".format, part, st.sampled_from("+-*/"), part),
        st.builds("({})**{}".format, part, st.sampled_from(["2", "3", "-1", "0.5"])),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), part, part),
        st.builds("where({} > {}, {}, {})".format, part, part, part, part),
    ),
    max_leaves=8,
)


@given(FORMULAS, st.floats(-4, 4))
@settings(max_examples=200, deadline=None)
def test_the_slope_of_any_formula_is_that_of_its_values(text, x):
    survives(text)
    try:
        act = parse(text)
    except ValueError:
        return
    near = x + 1e-4 * np.arange(-4, 5)
    values, slopes = act.evaluate(near)
    if any(abs(x - kink) < 1e-3 for kink in (*act.kinks(), *act.bends())):
        return
    jumpy = np.ptp(slopes) > 1e-2 * (1 + np.abs(slopes).max())  # too steep for a difference
    if jumpy or np.abs(values).max() > 1e6:
        return
    weights = np.array([3, -32, 168, -672, 0, 672, -168, 32, -3]) / 840
    size = 1 + np.abs(values).max() + np.abs(slopes).max()
    assert abs(weights @ values / 1e-4 - slopes[4]) < 1e-7 * size
