"""Every question, at its defaults and at the ends of its step's controls: what is its answer?"""

import re
from contextlib import ExitStack
from functools import cache
from itertools import pairwise
from math import isfinite
from unittest.mock import patch

import numpy as np
import pytest
import streamlit as st

from activations import Activation
from dashboard import controls, downloads, kept, looks, sections, streamlit_internals
from dashboard.charts import overlay
from dashboard.looks import Look
from dashboard.questions import OF_CLAIMS, Answers, Number
from dashboard.sections import RIGHT
from dashboard.steps import Page, Step, name_of, scenarios_of, takes
from dashboard.wording import number, quantity
from tests.pages import JUDGED, PAGES, every_page

STEPS = [
    (page, step) for page in PAGES.values() for step in page.steps if step.__name__ in page.asks
]
every_question = pytest.mark.parametrize(
    "page, step", STEPS, ids=[f"{page.script[6:-3]}-{step.__name__}" for page, step in STEPS]
)
LONGEST = 230  # letters: three lines beside the sidebar
SENTENCE = re.compile(r":(\w+)-badge\[([\w ]+)\] You said (.+?); it is (.+?)(?:: off by (.+))?\.")


def ends(control: controls.Control) -> list:
    """The values of a control at its ends, as in the session's state."""
    match control:
        case controls.Slider() | controls.Count():
            return [control.low, control.high]
        case controls.Several():
            return [[], control.offered()]
        case controls.Choice():
            return control.offered()
        case controls.Toggle():
            return [False, True]
        case controls.Numbers():
            return ["1 2 3", "0, 0", "nonsense", "1 2\n-3 -4\n5 6"]
        case controls.Phrase():
            return ["relu", ""]
    raise TypeError(f"what are the ends of {type(control).__name__}?")


def settings(page: Page, step: Step) -> list[dict]:
    """The step as it opens, its scenarios, and each control at its ends, where it counts."""
    every = [{}, *scenarios_of(step).values()]
    for name in takes(step):
        whole = page.controls[name]
        where = {whole.when[0]: whole.when[1][0]} if whole.when else {}
        for key, control in whole.parts(name).items():
            every += [where | {key: end} for end in ends(control)]
    return every


def told(value) -> str:
    """A value of a step by which two are told apart."""
    if isinstance(value, Activation):
        return f"{value.id} {value.values}"
    if isinstance(value, (tuple, list)):
        return str([told(each) for each in value])
    return str(value.tolist()) if isinstance(value, np.ndarray) else repr(value)


@cache
def views(page: str, name: str) -> list[tuple[dict, list[tuple[str, str]]]]:
    """The arguments of a step at all those settings that differ, and what it then reads."""
    page = PAGES[page]
    step = next(each for each in page.steps if each.__name__ == name)
    different = {}
    for each in settings(page, step):
        values = page.at(step, each)
        different[told(list(values.values()))] = values
    return [(values, kept.taken(step, **values).readings) for values in different.values()]


def far(question: Number, truth: float) -> float:
    """The end of the field that is farther from the truth."""
    return max((question.low, question.high), key=lambda end: abs(end - truth))


def assert_true(question: Number, guess: float, reading: str) -> None:
    """What is said of this guess is so, to the digits in which it is said."""
    badge, verdict, said, it_is, off = SENTENCE.fullmatch(question.judged(guess, reading)).groups()
    truth = quantity(reading)[0]
    assert quantity(said)[0] == pytest.approx(guess, rel=1e-3) and it_is == reading
    assert (badge, verdict) == ("orange", "too high" if guess > truth else "too low")
    if off.startswith("a factor of "):
        times = quantity(off.removeprefix("a factor of "))[0]
        assert times == pytest.approx(max(guess / truth, truth / guess), rel=0.01)
    else:
        assert quantity(off)[0] == pytest.approx(abs(guess - truth), rel=0.01)


@every_page
def test_a_page_that_asks_asks_at_every_step(script):
    page = PAGES[script]
    names = {step.__name__ for step in page.steps if takes(step) or name_of(step) in JUDGED}
    assert page.asks.keys() in (names, set()), "and no question is of a step that is not there"
    for step in page.steps:
        if page.asks and name_of(step) in JUDGED and not takes(step):
            assert page.asks[step.__name__] is OF_CLAIMS


def test_most_pages_ask():
    assert len({page.script for page, _ in STEPS}) >= 4


