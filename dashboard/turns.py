"""Who draws when: the visitors of a server take turns."""

from contextlib import contextmanager
from threading import Lock

LONGEST_WAIT = 0.1  # seconds: beside a page that takes long the others go on

_turn = Lock()


@contextmanager
def turn():
    """Draw inside while nobody else does, or after `LONGEST_WAIT` in any case.

    Streamlit runs every visitor's page in a thread of its own, and Python runs one thread at a
    time: pages that are drawn side by side all end late. One after the other, the first of them
    ends early, and none later.
    """
    mine = _turn.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if mine:
            _turn.release()
