"""The settings that uWSGI makes of ini files: it follows their includes, conditions and placeholders, as uWSGI does."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wsgi_apps.tools.doctor.build import Build

INCLUDES = ("ini", "include", "inherit")
ENDS = ("endif", "end-if", "end")
DEEPEST = 8  # files within files


@dataclass(frozen=True)
class Setting:
    """A line of an ini file, or an option of the command line (line 0)."""

    key: str
    value: str
    file: str = ""
    line: int = 0
    text: str = ""


@dataclass
class Settings:
    """The sum of all settings, in their order. ``headless`` are the files without a line ``[uwsgi]``."""

    build: Build
    all: list[Setting] = field(default_factory=list)
    headless: list[str] = field(default_factory=list)

    def of(self, *keys: str) -> list[Setting]:
        """Return the settings with one of these keys."""
        return [one for one in self.all if one.key in keys]

    def has(self, *keys: str) -> bool:
        """Return whether one of these keys is set, and not to false."""
        return any(one.value.lower() not in ("false", "0", "no") for one in self.of(*keys))

    def value(self, key: str) -> str:
        """Return the last value of a key, or an empty text."""
        return self.of(key)[-1].value if self.of(key) else ""


def read(files: list[str], options: list[Setting], build: Build) -> Settings:
    """Return the settings of files and of the options behind them. Raises OSError and UnicodeDecodeError."""
    settings = Settings(build)
    for file in files:
        follow(Path(file), settings, 0)
    settings.all += options
    return settings


def command_line(words: list[str]) -> list[Setting]:
    """Return the settings that the options of a command line make: ``--key value``, ``--key=value`` or ``--key``."""
    found: list[Setting] = []
    for word in words:
        if word.startswith("--"):
            key, _, value = word[2:].partition("=")
            found.append(Setting(key, value or "true", text=word))
        elif found:
            found[-1] = Setting(found[-1].key, word, text=f"{found[-1].text} {word}")
    return found


def follow(file: Path, settings: Settings, depth: int) -> None:
    """Add the settings of a file, and of those that it includes, at their place."""
    lines = list(lines_of(file))
    if not any(section == "uwsgi" for section, _ in lines):
        settings.headless.append(str(file))
    conditions: list[tuple[bool, str]] = []
    for section, setting in lines:
        if section != "uwsgi" or not setting.key:
            continue
        if setting.key in ENDS:
            conditions[-1:] = []
        elif setting.key.startswith("if-"):
            conditions.append(condition(setting, settings.build))
        elif all(holds for holds, _ in conditions):
            known = conditions[-1][1] if conditions else ""
            add(expanded(setting, file, known, settings), file, settings, depth)


def add(setting: Setting, file: Path, settings: Settings, depth: int) -> None:
    """Add a setting, or what it includes."""
    if setting.key in INCLUDES and depth < DEEPEST:
        inner = Path(setting.value)
        follow(Path(os.path.relpath(inner)) if inner.is_absolute() else inner, settings, depth + 1)
    else:
        settings.all.append(setting)


def lines_of(file: Path) -> Iterator[tuple[str, Setting]]:
    """Yield each line of a file that says something, with the name of its section; a heading has an empty key."""
    section = ""
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = text.strip()
        if line.startswith("[") and "]" in line:
            section = line[1 : line.index("]")]
            yield section, Setting("", "", str(file), number, text)
        elif line and line[0] not in "#;":
            key, equals, value = line.partition("=")
            yield section, Setting(key.strip(), value.strip() if equals else "true", str(file), number, text)


CONDITIONS: dict[str, Callable[[str, Build], bool]] = {
    "if-env": lambda value, build: bool(os.environ.get(value)),
    "if-not-env": lambda value, build: not os.environ.get(value),
    "if-plugin": lambda value, build: value != "python" or build.has_python,
    "if-not-plugin": lambda value, build: not (value == "python" and build.has_python),
    "if-exists": lambda value, build: Path(value).exists(),
    "if-not-exists": lambda value, build: not Path(value).exists(),
    "if-file": lambda value, build: Path(value).is_file(),
    "if-dir": lambda value, build: Path(value).is_dir(),
}


def condition(setting: Setting, build: Build) -> tuple[bool, str]:
    """Return whether a condition holds, and what ``%(_)`` then means; one that is not known here holds."""
    holds = setting.key not in CONDITIONS or CONDITIONS[setting.key](setting.value, build)
    return holds, os.environ.get(setting.value, "") if setting.key == "if-env" else setting.value


def expanded(setting: Setting, file: Path, known: str, settings: Settings) -> Setting:
    """Return a setting with ``$(NAME)``, ``%(name)`` and ``%d`` replaced by what they stand for."""
    value = re.sub(r"\$\(([^)]+)\)", lambda found: os.environ.get(found[1], found[0]), setting.value)
    value = value.replace("%(_)", known)
    value = re.sub(r"%\(([^)]+)\)", lambda found: settings.value(found[1]) or found[0], value)
    whole = file.absolute()
    for sign, replacement in (("%d", f"{whole.parent}/"), ("%p", str(whole)), ("%n", file.stem), ("%s", file.name)):
        value = value.replace(sign, replacement)
    return Setting(setting.key, value, setting.file, setting.line, setting.text)
