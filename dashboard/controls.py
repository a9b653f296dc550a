"""The controls of a page. Each is declared once, by the call that draws it in the sidebar.

The call gives label, bounds, default and the name in the link; Streamlit binds the value to the
link and keeps it while the visitor looks at other pages. What was declared in this run is
remembered, so that scenarios know every default.
"""

import re
from typing import Any, NamedTuple
from urllib.parse import quote_plus

import numpy as np
import streamlit as st

from activations import ACTIVATIONS, Activation

IN_URL: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
MOST_NUMBERS = 10_000
LARGEST_NUMBER = 1e9  # its square, summed over a layer, is far from overflow
MOST_LETTERS = 60
LONGEST_TEXT = 300_000  # 10,000 numbers of full precision fit
LONGEST_IN_LINK = 6_000  # nginx refuses a request line above 8 kB, uvicorn one above 16 kB
SEPARATORS = re.compile(r"[\s,;|\[\](){}\ufeff\uff0c\uff1b\u3001]+")
MARKDOWN = re.compile(r"[!-+/:<-@\[-`{-~-]|\.(?=\S)")  # what a visitor's word could format with
MINUS = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\ufe63\uff0d", "-"))


class Control(NamedTuple):
    """What a link may hold for one key: the default, and the allowed values in words."""

    label: str
    default: Any
    allowed: str


def begin(page: str = "") -> None:
    """Forget the controls and the charts of the last run; the page is about to declare its own."""
    if st.session_state.get("page") != page:
        st.session_state["whole"] = {}
    st.session_state["page"] = page
    st.session_state["controls"] = {}
    st.session_state["shown"] = {}


def end() -> None:
    """Remember that the page has declared all of its controls: the next run may be cut short."""
    st.session_state["whole"] = declared()


def declared() -> dict[str, Control]:
    """The controls of this page by key, in the order drawn."""
    return st.session_state.get("controls", {})


def defaults() -> dict[str, Any]:
    """The default of every control that this run has declared."""
    return {key: control.default for key, control in declared().items()}


def values() -> dict[str, Any]:
    """The value of every control of this page."""
    return {key: st.session_state[key] for key in declared() if key in st.session_state}


def put(settings: dict[str, Any]) -> None:
    """Set the controls of this page, those not named to their defaults; for a callback.

    All of them, also if the click has cut a run short that had not declared them yet.
    """
    known = st.session_state.get("whole", {}) | declared()
    for key, value in ({key: control.default for key, control in known.items()} | settings).items():
        st.session_state[key] = value


def plain(text: str) -> str:
    """A text of the visitor's as Markdown that shows it letter by letter."""
    return MARKDOWN.sub(r"\\\g<0>", text)


def group(title: str):
    """A named group in the sidebar: `with group("Input"): ...`."""
    st.sidebar.markdown(f"**{title}**")
    return st.sidebar


def slider(label, low, high, default, step, *, key, help, **more):
    """A number between `low` and `high`; integers if all four are."""
    declared()[key] = Control(label, default, f"between {low:g} and {high:g}")
    return st.slider(label, low, high, default, step, key=key, help=help, **more, **IN_URL)


def count(label: str, low: int, high: int, default: int, *, key: str, help: str, **more) -> int:
    """A whole number between `low` and `high`, to be typed: for ranges too wide for a slider.

    Streamlit keeps it as a float: its whole numbers fail on a link that asks for infinity.
    """
    declared()[key] = Control(label, float(default), f"a whole number between {low:,} and {high:,}")
    bounds = (float(low), float(high), float(default), 1.0, "%.0f")
    return int(st.number_input(label, *bounds, key=key, help=help, **more, **IN_URL))


def choice(label: str, options: list[str], default: int = 0, *, key: str, help: str, **more) -> str:
    """One of a few words; the default is given by its place."""
    declared()[key] = Control(label, options[default], "one of " + ", ".join(options))
    return st.selectbox(label, options, default, key=key, help=help, **more, **IN_URL)


def several(
    label: str, options: list[str], default: list[str], *, key: str, help: str
) -> list[str]:
    """Any number of the options, in the order of the options."""
    declared()[key] = Control(label, default, "any of " + ", ".join(options))
    more = {"selection_mode": "multi", "default": default}
    chosen = st.pills(label, options, key=key, help=help, **more, **IN_URL)
    return [option for option in options if option in chosen]


