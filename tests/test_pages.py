"""Every page under the frame: defaults, both ends of every control, links and scenarios."""

import io

import numpy as np
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import frame

APP = str(frame.ROOT / "streamlit_app.py")
SCRIPTS = [page.script for page in frame.PAGES]
every_page = pytest.mark.parametrize("script", SCRIPTS)


def visit(script: str, **link: str) -> AppTest:
    """A first visit of a page by a link."""
    app = AppTest.from_file(APP, default_timeout=30)
    for key, value in link.items():
        app.query_params[key] = value
    return app.switch_page(script).run()


def widgets(app: AppTest) -> list:
    kinds = ("slider", "number_input", "selectbox", "button_group", "toggle", "text_area",
             "text_input", "multiselect")  # fmt: skip
    every = [widget for kind in kinds for widget in getattr(app, kind)]
    return [widget for widget in every if not widget.key.startswith("try ")]


def scenarios(app: AppTest):
    return next(group for group in app.button_group if group.key.startswith("try "))


def settings(app: AppTest):
    """Every control of a page with the values at its ends."""
    for widget in app.slider:
        yield widget.key, [widget.min, widget.max]
    for widget in app.number_input:
        yield widget.key, [widget.min, widget.max]
    for widget in app.selectbox:
        yield widget.key, widget.options
    for widget in [group for group in app.button_group if not group.key.startswith("try ")]:
        yield widget.key, [[], widget.options]
    for widget in app.multiselect:
        yield widget.key, [[], widget.options]
    for widget in app.text_input:
        yield widget.key, ["relu", "nonsense", ""]
    for widget in app.toggle:
        yield widget.key, [False, True]
    for widget in app.text_area:
        yield widget.key, ["1 2 3", "0, 0", "nonsense", ""]


def widget(app: AppTest, key: str):
    return next((found for found in widgets(app) if found.key == key), None)


def readings(app: AppTest) -> list[tuple[str, str]]:
    return [(metric.label, metric.value) for metric in app.metric]


def assert_whole(app: AppTest, charts: int = 4) -> None:
    """No traceback, readings that are numbers or words, charts that have finite data."""
    assert not app.exception, [error.value for error in app.exception]
    assert len(app.metric) in (3, 4)
    for label, value in readings(app):
        assert "nan" not in f"{label} {value}".lower(), (label, value)
    pictures = app.get("vega_lite_chart")
    assert len(pictures) >= charts
    for picture in pictures:
        for dataset in picture.proto.datasets:
            table = pyarrow.ipc.open_stream(io.BytesIO(dataset.data.data)).read_pandas()
            if dataset.name == "message":
                assert len(table.text[0]) > 30 and "nan" not in table.text[0]
            numbers = table.select_dtypes("number").to_numpy(dtype=float, na_value=np.nan)
            assert not np.isinf(numbers).any(), dataset.name
            assert dataset.name != "curve" or np.isfinite(numbers).any()


def test_every_file_of_the_folder_is_a_page():
    found = {f"pages/{path.name}" for path in (frame.ROOT / "pages").glob("*.py")}
    assert found == set(SCRIPTS)


def test_home_tells_the_story_and_links_to_every_page():
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    assert app.title[0].value == frame.HOME.title
    linked = {link.proto.page for link in app.get("page_link")}
    assert linked == {script.removeprefix("pages/").removesuffix(".py") for script in SCRIPTS}


@every_page
def test_defaults(script):
    app = visit(script)
    info = next(page for page in frame.PAGES if page.script == script)
    assert app.title[0].value == info.title
    assert info.question in [text.value for text in app.markdown]
    assert_whole(app)
    assert any("What is true" in text.value for text in app.markdown)
    assert len(app.latex) >= 1
    assert not app.error


@every_page
def test_a_page_runs_alone_when_there_is_no_frame(script):
    app = AppTest.from_file(str(frame.ROOT / script), default_timeout=30).run()
    assert_whole(app)


def keys(script: str) -> list[str]:
    return [found.key for found in widgets(visit(script))]


def test_no_two_pages_share_a_key():
    every = [key for script in SCRIPTS for key in keys(script)]
    assert len(every) == len(set(every))


@every_page
def test_both_ends_of_every_control(script):
    app = visit(script)
    start = readings(app)
    moved = set()
    for key, values in list(settings(app)):
        for value in values:
            control = widget(app, key)
            if control is None or control.disabled:
                continue
            before = control.value
            control.set_value(value).run()
            assert_whole(app)
            if readings(app) != start:
                moved.add(key)
            if widget(app, key) is not None:
                widget(app, key).set_value(before).run()
    assert len(moved) >= 3, f"the readings follow only {moved}"


@every_page
def test_every_scenario_sets_its_view_and_says_what_to_watch(script):
    app = visit(script)
    names = scenarios(app).options
    assert 3 <= len(names) <= 5
    for name in names:
        scenarios(app).set_value(name).run()
        assert_whole(app)
        assert scenarios(app).value == name, f"{name} is not in force after a click"
        assert not app.error
    scenarios(app).set_value(names[0]).run()
    assert readings(app) == readings(visit(script))


@every_page
def test_a_link_shows_what_the_sender_saw(script):
    sent = visit(script)
    link = {}
    for slider in [slider for slider in sent.slider if not slider.disabled]:
        value = slider.min + (slider.max - slider.min) / 2
        value = type(slider.value)(value)
        sent.slider(key=slider.key).set_value(value).run()
        link[slider.key] = str(value)
    opened = visit(script, **link)
    assert_whole(opened)
    assert readings(opened) == readings(sent)


BAD = ["nan", "inf", "-1e999", "words", "", "\u4e09", "<b>x</b>", "9" * 500]


@every_page
@pytest.mark.parametrize("value", BAD)
def test_a_bad_link_opens_the_page_at_its_defaults(script, value):
    start = visit(script)
    link = {slider.key: value for slider in start.slider}
    opened = visit(script, **link, nobody="knows")
    assert_whole(opened)
    assert readings(opened) == readings(start)


@pytest.mark.parametrize(
    "pasted, said",
    [("1, x, 3", "Entry 2"), ("1 nan", "not a finite"), ("7", "at least 2"), ("", "at least 2")],
)
def test_bad_numbers_are_named_and_the_last_good_charts_stay(pasted, said):
    app = visit("pages/relu_bias.py", inputs="My own numbers", pasted="-1; 2; 4")
    good = readings(app)
    assert not app.error
    app.text_area(key="pasted").set_value(pasted).run()
    assert said in app.error[0].value
    assert_whole(app)
    assert readings(app) == good


@pytest.mark.parametrize("pasted", ["0 0", "-5 -4 -3", "1e9 -1e9", " ".join(["1", "-2.5"] * 5000)])
def test_unusual_numbers_are_shown(pasted):
    assert_whole(visit("pages/relu_bias.py", inputs="My own numbers", pasted=pasted))
