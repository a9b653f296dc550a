"""Training in a real browser: curves grow, Stop keeps them, Go on ends with an answer."""

from tests.browser.test_links import CHART, VALUE, settle

LINK = "learning_speed?one_rate=true&lr=0.1&beside=ReLU&hidden=2&net_width=32&net_seeds=4"
LINE = f"{CHART} g.mark-line path"


def drawn(tab) -> list[str]:
    return tab.locator(LINE).evaluate_all("lines => lines.map(e => e.getAttribute('d') || '')")


def test_curves_grow_until_stopped_and_go_on(server, tab):
    link = (
        f"{server}/{LINK.replace('net_width=32', 'net_width=80').replace('hidden=2', 'hidden=5')}"
    )
    tab.goto(f"{link}&epochs=100")
    bar = tab.locator("[data-testid=stProgress]")
    bar.wait_for()
    tab.get_by_role("button", name="Stop", exact=True).last.click()
    tab.get_by_role("button", name="Go on").wait_for()
    settle(tab)
    stopped = drawn(tab)
    tab.wait_for_timeout(1500)
    assert drawn(tab) == stopped
    tab.get_by_role("button", name="Go on").click()
    bar.wait_for(state="detached", timeout=90_000)
    settle(tab)
    grown = drawn(tab)
    assert [line.count("L") for line in grown[:2]] == [100, 100] and grown != stopped
    assert "more than" not in "".join(tab.locator(VALUE).all_inner_texts()[:2])
    assert tab.url == f"{link}&epochs=100", "training is not a view of its own"


def test_a_second_visitor_of_the_same_link_finds_the_answer(server, new_tab):
    first, second = new_tab(), new_tab()
    for tab in (first, second):
        tab.goto(f"{server}/{LINK}&epochs=20&first_seed=7")
        tab.locator(CHART).nth(3).wait_for()
        tab.locator("[data-testid=stProgress]").wait_for(state="detached", timeout=90_000)
        settle(tab)
    texts = [tab.locator(VALUE).all_inner_texts() for tab in (first, second)]
    assert texts[0] == texts[1] and len(texts[0]) == 4
