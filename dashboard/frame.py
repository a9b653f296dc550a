"""The frame around every page: the table of pages, navigation, and the guard for deep links."""

from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from dashboard import downloads, modes, own, predict, session, share, streamlit_internals, turns

ROOT = Path(__file__).parent.parent
# As text, which travels with the page: a file could be gone from the server before it is asked for.
ICON = (ROOT / "dashboard" / "icon.svg").read_text().strip()


class PageInfo(NamedTuple):
    """A page of the app: its script, its title, and the question that it answers."""

    script: str
    title: str
    question: str


HOME = PageInfo(
    "dashboard/home.py",
    "Activation Lab",
    "A lab for activation functions: touch a curve, see what it does to a deep network, and check "
    "what is said about it.",
)
PAGES = (
    PageInfo(
        "pages/sigmoid_saturation.py",
        "Sigmoid saturation",
        "When does a sigmoid unit stop learning because its input is large?",
    ),
    PageInfo(
        "pages/sum_of_sigmoids.py",
        "Sum of sigmoids",
        "How does a row of shifted sigmoids turn into softplus, and softplus into the ReLU?",
    ),
    PageInfo(
        "pages/relu_bias.py",
        "ReLU bias",
        "What does a positive mean output do to the next layer, and when does it slow learning?",
    ),
    PageInfo(
        "pages/elu_mean.py",
        "ELU mean",
        "How close to zero does the ELU bring the mean, and what does its floor do to noise?",
    ),
    PageInfo(
        "pages/depth.py",
        "Depth",
        "What do many layers make of a signal and of a gradient, and can it be predicted?",
    ),
    PageInfo(
        "pages/learning_speed.py",
        "Learning speed",
        "Does an activation whose mean is close to zero learn faster, if all are treated fairly?",
    ),
    PageInfo(
        "pages/gallery.py",
        "Gallery",
        "Which activations are there, what must be known of each, and how is it written in code?",
    ),
    PageInfo(
        "pages/fact_check.py",
        "Fact check",
        "What do the post, the papers and the web say of all this, and which of it is true?",
    ),
)


def navigation():
    """Register every page with Streamlit and give the one that the address asks for."""
    home = st.Page(ROOT / HOME.script, title="The story", default=True)
    rest = [st.Page(ROOT / page.script, title=page.title) for page in PAGES]
    return st.navigation([home, *rest], position="top")


def after(title: str) -> PageInfo | None:
    """The page that follows the one of this title."""
    titles = [page.title for page in PAGES]
    place = titles.index(title) + 1 if title in titles else len(PAGES)
    return PAGES[place] if place < len(PAGES) else None


def run(page) -> None:
    """Draw what is above every page, then the page, then what Share and Download hold of it.

    These two are filled in whole runs only, which opening them starts.
    """
    info = next((info for info in PAGES if info.title == page.title), HOME)
    mine = session.mine()
    if mine.page != info.title:
        mine.opened = False
    mine.page, mine.framed, mine.reframed = info.title, True, False
    mine.drawn, mine.shown, mine.carried, mine.asked = {}, {}, [], False
    own.receive()
    predict.receive()
    with turns.turn(), streamlit_internals.together():
        streamlit_internals.style()
        if modes.alone() and info is not HOME:
            page.run()
            return
        link, files = share.row(info.title, alone=info is HOME or modes.asks())
        page.run()
        if not mine.asked:
            with st.sidebar:
                own.field()
        share.fill(link, info.title)
        if files:
            downloads.fill(files)


def way(words: str, title: str, step: str, **settings: Any) -> None:
    """Draw a link to a step of a page at these settings; the own f(x) goes along."""
    script = next(page.script for page in PAGES if page.title == title)
    asked = {"step": step} | own.link() | settings
    query = {key: share.written(value) for key, value in asked.items()}
    st.page_link(ROOT / script, label=f"{words} →", query_params=query)


def enter() -> None:
    """Make sure that the frame is around this page; called by what draws a page.

    Until some visitor has opened `/`, Streamlit answers a deep link by running the page's file
    alone: then the navigation is registered here, once, and the run starts again inside the frame.
    """
    mine = session.mine()
    if mine.framed:
        mine.framed = False
    elif not mine.reframed:  # else it is run as a script of its own
        mine.reframed = True
        navigation()
        st.rerun()
