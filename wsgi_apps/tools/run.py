"""Serve an application for development, on this machine only."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Any

from wsgi_apps.development.server import LOADING, is_loopback, port_number, serve
from wsgi_apps.development.short_traceback import short_traceback
from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.naming import CLASSES, FACTORIES, NAMES, Named, missing_name, named, resolved

APPLICATION = "a module or a file, and a name in it: hello, hello.py or package.module:app"
EXAMPLES = """
  python -m wsgi_apps run hello                            the application in hello.py, at http://127.0.0.1:5000/
  python -m wsgi_apps run examples/lab02_methods/ours.py   a program of a lab
  python -m wsgi_apps run hello:app --debug                start again when a file changes, and show errors as a page
"""


def main(arguments: list[str]) -> int:
    """Serve the application that the command line names until Ctrl-C; return the exit status."""
    made = parser("run", __doc__, EXAMPLES)
    made.add_argument("application", nargs="?", help=f"{APPLICATION} (default: app.py or wsgi.py)")
    made.add_argument("--app", metavar="APPLICATION", help="the same, as Flask's command takes it")
    made.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    made.add_argument("-p", "--port", help="the port to listen at (default: 5000)")
    made.add_argument("--debug", action="store_true", default=None, help="show errors in the browser, and reload")
    made.add_argument("--reload", action="store_true", default=None, help="start again when a file changes")
    made.add_argument("--allow-remote", action="store_true", help="let other machines in, if --host does")
    options = made.parse_args(arguments)
    try:
        host, port = address(options)
        app = loaded(options.app or options.application, "python -m wsgi_apps run")
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
    except Failed:
        return 1
    if options.debug:
        app.debug = True
    serve(app, host, port, options.reload, options.allow_remote)
    return 0


class Failed(Exception):
    """The program could not be imported. Its traceback is on the terminal."""


def address(options: Namespace) -> tuple[str, int]:
    """Return the host and the port of the command line. Raises Mistake with what to write instead."""
    if not is_loopback(options.host) and not options.allow_remote:
        raise Mistake(
            f"--host {options.host} lets other machines in, and this server is for development: write 127.0.0.1, "
            "or add --allow-remote if you mean it."
        )
    try:
        return options.host, port_number(options.port)
    except ValueError:
        raise Mistake(f"--port {options.port} is not a port: write a number from 0 to 65535.") from None


def loaded(target: str | None, command: str) -> Any:
    """Return the application that a ``target`` names. Raises Mistake, and Failed after an exception of the program."""
    try:
        return load(target, command)
    except Mistake:
        raise
    except Exception as error:
        print(short_traceback(error), end="", file=sys.stderr)
        raise Failed from error


def load(target: str | None, command: str = "python -m wsgi_apps run") -> Any:
    """Return the application that a ``target`` names: a module or a file, and a name in it.

    Raises Mistake with what to write instead, and whatever the module raises.
    """
    application = resolved(named(target, command))
    folder = str(application.folder)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return made(chosen(imported(application.module), application), application)


def imported(module_name: str) -> Any:
    """Return the module of a name. Raises whatever the module raises. A server that it starts does not start."""
    loading = LOADING.set(True)
    try:
        return import_module(module_name)
    finally:
        LOADING.reset(loading)


def chosen(module: Any, application: Named) -> Any:
    """Return the object that is named in a module, or the only application if no name is given. Raises Mistake."""
    made_here = [one for one, value in vars(module).items() if hasattr(type(value), "wsgi_app")]
    only = made_here if len(made_here) == 1 else []
    for name in [application.name] if application.name else [*NAMES, *only, *FACTORIES]:
        if hasattr(module, name):
            return getattr(module, name)
    raise missing_name(application, [name for name in vars(module) if not name.startswith("_")])


def made(found: Any, application: Named) -> Callable[..., Any]:
    """Return the application; ``create_app`` and ``make_app`` are called for it. Raises Mistake for anything else."""
    if getattr(found, "__name__", "") in FACTORIES:
        found = found()
    if isinstance(found, type) and found.__name__ in CLASSES:
        kind, name = found.__name__, application.name or "app"
        raise Mistake(f"{application.module}:{name} is the class {kind}: write {name} = {kind}(__name__).")
    if not callable(found):
        raise Mistake(f"{found!r} is not a WSGI application: name something that can be called.")
    return found  # type: ignore[no-any-return]
