"""The pages as they declare themselves, and visits to them; what the tests of pages share."""

import io

import numpy as np
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import frame, own, session, steps

APP = str(frame.ROOT / "streamlit_app.py")
SCRIPTS = [page.script for page in frame.PAGES]
JUDGED = "What is true", "What is said", "The story", "Every claim"  # steps that judge claims


PAGES = {script: steps.declared(script) for script in SCRIPTS}
STEPS = [(page, step) for page in PAGES.values() for step in page.steps]
every_page = pytest.mark.parametrize("script", SCRIPTS)
every_step = pytest.mark.parametrize(
    "page, step", STEPS, ids=[f"{page.script[6:-3]}-{step.__name__}" for page, step in STEPS]
)


def visit(script: str, **link) -> AppTest:
    """A first visit of a page by a link."""
    app = AppTest.from_file(APP)
    for key, value in link.items():
        app.query_params[key] = value
    return app.switch_page(script).run()


def visit_step(page: steps.Page, step: steps.Step, **link) -> AppTest:
    """A first visit of one step of a page."""
    return visit(page.script, step=steps.name_of(step), **link)


def of(app: AppTest) -> session.Session:
    """What the app remembers of this visitor."""
    return app.session_state[session.KEY]


def widgets(app: AppTest) -> dict[str, object]:
    """The controls in sight by key, but for the field that is on every page."""
    kinds = ("slider", "number_input", "selectbox", "button_group", "toggle", "text_area",
             "text_input", "multiselect")  # fmt: skip
    every = [widget for kind in kinds for widget in getattr(app.sidebar, kind)]
    return {widget.key: widget for widget in every if widget.key != own.KEY}


def ends(widget) -> list:
    """The values of a control at its ends."""
    match type(widget).__name__:
        case "Slider" | "NumberInput":
            return [widget.min, widget.max]
        case "Selectbox":
            return list(widget.options)
        case "ButtonGroup" | "Multiselect":
            return [[], widget.options]
        case "Toggle":
            return [False, True]
        case "TextInput":
            return ["relu", "nonsense", ""]
        case "TextArea":
            return ["1 2 3", "0, 0", "nonsense", ""]


def readings(app: AppTest) -> list[tuple[str, str]]:
    return [(metric.label, metric.value) for metric in app.metric]


def texts(app: AppTest) -> list[str]:
    return [text.value for text in app.main.markdown]


def warnings(app: AppTest) -> str:
    return "\n".join(warning.value for warning in app.warning)


def assert_whole(app: AppTest) -> None:
    """No traceback, readings that are numbers or words, charts that have finite data."""
    assert not app.exception, [error.value for error in app.exception]
    for label, value in readings(app):
        assert "nan" not in f"{label} {value}".lower(), (label, value)
    for text in texts(app):
        assert "nan" not in text.lower().split(), text
    for picture in app.get("vega_lite_chart"):
        for dataset in picture.proto.datasets:
            table = pyarrow.ipc.open_stream(io.BytesIO(dataset.data.data)).read_pandas()
            if dataset.name == "message":
                assert len(table.text[0]) > 30 and " nan" not in table.text[0]
            numbers = table.select_dtypes("number").to_numpy(dtype=float, na_value=np.nan)
            assert not np.isinf(numbers).any(), dataset.name
