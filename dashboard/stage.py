"""How a step comes onto the page: its controls, what it asks, and how it looks."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import kept, looks, modes, own, pins, predict, session, streamlit_internals, turns
from dashboard.declared import Page, Step, name_of, takes
from dashboard.looks import Look
from dashboard.predict import Asking
from dashboard.wording import pending

Places = dict[Step, Any]


@st.fragment(key="live")
def live(
    page: Page,
    places: Places,
    then: Sequence[Callable[[], None]] = (),
    only: Collection[str] | None = None,
    asks: Callable[[Step, dict[str, Any]], Any] | None = None,
) -> None:
    """Controls where this is called, each step in its place: a move runs no more than this.

    What is drawn replaces what was there. Controls other than `only` are not drawn; they are as the
    link has them. What comes `then` is drawn last. `asks` gives what stands above a step and asks
    first, as `Asking` does; by default it is the page's own question, if the visitor wants it.
    """
    mine = session.mine()
    with turns.turn(), streamlit_internals.together():
        mine.drawn, mine.answers, mine.shown, mine.readings = {}, {}, {}, []
        values = _values(page, places, only)
        for each, place in places.items():
            with place:
                taken = {name: values[name] for name in takes(each)}
                if taken and len(places) == 1 and only is None:
                    first = next(iter(taken))
                    page.controls[first].mirror(first)
                asking = asks(each, taken) if asks else _question(page, each, taken)
                _draw(page, each, taken, asking)
        for each in then:
            each()


def _values(page: Page, shown: Collection[Step], only: Collection[str] | None) -> dict[str, Any]:
    """The values of all controls of these steps, drawn in order."""
    mine, values = session.mine(), {}
    for name in _in_order(page, shown):
        control = page.controls[name]
        if not control.counts(values):
            values[name] = control.idle()
        elif only is None or name in only:
            values[name] = control.draw(name, values)
            mine.drawn |= control.in_sight(name, values[name])
        else:
            values[name] = control.at(name, st.session_state, values)
            mine.drawn |= control.in_sight(name, values[name])
    return values


def _in_order(page: Page, shown: Collection[Step]) -> list[str]:
    """The controls to draw: those of one step in its order, of several in the page's."""
    named = [takes(each) for each in shown]
    return (
        named[0] if len(named) == 1 else [name for name in page.controls if name in sum(named, [])]
    )


def _question(page: Page, step: Step, values: dict[str, Any]) -> Asking | None:
    """What the page asks before this step, if the visitor predicts first."""
    question = page.asks.get(step.__name__)
    if question and st.session_state.get(predict.KEY):
        return Asking(question, predict.key(step.__name__), values)
    return None


def _draw(page: Page, step: Step, values: dict[str, Any], asking) -> None:
    """A step as it is looked at now, below what it asks."""
    look = _pinned(page, step, Look(slide=modes.now() == modes.SLIDE))
    with own.excused():
        readings = show(step, values, asking.look(look) if asking else look)
        if asking:
            asking.judge(readings)


def show(step: Step, values: dict[str, Any], look: Look) -> list[tuple[str, str]]:
    """Draw a step; gives its readings (label, value)."""
    with looks.at(look):
        if getattr(step, "live", False):
            return kept.anew(step, **values)
        return kept.anew(kept.draw, step, **values)


def _pinned(page: Page, step: Step, look: Look) -> Look:
    """The look with the ghosts of the view that is pinned, if it is of this step."""
    pinned = pins.current(page.pin)
    if not pinned or pinned[0] != name_of(step):
        return look
    mine = session.mine()
    text = f"{mine.page} {pins.text()} {own.text()}"
    if mine.ghosts is None or mine.ghosts[0] != text:
        mine.ghosts = None
        with own.excused():
            mine.ghosts = text, kept.taken(step, **page.at(step, pinned[1]))
    if mine.ghosts is None:
        return look
    ghosts = mine.ghosts[1]
    if any(pending(*each) for each in ghosts.readings):
        mine.ghosts = None  # next time there may be more of it
        st.info("The pinned view is not trained to its end, so nothing is compared with it.")
        return look
    return replace(look, pinned=text, ghosts=ghosts)
