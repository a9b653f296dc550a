"""Whether it still matters: what the page says is what both sets of seeds support."""

import numpy as np
import pytest

from activations.learning import findings, practice
from dashboard import trained, verdicts
from dashboard.claims import practical
from dashboard.pictures import by_level
from dashboard.pictures import practice as pictures
from tests.pages import PAGES, assert_whole, readings, texts, visit_step

PAGE = PAGES["pages/learning_speed.py"]
STEP = PAGE.named("Does it still matter?")
RIVALS = (practice.ELU, practice.CENTRED)
every_view = pytest.mark.parametrize(
    "vary, rival, level",
    [(v, r, level) for v in pictures.ROWS for r in RIVALS for level in pictures.GOALS.values()],
)


@every_view
def test_every_setting_stands_once_under_its_verdict(vary, rival, level):
    said = pictures.sentence(vary, rival, level)
    for setting, judged in pictures.found(vary, rival, level).items():
        words = f"**{pictures.named(setting, vary).replace(', ', ' and ')}**"
        assert said.count(words) == 1
        phrase = pictures.SAID[judged.verdict].split("{}")[0]
        before = said[: said.index(words)]
        assert max(before.rfind(p.split("{}")[0]) for p in pictures.SAID.values()) == before.rfind(
            phrase
        )


@every_view
def test_the_page_shows_what_is_judged(vary, rival, level):
    until = next(words for words, each in pictures.GOALS.items() if each == level)
    app = visit_step(PAGE, STEP, vary=vary, rival=rival.label, until=until)
    assert_whole(app)
    for (label, value), (setting, name) in zip(
        readings(app), pictures.READ[vary].items(), strict=True
    ):
        judged = practice.judged(setting, fast=rival, level=level)
        assert (label, value) == (name, pictures.told(judged))
    assert any(rival.label in text and "hidden layers" in text for text in texts(app))


def test_rows_are_of_what_is_prepared():
    shown = {setting for rows in pictures.ROWS.values() for setting in rows}
    assert shown == set(practice.tested())


def test_claims_on_practice_follow_from_it():
    by_said = {claim.said: claim for claim in practical.claims()}
    assert len(by_said) == 4 and all("two sets of ten seeds" in c.truth for c in by_said.values())
    adam = next(claim for said, claim in by_said.items() if "Adam" in said)
    ratio = practice.judged(practice.ADAM, fast=practice.CENTRED).both
    assert verdicts.times(ratio.middle) in adam.truth


@pytest.mark.parametrize("goal", ["training loss 0.1", "training loss 0.01"])
def test_the_ratio_against_the_level_passes_through_the_ratio_of_the_goal(goal):
    app = visit_step(PAGE, PAGE.named("Verdict"), goal=goal)
    chart = next(c for c in app.session_state["lab"].shown.values() if c.key == "by level")
    dot = chart.tables["probe"].to_pylist()
    level, _ = trained.LEVELS[goal]
    ratio = findings.ratio(level=level, **findings.FAIR)
    assert dot[0]["x"] == level and np.isclose(dot[0]["y"], ratio.middle, rtol=0.12)


def test_the_words_of_a_curve_are_its_points():
    curve = findings.ratio_by_level(**findings.FAIR)
    assert by_level.told(curve).count(" at ") == 3


@pytest.mark.parametrize("optimiser, normalised", [("Adam", "false"), ("SGD", "true")])
def test_a_verdict_on_another_way_to_train_is_trained_here(optimiser, normalised):
    app = visit_step(PAGE, PAGE.named("Verdict"), optimiser=optimiser, normalised=normalised)
    assert_whole(app)
    assert any("not yet" in value for _, value in readings(app))
    base = trained.of_pair(
        findings.ELU, findings.RELU, trained.USUAL, 2, optimiser, normalised == "true"
    )
    assert (
        base.rates
        == practice.Setting(optimiser, practice.BATCH if normalised == "true" else "none").rates
    )
    words = verdicts.trained_with(base.run)
    assert (optimiser in words) and ("batch normalisation" in words) == (normalised == "true")
