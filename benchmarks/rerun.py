"""The CPU time of a rerun after a slider move, for every page, as a ratio to a bare page.

    python -m benchmarks.rerun

The bare page has one slider and one metric. Both servers run in turn with the same settings; a
round is a number of moves of the page's first slider, and the best of several rounds counts.
"""

import shutil
import tempfile
from pathlib import Path

from benchmarks.server import ROOT, Visitor, cpu_seconds, serve
from dashboard import frame

MOVES, ROUNDS = 100, 4
BARE = """
import streamlit as st
value = st.sidebar.slider("Value", 0.0, 10.0, 1.0, 0.1, key="value", bind="query-params")
st.metric("Value", value)
"""


def seconds_per_move(port: int, pid: int, page: str) -> float:
    """CPU seconds of the server per slider move, best of several rounds."""
    visitor = Visitor(f"http://127.0.0.1:{port}", page)
    best = float("inf")
    for _ in range(ROUNDS):
        before = cpu_seconds(pid)
        for move in range(MOVES):
            visitor.move(0.25 + 0.5 * move / MOVES)
        best = min(best, (cpu_seconds(pid) - before) / MOVES)
    return best


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        with serve(script, Path(folder)) as (port, pid):
            bare = seconds_per_move(port, pid, "")
    print(f"{'bare page':<22}{1000 * bare:6.1f} ms   1.0")
    with serve(ROOT / "streamlit_app.py") as (port, pid):
        Visitor(f"http://127.0.0.1:{port}")
        for page in frame.PAGES:
            name = Path(page.script).stem
            cost = seconds_per_move(port, pid, name)
            print(f"{name:<22}{1000 * cost:6.1f} ms  {cost / bare:4.1f}")


if __name__ == "__main__":
    main()
