"""The app inside a page of another site, over HTTPS, as a teacher puts it into a course."""

import shutil
import signal
import subprocess

import pytest

from deploy import local, nginx
from tests.browser.conftest import patient
from tests.browser.test_links import CHART, SLIDER, VALUE, visit
from tests.needs import missing

HOST, PAGE = "lab.localhost", "relu_bias"
COURSE, OTHER = "https://course.localhost", "https://other.localhost"


@pytest.fixture(scope="module")
def lab():
    """The address of the site over HTTPS; only the course may show it in a frame."""
    if shutil.which("openssl") is None:
        missing("no openssl, to make a certificate")
    try:
        local.nginx_program()
    except FileNotFoundError as error:
        missing(str(error))
    with local.serve(2, HOST) as site:
        key, certificate = site.folder / "key.pem", site.folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}",
             "-keyout", key, "-out", certificate], check=True, capture_output=True,
        )  # fmt: skip
        port = local.free_port()
        listen = f"127.0.0.1:{site.port}; listen 127.0.0.1:{port} ssl; "  # as certbot does
        listen += f"ssl_certificate {certificate}; ssl_certificate_key {key}"
        settings = nginx.site(HOST, listen, site.ports, site.folder / "www", [COURSE])
        (site.folder / "site.conf").write_text(settings)
        site.nginx.send_signal(signal.SIGHUP)
        yield f"https://{HOST}:{port}"


@pytest.fixture
def student(chromium):
    """A tab whose browser lets pages show what this very machine serves."""
    context = chromium.new_context(viewport={"width": 1280, "height": 950})
    patient(context)
    for site in (COURSE, OTHER):
        context.grant_permissions(["local-network-access"], origin=site)
    yield context.new_page()
    context.close()


def shown_in(tab, site: str, code: str):
    """Open a page of a site that holds this code; gives the frame in it."""
    tab.route(f"{site}/", lambda route: route.fulfill(content_type="text/html", body=code))
    tab.goto(f"{site}/")
    return tab.frame_locator("iframe")


def test_a_course_shows_a_view_and_students_move_it(lab, student, expect):
    visit(student, f"{lab}/{PAGE}?mu=1")
    student.get_by_role("button", name="Share", exact=True).click()
    code = student.locator("[data-testid=stCode]").nth(1).inner_text()
    expected = student.locator(VALUE).all_inner_texts()
    student.context.clear_cookies()

    frame = shown_in(student, COURSE, code)
    frame.locator(CHART).first.wait_for()
    assert frame.locator(VALUE).all_inner_texts() == expected
    frame.locator(SLIDER).first.focus()
    student.keyboard.press("ArrowRight")
    expect(frame.locator(VALUE).first).not_to_have_text(expected[0])
    [route] = [cookie for cookie in student.context.cookies() if cookie["name"] == "lab_route"]
    assert route["secure"] and route["sameSite"] == "None" and "course" in route["partitionKey"]
    frame.get_by_role("button", name="Download", exact=True).click()
    for _ in range(4):  # saving asks without the cookie, and one of two replicas has the file
        student.context.clear_cookies()
        with student.expect_download() as saved:
            frame.get_by_role("button", name="CSV").first.click()
        assert saved.value.suggested_filename.endswith(".csv") and not saved.value.failure()


def test_no_other_site_can_show_it(lab, student):
    refused = []
    student.on("console", lambda message: refused.append(message.text))
    shown_in(student, OTHER, f'<iframe src="{lab}/{PAGE}?embed=true"></iframe>')
    student.wait_for_timeout(3000)
    assert any("frame-ancestors" in said for said in refused)
    assert all(HOST not in frame.url for frame in student.frames)
