"""The opening page: its curves and readings, the first prediction, the doors."""

import re
from math import log10
from urllib.parse import parse_qs

import numpy as np
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from activations import ACTIVATIONS, parse
from activations.sigmoid_sums import POST
from dashboard import charts, downloads, frame, own
from dashboard.pictures import home as pictures
from dashboard.wording import number, power
from tests.pages import APP, assert_whole, of, readings, texts, visit, warnings
from tests.test_share import link

FORMULA = "x*sin(2*x)"
every_curve = pytest.mark.parametrize("name", pictures.NAMES)


def opened(**query) -> AppTest:
    """A first visit of the opening page by a link."""
    app = AppTest.from_file(APP)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def table(app: AppTest, name: str) -> dict[str, list]:
    """A table of the picture, as it is sent."""
    [picture] = app.get("vega_lite_chart")
    [data] = [each.data.data for each in picture.proto.datasets if each.name == name]
    return pa.ipc.open_stream(pa.py_buffer(data)).read_all().to_pydict()


def core(name: str):
    known = {act.label: act for act in ACTIVATIONS.values()} | {own.YOURS: parse(FORMULA)}
    return POST if name == pictures.SUM else known[name]


def links(app: AppTest) -> dict[str, tuple[str, dict]]:
    """Where each link of the page leads, and with which settings, by its words."""
    return {
        each.proto.label: (each.proto.page, parse_qs(each.proto.query_string))
        for each in app.get("page_link")
    }


# --- The picture ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*pictures.NAMES, own.YOURS])
def test_every_reading_of_the_dot_is_the_cores(name):
    app = opened(f=FORMULA)
    app.button_group(key="curve").set_value(name).run()
    assert_whole(app)
    rows = table(app, "tangents")
    x = np.array(rows["x"])
    assert (x[0], x[-1]) == pictures.ACROSS and np.allclose(np.diff(x), pictures.STEP)
    value, slope = core(name).evaluate(x)
    np.testing.assert_array_equal(rows["slope"], slope)
    inside = (value >= pictures.UP[0]) & (value <= pictures.UP[1])
    np.testing.assert_array_equal(np.array(rows["y"])[inside], value[inside])
    assert np.isnan(np.array(rows["y"])[~inside]).all() and inside.sum() > 100
    assert rows["said"] == [number(each, 3) for each in slope]
    for place in range(0, x.size, 50):
        with np.errstate(divide="ignore"):
            log = pictures.LAYERS * np.log10(abs(slope[place]))
        assert rows["left"][place] == power(log, 2)
    assert set(rows["series"]) == {name} == set(table(app, "bold")["series"])
    mean = number(float(core(name).mean(0.0, 1.0)), 3)
    assert table(app, "about") == {"series": [name], "mean": [mean]}
    assert f"{name} the bold one" in table(app, "message")["text"][0]


@pytest.mark.parametrize("name", [*pictures.NAMES, own.YOURS])
def test_a_tangent_touches_its_curve_and_stays_in_the_picture(name):
    act = parse(FORMULA) if name == own.YOURS else core(name)
    rows = pictures.followed(pictures.Curve(name, None if act is POST else act)).to_pydict()
    part = {key: np.array(rows[key]) for key in ("x", "y", "slope", "x1", "y1", "x2", "y2")}
    seen = ~np.isnan(part["y"])
    part = {key: column[seen] for key, column in part.items()}
    for end in "12":
        at, height = part["x" + end], part["y" + end]
        assert (at >= pictures.ACROSS[0] - 1e-9).all() and (at <= pictures.ACROSS[1] + 1e-9).all()
        assert (height >= pictures.UP[0] - 1e-9).all() and (height <= pictures.UP[1] + 1e-9).all()
        np.testing.assert_allclose(height, part["y"] + part["slope"] * (at - part["x"]), atol=1e-9)
    assert (part["x1"] <= part["x"]).all() and (part["x"] <= part["x2"]).all()


def drawn(name: str, width: int) -> str:
    """The picture as SVG, with the dot where it is at first."""
    every = pictures.curves(None)
    rows = pictures.followed(every[name])
    lines = {label: each.evaluate(pictures.COARSE)[0] for label, each in every.items()}
    data = {
        "others": charts.tables.curves(pictures.COARSE, **lines),
        "names": pictures.named(every, name),
        "bold": rows.select(["x", "y", "series"]),
        "tangents": rows,
        "about": pa.table({"series": [name], "mean": [every[name].mean()]}),
        "message": pa.table({"text": ["words"]}),
    }
    asked = (pictures.STEP, pictures.FIRST, pictures.LAYERS, pictures.HEIGHT)
    picture = charts.followed(pictures.SERIES, pictures.ACROSS, pictures.UP, *asked)
    before, downloads.WIDTH = downloads.WIDTH, width
    try:
        return downloads.svg(picture, data, False)
    finally:
        downloads.WIDTH = before


