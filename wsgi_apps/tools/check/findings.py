"""Findings: the breaches of all situations, one for each rule and line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.own import INSTALLED, PACKAGE, Place, Sources
from wsgi_apps.tools.check.probe import Breach

SILENCE = re.compile(r"#\s*wsgi:\s*ignore\s+([A-Z]\d{3}(?:[,\s]+[A-Z]\d{3})*)[ \t]*(.*)")


#: a rule that was broken in a run -> the rules of the source that say the same of that line
SAID_BY = {"W501": ("S002",), "W504": ("S001",), "W601": ("S001",), "W801": ("S003",)}


@dataclass
class Finding:
    """A rule that a line breaks, with what was seen, and the situations in which it was seen."""

    rule: str
    detail: str
    place: Place
    text: str = ""
    situations: list[str] = field(default_factory=list)
    asked: Asked | None = None

    @property
    def outside(self) -> bool:
        """Return whether no line of the student's did it."""
        return self.place.outside


class Findings:
    """All findings of a check, in the order in which they were made."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.found: dict[tuple[str, str, int], Finding] = {}

    def add(self, breach: Breach, situation: str, asked: Asked | None = None) -> None:
        """Add a breach that was seen in a situation, with the request that showed it."""
        place = breach.place
        key = (breach.rule, place.file, place.line)
        finding = self.found.get(key)
        if finding is None:
            lines = self.sources.lines(place.file)
            text = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
            finding = self.found[key] = Finding(
                breach.rule, printable(breach.detail), place, printable(text), asked=asked
            )
        if situation not in finding.situations:
            finding.situations.append(situation)

    def heard(self) -> list[Finding]:
        """Return the findings that no comment silences, by file and line; a silence without a reason is one itself."""
        silenced: set[tuple[str, str, int]] = set()
        for file in self.sources.texts:
            for number, line in enumerate(self.sources.lines(file), start=1):
                if found := SILENCE.search(line):
                    silenced |= {(rule, file, number) for rule in re.findall(r"[A-Z]\d{3}", found[1])}
                    if not found[2].strip():
                        self.add(Breach("S000", found[1].strip(), Place(file, number)), "source")
        said = {(rule, *key[1:]) for key in self.found for rule in SAID_BY.get(key[0], ())}
        kept = [finding for key, finding in self.found.items() if key not in silenced | said]
        return sorted(kept, key=lambda one: (one.outside, one.place.file, one.place.line, one.rule))


def printable(text: str) -> str:
    """Return a text without what a terminal would obey, such as a line break or an escape sequence."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def framework(application: Any) -> str:
    """Return the name of the package that an application comes from, such as ``flask``."""
    code = getattr(application, "__code__", None)
    name = str(getattr(application, "__module__", "") or type(application).__module__).partition(".")[0]
    file = code.co_filename if code is not None else ""
    if file and not file.startswith(f"{PACKAGE}/") and not any(part in file for part in INSTALLED):
        return Path(file).stem
    return name
