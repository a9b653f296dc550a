"""A view is a link: what a visitor does is in the address, and the address shows it to others."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import frame

NAMES = [Path(page.script).stem for page in frame.PAGES]
VALUE = "[data-testid=stMetricValue]"
CHART = "[data-testid=stVegaLiteChart] svg"
SLIDER = "[data-testid=stSlider] input:not([disabled])"
CURVE = f"{CHART} g.mark-line path, {CHART} g.mark-rect path"


def visit(tab, address: str) -> None:
    tab.goto(address)
    tab.locator(VALUE).nth(3).wait_for()
    tab.locator(CHART).nth(3).wait_for()
    settle(tab)


def settle(tab) -> None:
    """Wait until the script has run and the page has been still for a moment."""
    tab.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    tab.wait_for_timeout(700)


def values(tab) -> list[str]:
    return tab.locator(VALUE).all_inner_texts()


def query(tab) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query, keep_blank_values=True)


def press(tab, slider: int, key: str = "ArrowRight", times: int = 3) -> None:
    tab.locator(SLIDER).nth(slider).focus()
    for _ in range(times):
        tab.keyboard.press(key)
    settle(tab)


@pytest.mark.parametrize("name", NAMES)
def test_a_moved_slider_is_in_the_link_and_the_link_shows_the_same(server, new_tab, name):
    tab = new_tab()
    visit(tab, f"{server}/{name}")
    start, drawn = (
        values(tab),
        tab.locator(CURVE).evaluate_all("p => p.map(e => e.getAttribute('d'))"),
    )
    for slider in range(min(3, tab.locator(SLIDER).count())):
        press(tab, slider, "ArrowLeft" if slider % 2 else "ArrowRight", 5)
    assert 1 <= len(query(tab)) <= 3
    moved = tab.locator(CURVE).evaluate_all("p => p.map(e => e.getAttribute('d'))")
    assert moved != drawn
    assert values(tab) != start
    colleague = new_tab()
    visit(colleague, tab.url)
    assert values(colleague) == values(tab)
    assert query(colleague) == query(tab)


def test_a_scenario_is_one_step_of_the_history(server, tab):
    visit(tab, f"{server}/elu_mean")
    press(tab, 0)
    before, address = values(tab), tab.url
    tab.get_by_role("button", name="A quiet unit").or_(
        tab.get_by_text("A quiet unit")
    ).first.click()
    settle(tab)
    after, scenario = values(tab), tab.url
    assert scenario != address and after != before
    tab.go_back()
    settle(tab)
    assert (tab.url, values(tab)) == (address, before)
    tab.go_forward()
    settle(tab)
    assert (tab.url, values(tab)) == (scenario, after)


def test_values_are_kept_while_another_page_is_looked_at(server, tab):
    visit(tab, f"{server}/elu_mean")
    press(tab, 0)
    before, held = values(tab), query(tab)
    tab.get_by_role("link", name="ReLU bias").first.click()
    tab.get_by_role("heading", name="ReLU bias").wait_for()
    settle(tab)
    assert query(tab) == {}
    tab.get_by_role("link", name="ELU mean").first.click()
    tab.get_by_role("heading", name="ELU mean").wait_for()
    settle(tab)
    assert (values(tab), query(tab)) == (before, held)


def test_fast_key_presses_are_not_lost(server, tab):
    visit(tab, f"{server}/sigmoid_saturation")
    for _ in range(4):
        press(tab, 0, times=8)
    assert query(tab) == {"offset": ["3.2"]}


def test_share_shows_the_address_and_reset_clears_it(server, tab):
    visit(tab, f"{server}/sigmoid_saturation")
    start = values(tab)
    press(tab, 0)
    tab.get_by_role("button", name="Share").press("Enter")  # by keyboard
    code = tab.locator("[data-testid=stCode] code")
    code.nth(1).wait_for()
    assert code.nth(0).inner_text().strip() == tab.url
    assert "embed=true" in code.nth(1).inner_text() and "<iframe" in code.nth(1).inner_text()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Reset").click()
    settle(tab)
    assert (values(tab), query(tab)) == (start, {})


def test_a_bad_link_opens_and_says_what_it_ignored(server, tab):
    visit(
        tab, f"{server}/elu_mean?alpha=99&nobody=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&noise=nan"
    )
    said = tab.locator("[data-testid=stAlert]").inner_text()
    assert "“alpha = 99” was ignored: it must be between 0.1 and 3." in said
    assert "“nobody” was ignored" in said and "“noise = nan” was ignored" in said
    assert tab.locator("img[src=x]").count() == 0


def test_downloads_hold_what_is_plotted(server, tab):
    visit(tab, f"{server}/elu_mean?alpha=0.5")
    shown = tab.locator(CURVE).count()
    tab.get_by_role("button", name="Download", exact=True).click()
    tab.get_by_role("button", name="SVG").last.wait_for()
    settle(tab)
    for kind in ("CSV", "SVG"):
        assert tab.get_by_role("button", name=kind).count() == tab.locator(CHART).count()
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="CSV").first.click()
    table = Path(saved.value.path()).read_text().splitlines()
    assert table[0] == "table,x,y,series,text" or table[0].startswith("table,x,y,series")
    assert any(row.startswith("curve,") and ",ELU" in row for row in table)
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="SVG").first.click()
    picture = Path(saved.value.path()).read_text()
    assert picture.startswith("<svg") and "input x" in picture and shown > 0
    ink = tab.locator(CURVE).first.get_attribute("stroke")
    assert ink.lower() in picture.lower(), "the colour of the curve on the screen"


def test_the_numbers_and_the_code_open(server, tab):
    visit(tab, f"{server}/relu_bias")
    tab.get_by_text("The numbers", exact=True).click()
    tab.locator("[data-testid=stDataFrame]").wait_for()
    tab.get_by_text("How this is computed", exact=True).click()
    tab.locator("[data-testid=stCode]").first.wait_for()
    assert json.dumps(values(tab))
