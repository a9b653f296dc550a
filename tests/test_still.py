"""Whether it still matters: what the page says is what both sets of seeds support."""

import re

import numpy as np
import pytest

from activations.learning import findings, practice
from activations.learning.comparison import ALONG, ByLevel
from dashboard import trained, verdicts
from dashboard.claims import practical
from dashboard.pictures import by_level
from dashboard.pictures import practice as pictures
from dashboard.wording import quantity
from tests.pages import PAGES, assert_whole, readings, texts, visit_step

PAGE = PAGES["pages/learning_speed.py"]
STEP = PAGE.named("Does it still matter?")
every_view = pytest.mark.parametrize(
    "vary, rival, level",
    [
        (vary, rival, level)
        for vary in pictures.ROWS
        for label, rival in pictures.RIVALS.items()
        for level in pictures.GOALS.values()
        if vary == pictures.TRAINED or label in pictures.BY_DEPTH
    ],
)


@every_view
def test_every_setting_stands_once_under_its_verdict(vary, rival, level):
    said = pictures.sentence(vary, rival, level)
    for setting, judged in pictures.found(vary, rival, level).items():
        words = f"**{pictures.named(setting, vary).replace(', ', ' and ')}**"
        assert said.count(words) == 1
        before = said[: said.index(words)]
        kinds = [*pictures.SAID, f"ReLU{pictures.ALONE}", f"{rival.label}{pictures.ALONE}"]
        last = max(kinds, key=lambda each: before.rfind(pictures.spoken(each)))
        assert last == pictures.kind(judged, rival)


@every_view
def test_the_page_shows_what_is_judged(vary, rival, level):
    until = next(words for words, each in pictures.GOALS.items() if each == level)
    app = visit_step(PAGE, STEP, vary=vary, rival=rival.label, until=until)
    assert_whole(app)
    for (label, value), (setting, name) in zip(
        readings(app), pictures.READ[vary].items(), strict=True
    ):
        judged = practice.judged(setting, fast=rival, level=level)
        assert (label, value) == (name, pictures.told(judged, rival))
    assert any(rival.label in text and "hidden layers" in text for text in texts(app))


def test_it_is_said_what_becomes_of_a_signal_where_nothing_is_learned():
    told = {
        label: "take a signal" in pictures.takeaway(pictures.TRAINED, rival, 0.1)
        for label, rival in pictures.RIVALS.items()
    }
    assert [label for label, why in told.items() if why] == ["Squared ReLU"]
    squared = pictures.of_signal(pictures.RIVALS["Squared ReLU"])
    ends = [quantity(words)[0] for words in re.findall(r"to ([\d.]+ × \S+?)[ :]", squared)]
    assert "without normalisation" in squared, "which brings each layer back to 1"
    assert ends == pytest.approx([0.9**256, 1.1**256], rel=0.05)  # squared in each of 8 layers


@pytest.mark.parametrize("level", [0.1, 0.01])
def test_the_variance_that_is_best_is_named_and_whether_more_might_be_better(level):
    tuned = practice.VARIANCE_CHOSEN[0]
    said = pictures.of_variance([tuned], practice.ELU, level)
    best = {point.variance_factor for point in practice.chosen(tuned, practice.ELU, level)}
    words, most = " or ".join(f"{each:g}" for each in sorted(best)), " (the most that was tried)"
    assert said.endswith(f" and {words}{most * (4.0 in best)} for ELU with {tuned.trained}.")


@pytest.mark.parametrize("level", pictures.GOALS.values())
def test_the_short_answer_is_of_the_mean_alone(level):
    said = pictures.of_the_mean(level)
    judged = [
        practice.judged(each, fast=practice.CENTRED, level=level)
        for each in (practice.PLAIN, practice.ADAM, practice.NORMALISED)
    ]
    places = [said.index(f"({verdicts.cross(each.both.middle)}, ") for each in judged]
    assert places == sorted(places)
    assert all(pictures.MATTERS[each.verdict] in said for each in judged)
    assert ("matters less with **Adam**" in said) == (
        judged[1].verdict == "slower" and judged[1].both.middle < judged[0].both.middle
    )


