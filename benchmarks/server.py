"""A Streamlit server in a process of its own, and a visitor that speaks its protocol."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serve(script: Path, folder: Path = ROOT):
    """Run `streamlit run script` on a free port; give (port, process id)."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(10)


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Visitor:
    """One browser tab: opens a page, moves a slider, waits until the script has finished."""

    def __init__(self, port: int, page: str = ""):
        self.page, self.page_hash, self.query = page, "", ""
        self.sliders, self.moved, self.cached = {}, {}, set()
        self.socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            origin=f"http://127.0.0.1:{port}",
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],
            max_size=None,
            compression=None,
        )
        self.run()

    def run(self) -> None:
        """Ask for a rerun with every moved slider, and read its messages to the end."""
        message = BackMsg()
        request = message.rerun_script
        request.page_name = "" if self.page_hash else self.page
        request.page_script_hash, request.query_string = self.page_hash, self.query
        request.context_info.url = "http://127.0.0.1/"
        request.cached_message_hashes.extend(self.cached)
        for name, value in self.moved.items():
            state = request.widget_states.widgets.add()
            state.id = name
            state.double_array_value.data.append(value)
        self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self.socket.recv())
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = answer.new_session.page_script_hash
            elif kind == "navigation":
                self.page_hash = answer.navigation.page_script_hash
            elif kind == "delta":
                self._see(answer)
            elif kind == "script_finished" and answer.script_finished != 2:  # 2: a rerun follows
                return

    def _see(self, answer: ForwardMsg) -> None:
        if answer.metadata.cacheable:
            self.cached.add(answer.hash)
        element = answer.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.WhichOneof("type") == "slider":
            self.sliders[element.slider.id] = element.slider

    def move(self, share: float) -> None:
        """Put the page's first slider at a share of its way, as a visitor would, and wait."""
        slider = next(iter(self.sliders.values()))
        steps = round((slider.max - slider.min) / slider.step * share)
        self.moved[slider.id] = slider.min + steps * slider.step
        self.run()
