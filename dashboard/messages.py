"""How what a run draws travels to the browser: together, and as one step of its history."""

from contextlib import contextmanager
from threading import Lock
from time import monotonic

from streamlit.runtime.scriptrunner import get_script_run_ctx

LONGEST_WAIT = 0.1  # seconds: a visitor sees the first of a slow run before its last


class Parcel:
    """The messages of a run, kept until the run ends or has taken `LONGEST_WAIT`."""

    def __init__(self, send):
        self.send, self.kept, self.address = send, [], None
        self.since, self.lock = monotonic(), Lock()  # a spinner sends from a thread of its own

    def add(self, message) -> None:
        with self.lock:
            if message.WhichOneof("type") == "page_info_changed":
                self.address = message
                return
            self.kept.append(message)
            if monotonic() - self.since > LONGEST_WAIT:
                self._deliver()

    def close(self) -> None:
        with self.lock:
            try:
                self._deliver()
            finally:  # a visitor's next move may end the run here: what it draws is drawn anew,
                if self.address:  # but the server takes the address for told
                    self.send(self.address)

    def _deliver(self) -> None:
        kept, self.kept, self.since = self.kept, [], monotonic()
        for message in kept:
            self.send(message)


@contextmanager
def together():
    """Send what is drawn inside in one go.

    Each message wakes the server's loop, which then competes with the script for the interpreter:
    one after the other they cost a fifth of a rerun's CPU. And Streamlit 1.67 changes the address
    bar once for each control that a scenario or Reset has set, so that Back would lead through
    views that nobody has seen: only the last change, which holds them all, is let through.
    """
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    parcel = Parcel(context._enqueue)
    context._enqueue = parcel.add
    try:
        yield
    finally:
        context._enqueue = parcel.send
        parcel.close()