def test_rows_are_of_what_is_prepared():
    shown = {setting for rows in pictures.ROWS.values() for setting in rows}
    assert shown == {*practice.CONTESTS}


def test_claims_on_practice_follow_from_it():
    by_said = {claim.said: claim for claim in practical.claims()}
    assert len(by_said) == 5 and all("two sets of ten seeds" in c.truth for c in by_said.values())
    adam = next(claim for said, claim in by_said.items() if "Adam" in said)
    ratio = practice.judged(practice.ADAM, fast=practice.CENTRED).both
    assert verdicts.times(ratio.middle) in adam.truth
    smooth = next(claim for said, claim in by_said.items() if "GELU" in said)
    judged = [
        practice.judged(s, fast=r).verdict for s in practice.HEADLINE for r in practice.SMOOTH
    ]
    assert f"in {judged.count('slower')} ReLU is slower" in smooth.truth
    assert "undetermined" in judged and "in the others not both sets" in smooth.truth


@pytest.mark.parametrize("goal", ["training loss 0.1", "training loss 0.01"])
def test_the_ratio_against_the_level_passes_through_the_ratio_of_the_goal(goal):
    app = visit_step(PAGE, PAGE.named("Verdict"), goal=goal)
    chart = next(c for c in app.session_state["lab"].shown.values() if c.key == "by level")
    dot = chart.tables["probe"].to_pylist()
    level, _ = trained.LEVELS[goal]
    ratio = findings.ratio(level=level, **findings.FAIR)
    assert dot[0]["x"] == level and np.isclose(dot[0]["y"], ratio.middle, rtol=0.12)


def test_the_words_of_a_curve_are_its_points():
    level = np.array(ALONG)
    assert by_level.told(ByLevel(level, *[2 * level**0] * 3)) == "2 at 0.5, 2 at 0.1, 2 at 0.01"


def test_where_one_alone_arrives_there_is_no_ratio_to_draw():
    link = {"does": "Squared ReLU", "optimiser": "Adam", "normalised": "true"}
    app = visit_step(PAGE, PAGE.named("Verdict"), **link)
    assert dict(readings(app))["ReLU takes"] == "only ReLU arrives"
    chart = next(c for c in app.session_state["lab"].shown.values() if c.key == "by level")
    drawn = [row["y"] for row in chart.tables["curve"].to_pylist()]
    assert drawn and all(y is None or np.isnan(y) for y in drawn)
    message = chart.tables["message"].to_pylist()[0]["text"]
    assert not chart.tables["probe"].num_rows and "never arrive" in message


EVERY = [(how, norm) for how in pictures.OPTIMISERS for norm in ("false", "true")]


@pytest.mark.parametrize("optimiser, normalised", EVERY[1:])
def test_a_verdict_on_another_way_to_train_is_there_at_once(optimiser, normalised):
    """On the first set of seeds, at the rate that is best there: about what both sets say."""
    link = {"optimiser": optimiser, "normalised": normalised}
    app = visit_step(PAGE, PAGE.named("Verdict"), does=practice.CENTRED.label, **link)
    assert_whole(app)
    setting = practice.Setting(optimiser, practice.BATCH if normalised == "true" else "none")
    factor = quantity(dict(readings(app))["ReLU takes"])[0]
    both = practice.judged(setting, fast=practice.CENTRED).both
    assert 0.8 * both.low < factor < 1.25 * both.high
    chart = next(c for c in app.session_state["lab"].shown.values() if c.key == "by level")
    lowest = min(row["x"] for row in chart.tables["curve"].to_pylist())
    assert practice.LEVELS[-1] <= lowest < 2 * practice.LEVELS[-1]


@pytest.mark.parametrize("more", [{"goal": "test accuracy 95%"}, {"does": "tanh"}])
def test_what_is_not_prepared_of_it_is_trained_here(more):
    app = visit_step(PAGE, PAGE.named("Verdict"), optimiser="Adam", **more)
    assert_whole(app)
    assert any("not yet" in value for _, value in readings(app))
    base = trained.of_pair(findings.ELU, findings.RELU, trained.USUAL, 2, "Adam", False)
    assert base.rates == practice.ADAM.rates
    assert "Adam" in verdicts.trained_with(base.run)
