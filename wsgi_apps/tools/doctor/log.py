"""The rules of logs: what a line of uWSGI, nginx, gunicorn or Python means, and what several lines mean together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wsgi_apps.tools.doctor.rules import RULES, Finding

APPLICATION = re.compile(
    r"WSGI app (?P<number>\d+) \(mountpoint='(?P<prefix>[^']*)'\) ready in \d+ seconds on interpreter "
    r"(?P<interpreter>\S+) pid: (?P<pid>\d+)(?P<default> \(default app\))?"
)
PATTERNS = [rule for rule in RULES.values() if rule.pattern]


def explained(lines: Iterable[str], file: str) -> list[Finding]:
    """Return what the lines of a log mean: each rule once, at its first line, with the number of times."""
    found: dict[tuple[str, str], Finding] = {}
    applications: list[tuple[Finding, re.Match[str]]] = []
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        ready = APPLICATION.search(text)
        if ready:
            applications.append((Finding(RULES["L103"], file, number, text), ready))
        one = in_line(text)
        if one:
            key = one.rule.id, str(one.values)
            known = found.get(key)
            found[key] = replace(known, times=known.times + 1) if known else replace(one, file=file, line=number)
    return sorted([*found.values(), *together(applications)], key=lambda finding: finding.line)


def in_line(text: str) -> Finding | None:
    """Return what a line means by the first rule that finds it."""
    for rule in PATTERNS:
        match = rule.pattern.search(text) if rule.pattern else None
        if match:
            return Finding(rule, text=text, values=match.groupdict())
    return None


def together(applications: list[tuple[Finding, re.Match[str]]]) -> Iterator[Finding]:
    """Yield what the applications of one process mean together. A log may have several starts, each with its pid."""
    told: set[str] = set()
    for pid in dict.fromkeys(ready["pid"] for _, ready in applications):
        group = [(finding, ready) for finding, ready in applications if ready["pid"] == pid]
        interpreters = {ready["interpreter"] for _, ready in group}
        for finding, ready in group:
            if ready["default"] and ready["prefix"] not in ("", "/") and len(group) > 1 and "L103" not in told:
                told.add("L103")
                yield replace(finding, values={"prefix": ready["prefix"]})
        if len(interpreters) > 1 and "L104" not in told:
            told.add("L104")
            yield replace(group[1][0], rule=RULES["L104"], values={"number": str(len(interpreters))})
