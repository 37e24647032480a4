"""The page of the rules, docs/doctor.md: made from the table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi_apps.tools.check.page import marked, sentence
from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.doctor.rules import NOTE, PROBLEM, RULES, Rule

GROUPS = {
    "D": "The machine",
    "I": "Files of uWSGI",
    "N": "Files of nginx",
    "G": "Files of gunicorn",
    "L": "Lines of a log",
}
#: a level after its sentence, in each of LANGUAGES
LEVELS = {PROBLEM: ("A problem.", "(문제)"), NOTE: ("A note.", "(참고)")}
FIELD = re.compile(r"\{\w+\}\d?")
OPENING = """# What `doctor` finds

`python -m wsgi_apps doctor` looks at your machine and at the project. For each problem, it tells you the effect and the
cure, a line that you can copy. It changes nothing.

| `python -m wsgi_apps` | what it looks at |
|---|---|
| `doctor` | the machine and the project |
| `doctor ini FILE` | a file of uWSGI (.ini), nginx (.conf) or gunicorn (.py) |
| `doctor log FILE` | the log of a server |
| `doctor number 21573` | a number in a log |
| `doctor port 8000` | the process that listens at a port |

- `doctor ini` reads a file together with the files that it includes. It knows the options of the installed uWSGI.
- You can add options of the command line after two dashes: `doctor ini ini/uwsgi.ini -- --mount /x=module:app`.
- If you name files of uWSGI and of nginx together, `doctor` compares their addresses.
- A *problem* makes the exit status 1. A *note* does not.
- `--lang ko` prints Korean. `--json` prints JSON for other programs.

This page lists the rules. A name in braces, such as `{port}`, stands for a value that `doctor` fills in.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([OPENING, *(line for start, title in GROUPS.items() for line in group(start, title))])


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
    yield f"```text\n{rule.cure[0].replace('{{', '{')}\n```\n"


def paragraphs(rule: Rule, place: int) -> list[str]:
    """Return what the table says of a rule, in the language at a place among LANGUAGES."""
    says, breaks = (FIELD.sub(lambda name: f"`{name[0]}`", text[place]) for text in (rule.says, rule.breaks))
    found = [f"**{sentence(says)}** {LEVELS[rule.level][place]} {marked(breaks)}"]
    labels = (("It looks at", "살펴보는 것", rule.looks[place]), ("Lab", "실습", lab_of(rule)))
    more = " ".join(f"{label[place]}: {label[2]}." for label in labels if label[2])
    return found + [more] * bool(more)


def cures() -> dict[str, str]:
    """Return each cure that differs between the languages, with its Korean. The catalogues have no blocks of code."""
    return {english: korean for english, korean in (rule.cure for rule in RULES.values()) if english != korean}


def lab_of(rule: Rule) -> str:
    """Return a link to the lab of a rule, or an empty text."""
    return f"[{rule.lab}](../examples/{rule.lab}/README.md)" if rule.lab else ""
