"""Loading the application that a command line names. A server that its module would start does not start."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from wsgi_apps.development.reloader import LOADING
from wsgi_apps.development.short_traceback import short_traceback
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.naming import (
    CLASSES,
    FACTORIES,
    NAMES,
    Named,
    is_class,
    missing_name,
    named,
    no_factory,
    resolved,
    several,
)

APPLICATION = "a module or a file, and a name in it: hello, hello.py or package.module:app"


class Failed(Exception):
    """The program could not be imported. Its traceback is on the terminal."""


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

    Raises Mistake with what to write instead, and the exceptions of the module.
    """
    application = resolved(named(target, command))
    folder = str(application.folder)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return made(chosen(imported(application.module), application)[1], application)


def imported(module_name: str) -> Any:
    """Return the module of a name. Raises the exceptions of the module. A server in it does not start."""
    loading = LOADING.set(True)
    try:
        return import_module(module_name)
    finally:
        LOADING.reset(loading)


def chosen(module: Any, application: Named) -> tuple[str, Any]:
    """Return the object that is named in a module, or the only application if no name is given, and its name.

    Raises Mistake.
    """
    made_here = [one for one, value in vars(module).items() if is_framework(value)]
    only = made_here if len(made_here) == 1 else []
    for name in [application.name] if application.name else [*NAMES, *only, *FACTORIES]:
        if hasattr(module, name):
            return name, getattr(module, name)
    if made_here and not application.name:
        raise several(application.module, made_here)
    raise missing_name(application, [name for name in vars(module) if not name.startswith("_")])


def is_framework(found: Any) -> bool:
    """Return whether an object is an application that a framework has made: an App, or Flask's."""
    return hasattr(type(found), "wsgi_app")


def called(found: Any, application: Named) -> Any:
    """Return what a factory makes, and anything else as it is. Raises Mistake for an application with ``()``."""
    if application.calls and is_framework(found):
        raise no_factory(application)
    return found() if application.calls or getattr(found, "__name__", "") in FACTORIES else found


def made(found: Any, application: Named) -> Callable[..., Any]:
    """Return the application; a factory is called for it. Raises Mistake for anything else."""
    found = called(found, application)
    if isinstance(found, type) and found.__name__ in CLASSES:
        kind, name = found.__name__, application.name or "app"
        raise is_class(f"{application.module}:{name}", name, kind)
    if not callable(found):
        raise Mistake(
            f"{found!r} is not a WSGI application: name something that can be called.",
            f"{found!r} 값은 WSGI 애플리케이션이 아닙니다. 호출할 수 있는 것의 이름을 쓰세요.",
        )
    return found  # type: ignore[no-any-return]
