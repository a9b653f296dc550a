"""The controls of a page, as data.

A page declares them once, in a dict: the name is the one in the link and the parameter of every
step that takes it; the value says label, bounds, default and help. Since they are data, the link,
Reset, the notices and the tests know all of them without drawing any.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from math import isfinite
from typing import Any
from urllib.parse import quote_plus, urlencode

import numpy as np
import streamlit as st

from dashboard import pasted, session
from dashboard.pasting.box import Box
from dashboard.pasting.dropped import KINDS, MEGABYTES

IN_URL: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
MOST_LETTERS = 60
MOST_LISTED = 40  # options, in a sentence
LONGEST_IN_LINK = 6_000
LONGEST_LINK = 7_900  # nginx refuses a request line above 8 kB, uvicorn one above 16 kB
MARKDOWN = re.compile(r"[!-+/:<-@\[-`{-~-]|\.(?=\S)")  # what a visitor's word could format with
MIRROR = "mirror"
FIRST, LAST = 0, -1  # of several entries for one control in a link, the one that Streamlit takes


def plain(text: str) -> str:
    """A text of the visitor's as Markdown that shows it letter by letter."""
    return MARKDOWN.sub(r"\\\g<0>", text)


def fits_in_link(text: str, beside: int = 0) -> bool:
    """Whether servers on the way accept a link with this text and `beside` more letters."""
    room = min(LONGEST_IN_LINK, LONGEST_LINK - beside)
    return len(text) <= room and len(quote_plus(text)) <= room


@dataclass(frozen=True)
class Control:
    """One setting of a page. `when` names another control and the values at which this one counts.

    Where it does not count it is not drawn, and a step gets its default.
    """

    label: str
    _: KW_ONLY
    help: str
    when: tuple[str, tuple] | None = None
    counting = LAST

    def parts(self, name: str) -> dict[str, "Control"]:
        """What stands in the link for this control, by key."""
        return {name: self}

    def counts(self, so_far: dict[str, Any]) -> bool:
        """Whether this control is drawn, given the values of those before it."""
        return self.when is None or so_far.get(self.when[0]) in self.when[1]

    def idle(self) -> Any:
        """The value that a step gets where the control does not count."""
        return self.default

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> Any:
        """Its value at these settings, by key in the link; draws nothing."""
        return settings.get(name, self.default)

    def draw(self, name: str, so_far: dict[str, Any]) -> Any:
        """Draw it, bound to the link; gives its value."""
        return self.widget(name, **IN_URL, disabled=name in session.mine().locked)

    def in_sight(self, name: str, value: Any) -> dict[str, "Control"]:
        """Those of its parts that are drawn at this value."""
        return self.parts(name)

    def mirror(self, name: str) -> None:
        """Draw it once more, following and moving the first.

        Where something else has moved the first, the copy gets a new key: what the browser still
        sends for the old one is then not taken for a move.
        """
        value, (count, known) = st.session_state[name], session.mine().mirrored.get(name, (0, None))
        count += value != known
        session.mine().mirrored[name] = (count, value)
        copy = f"{name} {MIRROR} {count}"
        st.session_state.setdefault(copy, value)
        self.widget(copy, on_change=_follow, args=(name, copy, count))


def _follow(name: str, copy: str, count: int) -> None:
    mirrored = session.mine().mirrored
    if mirrored[name][0] == count:  # else it is from before a move of the first
        st.session_state[name] = st.session_state[copy]
        mirrored[name] = (count, st.session_state[name])


@dataclass(frozen=True)
class Slider(Control):
    """A number between `low` and `high`; whole if all four are."""

    low: float
    high: float
    default: float
    step: float
    _: KW_ONLY
    format: str | None = None

    @property
    def allowed(self) -> str:
        return f"between {self.low:g} and {self.high:g}"

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        """The value that a link gives, None if it is not allowed, and whether all of it counts."""
        try:
            value = float(entries[0]) if len(entries) == 1 else np.nan
        except ValueError:
            value = np.nan
        good = isfinite(value) and self.low <= value <= self.high
        return (type(self.default)(value) if good else None), good

    def widget(self, key: str, **more) -> float:
        bounds = (self.low, self.high, self.default, self.step, self.format)
        return st.slider(self.label, *bounds, key=key, help=self.help, **more)


@dataclass(frozen=True)
class Count(Control):
    """A whole number to be typed: for ranges too wide for a slider.

    Streamlit keeps it as a float: its whole numbers fail on a link that asks for infinity.
    """

    low: int
    high: int
    default: float
    _: KW_ONLY

    @property
    def allowed(self) -> str:
        return f"a whole number between {self.low:,} and {self.high:,}"

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        try:
            value = float(entries[-1])
        except ValueError:
            return None, False
        good = isfinite(value) and self.low <= value <= self.high
        return (value if good else None), good

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> int:
        return int(super().at(name, settings, so_far))

    def draw(self, name: str, so_far: dict[str, Any]) -> int:
        return int(super().draw(name, so_far))

    def widget(self, key: str, **more) -> float:
        bounds = (float(self.low), float(self.high), float(self.default), 1.0, "%.0f")
        return st.number_input(self.label, *bounds, key=key, help=self.help, **more)