@every_question
def test_a_question_is_a_sentence_at_any_settings(page, step):
    for values, _ in views(page.script, step.__name__):
        text = page.asks[step.__name__].text(values)
        assert text.endswith("?") and len(text) <= LONGEST, text
        assert not re.search(r"[{}]|nan|None|Activation|\d-|  ", text), text


@every_question
def test_its_answer_exists_and_the_sentence_on_it_is_true(page, step):
    question, answers = page.asks[step.__name__], set()
    for values, readings in views(page.script, step.__name__):
        _, reading = readings[question.reading]
        assert reading and "nan" not in reading.lower(), values
        if isinstance(question, Answers):
            answers.add(of_a_few(question, reading))
        else:
            answers.add(of_a_number(question, reading, values))
    assert len(answers) > 1 or not takes(step), f"no control matters: it is always {answers}"


def of_a_number(question: Number, reading: str, values: dict) -> float | str:
    """Its answer, after a look at what is said of some guesses."""
    read = quantity(reading)
    if read is None or not isfinite(read[0]):
        assert f"“{reading}”, no number" in question.judged(question.low, reading)
        return reading
    truth = read[0]
    assert question.low <= truth <= question.high, f"{truth} at {values}"
    assert question.judged(truth, reading) == (
        f":green-badge[right] You said {own_digits(truth)}, and that is it."
    )
    assert_true(question, far(question, truth), reading)
    near = max(truth + question.within, truth * question.factor)
    beyond = near + max(0.1, 0.01 * near)
    if beyond <= question.high:
        assert question.judged(near, reading).startswith(":green-badge")
        assert question.judged(beyond, reading).startswith(":orange-badge[too high")
    return truth


def of_a_few(question: Answers, reading: str) -> str:
    """Its answer, which alone is right."""
    right = question.answer(reading)
    for each in question.answers:
        said = question.judged(each, reading)
        assert f"You said “{each}”; it is {reading}" in said
        assert (":green-badge[right]" in said) == (each == right)
    return right


@pytest.mark.parametrize(
    "page, labels",
    [
        ("elu_mean", ["ELU at x = −2", "Mean of ELU", "Crossover m*"]),
        (
            "sigmoid_saturation",
            ["Inputs saturated", "Steps, squared error", "Below 10⁻⁶ from unit"],
        ),
        (
            "sum_of_sigmoids",
            [
                "Largest error inside",
                "Below 0.01 past",
                "Half the spacing leaves",
                "Slope of softplus there",
            ],
        ),
        (
            "relu_bias",
            ["ReLU mean, exact", "By the formula", "Steps, with the mean", "Steps, ELU"],
        ),
    ],
)
def test_the_reading_at_that_place_is_the_one_that_is_asked_for(page, labels):
    """A place says nothing of what stands there: another metric before it would move it."""
    script = f"pages/{page}.py"
    for (name, asked), label in zip(PAGES[script].asks.items(), [*labels, RIGHT], strict=True):
        _, readings = views(script, name)[0]
        assert readings[asked.reading][0] == label


def own_digits(value: float) -> str:
    """The number with no more digits than it needs, of four."""
    every = [number(value, digits) for digits in (1, 2, 3)]
    return next((words for words in every if quantity(words)[0] == value), number(value))


@every_question
def test_its_tolerance_and_its_answers_fit_its_kind(page, step):
    question = page.asks[step.__name__]
    assert question.read(["nonsense"]) == question.read([]) == (None, False)
    if isinstance(question, Answers):
        assert len(set(question.answers)) == len(question.answers) > 1
        assert all(low < high for low, high in pairwise(question.edges))
        if question.edges:
            assert len(question.answers) >= len(question.edges) + 1
        assert {answer for _, answer in question.words} <= set(question.answers)
        assert question.read([question.answers[0]]) == (question.answers[0], True)
    else:
        assert 0 <= question.within < (question.high - question.low) / 8
        assert 1 <= question.factor <= 3
        assert 0 < question.step <= (question.high - question.low) / 20
        for end in (question.low, question.high):
            assert question.read([str(end)]) == (end, True)
        for beyond in (question.low - 1, 2 * question.high + 1, np.nan, np.inf):
            assert question.read([str(beyond)]) == (None, False)


@every_question
def test_a_guess_stands_where_the_step_draws(page, step):
    question, values = page.asks[step.__name__], page.at(step, {})
    guess = question.guess(question.answers[0] if isinstance(question, Answers) else question.high)
    assert bool(guess) == bool(question.mark)
    if guess:
        assert guess.words == f"your guess: {own_digits(question.high)}"
        chart = kept.taken(step, **values).charts[guess.chart]
        drawn, tables = overlay.over(
            chart.specification, guess.chart, chart.tables, Look(guess=guess)
        )
        assert guess.table in chart.tables and tables["guess"]["at"][0].as_py() == guess.value
        assert "'guess'" in str(drawn) and "'guess'" not in str(chart.specification)


