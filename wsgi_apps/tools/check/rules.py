"""The table of rules: ``rules.toml``, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from wsgi_apps.tools.course.manifest import EXAMPLES
from wsgi_apps.tools.language import LANGUAGES as LANGUAGES

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = (ERROR, WARNING, NOTE)
#: profile -> the levels that it reports
PROFILES = {"standard": (ERROR,), "robust": LEVELS, "house": LEVELS}
TABLE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True)
class Rule:
    """A rule: what it says of a program, why, the clause of a standard, and the cure.

    ``says``, ``why``, ``clause`` and ``cure`` are texts in each of LANGUAGES. ``row`` is the beginning of a row of
    docs/servers.md, and ``only`` the one profile that reports the rule; both may be empty.
    """

    id: str
    level: str
    says: tuple[str, str]
    why: tuple[str, str]
    clause: tuple[str, str]
    cure: tuple[str, str]
    row: str
    lab: str
    only: str

    def applies(self, profile: str) -> bool:
        """Return whether a profile reports this rule."""
        return self.level in PROFILES[profile] and self.only in ("", profile)


def texts(written: list[str]) -> tuple[str, str]:
    """Return a text in both languages; a line of code stands once."""
    return written[0], written[-1]


def read(table: Path = TABLE) -> dict[str, Rule]:
    """Return the rules by their names."""
    rows = tomllib.loads(table.read_text(encoding="utf-8"))
    labs = {folder.name.partition("_")[2]: folder.name for folder in EXAMPLES.glob("lab*_*")}
    return {
        name: Rule(
            name,
            row["level"],
            texts(row["says"]),
            texts(row["why"]),
            texts(row["clause"]),
            texts(row["cure"]),
            row.get("row", ""),
            labs.get(row.get("lab", ""), ""),
            row.get("only", ""),
        )
        for name, row in rows.items()
    }


RULES = read()


def selected(name: str, select: list[str], ignore: list[str]) -> bool:
    """Return whether a rule is among those that ``--select`` and ``--ignore`` leave; ``W4`` means all that begin so."""
    wanted = not select or any(name.startswith(start) for start in select)
    return wanted and not any(name.startswith(start) for start in ignore)
