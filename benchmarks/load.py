"""A lecture hall on one machine: many visitors, each moving a slider every two seconds.

    python -m benchmarks.load --visitors 50 --page elu_mean
    python -m benchmarks.load --visitors 200 --replicas 2 --apart

starts the site of `deploy.local`, nginx in front, and loads it from a process of its own over the
websocket protocol of a browser. Every visitor walks along the first slider of the page's first
step, from a place of its own, and every answer is compared with what the core computes for the
settings. With `--apart` all sliders of the step are moved in turn, from places of every visitor's
own: then hardly any view is one that another has seen.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote_plus

import uvloop
from websockets.asyncio.client import connect

from activations import ACTIVATIONS
from activations.initialisation import Start
from activations.sigmoid_sums import RULES
from benchmarks.server import cpu_seconds
from dashboard import trained, verdicts
from dashboard.wording import number, power
from deploy import local
from deploy.visitor import Tab

PERIOD = 2.0  # seconds between two moves of a visitor
WARM_UP = 20  # seconds of moves that are not counted: a server builds each chart once
AT_ONCE = 5  # how many visitors may be opening the page at a time


sigmoid, tanh, relu, elu = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "elu"))
DEEP, GOAL = (sigmoid, tanh, relu, elu), "training loss 0.1"


def shown_on(page: str, at: dict[str, float]) -> tuple[str, str]:
    """A reading of the page's first step and what it must say, from the sliders' values."""
    match page:
        case "sigmoid_saturation":
            slope = float(sigmoid.derivative(at["probe"] - at["offset"]))
            return f"Slope at x = {number(at['probe'])}", number(slope)
        case "sum_of_sigmoids":
            return "Ceiling", number(100 * at["spacing"])
        case "relu_bias":
            return "ReLU mean, exact", number(relu.mean(at["mu"], at["sigma"]))
        case "elu_mean":
            value = float(elu.configure(alpha=at["alpha"])(at["at"]))
            return f"ELU at x = {number(at['at'])}", number(value)
        case "depth":
            sizes = [Start("He", 1.0, 0.0).gradient(act, int(at["layers"])) for act in DEEP]
            return "Weakest: Sigmoid", power(min(float(size[0]) for size in sizes))
        case "learning_speed":
            compared = trained.of_pair(elu, relu, GOAL, int(at["net_seeds"]), trained.PLAIN, False)
            ratio = compared.ratio(relu.label, elu.label, int(at["confidence"]))
            return "ReLU takes", verdicts.cross(ratio.middle)
        case "gallery":
            mean = elu.configure(alpha=at["elu_alpha"]).mean(0.0, 1.0)
            return "Mean for N(0, 1)", number(mean)
    raise ValueError(f"nothing is known of what {page} must say")


LINKS = {"sum_of_sigmoids": "rule=" + quote_plus(RULES["midpoint"].label)}  # else it has no slider


class Student(Tab):
    """A visitor among many: opens the page, moves its sliders, notes what came back and when."""

    def __init__(self, address: str, page: str, place: int, apart: bool):
        super().__init__(address, page)
        self.query = LINKS.get(page, "")
        self.random, self.place, self.apart = random.Random(place), place, apart
        self.waits: list[float] = []
        self.wrong: list[str] = []
        self.skipped = 0

    async def open(self, gate: asyncio.Semaphore) -> None:
        async with gate:
            await asyncio.to_thread(self.take_cookies)
            self.socket = await connect(**self.connection(), ping_interval=None)
            await self.run()
            for number in range(len(self.sliders) if self.apart else 0):
                self.put(self.random.random(), number)
                await self.run()

    async def run(self) -> None:
        async with asyncio.timeout(60):
            await self.socket.send(self.request())
            while not self.read(await self.socket.recv()):
                pass

    async def work(self, start: float, end: float) -> None:
        """Move every PERIOD, at a phase of its own, until `end`; count from `start` on."""
        due = time.monotonic() + PERIOD * self.random.random()
        step = self.random.randrange(400)
        while due < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            step += 1
            place = abs(step % 400 - 200) / 200  # to the one end, and back
            number = step % len(self.sliders) if self.apart else 0
            self.put(self.random.random() if self.apart else place, number)
            asked = time.monotonic()
            try:
                await self.run()
                self.waits += [time.monotonic() - asked] if asked >= start else []
                self._compare()
            except (OSError, EOFError, TimeoutError, RuntimeError) as error:
                self.wrong.append(f"{type(error).__name__}: {error}")
                return
            due += PERIOD
            while due < time.monotonic():
                due, self.skipped = due + PERIOD, self.skipped + (asked >= start)

    def _compare(self) -> None:
        at = {
            slider.id.rsplit("-", 1)[1]: self.moved.get(slider.id, slider.default[0])
            for slider in self.sliders.values()
        }
        label, expected = shown_on(self.page, at)
        if self.metrics.get(label) != expected:
            self.wrong.append(f"at {at}: {self.metrics.get(label)} instead of {expected}")


async def attend(address: str, page: str, visitors: int, seconds: float, apart: bool) -> dict:
    """Let the visitors work; gives waits in milliseconds and everything that went wrong."""
    students = [Student(address, page, place, apart) for place in range(visitors)]
    gate, before = asyncio.Semaphore(AT_ONCE), time.monotonic()
    await asyncio.gather(*(student.open(gate) for student in students))
    opened = time.monotonic() - before
    print("open", flush=True)  # the parent reads the servers' memory and files now
    start = time.monotonic() + WARM_UP
    working = [student.work(start, start + seconds) for student in students]
    await asyncio.gather(tell(start), *working)
    waits = sorted(1000 * wait for student in students for wait in student.waits)
    wrong = [entry for student in students for entry in student.wrong]
    return {
        "reruns": len(waits), "seconds": time.monotonic() - start, "opening": opened,
        "p50": waits[len(waits) // 2], "p95": waits[int(0.95 * len(waits))], "max": waits[-1],
        "skipped": sum(student.skipped for student in students),
        "wrong": len(wrong), "first wrong": wrong[:3], "client": time.process_time(),
    }  # fmt: skip


async def tell(start: float) -> None:
    """Let the parent process read the servers' clocks when counting starts."""
    await asyncio.sleep(start - time.monotonic())
    print("start", flush=True)


