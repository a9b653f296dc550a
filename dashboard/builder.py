"""Where a teacher sets a task: the panel above a step that makes the link."""

from typing import Any

import streamlit as st

from dashboard import modes, session, share, tasks
from dashboard.declared import Page, Step, takes
from dashboard.tasks import FREE, LONGEST, READING, SEEN, VEIL, WORDS

SEEDS = ("seed", "first_seed")
MOST_LINKS = 60  # one a student, each with a seed of its own
NOTHING = "nothing: only my question"


class Builder:
    """The panel; `draw` fills it once the step is drawn, whose readings can be asked for."""

    def __init__(self, page: Page, step: Step):
        self.page, self.step = page, step
        self.place = st.container(border=True)

    def draw(self) -> None:
        """What is asked, what can be moved, and the link."""
        with self.place:
            with st.container(horizontal=True, vertical_alignment="center"):
                said = "**Set a task** on this view: its step, and its controls as they stand now."
                st.markdown(said, width="stretch")
                st.button("Close", key="set close", on_click=modes.enter, args=("",))
            asked = self._asked()
            links = self._links(asked)
            if asked.keys().isdisjoint((WORDS, READING)):
                st.markdown("Write a question or choose a number: then the link stands here.")
            else:
                st.markdown("The link to the task:" if len(links) == 1 else "A link a student:")
                st.code("\n".join(links), language=None, wrap_lines=len(links) == 1)
            self._answers()

    def _asked(self) -> dict[str, Any]:
        """What is chosen, as the link has it."""
        readings = [label for label, _ in session.mine().readings][: tasks.READINGS]
        named = {self.page.controls[name].label: name for name in takes(self.step)}
        left, right = st.columns(2)
        with left:
            words = st.text_input(
                "Your question", key="set words", max_chars=LONGEST, placeholder="then Enter"
            )
        with right:
            number = st.selectbox("Ask for", [NOTHING, *readings], key="set reading")
        step, many = self.step.__name__, {"selection_mode": "multi"}
        free = st.pills("They can move", list(named), **many, key=f"set free {step}")
        rest = [label for label in named if label not in free]
        seen = st.pills("They see, and cannot move", rest, **many, key=f"set seen {step}")
        veil = st.toggle("Veil what tells until it is answered", True, key="set veil")
        chosen = {
            WORDS: " ".join(words.split()),
            READING: readings.index(number) + 1 if number in readings else 0,
            FREE: [named[label] for label in free],
            SEEN: [named[label] for label in seen if label in rest],
            VEIL: veil,
        }
        return {key: value for key, value in chosen.items() if value}

    def _links(self, asked: dict[str, Any]) -> list[str]:
        """One link, or one for each student, with a seed of its own."""
        address = (st.context.url or "").split("?")[0]
        settings = share.settings(bare=True) | asked
        seed = next((name for name in SEEDS if name in takes(self.step)), None)
        count = 0
        if seed:
            said = f"0: one link for all. Each of {MOST_LINKS} at most has a seed of its own."
            about = {"key": "set students", "help": said}
            count = st.number_input("Students with other draws each", 0, MOST_LINKS, 0, 1, **about)
        each = [{seed: student} for student in range(1, count + 1)] or [{}]
        return [share.addressed(address, settings | more) for more in each]

    def _answers(self) -> None:
        """An answer that has come back opens the very view it was given in."""
        line = st.text_input(
            "An answer that came back", key="set answer", max_chars=4 * LONGEST + 6_000,
            placeholder="paste the line, then Enter",
        )  # fmt: skip
        if line and (found := tasks.address_in(line)):
            st.markdown(f"[Open it →]({share.addressed(*found)})")
        elif line:
            st.error("There is no link to a page of this app in that line.")
