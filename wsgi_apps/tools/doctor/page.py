"""The page of the rules, docs/doctor.md: made from the table."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi_apps.tools.doctor.rules import RULES, Rule

GROUPS = {
    "D": "The machine",
    "I": "Files of uWSGI",
    "N": "Files of nginx",
    "G": "Files of gunicorn",
    "L": "Lines of a log",
}
OPENING = """# What `doctor` finds

`python -m wsgi_apps doctor` looks at the machine and the project. Each problem comes with what it breaks and with its
cure, a line to copy. Nothing is changed.

| `python -m wsgi_apps` | what it looks at |
|---|---|
| `doctor` | the machine and the project |
| `doctor ini FILE` | a file of uWSGI (.ini), nginx (.conf) or gunicorn (.py) |
| `doctor log FILE` | the log of a server |
| `doctor number 21573` | a number in a log |
| `doctor port 8000` | who listens there |

A file is judged with all that it includes, by the uWSGI that is installed. Options of the command line stand behind two
dashes: `doctor ini ini/uwsgi.ini -- --mount /x=module:app`. Addresses of uWSGI's files count for nginx's files
that are named beside them. A *problem* makes the exit status 1. A *note* does not. `--lang ko` says all of it in
Korean, and `--json` prints it for other programs. What stands in braces is filled in.

컴퓨터와 설정 파일, 로그를 살펴보고, 문제마다 무엇이 고장 나는지와 복사해서 쓸 수 있는 해결 방법을 알려 줍니다.
아무것도 바꾸지 않습니다.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([OPENING, *(line for start, title in GROUPS.items() for line in group(start, title))])


def group(start: str, title: str) -> Iterator[str]:
    """Yield the lines of a group of rules."""
    yield f"## {title}\n"
    for rule in RULES.values():
        if rule.id.startswith(start):
            yield from entry(rule)


def entry(rule: Rule) -> Iterator[str]:
    """Yield the lines of one rule."""
    lab = f" Lab: [{rule.lab}](../examples/{rule.lab}/README.md)." if rule.lab else ""
    says = ": ".join(filter(None, (rule.looks[0], rule.says[0])))
    yield f"### {rule.id}\n"
    yield f"*{rule.level}*: {says}. It breaks: {rule.breaks[0]}.{lab}\n"
    yield f"한국어: {rule.says[1]}. {rule.breaks[1]}.\n"
    yield f"```text\n{rule.cure[0].replace('{{', '{')}\n```\n"
