"""The nginx configuration of a site, and Streamlit's own files for nginx to serve.

    python -m deploy.nginx lab.example.com --static /var/www/activation-lab > activation-lab.conf

fills in `site.conf`, and copies Streamlit's files to the folder, each with compressed copies: with
Brotli, a sixth smaller than gzip, where Debian's brotli and libnginx-mod-http-brotli-static are.
"""

import argparse
import gzip
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import streamlit

HERE = Path(__file__).parent
FIRST_PORT = 8601
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
TEXT = {".js", ".css", ".html", ".json", ".svg", ".wasm", ".map", ".txt"}


def site(
    host: str, listen: str, ports: Sequence[int], static: Path, frames: Sequence[str] = ()
) -> str:
    """The configuration of one site; `frames` are the origins that may show it in an iframe."""
    servers = (f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports)
    return filled(
        "site.conf",
        SERVERS="\n".join(servers),
        LISTEN=listen,
        HOST=host,
        STATIC=str(static),
        BROTLI="brotli_static on;" if brotli() else "",
        FRAMES=" ".join(["'self'", *frames]),
    )


def filled(template: str, **values: str) -> str:
    """A template of this folder with its @NAMES@ replaced."""
    text = (HERE / template).read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def brotli() -> bool:
    """Whether nginx here can send what Brotli has compressed."""
    return BROTLI.exists() and shutil.which("brotli") is not None


def copy_static(folder: Path, quality: int = 11) -> None:
    """Copy Streamlit's /static/ to a folder, with compressed files beside each text.

    What an older version left there stays: a page opened before an upgrade still finds its parts.
    At Brotli's highest quality, for which nothing is smaller, this takes a minute or two.
    """
    source = Path(streamlit.__file__).parent / "static" / "static"
    for path in sorted(source.rglob("*")):
        target = folder / "static" / path.relative_to(source)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            shutil.copyfile(path, target)
        if path.suffix in TEXT:
            _compressed(target, quality)


def _compressed(path: Path, quality: int) -> None:
    """Put what is missing of the compressed copies beside a file; never half of one."""
    ways = {".gz": lambda file: gzip.compress(file.read_bytes())}
    if brotli():
        command = ["brotli", f"--quality={quality}", "--stdout", path]
        ways[".br"] = lambda _: subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    for ending, compress in ways.items():
        copy = path.with_name(path.name + ending)
        if not copy.exists():
            part = path.with_name(path.name + ".part")
            part.write_bytes(compress(path))
            part.replace(copy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("host", help="the name that visitors type")
    parser.add_argument("--replicas", type=int, default=2, help=f"at ports {FIRST_PORT}, ...")
    parser.add_argument("--listen", default="80", help="port, or address and port, of nginx")
    parser.add_argument("--static", type=Path, required=True, help="folder for Streamlit's files")
    parser.add_argument("--frame", action="append", default=[], help="an origin that may embed it")
    given = parser.parse_args()
    copy_static(given.static)
    ports = range(FIRST_PORT, FIRST_PORT + given.replicas)
    print(site(given.host, given.listen, ports, given.static.resolve(), given.frame), end="")


if __name__ == "__main__":
    main()