@every_curve
@pytest.mark.parametrize("width", [1100, 340])
def test_the_picture_shows_the_dots_readings_and_a_cell_for_each_layer(name, width):
    svg = drawn(name, width)
    slope = float(core(name).evaluate(np.array([pictures.FIRST]))[1][0])
    assert "NaN" not in svg and "move me" in svg
    words = re.findall(r">([^<>]+)</text>", svg)
    with np.errstate(divide="ignore"):
        left = power(pictures.LAYERS * np.log10(slope), 2)
    assert {number(slope, 3), left} <= set(words)
    cells = re.findall(
        r'fill="#[0-9a-fA-F]+" fill-opacity="([\d.e-]+)"|fill-opacity="([\d.e-]+)"', svg
    )
    ink = [float(a or b) for a, b in cells]
    expected = [min(1.0, slope**layer) for layer in range(1, pictures.LAYERS + 1)]
    np.testing.assert_allclose(ink[-pictures.LAYERS :], expected, atol=1e-6)


def test_on_a_narrow_screen_the_readings_stand_below_the_curve():
    heights = {}
    for width in (1100, 340):
        places = re.findall(
            r"translate\(([\d.-]+),([\d.-]+)\)[^>]*>([^<>]+)</text>", drawn("ELU", width)
        )
        at = {words: (float(x), float(y)) for x, y, words in places}
        label = next(words for words in at if words.startswith("Slope here"))
        heights[width] = at[label], at["−1"]
    (wide, tick), (narrow, low) = heights.values()
    assert wide[0] > 600 and wide[1] < tick[1]
    assert narrow[0] < 50 and narrow[1] > low[1]


def test_every_table_is_declared_in_the_picture():
    asked = (pictures.STEP, pictures.FIRST, pictures.LAYERS, pictures.HEIGHT)
    text = str(charts.followed(pictures.SERIES, pictures.ACROSS, pictures.UP, *asked))
    for name in ("others", "names", "bold", "tangents", "about", "message"):
        assert f"{{'name': '{name}'}}" in text


def test_a_bold_curve_changes_numbers_only():
    """So that the picture is updated in place, and the dot stays where it is."""
    specs = set()
    for query in ({}, {"curve": "ReLU"}, {"f": FORMULA, "curve": own.YOURS}):
        [picture] = opened(**query).get("vega_lite_chart")
        specs.add((picture.proto.spec, picture.proto.id, *(d.name for d in picture.proto.datasets)))
    assert len(specs) == 1


# --- The visitor's own ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["exp(x)", "exp(-x**2)", "sqrt(abs(x))", "sign(x)", "relu(x)**3", "sin(30*x)", "a*x + b",
     "100 + x", "x**3 - 1e9", "exp(3*x)"],
)  # fmt: skip
def test_what_is_typed_is_drawn_and_can_be_the_bold_one(text):
    app = opened()
    app.text_input(key=own.KEY).set_value(text).run()
    assert own.YOURS in app.button_group(key="curve").options
    app.button_group(key="curve").set_value(own.YOURS).run()
    assert_whole(app)
    assert not app.error and not app.warning
    assert set(table(app, "bold")["series"]) == {own.YOURS} <= set(table(app, "others")["series"])
    assert [label for label, _ in readings(app)][0] == "Mean output"
    app.text_input(key=own.KEY).set_value("").run()
    assert app.button_group(key="curve").value == pictures.NAMES[0]
    assert own.YOURS not in table(app, "others")["series"] and not readings(app)


def test_one_without_a_mean_is_drawn_and_that_is_said():
    app = opened(f="exp(x**2)", curve=own.YOURS)
    assert_whole(app)
    assert table(app, "about")["mean"] == ["none found"]
    assert "do not exist, or cannot be found" in app.error[0].value


def test_what_cannot_be_read_is_said_beside_the_field():
    app = opened(f="x +", curve=own.YOURS)
    assert_whole(app)
    assert "Until then there is none" in app.error[0].value
    assert app.button_group(key="curve").value == pictures.NAMES[0]


