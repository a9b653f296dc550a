"""What a look adds to a picture: it stays a valid specification, and is seen where it belongs."""

import re
from copy import deepcopy
from types import SimpleNamespace

import altair as alt
import numpy as np
import pyarrow as pa
import pytest
import vl_convert

from activations.sampling import Histogram
from dashboard import charts, downloads, tables
from dashboard.charts import overlay
from dashboard.looks import PLAIN, Guess, Look
from tests.test_charts import drawn, paths

NAMES = charts.series(tanh="tanh", relu="ReLU")
x = np.linspace(1, 10, 37)
curve = tables.curves(x, tanh=10 * x, ReLU=np.full(37, 50.0))
lower = tables.curves(x, tanh=x / 10, ReLU=x / 20)
DOT, LEVELS = tables.dot(5.0, 50.0), tables.levels((20.0, "a level"))
bars = tables.histograms(
    tanh=Histogram(np.arange(11.0), np.full(10, 0.1), 0.0),
    ReLU=Histogram(np.arange(11.0), np.full(10, 0.05), 0.5),
)
spread = {"low": x - 1, "high": x + 1, "series": ["tanh"] * 37, "text": ["so"] * 37}
dots = tables.columns(x=x, y=x, **spread)
row = tables.columns(x=[2.0, 5.0], low=[1.0, 4.0], high=[3.0, 6.0], series=["tanh", "ReLU"],
                     text=["two", "five"])  # fmt: skip
LOG = {"x_domain": (1, 10), "y_domain": (1, 1000), "log_y": True, "also": ("levels", "probe")}
SIDES = {"x_domain": (0, 10), "y_domains": ((0, 100), (0, 1))}
KINDS = {  # its specification, its tables, and where a guess stands in it
    "lines": (
        charts.lines("x", "y", NAMES, **LOG),
        {"curve": curve, "levels": LEVELS, "probe": DOT},
        ("curve", "y", 100.0),
    ),
    "stacked": (
        charts.stacked("x", ("y", "slope"), NAMES, **SIDES),
        {"curve": curve, "lower": lower, "probe": DOT, "lower_probe": tables.dot(5.0, 0.5)},
        ("lower", "y", 0.25),
    ),
    "distribution": (
        charts.distribution("x", NAMES, y_domain=(0, 1)),
        {"bars": bars, "marks": tables.marks((3.0, "mean")),
         "labels": tables.columns(x=[0.0], share=[0.5], text=["zeros"])},
        ("bars", "x", 5.0),
    ),
    "intervals": (
        charts.intervals("x", "y", NAMES, y_domain=(0, 12)),
        {"dots": dots, "levels": LEVELS},
        ("dots", "y", 3.0),
    ),
    "spans": (
        charts.spans("x", NAMES, kind="factors", x_domain=(0.5, 8)),
        {"dots": row, "marks": tables.marks((1.0, "1"))},
        ("dots", "x", 4.0),
    ),
}  # fmt: skip
SAID = ">your guess: so<"
every_kind = pytest.mark.parametrize("kind", KINDS)


def looked(kind: str, **look) -> tuple[dict, dict[str, pa.Table]]:
    specification, given, _ = KINDS[kind]
    return overlay.over(specification, kind, given, Look(**look))


def guess(kind: str, value: float | None = None, chart: str = "") -> Guess:
    table, axis, usual = KINDS[kind][2]
    return Guess(chart or kind, table, axis, usual if value is None else value, "your guess: so")


def ghosts(kind: str) -> SimpleNamespace:
    """A pinned view that looks as this one does."""
    specification, given, _ = KINDS[kind]
    return SimpleNamespace(charts={kind: downloads.Shown(kind, specification, dict(given))})


def rules(svg: str) -> list[str]:
    """The rules that are drawn as a guess is."""
    groups = re.findall(r'<g class="mark-rule role-mark [^>]*>(.*?)</g>', svg, re.DOTALL)
    return re.findall(r'<line[^>]*stroke-dasharray="9,5"[^>]*>', "".join(groups))


def place(line: str) -> tuple[float, float]:
    return tuple(map(float, re.search(r"translate\(([-\d.e]+),([-\d.e]+)\)", line).groups()))


@every_kind
def test_with_all_that_a_look_adds_it_is_a_valid_picture(kind):
    before = deepcopy(KINDS[kind][0])
    more, given = looked(kind, guess=guess(kind), ghosts=ghosts(kind), slide=True)
    alt.LayerChart.from_dict(more)  # raises where it is none
    svg = drawn(more, **given)
    assert "NaN" not in svg and svg.count(SAID) == 2
    assert KINDS[kind][0] == before, "kinds are kept, and shared by all"


@every_kind
def test_a_plain_look_costs_nothing(kind):
    specification, given, _ = KINDS[kind]
    elsewhere = Look(guess=guess(kind, chart="another"), ghosts=SimpleNamespace(charts={}))
    for look in (PLAIN, elsewhere):
        same, rows = overlay.over(specification, kind, given, look)
        assert same is specification and rows is given


@every_kind
def test_a_guess_is_one_dashed_rule_with_words_in_front(kind):
    more, given = looked(kind, guess=guess(kind))
    svg = drawn(more, **given)
    [line] = rules(svg)
    assert not rules(drawn(*KINDS[kind][:1], **KINDS[kind][1]))
    front = svg.rpartition(line)[2]
    marks = re.findall(r'<g class="mark-(\w+) role-mark [^>]*[^/]>', front)
    assert marks == ["text", "text"] and front.count(SAID) == 2


