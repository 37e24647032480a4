"""A Python prompt inside an application: ``python -m wsgi_apps shell MODULE[:NAME]``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from code import interact
from contextlib import suppress
from typing import Any

from wsgi_apps.tools.run import Mistake, load


def main(arguments: list[str]) -> int:
    """Read and run lines of Python until Ctrl-D, in a context of the application that is named; return the exit status."""
    parser = ArgumentParser(prog="python -m wsgi_apps shell", description=__doc__)
    parser.add_argument("module", nargs="?", help="such as hello, hello.py or package.module:name")
    parser.add_argument("--app", help="the same")
    options = parser.parse_args(arguments)
    try:
        app = load(options.app or options.module)
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
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
