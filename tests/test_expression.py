"""Typed formulas as functions: 25 of them at 50 digits, ours spelled out, kinks and limits."""

import csv
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from activations import ACTIVATIONS, parse
from activations.activation import Activation
from activations.expression.grammar import LONGEST, read
from activations.expression.notation import written

DATA = Path(__file__).parent / "data" / "own_functions.csv"


def oracle():
    """The rows (x, value, slope) of each of the 25 functions, by formula."""
    rows = {}
    with DATA.open(newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["f"], []).append((row["x"], row["value"], row["slope"]))
    return rows


ORACLE = oracle()
every_function = pytest.mark.parametrize("text", ORACLE)


def named(text: str) -> dict[str, str]:
    return {x: value for x, value, _ in ORACLE[text] if not x.lstrip("-")[0].isdigit()}


def assert_close(measured, exact):
    np.testing.assert_allclose(measured, exact, rtol=1e-9, atol=1e-12)


@every_function
def test_values_and_slopes(text):
    rows = [row for row in ORACLE[text] if row[0] not in named(text)]
    x, value, slope = np.array(rows, dtype=np.float64).T
    act = parse(text)
    assert_close(act(x), value)
    assert_close(act.derivative(x), slope)
    assert act(x[0]) == act(x)[0] and act.derivative(x[0]) == act.derivative(x)[0]


@every_function
def test_moments(text):
    act, exact = parse(text), named(text)
    mean = act.mean(0, 1)
    assert_close(mean, float(exact["E f, N(0,1)"]))
    assert_close(act.variance(0, 1) + mean**2, float(exact["E f^2, N(0,1)"]))


@every_function
def test_kinks(text):
    exact, kinks = named(text)["kinks"], parse(text).kinks()
    if exact == "many":  # of max(sin(x), 0) * x, at all multiples of pi but 0
        n = np.delete(np.arange(-19, 20), 19)
        np.testing.assert_allclose(kinks, n * np.pi, rtol=0, atol=1e-9)
    else:
        assert kinks == tuple(map(float, exact.split()))


# --- Ours, spelled ------------------------------------------------------------------------------

