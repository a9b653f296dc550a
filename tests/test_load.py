"""What the load benchmark expects of a page is what the page shows."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.pages import PAGES, readings, visit_step

load = pytest.importorskip("benchmarks.load", reason="uvloop is not installed")
ANSWERED = [page for page in PAGES.values() if page.script != "pages/fact_check.py"]  # no slider


@pytest.mark.parametrize("page", ANSWERED, ids=lambda page: page.script)
def test_the_answers_that_are_expected_are_those_of_the_page(page):
    name = Path(page.script).stem
    link = {key: value for key, (value,) in parse_qs(load.LINKS.get(name, "")).items()}
    app = visit_step(page, page.steps[0], **link)
    at = {slider.key: slider.value for slider in app.sidebar.slider}
    assert load.shown_on(name, at) in readings(app)
