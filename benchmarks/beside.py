"""What four trainings in the background cost a visitor who looks at another page.

    python -m benchmarks.beside

One server. A visitor moves the first slider of the ReLU page; then four others open *Learning
speed*, each with a seed of its own, so that nothing is shared, and look again as their pages do.
Prints the visitor's waits.
"""

import statistics
import threading
import time

from benchmarks.server import ROOT, serve
from deploy.visitor import Visitor

MOVES, LOOKS = 60, 0.8  # seconds from one look at a training to the next
TRAININGS = 4


def waits(visitor: Visitor) -> list[float]:
    """Milliseconds from each move to its answer, one move every tenth of a second."""
    found = []
    for move in range(MOVES):
        before = time.perf_counter()
        visitor.move(0.25 + 0.5 * move / MOVES)
        found.append(1000 * (time.perf_counter() - before))
        time.sleep(0.1)
    return found


def train(address: str, seed: int, stop: threading.Event) -> None:
    """Keep a training of the paper's network going, as a visitor's page does."""
    query = f"step=Unfair&one_seed=true&first_seed={50 + seed}"
    visitor = Visitor(address, "learning_speed", query=query)
    while not stop.wait(LOOKS):
        visitor.run()


def told(found: list[float]) -> str:
    ordered = sorted(found)
    return f"p50 {statistics.median(found):5.0f} ms, p95 {ordered[int(0.95 * len(found))]:5.0f} ms"


def main() -> None:
    with serve(ROOT / "streamlit_app.py") as (port, _):
        address, stop = f"http://127.0.0.1:{port}", threading.Event()
        visitor = Visitor(address, "relu_bias")
        waits(visitor)  # builds the charts
        alone = waits(visitor)
        threads = [
            threading.Thread(target=train, args=(address, seed, stop)) for seed in range(TRAININGS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(5)
        beside = waits(visitor)
        stop.set()
        for thread in threads:
            thread.join()
    ratio = statistics.median(beside) / statistics.median(alone)
    print(f"alone                {told(alone)}")
    print(f"beside {TRAININGS} trainings   {told(beside)}   (1 : {ratio:.1f})")


if __name__ == "__main__":
    main()
