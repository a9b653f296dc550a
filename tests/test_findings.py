"""What the prepared comparison says about the level to which time is taken."""

import numpy as np
import pytest

from activations.learning import findings
from activations.learning.comparison import ALONG


@pytest.mark.parametrize("level, known", [(0.5, 3.41), (0.1, 1.76), (0.01, 1.05), (0.002, 0.73)])
def test_elu_is_ahead_early_and_behind_late(level, known):
    """As it was computed from the same curves elsewhere."""
    assert findings.ratio(level=level, **findings.FAIR).middle == pytest.approx(known, abs=0.005)


def test_the_ratio_along_the_levels_turns_round():
    found = findings.ratio_by_level(**findings.FAIR)
    assert found.level.tolist() == list(ALONG) and findings.LEVEL in found.level
    at = int(np.argmin(np.abs(found.level - findings.LEVEL)))
    assert (found.middle[at], found.low[at], found.high[at]) == findings.ratio(**findings.FAIR)[:3]
    assert found.low[0] > 1 and found.high[-1] < 1
    assert np.isfinite(found.middle).all()
