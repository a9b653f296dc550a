"""Fact check: the post's story in five sentences, and every claim of all pages in one place."""

from collections.abc import Iterable

import streamlit as st

from dashboard import sections, steps
from dashboard.claims import PAPER, POST, SELU_PAPER, SOURCES, everywhere
from dashboard.claims.everywhere import Sentence
from dashboard.controls import Choice, Phrase, Several, plain
from dashboard.pictures import fact_check as pictures
from dashboard.sections import VERDICTS
from dashboard.share import addressed
from dashboard.wording import plural

SENTENCES = everywhere.sentences()
TOTAL = len(SENTENCES)
ALL = "all"
PAGES = list(dict.fromkeys(title for title, _ in everywhere.everywhere()))
MEANING = {
    "right": "It holds as it is said.",
    "loose": "There is something in it, but it does not hold as it is said.",
    "wrong": "It does not hold.",
    "open": "What is computed here cannot tell.",
}

CONTROLS = {
    "verdict": Several(
        "Verdict",
        list(VERDICTS),
        [],
        help=" ".join(f"**{verdict}**: {meaning}" for verdict, meaning in MEANING.items()),
    ),
    "said_by": Several(
        "Who says it",
        list(SOURCES),
        [],
        help=" ".join(f"**{who}**: {where}" for who, where in SOURCES.items()),
    ),
    "on_page": Several("Where it is seen", PAGES, [], help="The page that shows it.", many=True),
    "words": Phrase(
        "Words",
        placeholder="such as gradient relu",
        help="All of these words are in the sentence, in what is true, or in who says it.",
    ),
    "claim": Choice(
        "One claim",
        [ALL, *SENTENCES],
        ALL,
        help="It stands first, with where it was said. This is its address, too.",
    ),
}


# --- The story ----------------------------------------------------------------------------------


def the_story():
    """Is the story that the post tells true?"""
    posts = [each for each in SENTENCES.values() if each.by == POST]
    readings(posts)
    pictures.verdicts(posts, len(posts), "Verdicts on the post")
    parts = everywhere.story()
    judged = [" ".join(sections.badge(each.verdict) for each in claims) for _, claims in parts]
    told = [f"**{text}**" for text, _ in parts]
    in_the_margin("story", zip(judged, told, strict=True))
    rested_on = [each for _, claims in parts for each in claims]
    sections.say(
        f"The story in {len(parts)} sentences, with a verdict on each part of them. The bar counts "
        f"all {plural(len(posts), 'sentence')} of the post that are judged; these are the "
        f"{len(rested_on)} that the story rests on:"
    )
    listing("evidence", rested_on)


# --- Every claim --------------------------------------------------------------------------------


@steps.step(
    pinned=False,
    scenarios={
        "Everything": {},
        "What is wrong": {"verdict": ["wrong"]},
        "What the papers say": {"said_by": [PAPER, SELU_PAPER]},
    },
)
def every_claim(verdict, said_by, on_page, words, claim):
    """What is said, by whom, and what is true?"""
    if claim != ALL:
        one(SENTENCES[claim])
    found = [each for each in SENTENCES.values() if each.fits(verdict, said_by, on_page, words)]
    readings(found)
    pictures.verdicts(found, TOTAL, "Verdicts")
    if found:
        sections.say(about(found))
        listing("claims", found)
    else:
        other = f", or search for something else than “{plain(words)}”" * bool(words.strip())
        st.markdown(f"None of the {TOTAL} sentences fits: take away a filter{other}.")


def about(found: list[Sentence]) -> str:
    """How many of the sentences these are, and how many of them hold."""
    right = pictures.counted(found)["right"]
    shown = plural(len(found), "sentence")
    return (
        f"{shown} of {TOTAL}, each once; {right or 'none'} of them "
        f"{'holds' if right < 2 else 'hold'} as said."
    )


def one(sentence: Sentence) -> None:
    """A claim alone: the sentence, who says it and where, and the evidence."""
    truth = "\n\n".join(evidence(sentence))
    with st.container(border=True):
        st.markdown(
            f"### {sentence.said}\n\n{sections.badge(sentence.verdict)} {truth}\n\n"
            f":small[{sentence.by}: {SOURCES[sentence.by]}]"
        )


# --- Both ---------------------------------------------------------------------------------------


def readings(found: list[Sentence]) -> None:
    """How many have which verdict."""
    counts = pictures.counted(found).items()
    sections.metrics(*((verdict.capitalize(), str(n), MEANING[verdict]) for verdict, n in counts))


def listing(key: str, found: list[Sentence]) -> None:
    """Sentences, a row each, with their verdicts in the margin."""
    in_the_margin(key, ((sections.badge(each.verdict), row(each)) for each in found))


def row(sentence: Sentence) -> str:
    """A sentence, what is true, who says it, and the link to the sentence alone."""
    alone = {"step": steps.name_of(every_claim), "claim": sentence.address}
    return (
        f"**{sentence.said}** {' '.join(evidence(sentence))} "
        f":small[{sentence.by}.\u00a0[Link]({addressed('', alone)})]"
    )


def evidence(sentence: Sentence) -> list[str]:
    """What is true, on each page that shows it, with a link there."""
    return [
        f"{claim.truth} [Show me on {title}]({sections.view(claim, everywhere.page_of(title))})"
        for title, claim in sentence.claims.items()
    ]


def in_the_margin(key: str, rows: Iterable[tuple[str, str]]) -> None:
    """Text with something beside it, a row each."""
    table = ["| Verdict | What is said, and what is true |", "|---|---|"]
    with st.container(key=f"margin {key}"):
        sections.table("\n".join(table + [f"| {beside} | {text} |" for beside, text in rows]))


steps.run(CONTROLS, the_story, every_claim, computed_by=(everywhere.everywhere, Sentence.fits))
