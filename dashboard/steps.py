"""A page as a few steps: each a function of its controls, with one question and one main picture.

A step's parameters name its controls, its docstring is its question, and what it draws depends on
its arguments alone (and, where networks are trained, on how far that is). `run` is the last line
of every page and the only one that draws.
"""

import runpy
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace

import streamlit as st

from dashboard import (
    frame,
    modes,
    pins,
    predict,
    sections,
    session,
    share,
    stage,
    tasks,
    views,
)
from dashboard.builder import Builder
from dashboard.controls import IN_URL, Control, Numbers
from dashboard.declared import ALL as ALL
from dashboard.declared import Page as Page
from dashboard.declared import Step as Step
from dashboard.declared import name_of as name_of
from dashboard.declared import question as question
from dashboard.declared import scenarios_of as scenarios_of
from dashboard.declared import step as step
from dashboard.declared import takes as takes
from dashboard.questions import Asked

_asked: ContextVar[list[Page] | None] = ContextVar("asked", default=None)  # by `declared`


def declared(script: str) -> Page:
    """What the page of this script (a path below the project's root) declares; draws nothing."""
    given: list[Page] = []
    token = _asked.set(given)
    try:
        runpy.run_path(str(frame.ROOT / script))
    finally:
        _asked.reset(token)
    return replace(given[0], script=script)


def run(
    every: dict[str, Control],
    *steps: Step,
    asks: Asked | None = None,
    computed_by: tuple[Callable, ...] = (),
) -> None:
    """Draw the page: the chosen step of it, or all of them one below the other.

    `asks` are the questions of its steps; `computed_by` are functions whose code is shown at the
    end. Until some visitor has opened `/`, Streamlit answers a deep link by running the page's file
    alone; then the frame is put around it.
    """
    page = Page("", every, steps, asks or {})
    if (declaring := _asked.get()) is not None:
        declaring.append(page)
        return
    frame.enter()
    mine = session.mine()
    mine.controls = page.settable
    beside = modes.LINKED | {pins.KEY: page.pin, predict.KEY: predict.SWITCH} | tasks.linked(page)
    mine.carried = [key for key in beside if key not in (tasks.ANSWER, predict.KEY)]
    mine.locked = set()
    share.open_link(mine.page, [*page.names, ALL], mine.controls | beside, page.where)
    if task := tasks.opened(page):
        tasks.draw(page, task, page.named(_tasked([*page.names, ALL])))
    elif modes.alone():
        views.ALONE[modes.now()](page, page.named(_known([*page.names, ALL])))
    else:
        _whole(page, computed_by)


def _whole(page: Page, computed_by: tuple[Callable, ...]) -> None:
    """The page with all that is around its steps."""
    chosen = _choose([*page.names, ALL])
    shown = [each for each in page.steps if chosen in (name_of(each), ALL)]
    alone = len(shown) == 1  # a task is of one step
    with st.container(horizontal=True, vertical_alignment="center"):
        if alone:
            st.markdown(question(shown[0]), width="stretch")
        if page.asks:
            predict.switch()
        _pin(page, chosen)
    build = Builder(page, shown[0]) if alone and modes.now() == modes.TASK else None
    places = {each: _place(page, each, alone) for each in shown}
    _next(page.steps, shown)
    tables, code = sections.expanders(computed_by)
    then = [tables, *([build.draw] if build else [])]
    with st.sidebar:
        stage.live(page, places, then)
    code()


def _pin(page: Page, chosen: str) -> None:
    """The button that keeps the view at hand, or lets go of the one that is."""
    if chosen not in dict(page.pin.views):
        return
    pinned = pins.current(page.pin)
    if pinned and pinned[0] == chosen:
        st.button("Unpin", key="unpin", on_click=pins.let_go, help="Let go of the pinned view.")
    else:
        said = "Keep this view: charts draw it in grey behind the next ones, readings compare."
        st.button("Pin", key="pin view", on_click=pins.take, args=(page.pin,), help=said)


def _place(page: Page, each: Step, alone: bool):
    """Where a step is drawn, below its scenarios, and among others below its title and question.

    Scenarios leave alone what the visitor has pasted.
    """
    if not alone:
        st.markdown(f"## {name_of(each)}\n{question(each)}")
    if scenarios := scenarios_of(each):
        keys = page.keys(each)
        settings = {k: control for k, control in keys.items() if not isinstance(control, Numbers)}
        defaults = {key: control.default for key, control in settings.items()}
        sections.scenarios(each.__name__, scenarios, defaults)
    return st.container()


def _known(names: list[str]) -> str:
    """The step that the visitor, the link or the last visit of this page has chosen.

    All pages share the key, as their links share the name: on another page than before, what it
    holds is of the page before, unless a session opens with it.
    """
    mine = session.mine()
    if mine.chooses != mine.page or st.session_state.get("step") not in names:
        asked = st.session_state.get("step") if not mine.chooses else None
        known = mine.steps.get(mine.page, names[0])
        st.session_state["step"] = asked if asked in names else known
        mine.chooses = mine.page
    mine.steps[mine.page] = st.session_state["step"]
    return mine.steps[mine.page]


def _tasked(names: list[str]) -> str:
    """The step of the task by which this session has opened.

    What Back returns to may have lost it: Streamlit takes it out of the address where no control
    is bound to it any more, and the page may have been looked at in between.
    """
    mine = session.mine()
    mine.tasked = mine.tasked or _known(names)
    st.session_state["step"] = mine.steps[mine.page] = mine.tasked
    return mine.tasked


def _choose(names: list[str]) -> str:
    """The step in force, with the control that chooses it."""
    mine, known = session.mine(), _known(names)
    chosen = st.segmented_control(
        "Step", names, default=names[0], required=True, key="step",
        label_visibility="collapsed", **IN_URL,
    )  # fmt: skip
    mine.steps[mine.page] = chosen or known  # none where a link says `step=`
    return mine.steps[mine.page]


def _next(steps: tuple[Step, ...], shown: list[Step]) -> None:
    """Where to go from here: the next step, and from the last one the next page."""
    place = steps.index(shown[-1]) + 1
    if place < len(steps):
        following = steps[place]
        st.button(
            f"Next: {question(following)} →", key="next", type="tertiary",
            on_click=_go, args=(name_of(following),),
        )  # fmt: skip
    elif page := frame.after(session.mine().page):
        st.page_link(frame.ROOT / page.script, label=f"Next: {page.title}. {page.question} →")


def _go(name: str) -> None:
    st.session_state["step"] = name
