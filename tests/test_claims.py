"""Claims: each is judged, says where it can be seen, and that view is there."""

import importlib
import math
import re
from pathlib import Path

import pytest

from activations.learning import findings, practice
from activations.learning.comparison import Ratio
from dashboard import claims, frame, sections, share, steps
from dashboard.claims import FASTER, POST, SOURCES, elu_mean, everywhere, learning_speed
from tests.pages import PAGES, assert_whole, visit, widgets


def claims_of(script: str):
    return importlib.import_module(f"dashboard.claims.{Path(script).stem}").claims()


SCRIPT = {page.title: page.script for page in frame.PAGES}
CLAIMS = [(SCRIPT[title], claim) for title, claim in everywhere.everywhere()]
JUDGING = list(dict.fromkeys(script for script, _ in CLAIMS))
every_page = pytest.mark.parametrize("script", JUDGING)


def test_the_claims_of_every_module_are_gathered():
    found = {path.stem for path in Path(claims.__file__).parent.glob("*.py")}
    parts = {"__init__", "everywhere", "practical"}  # of no page alone
    assert found - parts == {Path(script).stem for script in JUDGING}
    for script in JUDGING:
        assert [claim for of, claim in CLAIMS if of == script] == list(claims_of(script))


@pytest.mark.parametrize("script, claim", CLAIMS, ids=[claim.said[:40] for _, claim in CLAIMS])
def test_a_claim_names_a_view_that_exists(script, claim):
    page = PAGES[script]
    step = next(step for step in page.steps if steps.name_of(step) == claim.step)
    link = {"step": claim.step}
    for key, value in claim.settings.items():
        read, whole = page.keys(step)[key].read(share.written(value))
        assert whole and read == value, f"{key} = {value} is not allowed"
        link[key] = share.written(value)
    app = visit(script, **link)
    assert_whole(app)
    assert not app.warning and not app.error
    for key, value in claim.settings.items():
        assert widgets(app)[key].value == value


@every_page
def test_claims_are_judged_with_evidence(script):
    every = claims_of(script)
    assert len(every) >= 2 and len({claim.said for claim in every}) == len(every)
    for claim in every:
        assert claim.verdict in sections.VERDICTS
        assert claim.said.endswith((".", "?")) and claim.truth.endswith(".")
        assert "nan" not in claim.truth.lower().split() and "|" not in claim.said + claim.truth


@every_page
def test_each_says_who_says_it_and_where(script):
    every = claims_of(script)
    app = visit(script, step=steps.name_of(PAGES[script].steps[-1]))
    table = next(
        part.value for part in app.main.markdown if part.value.startswith("| What is said")
    )
    for claim in every:
        assert f"| :small[{claim.by}:] {claim.said} " in table
    below = table.rpartition("\n\n")[2]
    for who, where in SOURCES.items():
        assert (f"{who}: {where}" in below) == any(claim.by == who for claim in every)


def test_the_post_is_named_where_it_is_quoted():
    assert "Exponential Linear Units are the New Cool" in SOURCES[POST]
    assert "Saikat Basak" in SOURCES[POST] and "notebook" in SOURCES[POST]
    assert {claim.by for _, claim in CLAIMS} == {*SOURCES}, "no source that says nothing"


def test_the_same_sentence_has_one_verdict_and_one_source_everywhere():
    judged = {}
    for _, claim in CLAIMS:
        judged.setdefault(claim.said, []).append((claim.verdict, claim.by))
    assert all(len(set(verdicts)) == 1 for verdicts in judged.values()), judged
    assert sum(len(verdicts) > 1 for verdicts in judged.values()) >= 5


def test_the_median_relu_network_keeps_about_what_theory_expects_of_narrow_layers():
    """Hanin, Nica (2018), arXiv:1812.05994: log squared norm near N(-b/2, b), b = 5 L / n."""
    (told,) = (c.truth for _, c in CLAIMS if c.said.startswith("With He's weights a ReLU"))
    kept = re.search(r"keeps ([\d.]+) of the norm with 32 .* and ([\d.]+) with 16", told).groups()
    for norm, units in zip(map(float, kept), (32, 16), strict=True):
        spread = 5 * 63 / units
        by_chance = 3 * 1.25 * (spread / 100) ** 0.5  # three standard errors of a median of 100
        assert abs(2 * math.log(norm) + spread / 2) < by_chance


def test_a_gradient_is_said_to_go_through_as_many_steps_as_its_figure_has():
    """From layer 50 back to layer 1 are 49 steps: what a reader computes is what is said."""
    told = " ".join(c.truth for c in claims_of("pages/depth.py"))
    assert "0.25⁴⁹ = 3.16 × 10⁻³⁰" in told and f"{0.25**49:.2e}" == "3.16e-30"
    assert "4.21 × 10⁻⁸ of it" in told and f"{0.5**24.5:.2e}" == "4.21e-08"
    (growth,) = re.findall(r"([\d.]+)-fold from layer 50 back to layer 1, 49 steps", told)
    assert float(growth) == pytest.approx(1.0716**24.5, abs=0.05)
    row = " ".join(c.truth for c in claims_of("pages/sigmoid_saturation.py"))
    assert "0.25¹⁰ = 9.54 × 10⁻⁷ through 10 units" in row and f"{0.25**10:.2e}" == "9.54e-07"


SLOWER, NO_DIFFERENCE, QUICKER = (
    Ratio(2, 1.5, 2.5, 9, 1, seeds=10),
    Ratio(1, 0.8, 1.2, 5, 5, seeds=10),
    Ratio(0.5, 0.4, 0.6, 1, 9, seeds=10),
)


@pytest.mark.parametrize(
    "late, verdict, how_often",
    [
        (SLOWER, "right", "in 12 of 12 comparisons, and slower in 0"),
        (NO_DIFFERENCE, "loose", "in 6 of 12 comparisons, and slower in 0"),
        (QUICKER, "loose", "in 6 of 12 comparisons, and slower in 6"),
    ],
)
def test_whether_mean_zero_makes_faster_follows_from_the_comparisons(
    monkeypatch, late, verdict, how_often
):
    def ratio(*_, level, **__):
        return SLOWER if level == findings.LEVEL else late

    def judged(setting, slow, fast, level):
        return practice.Judged(*[ratio(level=level)] * 3, 1.0)

    monkeypatch.setattr(findings, "ratio", ratio)
    monkeypatch.setattr(practice, "judged", judged)
    told = learning_speed._of_the_cause()
    assert told.said == FASTER and told.verdict == verdict and how_often in told.truth
    assert told.truth.count(f"{late.low:g} to {late.high:g}") == (6 if late != SLOWER else 0)
    assert told.truth.count("ReLU is faster") == (6 if late == QUICKER else 0)
    beside = elu_mean._of_the_mean()[0]
    assert beside.verdict == verdict and how_often in beside.truth


def test_if_mean_zero_were_never_faster_the_sentence_would_be_wrong(monkeypatch):
    monkeypatch.setattr(findings, "ratio", lambda *_, **__: QUICKER)
    slower = practice.Judged(*[QUICKER] * 3, 1.0)
    monkeypatch.setattr(practice, "judged", lambda *_: slower)
    assert learning_speed.of_mean_zero() == ("wrong", "in 0 of 12 comparisons, and slower in 12")
