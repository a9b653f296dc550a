"""Following runs that are trained while a visitor looks: progress, Stop, and looking again."""

from collections.abc import Callable
from math import ceil
from typing import Any, NamedTuple

import streamlit as st

from activations.learning.training import Curves, Run, blank
from dashboard import kept, looks, session, streamlit_internals, turns
from dashboard.bench import Bench
from dashboard.wording import NOT_YET, plural

LOOK_AGAIN = 0.8  # seconds


@st.cache_resource(max_entries=1)
def bench() -> Bench:
    """The one bench of this server."""
    return Bench()


class Training(NamedTuple):
    """The runs that a view wants trained, what of them has begun, and whether they go on."""

    runs: tuple[Run, ...]
    begun: dict[Run, tuple[int, Curves]]
    going: bool

    def curves(self, run: Run) -> Curves:
        """The curves of a run as far as they are there."""
        return self.begun[run][1] if run in self.begun else blank(run)

    def left(self, run: Run) -> int:
        """The epochs that are still to train."""
        done, curves = self.begun.get(run, (-1, None))
        return 0 if curves is not None and curves.diverged.all() else run.epochs - done

    @property
    def unfinished(self) -> bool:
        """Whether any epoch of any run is still to train."""
        return any(map(self.left, self.runs))

    def not_yet(self) -> str:
        """When what is not there before the runs are trained will be, as well as is known."""
        if not self.going:
            return f"{NOT_YET}: stopped"
        seconds = bench().seconds_to_go(self.runs)
        if seconds is None:
            return NOT_YET
        return f"{NOT_YET}, {'under' if seconds <= 60 else 'about'} {ceil(seconds / 60)} min to go"


def now(runs: tuple[Run, ...]) -> Training:
    """How far these runs are; they go on unless they are done or this visitor has stopped them."""
    training = Training(runs, bench().seen(runs), False)
    going = training.unfinished and runs not in session.mine().stopped
    return training._replace(going=going)


def follow(look: Callable[..., Any], part: Callable[..., None], /, **values: Any) -> None:
    """Draw `part(look(**values), **values)`, and have trained what that view is made of.

    A view is of one moment, and says in `training` how far its runs were then. While they go on,
    `part` is drawn again from time to time with a new one, and nothing else of the page is. A view
    that is complete is kept as a step is: it follows from `values`, and so must all that is shown.
    """
    view = look(**values)
    if looks.now().recorded:
        part(view, **values)
        return
    with st.container():  # a fragment inside another needs a place that is new at every run
        if view.training.going:
            _growing(look, part, values, looks.now())
            return
        with st.container():  # where the fragment would have its own: the charts stay
            if view.training.unfinished:
                _progress(view.training, part.__name__)
                part(view, **values)
            else:  # the very view that is known to be complete: another may not be
                kept.draw(part, view, **values)


@st.fragment(run_every=LOOK_AGAIN)
def _growing(
    look: Callable[..., Any],
    part: Callable[..., None],
    values: dict[str, Any],
    looked: looks.Look,
) -> None:
    view = look(**values)
    training = view.training
    if not training.going:  # a whole run ends the looking again
        st.rerun()
    bench().watch((session.mine().visitor, part.__name__), training.runs)
    with turns.turn(), streamlit_internals.together(), looks.at(looked):
        _progress(training, part.__name__)
        kept.anew(part, view, **values)


def _progress(training: Training, of: str) -> None:
    """How far the training of a part is, with a button to stop it or go on."""
    left = [run for run in training.runs if training.left(run)]
    share = 1 - sum(map(training.left, left)) / sum(run.epochs + 1 for run in training.runs)
    words = "Training here" if training.going else "Stopped"
    done = f"{len(training.runs) - len(left)} of {plural(len(training.runs), 'run')}"
    each = plural(training.runs[0].seeds, "network")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share, f"{words}: {left[0].describe()}. Done: {done} of {each}.")
        stopped = session.mine().stopped
        if training.going:
            st.button("Stop", key=f"stop {of}", on_click=stopped.add, args=(training.runs,))
        else:
            st.button("Go on", key=f"go on {of}", on_click=stopped.discard, args=(training.runs,))
