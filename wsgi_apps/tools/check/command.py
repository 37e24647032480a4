"""Check a WSGI callable: each finding has its line, its clause and its cure.

TARGET is a file (app.py or app.py:NAME), a module (package.module:NAME), a lab (lab03), a program of a lab (lab03/raw),
or the URL of a server on this machine. After a lab you may name a file of your own: check sends it the requests of the
lab, and compares its responses with those that the lab expects.

  python -m wsgi_apps check app.py
  python -m wsgi_apps check lab03 my_answer.py --server uwsgi
  python -m wsgi_apps check --explain W402

The exit status is 0 without an error, 1 with an error, 2 for an error on the command line or a program that cannot be
loaded, and 3 for a server that is not installed.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.child import outcome_of
from wsgi_apps.tools.check.explaining import explain
from wsgi_apps.tools.check.job import Job, Outcome
from wsgi_apps.tools.check.live import ABSENT, asked_live, lab_live
from wsgi_apps.tools.check.loading import Target, lab_of, targets
from wsgi_apps.tools.check.measured import servers_of
from wsgi_apps.tools.check.report import Line, relative, report, show
from wsgi_apps.tools.check.rules import ERROR, PROFILES, RULES, WARNING, selected
from wsgi_apps.tools.check.sarif import sarif
from wsgi_apps.tools.check.texts import STOPPED
from wsgi_apps.tools.check.url import url_outcome
from wsgi_apps.tools.command_line import Parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.servers import prepare
from wsgi_apps.tools.language import LANGUAGES, language_of

SERVERS = ("strict", "uwsgi", "gunicorn", "wsgiref", "all")
STANDARD_OUTPUT = "-"


def main(arguments: list[str]) -> int:
    """Check what the command line names; return the exit status."""
    options = parser(language_of(arguments)).parse_args(arguments)
    if options.explain:
        return explain(options.explain, options.lang)
    try:
        results = list(checked(options))
    except Mistake as mistake:
        print(mistake.said(options.lang), file=sys.stderr)
        return 3 if str(mistake) in {english for english, _ in ABSENT.values()} else 2
    except KeyboardInterrupt:
        return 130
    with suppress(BrokenPipeError):  # the reader has seen enough
        print_all(results, options)
    return status(results, options)


def parser(language: str) -> Parser:
    """Return the parser of the command line."""
    made = Parser(
        prog="python -m wsgi_apps check",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
        language=language,
    )
    made.add_argument("target", nargs="*", metavar="TARGET", help="what to check; after a lab, a file of your own")
    made.add_argument("--request", action="append", default=[], metavar="'METHOD /PATH'", help="repeat it for more")
    made.add_argument("-H", "--header", action="append", default=[], metavar="'NAME: VALUE'", help="repeat it for more")
    made.add_argument("--data", default="", help="the body of the requests")
    made.add_argument("--server", choices=SERVERS, default="strict", help="also ask a real server")
    made.add_argument("--middleware", action="store_true", help="the callable takes an application and returns one")
    made.add_argument(
        "--prefix", action="store_true", help="for a program that you mount: also ask for its prefix alone"
    )
    made.add_argument("--select", default="", metavar="W4,W501", help="these rules only")
    made.add_argument("--ignore", default="", metavar="W802", help="all but these rules")
    made.add_argument("--profile", choices=PROFILES, default="robust", help="standard: errors only")
    made.add_argument("--outside", action="store_true", help="also show and count the findings in the framework")
    made.add_argument("--static", action="store_true", help="read the source, and do not run it")
    made.add_argument("--strict", action="store_true", help="a warning is an error for the exit status")
    made.add_argument("--allow-remote", action="store_true", help="a URL may lead to another machine")
    made.add_argument("--seconds", type=float, default=5.0, help="how long a request may take (default: 5)")
    made.add_argument("--json", nargs="?", const=STANDARD_OUTPUT, metavar="FILE", help="without FILE: standard output")
    made.add_argument("--sarif", metavar="FILE", help="write the findings as SARIF 2.1.0")
    made.add_argument("--lang", choices=LANGUAGES, default=language)
    made.add_argument("--explain", metavar="RULE", help="say what a rule means, and show its two programs")
    return made


def checked(options: Namespace) -> Iterator[dict[str, Any]]:
    """Yield the result of each program that the command line names. Raises Mistake."""
    if not 1 <= len(options.target) <= 2:
        raise Mistake(
            "Write what to check, such as app.py, lab03 or examples.lab03_url_variables.raw.",
            "app.py, lab03, examples.lab03_url_variables.raw처럼 무엇을 검사할지 쓰세요.",
        )
    requests = [request_of(line, options) for line in options.request]
    first, *mine = options.target
    if first.startswith(("http://", "https://")):
        yield complete(url_outcome(first, requests, options.allow_remote), first, "", options)
        return
    for target in targets(mine[0] if mine else first):
        job = Job(target, requests, (options.static and "") or answers_of(first, mine, target), options.middleware)
        job.prefix, job.static, job.seconds = options.prefix, options.static, options.seconds
        job.language = options.lang
        yield one(job, options)


def answers_of(first: str, mine: list[str], target: Target) -> str:
    """Return the lab whose expectations are held against a program: the one that was named in front of it."""
    if not mine:
        return ""
    (lab,) = [lab_of(first.partition("/")[0])]
    return lab.name if lab else ""


def one(job: Job, options: Namespace) -> dict[str, Any]:
    """Return the result of one program. Raises Mistake."""
    for name in filter(None, {job.target.lab, job.answers}):
        lab = lab_of(name)
        if lab is not None and not job.static:
            prepare(lab)
    outcome = outcome_of(job)
    if options.server != "strict" and not outcome.stopped:
        if job.answers:
            lab_live(job, options.server, outcome)
        else:
            asked_live(job, options.server, outcome)
    return complete(outcome, job.target.file, job.answers, options)


def request_of(line: str, options: Namespace) -> Asked:
    """Return the request that ``--request`` means, with the headers and body of the command line. Raises Mistake."""
    method, _, target = line.strip().partition(" ")
    if not (method and target.startswith("/")):
        raise Mistake(
            f"--request {line!r}: write a method and a path, such as 'GET /hello'.",
            f"--request {line!r}: 'GET /hello'처럼 메서드와 경로를 쓰세요.",
        )
    pairs = [(name.strip(), value.strip()) for name, _, value in (one.partition(":") for one in options.header)]
    path, _, query = target.partition("?")
    latin1 = unquote_to_bytes(path).decode("latin-1")
    return Asked(method.upper(), latin1, query, tuple(pairs), options.data.encode("utf-8"))


def complete(outcome: Outcome, target: str, lab: str, options: Namespace) -> dict[str, Any]:
    """Return the result as it is reported: the findings of the chosen rules, each with what its rule says."""
    select, ignore = (
        [one.strip() for one in text.split(",") if one.strip()] for text in (options.select, options.ignore)
    )
    findings = [
        finished(finding, options)
        for finding in outcome.findings
        if RULES[finding["rule"]].applies(options.profile) and selected(finding["rule"], select, ignore)
    ]
    return {
        "check": 1,
        "target": target,
        "findings": findings,
        "situations": outcome.situations,
        "requests": outcome.requests,
        "seconds": outcome.seconds,
        "lab": lab,
        "answers": outcome.answers,
        "stopped": stopped(outcome, target, options),
        "framework": outcome.framework,
    }


def finished(finding: dict[str, Any], options: Namespace) -> dict[str, Any]:
    """Return a finding with what its rule says."""
    rule, place = RULES[finding["rule"]], LANGUAGES.index(options.lang)
    kept = {key: value for key, value in finding.items() if key != "asked"}
    more = {
        "severity": rule.level,
        "sentence": rule.says[place],
        "clause": rule.clause[place],
        "cure": rule.cure[place],
        "servers": finding.get("servers") or servers_of(rule),
        "lab": rule.lab,
        "exercise": "",
    }
    return kept | more


def stopped(outcome: Outcome, target: str, options: Namespace) -> str:
    """Return the sentence that says why a check was ended, or an empty text."""
    if not outcome.stopped:
        return ""
    file, line = outcome.place
    where = relative(file or target) + (f":{line}" if line else "")
    sentence = STOPPED[outcome.stopped][LANGUAGES.index(options.lang)]
    detail = outcome.detail_ko if options.lang == "ko" and outcome.detail_ko else outcome.detail
    return sentence.format(file=where, seconds=options.seconds, detail=detail)


def print_all(results: list[dict[str, Any]], options: Namespace) -> None:
    """Print the results, and write the files that were asked for."""
    if options.sarif:
        Path(options.sarif).write_text(json.dumps(sarif(results), ensure_ascii=False, indent=1), encoding="utf-8")
    for result in results:
        if result["stopped"]:
            print(result["stopped"], file=sys.stderr)
    if options.json:
        text = json.dumps(
            results[0] if len(results) == 1 else {"check": 1, "programs": results}, ensure_ascii=False, indent=1
        )
        if options.json == STANDARD_OUTPUT:
            print(text)
            return
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    show(lines(results, options))


def lines(results: list[dict[str, Any]], options: Namespace) -> Iterator[Line]:
    """Yield the lines of the report; a program that could not be loaded has none."""
    for result in results:
        if result["findings"] or result["answers"] or not result["stopped"]:
            yield from report(result, options.lang, options.outside)


def status(results: list[dict[str, Any]], options: Namespace) -> int:
    """Return the exit status."""
    bad = (ERROR, WARNING) if options.strict else (ERROR,)
    counted = [one for result in results for one in result["findings"] if options.outside or not one["outside"]]
    if any(result["stopped"] and not result["requests"] for result in results):
        return 2
    wrong = any(answer["unexpected"] for result in results for answer in result["answers"])
    ended = any(result["stopped"] for result in results)
    return int(wrong or ended or any(one["severity"] in bad for one in counted))
