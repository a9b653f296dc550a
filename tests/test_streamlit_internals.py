"""What a run draws leaves together; and each assumption about Streamlit's private parts."""

import inspect

import pytest
import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import forward_msg_queue
from streamlit.testing.v1 import AppTest

from dashboard import downloads, frame, session, streamlit_internals
from tests.pages import visit
from tests.test_downloads import charts


def drawn(hash: str) -> ForwardMsg:
    return ForwardMsg(ref_hash=hash)


def address(query: str) -> ForwardMsg:
    message = ForwardMsg()
    message.page_info_changed.query_string = query
    return message


def test_all_is_sent_at_the_end_in_order_and_only_the_last_address():
    sent = []
    parcel = streamlit_internals.Parcel(sent.append)
    for message in (drawn("1"), address("a=1"), drawn("2"), address("a=1&b=2")):
        parcel.add(message)
    assert sent == []
    parcel.close()
    assert sent == [drawn("1"), drawn("2"), address("a=1&b=2")]


def test_what_a_fragment_inside_another_draws_counts_as_of_the_outer_one():
    """Streamlit, starting the outer one anew, forgets only what is on its way of that one."""
    sent, message = [], ForwardMsg()
    message.delta.fragment_id = "inner"
    parcel = streamlit_internals.Parcel(sent.append, "outer")
    parcel.add(message)
    parcel.close()
    assert sent[0].delta.fragment_id == "outer"
    queue = forward_msg_queue.ForwardMsgQueue()
    queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["inner"])
    assert not queue.is_empty()
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["outer"])
    assert queue.is_empty()


def test_a_run_that_the_next_move_ends_still_tells_its_address():
    sent, moves = [], [True]

    def send(message):
        if moves and moves.pop():
            raise InterruptedError
        sent.append(message)

    parcel = streamlit_internals.Parcel(send)
    for message in (drawn("1"), address("a=1"), drawn("2")):
        parcel.add(message)
    with pytest.raises(InterruptedError):
        parcel.close()
    assert sent == [address("a=1")]


def test_a_slow_run_shows_what_it_has(monkeypatch):
    sent, now = [], [0.0]
    monkeypatch.setattr(streamlit_internals, "monotonic", lambda: now[0])
    parcel = streamlit_internals.Parcel(sent.append)
    parcel.add(drawn("1"))
    now[0] += 2 * streamlit_internals.LONGEST_WAIT
    parcel.add(drawn("2"))
    assert sent == [drawn("1"), drawn("2")]
    parcel.add(drawn("3"))
    parcel.close()
    assert sent == [drawn("1"), drawn("2"), drawn("3")]


# --- What is assumed of Streamlit 1.67, a test each ----------------------------------------------


def test_assumed_a_run_sends_by_a_private_function_of_its_context():
    app = AppTest.from_function(sending).run()
    assert app.markdown[0].value == "a function"


def sending():
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    st.write("a function" if callable(getattr(get_script_run_ctx(), "_enqueue", None)) else "gone")


def test_without_that_function_a_page_is_drawn_all_the_same(monkeypatch):
    monkeypatch.setattr(streamlit_internals, "get_script_run_ctx", lambda: object())
    with streamlit_internals.together():
        pass
    assert not visit("pages/elu_mean.py").exception


def test_assumed_a_control_reads_the_parameters_that_a_run_began_with():
    for ignored, value in ((False, "abc"), (True, "")):
        app = AppTest.from_function(bound, kwargs={"ignored": ignored})
        app.query_params["key"] = "abcdef"
        assert app.run().text_input[0].value == value


def bound(ignored):
    import streamlit as st

    from dashboard import streamlit_internals

    if ignored:
        streamlit_internals.ignore("key")
    else:
        del st.query_params["key"]
    st.text_input("Words", max_chars=3, key="key", bind="query-params")


def test_without_them_a_parameter_leaves_the_address_alone(monkeypatch):
    monkeypatch.setattr(streamlit_internals, "get_script_run_ctx", lambda: object())
    assert "was ignored" in visit("pages/gallery.py", search="x" * 99).warning[0].value


def test_assumed_every_set_parameter_tells_the_address_bar_a_step_of_its_own(monkeypatch):
    sent = []
    monkeypatch.setattr(
        streamlit_internals.Parcel,
        "add",
        lambda parcel, message: (sent.append(message.WhichOneof("type")), parcel.send(message)),
    )
    app = visit("pages/elu_mean.py", step="Its mean", elu_mu="0.5")
    sent.clear()
    app.button(key="its_mean: As in the notebook").click().run()
    assert sent.count("page_info_changed") >= 2


@pytest.mark.parametrize("dark", [False, True])
def test_assumed_the_theme_can_be_read_from_the_configuration(dark):
    theme = streamlit_internals.theme(dark)
    assert theme["textColor"].startswith("#") and theme["backgroundColor"].startswith("#")
    assert len(theme["chartCategoricalColors"]) == 11


def test_without_those_options_the_theme_is_empty(monkeypatch):
    def unknown(option):
        raise RuntimeError(option)

    monkeypatch.setattr(streamlit_internals.st, "get_option", unknown)
    assert set(streamlit_internals.theme(True).values()) == {None}
    specification, tables = next(charts("pages/elu_mean.py"))
    assert downloads.svg(specification, tables, True).startswith("<svg")


def test_assumed_apptest_scans_packages_through_one_function():
    from streamlit.components.v2 import component_manager

    assert "scan_component_manifests" in inspect.getsource(component_manager)


def test_assumed_a_session_opened_by_a_deep_link_runs_the_page_alone_first():
    """Then the call that draws a page puts the frame around it, in one more run."""
    app = AppTest.from_file(str(frame.ROOT / "pages/elu_mean.py")).run()
    assert not app.exception and app.session_state[session.KEY].reframed


def test_assumed_a_fragment_can_be_named():
    assert "key" in inspect.signature(st.fragment).parameters
    assert "scope" in inspect.signature(st.rerun).parameters
