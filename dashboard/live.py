"""Following runs that are trained while a visitor looks: progress, Stop, and looking again."""

from typing import NamedTuple

import streamlit as st

from activations.training import Curves, Run, blank
from dashboard.bench import Bench
from dashboard.sections import plural

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


def follow(runs: tuple[Run, ...]) -> Training:
    """Ask for the runs to be trained, unless this visitor has stopped just these."""
    training = Training(runs, bench().seen(runs), False)
    if not any(map(training.left, runs)) or st.session_state.get("stopped") == runs:
        return training
    bench().watch(st.session_state.setdefault("visitor", object()), runs)
    return training._replace(going=True)


def progress(training: Training) -> None:
    """How far the training is, with a button to stop it or go on; nothing if all is done."""
    left = [run for run in training.runs if training.left(run)]
    if not left:
        return
    share = 1 - sum(map(training.left, left)) / sum(run.epochs + 1 for run in training.runs)
    words = "Training here" if training.going else "Stopped"
    done = f"{len(training.runs) - len(left)} of {plural(len(training.runs), 'run')}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share, f"{words}: {left[0].describe()}. Done: {done}.")
        name, key = ("Stop", "stop") if training.going else ("Go on", "go_on")
        stopped = {"stopped": training.runs if training.going else None}
        st.button(name, key=key, on_click=st.session_state.update, args=(stopped,))


@st.fragment(run_every=LOOK_AGAIN)
def _look() -> None:
    if not st.session_state.pop("just drawn", False):
        st.rerun()


def look_again(training: Training) -> None:
    """While networks train, run the page again from time to time; its last call."""
    if training.going:
        st.session_state["just drawn"] = True
        _look()
