"""Put nginx in front: ``python -m wsgi_apps nginx`` runs ``ini/nginx.conf`` below ``build/nginx``.

The configuration is used as it stands, but for the two addresses that may be chosen.
"""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path

CONFIGURATION = "ini/nginx.conf"
LISTEN, UPSTREAM = "127.0.0.1:8080", "127.0.0.1:19130"


def main(arguments: list[str]) -> int:
    """Become nginx with the ports of the command line (list of str); return an exit status (int) if that fails."""
    parser = ArgumentParser(prog="python -m wsgi_apps nginx", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="HTTP (default 8080; 80 needs root)")
    parser.add_argument("--socket-port", type=int, default=19130, help="where uWSGI listens (default 19130)")
    parser.add_argument("--folder", type=Path, default=Path("build/nginx"), help="for logs and temporary files")
    options = parser.parse_args(arguments)
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if program is None:
        print("nginx is not installed: apt-get install nginx-light", file=sys.stderr)
        return 1
    listen, upstream = f"127.0.0.1:{options.port}", f"127.0.0.1:{options.socket_port}"
    file = write_configuration(options.folder.resolve(), listen, upstream)
    print(f"nginx listens on http://{listen}/60162176 and asks uWSGI at {upstream}. Ctrl-C ends it.", flush=True)
    os.execv(program, command(program, file))


def write_configuration(folder: Path, listen: str, upstream: str) -> Path:
    """Write ``nginx.conf`` with both addresses (str, host:port) into ``folder`` (Path); return the file (Path)."""
    text = Path(CONFIGURATION).read_text(encoding="utf-8")
    text = text.replace(f"listen {LISTEN};", f"listen {listen};")
    text = text.replace(f"uwsgi_pass {UPSTREAM};", f"uwsgi_pass {upstream};")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    return file


def command(program: str, file: Path) -> list[str]:
    """Return the command line (list of str). Its workers stay this user: root's would become ``nobody`` otherwise."""
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return [program, "-p", str(file.parent), "-c", str(file), "-e", "stderr", *user]
