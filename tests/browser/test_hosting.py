"""The site of `deploy/` on real servers: nginx before two replicas, and what can befall them."""

import os
import re
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from activations import ACTIVATIONS
from dashboard.wording import number
from deploy import check, local
from deploy.nginx import brotli
from deploy.visitor import Visitor
from tests.browser.test_links import press, query, values, visit
from tests.needs import missing
from tests.waiting import LONGEST

HOST = "lab.localhost"  # browsers find any name below localhost on this machine
PAGE, SHOWN = "relu_bias", "ReLU mean, exact"
CROWD = 30


@pytest.fixture(scope="module")
def site():
    """nginx and two replicas, under a host name."""
    try:
        local.nginx_program()
    except FileNotFoundError as error:
        missing(str(error))
    with local.serve(2, HOST) as running:
        yield running


@pytest.fixture
def nginx(site) -> str:
    """The address of nginx for a client that does not know the host name."""
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture
def name(site) -> str:
    """The host name and port in the address bar of a visitor."""
    return f"{HOST}:{site.port}"


def opened(asked):
    """The answer to a request."""
    return urllib.request.urlopen(asked, timeout=LONGEST)


def headers(address: str, name: str, **more: str):
    """The headers of an answer to a request under a host name."""
    asked = urllib.request.Request(address, headers={"Host": name, **more})
    with opened(asked) as answer:
        return answer.headers


def active(port: int) -> int:
    """The sessions that a replica has now."""
    with opened(f"http://127.0.0.1:{port}/_stcore/metrics") as answer:
        said = answer.read().decode()
    return int(re.search(r"^active_sessions (\d+)", said, re.MULTILINE)[1])


def right(visitor: Visitor, mu: float) -> bool:
    """Whether a visitor sees what the core computes for its slider."""
    return visitor.metrics[SHOWN] == number(ACTIVATIONS["relu"].mean(mu, 1.0))


class Persistent(Visitor):
    """A visitor whose browser connects again when the connection breaks."""

    def move(self, share: float, number: int = 0) -> float:
        value = self.put(share, number)
        try:
            self.run()
        except ConnectionClosed:
            self.open()
        return value


def move_all(crowd: list[Persistent], share) -> None:
    """Every visitor moves its slider to a place of its own, and must see the right answer."""
    with ThreadPoolExecutor(8) as pool:
        places = [share(number) for number in range(len(crowd))]
        for visitor, mu in zip(crowd, pool.map(Persistent.move, crowd, places), strict=True):
            assert right(visitor, mu)


@pytest.fixture
def crowd(nginx, name):
    """Thirty visitors, spread over both replicas."""
    with ThreadPoolExecutor(8) as pool:
        visitors = list(pool.map(lambda _: Persistent(nginx, PAGE, name), range(CROWD)))
    yield visitors
    for visitor in visitors:
        visitor.close()


def test_the_app_works_in_a_browser_under_its_host_name(site, new_tab):
    tab = new_tab(home=site.address)
    visit(tab, f"{site.address}/{PAGE}?mu=1")
    start = values(tab)
    press(tab, 0)
    assert values(tab) != start and query(tab) == {"mu": ["1.15"]}
    tab.get_by_role("button", name="Download", exact=True).click()
    with tab.expect_download() as saved:  # a second request, which must find the same replica
        tab.get_by_role("button", name="CSV").first.click()
    assert saved.value.suggested_filename.endswith(".csv") and not saved.value.failure()


def test_streamlits_files_are_compressed_and_never_asked_for_twice(site, nginx, name):
    with opened(urllib.request.Request(nginx, headers={"Host": name})) as answer:
        script = re.search(r"static/js/[\w.-]+\.js", answer.read().decode())[0]
    for way in ("gzip", "br"):
        told = headers(f"{nginx}/{script}", name, **{"Accept-Encoding": way})
        assert "immutable" in told["Cache-Control"]
        assert told["Content-Encoding"] == (way if way == "gzip" or brotli() else None)


def test_pages_may_be_shown_only_in_the_named_places_and_the_meters_only_here(nginx, name):
    told = headers(nginx, name)
    assert told["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert "active_sessions" in opened(f"{nginx}/_stcore/metrics").read().decode()


def test_visitors_are_spread_and_come_back_to_their_session(site, crowd):
    assert all(active(port) >= CROWD / 6 for port in site.ports)
    for visitor in crowd[:10]:
        before = visitor.session
        visitor.close()
        visitor.open()
        assert visitor.session == before


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost.evil.example"])
def test_a_foreign_origin_is_refused(site, nginx, name, origin):
    for address, host in ((nginx, name), (f"http://127.0.0.1:{site.ports[0]}", name)):
        visitor = Visitor(address, PAGE, host)
        visitor.close()
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(**visitor.connection() | {"origin": origin}),
        ):
            pass
        assert refused.value.response.status_code == 403


def test_another_host_name_is_refused(nginx):
    assert "403" in check.wrong(nginx, "evil.example")


def test_a_killed_replica_loses_no_visitor_and_no_value(site, crowd, new_tab):
    tab = new_tab(home=site.address, excused=("ERR_CONNECTION", "502", "WebSocket"))
    visit(tab, f"{site.address}/{PAGE}")
    press(tab, 0)
    before, address = values(tab), tab.url
    move_all(crowd, lambda number: number / CROWD)
    victim = max(range(2), key=lambda number: active(site.ports[number]))
    site.replicas[victim].kill()
    site.replicas[victim].wait(LONGEST)
    settings = [dict(visitor.moved) for visitor in crowd]
    for visitor in crowd:  # another control: the first must still be where it was put
        visitor.moved |= {list(visitor.sliders)[2]: 32}
    move_all(crowd, lambda number: number / CROWD)
    for visitor, setting in zip(crowd, settings, strict=True):
        assert setting.items() <= visitor.moved.items()
    assert active(site.ports[1 - victim]) >= CROWD
    tab.reload()
    visit(tab, tab.url)
    assert (values(tab), tab.url) == (before, address)
    site.restart(victim)


def test_a_rolling_restart_drops_nothing(site, nginx, name, crowd):
    for turn, port in enumerate(site.ports):
        site.restart(turn)
        assert not check.wrong(f"http://127.0.0.1:{port}", name)
        move_all(crowd, lambda place, turn=turn: (place + turn + 1) / (CROWD + 2))
    time.sleep(5)  # as long as nginx leaves a replica alone that failed
    assert not check.wrong(nginx, name)


def test_the_check_sees_what_the_health_page_does_not(site, nginx, name):
    """A replica without a free file descriptor says ok, and opens no session."""
    victim = f"http://127.0.0.1:{site.ports[0]}"
    site.restart(0)  # no session of before that gives its descriptors back meanwhile
    pid = site.replicas[0].pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    few = len(os.listdir(f"/proc/{pid}/fd")) + 2
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (few, hard))
    try:
        assert opened(f"{victim}/_stcore/health").read() == b"ok"
        assert check.wrong(victim, name)
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
        site.restart(0)
    command = [sys.executable, "-m", "deploy.check", victim, "--host", name]
    done = subprocess.run(command, cwd=local.ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.endswith(": ok\n"), done.stdout + done.stderr
