"""The page of the rules, docs/check.md: made from the table, the programs and what the servers were measured to do."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi_apps.tools.check.explaining import program
from wsgi_apps.tools.check.measured import row_of
from wsgi_apps.tools.check.rules import RULES, Rule

GROUPS = {
    "W1": "Calling start_response",
    "W2": "The status",
    "W3": "The headers",
    "W4": "The body of the response",
    "W5": "The body of the request",
    "W6": "What stands in environ",
    "W7": "Exceptions",
    "W8": "Threads and the process",
    "W9": "Middleware",
    "S": "Seen in the source",
    "H": "Rules of this house",
}
OPENING = """# What `check` finds

`python -m wsgi_apps check app.py` asks your program in many situations and reports every breach: its rule, your line,
the clause of the standard, and what to write instead. This page lists the rules. For each rule there is a program that
breaks it and a mended one. A test runs both: the first gives exactly this rule at the marked line, the second gives
nothing.

An *error* breaks a MUST of PEP 3333 or of HTTP. A *warning* works on some servers, or for some requests. A *note* is
advice.
`--profile standard` reports errors only. `--profile house` adds the rules that this project keeps for itself.
`python -m wsgi_apps check --explain W402` shows the same in the terminal.

The rows of servers are taken from [One application, seven ways of serving](servers.md), where they are measured.

애플리케이션을 여러 상황에서 호출해 보고, 어긴 규칙과 그 줄, 표준의 조항, 고치는 방법을 알려 줍니다. 규칙마다 어기는 프로그램과 고친 프로그램이 있습니다.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([OPENING, *(line for start, title in GROUPS.items() for line in group(start, title))]) + "\n"


def group(start: str, title: str) -> Iterator[str]:
    """Yield the lines of a group of rules."""
    yield f"## {title}\n"
    for rule in RULES.values():
        if rule.id.startswith(start):
            yield from entry(rule)


def entry(rule: Rule) -> Iterator[str]:
    """Yield the lines of one rule."""
    yield f"### {rule.id}\n"
    lab = f" Lab: [{rule.lab}](../examples/{rule.lab}/README.md)." if rule.lab else ""
    clause = rule.clause.replace("docs/servers.md", "[the table of servers](servers.md)")
    yield f"**{sentence(rule.says[0])}** {'An' if rule.level == 'error' else 'A'} {rule.level}."
    yield f"{rule.why[0]} Clause: {clause}.{lab}\n"
    yield f"Write: {cured(rule.cure[0], rule.cure[0] == rule.cure[1])}\n"
    more = "" if rule.cure[0] == rule.cure[1] else f" {rule.cure[1]}"
    yield f"한국어: {rule.says[1]}. {rule.why[1]}{more}\n"
    yield from servers(rule)
    yield f"This breaks it:\n\n```python\n{program('broken', rule.id)}```\n"
    yield f"This does not:\n\n```python\n{program('mended', rule.id)}```\n"


def sentence(text: str) -> str:
    """Return a text as a sentence; names of Python keep their small letters."""
    name = text.startswith(("start_response", "exc_info", "int(", "read(", "write(", "close(", "wsgi.", "environ"))
    start = f"`{text.split(' ')[0]}`{text[len(text.split(' ')[0]) :]}" if name else text[0].upper() + text[1:]
    return f"{start}."


def cured(cure: str, code: bool) -> str:
    """Return a cure as code, or as the sentence that it is."""
    return f"`` {cure} ``" if code else cure


def servers(rule: Rule) -> Iterator[str]:
    """Yield what servers make of the breach, as a table of one row."""
    cells = row_of(rule)
    if cells:
        yield f"| {' | '.join(cells)} |"
        yield "|---" * len(cells) + "|"
        yield f"| {' | '.join(cells.values())} |\n"
