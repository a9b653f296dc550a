"""A page as a few steps: each a function of its controls, with one question and one main picture.

A step's parameters name its controls, its docstring is its question, and what it draws depends on
its arguments alone (and, where networks are trained, on how far that is). `run` is the last line
of every page and the only one that draws.
"""

import inspect
import runpy
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import (
    controls,
    frame,
    kept,
    own,
    sections,
    session,
    share,
    streamlit_internals,
    turns,
)
from dashboard.controls import IN_URL, Control, Numbers

ALL = "All"
Step = Callable[..., None]
Scenarios = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """What a page declares: its script, its controls by name, its steps in order."""

    script: str
    controls: dict[str, Control]
    steps: tuple[Step, ...]

    def keys(self, step: Step) -> dict[str, Control]:
        """What a step takes, by key in the link."""
        return controls.parts({name: self.controls[name] for name in takes(step)})


_asked: ContextVar[list | None] = ContextVar("asked", default=None)  # by `declared`


def declared(script: str) -> Page:
    """What the page of this script (a path below the project's root) declares; draws nothing."""
    given: list = []
    token = _asked.set(given)
    try:
        runpy.run_path(str(frame.ROOT / script))
    finally:
        _asked.reset(token)
    return Page(script, *given)


def step(*, name: str = "", scenarios: Scenarios | None = None, live: bool = False):
    """Say more of a step than its signature does.

    `name` is for one whose function cannot be called what it is; `scenarios` are one-click views,
    by name the controls of the step that are not at their default there; a `live` step holds
    controls or shows what changes by itself: it is drawn at every run, and keeps its own parts by
    `kept.draw` or `live.follow`.
    """

    def declare(function: Step) -> Step:
        function.step_name, function.scenarios, function.live = name, scenarios or {}, live
        return function

    return declare


def name_of(function: Step) -> str:
    """What the step is called, on the page and in the link."""
    return getattr(function, "step_name", "") or function.__name__.replace("_", " ").capitalize()


def question(function: Step) -> str:
    """What the step answers: the first line of its docstring."""
    return (function.__doc__ or "").strip().split("\n")[0]


def takes(function: Step) -> list[str]:
    """The names of its controls, in the order of the sidebar."""
    return list(inspect.signature(function).parameters)


def scenarios_of(function: Step) -> Scenarios:
    """Its one-click views by name."""
    return getattr(function, "scenarios", {})


def run(every: dict[str, Control], *steps: Step, computed_by: tuple[Callable, ...] = ()) -> None:
    """Draw the page: the chosen step of it, or all of them one below the other.

    `computed_by` are functions whose code is shown at the end. Until some visitor has opened `/`,
    Streamlit answers a deep link by running the page's file alone; then the frame is put around it.
    """
    if (asked := _asked.get()) is not None:
        asked += [every, steps]
        return
    frame.enter()
    mine = session.mine()
    mine.controls = controls.parts(every)
    share.open_link(mine.page, [*map(name_of, steps), ALL])
    chosen = _choose([*map(name_of, steps), ALL])
    shown = [each for each in steps if chosen in (name_of(each), ALL)]
    places = [_place(every, each, len(shown) > 1) for each in shown]
    _next(steps, shown)
    tables, code = sections.expanders(computed_by)
    with st.sidebar:
        _live(every, dict(zip(shown, places, strict=True)), tables)
    code()


def _place(every: dict[str, Control], each: Step, among: bool):
    """Where a step is drawn, below its question and scenarios; `among` others it has a title.

    Scenarios leave alone what the visitor has pasted.
    """
    st.markdown(f"## {name_of(each)}\n{question(each)}" if among else question(each))
    if scenarios := scenarios_of(each):
        keys = controls.parts({name: every[name] for name in takes(each)})
        settings = {k: control for k, control in keys.items() if not isinstance(control, Numbers)}
        defaults = {key: control.default for key, control in settings.items()}
        sections.scenarios(each.__name__, scenarios, defaults)
    return st.container()


def _choose(names: list[str]) -> str:
    """The step in force, chosen by the visitor, the link or the last visit of this page.

    All pages share the key, as their links share the name: on another page than before, what it
    holds is of the page before, unless a session opens with it.
    """
    mine = session.mine()
    if mine.chooses != mine.page or st.session_state.get("step") not in names:
        asked = st.session_state.get("step") if not mine.chooses else None
        known = mine.steps.get(mine.page, names[0])
        st.session_state["step"] = asked if asked in names else known
        mine.chooses = mine.page
    chosen = st.segmented_control(
        "Step", names, default=names[0], required=True, key="step",
        label_visibility="collapsed", **IN_URL,
    )  # fmt: skip
    mine.steps[mine.page] = chosen or names[0]  # none where a link says `step=`
    return mine.steps[mine.page]


@st.fragment(key="live")
def _live(every: dict[str, Control], places: dict[Step, Any], tables: Callable) -> None:
    """Controls in the sidebar, each step in its place: a move of a control runs no more than this.

    What is drawn replaces what was there.
    """
    mine = session.mine()
    with turns.turn(), streamlit_internals.together():
        mine.drawn, mine.shown, values = {}, {}, {}
        for name in _in_order(every, places):
            control = every[name]
            if control.counts(values):
                values[name] = control.draw(name, values)
                mine.drawn |= control.in_sight(name, values[name])
            else:
                values[name] = control.idle()
        for each, place in places.items():
            with place:
                taken = {name: values[name] for name in takes(each)}
                if taken and len(places) == 1:
                    first = next(iter(taken))
                    every[first].mirror(first)
                with own.excused():
                    if getattr(each, "live", False):
                        each(**taken)
                    else:
                        kept.draw(each, **taken)
        tables()


def _in_order(every: dict[str, Control], shown: Iterable[Step]) -> list[str]:
    """The controls to draw: those of one step in its order, of several in the page's."""
    named = [takes(each) for each in shown]
    return named[0] if len(named) == 1 else [name for name in every if name in sum(named, [])]


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
