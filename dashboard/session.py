"""What the app remembers of a visitor: one object under one key of Streamlit's session state."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

KEY = "lab"


@dataclass
class Session:
    """The state of one visitor, apart from the values of the controls, which Streamlit keeps."""

    framed: bool = False  # the frame has run and is about to run the page
    reframed: bool = False  # the page was found without its frame and asked for a run with it
    page: str = ""
    steps: dict[str, str] = field(default_factory=dict)  # page -> the step last looked at
    tasked: str = ""  # the step of the task that the session has opened with
    chooses: str = ""  # the page whose step was chosen last
    names: list[str] = field(default_factory=list)  # those of the steps of this page
    first: str = ""  # the step that this page opens with
    opened: bool = False  # the link by which it was arrived at has been judged
    controls: dict[str, Any] = field(default_factory=dict)  # of this page, by name in the link
    carried: list[str] = field(default_factory=list)  # what a link says beside steps and controls
    drawn: dict[str, Any] = field(default_factory=dict)  # those of them that are in sight
    answers: dict[str, Any] = field(default_factory=dict)  # what is asked, by key in the link
    shown: dict[str, Any] = field(default_factory=dict)  # the charts in sight, by name
    readings: list[Any] = field(default_factory=list)  # the metrics in sight, in order
    guessed: dict[str, tuple[Any, str]] = field(default_factory=dict)  # key -> guess, settings then
    ghosts: Any = None  # the pinned view's page and text, and what it shows
    locked: set[str] = field(default_factory=set)  # keys of controls that a task holds fast
    boxes: dict[str, Any] = field(default_factory=dict)  # key -> what was put into it
    unlinked: set[str] = field(default_factory=set)  # keys whose text is too long for a link
    mirrored: dict[str, tuple[int, Any]] = field(default_factory=dict)  # key -> copies, value
    typed: str = ""  # the own f(x) as it was read last
    own: Any = None  # what it is, or was before it could not be read
    wrong: str = ""  # why it could not
    asked: bool = False  # its field has been drawn in this run
    stopped: set[Any] = field(default_factory=set)  # the runs, together, that the visitor stopped
    visitor: object = field(default_factory=object)  # who asks for training


def mine() -> Session:
    """The session of this visitor."""
    return st.session_state.setdefault(KEY, Session())
