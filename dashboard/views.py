"""A step without the frame: as a slide for a projector, or one chart of it for a course page."""

import streamlit as st

from dashboard import controls, kept, modes, own, session, share, stage
from dashboard.declared import Page, Step, name_of, question, takes
from dashboard.wording import pending, shortened

LEAD = 2  # controls of a slide
SLIDE_STYLE = """<style>
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {
    display: none;
}
[data-testid="stMainBlockContainer"] { padding: 1rem 2rem 0; }
html { font-size: 18px; }
</style>"""
CHART_STYLE = SLIDE_STYLE.replace("html { font-size: 18px; }\n", "")


def slide(page: Page, step: Step) -> None:
    """Its question, readings and picture, and below them its first controls."""
    st.html(SLIDE_STYLE)
    st.markdown(f"### {question(step)}")
    place, lead, leave = st.container(), st.container(key="lead"), st.empty()
    with lead:
        then = [lambda: leave.markdown(back("The whole page"))]
        stage.live(page, {step: place}, only=takes(step)[:LEAD], then=then)


def chart(page: Page, step: Step) -> None:
    """One chart of it, with its title and a way to the page."""
    st.html(CHART_STYLE)
    mine, asked = session.mine(), st.query_params.get(modes.CHART, "")
    mine.drawn = page.keys(step)
    with own.excused():
        shown = kept.taken(step, **page.at(step, st.session_state))
        if (found := shown.charts.get(asked)) is None:
            known, asked = ", ".join(shown.charts) or "none", shortened(asked, 40)
            said = f"“{asked}” is no chart of “{name_of(step)}”. Its charts: {known}."
            st.warning(controls.plain(said))
        else:
            st.markdown(f"**{shown.names[asked]}**")
            specification = {**found.specification, "title": "", "datasets": found.tables}
            st.vega_lite_chart(specification, key=asked)
            if any(pending(*reading) for reading in shown.readings):
                st.info("Its networks are trained on the page itself, while somebody looks.")
    st.markdown(f":small[{back(f'{mine.page}: {question(step)}')}]")


def back(words: str) -> str:
    """A link to this view with all that is around it."""
    return f"[{words}]({share.addressed('', share.settings(bare=True))})"


ALONE = {modes.SLIDE: slide, modes.CHART: chart}
