"""The whole site on this machine, without root: nginx in front of replicas, as in production.

    python -m deploy.local --replicas 2

The same nginx template and the same settings as on a server; what systemd does there, starting a
dead replica again, this does here. Ctrl-C stops everything.
"""

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from deploy import nginx

ROOT = Path(__file__).parent.parent
PATIENCE = 30  # seconds for a server to answer
BROTLI = f"load_module {nginx.BROTLI};" if nginx.brotli() else ""
NGINX = """
{brotli}
error_log error.log;
pid nginx.pid;
worker_processes 2;
worker_rlimit_nofile {files};
events {{ worker_connections 4096; }}
http {{
    include mime.types;
    log_format bytes "$bytes_sent $uri";
    access_log bytes.log bytes;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}}
"""


class Site:
    """nginx at `address` and the replicas behind it, as child processes."""

    def __init__(self, folder: Path, host: str, port: int, replicas: int, quality: int):
        self.folder, self.host, self.port, self.quality = folder, host, port, quality
        self.address = f"http://{host}:{port}"
        self.ports = [free_port() for _ in range(replicas)]
        self.secret = secrets.token_hex(32)  # one for all: a cookie of one is good at another
        self.replicas: list[subprocess.Popen] = []
        self.nginx: subprocess.Popen | None = None

    def write(self) -> None:
        """The folder as /etc/activation-lab and /etc/nginx are on a server."""
        static = self.folder / "www"
        nginx.copy_static(static, self.quality)
        site = nginx.site(self.host, f"127.0.0.1:{self.port}", self.ports, static)
        (self.folder / "site.conf").write_text(site)
        (self.folder / "nginx.conf").write_text(NGINX.format(files=8192, brotli=BROTLI))
        shutil.copy("/etc/nginx/mime.types", self.folder)
        (self.folder / ".streamlit").mkdir()
        settings = nginx.filled("config.toml", HOST=self.host)
        (self.folder / ".streamlit" / "config.toml").write_text(settings)

    def start(self) -> None:
        """Start the replicas, and nginx once they answer."""
        self.replicas = [self._replica(port) for port in self.ports]
        for port in self.ports:
            answers(port)
        command = [nginx_program(), "-p", str(self.folder), "-c", "nginx.conf"]
        command += ["-e", str(self.folder / "error.log"), "-g", "daemon off;"]
        self.nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        answers(self.port)

    def restart(self, number: int) -> None:
        """Stop a replica, if it still runs, start it again, and wait until it answers."""
        self.replicas[number].terminate()
        self.replicas[number].wait(PATIENCE)
        self.replicas[number] = self._replica(self.ports[number])
        answers(self.ports[number])

    def stop(self) -> None:
        running = [*self.replicas, *([self.nginx] if self.nginx else [])]
        for process in running:
            process.terminate()
        for process in running:
            process.wait(PATIENCE)

    def _replica(self, port: int) -> subprocess.Popen:
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
        surroundings = os.environ | {
            "STREAMLIT_SERVER_COOKIE_SECRET": self.secret,
            "MALLOC_ARENA_MAX": "2",
        }
        with (self.folder / f"replica-{port}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, "--server.port", str(port)],
                cwd=self.folder, env=surroundings, stdout=log, stderr=log,
            )  # fmt: skip


def nginx_program() -> str:
    """Where nginx is; a normal user's path leaves out the folder in which Debian has it."""
    found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not found:
        raise FileNotFoundError("nginx is not installed: apt-get install nginx-light")
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def answers(port: int) -> None:
    """Wait until a server at this port answers; TimeoutError if it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"Nothing answers at port {port}.")


@contextmanager
def serve(replicas: int = 2, host: str = "127.0.0.1", port: int = 0, quality: int = 9):
    """Run the site; gives it, and stops all of it at the end.

    `quality` is Brotli's: at 9 Streamlit's files are compressed in seconds, at a server's 11 in a
    minute.
    """
    with tempfile.TemporaryDirectory(prefix="activation-lab-") as name:
        Path(name).chmod(0o755)  # started by root, nginx serves as another user
        site = Site(Path(name), host, port or free_port(), replicas, quality)
        site.write()
        try:
            site.start()
            yield site
        finally:
            site.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--host", default="localhost", help="the name in the visitors' links")
    parser.add_argument("--port", type=int, default=8080)
    given = parser.parse_args()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        with serve(given.replicas, given.host, given.port) as site:
            print(f"{site.address}, replicas at ports {site.ports}; Ctrl-C stops them", flush=True)
            while True:
                time.sleep(1)
                for number, replica in enumerate(site.replicas):
                    if replica.poll() is not None:
                        site.restart(number)
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
