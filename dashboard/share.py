"""The link of a view: what it holds, what of it was ignored, and how to pass it on."""

from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import controls, modes, own, session, streamlit_internals
from dashboard.controls import Choice, Control, Several
from dashboard.wording import shortened

MOST_NOTICES = 4


def written(value: Any) -> list[str]:
    """A control's value as a link holds it: an entry each, whole numbers without a point."""
    if isinstance(value, (list, tuple)):
        return [entry for part in value for entry in written(part)] or [""]
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, float) and value.is_integer():
        return [str(int(value))]
    return [str(value)]


def link() -> str:
    """The address of this view: its step, and what of its controls differs from the defaults."""
    return addressed((st.context.url or "").split("?")[0], settings())


def settings(bare: bool = False) -> dict[str, Any]:
    """What the link of this view holds, by key; `bare` without what is asked of whoever opens it,
    what is pinned, and how much of the page is shown."""
    mine = session.mine()
    linked = mine.drawn if bare else mine.drawn | mine.answers
    carried = [key for key in mine.carried if key in st.query_params and not bare]
    step = mine.steps.get(mine.page, mine.first)
    return (
        ({"step": step} if step != mine.first else {})
        | own.link()
        | {
            key: st.session_state[key]
            for key, control in linked.items()
            if key in st.session_state
            and key not in mine.unlinked
            and st.session_state[key] != control.default
        }
        | {key: st.query_params.get_all(key) for key in carried}
    )


def addressed(address: str, settings: dict[str, Any]) -> str:
    """An address with these settings in its query."""
    query = urlencode({key: written(value) for key, value in settings.items()}, doseq=True)
    return f"{address}?{query}" if query else address


def embedding(address: str, title: str, height: int = 900) -> str:
    """The HTML that shows an address inside another page, in Streamlit's embed mode."""
    address += ("&" if "?" in address else "?") + "embed=true"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        'style="border: 0"></iframe>'
    )


def open_link(
    page: str, names: list[str], linked: dict[str, Control], where: dict[str, str]
) -> None:
    """Take what the link holds by which this session arrives at a page; say what it can't take.

    `names` are those of its steps, `linked` what may stand in its link, by key, and `where` the
    step that a link opens which has this and names no step; else it is the last or the first. Only
    the link of an arrival is judged: what the app itself writes into the address is right.
    Streamlit reads the parameters of what it draws; those of controls that this step does not draw
    are set here.
    """
    mine = session.mine()
    mine.first, mine.names = names[0], names
    if not mine.opened:
        mine.opened = True
        step = Choice("Step", names, names[0], help="")
        known = linked | {own.KEY: own.FIELD, "step": step}
        asked = {key: st.query_params.get_all(key) for key in st.query_params}
        sentences = [words for key in asked if (words := _taken(key, asked[key], known.get(key)))]
        own.function()  # reads it
        if own.KEY in asked and mine.wrong:  # on a phone its field, which says so, is not in sight
            said = f"“{own.KEY} = {_shown(own.text())}” was ignored. {controls.plain(mine.wrong)}"
            sentences.append(said)
        held = [where[key] for key in asked if key in where]
        if asked.get("step", [None])[-1] in names:
            mine.steps[page] = asked["step"][-1]
        elif held:
            mine.steps[page] = held[0]
        if len(sentences) > MOST_NOTICES:
            more = len(sentences) - MOST_NOTICES
            sentences[MOST_NOTICES:] = [f"{more} more could not be taken as they are."]
        if sentences:
            st.warning("  \n".join(sentences))


def _taken(key: str, entries: list[str], control: Control | None) -> str | None:
    """Set a control as a link asks; a sentence if it can't be."""
    if control is None:
        return f"“{_shown(key)}” was ignored: no control here has that name."
    value, whole = control.read(entries)
    if value is not None:
        st.session_state[key] = value
    else:
        streamlit_internals.ignore(key)
    asked, many = f"“{_shown(key)} = {_shown(', '.join(entries))}”", isinstance(control, Several)
    if whole and (many or len(entries) == 1):
        return None
    if whole:
        st.query_params[key] = entries[control.counting]  # nothing is bound to it yet
        which = "last" if control.counting == controls.LAST else "first"
        return f"{asked} was given {len(entries)} times: the {which} one counts."
    must = f"it must be {control.allowed}"
    if value is not None:
        unknown = [entry for entry in dict.fromkeys(entries) if entry and entry not in value]
        were = "was" if len(unknown) == 1 else "were"
        parts = _shown(", ".join(unknown))
        return f"“{parts}” {were} left out of “{_shown(key)}”: {must}. The rest stands."
    if len(entries) > 1 and not many:
        must = "it may be given only once"
    return f"{asked} was ignored: {must}."


def _shown(text: str) -> str:
    """What a link holds, short enough to read and safe to show: no part of it is markup."""
    return controls.plain(shortened(text, 40))


def row(title: str, alone: bool = False):
    """The title with its buttons beside it; gives the two popovers, to be filled after the page.

    Share stands `alone` where there is nothing to set or to take along; the other one is then None.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="stretch")
        link = st.popover("Share", key="share", on_change="rerun")
        if alone:
            return link, None
        files = st.popover("Download", key="download", on_change="rerun")
        said = "Set every control of this page to its default."
        st.button("Reset", key="reset", on_click=controls.reset, help=said)
    return link, files


def fill(popover, title: str) -> None:
    """The links and the embedding code, made only when asked for."""
    if popover.open:
        with popover:
            mine, view = session.mine(), "exactly this view"
            if mine.unlinked & set(mine.drawn):
                view = "this view, but for your numbers, which are too long for one"
            st.markdown(f"The link to {view}:")
            st.code(link(), language=None, wrap_lines=True)
            st.markdown("To show it inside another page:")
            st.code(embedding(link(), title), language="html", wrap_lines=True)
            if mine.controls and not modes.asks():
                _more(title)


def _more(title: str) -> None:
    """A slide, one chart, and where a task is set: of a page of steps."""
    mine, here = session.mine(), (st.context.url or "").split("?")[0]
    if mine.steps.get(mine.page) in mine.names[:-1]:  # the last is all of them
        st.button("Set a task", key="set a task", on_click=modes.enter, args=(modes.TASK,))
        st.markdown("For a projector, large and with little around it:")
        st.code(
            addressed(here, settings(bare=True) | modes.SLIDE_LINK), language=None, wrap_lines=True
        )
        charts = {name: chart.key for name, chart in mine.shown.items()}
        if charts:
            name = st.selectbox(
                "One chart alone, for a course page", list(charts), key="share chart"
            )
            address = addressed(here, settings(bare=True) | modes.chart_link(charts[name]))
            st.code(embedding(address, f"{title}: {name}", 480), language="html", wrap_lines=True)
