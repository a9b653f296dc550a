"""Three people: a student who predicts, a teacher who sets a task, and one who pins a view."""

from tests.browser.test_links import (
    ALERT,
    CHART,
    SLIDER,
    VALUE,
    go,
    press,
    query,
    settle,
    values,
    visit,
)

FIELD = "[data-testid=stMain] [data-testid=stNumberInput] input"
CODE = "[data-testid=stCode] code"


def test_a_student_answers_all_questions_of_a_page_by_keyboard_alone(server, tab):
    visit(tab, f"{server}/elu_mean")
    tab.get_by_role("switch", name="Predict first").focus()
    tab.keyboard.press("Space")
    settle(tab)
    for guess, key in (("-0.8", "the_curve"), ("0.4", "its_mean"), ("-2", "switched_off")):
        assert set(values(tab)) == {"?"}
        tab.locator(FIELD).focus()
        tab.keyboard.type(guess)
        tab.keyboard.press("Enter")
        settle(tab)
        assert "?" not in values(tab) and tab.get_by_text(f"You said {guess.replace('-', '−')}")
        assert query(tab)[f"guess_{key}"] == [guess]
        assert tab.locator(f"{CHART} text:has-text('your guess')").count() >= 1
        on(tab)
    assert tab.get_by_role("link", name="Show me").count() == 0
    tab.locator(FIELD).focus()
    tab.keyboard.type("3")
    tab.keyboard.press("Enter")
    settle(tab)
    assert tab.get_by_role("link", name="Show me").count() > 3
    tab.locator(".st-key-step").get_by_text("Its mean").click()  # and back: the guess is kept
    settle(tab)
    assert "?" not in values(tab) and query(tab)["guess_its_mean"] == ["0.4"]
    assert tab.locator(f"{ALERT}:has-text('ignored')").count() == 0


def on(tab) -> None:
    """Go to the next step."""
    tab.locator(".st-key-next button").focus()
    tab.keyboard.press("Enter")
    settle(tab)


def test_a_view_with_a_guess_is_a_link(server, new_tab):
    tab, colleague = new_tab(), new_tab()
    visit(tab, f"{server}/elu_mean?step=Its+mean&predict=true")
    tab.locator(FIELD).fill("0.2")
    tab.keyboard.press("Enter")
    settle(tab)
    press(tab, 0, times=5)
    assert tab.get_by_text("A control has moved since.").count() == 1
    visit(colleague, tab.url)
    assert values(colleague) == values(tab) and query(colleague) == query(tab)
    tab.get_by_role("link", name="Depth").first.click()  # the switch goes along
    tab.get_by_role("heading", name="Depth").wait_for()
    settle(tab)
    assert query(tab) == {"predict": ["true"]} and set(values(tab)) == {"?"}
    tab.get_by_role("button", name="Reset").click()
    settle(tab)


def test_a_teacher_sets_a_task_in_eight_moves_and_a_student_answers_it(server, new_tab):
    teacher, student = new_tab(), new_tab()
    visit(teacher, f"{server}/elu_mean?step=Its+mean")
    press(teacher, 0, times=4)  # 1: the setting
    teacher.get_by_role("button", name="Share").click()  # 2
    teacher.get_by_role("button", name="Set a task").click()  # 3
    settle(teacher)
    teacher.keyboard.press("Escape")
    teacher.get_by_label("Your question").fill("Is it *above* zero? <img src=x>")  # 4
    teacher.keyboard.press("Enter")
    settle(teacher)
    teacher.get_by_label("Ask for").click()  # 5
    teacher.get_by_role("option", name="Mean of ELU").click()  # 6
    settle(teacher)
    movable = teacher.locator("[class*='st-key-set-free'], [class*='st-key-set_free']")
    movable.get_by_role("button", name="ELU: α").click()  # 7
    settle(teacher)
    link = teacher.locator(CODE).first.inner_text().strip()  # 8: copied
    visit(student, link)
    assert student.locator(SLIDER).count() == 1 and set(values(student)) == {"?"}
    assert student.get_by_text("Is it *above* zero? <img src=x>").count() == 1
    student.get_by_label("Your answer").fill("0.3")
    student.keyboard.press("Enter")
    settle(student)
    assert "?" not in values(student)
    student.get_by_role("button", name="Copy my answer").press("Enter")
    line = student.locator(CODE).first.inner_text().strip()
    assert "\n" not in line and "Answer: 0.3" in line
    student.keyboard.press("Escape")
    teacher.get_by_label("An answer that came back").fill(line)
    teacher.keyboard.press("Enter")
    settle(teacher)
    with teacher.context.expect_page() as opened:
        teacher.get_by_role("link", name="Open it").click()
    shown = opened.value
    shown.locator(VALUE).first.wait_for()
    settle(shown)
    assert values(shown) == values(student) and query(shown) == query(student)
    assert shown.get_by_label("Your answer").input_value() == "0.3"
    assert shown.locator(ALERT).count() == 0


