"""What is said on each page, who says it, and what is true: data, with the figures computed.

A module per page, named like it; its `claims()` gives them in the order of the page.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

POST, COPY, WEB = "The post", "A copy of the post", "On the web"
PAPER, SELU_PAPER = "The ELU paper", "The SELU paper"
# Sentences that stand on several pages.
VANISHING = "That the slope is 0 for large x is the vanishing gradient problem."
MAX_WORKS = "Instead of log(1 + eˣ), max(0, x) works fine."
NEAR_ZERO = "With ELU the mean activation can be close to 0."
FASTER = "A mean activation of 0 makes learning faster."
A_QUARTER = "Through n sigmoid layers the gradient is 0.25ⁿ."

SOURCES = {  # who says it, and where that stands
    POST: "“Exponential Linear Units are the New Cool” by Saikat Basak (2017), and his notebook "
    "(saikatbsk/ml-playground on GitHub).",
    COPY: "one whose ELU listing lacks two lines; the post and the notebook have them.",
    PAPER: "Clevert, Unterthiner, Hochreiter (2015), arXiv:1511.07289.",
    SELU_PAPER: "Klambauer, Unterthiner, Mayr, Hochreiter (2017), arXiv:1706.02515.",
    WEB: "lessons, documentation and explorers of activations by others.",
}


@dataclass(frozen=True)
class Claim:
    """A sentence that somebody says, our verdict, the computed evidence, and where it can be seen.

    `step` and `settings` are those of the page, as in a link. `by` is who says it, of `SOURCES`. A
    sentence of somebody is said in the same words on every page, and has one verdict. "open": what
    is computed here cannot tell.
    """

    said: str
    verdict: Literal["right", "loose", "wrong", "open"]
    truth: str
    step: str
    settings: dict[str, Any] = field(default_factory=dict)
    by: str = POST
