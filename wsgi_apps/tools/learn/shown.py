"""A verdict in the terminal: server and request, what was expected, what came, the line, and why it matters."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator

from wsgi_apps.tools.check.rules import LANGUAGES, RULES
from wsgi_apps.tools.check.texts import cut, wrapped
from wsgi_apps.tools.learn.again import request_lines
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.judging import Verdict
from wsgi_apps.tools.learn.live import last_words
from wsgi_apps.tools.learn.patterns import readable
from wsgi_apps.tools.learn.prose import filled, wide
from wsgi_apps.tools.learn.running import Result
from wsgi_apps.tools.learn.sentences import say, what

COLOURS = {"good": "32", "bad": "1;31", "strong": "1", "dim": "2", "": ""}
SPELLED = {"strict": "strict", "uwsgi": "uWSGI", "wsgiref": "wsgiref", "gunicorn": "gunicorn", "nginx": "nginx + uWSGI"}
SPELLED_LOG = {"uwsgi": "uWSGI", "nginx": "nginx"}  # where a log is that of two servers
IN_SENTENCE = (
    "missing",
    "absent",
    "import",
    "callable",
    "raises",
    "hangs",
    "exits",
    "dies",
    "prints",
    "start",
    "program",
    "answer",
)
BY_COURSE = ("uwsgi", "gunicorn")  # what `make course` installs
DISTINCT = re.compile(r"(\d+) \((.*)\)")
Line = tuple[str, str]


def show(lines: Iterable[Line]) -> None:
    """Print lines, with colour in a terminal (no-color.org)."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for text, colour in lines:
        print(f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if coloured and COLOURS[colour] else text, flush=True)


def sentence(key: str, language: str, colour: str = "", **values: object) -> Iterator[Line]:
    """Yield the lines of a sentence."""
    yield from ((line, colour) for line in filled(say(key, language, **values)))


def verdict_lines(exercise: Exercise, verdict: Verdict, language: str) -> Iterator[Line]:
    """Yield the lines of a verdict."""
    if verdict.lacks:
        cure = "cure" if set(verdict.lacks) <= set(BY_COURSE) else "doctor"
        sentences = (say("lacks", language, id=exercise.id, names=", ".join(verdict.lacks)), say(cure, language))
        yield from ((line, "bad") for line in filled(" ".join(sentences)))
        return
    for name in verdict.passed_over:
        cure = "cure" if name in BY_COURSE else "doctor"
        sentences = (say("passed_over", language, server=SPELLED[name]), say(cure, language))
        yield from ((line, "dim") for line in filled(" ".join(sentences)))
    failures = [one for one in verdict.checks if one.status != "pass"]
    for result in failures:
        yield from failure_lines(result, language)
    if failures:
        yield say("lab", language, lab=exercise.table["lab"]), "dim"
        yield say("seed", language, seed=verdict.seed), "dim"
        return
    servers = ", ".join(dict.fromkeys(SPELLED.get(one.server, one.server) for one in verdict.checks if one.server))
    yield "✓ " + say("passed", language, id=exercise.id, servers=servers, seconds=verdict.seconds), "good"


def failure_lines(result: Result, language: str) -> Iterator[Line]:
    """Yield the lines of a check that failed."""
    requests = say("requests", language, name=result.id) if result.id else ""
    head = " · ".join(filter(None, [SPELLED.get(result.server, result.server), result.request or requests]))
    yield cut(f"✗ {head}", wide()), "bad"
    yield from ((cut(f"    > {printable(line)}", wide()), "dim") for line in request_lines(result.sent, language))
    yield from ((line, "") for line in indented(told(result, language)))
    if not result.rule and result.what not in IN_SENTENCE:
        yield from compared(result, language)
    if result.at.get("line"):
        yield cut(f"    {result.at['file']}:{result.at['line']} │ {result.at['text']}", wide()), "strong"
    yield from ((line, "") for line in reasons(result, language))
    yield from ((line, "dim") for line in heard(result, language))


def told(result: Result, language: str) -> str:
    """Return the sentence that says how a check failed."""
    if result.rule:
        rule = RULES[result.rule]
        return f"{rule.id}: {rule.says[LANGUAGES.index(language)]}" + (f" ({result.got})" if result.got else "")
    if result.what == "callable":
        file, _, name = result.expected.partition(": ")
        near = [say("near", language, near=result.got)] if result.got else []
        return " ".join([say("no_callable", language, file=file, name=name), *near])
    word = "empty" if result.what == "answer" and not result.got else result.what
    loads = result.what == "hangs" and not result.id and not result.request
    return what("loads" if loads else word, language, result.got)


def compared(result: Result, language: str) -> Iterator[Line]:
    """Yield what was expected and what came, one below the other."""
    names = [say(key, language) for key in ("expected", "got")]
    values = (readable(result.what, result.expected, language), counted(result, language))
    for name, value in zip(names, values, strict=True):
        if value:
            yield from ((line, "") for line in indented(f"{name:<8} {printable(value)}"))


def counted(result: Result, language: str) -> str:
    """Return what came; of numbers that should be different ones, how many are, and which came more than once."""
    found = DISTINCT.fullmatch(result.got) if result.what == "sum" else None
    if found is None:
        return result.got
    return say("twice" if found[2] else "distinct", language, number=found[1], numbers=found[2])


def indented(text: str) -> Iterator[str]:
    """Yield the lines of a text with four spaces in front."""
    yield from ("    " + line for line in wrapped(text, wide() - 4, "  "))


def printable(text: str) -> str:
    """Return a text without the characters that control a terminal."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def reasons(result: Result, language: str) -> Iterator[str]:
    """Yield why it matters, and for a rule where to read more: what to write instead is for the hints to say."""
    if why := result.why.get(language, ""):
        yield from indented(why)
    if result.rule:
        rule = RULES[result.rule]
        yield from indented(say("more", language, rule=rule.id.lower(), rule_id=rule.id))


def heard(result: Result, language: str) -> Iterator[str]:
    """Yield what the program printed, and the last line of each server's log."""
    if printed := result.output.strip():
        yield f"    {say('printed', language)}"
        yield from (cut(f"      {printable(line)}", wide()) for line in printed.splitlines()[:10])
    words = last_words(result.log) if result.what != "start" else {}
    for name, line in words.items():
        log = say("log", language) if len(words) == 1 else say("log_of", language, server=SPELLED_LOG[name])
        yield from indented(f"{log} {printable(line)}")
