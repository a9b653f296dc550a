"""All claims in one place: each once, with an address; filters, search, and the story."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import charts, downloads, frame, steps
from dashboard.claims import PAPER, POST, SELU_PAPER, SOURCES, everywhere
from dashboard.controls import plain
from dashboard.pictures.fact_check import KINDS, counted
from dashboard.sections import VERDICTS
from tests.pages import PAGES, assert_whole, of, readings, texts, visit, warnings, widgets
from tests.test_share import link

SCRIPT = "pages/fact_check.py"
SENTENCES = everywhere.sentences()
EVERY = list(SENTENCES.values())
every_sentence = pytest.mark.parametrize("address", SENTENCES)


def check(**link):
    """A first visit of the step that lists claims."""
    app = visit(SCRIPT, step="Every claim", **link)
    assert_whole(app)
    return app


def rows(app) -> list[str]:
    """What the last table shows, a line a row."""
    tables = [text for text in texts(app) if text.startswith("| Verdict")]
    return tables[-1].split("\n")[2:] if tables else []


def said(app) -> list[str]:
    return [re.search(r"\*\*(.*?)\*\*", row)[1] for row in rows(app)]


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


# --- The sentences ------------------------------------------------------------------------------


def test_a_sentence_of_several_pages_stands_once_with_all_of_them():
    assert len({each.said for each in EVERY}) == len(EVERY) < len(everywhere.everywhere())
    gathered = [(title, claim) for each in EVERY for title, claim in each.claims.items()]
    assert sorted(map(str, gathered)) == sorted(map(str, everywhere.everywhere()))
    for each in EVERY:
        for claim in each.claims.values():
            assert (claim.said, claim.by, claim.verdict) == (each.said, each.by, each.verdict)


def test_the_post_the_papers_and_what_circulates_are_there():
    by = {who: [each for each in EVERY if each.by == who] for who in SOURCES}
    assert len(by[POST]) == 23 and all(by.values()), "and the listing of a copy is the 24th"
    assert "the-derivative-of-the-sigmoid-is-x-1-x" in SENTENCES
    assert len(by[PAPER]) > 5


@every_sentence
def test_an_address_is_plain_ascii_and_made_from_the_sentence(address):
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", address) and len(address) < 120
    assert everywhere.slug(SENTENCES[address].said) == address == SENTENCES[address].address


@pytest.mark.parametrize(
    "sentence, address",
    [
        ("The offset α is where the sigmoid is 0.", "the-offset-alpha-is-where-the-sigmoid-is-0"),
        ("σ′ = x(1 − x)", "sigma-x-1-x"),
        ("0.25ⁿ, ½ of log(1 + eˣ)", "0-25n-1-2-of-log-1-ex"),
        ("The ReLU's “kink”, one’s own", "the-relus-kink-ones-own"),
    ],
)
def test_signs_of_a_sentence_in_its_address(sentence, address):
    assert everywhere.slug(sentence) == address


def test_two_sentences_with_one_address_would_be_seen():
    """They would stand as one: the sentences are as many as the addresses."""
    assert len(SENTENCES) == len({claim.said for _, claim in everywhere.everywhere()})


# --- The story ----------------------------------------------------------------------------------


def test_the_story_is_told_in_five_sentences_with_their_verdicts_beside():
    app = visit(SCRIPT)
    assert_whole(app)
    story = everywhere.story()
    assert len(story) == 5
    told, evidence = (text for text in texts(app) if text.startswith("| Verdict"))
    for (sentence, parts), row in zip(story, told.split("\n")[2:], strict=True):
        margin, text = row.strip("| ").split(" | ")
        assert text == f"**{sentence}**"
        assert re.findall(r"badge\[(\w+)\]", margin) == [part.verdict for part in parts]
        for part in parts:
            assert part.by == POST and f"**{part.said}** " in evidence
            assert all(claim.truth in evidence for claim in part.claims.values())
    posts = counted([each for each in EVERY if each.by == POST])
    assert dict(readings(app)) == {name.capitalize(): str(n) for name, n in posts.items()}


# --- The list -----------------------------------------------------------------------------------


def test_every_claim_is_listed_with_its_verdict_evidence_and_links():
    app = check()
    assert said(app) == [each.said for each in EVERY]
    for each, row in zip(EVERY, rows(app), strict=True):
        assert f":{VERDICTS[each.verdict]}-badge[{each.verdict}]" in row and each.by in row
        *shown, alone = links(row)
        assert parse_qs(urlsplit(alone).query)["claim"] == [each.address]
        for (title, claim), address in zip(each.claims.items(), shown, strict=True):
            assert claim.truth in row and f"Show me on {title}" in row
            asked = urlsplit(address)
            script = next(page.script for page in frame.PAGES if page.title == title)
            assert script == f"pages/{asked.path}.py" and not asked.netloc
            query = parse_qs(asked.query, keep_blank_values=True)
            assert query["step"] == [claim.step]
            assert query.keys() == {"step", *claim.settings}


def searched(each: everywhere.Sentence) -> str:
    """What the help of the search says that it goes through."""
    return everywhere.searched(
        " ".join([each.said, each.by, *(c.truth for c in each.claims.values())])
    )


FILTERS = [
    {"verdict": ["wrong"]},
    {"verdict": ["right", "open"]},
    {"said_by": [PAPER]},
    {"on_page": ["Depth", "Gallery"]},
    {"verdict": ["loose"], "said_by": [POST, SELU_PAPER], "on_page": ["Depth"]},
    {"words": "GRADIENT relu"},
    {"words": "1 - X", "verdict": ["loose"]},
]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_filters_leave_what_they_say_and_the_counts_are_of_that(asked):
    wanted = [
        each
        for each in EVERY
        if each.verdict in asked.get("verdict", VERDICTS)
        and each.by in asked.get("said_by", SOURCES)
        and set(each.claims) & set(asked.get("on_page", each.claims))
        and all(
            word in searched(each) for word in everywhere.searched(asked.get("words", "")).split()
        )
    ]
    app = check(**asked)
    assert 0 < len(wanted) < len(EVERY) and said(app) == [each.said for each in wanted]
    assert [int(value) for _, value in readings(app)] == list(counted(wanted).values())
    assert sum(int(value) for _, value in readings(app)) == len(wanted)
    assert any(text.startswith(f"{len(wanted)} sentence") for text in texts(app))
    assert not app.warning


def test_two_filters_one_after_the_other_and_back():
    app = check()
    widgets(app)["verdict"].set_value(["wrong"]).run()
    wrong = said(app)
    widgets(app)["on_page"].set_value(["Gallery"]).run()
    assert 0 < len(said(app)) < len(wrong) and set(said(app)) < set(wrong)
    widgets(app)["verdict"].set_value([]).run()
    assert len(said(app)) == sum("Gallery" in each.claims for each in EVERY)


@pytest.mark.parametrize("words", ["<b>no</b> *such* [word](x)", "`$` | _q_", "\\ nothing"])
def test_a_search_without_a_find_says_so_letter_by_letter(words):
    app = check(words=words, verdict="wrong")
    assert not rows(app) and {value for _, value in readings(app)} == {"0"}
    told = next(text for text in texts(app) if text.startswith("None of the"))
    assert f"“{plain(words)}”" in told


@pytest.mark.parametrize(
    "typed, address",
    [
        ("σ′ = x(1 − x)", "the-derivative-of-the-sigmoid-is-x-1-x"),
        ("σ'(x) = σ(x)*(1-σ(x))", "the-derivative-of-the-sigmoid-is-x-1-x"),
        ("σ’ = X (1-x)", "the-derivative-of-the-sigmoid-is-x-1-x"),
        ("0.25^n", "through-n-sigmoid-layers-the-gradient-is-0-25n"),
        ("log(1+e^x) sum", "log-1-ex-approximates-the-sum"),
        ("max( 0,x )", "instead-of-log-1-ex-max-0-x-works-fine"),
        ("α(e^x-1) = α (eˣ − 1)", "elu-is-alpha-ex-1-below-zero"),
        ("α e**x − 1", "elu-is-alpha-ex-1-below-zero"),
        ("sin(a x)/a", "snake-is-x-sin-a-x-a"),
        ("9.54 * 10^-7", "that-the-slope-is-0-for-large-x-is-the-vanishing-gradient-problem"),
        ("sigmoid less 1/2", "tanh-loses-less-gradient-than-the-sigmoid-because-its-mean-is-0"),
    ],
)
def test_typed_mathematics_finds_what_is_printed(typed, address):
    found = [each.address for each in EVERY if each.fits([], [], [], typed)]
    assert address in found and len(found) <= 2


def test_blank_words_find_everything():
    assert said(check(words="   ")) == [each.said for each in EVERY]
    empty = check(verdict="open", on_page="Depth")
    assert not rows(empty) and "“" not in next(t for t in texts(empty) if t.startswith("None of"))


# --- One claim ----------------------------------------------------------------------------------


@every_sentence
def test_an_address_shows_its_claim_first(address):
    sentence, app = SENTENCES[address], check(claim=address)
    assert not app.warning and widgets(app)["claim"].value == address
    first = next(text for text in texts(app) if text.startswith("### "))
    assert first.startswith(f"### {sentence.said}\n")
    assert all(claim.truth in first for claim in sentence.claims.values())
    assert f"{sentence.by}: {SOURCES[sentence.by]}" in first
    assert len(links(first)) == len(sentence.claims)
    assert len(rows(app)) == len(EVERY), "and the others below"


def test_an_address_that_no_claim_has_gets_a_notice():
    app = check(claim="relu-is-<b>best</b>")
    assert "“claim = relu" in warnings(app) and "<b>" not in warnings(app).replace("\\<", "")
    assert f"one of the {len(EVERY) + 1} in the list “One claim”" in warnings(app).replace("\\", "")
    assert widgets(app)["claim"].value == "all" and said(app) == [each.said for each in EVERY]


def test_share_holds_the_claim_and_reset_takes_it_away():
    app = check(claim="elu-never-saturates", words="elu")
    assert link(app) == {
        "step": ["Every claim"], "claim": ["elu-never-saturates"], "words": ["elu"],
    }  # fmt: skip
    app.button(key="reset").click().run()
    assert widgets(app)["claim"].value == "all" and said(app) == [each.said for each in EVERY]
    assert not any(text.startswith("### ") for text in texts(app))


# --- The bar ------------------------------------------------------------------------------------


def test_the_bar_has_a_part_for_each_verdict_that_occurs():
    app = check(said_by=PAPER)
    chart = of(app).shown["Verdicts"]
    svg = downloads.svg(chart.specification, chart.tables, False)
    bars = re.findall(r'aria-roledescription="bar"|fill-opacity="0.3"', svg)
    there = [count for count in counted([e for e in EVERY if e.by == PAPER]).values() if count]
    assert len(there) < len(VERDICTS) and bars.count('fill-opacity="0.3"') == len(there)
    assert "NaN" not in svg
    colours = {place for _, place in KINDS}
    assert len(colours) == len(VERDICTS) == len(KINDS)
    assert chart.specification["height"] == charts.counts(KINDS, len(EVERY))["height"]


def test_the_sentences_can_be_taken_along():
    app = check(verdict="open")
    those = [each for each in EVERY if each.verdict == "open"]
    table = downloads.csv(of(app).shown["Verdicts"].tables)
    assert those and all(each.said in table for each in those) and "sentences" in table
    assert "nothing" not in downloads.csv(of(check(words="qqq")).shown["Verdicts"].tables)


def test_the_page_offers_every_page_that_judges():
    control = PAGES[SCRIPT].controls["on_page"]
    assert list(control.options) == list(dict.fromkeys(t for t, _ in everywhere.everywhere()))
    assert steps.name_of(PAGES[SCRIPT].steps[0]) == "The story"
