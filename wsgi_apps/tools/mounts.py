"""Mount two sites side by side, and print what they see: ``python -m wsgi_apps mounts``.

One uWSGI serves Flask's site and ours below /60162176/..., mounted by itself and by a Mount of ours, and nginx stands in
front; they stay until Ctrl-C. With --alone each way is served by itself, at /60162176, and all ends with the table.
With --check nothing is served: the mounts of an ini file are read for the mistakes that uWSGI does not tell.
"""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.mounting import HEAD, INI, PREFIX, Servers, Way, alone, markdown, marked, rows, together
from wsgi_apps.tools.serve import HOST, missing_file, port_in_use, port_number, same_port

READY = """
All of this is served until Ctrl-C, and what is mounted nowhere is a 404. Try:

  curl -i http://{host}:{port}/60162176/flask_app/x        Flask's site, mounted by uWSGI
  curl -i http://{host}:{port}/60162176/ours/x             ours, mounted by uWSGI
  curl -i http://{host}:{port}/60162176/mount/flask_app/x  Flask's site, mounted by Mount
  curl -i http://{host}:{port}/60162176/mount/ours/x       ours, mounted by Mount
  curl -i http://{host}:{nginx_port}/60162176/ours/x             through nginx
"""


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; return the exit status."""
    parser = ArgumentParser(
        prog="python -m wsgi_apps mounts", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("--alone", action="store_true", help="each way by itself, at /60162176")
    parser.add_argument("--check", metavar="FILE", help="read the mounts of an ini file, and serve nothing")
    parser.add_argument("--port", type=port_number, default=8000, help="uWSGI's HTTP (default 8000)")
    parser.add_argument("--socket-port", type=port_number, default=19130, help="uwsgi protocol (default 19130)")
    parser.add_argument("--nginx-port", type=port_number, default=8080, help="nginx (default 8080)")
    options = parser.parse_args(arguments)
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
    """Print what is wrong with the mounts of an ini file, or that nothing is; return the exit status."""
    if problem := missing_file(file) or wrong_mounts(file):
        raise Mistake(problem)
    print(f"The mounts of {file} are well.")
    return 0


def wrong_mounts(file: str) -> str:
    """Return what is wrong with the first bad mount of an ini file, as a sentence, or ``""``."""
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
            return f"{line} names no callable, and uWSGI passes over it in silence: write {application}:application."
    return ""


def mounts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield prefix and application of each mount in the text of an ini file."""
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "mount":
            prefix, _, application = value.partition("=")
            yield prefix.strip(), application.strip()


def each_alone() -> int:
    """Print the tables of each way by itself; return the exit status. Raises Mistake."""
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
            "/P is the prefix of each site: /60162176/ours, /60162176/flask_app, or one of the two below /60162176/mount.\n"
        )
        print_tables(ways, "/P")
        print(READY.format(host=HOST, port=port, nginx_port=nginx_port), flush=True)
        servers.wait()
    raise Mistake("uWSGI or nginx has ended, so the rest was ended too.")


def print_tables(ways: list[Way], shown_prefix: str) -> None:
    """Print the table of each way, with ``shown_prefix`` for prefixes: drawn on a terminal, else in Markdown."""
    console = Console()
    reference = rows(ways[0], shown_prefix)
    for way in ways:
        found = rows(way, shown_prefix)
        if console.is_terminal:
            console.print(drawn(way, found, reference))
        else:
            print(f"{way.title} ({way.by})\n\n{markdown(found, reference)}\n")


def drawn(way: Way, found: list[tuple[str, ...]], reference: list[tuple[str, ...]]) -> Table:
    """Return the table of a way for a terminal; what is not as in the ``reference`` is yellow."""
    table = Table(title=f"{way.title}: {way.by}".replace("`", ""), title_justify="left")
    for name in HEAD:
        table.add_column(name)
    for cells, others in marked(found, reference):
        table.add_row(
            *(Text(cell, style="bold yellow" if other else "") for cell, other in zip(cells, others, strict=True))
        )
    return table
