"""The promise about links: one that worked shows the same view, or names what no longer counts."""

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from dashboard import controls, own
from tests.pages import PAGES, assert_whole, visit, warnings, widgets

LINES = (Path(__file__).parent / "data" / "links.txt").read_text().splitlines()
LINKS = [line.split() for line in LINES if line and not line.startswith("#")]
CHANGELOG = (Path(__file__).parent.parent / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("link, lost", [(link, set(lost)) for link, *lost in LINKS])
def test_a_link_of_an_earlier_version_opens(link, lost):
    name, _, query = link.partition("?")
    asked = parse_qs(query, keep_blank_values=True)
    app = visit(f"pages/{name}.py", **asked)
    assert_whole(app)
    assert set(re.findall(r"“(\w+)", warnings(app).replace("\\", ""))) == lost
    assert all(f"`{key}`" in CHANGELOG for key in lost), "and the changelog says what changed"
    known = controls.parts(PAGES[f"pages/{name}.py"].controls)
    for key in asked.keys() & widgets(app).keys() - lost:
        if own.YOURS in asked[key]:  # one of the options while there is one
            assert own.YOURS in widgets(app)[key].value
        elif key in known:
            assert widgets(app)[key].value == known[key].read(asked[key])[0]


def test_every_page_is_among_them():
    assert {f"pages/{link.partition('?')[0]}.py" for link, *_ in LINKS} == PAGES.keys()
