"""The cards in words, for every activation at every end of its parameters."""

import pytest

from activations import ACTIVATIONS
from dashboard import cards
from tests.test_functions import settings


@pytest.mark.parametrize("act", list(settings()))
def test_every_card_is_whole(act):
    rows = cards.facts(act)
    assert all(rows.values()) and "nan" not in " ".join(rows.values())
    assert act.label in cards.summary(act) and act.used.endswith(".")


@pytest.mark.parametrize(
    "name, outputs, minimum",
    [
        ("relu", "[0, ∞)", "0 for x in (−∞, 0]"),
        ("hardtanh", "[−1, 1]", "−1 for x in (−∞, −1]"),
        ("sigmoid", "(0, 1)", "none: it only comes near to 0, far out"),
        ("identity", "(−∞, ∞)", "none: it falls without end"),
        ("silu", "[−0.2785, ∞)", "−0.27846454 at x = −1.2784645"),
    ],
)
def test_ranges_and_minima_in_words(name, outputs, minimum):
    rows = cards.facts(ACTIVATIONS[name])
    assert (rows["Outputs"], rows["Minimum"]) == (outputs, minimum)


def test_mistakes_name_no_one_and_are_judged():
    assert len(cards.mistakes()) == 11
    assert all(mistake.verdict in ("wrong", "loose") for mistake in cards.mistakes())