# --- The first prediction -------------------------------------------------------------------------


def test_the_answers_are_what_their_words_say_and_one_is_right():
    words = {"A quarter": 1 / 4, "A fortieth": 1 / 40, "A millionth": 1e-6}
    assert {key: answer.left for key, answer in pictures.ANSWERS.items()} == pytest.approx(words)
    truth = 0.25**pictures.UNITS
    distance = {key: abs(log10(left / truth)) for key, left in words.items()}
    assert pictures.right() == min(distance, key=distance.get)
    assert sorted(distance.values())[0] < 0.1 < 1 < sorted(distance.values())[1]


@pytest.mark.parametrize("answer", pictures.ANSWERS)
def test_one_click_says_whether_the_answer_is_right(answer):
    app = opened()
    assert not any("badge" in text for text in texts(app))
    app.button_group(key="left").set_value(answer).run()
    assert_whole(app)
    [said] = [text for text in texts(app) if "badge" in text]
    assert ("green-badge[right]" in said) == (answer == pictures.right())
    assert ("red-badge[wrong]" in said) == (answer != pictures.right())
    assert f"**{power(10 * log10(0.25))}**" in said
    page, query = links(app)["See it →"]
    shown = visit(f"pages/{page}.py", **query)
    assert not shown.warning
    assert dict(readings(shown))["Through 10 units"] in said


# --- The link -------------------------------------------------------------------------------------


def test_the_link_of_the_page_as_it_opens_has_no_parameters():
    assert link(opened()) == {}


def test_what_is_chosen_is_in_the_link_and_opens_the_same():
    app = opened()
    app.button_group(key="curve").set_value("ELU").run()
    app.button_group(key="left").set_value("A fortieth").run()
    held = link(app)
    assert held == {"curve": ["ELU"], "left": ["A fortieth"]}
    other = opened(**held)
    assert not other.warning and texts(other) == texts(opened(**held))
    assert set(table(other, "bold")["series"]) == {"ELU"}
    assert [text for text in texts(other) if "badge" in text]


BAD = ["nan", "words", "", "\u4e09", "<b>x</b>", "Yours", "9" * 500]


@pytest.mark.parametrize("value", BAD)
def test_a_bad_link_is_told_and_opens_the_page_as_it_is(value):
    app = opened(curve=value, left=value, step=value, nobody="knows")
    assert_whole(app)
    said = warnings(app)
    assert "nobody" in said and said.count("was ignored") == 4
    assert set(table(app, "bold")["series"]) == {pictures.NAMES[0]}
    assert app.button_group(key="left").value is None
    assert link(app) == {}


@pytest.mark.parametrize("key", ["curve", "left"])
def test_of_a_choice_given_twice_the_first_counts_and_that_is_said(key):
    first, second = opened().button_group(key=key).options[1:3]
    app = opened(**{key: [first, second]})
    assert app.button_group(key=key).value == first
    assert "the first one counts" in warnings(app)


# --- The doors --------------------------------------------------------------------------------


def test_nothing_stands_beside_the_title_but_share():
    app = opened()
    assert app.title[0].value == frame.HOME.title and frame.HOME.question in texts(app)
    assert not app.button and [each.proto.popover.label for each in app.get("popover")] == [
        "Share",
        "The seven",
    ]


def test_three_doors():
    app = opened(f="tanh(x)")
    to = links(app)
    page, query = to["Start →"]
    assert page == "sigmoid_saturation" and query["predict"] == ["true"] and query["f"]
    page, query = to["Set a task →"]
    assert (page, query["step"], query["view"]) == ("elu_mean", ["Its mean"], ["task"])
    assert app.text_input(key=own.KEY).label == "Choose: your own f(x)"
    [questions] = [text for text in texts(app) if text.startswith("1. ")]
    assert [page.question in questions for page in frame.PAGES[:7]] == [True] * 7


def test_a_visitor_who_comes_back_finds_the_answer_and_the_curve():
    app = opened()
    app.button_group(key="curve").set_value("ReLU").run()
    app.button_group(key="left").set_value("A quarter").run()
    app.switch_page("pages/elu_mean.py").run()
    assert of(app).page == "ELU mean" and not app.warning
    app.switch_page("dashboard/home.py").run()
    assert app.button_group(key="curve").value == "ReLU"
    assert app.button_group(key="left").value == "A quarter"
