"""The fact check as a visitor uses it: filters, a claim's own address, the view that shows it."""

from tests.browser.test_links import ALERT, VALUE, query, settle, values, visit

ROWS = "[class*=st-key-margin-claims] tbody tr"
EVERY = "fact_check?step=Every+claim"


def choose(tab, name: str) -> None:
    tab.locator("[data-testid=stSidebar]").get_by_role("button", name=name, exact=True).click()
    settle(tab)


def test_two_filters_show_me_and_back(server, tab):
    visit(tab, f"{server}/{EVERY}")
    start, everything = (values(tab), query(tab)), tab.locator(ROWS).count()
    assert sum(map(int, values(tab))) == everything > 40
    tab.get_by_role("button", name="What is wrong", exact=True).click()
    settle(tab)
    wrong = int(values(tab)[2])
    assert tab.locator(ROWS).count() == wrong < everything
    choose(tab, "On the web")
    assert query(tab)["verdict"] == ["wrong"] and query(tab)["said_by"] == ["On the web"]
    both = tab.locator(ROWS).count()
    assert 0 < both < wrong and values(tab) == ["0", "0", str(both), "0"]
    row = tab.locator(ROWS).filter(has_text="ELU is α eˣ − 1 below zero.")
    with tab.context.expect_page() as opened:
        row.get_by_role("link", name="Show me on Gallery").click()
    shown = opened.value
    shown.locator(VALUE).first.wait_for()
    settle(shown)
    shown.get_by_role("heading", name="Gallery", exact=True).wait_for()
    assert query(shown) == {
        "step": ["Side by side"], "side_by_side": ["ELU"], "elu_alpha": ["0.5"], "read_at": ["0"],
    }  # fmt: skip
    assert shown.locator(ALERT).count() == 0
    shown.close()
    assert tab.locator(ROWS).count() == both, "the list stands as it was"
    tab.go_back()  # a filter is no step of the history, a scenario is
    settle(tab)
    assert (values(tab), query(tab)) == start


def test_a_row_leads_to_its_claim_alone_and_the_address_opens_elsewhere(server, tab):
    visit(tab, f"{server}/{EVERY}&words=x(1")
    assert tab.locator(ROWS).count() == 1
    with tab.context.expect_page() as opened:
        tab.locator(ROWS).get_by_role("link", name="Link", exact=True).click()
    alone = opened.value
    alone.get_by_role("heading", name="The derivative of the sigmoid is").wait_for()
    settle(alone)
    assert query(alone)["claim"] == ["the-derivative-of-the-sigmoid-is-x-1-x"]
    assert alone.locator(ALERT).count() == 0


def test_what_is_searched_is_no_markup_and_a_bad_address_is_told(server, tab):
    search = "<img src=x onerror=alert(1)> **bold**"
    visit(tab, f"{server}/{EVERY}&claim=nobody-says-so")
    assert "“claim = nobody-says-so” was ignored" in tab.locator(ALERT).inner_text()
    field = tab.get_by_role("textbox", name="Words")
    field.fill(search)
    field.press("Enter")
    settle(tab)
    assert tab.get_by_text(f"“{search}”").count() == 1 and tab.locator("img[src=x]").count() == 0
    assert values(tab) == ["0"] * 4 and tab.locator(ROWS).count() == 0


def test_all_pages_are_in_the_navigation_of_a_window_of_1280(server, tab):
    visit(tab, f"{server}/fact_check")
    bar = tab.locator("[data-testid=stTopNav]")
    for name in ("The story", "Gallery", "Fact check"):
        assert bar.get_by_role("link", name=name, exact=True).is_visible()


def test_a_phone_shows_the_story_without_scrolling_sideways(server, new_tab):
    tab = new_tab(width=390, height=844, scheme="dark")
    visit(tab, f"{server}/fact_check?step=All")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tables = tab.locator("[class*=st-key-margin] table").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().right)"
    )
    assert len(tables) == 3 and max(tables) <= 390
