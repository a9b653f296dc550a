"""The bytes of a first visit, through nginx, in a browser that has never been here.

    python -m benchmarks.cold

Counts what nginx sends, headers and the messages of the websocket included, until the page has
been still for three seconds. Streamlit's files are compressed as on a server, which takes a minute.
"""

import shutil
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboard import frame
from deploy import local


def megabytes(browser, address: str, log: Path) -> float:
    """What one visit makes nginx send."""
    before = log.stat().st_size
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(address)
    tab.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
    tab.wait_for_timeout(3000)
    context.close()
    time.sleep(1)  # a websocket is in the log when it has ended
    new = log.read_text()[before:].splitlines()
    assert any("/_stcore/stream" in line for line in new)
    return sum(int(line.split()[0]) for line in new) / 1e6


def main() -> None:
    with local.serve(1, quality=11) as site, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for page in ["", *(Path(page.script).stem for page in frame.PAGES)]:
            sent = megabytes(browser, f"{site.address}/{page}", site.folder / "bytes.log")
            print(f"{page or 'home':<20}{sent:6.2f} MB")
        browser.close()


if __name__ == "__main__":
    main()
