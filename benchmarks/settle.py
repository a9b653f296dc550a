"""From a key press on a slider to the last change of the page, in a browser, beside a bare page.

    python -m benchmarks.settle

Each page's first slider is moved by the keyboard; the time runs from the key press to the last
change of the document in the second that follows. The median of several presses counts.
"""

import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.rerun import BARE
from benchmarks.server import ROOT, serve
from dashboard import frame

PRESSES = 15
WATCH = """() => {
    window.pressed = window.changed = 0;
    document.addEventListener('keydown', () => { window.pressed = performance.now() }, true);
    new MutationObserver(() => { window.changed = performance.now() }).observe(
        document.querySelector('[data-testid=stMain]'),
        {subtree: true, childList: true, attributes: true, characterData: true});
}"""


def milliseconds(browser, address: str) -> float:
    """Median time from a key press to the last change of the page."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(address)
    slider = tab.locator("[data-testid=stSlider] input:not([disabled])").first
    slider.wait_for()
    tab.wait_for_timeout(2500)
    tab.evaluate(WATCH)
    slider.focus()
    times = []
    for press in range(PRESSES):
        tab.keyboard.press("ArrowRight" if press % 2 else "ArrowLeft")
        tab.wait_for_timeout(1000)
        times.append(tab.evaluate("window.changed - window.pressed"))
    tab.close()
    return statistics.median(times)


def main() -> None:
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        with serve(script, Path(folder)) as (port, _):
            bare = milliseconds(browser, f"http://127.0.0.1:{port}/")
        print(f"{'bare page':<22}{bare:6.0f} ms   1.0")
        with serve(ROOT / "streamlit_app.py") as (port, _):
            for page in frame.PAGES:
                name = Path(page.script).stem
                time = milliseconds(browser, f"http://127.0.0.1:{port}/{name}")
                print(f"{name:<22}{time:6.0f} ms  {time / bare:4.1f}")


if __name__ == "__main__":
    main()
