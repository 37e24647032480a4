"""From what the command line names to the callable: a file, a module, or a program of a lab."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.asked import AUTO, Asked
from wsgi_apps.tools.check.own import INSTALLED, PACKAGE
from wsgi_apps.tools.course.asking import environ_of
from wsgi_apps.tools.course.manifest import EXAMPLES, Lab, Mistake, Request, chosen

NAMES = ("application", "app")
LINE = "Write a file such as app.py, a module such as examples.lab03_url_variables.raw, or a lab such as lab03/raw."


@dataclass(frozen=True)
class Target:
    """A program to check: its module, where Python finds that, its file, the name of its callable, and its lab."""

    module: str
    path: str
    file: str
    name: str = ""
    lab: str = ""

    @property
    def folder(self) -> str:
        """Return the folder whose files are the student's: none for a program that is installed, or that is ours."""
        installed = any(part in self.file for part in INSTALLED) or self.file.startswith(f"{PACKAGE}/")
        return "" if installed else str(Path(self.file).parent)


def targets(written: str) -> list[Target]:
    """Return the programs that a word of the command line means: one, or all ways of a lab. Raises Mistake."""
    place, _, name = written.partition(":")
    file = Path(place)
    if file.suffix == ".py":
        return [of_file(file, name)]
    if place.startswith("lab") or place.isdigit():
        return of_lab(place, name)
    return [of_module(place, name)]


def of_file(file: Path, name: str) -> Target:
    """Return the target of a file. Raises Mistake."""
    if not file.is_file():
        raise Mistake(f"There is no file {file}. {LINE}")
    file = file.resolve()
    lab = file.parent.name if file.parent.parent == EXAMPLES and file.parent.name.startswith("lab") else ""
    if lab:  # the programs of a lab import each other by their full names
        return Target(f"{EXAMPLES.name}.{lab}.{file.stem}", str(EXAMPLES.parent), str(file), name, lab)
    return Target(file.stem, str(file.parent), str(file), name)


def of_lab(place: str, name: str) -> list[Target]:
    """Return the targets of a lab: of all its ways, or of the program that is named behind a slash. Raises Mistake."""
    lab_name, _, program = place.partition("/")
    (lab,) = chosen([lab_name])[:1]
    if not program:
        return [of_file(lab.folder / f"{way}.py", "") for way in lab.ways]
    return [of_file(lab.folder / (program if program.endswith(".py") else f"{program}.py"), name)]


def of_module(module: str, name: str) -> Target:
    """Return the target of a module. Raises Mistake."""
    folder = str(Path.cwd())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        spec = find_spec(module)
    except (ImportError, ValueError, AttributeError):
        spec = None
    if spec is None or not spec.origin:
        raise Mistake(f"There is no module {module!r}. {LINE}")
    file = Path(spec.origin).resolve()
    lab = file.parent.name if file.parent.parent == EXAMPLES and file.parent.name.startswith("lab") else ""
    return Target(module, folder, str(file), name, lab)


def loaded(target: Target) -> tuple[str, Any]:
    """Import a target, and return its callable with its name. Raises Mistake, or what the module raises."""
    if target.path in sys.path:
        sys.path.remove(target.path)
    sys.path.insert(0, target.path)
    module = import_module(target.module)
    if target.name:
        if not hasattr(module, target.name):
            raise Mistake(f"{Path(target.file).name} has no {target.name!r}.")
        return target.name, getattr(module, target.name)
    for name in NAMES:
        if hasattr(module, name):
            return name, getattr(module, name)
    raise Mistake(f"{Path(target.file).name} has no application and no app: write {Path(target.file).name}:NAME.")


def lab_of(name: str) -> Lab | None:
    """Return the lab of a name, or None for an empty one. Raises Mistake."""
    return chosen([name])[0] if name else None


def as_asked(request: Request) -> Asked:
    """Return a request of a lab as the probe sends it."""
    environ = environ_of(request)
    headers = {name.lower(): value for name, value in request.headers}
    length = headers.get("content-length", AUTO)
    others = tuple(pair for pair in request.headers if pair[0].lower() not in ("content-length", "host"))
    if request.chunked:
        others = (*others, ("Transfer-Encoding", "chunked"))
    return Asked(
        method=request.method,
        path=environ["PATH_INFO"],
        query=environ["QUERY_STRING"],
        headers=tuple((name, value.encode("utf-8").decode("latin-1")) for name, value in others),
        body=request.body,
        length=None if request.chunked else length,
        terminated=True if request.chunked else None,
    )
