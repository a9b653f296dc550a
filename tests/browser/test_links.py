"""A view is a link: what a visitor does is in the address, and the address shows it to others."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import steps
from tests.pages import JUDGED, PAGES

NAMES = {Path(script).stem: page for script, page in PAGES.items()}
VALUE = "[data-testid=stMetricValue]"
CHART = "[data-testid=stVegaLiteChart] svg"
SLIDER = "[data-testid=stSidebar] [data-testid=stSlider] input:not([disabled])"
CURVE = f"{CHART} g.mark-line path, {CHART} g.mark-rect path"
ALERT = "[data-testid=stAlert]"
PROGRESS = "[data-testid=stProgress]"
every_name = pytest.mark.parametrize("name", NAMES)


def visit(tab, address: str) -> None:
    tab.goto(address)
    tab.locator(CHART).first.wait_for()
    settle(tab)


def settle(tab) -> None:
    """Wait until all that the page has asked for is there and has been still for a moment."""
    tab.wait_for_timeout(250)  # for what is about to be asked
    tab.wait_for_function(
        "() => !traffic.open && performance.now() - traffic.last > 300 && traffic.still > 12"
        " && document.querySelector('[data-test-script-state=notRunning]')"
    )


def values(tab) -> list[str]:
    return tab.locator(VALUE).all_inner_texts()


def query(tab) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query, keep_blank_values=True)


def press(tab, slider: int, key: str = "ArrowRight", times: int = 3) -> None:
    tab.locator(SLIDER).nth(slider).focus()
    for _ in range(times):
        tab.keyboard.press(key)
    settle(tab)


def go(tab, step: str) -> None:
    """Choose a step."""
    tab.locator(".st-key-step").get_by_role("button", name=step, exact=True).or_(
        tab.locator(".st-key-step").get_by_role("radio", name=step, exact=True)
    ).click()
    settle(tab)


def named(page) -> list[str]:
    """The names of the steps of a page that show a picture of their own."""
    return [name for name in map(steps.name_of, page.steps) if name not in JUDGED]


@every_name
def test_a_moved_slider_is_in_the_link_and_the_link_shows_the_same(server, new_tab, name):
    tab, colleague = new_tab(), new_tab()
    visit(tab, f"{server}/{name}")
    for place, step in enumerate(named(NAMES[name])):
        if place:
            go(tab, step)
        if not tab.locator(SLIDER).count():
            continue
        start = values(tab), tab.locator("[data-testid=stMain]").inner_text()
        before = tab.locator(SLIDER).first.input_value()
        for key in ("ArrowLeft", "ArrowRight")[:: 1 if place % 2 else -1]:
            if tab.locator(SLIDER).first.input_value() == before:  # else it was at that end
                press(tab, 0, key, 5)
        assert tab.locator(SLIDER).first.input_value() != before
        now = values(tab), tab.locator("[data-testid=stMain]").inner_text()
        assert now != start, f"nothing in {step} follows its first slider"
        assert not place or query(tab)["step"] == [step]
    visit(colleague, tab.url)
    assert query(colleague) == query(tab)
    if not tab.locator(PROGRESS).count():  # else networks are trained, and readings still change
        assert values(colleague) == values(tab)


@every_name
def test_three_scenarios_back_forward_reset_and_other_steps_without_a_notice(
    server, tab, name, expect
):
    visit(tab, f"{server}/{name}")
    views = []
    for place, step in enumerate(PAGES[f"pages/{name}.py"].steps[:2]):
        if place:
            go(tab, steps.name_of(step))
        for scenario in steps.scenarios_of(step):
            button = tab.get_by_role("button", name=scenario, exact=True)
            button.focus()
            tab.keyboard.press("Enter")
            settle(tab)
            expect(button).to_be_focused()
            assert tab.locator(ALERT + ":has-text('ignored')").count() == 0
            views.append((tab.url, values(tab)))
    assert len(views) >= 3
    seen = [view for place, view in enumerate(views) if not place or view[0] != views[place - 1][0]]
    tab.go_back()
    settle(tab)
    tab.go_forward()
    settle(tab)
    assert tab.url == seen[-1][0]
    assert values(tab) == seen[-1][1] or "not yet" in seen[-1][1]
    tab.get_by_role("button", name="Reset").click()
    settle(tab)
    assert set(query(tab)) <= {"step"}
    go(tab, steps.name_of(NAMES[name].steps[0]))
    assert tab.locator(ALERT + ":has-text('ignored')").count() == 0


def test_a_scenario_is_one_step_of_the_history(server, tab):
    visit(tab, f"{server}/elu_mean?step=Its+mean")
    press(tab, 0)
    before, address = values(tab), tab.url
    tab.get_by_role("button", name="Shifted inputs").click()
    settle(tab)
    after, scenario = values(tab), tab.url
    assert scenario != address and after != before
    tab.go_back()
    settle(tab)
    assert (tab.url, values(tab)) == (address, before)
    tab.go_forward()
    settle(tab)
    assert (tab.url, values(tab)) == (scenario, after)


def test_values_are_kept_while_another_page_or_step_is_looked_at(server, tab):
    visit(tab, f"{server}/elu_mean")
    press(tab, 0)
    go(tab, "Its mean")
    before, held = values(tab), query(tab)
    assert set(held) == {"step", "alpha"}
    tab.get_by_role("link", name="ReLU bias").first.click()
    tab.get_by_role("heading", name="ReLU bias").wait_for()
    settle(tab)
    assert query(tab) == {}
    tab.get_by_role("link", name="ELU mean").first.click()
    tab.get_by_role("heading", name="ELU mean").wait_for()
    settle(tab)
    assert (values(tab), query(tab)) == (before, held)
    go(tab, "Switched off")
    assert query(tab)["alpha"] == held["alpha"]


def test_the_next_page_opens_with_its_first_step(server, tab):
    tab.goto(f"{server}/sigmoid_saturation?step=What+is+true")
    tab.get_by_text("Next: Sum of sigmoids").click()
    tab.get_by_role("heading", name="Sum of sigmoids").wait_for()
    settle(tab)
    assert query(tab) == {} and tab.locator(VALUE).count() >= 2
    tab.get_by_role("link", name="Sigmoid saturation").first.click()
    tab.get_by_role("heading", name="Sigmoid saturation").wait_for()
    settle(tab)
    assert query(tab) == {"step": ["What is true"]}


def test_fast_key_presses_are_not_lost(server, tab):
    visit(tab, f"{server}/elu_mean")
    for _ in range(4):
        press(tab, 0, times=8)
    assert query(tab) == {"alpha": ["1.32"]}


def test_a_phone_has_the_first_control_under_the_picture(server, new_tab, expect):
    tab = new_tab(width=390, height=844)
    visit(tab, f"{server}/elu_mean")
    copy = tab.locator("[data-testid=stMain] [data-testid=stSlider] input:visible")
    picture, control = tab.locator(CHART).first.bounding_box(), copy.bounding_box()
    assert picture["y"] + picture["height"] <= control["y"] <= picture["y"] + 650
    copy.focus()
    for _ in range(8):
        tab.keyboard.press("ArrowRight")
    settle(tab)
    assert query(tab) == {"alpha": ["1.08"]}
    expect(copy).to_be_focused()
    tab.get_by_role("button", name="Reset").click()
    settle(tab)
    assert query(tab) == {} and copy.input_value() == "1"


def test_by_keyboard_alone_from_the_title_through_the_steps(server, tab, expect):
    visit(tab, f"{server}/elu_mean")
    tab.get_by_role("heading", name="ELU mean").evaluate("h => (h.tabIndex = -1, h.focus())")
    for _ in range(10):
        tab.keyboard.press("Tab")
        if tab.evaluate("!!document.activeElement.closest('.st-key-step')"):
            break
    else:
        pytest.fail("the steps are more than ten stops away")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    settle(tab)
    assert query(tab) == {"step": ["Its mean"]}
    tab.locator(".st-key-next button").focus()
    tab.keyboard.press("Enter")
    settle(tab)
    assert query(tab) == {"step": ["Switched off"]}
    expect(tab.locator(".st-key-next button")).to_be_focused()


def test_share_shows_the_address_and_reset_clears_it(server, tab):
    visit(tab, f"{server}/elu_mean?step=Switched+off")
    start = values(tab)
    press(tab, 0)
    tab.get_by_role("button", name="Share").press("Enter")  # by keyboard
    code = tab.locator("[data-testid=stCode] code")
    code.nth(1).wait_for()
    shared, address = (parse_qs(urlsplit(url.strip()).query)
                       for url in (code.nth(0).inner_text(), tab.url))  # fmt: skip
    assert shared == address and set(shared) == {"step", "alpha"}
    assert "embed=true" in code.nth(1).inner_text() and "<iframe" in code.nth(1).inner_text()
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Reset").click()
    settle(tab)
    assert (values(tab), query(tab)) == (start, {"step": ["Switched off"]})


def test_a_bad_link_opens_and_says_what_it_ignored(server, tab):
    visit(
        tab, f"{server}/elu_mean?alpha=99&nobody=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&noise=nan"
    )
    said = tab.locator(ALERT).inner_text()
    assert "“alpha = 99” was ignored: it must be between 0.1 and 3." in said
    assert "“nobody” was ignored" in said and "“noise = nan” was ignored" in said
    assert tab.locator("img[src=x]").count() == 0


def test_downloads_are_of_the_view_in_sight_and_say_what_it_is(server, tab):
    visit(tab, f"{server}/elu_mean?step=Its+mean&alpha=0.5")
    tab.get_by_role("button", name="Download", exact=True).click()
    tab.get_by_role("button", name="SVG").last.wait_for()
    settle(tab)
    for kind in ("CSV", "SVG"):
        assert tab.get_by_role("button", name=kind).count() == tab.locator(CHART).count() == 2
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="CSV").first.click()
    assert saved.value.suggested_filename == "elu-mean-weighted.csv"
    table = Path(saved.value.path()).read_text().splitlines()
    assert table[0].startswith("table,x,y,series")
    assert any(row.startswith("curve,") and ",Output × weight" in row for row in table)
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="SVG").first.click()
    picture = Path(saved.value.path()).read_text()
    assert picture.startswith("<svg") and "input x" in picture
    assert "ELU mean: The mean is the signed area" in picture and "ELU: α: 0.5" in picture
    ink = tab.locator(CURVE).first.get_attribute("stroke")
    assert ink.lower() in picture.lower(), "the colour of the curve on the screen"
    tab.keyboard.press("Escape")
    go(tab, "All")
    tab.get_by_role("button", name="Download", exact=True).click()
    tab.get_by_role("button", name="SVG").nth(3).wait_for()
    settle(tab)
    assert tab.get_by_role("button", name="SVG").count() == tab.locator(CHART).count() >= 4


def test_the_numbers_and_the_code_open_and_follow(server, tab):
    visit(tab, f"{server}/elu_mean")
    tab.get_by_text("The numbers", exact=True).click()
    tab.locator("[data-testid=stDataFrame]").wait_for()
    tab.get_by_text("How this is computed", exact=True).click()
    tab.locator("[data-testid=stCode]").first.wait_for()
    press(tab, 0)
    assert tab.locator("[data-testid=stDataFrame]").count() == 1
    assert query(tab) == {"alpha": ["1.03"]}
    go(tab, "Its mean")
    tab.locator("[data-testid=stDataFrame]").wait_for()


def test_a_claim_leads_to_the_view_that_shows_it(server, tab):
    visit(tab, f"{server}/elu_mean?step=What+is+true")
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="Show me").nth(1).click()
    shown = opened.value
    shown.locator(VALUE).first.wait_for()
    settle(shown)
    assert query(shown) == {"step": ["Its mean"], "alpha": ["1.6733"]}
    assert shown.locator(ALERT).count() == 0


def test_the_tangent_follows_the_pointer_without_the_server(server, tab):
    visit(tab, f"{server}/sigmoid_saturation")
    box = tab.locator(CHART).first.bounding_box()
    seen = []
    for share in (0.4, 0.5, 0.7):
        tab.mouse.move(box["x"] + share * box["width"], box["y"] + 0.3 * box["height"])
        tab.wait_for_timeout(300)
        shown = tab.locator(f"{CHART} g.mark-rule line").evaluate_all(
            "all => all.filter(e => +getComputedStyle(e).opacity > 0.5)"
            ".map(e => e.getAttribute('transform') + e.getAttribute('x2') + e.getAttribute('y2'))"
        )
        seen.append(shown)
    assert seen[0] != seen[1] != seen[2]
    assert query(tab) == {}
