"""Serve an application for development: ``python -m wsgi_apps run MODULE[:NAME]``, or ``wsgi-apps run MODULE``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from wsgi_apps.development import serve

NAMES = ("app", "application", "create_app", "make_app")


def main(arguments: list[str]) -> int:
    """Serve what the command line (list of str) names until Ctrl-C; return the exit status (int)."""
    parser = ArgumentParser(prog="python -m wsgi_apps run", description=__doc__)
    parser.add_argument("module", nargs="?", help="such as hello, hello.py or package.module:name")
    parser.add_argument("--app", help="the same")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1: this machine only")
    parser.add_argument("--port", type=int, default=5000, help="default 5000")
    parser.add_argument("--debug", action="store_true", default=None, help="show mistakes in the browser, and reload")
    parser.add_argument("--reload", action="store_true", default=None, help="start again when a file changes")
    parser.add_argument("--allow-remote", action="store_true", help="let other machines in, if --host does")
    options = parser.parse_args(arguments)
    try:
        app = load(options.app or options.module)
        if options.debug:
            app.debug = True
        serve(app, options.host, options.port, options.reload, options.allow_remote)
    except (ValueError, ImportError, AttributeError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def load(target: str | None) -> Any:
    """Return the application that a ``target`` (str) names: a module or a file, and a name in it.

    Raises ValueError with what to write instead, and whatever the module raises.
    """
    if not target:
        raise ValueError("name an application, such as: python -m wsgi_apps run hello:app")
    sys.path.insert(0, str(Path.cwd()))
    module_name, _, name = target.partition(":")
    path = Path(module_name)
    if path.suffix == ".py":
        sys.path.insert(0, str(path.parent.absolute()))
        module_name = path.stem
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name != module_name:
            raise
        raise ValueError(f"there is no module {module_name!r} here: write its name, as in an import") from None
    return made(chosen(module, module_name, name))


def chosen(module: Any, module_name: str, name: str) -> Any:
    """Return the object of a ``name`` (str) in a module, or the one that is an application if it is empty."""
    for one in [name] if name else NAMES:
        if hasattr(module, one):
            return getattr(module, one)
    where = f"{name!r}" if name else f"none of {', '.join(NAMES)}"
    raise ValueError(f"{where} is in the module {module_name}: write {module_name}:NAME, with the application's name")


def made(found: Any) -> Callable[..., Any]:
    """Return the application: a function called ``create_app`` or ``make_app`` makes it."""
    if getattr(found, "__name__", "") in ("create_app", "make_app"):
        found = found()
    if not callable(found):
        raise ValueError(f"{found!r} is no WSGI application: name something that can be called")
    return found  # type: ignore[no-any-return]
