"""What is recorded: the ways of a lab, or an application that the command line names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wsgi_apps import __version__
from wsgi_apps.routing.mount import Mount
from wsgi_apps.tools.course.asking import application_of
from wsgi_apps.tools.course.manifest import EXAMPLES, Lab, Mistake, chosen
from wsgi_apps.tools.course.servers import prepare
from wsgi_apps.tools.loading import Failed, loaded
from wsgi_apps.tools.naming import named, resolved
from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.zones import FRAMEWORKS

APP = "app"  # the way of a program that is not one of a lab
USUAL = ("raw", "ours", "flask_app")  # side by side, at most three
SPEED = "wsgi_apps.speed."
COMMAND = "python -m wsgi_apps xray"


@dataclass(frozen=True)
class Program:
    """An application, and the file that it comes from; ``way`` is that of a lab, or ``app``."""

    way: str
    module: str
    application: Callable[..., Any]
    file: Path

    @property
    def folder(self) -> Path:
        """The folder whose code is yours: that of the file, above its package, if it is in one; of a lab, all labs."""
        folder = self.file.resolve().parent
        while (folder / "__init__.py").is_file():
            folder = folder.parent
        return EXAMPLES if folder.parent == EXAMPLES else folder

    @property
    def framework(self) -> str | None:
        """The name and the version of the framework that its application is made with, if it is one."""
        root = type(under_mounts(self.application)[-1]).__module__.partition(".")[0]
        if root == "wsgi_apps":
            return f"wsgi_apps {__version__}"
        with suppress(PackageNotFoundError):
            return f"{root} {version(root)}" if FRAMEWORKS.fullmatch(f"{root}/") else None
        return None


def is_lab(text: str) -> bool:
    """Return whether a word of the command line is meant as a lab."""
    return bool(re.fullmatch(r"(lab)?[0-9]+[a-z]?(_\w*)?", text))


def lab_named(text: str) -> Lab:
    """Return the only lab of a name. Raises Trouble."""
    try:
        found = chosen([text])
    except Mistake:
        raise Trouble("E1", name=text) from None
    if len(found) > 1:
        raise Trouble("E1several", name=text, labs=", ".join(lab.name for lab in found))
    return found[0]


def left_out(lab: Lab, wanted: list[str]) -> list[str]:
    """Return the ways of a lab that need Flask where it is not installed, if the user named no way."""
    return [way for way in lab.ways if way == "flask_app" and not wanted and find_spec("flask") is None]


def ways_of(lab: Lab, wanted: list[str]) -> list[Program]:
    """Return the programs of a lab: the usual ways, or those that are wanted. Raises Trouble."""
    for way in wanted:
        if way not in lab.ways:
            raise Trouble("E2", lab=lab.name, way=way, ways=", ".join(lab.ways))
    prepare(lab)
    usual = [way for way in lab.ways if way in USUAL and way not in left_out(lab, wanted)]
    ways = wanted or usual or list(lab.ways)
    return [Program(way, lab.module(way), application_of(lab, way), lab.folder / f"{way}.py") for way in ways[:3]]


def program_named(text: str) -> Program:
    """Return the application that a text names: ``hello``, ``hello.py`` or ``package.module:app``. Raises Mistake."""
    found = named(text, COMMAND)
    try:
        application = loaded(text, COMMAND)
    except Failed:
        raise Trouble("E4", name=text) from None
    with suppress(SyntaxError):
        found = resolved(found)
    return Program(APP, found.shown, application, found.file or Path.cwd() / f"{found.module}.py")


def mounted(program: Program, prefix: str) -> Callable[..., Any]:
    """Return the application of a program, below a prefix if there is one."""
    return Mount(None, {prefix: program.application}) if prefix else program.application


def under_mounts(application: Any) -> list[Any]:
    """Return the applications that a Mount leads to, or the application itself."""
    if not isinstance(application, Mount):
        return [application]
    return [one for mounted in application._applications.values() for one in under_mounts(mounted)] or [application]


@contextmanager
def without_speed(application: Any) -> Iterator[None]:
    """Take the methods of ``speed/`` out of the classes of an application, so that those of the core are called.

    It concerns the whole process until the block ends.
    """
    with ExitStack() as stack:
        for one in under_mounts(application):
            for part in (one, getattr(one, "url_map", None)):
                for kind in type(part).__mro__:
                    if kind.__module__.startswith(SPEED):
                        stack.enter_context(taken_out(kind))
        yield


@contextmanager
def taken_out(kind: type) -> Iterator[None]:
    """Take the methods out of a class that override those of its bases, until the block ends."""
    below = kind.__mro__[1:]
    overriding = {
        name: value
        for name, value in vars(kind).items()
        if callable(value) and name != "__init__" and any(name in vars(base) for base in below)
    }
    for name in overriding:
        delattr(kind, name)
    try:
        yield
    finally:
        for name, value in overriding.items():
            setattr(kind, name, value)
