"""Compare the programs of a lab: send the same requests to each, and show what differs.

A lab has the same program written by hand, with wsgi_apps and with Flask. The command sends each request of the lab to
all of them, in this process or on a server that it starts. It also compares two servers of your own.

The exit status is 0 if every difference is one by design, 1 if not, 2 for an error on the command line.
"""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.asking import Answer, application_of, in_process, over_http
from wsgi_apps.tools.course.comparing import (
    BY_DESIGN,
    NOT_COMPARED,
    SAME,
    WRONG,
    Differences,
    Verdict,
    differences,
    judged,
)
from wsgi_apps.tools.course.manifest import SERVERS, Lab, Mistake, Request, chosen
from wsgi_apps.tools.course.servers import prepare, served
from wsgi_apps.tools.course.texts import aspect, counted, say
from wsgi_apps.tools.language import LANGUAGES, language_here, language_of

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a method (RFC 9110, 5.6.2)
COLOURS = {SAME: "green", BY_DESIGN: "yellow", WRONG: "bold red"}
SHOWN = 160  # characters of a body in a cell
EXAMPLES = """
  python -m wsgi_apps compare 10                  all programs of lab 10
  python -m wsgi_apps compare 10 --server uwsgi   the same, on uWSGI
  python -m wsgi_apps compare http://127.0.0.1:8000 http://127.0.0.1:29130 \\
      --request 'GET /hello/JongHyun'
"""


class Finding(NamedTuple):
    """The verdict on one request, and its place: the lab, and its number in the lab's list and README."""

    lab: str
    number: int
    verdict: Verdict


