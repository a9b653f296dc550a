"""Claims: each is judged, says where it can be seen, and that view is there."""

import importlib
from pathlib import Path

import pytest

from dashboard import share, steps
from tests.pages import PAGES, SCRIPTS, assert_whole, every_page, visit, widgets


def claims_of(script: str):
    return importlib.import_module(f"dashboard.claims.{Path(script).stem}").claims()


CLAIMS = [(script, claim) for script in SCRIPTS for claim in claims_of(script)]


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
        assert claim.verdict in ("right", "loose", "wrong")
        assert claim.said.endswith((".", "?")) and claim.truth.endswith(".")
        assert "nan" not in claim.truth.lower().split() and "|" not in claim.said + claim.truth
