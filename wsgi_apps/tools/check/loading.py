"""From what the command line names to the callable: a file, a module, or a program of a lab."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.asked import AUTO, Asked
from wsgi_apps.tools.check.own import INSTALLED, PACKAGE
from wsgi_apps.tools.course.asking import environ_of
from wsgi_apps.tools.course.manifest import EXAMPLES, Lab, Mistake, Request, chosen
from wsgi_apps.tools.loading import called, chosen as chosen_in, imported
from wsgi_apps.tools.naming import Named, named, resolved

LINE = "Write a file such as app.py, a module such as examples.lab03_url_variables.raw, or a lab such as lab03/raw."


@dataclass(frozen=True)
class Target:
    """A program to check: its module, where Python finds that, its file, the name of its callable, and its lab.

    ``calls`` says whether the name is that of a factory, written with ``()``.
    """

    module: str
    path: str
    file: str
    name: str = ""
    lab: str = ""
    calls: bool = False

    @property
    def folder(self) -> str:
        """Return the folder whose files are the student's: none for a program that is installed, or that is ours."""
        installed = any(part in self.file for part in INSTALLED) or self.file.startswith(f"{PACKAGE}/")
        return "" if installed else str(Path(self.file).parent)


def targets(written: str) -> list[Target]:
    """Return the programs that a word of the command line means: one, or all ways of a lab. Raises Mistake."""
    place, _, name = written.partition(":")
    if not place.endswith(".py") and (place.startswith("lab") or place.isdigit()):
        return of_lab(place, name)
    return [of_program(written)]


def of_program(written: str) -> Target:
    """Return the target of a file or a module. Raises Mistake."""
    found = named(written, "python -m wsgi_apps check")
    if found.file is None:
        raise Mistake(
            f"The module {found.module} has no source. {LINE}",
            f"{found.module} 모듈에는 소스가 없습니다. app.py 같은 파일, examples.lab03_url_variables.raw 같은 모듈, "
            "lab03/raw 같은 실습을 쓰세요.",
        )
    file = found.file.resolve()
    with suppress(SyntaxError):  # it is found again, with its place, when the program is loaded
        found = resolved(found)
    lab = file.parent.name if file.parent.parent == EXAMPLES and file.parent.name.startswith("lab") else ""
    return Target(found.module, str(found.folder), str(file), found.name, lab, found.calls)


def of_lab(place: str, name: str) -> list[Target]:
    """Return the targets of a lab: of all its ways, or of the program that is named behind a slash. Raises Mistake."""
    lab_name, _, program = place.partition("/")
    (lab,) = chosen([lab_name])[:1]
    if not program:
        return [of_program(str(lab.folder / f"{way}.py")) for way in lab.ways]
    return [of_program(f"{lab.folder / program.removesuffix('.py')}.py{name and f':{name}'}")]


def loaded(target: Target, calls_factories: bool = True) -> tuple[str, Any]:
    """Import a target, and return its callable with its name. Raises Mistake, or what the module raises.

    A factory is called, unless it is said that the callable is one of another kind: a middleware.
    """
    if target.path in sys.path:
        sys.path.remove(target.path)
    sys.path.insert(0, target.path)
    written = Named(target.module, Path(target.path), Path(target.file), target.name, target.calls)
    name, found = chosen_in(imported(target.module), written)
    application = replace(written, name=name)
    return application.spelling.rpartition(":")[2], called(found, application) if calls_factories else found


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