def listed(label: str, options: list[str], default: list[str], *, key: str, help: str) -> list[str]:
    """Any number of many options, from a list that can be searched; in the order of the options."""
    declared()[key] = Control(label, default, "any of " + ", ".join(options))
    chosen = st.multiselect(label, options, default, key=key, help=help, **IN_URL)
    return [option for option in options if option in chosen]


def phrase(label: str, *, key: str, help: str, **more) -> str:
    """A few words, at first none."""
    declared()[key] = Control(label, "", f"at most {MOST_LETTERS} letters")
    return st.text_input(label, "", key=key, help=help, max_chars=MOST_LETTERS, **more, **IN_URL)


def toggle(label: str, default: bool, *, key: str, help: str) -> bool:
    """On or off."""
    declared()[key] = Control(label, default, "true or false")
    return st.toggle(label, default, key=key, help=help, **IN_URL)


def words(label: str, default: str, *, key: str, help: str, height: int = 110, **more) -> str:
    """A text of the visitor's own; in the link unless it is too long for one."""
    declared()[key] = Control(label, default, "any text")
    text, unlinked = st.session_state.get(key), f"{key} is not in the link"
    settings = IN_URL
    if text is not None and not fits_in_link(text):
        st.session_state[unlinked] = True
        settings = {"persist_state": "session"}
    elif st.session_state.pop(unlinked, False):
        st.session_state[key] = text  # set anew, so that Streamlit writes it into the link again
    return st.text_area(label, default, key=key, help=help, height=height, **more, **settings)


def fits_in_link(text: str) -> bool:
    """Whether servers on the way accept a link that carries this text."""
    return len(text) <= LONGEST_IN_LINK and len(quote_plus(text)) <= LONGEST_IN_LINK


def activation(label: str, options: list[str], *, key: str, help: str) -> Activation:
    """One of the activations named by id, with a slider for each of its parameters."""
    labels = {ACTIVATIONS[name].label: name for name in options}
    chosen = ACTIVATIONS[labels[choice(label, list(labels), key=key, help=help)]]
    return chosen.configure(
        **{
            name: slider(
                f"{chosen.label}: {name}", parameter.low, parameter.high,
                parameter.default, 0.01, key=f"{key}_{name}", help=f"Its parameter `{name}`.",
            )
            for name, parameter in chosen.parameters.items()
        }
    )  # fmt: skip


def numbers(text: str) -> np.ndarray:
    """The numbers in a pasted text, separated by white space, commas, semicolons, bars or brackets.

    Quotes around a number are ignored, and the typographic signs for minus are one. The decimal
    sign is a point: "1,5" is two numbers. ValueError says in one sentence what is wrong and where:
    a word that is no number, or not a finite one within LARGEST_NUMBER, with its place; fewer than
    two numbers; more than MOST_NUMBERS, or a text longer than any of those.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"At most {LONGEST_TEXT:,} characters fit here; these are {len(text):,}.")
    found = [word.strip("'\"") for word in SEPARATORS.split(text.translate(MINUS))]
    found = [word for word in found if word]
    if len(found) > MOST_NUMBERS:
        raise ValueError(f"At most {MOST_NUMBERS:,} numbers fit here; these are {len(found):,}.")
    values = np.array([_number(word, place) for place, word in enumerate(found, 1)])
    if len(values) < 2:
        have = "only 1" if len(values) else "none"
        raise ValueError(f"A distribution needs at least 2 numbers; there is {have} here.")
    return values


def own_numbers(text: str, example: str) -> np.ndarray:
    """The numbers in the visitor's text; if it is bad, what is wrong, and the last good ones.

    A visitor without any good ones gets those of `example`.
    """
    good = st.session_state.get("good numbers")
    if good is None or good[0] != text:
        try:
            good = st.session_state["good numbers"] = (text, numbers(text))
        except ValueError as error:
            shown = "your last good numbers" if good else "the example numbers"
            st.error(f"{plain(str(error))} The charts show {shown}.")
    return good[1] if good else numbers(example)


def _number(word: str, place: int) -> float:
    try:
        value, wrong = float(word), None
    except ValueError:
        value, wrong = 0.0, "not a number"
    if not np.isfinite(value):
        wrong = "not a finite number"
    elif abs(value) > LARGEST_NUMBER:
        wrong = f"beyond ±{LARGEST_NUMBER:,.0f}"
    if wrong:
        shown = "".join(letter if letter.isprintable() else "?" for letter in word[:20])
        raise ValueError(f"Entry {place:,}, “{shown}{'…' * (len(word) > 20)}”, is {wrong}.")
    return value
