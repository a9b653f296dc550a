"""Whether a site really serves: opens a session, moves a slider, and compares the answer.

    python -m deploy.check https://lab.example.com
    python -m deploy.check http://127.0.0.1:8601 --host lab.example.com

Streamlit's own `/_stcore/health` says ok as long as the process answers, also when no session can
start (out of file descriptors, a page that fails, a proxy that refuses websockets). Exit status 0
if the answer is right, else 1, with what went wrong: for a timer, or between two restarts.
"""

import argparse
import sys
from urllib.parse import urlsplit

from activations import ACTIVATIONS
from dashboard.wording import number
from deploy.visitor import Visitor

PAGE, SHOWN = "relu_bias", "ReLU mean, exact"


def wrong(address: str, host: str = "") -> str:
    """What is wrong with the site at an address, asked for under a host name; "" if nothing."""
    try:
        visitor = Visitor(address.rstrip("/"), PAGE, host)
        mu = visitor.move(0.75)
        seen, expected = visitor.metrics.get(SHOWN), number(ACTIVATIONS["relu"].mean(mu, 1.0))
        visitor.close()
    except Exception as error:  # whatever it is, it is what a visitor would meet
        return f"{type(error).__name__}: {error}"
    return "" if seen == expected else f"“{SHOWN}” is {seen} at {mu:g}, not {expected}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--host", default="", help="the Host header, if not that of the address")
    given = parser.parse_args()
    said = wrong(given.address, given.host)
    print(f"{urlsplit(given.address).netloc}: {said or 'ok'}")
    sys.exit(bool(said))


if __name__ == "__main__":
    main()
