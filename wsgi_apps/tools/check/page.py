"""The page of the rules, docs/check.md: made from the table, the programs and what the servers were measured to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi_apps.tools.check.explaining import program
from wsgi_apps.tools.check.measured import row_of
from wsgi_apps.tools.check.rules import ERROR, LANGUAGES, NOTE, RULES, WARNING, Rule

GROUPS = {
    "W1": "Calling start_response",
    "W2": "The status",
    "W3": "The headers",
    "W4": "The body of the response",
    "W5": "The body of the request",
    "W6": "The environ",
    "W7": "Exceptions",
    "W8": "Threads and processes",
    "W9": "Middleware",
    "S": "Rules of the source",
    "H": "Rules of this project",
}
#: a level after its sentence, in each of LANGUAGES
LEVELS = {
    ERROR: ("An error.", "(오류)"),
    WARNING: ("A warning.", "(경고)"),
    NOTE: ("A note.", "(참고)"),
}
#: names of Python and of environ, which the page shows as code
CODE = re.compile(
    r"""(?<![`\w.]) (?:
        [A-Za-z_][\w.]* \( (?: [^()] | \([^()]*\) )* \)          # a call, such as sys.exc_info()
      | \( "[^()]* \)                                            # a header: ("Name", "value")
      | [a-z]+ (?: \.[a-z_]+ )+ | [a-z]+ (?: _[a-z]+ )+           # wsgi.input, start_response
      | [A-Z]+ (?: _[A-Z]+ )+                                     # CONTENT_LENGTH
      | (?: str | dict | environ | yield | eval | exec | [A-Z][a-z]\w*Error | global (?!\ variable) ) \b
      | X-Forwarded-\* | \[\] | ==
    )""",
    re.VERBOSE | re.ASCII,
)
SERVERS = ("uWSGI", "uwsgi", "nginx", "gunicorn")
OPENING = """# What `check` finds

`python -m wsgi_apps check app.py` calls your program in many situations. It reports each rule that your program breaks:
the line, the clause of the standard, and what to write instead.

This page lists the rules. Each rule has two programs: the first breaks the rule, and the second is the mended one. A
test runs both. It gets exactly this rule from the first program, at the marked line, and nothing from the second.

- An *error* breaks a MUST of PEP 3333 or of HTTP.
- A *warning* is for a program that works on some servers only, or for some requests only.
- A *note* is advice.

`--profile standard` reports only the errors. `--profile house` adds the rules that this project keeps for itself.
`python -m wsgi_apps check --explain W402` shows a rule and its two programs in the terminal.

Many rules have a table of servers. Its cells come from [One application, seven ways of serving](servers.md), and a test
measures them.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([OPENING, *(line for start, title in GROUPS.items() for line in group(start, title))]) + "\n"


def in_korean() -> dict[str, str]:
    """Return each paragraph that the table of rules makes, with its Korean."""
    return {
        english: korean
        for rule in RULES.values()
        for english, korean in zip(*(paragraphs(rule, place) for place in range(len(LANGUAGES))), strict=True)
    }


def group(start: str, title: str) -> Iterator[str]:
    """Yield the lines of a group of rules."""
    yield f"## {title}\n"
    for rule in RULES.values():
        if rule.id.startswith(start):
            yield from entry(rule)


def entry(rule: Rule) -> Iterator[str]:
    """Yield the lines of one rule."""
    yield f"### {rule.id}\n"
    yield from (f"{text}\n" for text in paragraphs(rule, 0))
    yield from servers(rule)
    yield f"This program breaks the rule:\n\n```python\n{program('broken', rule.id)}```\n"
    yield f"This is the mended program:\n\n```python\n{program('mended', rule.id)}```\n"


def paragraphs(rule: Rule, place: int) -> list[str]:
    """Return what the table says of a rule, in the language at a place among LANGUAGES."""
    code = rule.cure[0] == rule.cure[1]
    cure = f"`` {rule.cure[0]} ``" if code else marked(rule.cure[place])
    clause = rule.clause[place].replace("docs/servers.md", "[docs/servers.md](servers.md)")
    lab = f"[{rule.lab}](../examples/{rule.lab}/README.md)"
    labels = [("Clause", "조항"), ("Lab", "실습")] if rule.lab else [("Clause", "조항")]
    sources = (f"{name[place]}: {text}." for name, text in zip(labels, (clause, lab), strict=False))
    return [
        f"**{sentence(rule.says[place])}** {LEVELS[rule.level][place]} {marked(rule.why[place])}",
        ("Write: ", "고치기: ")[place] + cure,
        " ".join(sources),
    ]


def sentence(text: str) -> str:
    """Return a text as a sentence; the names of Python and of servers keep their small letters."""
    text = marked(text)
    return f"{text}." if text.startswith(SERVERS) else f"{text[0].upper()}{text[1:]}."


def marked(text: str) -> str:
    """Return a text with its names of Python as code."""
    return CODE.sub(lambda name: f"`{name[0]}`", text)


def servers(rule: Rule) -> Iterator[str]:
    """Yield what servers make of the breach, as a table of one row."""
    cells = row_of(rule)
    if cells:
        yield f"| {' | '.join(cells)} |"
        yield "|---" * len(cells) + "|"
        yield f"| {' | '.join(cells.values())} |\n"
