"""A task in a link: a step, what of it can be moved, what is asked; and the answer as a line."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from math import isfinite, nan
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from dashboard import controls, downloads, frame, modes, session, share, stage
from dashboard.controls import Choice, Control, Several, Toggle, plain
from dashboard.declared import Page, Step, takes
from dashboard.looks import Look
from dashboard.wording import number, pending, quantity

LONGEST = 300  # letters of a teacher's question, and of an answer
READINGS = 4  # of a step, at most
WORDS, READING = modes.ASKS
FREE, SEEN, VEIL = "task_moves", "task_shows", "task_veil"
ANSWER = "answer"
THOUSANDS = re.compile(r"\b([1-9]\d{0,2}),(?=\d{3}\b)")
COMMA = re.compile(r"(?<=\d),(?=\d)")  # the decimal point of many countries


@dataclass(frozen=True)
class Text(Control):
    """Some words, at first none."""

    default: str = ""
    allowed = f"at most {LONGEST} letters"

    def read(self, entries: list[str]) -> tuple[str | None, bool]:
        good = len(entries) == 1 and len(entries[0]) <= LONGEST
        return (entries[0] if good else None), good

    def widget(self, key: str, **more) -> str:
        more |= {"max_chars": LONGEST, "placeholder": "then Enter"}
        return st.text_input(self.label, "", key=key, help=self.help, **more)


FIELD = Text("Your answer", help="")


@dataclass(frozen=True)
class Task:
    """What a teacher has set: a question in words, a reading by its place, or both.

    Controls that are `free` can be moved, those `seen` are shown and hold still.
    """

    words: str
    reading: int | None
    free: list[str]
    seen: list[str]
    veil: bool


def linked(page: Page) -> dict[str, Control]:
    """What a link with a task holds of it, by key."""
    names = list(page.controls)
    return {
        WORDS: Text("Task", help=""),
        READING: Choice("Asks for", [str(place) for place in range(1, READINGS + 1)], "1", help=""),
        FREE: Several("Moves", names, [], help=""),
        SEEN: Several("Shows", names, [], help=""),
        VEIL: Toggle("Veil", help=""),
        ANSWER: FIELD,
    }


def opened(page: Page) -> Task | None:
    """The task that the link sets, as far as it can be read."""
    if not modes.asks():
        return None
    known = linked(page)
    read = {
        key: known[key].read(st.query_params.get_all(key))[0]
        for key in known
        if key in st.query_params
    }
    words, reading = " ".join((read.get(WORDS) or "").split()), read.get(READING)
    if not words and not reading:
        return None
    place = int(reading) - 1 if reading else None
    return Task(words, place, read.get(FREE) or [], read.get(SEEN) or [], bool(read.get(VEIL)))


def draw(page: Page, task: Task, step: Step) -> None:
    """The question, the controls that count, the picture, and the answer."""
    mine = session.mine()
    drawn = [name for name in takes(step) if name in (*task.free, *task.seen)]
    held = {name: page.controls[name] for name in drawn if name not in task.free}
    mine.locked, mine.asked = set(controls.parts(held)), True
    st.markdown(":small[A task. Its words are those of whoever made this link:]")
    place, leave = st.container(), st.container()
    with st.sidebar if drawn else st.container():
        stage.live(page, {step: place}, only=drawn, asks=lambda step, values: Answering(task))
    with leave:
        st.markdown(f":small[[Leave the task]({share.addressed('', share.settings(bare=True))})]")


class Answering:
    """The answer to a task: it stands above the step, which is looked at as it is answered."""

    def __init__(self, task: Task):
        self.task = task
        session.mine().answers[ANSWER] = FIELD
        self.question = st.empty()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            self.answer = FIELD.draw(ANSWER, {})
            self.copy = st.empty()
        self.compared = st.empty()

    def look(self, look: Look) -> Look:
        """Veiled until there is an answer, if the task says so."""
        return replace(look, veiled=self.task.veil and not self.answer)

    def judge(self, readings: list[tuple[str, str]]) -> None:
        """What is asked, and after the answer what is computed and the line to pass on."""
        place = self.task.reading
        label, value = readings[place] if place is not None and place < len(readings) else ("", "")
        said = [f"**{plain(self.task.words)}**"] if self.task.words else []
        if label:
            said.append(f"What is “{label}” here?")
        elif place is not None:
            said.append("The link asks for a number, too, which this step does not show.")
        self.question.markdown(" ".join(said))
        if self.answer and pending(label, value):
            self.compared.markdown("It is compared, and can be copied, when all is trained.")
        elif self.answer:
            if label:
                self.compared.markdown(compared(self.answer, value))
            with self.copy.popover("Copy my answer"):
                st.markdown("One line, for whoever set the task:")
                st.code(self.line(label, value), language=None, wrap_lines=True)

    def line(self, label: str, value: str) -> str:
        """Question, settings, answer, what is computed, and the link, in one line."""
        parts = {
            "Task": self.task.words,
            "Asked": label,
            "Settings": downloads.settings(),
            "Answer": self.answer,
            "Computed": value,
        }
        said = " | ".join(f"{name}: {words}" for name, words in parts.items() if words)
        return " ".join(f"{said} | {share.link()}".split())


def compared(answer: str, value: str) -> str:
    """An answer beside what is computed."""
    given, read = typed(answer), quantity(value)
    like = given and read and given[1] in ("", read[1])
    off = given[0] - read[0] if like else nan
    if not isfinite(off):
        return f"Computed here: {value}."
    said = f"off by {number(abs(off), 3)}" if off else "just that"
    return f"You said {plain(' '.join(answer.split()))}; computed here is {value}: {said}."


def typed(answer: str) -> tuple[float, str] | None:
    """The number that somebody typed, and its unit: 0.5, 0,5, 5e-1, 1,381 or as pages write it."""
    words = COMMA.sub(".", THOUSANDS.sub(r"\1", answer.strip().replace("−", "-")))
    with suppress(ValueError):
        return float(words), ""
    return quantity(words)


def address_in(line: str) -> tuple[str, dict[str, list[str]]] | None:
    """The page, as a link beside it has it, and the query of the last link to one in a line."""
    names = {Path(page.script).stem for page in frame.PAGES}
    for word in reversed(line.split()):
        with suppress(ValueError):  # no address
            parts = urlsplit(word)
            name = parts.path.rstrip("/").rpartition("/")[2]
            if parts.scheme in ("http", "https") and name in names:
                return name, parse_qs(parts.query, keep_blank_values=True)
    return None
