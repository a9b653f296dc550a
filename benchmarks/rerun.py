"""The CPU time of a rerun after a slider move, for every step and slider, as ratios to a bare page.

    python -m benchmarks.rerun [page ...]

The bare page has one slider and one metric. Both servers run side by side with the same settings,
as when hosted, and take turns. Each slider of a step goes through the middle of its range: once to
views that nobody has seen, then again and again, as by a class whose visitors see each other's
views. A step's worst slider is its figure.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.server import ROOT, cpu_seconds, serve
from dashboard import frame, share, steps
from deploy.visitor import Visitor

MOST, TURNS, WARM = 48, 5, 5
BARE = """
import streamlit as st
value = st.sidebar.slider("Value", 0.0, 10.0, 1.0, 0.1, key="value", bind="query-params")
st.metric("Value", value)
"""


@contextmanager
def bare_page():
    """A server with the bare page, under the same settings; gives (port, process id)."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        with serve(script, Path(folder)) as found:
            yield found


class Slider:
    """One slider of a visitor, and the server's clock."""

    def __init__(self, visitor: Visitor, pid: int, number: int):
        self.visitor, self.pid, self.number = visitor, pid, number
        slider = list(visitor.sliders.values())[number]
        self.label = slider.label
        self.steps = round((slider.max - slider.min) / slider.step)
        for place in range(WARM):  # at its end: a server builds each chart once
            visitor.move(place / self.steps, number)
        first = max(self.steps // 4, WARM)
        opened = round((slider.default[0] - slider.min) / slider.step)  # the view it opened with
        middle = range(first, first + min(self.steps // 2, MOST))
        self.places = [place for place in middle if place != opened] or [0, self.steps]

    def through(self, places: list[int]) -> float:
        """CPU seconds of the server per move, over these places."""
        before = cpu_seconds(self.pid)
        for place in places:
            self.visitor.move(place / self.steps, self.number)
        return (cpu_seconds(self.pid) - before) / len(places)


def ratios(slider: Slider, bare: Slider) -> tuple[float, float]:
    """What a move costs, to a new view and to one seen before, in moves of the bare page.

    The two servers take turns, so that a machine that slows down slows both; the median of the
    turns counts.
    """
    parts = [slider.places[part::TURNS] for part in range(TURNS)]
    new = [slider.through(part) / bare.through(bare.places) for part in parts if part]
    seen = [slider.through(slider.places) / bare.through(bare.places) for _ in range(TURNS)]
    return statistics.median(new), statistics.median(seen)


def links_of(page: steps.Page, step: steps.Step) -> list[dict[str, str]]:
    """Links that between them show every control of a step, also those that hide at first."""
    found = [{}]
    for control in [page.controls[name] for name in steps.takes(step)]:
        if control.when and page.controls[control.when[0]].default not in control.when[1]:
            found.append({control.when[0]: share.written(control.when[1][0])})
    name = {"step": steps.name_of(step)}
    return [name | link for place, link in enumerate(found) if link not in found[:place]]


def measure(address: str, pid: int, page: steps.Page, bare: Slider) -> Iterator[tuple]:
    """Each slider of each step: (step, label, ratio for a new view, for one seen before)."""
    for step in page.steps:
        seen = set()
        for link in links_of(page, step):
            query = urlencode(link, doseq=True)
            visitor = Visitor(address, Path(page.script).stem, query=query)
            for number in range(len(visitor.sliders)):
                slider = Slider(visitor, pid, number)
                if slider.label not in seen:
                    seen.add(slider.label)
                    yield steps.name_of(step), slider.label, *ratios(slider, bare)
            visitor.close()


def main() -> None:
    pages = sys.argv[1:] or [Path(page.script).stem for page in frame.PAGES]
    with bare_page() as (port, pid), serve(ROOT / "streamlit_app.py") as (app_port, app_pid):
        bare = Slider(Visitor(f"http://127.0.0.1:{port}"), pid, 0)
        print(f"a move of the bare page takes {1000 * bare.through(bare.places):.1f} ms")
        print(f"{'':<71}{'new':>8}{'seen':>8}")
        for page in [steps.declared(f"pages/{page}.py") for page in pages]:
            address = f"http://127.0.0.1:{app_port}"
            for step, label, *costs in measure(address, app_pid, page, bare):
                told = "".join(f"{cost:8.1f}" for cost in costs)
                print(f"{page.script[6:-3]:<20} {step:<18} {label[:30]:<31}{told}", flush=True)


if __name__ == "__main__":
    main()
