"""Reading the exercises: ``chapters.toml``, and ``exercise.toml`` of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from wsgi_apps.tools.course.manifest import EXAMPLES, Mistake
from wsgi_apps.tools.language import meant
from wsgi_apps.tools.learn.sentences import refused
from wsgi_apps.tools.student import personal

EXERCISES = EXAMPLES / "exercises"
FORMAT = 1
KINDS = ("fix", "write", "predict", "read", "which", "config", "threads", "middleware", "build")
ASKING = ("predict", "read", "which")  # kinds whose file is answer.toml
SERVERS = ("strict", "uwsgi", "wsgiref", "gunicorn", "nginx")
REAL = SERVERS[1:]
KEYS = {
    *("format", "kind", "lab", "files", "callable", "inner", "needs", "minutes", "after", "fails", "until"),
    *("uwsgi", "gunicorn", "check", "question"),
}
CHECK_KEYS = {
    *("id", "on", "send", "headers", "body", "json", "form", "hex", "chunked", "raw", "half_close", "close_early"),
    *("environ", "mount", "repeat", "together", "then", "keep", "node", "program", "signal", "expect", "allow", "why"),
}
EXPECT_KEYS = {
    *("status", "headers", "body", "hex", "json", "contains", "lacks", "matches", "chunks", "closed", "open", "rule"),
    *("raises", "reads", "log", "files", "lines", "ends", "statuses", "sum", "reply"),
}
QUESTION_KEYS = {"key", "ask", "measure"}


@dataclass(frozen=True)
class Chapter:
    """A chapter: its folder, and its title in each language."""

    number: int
    id: str
    title: Mapping[str, str]
    lab: str
    root: Path = EXERCISES

    @property
    def folder(self) -> Path:
        """Return the folder of its exercises."""
        return self.root / self.id


@dataclass(frozen=True)
class Exercise:
    """An exercise: its folder, its chapter, and what ``exercise.toml`` says."""

    folder: Path
    chapter: Chapter
    table: Mapping[str, Any]
    earlier: tuple[Exercise, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """Return its name."""
        return self.folder.name

    @property
    def kind(self) -> str:
        """Return its kind."""
        return str(self.table["kind"])

    @property
    def files(self) -> list[str]:
        """Return the files that the student edits."""
        return list(self.table["files"])

    @property
    def checks(self) -> list[Mapping[str, Any]]:
        """Return its checks."""
        return list(self.table.get("check", ()))

    @property
    def questions(self) -> list[Mapping[str, Any]]:
        """Return its questions."""
        return list(self.table.get("question", ()))

    @property
    def callable(self) -> str:
        """Return module and name of what is served."""
        return str(self.table.get("callable", "app:application"))

    @property
    def steps(self) -> list[Exercise]:
        """Return the exercises whose checks run: this one, and before it the earlier steps that still count."""
        names = [one.id for one in (*self.earlier, self)]
        return [one for one in self.earlier if names.count(one.table.get("until", "")) == 0] + [self]

    @cached_property
    def start(self) -> dict[str, bytes]:
        """Return the files that the student gets: their texts by their names."""
        before = self.earlier[-1].solved if self.earlier else {}
        return before | texts_of(self.folder / "start")

    @cached_property
    def solved(self) -> dict[str, bytes]:
        """Return the files of the solution."""
        return self.start | texts_of(self.folder / "solution")

    @cached_property
    def given(self) -> dict[str, bytes]:
        """Return the files that the student does not edit."""
        return {name: text for name, text in texts_of(self.folder / "start").items() if name not in self.files}

    def wrong(self, name: str) -> dict[str, bytes]:
        """Return the files of another wrong program. Raises Mistake if the text that it changes is not there once."""
        if name not in self.changes:
            return self.start | texts_of(self.folder / "wrong" / name)
        change = self.changes[name]
        text = self.solved[change["file"]].decode()
        if text.count(change["old"]) != 1:
            raise Mistake(
                f"{self.folder / 'wrong.toml'}: {name}: old is in {change['file']} {text.count(change['old'])} times"
            )
        return self.solved | {change["file"]: text.replace(change["old"], change["new"]).encode()}

    @cached_property
    def changes(self) -> dict[str, Mapping[str, str]]:
        """Return the wrong programs that are the solution with one change, by their names."""
        file = self.folder / "wrong.toml"
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    @property
    def wrongs(self) -> list[str]:
        """Return the names of the other wrong programs."""
        place = self.folder / "wrong"
        return sorted([one.name for one in place.iterdir()] if place.is_dir() else []) + sorted(self.changes)

    @property
    def place(self) -> str:
        """Return the name of the student's folder: all steps of a build share one."""
        return self.chapter.id if self.kind == "build" else self.id


