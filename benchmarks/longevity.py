"""Memory and descriptors of one process over ten thousand reruns.

    python -m benchmarks.longevity

A few visitors take turns on every page and leave again; sliders go to places never seen before, so
that every cache fills. Said now and then, when the server has come to rest and no network is being
trained, with the change since the first quarter.
"""

import argparse
import os
import random
import time
from pathlib import Path

from benchmarks.server import ROOT, Visitor, serve
from dashboard import bench, frame

STAY = 15  # reruns of a visitor; Streamlit remembers the last 128 departed, who come to 1,920
REST = bench.LEASE + 2  # seconds


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
        visitors = given.reruns // STAY
        for visitor in range(1, visitors + 1):
            visit(f"http://127.0.0.1:{port}", pages[visitor % len(pages)], chance)
            if visitor % (visitors // 20) == 0:
                time.sleep(REST)
                memory, files = state(pid)
                if warm is None and visitor >= visitors / 4:
                    warm = memory
                change = f"{100 * (memory / warm - 1):+.1f} %" if warm else ""
                done = f"{visitor * STAY:6} reruns"
                print(f"{done}  {memory:6.0f} MB  {files:4} files  {change}", flush=True)


if __name__ == "__main__":
    main()
