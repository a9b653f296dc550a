"""Training in a real browser: curves grow, Stop keeps them, Go on ends with an answer."""

import time

from tests.browser.test_links import CHART, VALUE, query, settle

LINK = "learning_speed?step=Own+rate&beside=ReLU&epochs=100&hidden=4"  # trained for a while
PAIR = "learning_speed?net_seeds=3&does=Yours&f=x*tanh(x)"  # few seeds at each rate
LINE = f"{CHART} g.mark-line path"
BAR = "[data-testid=stProgress]"
LONGEST = 400_000  # milliseconds; a wait that ends, not a bound of what training may take


def drawn(tab) -> list[str]:
    return tab.locator(LINE).evaluate_all("lines => lines.map(e => e.getAttribute('d') || '')")


def runs(tab) -> list[str]:
    """What the browser asks the server for from now on: it fills up as that goes on."""
    sent = []
    tab.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("sent")))
    return sent


def quiet(tab, sent: list[str]) -> bool:
    """Whether the page asks for nothing for as long as three looks at a training."""
    tab.wait_for_timeout(1500)  # for what is on its way
    before = len(sent)
    tab.wait_for_timeout(2500)
    return len(sent) == before


def test_the_line_grows_until_stopped_and_goes_on(server, tab):
    sent = runs(tab)
    tab.goto(f"{server}/{PAIR}")
    bar = tab.locator(BAR)
    bar.wait_for()
    tab.locator(CHART).first.wait_for()
    first = drawn(tab)
    end = time.monotonic() + LONGEST / 1000
    while drawn(tab) == first and time.monotonic() < end:
        tab.wait_for_timeout(200)
    assert drawn(tab) != first
    tab.get_by_role("button", name="Stop", exact=True).last.click()
    tab.get_by_role("button", name="Go on").wait_for()
    settle(tab)
    stopped = drawn(tab)
    assert quiet(tab, sent) and drawn(tab) == stopped
    assert "more than" not in "".join(tab.locator(VALUE).all_inner_texts())
    tab.get_by_role("button", name="Go on").click()
    bar.wait_for(state="detached", timeout=LONGEST)
    settle(tab)
    assert drawn(tab) != stopped
    assert quiet(tab, sent), "a finished view asks for nothing"
    assert "not yet" not in "".join(tab.locator(VALUE).all_inner_texts())
    assert set(query(tab)) == {"net_seeds", "does", "f"}, "training is not a view of its own"


def test_only_the_picture_is_drawn_again_and_controls_stay(server, tab):
    tab.goto(f"{server}/{LINK}&net_width=96")
    tab.locator(BAR).wait_for()
    units = tab.get_by_role("slider", name="Units per layer")
    units.focus()
    tab.evaluate("document.querySelector('[data-testid=stSidebar]').dataset.mine = 'kept'")
    tab.wait_for_timeout(2500)
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Units per layer"
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("location.search.includes('net_width=112')")
    tab.locator(BAR).wait_for()


def test_who_leaves_the_step_is_not_asked_again(server, tab):
    sent = runs(tab)
    tab.goto(f"{server}/{LINK}&net_width=80")
    tab.locator(BAR).wait_for()
    tab.get_by_role("radio", name="Verdict").click()
    tab.locator(BAR).wait_for(state="detached")
    settle(tab)
    assert quiet(tab, sent)
    tab.get_by_role("radio", name="Own rate").click()
    tab.locator(BAR).wait_for()
    tab.get_by_role("link", name="ELU mean").click()
    tab.get_by_role("heading", name="ELU mean").wait_for()
    settle(tab)
    assert quiet(tab, sent)


def test_a_control_that_leads_to_a_prepared_view_ends_the_looking(server, tab):
    sent = runs(tab)
    tab.goto(f"{server}/{PAIR}*2")
    tab.locator(BAR).wait_for()
    tab.get_by_role("button", name="A fair comparison").click()
    tab.locator(BAR).wait_for(state="detached")
    settle(tab)
    assert quiet(tab, sent)


def test_a_second_visitor_of_the_same_link_finds_the_answer(server, new_tab):
    first, second = new_tab(), new_tab()
    for tab in (first, second):
        tab.goto(f"{server}/{PAIR}")
        tab.locator(CHART).first.wait_for()
        tab.locator(BAR).wait_for(state="detached", timeout=LONGEST)
        settle(tab)
    texts = [tab.locator(VALUE).all_inner_texts() for tab in (first, second)]
    assert texts[0] == texts[1] and len(texts[0]) == 4
