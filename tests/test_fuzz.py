"""Whatever a link holds, its page opens: query strings drawn from the controls themselves."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.test_pages import APP, SCRIPTS, assert_whole, visit, widgets

EXAMPLES = 60 if os.environ.get("CI") == "true" else 25
SECONDS = 2  # the longest that any view may take

words = st.text(max_size=30) | st.sampled_from(
    [
        "nan",
        "inf",
        "-inf",
        "1e400",
        "",
        "true",
        "<script>alert(1)</script>",
        "٣",
        "1_0",
        "0x1",
        "−1",
    ]
)


def values(control):
    """What a link may hold for a control: mostly what it allows, also what it does not."""
    kind = type(control).__name__
    if kind in ("Slider", "NumberInput"):
        whole = isinstance(control.value, int)
        pick = st.integers if whole else st.floats
        good = pick(control.min, control.max).map(str)
        return good | st.floats().map(str) | st.lists(good, max_size=3) | words
    if kind in ("ButtonGroup", "Multiselect"):
        return st.lists(st.sampled_from(control.options) | words, max_size=5)
    if kind == "Selectbox":
        return st.sampled_from(control.options) | words
    if kind == "Toggle":
        return st.sampled_from(["true", "false"]) | words
    if kind == "TextInput":
        return words
    return st.lists(st.floats(-9, 9) | st.integers()).map(str) | words


@pytest.fixture(scope="module", params=SCRIPTS)
def page(request):
    controls = {control.key: values(control) for control in widgets(visit(request.param))}
    return request.param, controls


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(data=st.data())
def test_a_page_survives_any_link(page, data):
    script, controls = page
    chosen = data.draw(st.lists(st.sampled_from(list(controls)), unique=True, max_size=6))
    link = {key: data.draw(controls[key], label=key) for key in chosen}
    link |= data.draw(st.dictionaries(st.text(min_size=1, max_size=9), words, max_size=2))
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for key, value in link.items():
        app.query_params[key] = value
    assert_whole(app.switch_page(script).run())
