"""Readable by everyone: dark, narrow, by name, and without a serious finding of axe-core."""

from pathlib import Path

import pytest

from dashboard import steps
from tests.browser.conftest import REQUIREMENTS
from tests.browser.test_links import CHART, NAMES, VALUE, every_name, go, named, visit
from tests.needs import needed
from tests.pages import JUDGED

TOPS = "all => all.map(e => Math.round(e.getBoundingClientRect().top))"
# What is disabled may be pale; KaTeX scrolls by two pixels that nobody sees.
EXCLUDED = [["[data-testid=stElementContainer]:has(:disabled)"], [".katex-display"]]
# Parts that Streamlit draws and gives no way to change.
THEIRS = (
    "stSidebarHeader", "stToolbar", "stMainMenu", "stHeader", "stElementToolbar",
    "stSidebarCollapseButton", "stSkipToContent", "stTooltipIcon", "stNumberInput",
)  # fmt: skip


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core."""
    package = needed("axe_playwright_python", REQUIREMENTS)
    return (Path(package.__file__).parent / "axe.min.js").read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [f"{name}?step=All" for name in NAMES] + ["?left=A+quarter"])
def test_axe_finds_nothing_serious_in_all_steps(server, new_tab, axe, address, scheme):
    tab = new_tab(scheme=scheme)
    visit(tab, f"{server}/{address}")
    tab.evaluate(axe)
    found = tab.evaluate("exclude => axe.run({exclude}, {resultTypes: ['violations']})", EXCLUDED)
    ours = [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if not any(part in node["html"] or part in str(node["target"]) for part in THEIRS)
    ]
    assert not ours, "\n".join(ours)


@every_name
def test_the_first_screen_shows_question_controls_readings_and_picture(server, tab, name):
    visit(tab, f"{server}/{name}")
    for place, step in enumerate(NAMES[name].steps):
        if steps.name_of(step) in JUDGED:
            continue
        if place:
            go(tab, steps.name_of(step))
        box = tab.locator(CHART).first.bounding_box()
        assert box["y"] + box["height"] <= 800, f"{step.__name__}: the picture ends below"
        question = tab.get_by_text(steps.question(step), exact=True).first.bounding_box()
        assert question["y"] < box["y"]
        assert tab.locator(VALUE).last.bounding_box()["y"] < 800
        controls = tab.locator("[data-testid=stSidebar] [data-testid=stWidgetLabel]:visible")
        assert controls.last.bounding_box()["y"] < 800, f"{step.__name__}: a control lies below"


@every_name
def test_a_phone_shows_the_readings_in_two_rows_and_nothing_scrolls_sideways(server, new_tab, name):
    tab = new_tab(width=390, height=844, scheme="dark")
    visit(tab, f"{server}/{name}")
    for place, step in enumerate(named(NAMES[name])):
        if place:
            go(tab, step)
        wide = tab.evaluate(
            """[...document.querySelectorAll('[data-testid=stMain] *')].filter(e =>
                e.scrollWidth > e.clientWidth + 3
                && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
                && !e.closest('[data-testid=stCode], [data-testid=stDataFrame]')
                ).map(e => e.outerHTML.slice(0, 120))"""
        )
        assert not wide
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        tops = tab.locator("[data-testid=stMetric]").evaluate_all(TOPS)
        assert len(set(tops)) <= 2, "the readings take more than two rows above the main chart"
        box = tab.locator(CHART).first.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        copy = tab.locator("[data-testid=stMain] [class*=-mirror-]")
        assert copy.bounding_box()["y"] >= box["y"] + box["height"]


@every_name
def test_every_chart_has_a_name_and_says_its_message(server, tab, name):
    visit(tab, f"{server}/{name}?step=All")
    charts = tab.locator("[data-testid=stVegaLiteChart][role]")
    assert charts.count() >= 2
    for i in range(charts.count()):
        assert charts.nth(i).get_attribute("aria-label").startswith("Chart: ")
        said = (
            charts.nth(i)
            .locator("[aria-roledescription=point]")
            .evaluate_all("points => points.map(e => e.getAttribute('aria-label'))")
        )
        assert any(
            len(words or "") > 30 and any(letter.isdigit() for letter in words) for words in said
        )


def test_the_dark_theme_is_dark_and_has_its_own_colours(server, new_tab):
    seen = {}
    for scheme in ("light", "dark"):
        tab = new_tab(scheme=scheme)
        visit(tab, f"{server}/sigmoid_saturation")
        ground = tab.evaluate(
            "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        )
        stroke = tab.locator(f"{CHART} g.mark-line path").first.get_attribute("stroke")
        seen[scheme] = (ground, stroke)
        assert tab.locator(VALUE).count() >= 2
    assert seen["light"][0] == "rgb(255, 255, 255)" and seen["dark"][0] == "rgb(16, 20, 27)"
    assert seen["light"][1] != seen["dark"][1]
