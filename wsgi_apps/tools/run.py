"""Serve an application for development, on this machine only."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from signal import SIGTERM, signal
from typing import Any

from wsgi_apps.development.server import is_loopback, port_number, serve
from wsgi_apps.tools.check.texts import language_here
from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.loading import APPLICATION, Failed, loaded
from wsgi_apps.tools.naming import named
from wsgi_apps.tools.xray.live import XRay
from wsgi_apps.tools.xray.programs import APP, Program
from wsgi_apps.tools.xray.texts import Trouble, say

FOLDER = "WSGI_APPS_XRAY_FOLDER"
COMMAND = "python -m wsgi_apps run"
EXAMPLES = """
  python -m wsgi_apps run hello               http://127.0.0.1:5000/
  python -m wsgi_apps run hello:app --debug   with reloading, and a debug page
  python -m wsgi_apps run hello:app --xray    http://127.0.0.1:5000/__xray__/
  python -m wsgi_apps run examples/lab02_methods/ours.py
"""


def main(arguments: list[str]) -> int:
    """Serve the application that the command line names until Ctrl-C; return the exit status."""
    made = parser("run", __doc__, EXAMPLES)
    made.add_argument("application", nargs="?", help=f"{APPLICATION} (default: app.py or wsgi.py)")
    made.add_argument("--app", metavar="APPLICATION", help="the application, written as for Flask's command")
    made.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    made.add_argument("-p", "--port", help="the port to listen at (default: 5000)")
    made.add_argument("--debug", action="store_true", default=None, help="show a debug page for errors, and reload")
    made.add_argument("--reload", action="store_true", default=None, help="restart when a file changes")
    made.add_argument("--allow-remote", action="store_true", help="allow a --host that other machines can reach")
    made.add_argument("--xray", action="store_true", help="record each request; its response names its X-ray")
    options = made.parse_args(arguments)
    try:
        host, port = address(options)
        app = loaded(options.app or options.application, COMMAND)
        served = with_xray(app, options.app or options.application) if options.xray else app
    except Trouble as trouble:
        print(trouble.said(language_here()), file=sys.stderr)
        return 2
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
    except Failed:
        return 1
    if options.debug:
        app.debug = True
    serve(served, host, port, options.reload, options.allow_remote)
    return 0


def address(options: Namespace) -> tuple[str, int]:
    """Return the host and the port of the command line. Raises Mistake with what to write instead."""
    if not is_loopback(options.host) and not options.allow_remote:
        raise Mistake(
            f"--host {options.host} lets other machines in, and this server is for development: write 127.0.0.1, "
            "or add --allow-remote if you mean it."
        )
    if options.xray and options.allow_remote:
        raise Trouble("E6")
    try:
        return options.host, port_number(options.port)
    except ValueError:
        raise Mistake(f"--port {options.port} is not a port: write a number from 0 to 65535.") from None


def with_xray(app: Any, target: str | None) -> XRay:
    """Return an application whose requests are recorded. Raises Trouble.

    The process that the reloader starts has the folder of its parent, so the traces outlive a change of the program.
    """
    place = named(target, COMMAND)
    program = Program(APP, place.module, app, place.file or place.folder / f"{place.module}.py")
    recorded = XRay(app, os.environ.get(FOLDER), program=program)
    if FOLDER not in os.environ:
        os.environ[FOLDER] = str(recorded.shelf.folder)
        signal(SIGTERM, lambda number, frame: sys.exit(0))  # exit by an exception, which removes the folder
        print(say("live here", language_here()), flush=True)
    return recorded
