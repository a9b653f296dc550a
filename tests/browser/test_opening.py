"""The opening page in a browser: a dot to move, a first answer, all on the first screen."""

import re

import pytest

from dashboard.pictures import home as pictures
from tests.browser.test_links import CHART, query, settle, visit

DOT = f"{CHART} g.mark-symbol path"
TANGENT = f"{CHART} g.mark-rule line"
SLIDER = "[data-testid=stVegaLiteChart] input[type=range]"
VERDICT = "[data-testid=stMain] .stMarkdownBadge"
FIRST_SCREEN = ("h1", ".st-key-story", ".st-key-left", ".st-key-doors", ".st-key-tiles")


def told(tab) -> list[str]:
    """The words in the picture."""
    return tab.locator(f"{CHART} text").all_text_contents()


def place(tab) -> tuple:
    """Where the dot and its tangent are."""
    return tab.evaluate(
        "([dot, lines]) => [document.querySelector(dot).getAttribute('transform'),"
        " [...document.querySelectorAll(lines)].at(-1).outerHTML]",
        [DOT, TANGENT],
    )


def sent(tab) -> list:
    """Fills with what the page tells the server from its next visit on."""
    found = []
    tab.on("websocket", lambda socket: socket.on("framesent", lambda text: found.append(text)))
    return found


def point(tab, share: float) -> None:
    """Move the pointer over the curves, to a share of the picture's width."""
    box = tab.locator(CHART).first.bounding_box()
    tab.mouse.move(box["x"] + share * box["width"], box["y"] + 0.3 * box["height"])


def bottom(tab, selector: str) -> float:
    box = tab.locator(selector).first.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("answer", pictures.ANSWERS)
def test_a_newcomer_reaches_a_right_or_wrong_answer_in_one_click(server, tab, expect, answer):
    visit(tab, server)
    assert not tab.locator(VERDICT).count()
    tab.get_by_role("radio", name=answer).click()
    expect(tab.locator(VERDICT)).to_have_text("right" if answer == pictures.right() else "wrong")
    settle(tab)
    assert query(tab) == {"left": [answer]}
    tab.get_by_role("link", name="See it").click()
    tab.get_by_role("heading", name="Sigmoid saturation").wait_for()
    settle(tab)
    shown = tab.locator("[data-testid=stMetricValue]").first.inner_text()
    assert shown in pictures.judged(answer) and not tab.locator("[data-testid=stAlert]").count()


def test_by_keyboard_alone_the_dot_moves_and_an_answer_is_given(server, tab, expect):
    visit(tab, server)
    before, words = place(tab), told(tab)
    focus(tab, "el => el.type == 'range'")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    expect(tab.locator(SLIDER)).to_have_value("-0.94")
    assert place(tab) != before and told(tab) != words
    focus(tab, "el => el.textContent.trim() == 'A quarter'")
    for key in ("ArrowRight", "ArrowRight", "Space"):
        tab.keyboard.press(key)
    expect(tab.locator(VERDICT)).to_be_visible()


def focus(tab, wanted: str) -> None:
    """Press Tab until the element in focus is the wanted one."""
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate(f"() => (({wanted}))(document.activeElement)"):
            return
    raise AssertionError(f"nothing in focus is {wanted}")


def test_the_dot_and_its_tangent_follow_the_pointer_without_the_server(server, tab):
    messages = sent(tab)
    visit(tab, server)
    assert messages, "what the page says when it opens"
    heard, seen = len(messages), []
    for share in (0.05, 0.15, 0.25, 0.35, 0.45, 0.55):
        point(tab, share)
        tab.wait_for_timeout(100)
        seen.append((*place(tab), *told(tab)[-6:]))
    assert len(set(seen)) == 6 and len({tangent for _, tangent, *_ in seen}) == 6
    x = [float(tab.locator(SLIDER).input_value())]
    point(tab, 0.8)  # over the readings it stays where it was
    tab.wait_for_timeout(100)
    assert [float(tab.locator(SLIDER).input_value())] == x
    settle(tab)
    assert len(messages) == heard


def test_another_bold_curve_leaves_the_dot_where_it_is(server, tab):
    visit(tab, server)
    point(tab, 0.3)
    tab.wait_for_timeout(100)
    at = tab.locator(SLIDER).input_value()
    tab.evaluate(f"() => document.querySelector('{CHART}').dataset.mine = 'yes'")
    before = told(tab)
    tab.get_by_role("radio", name="ReLU").click()
    settle(tab)
    assert query(tab) == {"curve": ["ReLU"]} and told(tab) != before
    assert tab.locator(CHART).first.get_attribute("data-mine") == "yes", "it was built anew"
    assert tab.locator(SLIDER).input_value() == at


def test_a_finger_drags_the_dot(server, new_tab):
    tab = new_tab(390, 844)
    visit(tab, server)
    finger = tab.context.new_cdp_session(tab)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    box, before = tab.locator(CHART).first.bounding_box(), place(tab)
    y = box["y"] + 60
    touch(finger, "touchStart", 150, y)
    for x in range(160, 300, 10):
        touch(finger, "touchMove", x, y)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tab.wait_for_timeout(200)
    assert place(tab) != before and float(tab.locator(SLIDER).input_value()) > 1


def touch(finger, kind: str, x: float, y: float) -> None:
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_is_on_the_first_screen(server, new_tab, scheme):
    tab = new_tab(1280, 800, scheme)
    visit(tab, server)
    ends = [bottom(tab, selector) for selector in FIRST_SCREEN]
    assert ends == sorted(ends) and ends[-1] <= 800
    assert max(bottom(tab, f".st-key-tiles > div:nth-child({n})") for n in range(1, 8)) <= 800
    small = tab.locator(".tile img")
    assert small.count() == 7
    widths = small.evaluate_all("all => all.map(each => each.naturalWidth)")
    assert all(widths), "a small curve is not drawn"
    curves = tab.locator(CHART).first.bounding_box()
    readings = (
        tab.locator(f"{CHART} text").filter(has_text=re.compile("^Slope here")).bounding_box()
    )
    dot = tab.locator(DOT).first.bounding_box()
    assert readings["x"] > curves["x"] + 0.6 * curves["width"] > dot["x"]


def test_on_a_phone_curve_dot_and_a_reading_are_the_first_screen(server, new_tab):
    tab = new_tab(390, 844)
    visit(tab, server)
    assert bottom(tab, DOT) < bottom(tab, CHART) <= 844
    for words in ("Slope here", "Gradient after", "Mean output"):
        label = tab.locator(f"{CHART} text").filter(has_text=re.compile(f"^{words}"))
        assert bottom(tab, DOT) < label.bounding_box()["y"] < 844
    size = tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert size[0] <= size[1], "it can be scrolled sideways"
