"""The visitor's own f(x): one field on every page and in every link, and a name in every choice."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from activations import ACTIVATIONS, Activation, Parameter, Undefined
from activations.expression import parse
from activations.expression.grammar import LONGEST
from dashboard import session
from dashboard.controls import Control, plain

KEY = "f"
YOURS = "Yours"  # its label in choices, links and charts
AGAINST_GELU = {"does": YOURS, "than": ACTIVATIONS["gelu_tanh"].label}  # on Learning speed
EXAMPLE = "x*tanh(softplus(1.2*x))"
EXAMPLES = {
    "Squared ReLU": "relu(x)**2",
    "TeLU": "x*tanh(exp(x))",
    "Snake": "x + sin(a*x)**2/a",
    "SIREN's sine": "sin(30*x)",
    "Gaussian": "exp(-x**2)",
    "arctan": "atan(x)",
    "ISRU": "x/sqrt(1 + x**2)",
    "LeCun's tanh": "1.7159*tanh(2*x/3)",
}


@dataclass(frozen=True)
class Formula(Control):
    """A function of x, as text; at first none."""

    default = ""
    allowed = f"a function of x in at most {LONGEST} characters"

    def read(self, entries: list[str]) -> tuple[str | None, bool]:
        """Any short text counts: what is wrong with it is said beside the field."""
        good = len(entries[-1]) <= LONGEST
        return (entries[-1] if good else None), good

    def widget(self, key: str, **more) -> str:
        more |= {"max_chars": LONGEST, "placeholder": f"such as {EXAMPLE}"}
        return st.text_input(self.label, "", key=key, help=self.help, **more)


FIELD = Formula(
    "Your own f(x)",
    help="A function of x, with up to three parameters a, b, c. It is then among the choices of "
    "every page, as Yours. Known are exp, log, sqrt, abs, min, max, where, tanh, erf, Phi and "
    "others, and all activations of the gallery by name: gelu(x), elu(x, 0.5).",
)


def receive() -> None:
    """Take what the link holds by which a session arrives at a page, before a control is drawn.

    Where it holds nothing of it, what was typed is set anew: else Streamlit, which reads the link
    of this page, too, would take it for empty.
    """
    if session.mine().opened:
        return
    asked = st.query_params.get(KEY, text())
    asked = st.session_state[KEY] = asked if len(asked) <= LONGEST else ""
    if asked and KEY not in st.query_params:
        with suppress(st.errors.StreamlitAPIException):  # where Streamlit keeps it there itself
            st.query_params[KEY] = asked
    for name, bounds in parameters().items():
        key = f"{KEY}_{name}"
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
        if key in st.query_params:
            with suppress(ValueError):
                value = float(st.query_params[key])
                if bounds.low <= value <= bounds.high:
                    st.session_state[key] = value


def text() -> str:
    """What stands in the field."""
    return st.session_state.get(KEY) or ""


def parameters() -> dict[str, Parameter]:
    """The parameters of what is typed, by name; none where there is nothing."""
    return own.parameters if (own := function()) else {}


def settings() -> dict[str, float]:
    """The values of its parameters that were set, by name in the link."""
    keys = (f"{KEY}_{name}" for name in parameters())
    return {key: st.session_state[key] for key in keys if key in st.session_state}


def link() -> dict[str, str | float]:
    """What a link holds of it: the text in force, what of its parameters is not at the default."""
    mine, said = session.mine(), text()
    if mine.wrong and mine.own:
        said = mine.own.text
    usual = {f"{KEY}_{name}": each.default for name, each in parameters().items()}
    changed = {key: value for key, value in settings().items() if value != usual[key]}
    return ({KEY: said} if said else {}) | changed


def configured(at: Mapping[str, Any] | None = None) -> Activation | None:
    """What was typed, with its parameters as they are set here or `at` others, or at defaults."""
    act, at = function(), settings() if at is None else at
    with suppress(ValueError):  # no function with these
        keys = {name: f"{KEY}_{name}" for name in parameters()}
        return act and act.configure(**{name: at[key] for name, key in keys.items() if key in at})
    return act


def function() -> Activation | None:
    """What the visitor typed, at its default parameters; the last that could be read; or None."""
    mine, asked = session.mine(), text()
    if asked != mine.typed:
        mine.typed, mine.wrong = asked, ""
        try:
            mine.own = replace(parse(asked), label=YOURS) if asked.strip() else None
        except ValueError as error:
            mine.wrong = str(error)
    return mine.own


def example() -> Activation:
    """What is shown where a function of the visitor's own would be, until there is one."""
    return replace(parse(EXAMPLE), id="example", label="An example")  # not equal to it typed


def field(label: str = FIELD.label) -> None:
    """Draw the field, and beside it what of it cannot be used."""
    session.mine().asked, before = True, text()
    replace(FIELD, label=label).draw(KEY, {})
    if text() != before:  # the address has changed it, as by Back
        st.rerun()
    own = function()
    if wrong := session.mine().wrong:
        kept = "The one before stays." if own else "Until then there is none."
        st.error(f"{plain(wrong)} {kept}")


@contextmanager
def excused() -> Iterator[None]:
    """A sentence in place of what cannot be drawn of the visitor's own f(x), as a lacking mean."""
    try:
        yield
    except Undefined as error:
        st.error(plain(str(error)))
