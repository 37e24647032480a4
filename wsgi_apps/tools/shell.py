"""Open a Python prompt inside an application, with its names and its context."""

from __future__ import annotations

import sys
from code import interact
from contextlib import suppress
from typing import Any

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.loading import APPLICATION, Failed, loaded


def main(arguments: list[str]) -> int:
    """Run lines of Python until Ctrl-D, in a context of the application that is named; return the exit status."""
    made = parser("shell", __doc__)
    made.add_argument("application", nargs="?", help=f"{APPLICATION} (default: app.py or wsgi.py)")
    made.add_argument("--app", metavar="APPLICATION", help="the application, written as for Flask's command")
    options = made.parse_args(arguments)
    try:
        app = loaded(options.app or options.application, "python -m wsgi_apps shell")
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
    except Failed:
        return 1
    if not hasattr(app, "make_shell_context"):
        print(f"{app!r} is not an App: the shell needs one, with its names and its context", file=sys.stderr)
        return 2
    with app.app_context():
        names: dict[str, Any] = app.make_shell_context()
        complete(names)
        version = sys.version.split()[0]
        interact(f"Python {version}. App: {app.name}. Names: {', '.join(sorted(names))}", local=names, exitmsg="")
    return 0


def complete(names: dict[str, Any]) -> None:
    """Let the Tab key complete the ``names``, where Python has readline."""
    with suppress(ImportError):
        import readline  # not every Python has it
        from rlcompleter import Completer

        readline.set_completer(Completer(names).complete)
        readline.parse_and_bind("tab: complete")