def texts_of(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their names."""
    if not folder.is_dir():
        return {}
    found = (one for one in sorted(folder.rglob("*")) if one.is_file() and "__pycache__" not in one.parts)
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def chapters(root: Path = EXERCISES) -> list[Chapter]:
    """Return the chapters in order. Raises Mistake."""
    file = root / "chapters.toml"
    if not file.exists():
        raise refused("no_course", file=file)
    tables = tomllib.loads(file.read_text(encoding="utf-8"))["chapter"]
    return [Chapter(one["number"], one["id"], one["title"], one["lab"], root) for one in tables]


def exercises(root: Path = EXERCISES) -> list[Exercise]:
    """Return all exercises in order. Raises Mistake."""
    return [one for chapter in chapters(root) for one in of_chapter(chapter)]


def of_chapter(chapter: Chapter) -> Iterator[Exercise]:
    """Yield the exercises of a chapter in their order. Raises Mistake."""
    if not chapter.folder.is_dir():
        return
    folders = sorted(one.parent for one in chapter.folder.glob("*/exercise.toml"))
    tables = {folder.name: table_of(folder / "exercise.toml") for folder in folders}
    before: tuple[Exercise, ...] = ()
    for name in ordered(tables):
        build = tables[name]["kind"] == "build"
        made = Exercise(chapter.folder / name, chapter, tables[name], before if build else ())
        before = (*before, made) if build else before
        yield made


def ordered(tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the names of a chapter: by name, and each behind those that its ``after`` names."""
    names: list[str] = []

    def add(name: str, above: tuple[str, ...] = ()) -> None:
        if name in names or name in above or name not in tables:
            return
        for other in tables[name].get("after", ()):
            add(other, (*above, name))
        names.append(name)

    for name in sorted(tables):
        add(name)
    return names


def table_of(file: Path) -> dict[str, Any]:
    """Return what an ``exercise.toml`` says. Raises Mistake with its name and the error."""
    try:
        table = tomllib.loads(personal(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Mistake(f"{file}: {error}") from None
    for problem in problems(table):
        raise Mistake(f"{file}: {problem}")
    return table


def problems(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the errors in the keys of an exercise."""
    for key in ("format", "kind", "lab", "files", "minutes", "fails"):
        if key not in table:
            yield f"{key} is missing"
    if table.get("format") != FORMAT or table.get("kind") not in KINDS:
        yield f"format is {FORMAT} and kind is one of {', '.join(KINDS)}"
    if not table.get("check") and not table.get("question"):
        yield "it has neither a check nor a question"
    yield from unknown(table, KEYS, "the exercise")
    for check in table.get("check", ()):
        yield from check_problems(check)
    for question in table.get("question", ()):
        yield from unknown(question, QUESTION_KEYS, f"question {question.get('key')}")


def check_problems(check: Mapping[str, Any]) -> Iterator[str]:
    """Yield the errors in the keys of a check."""
    name = f"check {check.get('id')}"
    if "id" not in check or not {"send", "raw", "program"} & check.keys():
        yield f"{name} needs an id, and send, raw or program"
    yield from unknown(check, CHECK_KEYS, name)
    yield from unknown(check.get("expect", {}), EXPECT_KEYS, f"{name}, expect")
    yield from (f"{name}: on {one} is not a server" for one in check.get("on", ()) if one not in SERVERS)
    for more in check.get("then", ()):
        yield from unknown(more, CHECK_KEYS, f"{name}, then")
        yield from unknown(more.get("expect", {}), EXPECT_KEYS, f"{name}, then, expect")


def unknown(table: Mapping[str, Any], keys: set[str], where: str) -> Iterator[str]:
    """Yield the keys of a table that are not known."""
    yield from (f"{where} has an unknown key {key!r}" for key in table if key not in keys)


def exact(name: str, root: Path = EXERCISES) -> Exercise | None:
    """Return the exercise of a name. Only its own file is read, and those of its chapter where it is built on them."""
    for file in root.glob(f"*/{name}/exercise.toml"):
        chapter = next((one for one in chapters(root) if one.folder == file.parents[1]), None)
        if chapter is None:
            continue
        table = table_of(file)
        if table["kind"] != "build":
            return Exercise(file.parent, chapter, table)
        return next(one for one in of_chapter(chapter) if one.id == name)
    return None


def named(name: str, root: Path = EXERCISES) -> Exercise:
    """Return the exercise of a name, or of its beginning if only one begins so. Raises Mistake."""
    whole = exact(name, root) if name.isidentifier() else None
    found = [whole] if whole else [one for one in exercises(root) if name and one.id.startswith(name)]
    if len(found) > 1:
        raise refused("several", name=name, ids=", ".join(one.id for one in found))
    if not found:
        raise unknown_name(name, root)
    return found[0]


def unknown_name(name: str, root: Path) -> Mistake:
    """Return the error for the name of an exercise that does not exist, with the name that comes nearest."""
    near = meant(name, [one.id for one in exercises(root)])
    said = refused("no_exercise", name=name)
    return Mistake(f"{said} {near[0]}".strip(), f"{said.korean} {near[1]}".strip())
