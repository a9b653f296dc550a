"""What the prepared comparison says about the level to which time is taken."""

import pytest

from activations.learning import findings
from activations.learning.comparison import ALONG


@pytest.mark.parametrize("level, known", [(0.5, 3.41), (0.1, 1.76), (0.01, 1.05), (0.002, 0.73)])
def test_elu_is_ahead_early_and_behind_late(level, known):
    """As it was computed from the same curves elsewhere."""
    assert findings.ratio(level=level, **findings.FAIR).middle == pytest.approx(known, abs=0.005)


def test_the_ratio_along_the_levels_turns_round():
    first, last = (
        findings.ratio(level=level, **findings.FAIR) for level in ALONG[:: len(ALONG) - 1]
    )
    assert first.low > 1 and last.high < 1
