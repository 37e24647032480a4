"""The report in the terminal: a block for each finding, and one line at the end."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi_apps.tools.check.report import Line, columns
from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.check.texts import cut, wrapped
from wsgi_apps.tools.doctor.rules import NOTE, PROBLEM, Finding
from wsgi_apps.tools.doctor.texts import LEVELS, say

STYLES = {PROBLEM: "error", NOTE: "note", "ok": "right"}  # as `check` shows them


def printable(text: str) -> str:
    """Return a text that cannot command the terminal."""
    return "".join(one if one.isprintable() else "·" for one in text)


def block(finding: Finding, language: str) -> Iterator[Line]:
    """Yield the lines of a finding. The cure is not wrapped: it is there to be copied."""
    wide, rule, told = columns(), finding.rule, finding.told(language)
    where = f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: " if finding.file else ""
    times = say("times", language, n=finding.times) if finding.times > 1 else ""
    head = printable(f"{where}{rule.id} {LEVELS[rule.level][LANGUAGES.index(language)]}  {told['says']}{times}")
    yield from ((line, STYLES[rule.level]) for line in wrapped(head, wide, "   "))
    if finding.text:
        yield cut(f"{finding.line:>5} │ {printable(finding.text.strip())}", wide), "code"
    yield from ((f"   {line}", "") for line in wrapped(say("breaks", language) + told["breaks"], wide - 3, "  "))
    first, *more = told["cure"].split("\n")
    yield f"   {say('write', language)}{printable(first)}", ""
    yield from ((f"     {printable(line)}", "") for line in more)
    if rule.lab:
        yield f"   examples/{rule.lab}/README.md", "dim"


def report(findings: list[Finding], name: str, language: str) -> Iterator[Line]:
    """Yield the blocks of a file or a log, and the line at the end."""
    for finding in findings:
        yield from block(finding, language)
        yield "", ""
    yield f"{name}: {summary(findings, language)}", "code"


def summary(findings: list[Finding], language: str) -> str:
    """Return how many problems and notes there are."""
    levels = [finding.rule.level for finding in findings]
    numbers = [counted(level, levels.count(level), language) for level in (PROBLEM, NOTE) if level in levels]
    return ", ".join(numbers) or say("nothing", language)


def counted(level: str, number: int, language: str) -> str:
    """Return a number with the name of a level."""
    return say(f"{level}1" if number == 1 else level, language, n=number)