def test_a_task_is_of_the_same_step_after_a_look_around(server, tab):
    visit(tab, f"{server}/elu_mean?step=Its+mean&task=Why&task_asks=1&task_moves=alpha")
    task = tab.get_by_text("A task.")
    asked = values(tab)
    for name in ("Depth", "ELU mean"):  # the latter is whole then, and its first step is chosen
        tab.get_by_role("link", name=name).first.click()
        tab.get_by_role("heading", name=name, exact=True).wait_for()
        settle(tab)
    go(tab, "The curve")
    for _ in range(8):
        if not task.count():
            tab.go_back()
            settle(tab)
    assert task.count() == 1 and values(tab) == asked


def test_a_pinned_view_stays_while_others_are_looked_at(server, new_tab):
    tab, colleague = new_tab(), new_tab()
    visit(tab, f"{server}/elu_mean?step=Its+mean")
    tab.get_by_role("button", name="Pin", exact=True).click()
    settle(tab)
    press(tab, 0, times=20)
    deltas = tab.locator("[data-testid=stMetricDelta]").all_inner_texts()
    assert "pinned: 0.1605" in deltas[0] and deltas[1] == "as pinned"
    visit(colleague, tab.url)
    assert colleague.locator("[data-testid=stMetricDelta]").all_inner_texts() == deltas
    go(tab, "Switched off")
    assert tab.locator("[data-testid=stMetricDelta]").count() == 0
    go(tab, "Its mean")
    assert tab.locator("[data-testid=stMetricDelta]").all_inner_texts() == deltas
    tab.get_by_role("button", name="Unpin", exact=True).click()
    settle(tab)
    assert "pin" not in query(tab) and tab.locator("[data-testid=stMetricDelta]").count() == 0
    assert tab.locator(f"{ALERT}:has-text('ignored')").count() == 0


def test_a_slide_is_large_and_follows_its_first_control(server, tab):
    visit(tab, f"{server}/elu_mean?step=Its+mean")
    small = letters(tab)
    visit(tab, f"{server}/elu_mean?step=Its+mean&view=slide")
    large = letters(tab)
    assert large >= 18 > small
    before = values(tab)
    slider = tab.locator("[data-testid=stMain] [data-testid=stSlider] input").first
    slider.focus()
    tab.keyboard.press("ArrowRight")
    settle(tab)
    assert values(tab) != before and query(tab)["view"] == ["slide"]


def letters(tab) -> float:
    """The size of those of the first axis, in pixels."""
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    return tab.locator(f"{CHART} text").first.evaluate(size)


def test_a_chart_stands_alone_in_a_frame(server, tab):
    visit(tab, f"{server}/elu_mean?step=Its+mean&view=chart&chart=weighted&embed=true")
    assert tab.locator(CHART).count() == 1 and tab.locator(VALUE).count() == 0
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="ELU mean").click()
    opened.value.locator(VALUE).first.wait_for()
    settle(opened.value)
    assert query(opened.value) == {"step": ["Its mean"]}
