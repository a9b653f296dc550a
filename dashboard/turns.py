"""Who draws when: the visitors of a server take turns."""

from contextlib import contextmanager
from threading import Lock, local

LONGEST_WAIT = 0.1  # seconds: beside a page that takes long the others go on

_turn = Lock()
_thread = (
    local()
)  # whether it has waited: a step is drawn inside its page, and waits no second time


@contextmanager
def turn():
    """Draw inside while nobody else does, or after `LONGEST_WAIT` in any case.

    Streamlit runs every visitor's page in a thread of its own, and Python runs one thread at a
    time: pages that are drawn side by side all end late. One after the other, the first of them
    ends early, and none later.
    """
    if getattr(_thread, "waited", False):
        yield
        return
    mine = _turn.acquire(timeout=LONGEST_WAIT)
    _thread.waited = True
    try:
        yield
    finally:
        _thread.waited = False
        if mine:
            _turn.release()
