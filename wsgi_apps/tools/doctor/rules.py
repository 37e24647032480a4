"""The table of rules, ``rules.toml``, and a finding: a rule at its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wsgi_apps.tools.check.rules import LANGUAGES, texts
from wsgi_apps.tools.course.manifest import EXAMPLES
from wsgi_apps.tools.doctor.texts import Text, at

PROBLEM, NOTE = "problem", "note"
TABLE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True)
class Rule:
    """A rule. ``says``, ``breaks`` and ``cure`` are texts in each of LANGUAGES; values replace the names in braces.

    ``looks`` names the object of a rule of the machine, and ``pattern`` finds a line of a log. Both may be empty.
    """

    id: str
    level: str
    says: tuple[str, str]
    breaks: tuple[str, str]
    cure: tuple[str, str]
    lab: str
    looks: tuple[str, str]
    pattern: re.Pattern[str] | None


@dataclass(frozen=True)
class Finding:
    """A rule that found something: in a line of a file, or on the machine (no file)."""

    rule: Rule
    file: str = ""
    line: int = 0
    text: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)
    times: int = 1

    def told(self, language: str) -> dict[str, str]:
        """Return the sentence of the rule, its effect and its cure, in a language."""
        place = LANGUAGES.index(language)
        parts = {"says": self.rule.says, "breaks": self.rule.breaks, "cure": self.rule.cure}
        values = {name: at(place, value) for name, value in self.values.items()}
        return {name: part[place].format_map(values) for name, part in parts.items()}


def read(table: Path = TABLE) -> dict[str, Rule]:
    """Return the rules by their names."""
    labs = {folder.name.partition("_")[2]: folder.name for folder in EXAMPLES.glob("lab*_*")}
    return {
        name: Rule(
            name,
            row["level"],
            texts(row["says"]),
            texts(row["breaks"]),
            texts(row["cure"]),
            labs.get(row.get("lab", ""), ""),
            texts(row.get("looks", [""])),
            re.compile(row["pattern"]) if "pattern" in row else None,
        )
        for name, row in tomllib.loads(table.read_text(encoding="utf-8")).items()
    }


RULES = read()
