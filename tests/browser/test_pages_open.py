"""Each page, opened by its link as the very first visit of a fresh server."""

from pathlib import Path

import pytest

from dashboard import frame
from tests.browser.test_links import CHART, visit


@pytest.mark.parametrize("page", frame.PAGES, ids=[Path(page.script).stem for page in frame.PAGES])
def test_a_deep_link_opens_the_page_with_its_picture(fresh_server, tab, page):
    visit(tab, f"{fresh_server}/{Path(page.script).stem}")
    tab.get_by_role("heading", name=page.title).wait_for()
    drawn = tab.locator(f"{CHART} path").evaluate_all("all => all.map(e => e.getAttribute('d'))")
    assert max(len(path or "") for path in drawn) > 60 and "NaN" not in str(drawn)
    main = tab.locator(CHART).first.bounding_box()
    assert main["y"] + main["height"] <= 800, "the main chart ends below the first screen"
    assert tab.locator("[data-testid=stException]").count() == 0
