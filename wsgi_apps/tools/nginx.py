"""Run nginx in front of uWSGI.

It reads ini/nginx.conf, in which only the two ports and the number of the student are changed. It writes its logs to
build/nginx/PORT.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.processes import made_folder
from wsgi_apps.tools.serve import missing_file, port_in_use, port_number
from wsgi_apps.tools.student import personal

CONFIGURATION = "ini/nginx.conf"
LISTEN, UPSTREAM = "127.0.0.1:8080", "127.0.0.1:19130"
READY = "nginx takes http://{listen}/60162176 to uWSGI at {upstream}. Ctrl-C ends it. Its log: {log}"


def main(arguments: list[str]) -> int:
    """Become nginx with the ports of the command line; return an exit status if that fails."""
    made = parser("nginx", __doc__)
    made.add_argument("--port", type=port_number, default=8080, help="the port for HTTP (default: 8080; 80 needs root)")
    made.add_argument("--socket-port", type=port_number, default=19130, help="the port of uWSGI (default: 19130)")
    options = made.parse_args(arguments)
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    problem = missing_file(CONFIGURATION) or port_in_use(options.port, "NGINX_PORT", "--port")
    if problem or program is None:
        print(problem or "nginx is not installed: sudo apt-get install nginx-light", file=sys.stderr)
        return 1
    listen, upstream = f"127.0.0.1:{options.port}", f"127.0.0.1:{options.socket_port}"
    try:
        file = write_configuration(Path(f"build/nginx/{options.port}").resolve(), listen, upstream)
    except Mistake as error:
        print(error, file=sys.stderr)
        return 1
    print(personal(READY).format(listen=listen, upstream=upstream, log=file.with_name("access.log")), flush=True)
    os.environ.pop("NGINX", None)  # nginx would take it for a list of sockets that it inherits
    os.execv(program, command(program, file))


def write_configuration(folder: Path, listen: str, upstream: str, source: str = CONFIGURATION) -> Path:
    """Write ``source`` with both addresses (host:port) into ``folder`` as nginx.conf; return that."""
    text = personal(Path(source).read_text(encoding="utf-8"))
    text = text.replace(f"listen {LISTEN};", f"listen {listen};")
    text = text.replace(f"uwsgi_pass {UPSTREAM};", f"uwsgi_pass {upstream};")
    file = made_folder(folder) / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    return file


def command(program: str, file: Path) -> list[str]:
    """Return the command line. Its workers stay this user: root's would become ``nobody`` otherwise."""
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return [program, "-p", str(file.parent), "-c", str(file), "-e", "stderr", *user]