def main(arguments: list[str]) -> int:
    """Compare the labs or the servers that the command line names; return the exit status."""
    options = command_line(arguments)
    try:
        return two_urls(options) if any("://" in name for name in options.names) else all_labs(options)
    except Mistake as mistake:
        print(mistake.said(options.lang), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def command_line(arguments: list[str]) -> Namespace:
    """Return the options of the command line."""
    made = parser("compare", __doc__, EXAMPLES, language_of(arguments))
    made.add_argument("names", nargs="*", metavar="LAB", help="a number or a name, or two URLs (default: all labs)")
    made.add_argument("--server", choices=SERVERS, default="none", help="run the programs on it (default: none)")
    made.add_argument("--request", default="GET /", metavar="'METHOD /PATH'", help="for two URLs (default: GET /)")
    made.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'", help="you can repeat it")
    made.add_argument("--data", default="", help="the body, for two URLs")
    made.add_argument("--differing", action="store_true", help="show only the requests with differences")
    made.add_argument("--json", action="store_true", help="print the result as JSON")
    made.add_argument("--lang", choices=LANGUAGES, default=language_here(), help="default: that of the terminal")
    return made.parse_args(arguments)


def two_urls(options: Namespace) -> int:
    """Compare the servers at two URLs; return the exit status. Raises Mistake."""
    if len(options.names) != 2 or not all(name.startswith("http://") for name in options.names):
        raise Mistake(say("two URLs", options.lang))
    request = typed(options)
    answers = {url: over_http(url, request) for url in options.names}
    known = Differences(differences().everywhere, {})
    verdict = judged(request, answers, known, options.lang)
    options.server = "two servers"
    print_findings([Finding("two servers", 1, verdict)], options, known)
    return int(verdict.word == WRONG)


def typed(options: Namespace) -> Request:
    """Return the request of a line such as ``GET /x``, of headers and of a body. Raises Mistake."""
    method, _, path = options.request.strip().partition(" ")
    if not (TOKEN.fullmatch(method) and path.startswith("/")):
        raise Mistake(say("not a request", options.lang, line=options.request))
    split = [one.partition(":") for one in options.header]
    pairs = [(name.strip(), value.strip()) for name, found, value in split if found]
    if len(pairs) < len(split):
        raise Mistake(say("not a header", options.lang))
    expect: dict[str, dict[str, Any]] = {}
    return Request("", method.upper(), path, tuple(pairs), options.data.encode("utf-8"), False, expect, {}, {}, {}, {})


def all_labs(options: Namespace) -> int:
    """Compare the labs that are named; return the exit status. Raises Mistake."""
    known = differences()
    found: list[Finding] = []
    labs = chosen(options.names)
    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as progress:
        task = progress.add_task(say("comparing", options.lang), total=sum(len(lab.requests) for lab in labs))
        for lab in labs:
            progress.update(task, description=lab.name)
            for finding in findings(lab, options, known):
                found.append(finding)
                progress.advance(task)
    print_findings(found, options, known)
    return int(any(one.verdict.word == WRONG for one in found))


def findings(lab: Lab, options: Namespace, known: Differences) -> Iterator[Finding]:
    """Yield the finding of each request of a lab that the server of the command line can take."""
    prepare(lab)
    with ExitStack() as stack:
        ask = {way: asker(lab, way, options.server, stack) for way in lab.ways}
        for number, request in enumerate(lab.requests, start=1):
            if options.server not in request.not_on:
                answers = {way: ask[way](request) for way in lab.ways}
                yield Finding(lab.name, number, judged(request, answers, known, options.lang))


def asker(lab: Lab, way: str, server: str, stack: ExitStack) -> Any:
    """Return the function that sends a request to one way of a lab. Its server ends with the ``stack``."""
    if server == "none":
        application = application_of(lab, way)
        return lambda request: in_process(application, request)
    url = stack.enter_context(served(server, lab.module(way)))
    return lambda request: over_http(url, request)


def print_findings(found: list[Finding], options: Namespace, known: Differences) -> None:
    """Print the findings: as JSON, as tables on a terminal, or else as plain lines."""
    console = Console()
    printed = [one for one in found if not (options.differing and one.verdict.word == SAME)]
    if options.json:
        print(json.dumps([as_json(one, options.lang) for one in printed], ensure_ascii=False, indent=2))
        return
    for name in dict.fromkeys(one.lab for one in printed):
        of_it = [one for one in printed if one.lab == name]
        if console.is_terminal:
            console.print(table(name, of_it, options.lang))
        else:
            print(plain(name, of_it, options.lang))
    used = {reason for one in found for reason in one.verdict.by_design.values()}
    for reason in sorted(used & set(known.reasons)):
        print(say("because", options.lang, name=reason, text=known.reason(reason, options.lang)))
    print(summary(found, options.server, options.lang))


def summary(found: list[Finding], server: str, language: str) -> str:
    """Return the last line: the number of labs, of requests and of answers, and of each verdict."""
    words = Counter(one.verdict.word for one in found)
    asked = [counted("requests", len(found), language)]
    if server != "two servers":
        asked.insert(0, counted("labs", len({one.lab for one in found}), language))
    key = {"none": "in this process", "two servers": "over HTTP"}.get(server, "on a server")
    numbers = {"same": words[SAME], "by_design": words[BY_DESIGN], "wrong": words[WRONG]}
    answers = sum(len(one.verdict.answers) for one in found)
    how = say(key, language, server=server)
    return say("summary", language, asked=", ".join(asked), answers=answers, how=how, **numbers)


def shown(answer: Answer, language: str) -> list[str]:
    """Return an answer as lines: the status, the headers that are compared, the start of the body."""
    if answer.failure:
        return [say("nothing", language, failure=answer.failure)]
    headers = [f"{name}: {value}" for name, value in answer.headers if name.lower() not in NOT_COMPARED]
    body = " ".join(answer.text.split())
    return [str(answer.status), *headers, *([f"{body[:SHOWN]}{'…' if len(body) > SHOWN else ''}"] if body else [])]


def table(name: str, of_it: list[Finding], language: str) -> Table:
    """Return the table of one lab for a terminal."""
    drawn = Table(title=name, title_justify="left", show_lines=True, expand=True)
    drawn.add_column(say("request", language), ratio=3, overflow="fold")
    for way in of_it[0].verdict.answers:
        drawn.add_column(way, ratio=4, overflow="fold")
    drawn.add_column("", ratio=2, overflow="fold")
    for one in of_it:
        why = Text(one.verdict.request.reason(language), style="dim")
        request = Text(f"{one.number}. {one.verdict.request}\n") + why
        cells = [cell(answer, language) for answer in one.verdict.answers.values()]
        drawn.add_row(request, *cells, Text("\n".join(ending(one.verdict, language)), style=COLOURS[one.verdict.word]))
    return drawn


def cell(answer: Answer, language: str) -> Text:
    """Return an answer for the table, with its status in bold and its headers dim."""
    first, *lines = shown(answer, language)
    last = lines.pop() if answer.text.strip() and lines else ""
    return Text.assemble((first, "bold"), *((f"\n{line}", "dim") for line in lines), f"\n{last}" if last else "")


def ending(verdict: Verdict, language: str) -> list[str]:
    """Return the verdict and its reasons."""
    by_design = [f"{aspect(one, language)}: {reason}" for one, reason in verdict.by_design.items()]
    return [say(verdict.word, language), *verdict.wrong, *by_design]


def plain(name: str, of_it: list[Finding], language: str) -> str:
    """Return the lines of one lab for a file or a pipe: two for each request, and its answers if one is wrong."""
    lines = [name]
    for _, number, verdict in of_it:
        statuses = " ".join(f"{way}={answer.status}" for way, answer in verdict.answers.items())
        lines.append(f"  {number}. {verdict.request}  {statuses}  {'; '.join(ending(verdict, language))}")
        lines += [f"     {verdict.request.reason(language)}"] if verdict.request.why else []
        if verdict.word == WRONG:
            lines += [f"    {way}: {', '.join(shown(answer, language))}" for way, answer in verdict.answers.items()]
    return "\n".join(lines)


def as_json(finding: Finding, language: str) -> dict[str, Any]:
    """Return a finding as a value for JSON. Its sentences are in a language; keys and verdicts are the same in all."""
    verdict = finding.verdict
    answers = {
        way: {"status": one.status, "headers": one.headers, "body": one.text, "failure": one.failure}
        for way, one in verdict.answers.items()
    }
    return {
        "lab": finding.lab,
        "number": finding.number,
        "request": str(verdict.request),
        "why": verdict.request.reason(language),
        "verdict": verdict.word,
        "by_design": dict(verdict.by_design),
        "wrong": list(verdict.wrong),
        "answers": answers,
    }
