"""A lecture hall on one machine: many visitors, each moving a slider every two seconds.

    python -m benchmarks.load --visitors 50
    python -m benchmarks.load --visitors 200 --replicas 2

starts the site of `deploy.local`, nginx in front, and loads it from a process of its own over the
websocket protocol of a browser. Every visitor walks along the first slider of the ReLU page, the
slowest, from a place of its own, and every answer is compared with the core's. `--apart` gives each
visitor another seed too, so that hardly any measurement is shared with another's.
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

import uvloop
from websockets.asyncio.client import connect

from activations import ACTIVATIONS
from benchmarks.server import Tab, cpu_seconds
from dashboard.sections import number
from deploy import local

PAGE, SHOWN, SEED_SLIDER = "relu_bias", "ReLU mean, exact", 4
PERIOD = 2.0  # seconds between two moves of a visitor
WARM_UP = 20  # seconds of moves that are not counted: a server builds each chart once
AT_ONCE = 5  # how many visitors may be opening the page at a time


class Student(Tab):
    """A visitor among many: opens the page, moves its slider, notes what came back and when."""

    def __init__(self, address: str, place: int):
        super().__init__(address, PAGE)
        self.random, self.place = random.Random(place), place
        self.waits: list[float] = []
        self.wrong: list[str] = []
        self.skipped = self.lost = 0

    async def open(self, gate: asyncio.Semaphore, apart: bool) -> None:
        async with gate:
            await asyncio.to_thread(self.take_cookies)
            self.socket = await connect(**self.connection(), ping_interval=None)
            await self.run()
            if apart:
                self.put(self.place % 100 / 99, SEED_SLIDER)
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
            value = self.put(abs(step % 400 - 200) / 200)  # to the one end, and back
            asked = time.monotonic()
            try:
                await self.run()
                self.waits += [time.monotonic() - asked] if asked >= start else []
                self._compare(value)
            except (OSError, EOFError, TimeoutError, RuntimeError) as error:
                self.wrong.append(f"{type(error).__name__}: {error}")
                return
            due += PERIOD
            while due < time.monotonic():
                due, self.skipped = due + PERIOD, self.skipped + (asked >= start)

    def _compare(self, mu: float) -> None:
        expected = number(ACTIVATIONS["relu"].mean(mu, 1.0))
        if self.metrics[SHOWN] != expected:
            self.wrong.append(f"at {mu:g}: {self.metrics[SHOWN]} instead of {expected}")


async def attend(address: str, visitors: int, seconds: float, apart: bool) -> dict:
    """Let the visitors work; gives waits in milliseconds and everything that went wrong."""
    students = [Student(address, place) for place in range(visitors)]
    gate, before = asyncio.Semaphore(AT_ONCE), time.monotonic()
    await asyncio.gather(*(student.open(gate, apart) for student in students))
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


def load(replicas: int, visitors: int, seconds: float, apart: bool) -> dict:
    """Start the site and the crowd, each in processes of its own; gives what was measured."""
    with local.serve(replicas) as site:
        pids = [replica.pid for replica in site.replicas]
        for port in site.ports:  # the first visit of a replica loads its libraries
            asyncio.run(attend_alone(f"http://127.0.0.1:{port}"))
        _, idle_memory, idle_files = usage(pids)
        command = [sys.executable, "-m", "benchmarks.load", "--attend", site.address]
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


async def attend_alone(address: str) -> None:
    student = Student(address, 0)
    await student.open(asyncio.Semaphore(1), False)
    await student.socket.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--apart", action="store_true")
    parser.add_argument("--attend", help=argparse.SUPPRESS)  # the load generator's own process
    given = parser.parse_args()
    if given.attend:
        # on the fastest loop: what the crowd takes of the machine is missing to the site
        told = uvloop.run(attend(given.attend, given.visitors, given.seconds, given.apart))
        print(json.dumps(told))
    else:
        print(f"{given.replicas} replica(s), {given.visitors} visitors")
        report(load(given.replicas, given.visitors, given.seconds, given.apart))


if __name__ == "__main__":
    main()
