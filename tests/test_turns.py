"""Pages are drawn one after the other, but none waits for long."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

import pytest

from dashboard import frame, turns
from tests.pages import visit

ROOT = Path(__file__).parent.parent


def test_one_draws_while_the_other_waits(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 30)
    drawing, done, order = Event(), Event(), []

    def first():
        with turns.turn():
            drawing.set()
            done.wait(30)
            order.append("first")

    def second():
        with turns.turn():
            order.append("second")

    threads = [Thread(target=first), Thread(target=second)]
    threads[0].start()
    assert drawing.wait(30)
    threads[1].start()
    threads[1].join(0.3)
    assert threads[1].is_alive()
    done.set()
    for thread in threads:
        thread.join(30)
    assert order == ["first", "second"]


def test_a_page_that_takes_long_does_not_stop_the_others():
    with turns.turn():
        other = Thread(target=lambda: turns.turn().__enter__())
        other.start()
        other.join(30)
        assert not other.is_alive()


def test_a_page_that_fails_gives_its_turn_back():
    with pytest.raises(ZeroDivisionError), turns.turn():
        1 / 0  # noqa: B018
    assert turns._turn.acquire(timeout=0)
    turns._turn.release()


def test_a_step_within_its_page_does_not_wait_for_the_page(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 30)
    taken = Lock()
    monkeypatch.setattr(turns, "_turn", taken)
    with turns.turn(), turns.turn():
        assert taken.locked()
    assert not taken.locked()
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    with taken, turns.turn():  # in vain
        monkeypatch.setattr(turns, "LONGEST_WAIT", 1e9)
        with turns.turn():
            pass


def test_every_page_and_its_step_take_a_turn(monkeypatch):
    seen = []

    @contextmanager
    def turn():
        seen.append("taken")
        yield
        seen.append("given back")

    monkeypatch.setattr(frame.turns, "turn", turn)
    visit("pages/elu_mean.py")
    assert seen[-4:] == ["taken", "taken", "given back", "given back"]


def test_products_have_one_thread():
    code = (
        "import numpy, dashboard, threadpoolctl\n"  # NumPy first, as in a page opened by its link
        "print({pool['num_threads'] for pool in threadpoolctl.threadpool_info()})"
    )
    several = os.environ | {"OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=several, capture_output=True, text=True
    )
    assert done.stdout.strip() == "{1}", done.stderr or done.stdout
