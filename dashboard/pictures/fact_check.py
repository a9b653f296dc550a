"""The picture of the page that checks facts: verdicts, counted."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dashboard import charts, tables
from dashboard.claims.everywhere import Sentence
from dashboard.sections import VERDICTS
from dashboard.wording import listed, plural

PLACES = {"green": 6, "orange": 2, "red": 5, "gray": 4}  # of the palette, nearest to the badges
KINDS = tuple((verdict, PLACES[colour]) for verdict, colour in VERDICTS.items())


def counted(found: Sequence[Sentence]) -> dict[str, int]:
    """How many have which verdict."""
    judged = [sentence.verdict for sentence in found]
    return {verdict: judged.count(verdict) for verdict in VERDICTS}


def verdicts(found: Sequence[Sentence], total: int, name: str) -> None:
    """The verdicts on these sentences, of `total`, as one bar; the sentences go with its files."""
    counts = counted(found)
    ends = np.cumsum([0, *counts.values()])
    words = [f"{count} {verdict}" for verdict, count in counts.items()]
    charts.show(
        charts.counts(KINDS, total),
        name=name,
        key=name.lower(),
        parts=tables.columns(x=ends[:-1], x2=ends[1:], series=[*counts], text=words),
        beside={"sentences": _written(found)} if found else {},
        alt=f"The verdicts on {plural(len(found), 'sentence')} of {total}, as one bar: "
        f"{listed(words)}.",
    )


def _written(found: Sequence[Sentence]) -> pa.Table:
    """The sentences as a table to take along: a row for each page where one can be seen."""
    every = [(each, claim) for each in found for claim in each.claims.values()]
    return tables.columns(
        said=[each.said for each, _ in every],
        by=[each.by for each, _ in every],
        verdict=[each.verdict for each, _ in every],
        truth=[claim.truth for _, claim in every],
    )
