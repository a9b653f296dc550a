"""How long tests wait: a wait ends, but its end bounds nothing that a busy machine may take."""

import time

LONGEST = 120  # seconds


def until(condition) -> bool:
    """Whether it comes true."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
