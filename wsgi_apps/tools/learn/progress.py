"""The progress of a student: ``progress.json`` in the student's folder."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import LANGUAGES

VERSION = 1


@dataclass
class Progress:
    """What is done, what is begun, the language, and the exercise of now."""

    file: Path
    language: str = ""
    current: str = ""
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: str = ""  # the name of a file that could not be read

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Read the file again, and write it afterwards, while no other process does so.

        A second terminal may have written to it since. Nothing is written if the change raises an exception.
        """
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.with_suffix(".lock").open("a") as lock:  # closing it gives the lock back
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.renew()
            yield
            self.write()

    def renew(self) -> None:
        """Read the file again; what this process knows stays where there is no file, or a broken one."""
        now = read(self.file.parent)
        self.kept = self.kept or now.kept
        if self.file.exists():
            self.language, self.current, self.done, self.begun = now.language, now.current, now.done, now.begun

    def entry(self, name: str) -> dict[str, Any]:
        """Return what is noted of an exercise."""
        if name in self.done:
            return self.done[name]
        return self.begun.setdefault(name, fresh())

    def tried(self, name: str, passed: bool, files: Mapping[str, bytes], seed: int) -> None:
        """Note a try of the exercise of now, and that it passed."""
        with self.changing():
            self.current, entry = name, self.entry(name)
            if name not in self.done:
                entry["tries"] += 1
            entry["last"] = now()
            if passed or name not in self.done:
                entry |= {"seed": seed, "sha256": digest(files)}
            if passed and name not in self.done:
                first = datetime.fromisoformat(entry["first"])
                seconds = round((datetime.now(UTC) - first).total_seconds())
                self.done[name] = self.begun.pop(name) | {"at": now(), "seconds": seconds}

    def write(self) -> None:
        """Write the file, whole or not at all."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        table = {"version": VERSION, "language": self.language, "current": self.current}
        table |= {"done": self.done, "begun": self.begun}
        part = self.file.with_name(f"{self.file.name}.part")
        part.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(self.file)


def now() -> str:
    """Return the time as it is noted."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(files: Mapping[str, bytes]) -> str:
    """Return a hash of a program."""
    made = sha256()
    for name, text in sorted(files.items()):
        made.update(name.encode() + b"\0" + text)
    return made.hexdigest()


def read(folder: Path, is_mine: bool = True) -> Progress:
    """Return the progress in a folder. A broken file is renamed if ``is_mine``, and the progress has its new name."""
    made = Progress(folder / "progress.json")
    if not made.file.exists():
        return made
    try:
        take(made, json.loads(made.file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, OSError, RecursionError):
        made = Progress(made.file)
        if not is_mine:
            return made
        kept = free_name(made.file)
        made.file.replace(kept)
        made.kept = kept.name
    return made


def take(made: Progress, table: Any) -> None:
    """Take what a file says. Raises KeyError, TypeError or ValueError if it does not have the form of a progress."""
    if not isinstance(table, dict) or table.get("version", VERSION) != VERSION:
        raise ValueError(f"it is not a table of version {VERSION}")
    language, current = text_of(table["language"]), text_of(table["current"])
    made.done, made.begun = checked(table["done"]), checked(table.get("begun", {}))
    made.language, made.current = language if language in LANGUAGES else "", current


def text_of(value: Any) -> str:
    """Return a text. Raises TypeError for another value."""
    if not isinstance(value, str):
        raise TypeError("it is not a text")
    return value


def checked(entries: Any) -> dict[str, dict[str, Any]]:
    """Return entries with all of their keys. Raises TypeError or ValueError if they are not entries."""
    if not isinstance(entries, dict) or not all(isinstance(one, dict) for one in entries.values()):
        raise TypeError("an entry is a table")
    made = {name: fresh() | entry for name, entry in entries.items()}
    for entry in made.values():
        if any(type(entry[key]) is not type(value) for key, value in fresh().items()):
            raise TypeError("a value of an entry has another type")
        if min(entry["tries"], entry["hints"]) < 0 or datetime.fromisoformat(entry["first"]).tzinfo is None:
            raise ValueError("a value of an entry cannot be")
    return made


def fresh() -> dict[str, Any]:
    """Return an entry in which nothing has been done yet."""
    return {"tries": 0, "hints": 0, "looked": False, "first": now()}


def free_name(file: Path) -> Path:
    """Return the first of ``file.1``, ``file.2``, ... that is not taken."""
    number = 1
    while (made := file.with_name(f"{file.name}.{number}")).exists():
        number += 1
    return made
