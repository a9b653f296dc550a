"""Memory and descriptors of one process over ten thousand reruns.

    python -m benchmarks.longevity

A few visitors take turns on every page and leave again; sliders go to places never seen before, so
that every cache fills. Said now and then, with the change since the first quarter.
"""

import argparse
import os
import random
from pathlib import Path

from benchmarks.server import ROOT, Visitor, serve
from dashboard import frame

STAY = 15  # reruns of a visitor; Streamlit remembers the last 128 departed, who come to 1,920


def state(pid: int) -> tuple[float, int]:
    """Resident MB and open descriptors of a process (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(f"/proc/{pid}/fd"))


def visit(address: str, page: str, chance: random.Random) -> None:
    """Open a page, move its sliders at random, and leave."""
    visitor = Visitor(address, page)
    for _ in range(STAY - 1):
        live = [i for i, slider in enumerate(visitor.sliders.values()) if not slider.disabled]
        visitor.move(chance.random(), chance.choice(live))
    visitor.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reruns", type=int, default=10_000)
    given = parser.parse_args()
    pages, chance = [Path(page.script).stem for page in frame.PAGES], random.Random(1)
    warm = None
    os.environ["MALLOC_ARENA_MAX"] = "2"  # as in the unit of systemd
    with serve(ROOT / "streamlit_app.py") as (port, pid):
        for visits in range(1, given.reruns // STAY + 1):
            visit(f"http://127.0.0.1:{port}", pages[visits % len(pages)], chance)
            done = visits * STAY
            if done % (given.reruns // 20) == 0:
                memory, files = state(pid)
                if warm is None and done >= given.reruns / 4:
                    warm = memory
                change = f"{100 * (memory / warm - 1):+.1f} %" if warm else ""
                print(f"{done:6} reruns  {memory:6.0f} MB  {files:4} files  {change}", flush=True)


if __name__ == "__main__":
    main()
