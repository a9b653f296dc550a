"""Memory and descriptors of one process over ten thousand reruns.

    python -m benchmarks.longevity

A few visitors take turns on every page and leave again; sliders go to places never seen before, so
that every cache fills. Read 20 times, when the server has come to rest and no network is being
trained. The first quarter is the warm-up; the last is compared with the second.
"""

import argparse
import os
import random
import statistics
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.server import ROOT, serve
from dashboard import bench, frame, steps
from deploy.visitor import Visitor

STAY = 15  # reruns of a visitor; Streamlit remembers the last 128 departed, who come to 1,920
REST = bench.LEASE + 2  # seconds


def state(pid: int) -> tuple[float, int]:
    """Resident MB and open descriptors of a process (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(f"/proc/{pid}/fd"))


def visit(address: str, page: steps.Page, chance: random.Random) -> None:
    """Open a step of a page, move its sliders at random, and leave."""
    step = steps.name_of(chance.choice(page.steps))
    visitor = Visitor(address, Path(page.script).stem, query=urlencode({"step": step}))
    for _ in range(STAY - 1):
        if visitor.sliders:
            visitor.move(chance.random(), chance.randrange(len(visitor.sliders)))
        else:
            visitor.run()
    visitor.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reruns", type=int, default=10_000)
    given = parser.parse_args()
    pages, chance = [steps.declared(page.script) for page in frame.PAGES], random.Random(1)
    read = []
    os.environ["MALLOC_ARENA_MAX"] = "2"  # as in the unit of systemd
    with serve(ROOT / "streamlit_app.py") as (port, pid):
        visitors = given.reruns // STAY
        for visitor in range(1, visitors + 1):
            visit(f"http://127.0.0.1:{port}", pages[visitor % len(pages)], chance)
            if visitor % (visitors // 20) == 0:
                time.sleep(REST)
                memory, files = state(pid)
                read.append(memory)
                print(f"{visitor * STAY:6} reruns  {memory:6.0f} MB  {files:4} files", flush=True)
    second, last = statistics.mean(read[5:10]), statistics.mean(read[15:20])
    print(f"second quarter {second:.0f} MB, last quarter {last:.0f} MB, {last / second - 1:+.1%};")
    low, high = min(read[5:]) / second - 1, max(read[5:]) / second - 1
    print(f"single readings after the warm-up from {low:+.1%} to {high:+.1%}")


if __name__ == "__main__":
    main()