SPELLED = {
    "identity": "x",
    "sigmoid": "1/(1 + exp(-x))",
    "tanh": "2*sigmoid(2*x) - 1",
    "hardsigmoid": "min(max((x + 3)/6, 0), 1)",
    "hardtanh": "min(max(x, -1), 1)",
    "softsign": "x/(1 + abs(x))",
    "softplus": "log1p(exp(x))",
    "relu": "max(0, x)",
    "relu6": "min(max(0, x), 6)",
    "leaky_relu": "max(x, 0.01*x)",
    "elu": "where(x > 0, x, exp(x) - 1)",
    "celu": "max(x, 0) + min(expm1(x), 0)",
    "selu": "1.0507009873554805*where(x > 0, x, 1.6732632423543772*expm1(x))",
    "gelu": "x*Phi(x)",
    "gelu_tanh": "x*sigmoid(sqrt(8/pi)*(x + 0.044715*x**3))",
    "silu": "x*sigmoid(x)",
    "swish": "x/(1 + exp(-x))",
    "mish": "x*tanh(softplus(x))",
    "hardswish": "where(x > -3, where(x < 3, x*(x + 3)/6, x), 0)",
    "squareplus": "(x + sqrt(x**2 + 4))/2",
    "logsigmoid": "-softplus(-x)",
    "softshrink": "sign(x)*max(abs(x) - 0.5, 0)",
    "tanhshrink": "x - tanh(x)",
    "shifted_relu": "max(-1, x)",
    "centred_relu": "relu(x) - 1/sqrt(2*pi)",
    "hardshrink": "where(abs(x) > 0.5, x, 0)",
    "prelu": "where(x > 0, x, x/4)",
    "rrelu": "max(x, 11/48*x)",
}
GRID = np.linspace(-12, 12, 481)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_ours_can_be_called_by_their_ids(name):
    act, ours = parse(f"{name}(x)"), ACTIVATIONS[name]
    np.testing.assert_array_equal(act(GRID), ours(GRID))
    np.testing.assert_array_equal(act.derivative(GRID), ours.derivative(GRID))
    assert act.kinks() == ours.kinks()
    np.testing.assert_allclose(act.range(), ours.range(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", SPELLED)
def test_ours_spelled_out_agree(name):
    act, ours = parse(SPELLED[name]), ACTIVATIONS[name]
    near = {"rtol": 1e-12, "atol": 1e-12}
    np.testing.assert_allclose(act(GRID), ours(GRID), **near)
    np.testing.assert_allclose(act.derivative(GRID), ours.derivative(GRID), **near)
    for at in ((0, 1), (-0.7, 1.3), (2, 0.4)):
        for moment in (act.mean, act.variance, act.mean_square_slope):
            exact = getattr(ours, moment.__name__)(*at)
            np.testing.assert_allclose(moment(*at), exact, **near)
    np.testing.assert_allclose(act.kinks(), ours.kinks(), atol=1e-12)
    np.testing.assert_allclose(act.range(), ours.range(), rtol=1e-9, atol=1e-12)


def test_all_of_the_first_activations_are_spelled():
    assert set(SPELLED) <= set(ACTIVATIONS)


# --- Kinks, jumps and bends ---------------------------------------------------------------------


HALF = (np.log(2) / 1000) ** 0.5


@pytest.mark.parametrize(
    "text, kinks, bends",
    [
        ("relu(x)**2", (), (0,)),
        ("relu(x)**3", (), ()),
        ("abs(x)*x", (), (0,)),
        ("x*exp(-abs(x))", (), (0,)),
        ("elu(x)", (), (0,)),
        ("elu(x, 0.5)", (0,), ()),
        ("sqrt(abs(x))", (0,), ()),
        ("sqrt((x - 0.3)**2)", (0.3,), ()),
        ("sqrt(1 - cos(x/9))", (-18 * np.pi, 0, 18 * np.pi), ()),
        ("abs(x)**1.5", (), (0,)),
        ("sign(x)*sqrt(abs(x))", (0,), ()),
        ("where(x > 0.3, 1, -1)", (0.3,), ()),
        ("sign(x - 0.1)*x", (0.1,), ()),
        ("where(-1 < x <= 2, 1, x)", (-1, 2), ()),
        ("abs(x**2 - 2)", (-(2**0.5), 2**0.5), ()),
        ("tan(x/10)", tuple(np.pi * np.array([-15, -5, 5, 15])), ()),
        ("max(tanh(x), x/2)", (-1.9150080481545365, 0, 1.9150080481545365), ()),
        ("silu(x) + 1e-6*abs(x - 1)", (1,), ()),
        ("abs(x) - relu(x) - relu(-x) + x", (), ()),
        ("max(x*x, x**2) + abs(x)/abs(x**2 + 1)", (0,), ()),
        ("relu(relu(x - 0.3))", (0.3,), ()),
        ("tanh(1000*x) + abs(x - 3)", (3,), ()),
        ("tanh(1000*x) + 0.01*abs(x)", (0,), ()),
        ("where(x > tanh(x), 2, 0.5)", (0,), ()),
        ("hardswish(2*x - 1)", (-1, 2), ()),
        ("relu(exp(-1000*(x - 3)**2) - 0.5)", (3 - HALF, 3 + HALF), ()),
        ("max(-1, sin(x))", (), ()),
        ("min(cos(x), 1)*x", (), ()),
        ("relu(sin(x))**2", (), tuple(np.pi * np.arange(-19, 20))),
        ("relu(x - 47.3)**2", (), (47.3,)),
        ("where(x > 41.77, (x - 41.77)**2, 0)", (), (41.77,)),
        ("abs(sin(10*x))*sin(10*x)", (), tuple(np.pi / 10 * np.arange(-190, 191))),
        ("1e-7*abs(x - 30) + sin(x)", (30,), ()),
    ],
)
def test_kinks_and_bends(text, kinks, bends):
    act = parse(text)
    np.testing.assert_allclose(act.kinks(), kinks, rtol=0, atol=1e-9)
    np.testing.assert_allclose(act.bends(), bends, rtol=0, atol=1e-9)


def test_many_kinks():
    kinks = parse("abs(sin(30*x))").kinks()
    np.testing.assert_allclose(kinks, np.arange(-572, 573) * np.pi / 30, rtol=0, atol=1e-9)
    assert len(parse("abs(cos(50*x))").kinks()) == 1910


@pytest.mark.parametrize(
    "text, x, slope",
    [
        ("max(0, x)", 0, 0),
        ("max(x, 0)", 0, 0),
        ("max(x, 0.1*x)", 0, 0.1),
        ("min(max(x, -1), 1)", [-1, 1], [0, 0]),
        ("abs(x)", 0, 0),
        ("sqrt(abs(x))", 0, 0),
        ("where(x > 0, x, 0.5*x)", 0, 0.5),
        ("where(x >= 0, x, 0.5*x)", 0, 1),
        ("leaky_relu(x, 0.2)", 0, 0.2),
        ("relu(x) - relu(-x)", 0, 1),
        ("max(x, 0) + min(expm1(x), 0)", 0, 1),
        ("where(x > 1, sqrt(x), x)", [0, 0.5, 4], [1, 1, 0.25]),
        ("relu(x)**1.5", 0, 0),
        ("sign(x)*abs(x)**1.5", 0, 0),
        ("sign(x)*log1p(abs(x))", 0, 1),
    ],
)
def test_slope_at_a_kink(text, x, slope):
    np.testing.assert_allclose(parse(text).derivative(x), slope, rtol=0, atol=1e-12)
    for each, exact in zip(np.atleast_1d(x), np.atleast_1d(slope), strict=True):
        assert parse(text).derivative(each) == pytest.approx(exact, abs=1e-12)


# --- Far out ------------------------------------------------------------------------------------

INF = np.inf


@pytest.mark.parametrize(
    "text, x, value, slope",
    [
        ("log1p(exp(x))", [800, INF, -INF], [800, INF, 0], [1, 1, 0]),
        ("x*log(1 + exp(x))/(1 + x**2)", [800, INF], [800**2 / (1 + 800**2), 1], None),
        ("exp(x)/(1 + exp(x))", [-800, 800, INF], [0, 1, 1], [0, 0, 0]),
        ("x/sqrt(1 + x**2)", [1e200, INF, -INF], [1, 1, -1], [0, 0, 0]),
        ("x*exp(-abs(x))", [-INF, INF], [0, 0], [0, 0]),
        ("x**3/(1 + x**2)", [-INF, 1e200], [-INF, 1e200], [1, 1]),
        ("log(x + sqrt(x**2 + 1))", [-INF, INF], [-INF, INF], [0, 0]),
        ("-log(1 + exp(-x))", [-1e5], [-1e5], [1]),
        ("sinh(x)", [-1e5, 1e5], [-INF, INF], [INF, INF]),
        ("sin(x)", [-INF, INF], [np.nan, np.nan], [np.nan, np.nan]),
        ("x + sin(x)**2", [-INF, INF], [-INF, INF], [np.nan, np.nan]),
        ("x/(1 + exp(-1.702*x))", [-INF, -500, INF], [0, 0, INF], [0, 0, 1]),
        ("x - log(1 + exp(x))", [-INF, 800, INF], [-INF, 0, 0], [1, 0, 0]),
        ("softplus(x) - relu(x)", [-INF, INF], [0, 0], [0, 0]),
        ("cosh(x)/(1 + cosh(x)**2)", [-INF, 800, INF], [0, 0, 0], [0, 0, 0]),
        ("log(2*cosh(x)) - abs(x)", [-INF, 800, INF], [0, 0, 0], [0, 0, 0]),
        ("x*tanh(x) - abs(x)", [-INF, INF], [0, 0], [0, 0]),
    ],
)
def test_limits(text, x, value, slope):
    act = parse(text)
    np.testing.assert_allclose(act(x), value, rtol=1e-12)
    if slope is not None:
        np.testing.assert_allclose(act.derivative(x), slope, rtol=1e-12)
    assert np.isnan(act(np.nan)) and np.isnan(act.derivative(np.nan))


@pytest.mark.parametrize(
    "text, span",
    [
        ("x*tanh(exp(x))", (-0.3532857778482113, INF)),
        ("sin(30*x)", (-1, 1)),
        ("x*sin(x)", (-INF, INF)),
        ("log(x + sqrt(x**2 + 1))", (-INF, INF)),
        ("exp(-100*(x - 3.123)**2)", (0, 1)),
        ("abs(cos(50*x))", (0, 1)),
        ("atan(x)", (-np.pi / 2, np.pi / 2)),
        ("where(x > 0.3, x, -7)", (-7, INF)),
        ("cos(x/10)", (-1, 1)),
        ("abs(x - 1) + abs(x + 1)", (2, INF)),
    ],
)
def test_range(text, span):
    np.testing.assert_allclose(parse(text).range(), span, rtol=1e-9, atol=1e-15)


# --- An ordinary activation ---------------------------------------------------------------------


def test_parameters_are_sliders():
    act = parse("a*x*tanh(softplus(b*x))")
    assert act.settings == {"a": 1.0, "b": 1.0}
    assert {(p.low, p.high) for p in act.parameters.values()} == {(-5.0, 5.0)}
    other = act.configure(b=1.2)
    np.testing.assert_array_equal(other(GRID), parse("1*x*tanh(softplus(1.2*x))")(GRID))
    assert other != act and other.configure(b=1) == act and len({act, other}) == 2
    assert other.filled_formula() == (
        r"1\,x\,\tanh\left(\operatorname{softplus}\left(1.2\,x\right)\right)"
    )
    with pytest.raises(ValueError, match=r"'a' parameter of yours must be in \[-5.0, 5.0\]"):
        act.configure(a=6)
    with pytest.raises(ValueError, match="yours has no parameter 'c'. It has: a, b."):
        act.configure(c=1)


def test_a_parameter_keeps_to_the_bounds_of_what_it_is_given_to():
    act = parse("elu(x, a) + leaky_relu(x, b)*x + c")
    assert {n: (p.low, p.high) for n, p in act.parameters.items()} == {
        "a": (0.1, 3.0),
        "b": (0.0, 1.0),
        "c": (-5.0, 5.0),
    }


def test_a_parameter_for_which_it_is_no_number_is_refused():
    act = parse("1/(x**2 + a)")
    with pytest.raises(ValueError, match=r"is a division by 0 .* with a = -1\.$"):
        act.configure(a=-1)
    assert act.configure(a=2).range() == (0.0, 0.5)


def test_equality_label_and_text():
    act = parse(" x*tanh( exp(x) ) ")
    assert act == parse("x * tanh(exp(x))") and hash(act) == hash(parse("x·tanh(e^x)"))
    assert act.text == act.label == "x*tanh(exp(x))" and act.name == "yours"
    assert act.id.isidentifier() and act.id not in ACTIVATIONS and act.id != parse("x*tanh(x)").id
    assert parse("x*tanh(exp(x)) + 0.1*sin(x)**2").label == "Yours"
    assert isinstance(act, Activation) and parse("x*tanh(exp(x))") is parse("x*tanh(exp(x))")


@pytest.mark.parametrize(
    "text", [*ORACLE, "a*x**2 + b - c*(x - (a - 1))", "2**-x/(1 - -x**2*-3/7)"]
)
def test_its_text_means_the_same_formula(text):
    act = parse(text) if "/(1 - -" not in text else None
    node = read(text)
    assert read(written(node)) == node
    if act is not None:
        assert pickle.loads(pickle.dumps(act)) == act


def test_another_process_takes_it_by_its_text(main_module):
    act = parse("a*x*sigmoid(1.702*x)").configure(a=1.5)
    long = parse("+".join(["sin(x)"] * 28))  # its own text is longer than what may be typed
    assert len(long.text) > LONGEST
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        found = pool.submit(act.evaluate, GRID).result()
        assert pool.submit(getattr, long, "text").result() == long.text
    np.testing.assert_array_equal(found, act.evaluate(GRID))


@every_function
def test_bare_keeps_float32(text):
    act = parse(text)
    x = GRID.astype(np.float32).reshape(13, 37)
    with np.errstate(all="ignore"):
        value, slope = act.bare()(x)
    assert value.dtype == slope.dtype == np.float32 and value.shape == slope.shape == x.shape
    np.testing.assert_allclose(value, act(x), rtol=1e-4, atol=1e-4)


def test_shape_and_type_are_kept():
    act = parse("2*x")
    for x in (1, 0.5, [1, 2], np.zeros((2, 3), dtype=np.float32), np.zeros((0,))):
        value, slope = act.evaluate(x)
        assert value.shape == slope.shape == np.shape(x)
        assert value.dtype == slope.dtype == np.float64
