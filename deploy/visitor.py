"""A visitor that speaks Streamlit's protocol, as a browser tab does."""

import socket
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

COPY = " mirror "  # in the id of the copy of a slider that a phone shows


class Tab:
    """What one browser tab asks of the server and learns from it, apart from how it travels."""

    def __init__(self, address: str, page: str = "", host: str = ""):
        self.address, self.page, self.page_hash, self.query = address, page, "", ""
        self.host = host or urlsplit(address).netloc  # as the browser's address bar has it
        self.session, self.cookies = "", {}
        self.sliders, self.fragments, self.moved = {}, {}, {}  # by the slider's id
        self.cached, self.metrics = set(), {}
        self.touched = self.asked = ""  # the slider moved last, the fragment asked for

    def connection(self) -> dict:
        """How the websocket is opened: as by a browser that shows `host` in its address bar."""
        scheme, netloc, *_ = urlsplit(self.address)
        token = self.cookies.get("_streamlit_xsrf", "PLACEHOLDER_AUTH_TOKEN")
        there = {}
        if self.host != netloc:
            name, port = netloc.split(":")
            there["sock"] = socket.create_connection((name, int(port)))
        return there | {
            "uri": f"{scheme.replace('http', 'ws')}://{self.host}/_stcore/stream",
            "origin": f"{scheme}://{self.host}",
            "subprotocols": ["streamlit", token, *filter(None, [self.session])],
            "additional_headers": self.cookie(),
            "max_size": None,
            "compression": "deflate",  # offered, as browsers do; most servers leave it off
            "proxy": None,
        }

    def cookie(self) -> dict[str, str]:
        """The header that brings the cookies back, if there are any."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": kept} if kept else {}

    def take_cookies(self) -> None:
        """Ask for the health page, as a browser does first, and keep the cookies that come."""
        asked = urllib.request.Request(f"{self.address}/_stcore/health")
        asked.headers |= {"Host": self.host} | self.cookie()
        with urllib.request.urlopen(asked, timeout=30) as answer:
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, value = cookie.split(";")[0].split("=", 1)
                self.cookies[name] = value

    def request(self) -> bytes:
        """The message that asks for a rerun, with every slider that was moved.

        After a move it names the fragment that the slider stands in, as a browser does.
        """
        message = BackMsg()
        request = message.rerun_script
        request.fragment_id = self.asked = self.fragments.get(self.touched, "")
        self.touched = ""
        request.page_name = "" if self.page_hash else self.page
        request.page_script_hash, request.query_string = self.page_hash, self.query
        request.context_info.url = f"{self.address}/"
        request.cached_message_hashes.extend(self.cached)
        for name, value in self.moved.items():
            state = request.widget_states.widgets.add()
            state.id = name
            state.double_array_value.data.append(value)
        return message.SerializeToString()

    def read(self, message: bytes) -> bool:
        """Take in an answer; true if it is the last of the run. RuntimeError if the page fails."""
        answer = ForwardMsg.FromString(message)
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = answer.new_session.page_script_hash
            self.session = answer.new_session.initialize.session_id or self.session
            gone = [k for k in self.sliders if self.asked in ("", self.fragments[k])]
            for slider in gone:  # a run of a fragment draws its own again, any other all of them
                del self.sliders[slider]
        elif kind == "navigation":
            self.page_hash = answer.navigation.page_script_hash
        elif kind == "delta":
            self._see(answer)
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        return kind == "script_finished" and answer.script_finished != 2  # 2: a rerun follows

    def _see(self, answer: ForwardMsg) -> None:
        if answer.metadata.cacheable:
            self.cached.add(answer.hash)
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(element.exception.message)
        if kind == "slider":
            if COPY not in element.slider.id:
                self.sliders[element.slider.id] = element.slider
                self.fragments[element.slider.id] = answer.delta.fragment_id
        elif kind == "metric":
            self.metrics[element.metric.label] = element.metric.body

    def put(self, share: float, number: int = 0) -> float:
        """Put one of the page's sliders, the first if not said, at a share of its way."""
        slider = list(self.sliders.values())[number]
        steps, self.touched = round((slider.max - slider.min) / slider.step * share), slider.id
        self.moved[slider.id] = slider.min + steps * slider.step
        return self.moved[slider.id]


class Visitor(Tab):
    """A tab that waits for each of its answers."""

    def __init__(self, address: str, page: str = "", host: str = "", query: str = ""):
        super().__init__(address, page, host)
        self.query = query
        self.open()

    def open(self) -> None:
        """Connect, with the session of before if there was one, and run the page."""
        self.take_cookies()
        self.connected = ExitStack()
        self.socket = self.connected.enter_context(connect(**self.connection()))
        self.run()

    def run(self) -> None:
        """Ask for a rerun, and read its messages to the end."""
        self.socket.send(self.request())
        while not self.read(self.socket.recv(60)):
            pass

    def move(self, share: float, number: int = 0) -> float:
        """Move a slider, as a visitor would, wait, and give its new value."""
        value = self.put(share, number)
        self.run()
        return value

    def close(self) -> None:
        self.connected.close()