def test_a_guess_stands_at_its_value_on_the_axis_of_its_table():
    def y(kind: str, value: float) -> float:
        more, given = looked(kind, guess=guess(kind, value))
        return place(rules(drawn(more, **given))[0])[1]

    assert y("lines", 1000.0) == 0 and y("lines", 1.0) == charts.LOW
    assert y("lines", 10.0) == pytest.approx(2 / 3 * charts.LOW, abs=0.01)
    assert y("stacked", 0.0) == pytest.approx(charts.TALL, abs=0.01)
    assert y("stacked", 0.5) == pytest.approx((1 + 0.68) / 2 * charts.TALL, abs=0.01)
    more, given = looked("distribution", guess=guess("distribution"))
    in_the_middle = place(rules(drawn(more, **given))[0])
    assert in_the_middle[0] == pytest.approx(downloads.WIDTH / 2, rel=0.05)


@pytest.mark.parametrize("nowhere", [0.0, -3.0])
def test_a_log_axis_has_no_place_for_a_guess_that_is_not_above_zero(nowhere):
    more, given = looked("lines", guess=guess("lines", nowhere))
    svg = drawn(more, **given)
    assert not rules(svg) and "your guess" not in svg


def test_the_words_of_a_guess_stay_inside():
    """To the right of an upright rule in the left half, to its left in the right half."""
    for value, anchor in ((1.0, "start"), (9.0, "end")):
        more, given = looked("distribution", guess=guess("distribution", value))
        said = re.findall(r"<text([^>]*)>your guess: so", drawn(more, **given))
        assert len(said) == 2 and all(f'text-anchor="{anchor}"' in each for each in said)


@every_kind
def test_a_ghost_is_what_is_seen_once_more_in_grey_behind(kind):
    more, given = looked(kind, ghosts=ghosts(kind))
    own = [name for name in overlay.GHOSTED if name in KINDS[kind][1]]
    assert own and set(given) - set(KINDS[kind][1]) == {f"pinned {name}" for name in own}
    plain, both = (drawn(spec, **rows) for spec, rows in (KINDS[kind][:2], (more, given)))
    for role in ("mark-line", "mark-rect"):
        first, then = len(paths(plain, role)), len(paths(both, role))
        assert then == 2 * first or (role == "mark-rect" and first == then)
    order = re.findall(r"'name': '((?:pinned )?\w+)'", str(more))
    assert all(order.index(f"pinned {name}") < order.index(name) for name in own)


def test_a_ghost_moves_with_what_was_pinned():
    pinned = ghosts("lines")
    pinned.charts["lines"].tables["curve"] = tables.curves(x, tanh=x, ReLU=x)
    more, given = looked("lines", ghosts=pinned)
    lines = paths(drawn(more, **given), "mark-line")
    assert len(set(re.search(r' d="([^"]+)"', line)[1] for line in lines)) == 3  # two are one


def test_the_veil_leaves_what_it_is_told_to_keep():
    given = {"curve": curve, "levels": LEVELS, "hover": tables.readings(curve)}

    def veiled(*keeps: str) -> dict[str, pa.Table]:
        return overlay.veiled(Look(veiled=True, keeps=keeps), "chart", given)

    nothing = veiled("other.curve", "chart.nothing")
    assert nothing.pop("message")["text"].to_pylist() == [overlay.VEILED]
    assert set(nothing) == set(given) and not any(map(len, nothing.values()))
    for name, rows in nothing.items():
        assert rows.column_names == given[name].column_names
    whole = veiled("chart.curve", "chart.levels")
    assert all(whole[name].equals(rows) for name, rows in given.items())
    one = veiled("chart.curve.ReLU")
    assert set(one["curve"]["series"].to_pylist()) == {"ReLU"} and len(one["curve"]) == x.size
    assert not len(one["levels"]) and len(one["hover"])
    assert not [text for text in one["hover"]["text"].to_pylist() if "tanh" in text]


@every_kind
def test_a_veiled_picture_is_drawn_with_its_axes_and_nothing_else(kind):
    specification, given, _ = KINDS[kind]
    svg = drawn(specification, **overlay.veiled(Look(veiled=True), kind, given))
    assert "role-axis" in svg and "mark-line role-mark" not in svg
    assert not re.search(r'<g class="mark-\w+ role-mark [^>]*[^/]>', svg), "a group with something"
    assert not any(words in svg for words in ("a level", ">mean<", "zeros", ">five<"))


@every_kind
def test_a_slide_has_large_letters_and_thick_lines(kind):
    more, given = looked(kind, slide=True)
    records = {name: rows.to_pylist() for name, rows in given.items()}
    svg = vl_convert.vegalite_to_svg(more | {"width": 760, "datasets": records})
    assert more["height"] == overlay.LARGE_HEIGHT
    sizes = {int(size) for size in re.findall(r'font-size="(\d+)px"', svg)}
    assert sizes == {overlay.LARGE_TYPE}
    plain = drawn(*KINDS[kind][:1], **KINDS[kind][1])
    for role in ("mark-line", "mark-rule"):
        assert wide(svg, role) == {round(w * overlay.LARGER, 3) for w in wide(plain, role)}
    assert wide(plain, "mark-line") | wide(plain, "mark-rule")


def wide(svg: str, role: str) -> set[float]:
    """The widths of the strokes of the marks of one kind."""
    groups = re.findall(rf'<g class="{role} role-mark [^>]*[^/]>(.*?)</g>', svg, re.DOTALL)
    return {float(width) for width in re.findall(r'stroke-width="([\d.]+)"', "".join(groups))}
