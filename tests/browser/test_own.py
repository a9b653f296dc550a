"""A function of one's own: typed on the opening page, followed through the app, sent as a link."""

from urllib.parse import quote

from tests.browser.test_links import VALUE, query, settle

FORMULA = "x*tanh(softplus(1.2*x))"


def values(tab) -> list[str]:
    return tab.locator(VALUE).all_inner_texts()


def field(tab):
    return tab.get_by_role("textbox", name="Your own f(x)")


def follow(tab, words: str, heading: str) -> None:
    tab.get_by_role("link", name=words).first.click()
    tab.get_by_role("heading", name=heading, exact=True).wait_for()
    settle(tab)


def test_a_formula_is_followed_through_the_app_and_opens_elsewhere(server, new_tab):
    tab = new_tab()
    tab.goto(server)
    field(tab).fill(FORMULA)
    field(tab).press("Enter")
    tab.get_by_role("link", name="Through 50 layers").wait_for()
    settle(tab)
    assert len(values(tab)) == 3
    follow(tab, "Through 50 layers", "Depth")
    assert "Yours" in tab.locator("[data-testid=stMetricLabel]").all_inner_texts()[1]
    seen = values(tab)
    other = new_tab()
    other.goto(tab.url)
    other.locator(VALUE).first.wait_for()
    settle(other)
    assert values(other) == seen and field(other).input_value() == FORMULA
    tab.get_by_role("link", name="The story").first.click()
    tab.get_by_role("link", name="Its card and code").wait_for()
    follow(tab, "Its card and code", "Gallery")
    assert field(tab).input_value() == FORMULA and len(values(tab)) == 4
    follow(tab, "Train it against GELU", "Learning speed")
    assert query(tab)["does"] == ["Yours"] and query(tab)["f"] == [FORMULA]
    assert tab.get_by_text("Training here").count()


def test_a_formula_that_came_by_link_stays_in_the_address(server, tab):
    tab.goto(f"{server}/?f={quote(FORMULA)}")
    tab.get_by_role("link", name="Through 50 layers").wait_for()
    settle(tab)
    for words, heading in (("Through 50 layers", "Depth"), ("ReLU bias", "ReLU bias")):
        follow(tab, words, heading)
        assert query(tab).get("f") == [FORMULA], heading
        assert field(tab).input_value() == FORMULA


def test_two_examples_one_after_the_other_then_back_to_none(server, tab):
    tab.goto(f"{server}/gallery?step=Yours")
    tab.locator(VALUE).first.wait_for()
    settle(tab)
    first = values(tab)
    tab.get_by_role("button", name="TeLU").click()
    settle(tab)
    telu = values(tab)
    assert telu != first and field(tab).input_value() == "x*tanh(exp(x))"
    tab.get_by_role("button", name="Gaussian").click()
    settle(tab)
    assert values(tab) != telu and "f=exp" in tab.url
    field(tab).fill("")
    field(tab).press("Enter")
    settle(tab)
    assert values(tab) == first
