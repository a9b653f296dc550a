"""What leans on private parts of Streamlit 1.67: its run context, its theme, names of its elements.

Each part is harmless where its private half is missing: the page then works, only slower, or with
one more step of Back. `tests/test_streamlit_internals.py` has a test for each assumption, and for
those about public calls that are made elsewhere (the deep link in `frame`, the copy in `controls`).
"""

from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

LONGEST_WAIT = 0.1  # seconds: a visitor sees the first of a slow run before its last

# --- How what a run draws travels to the browser ------------------------------------------------


class Parcel:
    """The messages of a run, kept until the run ends or has taken `LONGEST_WAIT`."""

    def __init__(self, send, fragment: str = ""):
        self.send, self.fragment, self.kept, self.address = send, fragment, [], None
        self.since, self.lock = monotonic(), Lock()  # a spinner sends from a thread of its own

    def add(self, message) -> None:
        with self.lock:
            if message.WhichOneof("type") == "page_info_changed":
                self.address = message
                return
            if self.fragment and message.WhichOneof("type") == "delta":
                message.delta.fragment_id = self.fragment
            self.kept.append(message)
            if monotonic() - self.since > LONGEST_WAIT:
                self._deliver()

    def close(self) -> None:
        with self.lock:
            try:
                self._deliver()
            finally:  # a visitor's next move may end the run here: what it draws is drawn anew,
                if self.address:  # but the server takes the address for told
                    self.send(self.address)

    def _deliver(self) -> None:
        kept, self.kept, self.since = self.kept, [], monotonic()
        for message in kept:
            self.send(message)


@contextmanager
def together():
    """Send what is drawn inside in one go.

    Each message wakes the server's loop, which then competes with the script for the interpreter:
    one after the other they cost a fifth of a rerun's CPU. And Streamlit 1.67 changes the address
    bar once for each control that a scenario or Reset has set, so that Back would lead through
    views that nobody has seen: only the last change, which holds them all, is let through.
    And where a fragment is run that holds another, all counts as of the outer one: of a run that a
    move has ended Streamlit forgets what is on its way of the fragment that it runs anew, but not
    of one inside, which the browser could then put nowhere.
    """
    context = get_script_run_ctx()
    if not hasattr(context, "_enqueue"):
        yield
        return
    parcel = Parcel(
        context._enqueue, next(iter(getattr(context, "fragment_ids_this_run", None) or ()), "")
    )
    context._enqueue = parcel.add
    try:
        yield
    finally:
        context._enqueue = parcel.send
        parcel.close()


@contextmanager
def nowhere():
    """Draw nothing of what is drawn inside: into a part of no page."""
    with DeltaGenerator(root_container=None):
        yield


# --- What a link asks for -----------------------------------------------------------------------


def ignore(key: str) -> None:
    """Take a parameter out of the link by which a page opens, before its control is drawn.

    A control reads what the run began with, whatever became of it since: of a text that is too
    long Streamlit would take the beginning.
    """
    st.query_params.pop(key, None)
    with suppress(AttributeError), get_script_run_ctx().session_state.query_params() as asked:
        asked._initial_query_params.pop(key, None)


# --- The theme ----------------------------------------------------------------------------------

INK = "range('color')[4]"  # in Vega, Streamlit's name for the fifth colour of the theme's palette


def theme(dark: bool) -> dict:
    """Text, background and palette of a theme, as `.streamlit/config.toml` has them."""
    names = ("textColor", "backgroundColor", "chartCategoricalColors")
    name = f"theme.{'dark' if dark else 'light'}"
    try:
        return {option: st.get_option(f"{name}.{option}") for option in names}
    except RuntimeError:  # an option that Streamlit no longer knows
        return dict.fromkeys(names)


STYLE = """<style>
div:has(> [data-testid="stMetric"]) { flex: 1 1 0 !important; min-width: 8rem !important; }
div[data-testid="stMetric"] > div { padding: 0.3rem 0.8rem; }
div[data-testid="stMetricValue"] { line-height: 1.2; padding: 0; }
div[data-testid="stMetricValue"] * { white-space: normal; }
[data-testid="stMain"] { overflow-anchor: none; }
[data-testid="stMain"] [data-testid="stPageLink"] * { white-space: normal; }
[data-testid="stTopNav"] { padding-right: 0; }
[data-testid="stTopNavLink"] { padding: 0 0.25rem; }
#vg-tooltip-element { white-space: pre-line; }
[data-testid="stMultiSelect"] [data-tag] { background: transparent; border: 1px solid; }
[data-testid="stMultiSelect"] [data-tag], [data-testid="stMultiSelect"] [data-tag] * {
    color: inherit;
}
[class*="st-key-margin"] table { width: 100%; border: none; }
[class*="st-key-margin"] thead { display: none; }
[class*="st-key-margin"] tr:first-child { border-top: none; }
[class*="st-key-margin"] td { border: none; padding: 0.45rem 0; vertical-align: top; }
[class*="st-key-margin"] td:first-child { width: 4.5rem; }
[class*="st-key-margin"] td > strong:first-child { display: block; }
[class*="st-key-margin-story"] td:first-child { width: 9.5rem; }
[data-testid="stMain"] [class*="-mirror-"] { display: none; }
@media (max-width: 640px) {
    .st-key-step, .st-key-step [data-testid="stButtonGroup"] { max-width: 100%; flex: 1 1 100%; }
    .st-key-step [role="radiogroup"] { flex-wrap: wrap; }
    div:has(> [data-testid="stMetric"]) { flex: 1 1 40% !important; min-width: 0 !important; }
    label[data-testid="stMetricLabel"] * { white-space: normal; }
    [class*="st-key-margin"] td:first-child { width: 4.2rem !important; }
    [data-testid="stMain"] [class*="-mirror-"] { display: block; order: 1; }
    div:has(> [class*="-mirror-"]) > :has([data-testid="stVegaLiteChart"]) ~ * { order: 2; }
    div:has(> [class*="-mirror-"]) > :has([data-testid="stVegaLiteChart"]) ~ [class*="-mirror-"] {
        order: 1;
    }
}
</style>"""


def style() -> None:
    """Flat readings, two in a row on a phone, tooltips and links of several lines, and on a phone
    the first control under the picture. A page that grows is not scrolled along.

    Names of Streamlit's parts; without them readings are taller, a tooltip is one line, and that
    control stays away.
    """
    st.html(STYLE)
