"""The gallery by mouse and by keyboard: a small chart opens its card, a search leaves fewer."""

from activations import ACTIVATIONS
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
        assert tab.locator(READS).nth(1).inner_text() == f"{label}: outputs"
        assert tab.get_by_text(f"{label} in NumPy", exact=True).count() == 1
    tab.get_by_role("button", name="Reset").click()
    tab.wait_for_url("**/gallery")
    settle(tab)
    cells(tab).nth(7).click()  # the same one again, though another card was open in between
    tab.wait_for_url("**/gallery?card=ReLU")


def test_all_small_charts_are_on_the_first_screen(server, tab):
    tab.set_viewport_size({"width": 1280, "height": 800})
    visit(tab, f"{server}/gallery")
    boxes = [cell.bounding_box() for cell in cells(tab).all()]
    assert len(boxes) == len(ACTIVATIONS)
    assert max(box["y"] + box["height"] for box in boxes) < 800


def test_a_search_and_the_card_by_keyboard(server, tab):
    visit(tab, f"{server}/gallery")
    everything = cells(tab).count()
    tab.get_by_role("textbox", name="Search").first.fill("transformer")
    tab.keyboard.press("Enter")
    settle(tab)
    assert 2 <= cells(tab).count() < everything
    tab.get_by_role("combobox", name="Card of").focus()
    tab.keyboard.type("Mish")
    tab.keyboard.press("Enter")
    settle(tab)
    assert query(tab) == {"search": ["transformer"], "card": ["Mish"]}


def test_all_steps_at_once_share_the_sliders_of_an_activation(server, tab):
    visit(tab, f"{server}/gallery?step=All&elu_alpha=0.5")
    slider = tab.get_by_role("slider", name="ELU: alpha")
    assert slider.count() == 1
    assert tab.locator("[data-testid=stException]").count() == 0
    assert tab.get_by_text("Kinks or jumps").first.is_visible()
