"""The link of a view: what it holds, what of it was ignored, and how to pass it on."""

from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import controls

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
    """The address of this view, with only what differs from the defaults."""
    changed = {
        key: written(st.session_state[key])
        for key, control in controls.declared().items()
        if key in st.session_state and st.session_state[key] != control.default
    }
    address = (st.context.url or "").split("?")[0]
    return f"{address}?{urlencode(changed, doseq=True)}" if changed else address


def embedding(title: str) -> str:
    """The HTML that shows this view inside another page, in Streamlit's embed mode."""
    address = link()
    address += ("&" if "?" in address else "?") + "embed=true"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="900" '
        'style="border: 0"></iframe>'
    )


def asked() -> dict[str, list[str]]:
    """The parameters of the address bar, each with all its values."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def notices(page: str, before: dict[str, list[str]]) -> list[str]:
    """A sentence for each parameter of a new link to a page that the page could not take.

    `before` is what `asked` said before the page ran: what Streamlit could not use is gone
    afterwards, unless it stood for the default. A link judged before is not judged again.
    """
    if st.session_state.get("judged") == (page, before):
        return st.session_state["notices"]
    after, known = asked(), controls.declared()
    sentences = []
    for key, values in before.items():
        if key not in known:
            sentences.append(f"“{_shown(key)}” was ignored: no control here has that name.")
        elif _lost(values, after.get(key, []), known[key].default):
            must, said = f"it must be {known[key].allowed}", _shown(", ".join(values))
            if len(values) > 1 and not isinstance(known[key].default, list):
                must = "it may be given only once"
            sentences.append(f"“{_shown(key)} = {said}” was ignored: {must}.")
    if len(sentences) > MOST_NOTICES:
        more = len(sentences) - MOST_NOTICES
        sentences[MOST_NOTICES:] = [f"So were {more} more."]
    st.session_state["judged"], st.session_state["notices"] = (page, after), sentences
    return sentences


def _lost(asked: list[str], taken: list[str], default: Any) -> bool:
    """Whether a value asked for was neither taken nor meant the default."""
    if all(value in taken for value in asked):
        return False
    try:
        return [float(value) for value in asked] != [float(default)]
    except (TypeError, ValueError):
        return asked != written(default)


def _shown(text: str) -> str:
    """What a link holds, short enough to read and safe to show: no part of it is markup."""
    printable = "".join(letter if letter.isprintable() else "?" for letter in text[:40])
    return controls.plain(printable) + "…" * (len(text) > 40)


def row(title: str):
    """The title with its buttons beside it; gives the two popovers, to be filled after the page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="stretch")
        link = st.popover("Share", key="share", on_change="rerun")
        files = st.popover("Download", key="download", on_change="rerun")
        st.button("Reset", key="reset", on_click=controls.put, args=({},),
                  help="Set every control of this page to its default.")  # fmt: skip
    return link, files


def fill(popover, title: str) -> None:
    """The link and the embedding code, made only when asked for."""
    if popover.open:
        with popover:
            st.markdown("The link to exactly this view:")
            st.code(link(), language=None, wrap_lines=True)
            st.markdown("To show it inside another page:")
            st.code(embedding(title), language="html", wrap_lines=True)
