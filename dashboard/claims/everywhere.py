"""What is said on all pages, each sentence once and with an address; and the story they make up."""

import re
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from unicodedata import name, normalize

from dashboard.claims import Claim
from dashboard.frame import PAGES

STORY = {  # the post's, in five sentences, and the addresses of what each of them says
    "The sigmoid squashes any input into (0, 1), and it is differentiable, which gradient descent "
    "needs.": (
        "the-output-lies-in-0-1",
        "gradient-descent-needs-differentiability",
    ),
    "But it saturates: for large inputs its slope is 0, so the gradient vanishes.": (
        "for-large-x-the-output-is-constant-so-its-slope-is-0",
        "that-the-slope-is-0-for-large-x-is-the-vanishing-gradient-problem",
    ),
    "A sum of shifted sigmoids keeps its gradient, and softplus, log(1 + eˣ), approximates the "
    "sum.": (
        "the-gradient-of-the-sum-does-not-vanish-any-more",
        "log-1-ex-approximates-the-sum",
    ),
    "The ReLU, max(0, x), works as well as softplus, but its positive mean can slow down "
    "learning.": (
        "instead-of-log-1-ex-max-0-x-works-fine",
        "a-positive-mean-can-slow-down-learning",
    ),
    "The ELU brings the mean close to 0, so that it learns faster, and it is more robust to "
    "noise.": (
        "with-elu-the-mean-activation-can-be-close-to-0",
        "a-mean-activation-of-0-makes-learning-faster",
        "elu-helps-to-learn-representations-that-are-more-robust-to-noise",
    ),
}


class Sentence(NamedTuple):
    """A sentence of somebody with its verdict, and its claims by the title of their page.

    `address` is its word in a link, `found_by` the text that a search goes through.
    """

    address: str
    said: str
    by: str
    verdict: str
    claims: dict[str, Claim]
    found_by: str

    def fits(self, verdicts: list[str], by: list[str], pages: list[str], words: str) -> bool:
        """Whether it has one of these verdicts, speakers and pages, if any, and all the words."""
        return (
            (not verdicts or self.verdict in verdicts)
            and (not by or self.by in by)
            and (not pages or not self.claims.keys().isdisjoint(pages))
            and all(word in self.found_by for word in searched(words).split())
        )


@lru_cache(maxsize=1)
def everywhere() -> tuple[tuple[str, Claim], ...]:
    """Every claim with the title of its page, in the order of the pages."""
    modules = {page.title: f"{__package__}.{stem(page.script)}" for page in PAGES}
    return tuple(
        (title, claim)
        for title, module in modules.items()
        if find_spec(module)
        for claim in import_module(module).claims()
    )


@lru_cache(maxsize=1)
def sentences() -> dict[str, Sentence]:
    """Every sentence by its address, in the order of the pages."""
    by_address: dict[str, dict[str, Claim]] = {}
    for title, claim in everywhere():
        by_address.setdefault(slug(claim.said), {})[title] = claim
    return {address: _sentence(address, claims) for address, claims in by_address.items()}


def _sentence(address: str, claims: dict[str, Claim]) -> Sentence:
    first = next(iter(claims.values()))
    words = searched(" ".join([first.said, first.by, *(claim.truth for claim in claims.values())]))
    found_by = f"{words} {words.replace(' (', '(')}"
    return Sentence(address, first.said, first.by, first.verdict, claims, found_by)


def story() -> list[tuple[str, list[Sentence]]]:
    """The five sentences, each with those that it is made of."""
    return [(text, [sentences()[part] for part in parts]) for text, parts in STORY.items()]


def page_of(title: str) -> str:
    """The address of a page from another."""
    return next(stem(page.script) for page in PAGES if page.title == title)


def stem(script: str) -> str:
    """What a page is called in its address, as its claims' module is."""
    return Path(script).stem


def slug(sentence: str) -> str:
    """A sentence as a word of an address: small letters and digits of ASCII, and hyphens.

    A Greek letter is spelt out; signs are left out.
    """
    spelt = "".join(map(_spelt, folded(sentence)))
    return "-".join(re.findall("[a-z0-9]+", spelt.replace("'", "")))


def _spelt(letter: str) -> str:
    words = name(letter, "").lower().split()
    return f" {words[-1]} " if words[:1] == ["greek"] else letter


def folded(text: str) -> str:
    """A text in small letters, raised ones like others, with the signs of a keyboard."""
    plain = normalize("NFKD", text.replace("´", "'")).casefold()
    return plain.translate(str.maketrans("−–—‐’‘′ʹ“”×·⋅⁄", "----''''\"\"***/"))


def searched(text: str) -> str:
    """A text as it is searched: a formula is the same however it is spaced and typed.

    A comma, “=” and “*” part words; the sign of a power is nothing.
    """
    words = re.sub("[,=*]", " ", folded(text).replace("**", "").replace("^", ""))
    return re.sub(r"\s*([-+/])\s*|(\()\s+|\s+(?=\))", r"\1\2", words)
