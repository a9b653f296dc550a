"""Whatever a link holds, its page opens, and takes just what its controls say they take."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import controls, steps
from tests.pages import PAGES, assert_whole, every_page, visit, warnings, widgets

HARD = ("nan", "inf", "-inf", "1e400", "", "true", "<script>alert(1)</script>", "٣", "1_0", "0x1")
words = st.text(max_size=30) | st.sampled_from([*HARD, "−1"])


def entries(control: controls.Control):
    """What a link may hold for a control: mostly what it allows, also what it does not."""
    match control:
        case controls.Slider() | controls.Count():
            whole = isinstance(control, controls.Slider) and isinstance(control.default, int)
            pick = st.integers if whole else st.floats
            good = pick(control.low, control.high).map(str)
            return good | st.floats().map(str) | st.lists(good, max_size=3) | words
        case controls.Several():
            return st.lists(st.sampled_from(list(control.options)) | words, max_size=5)
        case controls.Choice():
            return st.sampled_from(list(control.options)) | words
        case controls.Toggle():
            return st.sampled_from(["true", "false"]) | words
        case controls.Phrase():
            return words
        case controls.Numbers():
            return st.lists(st.floats(-9, 9) | st.integers()).map(str) | words
    raise TypeError(f"no links are drawn for {type(control).__name__}")


def patient(examples: int):
    """So many examples, the same ones each time, however long each takes."""
    every = list(HealthCheck)
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=every
    )


@every_page
@patient(15)
@given(data=st.data())
def test_a_page_survives_any_link(script, data):
    opens(script, data)


@pytest.mark.slow
@every_page
@patient(60)
@given(data=st.data())
def test_a_page_survives_many_more_links(script, data):
    opens(script, data)


def opens(script, data) -> None:
    """Draw a link of this page: it opens, and shows what it holds or says why it does not."""
    page, known = PAGES[script], controls.parts(PAGES[script].controls)
    chosen = data.draw(st.lists(st.sampled_from(list(known)), unique=True, max_size=6))
    link = {key: data.draw(entries(known[key]), label=key) for key in chosen}
    link |= data.draw(st.dictionaries(st.text(min_size=1, max_size=9), words, max_size=2))
    step = data.draw(st.sampled_from(["", "All", *map(steps.name_of, page.steps)]))
    app = visit(script, **link | ({"step": step} if step else {}))
    assert_whole(app)
    for key in [key for key in chosen if link[key] != []]:
        asked = link[key] if isinstance(link[key], list) else [link[key]]
        value, whole = known[key].read(asked)
        if key in widgets(app):
            shown = widgets(app)[key].value
            wanted = known[key].default if value is None else value
            assert shown == wanted, f"{key} = {asked} shows {shown}"
        if whole:
            about = [
                words
                for words in warnings(app).replace("\\", "").split("\n")
                if f"“{key} = " in words
            ]
            assert not any("ignored" in words for words in about)
