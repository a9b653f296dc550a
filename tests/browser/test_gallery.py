"""The gallery by mouse and by keyboard: a small chart opens its card, a search leaves fewer."""

from tests.browser.test_links import CHART, query, settle, visit

READS = "[data-testid=stMetricLabel]"


def cells(tab):
    return tab.locator(CHART).first.locator("g.mark-rect path")


def test_a_click_opens_the_card_each_time(server, tab):
    visit(tab, f"{server}/gallery")
    for place, label in ((7, "ReLU"), (0, "Identity"), (7, "ReLU")):
        assert cells(tab).nth(place).get_attribute("aria-label").startswith(f"{label}: ")
        cells(tab).nth(place).click()
        tab.wait_for_url(f"**/gallery?card={label}")
        settle(tab)
        assert tab.locator(READS).nth(1).inner_text() == f"{label} at −1"
    tab.get_by_role("button", name="Reset").click()
    tab.wait_for_url("**/gallery")
    settle(tab)
    cells(tab).nth(7).click()  # the same one again, though another card was open in between
    tab.wait_for_url("**/gallery?card=ReLU")


def test_a_search_and_the_card_by_keyboard(server, tab):
    visit(tab, f"{server}/gallery")
    everything = cells(tab).count()
    tab.get_by_role("textbox", name="Search").fill("transformer")
    tab.keyboard.press("Enter")
    settle(tab)
    assert 2 <= cells(tab).count() < everything
    tab.get_by_role("combobox", name="Card of").focus()
    tab.keyboard.type("Mish")
    tab.keyboard.press("Enter")
    settle(tab)
    assert query(tab) == {"search": ["transformer"], "card": ["Mish"]}
