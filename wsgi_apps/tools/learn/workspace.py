"""The copy in which a program runs: the student's files, and over them those that are given."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.student import NUMBER, number

SERVED = "_served"  # the module that the engine writes where the callable has to be made first
WRAPPING = """from importlib import import_module

application = getattr(import_module({module!r}), {name!r})(getattr(import_module({inner!r}), {inner_name!r}))
"""


@contextmanager
def workspace(exercise: Exercise, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a folder with the student's files and the given ones; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="learn-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        given = {key: text for step in exercise.steps for key, text in step.given.items()}
        for key, text in {**files, **given}.items():
            place = folder / key
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(mine(text))
        if exercise.kind == "middleware":
            (folder / f"{SERVED}.py").write_text(wrapping(exercise), encoding="utf-8")
        yield folder


def edited(exercise: Exercise, folder: Path) -> list[str]:
    """Return the files that the student edits: of a build those that this step changes, or that are changed already."""
    if exercise.kind != "build":
        return exercise.files
    start, solved = ({name: mine(text) for name, text in one.items()} for one in (exercise.start, exercise.solved))
    return [
        name
        for name in exercise.files
        if start.get(name) != solved.get(name) or (folder / name).read_bytes() != start.get(name)
    ]


def mine(text: bytes) -> bytes:
    """Return a text with the student's own number in it."""
    return text.replace(NUMBER.encode(), number().encode())


def wrapping(exercise: Exercise) -> str:
    """Return the module in which the student's middleware wraps the given application."""
    module, _, name = exercise.callable.partition(":")
    inner, _, inner_name = str(exercise.table.get("inner", "inner:application")).partition(":")
    return WRAPPING.format(module=module, name=name, inner=inner, inner_name=inner_name)


def served(exercise: Exercise) -> str:
    """Return module and name of what a server loads."""
    return f"{SERVED}:application" if exercise.kind == "middleware" else exercise.callable
