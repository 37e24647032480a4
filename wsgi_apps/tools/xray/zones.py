"""Whose code is it? A file is yours, a framework's, or outside of the recording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import wsgi_apps

YOURS, FRAMEWORK, OUTSIDE, OWN = "yours", "framework", "outside", "own"
PACKAGE = Path(wsgi_apps.__file__).resolve().parent.as_posix()
#: What the recording itself consists of.
OWN_FILES = tuple(f"{PACKAGE}/{place}" for place in ("tools/", "development/values.py", "development/secrets.py"))
NAMES = "flask|werkzeug|webob|jinja2|bottle|falcon|pyramid|django"
INSTALLED = re.compile(r".*/(?:site|dist)-packages/(.+)", re.DOTALL)
FRAMEWORKS = re.compile(rf"(?:{NAMES})(?:\.py|/.*)", re.DOTALL)


class Zones:
    """Sorts files by owner. ``mine`` are the folders, and single files, that are yours: first that of the program."""

    def __init__(self, mine: Iterable[Path]) -> None:
        self.mine = [path.resolve().as_posix() for path in mine]
        self.known: dict[str, tuple[str, str]] = {}

    def of(self, file: str) -> tuple[str, str]:
        """Return the zone of a file, and the path that is shown for it, which is never an absolute one."""
        found = self.known.get(file)
        if found is None:
            found = self.known[file] = self.found(file)
        return found

    def found(self, file: str) -> tuple[str, str]:
        """Return the zone and the path of a file that is not known yet."""
        if file.startswith("<"):
            return OUTSIDE, file
        path = Path(file).resolve().as_posix()
        if path.startswith(OWN_FILES):
            return OWN, ""
        if path.startswith(f"{PACKAGE}/"):
            return FRAMEWORK, shown(path, PACKAGE)
        if installed := INSTALLED.fullmatch(path):
            below = installed[1]
            return FRAMEWORK if FRAMEWORKS.fullmatch(below) else OUTSIDE, below
        for place, folder in enumerate(self.mine):
            if path == folder or path.startswith(f"{folder}/"):
                return YOURS, path.removeprefix(f"{folder}/") if place == 0 else shown(path, folder)
        return OUTSIDE, Path(path).name


def shown(path: str, folder: str) -> str:
    """Return a path from the name of a folder on, or the name of a file."""
    return Path(path).relative_to(Path(folder).parent).as_posix()
