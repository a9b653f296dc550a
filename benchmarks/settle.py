"""From a key press on a slider to the last change of the page, in a browser, beside a bare page.

    python -m benchmarks.settle [page ...]

Every slider of every step that shows at first is moved by the keyboard; the time runs from the key
press to the last change of the document in the two thirds of a second that follow. The median of
several presses counts. In the same run, for comparison: a plain Streamlit page with two Altair
charts like those of a step.
"""

import shutil
import statistics
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from benchmarks.rerun import BARE
from benchmarks.server import ROOT, serve
from dashboard import frame, steps

PRESSES = 7
SLIDER = "[data-testid=stSidebar] [data-testid=stSlider] input:not([disabled])"
WATCH = """() => {
    window.pressed = window.changed = 0;
    document.addEventListener('keydown', () => { window.pressed = performance.now() }, true);
    new MutationObserver(() => { window.changed = performance.now() }).observe(
        document.querySelector('[data-testid=stMain]'),
        {subtree: true, childList: true, attributes: true, characterData: true});
}"""
# What a first version of a step looks like: the same two pictures and readings, in plain Streamlit.
PLAIN = """
import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

alpha = st.sidebar.slider("Value", 0.1, 3.0, 1.0, 0.01, key="value", bind="query-params")
x = np.linspace(-6, 6, 193)
elu = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
curves = {"ELU": elu, "ReLU": np.maximum(x, 0), "Leaky ReLU": np.where(x > 0, x, 0.1 * x)}
st.title("ELU")
for column, (label, y) in zip(st.columns(3), curves.items()):
    column.metric(label, f"{y.mean():.4f}")
for name, change in (("output", np.asarray), ("slope", lambda y: np.gradient(y, x))):
    table = pd.concat(pd.DataFrame({"x": x, "y": change(y), "series": label})
                      for label, y in curves.items())
    st.altair_chart(alt.Chart(table).mark_line().encode(
        alt.X("x").title("input x"), alt.Y("y").title(name), color="series"))
st.markdown("Above zero ELU is the identity.")
"""


def milliseconds(browser, address: str) -> dict[str, float]:
    """Median time from a key press on each slider to the last change of the page, by its label."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(address)
    tab.locator(SLIDER).first.wait_for()
    tab.wait_for_timeout(2500)
    tab.evaluate(WATCH)
    found = {}
    for number in range(tab.locator(SLIDER).count()):
        slider = tab.locator(SLIDER).nth(number)
        slider.focus()
        times = []
        for press in range(PRESSES):
            tab.keyboard.press("ArrowRight" if press % 2 else "ArrowLeft")
            tab.wait_for_timeout(650)
            times.append(tab.evaluate("window.changed - window.pressed"))
        found[slider.get_attribute("aria-label") or str(number)] = statistics.median(times)
    tab.close()
    return found


@contextmanager
def page_of(code: str):
    """A server with a page of its own, under the app's settings; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "page.py"
        script.write_text(code)
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        with serve(script, Path(folder)) as (port, _):
            yield f"http://127.0.0.1:{port}/"


def has_sliders(browser, address: str) -> bool:
    tab = browser.new_page()
    tab.goto(address)
    tab.locator("[data-testid=stVegaLiteChart] svg, table").first.wait_for()
    tab.wait_for_timeout(500)
    found = tab.locator(SLIDER).count() > 0
    tab.close()
    return found


def main() -> None:
    pages = sys.argv[1:] or [Path(page.script).stem for page in frame.PAGES]
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with page_of(BARE) as address:
            [bare] = milliseconds(browser, address).values()
        print(f"{'bare page':<70}{bare:6.0f} ms   1.0")
        with page_of(PLAIN) as address:
            [plain] = milliseconds(browser, address).values()
        print(f"{'two Altair charts in plain Streamlit':<70}{plain:6.0f} ms  {plain / bare:4.1f}")
        with serve(ROOT / "streamlit_app.py") as (port, _):
            for page in pages:
                for step in map(steps.name_of, steps.declared(f"pages/{page}.py").steps):
                    address = f"http://127.0.0.1:{port}/{page}?{urlencode({'step': step})}"
                    if not has_sliders(browser, address):
                        continue
                    for label, time in milliseconds(browser, address).items():
                        told = f"{page:<20} {step:<18} {label[:30]:<31}{time:6.0f} ms"
                        print(f"{told}  {time / bare:4.1f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
