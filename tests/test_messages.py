"""What a run draws leaves together, in order, and a slow run does not keep its visitor waiting."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import messages


def drawn(hash: str) -> ForwardMsg:
    return ForwardMsg(ref_hash=hash)


def address(query: str) -> ForwardMsg:
    message = ForwardMsg()
    message.page_info_changed.query_string = query
    return message


def test_all_is_sent_at_the_end_in_order_and_only_the_last_address():
    sent = []
    parcel = messages.Parcel(sent.append)
    for message in (drawn("1"), address("a=1"), drawn("2"), address("a=1&b=2")):
        parcel.add(message)
    assert sent == []
    parcel.close()
    assert sent == [drawn("1"), drawn("2"), address("a=1&b=2")]


def test_a_run_that_the_next_move_ends_still_tells_its_address():
    sent, moves = [], [True]

    def send(message):
        if moves and moves.pop():
            raise InterruptedError
        sent.append(message)

    parcel = messages.Parcel(send)
    for message in (drawn("1"), address("a=1"), drawn("2")):
        parcel.add(message)
    with pytest.raises(InterruptedError):
        parcel.close()
    assert sent == [address("a=1")]


def test_a_slow_run_shows_what_it_has(monkeypatch):
    sent, now = [], [0.0]
    monkeypatch.setattr(messages, "monotonic", lambda: now[0])
    parcel = messages.Parcel(sent.append)
    parcel.add(drawn("1"))
    now[0] += 2 * messages.LONGEST_WAIT
    parcel.add(drawn("2"))
    assert sent == [drawn("1"), drawn("2")]
    parcel.add(drawn("3"))
    parcel.close()
    assert sent == [drawn("1"), drawn("2"), drawn("3")]
