"""Serve an application for development: ``python -m wsgi_apps run MODULE[:NAME]``, or ``wsgi-apps run MODULE``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from wsgi_apps.development.server import LOADING, is_loopback, port_number, serve

NAMES = ("app", "application")
FACTORIES = ("create_app", "make_app")


class Mistake(Exception):
    """A mistake on the command line, told in one sentence. What the program itself raises keeps its traceback."""


def main(arguments: list[str]) -> int:
    """Serve what the command line names until Ctrl-C; return the exit status."""
    parser = ArgumentParser(prog="python -m wsgi_apps run", description=__doc__)
    parser.add_argument("module", nargs="?", help="such as hello, hello.py or package.module:name")
    parser.add_argument("--app", help="the same")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1: this machine only")
    parser.add_argument("-p", "--port", help="default 5000")
    parser.add_argument("--debug", action="store_true", default=None, help="show mistakes in the browser, and reload")
    parser.add_argument("--reload", action="store_true", default=None, help="start again when a file changes")
    parser.add_argument("--allow-remote", action="store_true", help="let other machines in, if --host does")
    options = parser.parse_args(arguments)
    try:
        host, port = address(options)
        app = load(options.app or options.module)
    except Mistake as error:
        print(error, file=sys.stderr)
        return 2
    if options.debug:
        app.debug = True
    serve(app, host, port, options.reload, options.allow_remote)
    return 0


def address(options: Namespace) -> tuple[str, int]:
    """Return host and port of the command line. Raises Mistake with what to write instead."""
    if not is_loopback(options.host) and not options.allow_remote:
        raise Mistake(
            f"--host {options.host} lets other machines in, and this server is for development: write 127.0.0.1, "
            "or add --allow-remote if you mean it"
        )
    try:
        return options.host, port_number(options.port)
    except ValueError:
        raise Mistake(f"--port {options.port} is no port: write a number from 0 to 65535") from None


def load(target: str | None) -> Any:
    """Return the application that a ``target`` names: a module or a file, and a name in it.

    Raises Mistake with what to write instead, and whatever the module raises.
    """
    if not target:
        raise Mistake("name an application, such as: python -m wsgi_apps run hello:app")
    sys.path.insert(0, str(Path.cwd()))
    module_name, _, name = target.partition(":")
    path = Path(module_name)
    if path.suffix == ".py":
        sys.path.insert(0, str(path.parent.absolute()))
        module_name = path.stem
    return made(chosen(imported(module_name), module_name, name))


def imported(module_name: str) -> Any:
    """Return the module of a name. Raises Mistake if it is not there, and whatever the module raises."""
    absent = Mistake(f"there is no module {module_name!r} here: write its name, as in an import")
    if not all(module_name.split(".")):  # import_module takes these for names inside a package
        raise absent
    loading = LOADING.set(True)
    try:
        return import_module(module_name)
    except ModuleNotFoundError as error:
        if not f"{module_name}.".startswith(f"{error.name}."):  # the module is there, and wants another one
            raise
        raise absent from None
    finally:
        LOADING.reset(loading)


def chosen(module: Any, module_name: str, name: str) -> Any:
    """Return the object of a ``name`` in a module, or the one that is the application if it is empty."""
    apps = [one for one, value in vars(module).items() if hasattr(type(value), "wsgi_app")]
    for one in [name] if name else [*NAMES, *(apps if len(apps) == 1 else ()), *FACTORIES]:
        if hasattr(module, one):
            return getattr(module, one)
    missing = f"no {name!r}" if name else f"none of {', '.join(NAMES + FACTORIES)}"
    raise Mistake(f"the module {module_name} has {missing}: write {module_name}:NAME, with the application's name")


def made(found: Any) -> Callable[..., Any]:
    """Return the application: a function called ``create_app`` or ``make_app`` makes it."""
    if getattr(found, "__name__", "") in FACTORIES:
        found = found()
    if not callable(found):
        raise Mistake(f"{found!r} is no WSGI application: name something that can be called")
    return found  # type: ignore[no-any-return]
