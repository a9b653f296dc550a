"""The CPU time of a rerun after a slider move, for every page, as a ratio to a bare page.

    python -m benchmarks.rerun

The bare page has one slider and one metric. Both servers run in turn with the same settings. The
page's first live slider goes through the middle of its range: once to views that nobody has seen,
then again and again, as by a class whose visitors see each other's views; the best round counts.
"""

import shutil
import tempfile
from pathlib import Path

from benchmarks.server import ROOT, Visitor, cpu_seconds, serve
from dashboard import frame

MOST, ROUNDS, WARM = 100, 5, 5
BARE = """
import streamlit as st
value = st.sidebar.slider("Value", 0.0, 10.0, 1.0, 0.1, key="value", bind="query-params")
st.metric("Value", value)
"""


def seconds_per_move(port: int, pid: int, page: str) -> tuple[float, float]:
    """CPU seconds of the server per slider move, to a new view and to one seen before."""
    visitor = Visitor(f"http://127.0.0.1:{port}", page)
    sliders = list(visitor.sliders.values())
    number = next(i for i, slider in enumerate(sliders) if not slider.disabled)
    slider = sliders[number]
    steps = round((slider.max - slider.min) / slider.step)
    for place in range(WARM):  # at its end: a server builds each chart once
        visitor.move(place / steps, number)
    first = max(steps // 4, WARM)
    opened = round((slider.default[0] - slider.min) / slider.step)  # the view it opened with
    places = [p for p in range(first, first + min(steps // 2, MOST)) if p != opened]

    def through() -> float:
        before = cpu_seconds(pid)
        for place in places:
            visitor.move(place / steps, number)
        return (cpu_seconds(pid) - before) / len(places)

    return through(), min(through() for _ in range(ROUNDS))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        with serve(script, Path(folder)) as (port, pid):
            _, bare = seconds_per_move(port, pid, "")
    print(f"{'':<20}{'a new view':>18}{'seen before':>20}")
    print(f"{'bare page':<20}{'':>18}{1000 * bare:9.1f} ms    1.0")
    with serve(ROOT / "streamlit_app.py") as (port, pid):
        Visitor(f"http://127.0.0.1:{port}")
        for page in frame.PAGES:
            name = Path(page.script).stem
            costs = seconds_per_move(port, pid, name)
            print(f"{name:<20}", *(f"{1000 * c:8.1f} ms {c / bare:6.1f}" for c in costs))


if __name__ == "__main__":
    main()
