"""What the story says on each page, and what is true: data, with the figures computed.

A module per page, named like it; its `claims()` gives them in the order of the page.
"""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Claim:
    """A sentence that somebody says, our verdict, the computed evidence, and where it can be seen.

    `step` and `settings` are those of the page, as in a link.
    """

    said: str
    verdict: Literal["right", "loose", "wrong"]
    truth: str
    step: str
    settings: dict[str, Any] = field(default_factory=dict)
