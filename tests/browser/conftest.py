"""A real Chromium, and a fresh server for each test that asks for one."""

import shutil

import pytest

from benchmarks.server import ROOT, serve
from tests.needs import missing, needed
from tests.waiting import LONGEST

NAMES = ("chromium", "chromium-browser", "google-chrome")
# On a deep link Streamlit itself first asks below the page for these two, and gets a 404.
EXCUSED = ("/_stcore/health", "/_stcore/host-config")
REQUIREMENTS = "tests/requirements-browser.txt"
# Whether the page waits for the server, when something last changed, and how many frames ago: on a
# busy machine a page can stand still for long with its work undone. `settle` looks at all three.
TRAFFIC = """
window.traffic = {
    open: false, last: performance.now(), still: 0,
    moved() { this.last = performance.now(); this.still = 0; },
};
(function count() { traffic.still += 1; requestAnimationFrame(count); })();
new MutationObserver(() => traffic.moved()).observe(
    document, {subtree: true, childList: true, attributes: true, characterData: true});
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener('message', () => this.note(false));
    }
    send(said) { this.note(true); super.send(said); }
    note(open) { traffic.open = open; traffic.moved(); }
};
"""


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium."""
    playwright = needed("playwright.sync_api", REQUIREMENTS)
    executable = next((path for path in map(shutil.which, NAMES) if path), None)
    if executable is None:
        missing("no browser: none of " + ", ".join(NAMES) + " is installed")
    with playwright.sync_playwright() as play:
        flags = ["--no-sandbox", "--ignore-certificate-errors"]  # HTTPS here is signed by us
        browser = play.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def expect():
    """Playwright's assertions, which wait for what they say."""
    expect = needed("playwright.sync_api", REQUIREMENTS).expect
    expect.set_options(timeout=1000 * LONGEST)
    return expect


@pytest.fixture
def fresh_server():
    """The address of a server that no visitor has opened yet."""
    with serve(ROOT / "streamlit_app.py") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def server():
    """The address of a server that the tests of a module share."""
    with serve(ROOT / "streamlit_app.py") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def tab(new_tab):
    """A tab of a wide, light window."""
    return new_tab()


@pytest.fixture
def new_tab(chromium):
    """Opens tabs, each in a context of its own; what goes wrong in any of them fails the test."""
    contexts, wrong = [], []

    def open_tab(
        width: int = 1280, height: int = 800, scheme: str = "light",
        home: str = "http://127.0.0.1:", excused: tuple[str, ...] = (),
    ):  # fmt: skip
        size = {"width": width, "height": height}
        context = chromium.new_context(viewport=size, color_scheme=scheme, accept_downloads=True)
        patient(context)
        contexts.append((context, found := [], excused))
        return _watched(context.new_page(), found, home)

    yield open_tab
    for context, found, excused in contexts:
        context.close()
        wrong += [said for said in found if not any(word in said for word in excused)]
    assert not wrong, "\n".join(wrong)


def patient(context) -> None:
    """Makes the pages of a context know their traffic, and wait as long as a busy machine takes."""
    context.add_init_script(TRAFFIC)
    context.set_default_timeout(1000 * LONGEST)


def _watched(page, wrong: list[str], home: str):
    """Notes console errors, failed requests and traffic to other hosts."""
    page.on("console", lambda message: _console(message, wrong))
    page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
    page.on("request", lambda request: _foreign(request, wrong, home))
    page.on("response", lambda response: _failed(response, wrong))
    return page


def _console(message, wrong: list[str]) -> None:
    if message.type == "error" and not message.location["url"].endswith(EXCUSED):
        wrong.append(f"console: {message.text}")


def _foreign(request, wrong: list[str], home: str) -> None:
    if not request.url.startswith((home, "data:", "blob:")):
        wrong.append(f"request to another host: {request.url}")


def _failed(response, wrong: list[str]) -> None:
    if response.status >= 400 and not response.url.endswith(EXCUSED):
        wrong.append(f"{response.status}: {response.url}")