def usage(pids: list[int]) -> tuple[float, float, int]:
    """CPU seconds, resident MB and open descriptors of all these processes together (Linux)."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    files = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return sum(map(cpu_seconds, pids)), megabytes, files


def load(replicas: int, page: str, visitors: int, seconds: float, apart: bool) -> dict:
    """Start the site and the crowd, each in processes of its own; gives what was measured."""
    with local.serve(replicas) as site:
        pids = [replica.pid for replica in site.replicas]
        for port in site.ports:  # the first visit of a replica loads its libraries
            asyncio.run(attend_alone(f"http://127.0.0.1:{port}", page))
        _, idle_memory, idle_files = usage(pids)
        command = [
            sys.executable,
            "-m",
            "benchmarks.load",
            "--attend",
            site.address,
            "--page",
            page,
        ]
        command += ["--visitors", str(visitors), "--seconds", str(seconds)]
        command += ["--apart"] if apart else []
        crowd = subprocess.Popen(command, cwd=local.ROOT, stdout=subprocess.PIPE, text=True)
        assert crowd.stdout.readline() == "open\n"
        _, memory, files = usage(pids)
        assert crowd.stdout.readline() == "start\n"
        before, *_ = usage(pids)
        result = json.loads(crowd.stdout.readline())
        after, at_end, _ = usage(pids)
        crowd.wait()
    return result | {
        "cpu": 1000 * (after - before) / result["reruns"], "all memory": at_end,
        "memory": (memory - idle_memory) / visitors, "files": (files - idle_files) / visitors,
    }  # fmt: skip


def report(r: dict) -> None:
    print(f"  wait {r['p50']:.0f} / {r['p95']:.0f} / {r['max']:.0f} ms (p50 / p95 / max)")
    print(f"  {r['reruns'] / r['seconds']:.1f} reruns a second, {r['skipped']} moves too late")
    print(f"  wrong or failed: {r['wrong']} {r['first wrong']}")
    print(f"  CPU of a rerun {r['cpu']:.1f} ms; load generator {r['client']:.1f} s in all")
    print(f"  all had opened the page after {r['opening']:.1f} s")
    print(f"  a visitor: {r['memory']:.2f} MB, {r['files']:.1f} descriptors", end="; ")
    print(f"all replicas at the end: {r['all memory']:.0f} MB")


async def attend_alone(address: str, page: str) -> None:
    student = Student(address, page, 0, False)
    await student.open(asyncio.Semaphore(1))
    await student.socket.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--page", default="relu_bias")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--attend", help=argparse.SUPPRESS)  # the load generator's own process
    given = parser.parse_args()
    if given.attend:
        # on the fastest loop: what the crowd takes of the machine is missing to the site
        told = uvloop.run(
            attend(given.attend, given.page, given.visitors, given.seconds, given.apart)
        )
        print(json.dumps(told))
    else:
        apart = ", each on views of its own" * given.apart
        print(f"{given.page}: {given.replicas} replica(s), {given.visitors} visitors{apart}")
        report(load(given.replicas, given.page, given.visitors, given.seconds, given.apart))


if __name__ == "__main__":
    main()