@dataclass(frozen=True)
class Choice(Control):
    """One of a few words."""

    options: Sequence[str]
    default: str

    def offered(self) -> list[str]:
        """The options of the moment."""
        return list(self.options)

    @property
    def allowed(self) -> str:
        options = self.offered()
        if len(options) > MOST_LISTED:
            return f"one of the {len(options)} in the list “{self.label}”"
        return "one of " + ", ".join(options)

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> str:
        asked = super().at(name, settings, so_far)
        return asked if asked in self.offered() else self.default

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        entry = entries[self.counting]
        good = entry in self.offered()
        return (entry if good else None), good

    def widget(self, key: str, **more) -> str:
        options = self.offered()
        place = options.index(self.default)
        return st.selectbox(self.label, options, place, key=key, help=self.help, **more)


@dataclass(frozen=True)
class Several(Control):
    """Any number of the options, in their order; from a list that can be searched if `many`."""

    options: Sequence[str]
    default: Sequence[str]
    _: KW_ONLY
    many: bool = False

    def offered(self) -> list[str]:
        """The options of the moment."""
        return list(self.options)

    @property
    def allowed(self) -> str:
        return "any of " + ", ".join(self.offered())

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        asked, offered = list(dict.fromkeys(filter(None, entries))), self.offered()
        known = [entry for entry in asked if entry in offered]
        return (known if known or not asked else None), known == asked

    def idle(self) -> list[str]:
        return list(self.default)

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> list[str]:
        return self._ordered(super().at(name, settings, so_far))

    def draw(self, name: str, so_far: dict[str, Any]) -> list[str]:
        return self._ordered(super().draw(name, so_far))

    def _ordered(self, chosen: Sequence[str]) -> list[str]:
        return [option for option in self.offered() if option in chosen]

    def widget(self, key: str, **more) -> list[str]:
        options, default = self.offered(), list(self.default)
        more |= {"default": default, "key": key, "help": self.help}
        if self.many:
            return st.multiselect(self.label, options, **more)
        return st.pills(self.label, options, selection_mode="multi", **more)


@dataclass(frozen=True)
class Toggle(Control):
    """On or off."""

    default: bool = False
    allowed = "true or false"

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        good = entries[-1].lower() in ("true", "false")
        return (entries[-1].lower() == "true" if good else None), good

    def widget(self, key: str, **more) -> bool:
        return st.toggle(self.label, self.default, key=key, help=self.help, **more)


@dataclass(frozen=True)
class Phrase(Control):
    """A few words, at first none."""

    placeholder: str = ""
    default = ""
    allowed = f"at most {MOST_LETTERS} letters"

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        good = len(entries[-1]) <= MOST_LETTERS
        return (entries[-1] if good else None), good

    def widget(self, key: str, **more) -> str:
        more |= {"max_chars": MOST_LETTERS, "placeholder": self.placeholder}
        return st.text_input(self.label, "", key=key, help=self.help, **more)


@dataclass(frozen=True)
class Numbers(Control):
    """Numbers of the visitor's own, pasted or from a file; in the link unless too long for one.

    The value is an array, of shape (size,) or (samples, units). While the text is bad it stays the
    last good one, or that of `default`, the example.
    """

    default: str
    allowed = "any text"

    def read(self, entries: list[str]) -> tuple[Any, bool]:
        return entries[-1], True

    def idle(self) -> np.ndarray:
        return pasted.read(self.default).values

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> np.ndarray:
        try:
            return pasted.read(settings.get(name, self.default)).values
        except ValueError:  # said beside the box
            return self.idle()

    def draw(self, name: str, so_far: dict[str, Any]) -> np.ndarray:
        mine, text = session.mine(), st.session_state.get(name)
        box = mine.boxes.setdefault(name, Box(pasted.read(self.default)))
        others = {key: st.query_params.get_all(key) for key in st.query_params if key != name}
        linked = text is None or fits_in_link(text, len(urlencode(others, doseq=True)))
        if not linked:
            mine.unlinked.add(name)
        elif name in mine.unlinked:
            mine.unlinked.remove(name)
            st.session_state[name] = text  # anew, so that Streamlit writes it into the link again
        more = IN_URL if linked else {"persist_state": "session"}
        box.take(self.widget(name, **more, disabled=name in mine.locked))
        if fault := box.fault():
            st.error(plain(fault))
        said = box.said() + ["Too long for a link."] * (not linked)
        st.markdown(f":small[{plain(' '.join(filter(None, said)))}]")
        if name not in mine.locked:
            _file_for(name, box)
        return box.numbers.values

    def widget(self, key: str, **more) -> str:
        return st.text_area(self.label, self.default, key=key, help=self.help, height=110, **more)


def _file_for(name: str, box: Box) -> None:
    """Where a file can be dropped for a box; empty again as soon as it is taken."""
    key = f"{name} file {box.files}"

    def drop() -> None:
        if file := st.session_state[key]:
            text = box.drop(file.name, file.getvalue(), st.session_state[name])
            st.session_state[name] = text

    st.file_uploader(
        "Or a file", KINDS, key=key, on_change=drop, max_upload_size=MEGABYTES,
        help="Numbers as text, or an array in NumPy's format.",
    )  # fmt: skip


def parts(controls: dict[str, Control]) -> dict[str, Control]:
    """What stands in the link for these controls, by key."""
    every = {}
    for name, control in controls.items():
        every |= control.parts(name)
    return every


def put(settings: dict[str, Any]) -> None:
    """Set these controls; for a callback, which may end a run before it has declared any."""
    for key, value in settings.items():
        st.session_state[key] = value


def reset() -> None:
    """Set every control of this page, drawn or not, to its default; for a callback."""
    put({key: control.default for key, control in session.mine().controls.items()})