@pytest.fixture
def veiled():
    """A step as it is drawn before a guess: words by the call that draws them, and charts."""

    def draw(page: Page, step: Step) -> tuple[list[tuple], dict[str, downloads.Shown]]:
        words = []

        def note(*said, **more):
            words.append(said)

        keeps = page.asks[step.__name__].keeps
        with ExitStack() as stack:
            for call in ("metric", "markdown", "caption", "dataframe", "table", "write", "code"):
                stack.enter_context(patch.object(st, call, note))
            stack.enter_context(looks.at(Look(veiled=True, keeps=keeps)))
            stack.enter_context(streamlit_internals.nowhere())
            shown, _ = kept.noted(step, **page.at(step, {}))
        return words, {chart.key: chart for chart in shown.values()}

    yield draw
    kept._drawn.clear()  # of drawings that were not drawn


@every_question
def test_nothing_that_can_be_seen_before_tells(page, step, veiled):
    question, (_, readings) = page.asks[step.__name__], views(page.script, step.__name__)[0]
    reading, (words, charts) = readings[question.reading][1], veiled(page, step)
    values = [said[1] for said in words if len(said) > 1 and said[0] in dict(readings)]
    assert set(values) <= {sections.VEILED}
    texts = [said[0] for said in words if said]
    for chart in charts.values():
        assert chart.tables["message"]["text"].to_pylist() == [overlay.VEILED]
        for name, rows in chart.tables.items():
            if name not in downloads.UNSEEN and "text" in rows.column_names:
                texts += rows["text"].to_pylist()
    known = re.compile(rf"(?<![\w.,−]){re.escape(reading)}(?![\w.,])")
    if len(reading) > 2:  # else it is a count that may also stand for something else
        assert not [text for text in texts if known.search(str(text))]


@every_question
def test_what_may_be_seen_before_is_drawn_and_no_more(page, step, veiled):
    keeps, (_, charts) = set(page.asks[step.__name__].keeps), veiled(page, step)
    seen = set()
    for key, chart in charts.items():
        for name, rows in chart.tables.items():
            if name in downloads.UNSEEN or not len(rows):
                continue
            if f"{key}.{name}" in keeps:
                seen.add(f"{key}.{name}")
            else:
                seen |= {f"{key}.{name}.{label}" for label in rows["series"].to_pylist()}
    assert seen == keeps


@pytest.mark.parametrize(
    "guess, reading, said",
    [
        (0.4, "−0.078", "too high] You said 0.4; it is −0.078: off by 0.478."),
        (-1, "−0.078", "too low] You said −1; it is −0.078: off by 0.922."),
        (-0.1, "−0.078", "close enough] You said −0.1; it is −0.078."),
        (-0.078, "−0.078", "right] You said −0.078, and that is it."),
        (0, "12%", "too low] You said 0; it is 12%: off by 12."),
        (0, "none", "You said 0; it is “none”, no number to measure that by."),
        (0, "∞", "You said 0; it is “∞”, no number to measure that by."),
    ],
)
def test_how_far_a_number_is_off(guess, reading, said):
    assert Number("?", -20, 20, 0.1, within=0.05).judged(guess, reading).endswith(said)


def test_a_number_of_many_sizes_is_off_by_a_factor():
    question = Number("?", 0, 1e9, 1, factor=2)
    assert question.judged(50, "100").startswith(":green-badge[close enough]")
    assert question.judged(200, "100").startswith(":green-badge[close enough]")
    assert question.judged(10, "1,000 steps").endswith("it is 1,000 steps: off by a factor of 100.")
    assert question.judged(0, "100").endswith("off by 100.")


def test_one_of_a_few_answers():
    question = Answers("?", ("low", "middle", "high", "no"), (0, 1), words=(("none", "no"),))
    right = {"−0.1": "low", "0": "middle", "0.99": "middle", "1": "high", "∞": "high", "none": "no"}
    assert {reading: question.answer(reading) for reading in right} == right
    assert question.answer("who knows") is None
    assert question.judged("low", "who knows").endswith("which is none of these answers.")
    assert question.judged("low", "3") == ":orange-badge[not so] You said “low”; it is 3, “high”."
