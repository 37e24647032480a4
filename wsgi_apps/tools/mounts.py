"""Mount Flask's site and ours side by side, and print what they see of each path.

One uWSGI serves both sites below /60162176, mounted by uWSGI and by a Mount of ours. nginx runs in front of it.
Ctrl-C ends them. With --alone the command serves one way after the other, at /60162176, and ends after the table. With
--check it serves nothing: it looks in an ini file for errors in the mounts that uWSGI does not report.
"""

from __future__ import annotations

import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.mounting import HEAD, INI, PREFIX, Servers, Way, alone, markdown, marked, rows, together
from wsgi_apps.tools.serve import HOST, missing_file, port_in_use, port_number, same_port
from wsgi_apps.tools.student import personal

READY = """
All of this is served until Ctrl-C. A path without a mount is a 404. Try:

  curl -i http://{host}:{port}/60162176/flask_app/x        Flask's site, mounted by uWSGI
  curl -i http://{host}:{port}/60162176/ours/x             ours, mounted by uWSGI
  curl -i http://{host}:{port}/60162176/mount/flask_app/x  Flask's site, mounted by Mount
  curl -i http://{host}:{port}/60162176/mount/ours/x       ours, mounted by Mount
  curl -i http://{host}:{nginx_port}/60162176/ours/x             through nginx
"""


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; return the exit status."""
    made = parser("mounts", __doc__)
    made.add_argument("--alone", action="store_true", help="serve one way after the other, at /60162176")
    made.add_argument("--check", metavar="FILE", help="check the mounts of an ini file, and serve nothing")
    made.add_argument("--port", type=port_number, default=8000, help="uWSGI's port for HTTP (default: 8000)")
    made.add_argument("--socket-port", type=port_number, default=19130, help="uWSGI's port for nginx (default: 19130)")
    made.add_argument("--nginx-port", type=port_number, default=8080, help="nginx's port (default: 8080)")
    options = made.parse_args(arguments)
    try:
        if options.check:
            return check(options.check)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C does, it ends what was started here
        return each_alone() if options.alone else side_by_side(options)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def check(file: str) -> int:
    """Print that the mounts of an ini file have no error; return the exit status. Raises Mistake with the error."""
    if problem := missing_file(file) or wrong_mounts(file):
        raise Mistake(problem)
    print(f"{file}: every mount is written correctly. (Which one should be the first is not checked.)")
    return 0


def wrong_mounts(file: str) -> str:
    """Return the sentence about the first error in the mounts of an ini file, or ``""``."""
    mounts = list(mounts_of(Path(file).read_text(encoding="utf-8")))
    for number, (prefix, application) in enumerate(mounts):
        line = f"{file}: mount = {prefix}={application}"
        if prefix == "/" and number:
            return f"{line} is not the first mount, so uWSGI never uses it: write it above the others."
        if prefix != "/" and prefix.endswith("/"):
            advice = f"write {prefix.rstrip('/')}={application}"
            return f"{line} ends its prefix with a slash, and uWSGI then reads outside of its memory: {advice}."
        if not prefix.startswith("/"):
            return f"{line} has a prefix that no path begins with: write /{prefix}={application}."
        if not (":" in application or application.endswith((".py", ".wsgi"))):
            return f"{line} names no callable, and uWSGI skips it without a message: write {application}:application."
    return ""


def mounts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the prefix and the application of each mount in the text of an ini file."""
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "mount":
            prefix, _, application = value.partition("=")
            yield prefix.strip(), application.strip()


def each_alone() -> int:
    """Serve each way by itself and print its table; return the exit status. Raises Mistake."""
    if problem := missing_file(INI):
        raise Mistake(problem)
    with Servers() as servers:
        print_tables(alone(servers), PREFIX)
    return 0


def side_by_side(options: Namespace) -> NoReturn:
    """Serve all ways together and print their tables, until Ctrl-C. Raises Mistake."""
    port, socket_port, nginx_port = options.port, options.socket_port, options.nginx_port
    problem = (
        missing_file(INI)
        or wrong_mounts(INI)
        or same_port(port, socket_port)
        or port_in_use(port, "PORT", "--port")
        or port_in_use(socket_port, "SOCKET_PORT", "--socket-port")
        or port_in_use(nginx_port, "NGINX_PORT", "--nginx-port")
    )
    if problem:
        raise Mistake(problem)
    with Servers() as servers:
        ways = together(servers, port, socket_port, nginx_port)
        print(
            f"/P is the prefix of each site: {PREFIX}/ours, {PREFIX}/flask_app, "
            f"or one of the two below {PREFIX}/mount.\n"
        )
        print_tables(ways, "/P")
        print(personal(READY).format(host=HOST, port=port, nginx_port=nginx_port), flush=True)
        servers.wait()
    raise Mistake("uWSGI or nginx has ended, so the rest was ended too.")


def print_tables(ways: list[Way], shown_prefix: str) -> None:
    """Print the table of each way, with ``shown_prefix`` in place of the prefix; in Markdown unless on a terminal."""
    console = Console()
    reference = rows(ways[0], shown_prefix)
    for way in ways:
        found = rows(way, shown_prefix)
        if console.is_terminal:
            console.print(drawn(way, found, reference))
        else:
            print(f"{way.title} ({way.by})\n\n{markdown(found, reference)}\n")


def drawn(way: Way, found: list[tuple[str, ...]], reference: list[tuple[str, ...]]) -> Table:
    """Return the table of a way for a terminal. A cell that differs from the ``reference`` is yellow."""
    table = Table(title=f"{way.title}: {way.by}".replace("`", ""), title_justify="left")
    for name in HEAD:
        table.add_column(name)
    for cells, others in marked(found, reference):
        table.add_row(
            *(Text(cell, style="bold yellow" if other else "") for cell, other in zip(cells, others, strict=True))
        )
    return table
