"""Questions about programs and servers: the right value is measured now, and compared with ``answer.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copy
from typing import Any

from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.expecting import differences
from wsgi_apps.tools.learn.live import Live, answered as asked
from wsgi_apps.tools.learn.reply import Reply
from wsgi_apps.tools.learn.running import FAIL, Result
from wsgi_apps.tools.learn.sent import Sent, sent
from wsgi_apps.tools.learn.server import Setup, started
from wsgi_apps.tools.learn.values import Values
from wsgi_apps.tools.learn.workspace import workspace
from wsgi_apps.tools.student import personal

MIRROR = Path(__file__).with_name("mirror.py")  # copied beside the program: a server imports it alone
BESIDE = "learn_mirror"
Measure = Mapping[str, Any]


class NotMeasured(Exception):
    """Raised if the server of a question does not serve; the message is the server's own."""


def asked_by(question: Mapping[str, Any]) -> list[str]:
    """Return the servers that a question is measured on."""
    measure = question["measure"]
    return list(measure.get("on", [measure.get("server", "uwsgi")]))


def answered(
    exercise: Exercise, files: Mapping[str, bytes], seed: int, every: bool, servers: list[str] | None = None
) -> Iterator[Result]:
    """Yield whether each answer is right; the first that is not is the last, unless all are wanted.

    ``servers`` leaves out the questions about others.
    """
    name = exercise.files[0]
    try:
        answers = tomllib.loads(personal(files[name].decode("utf-8-sig")))
    except (ValueError, tomllib.TOMLDecodeError) as error:
        yield Result("", "", FAIL, what="import", got=f"{name}: {error}")
        return
    for question in exercise.questions:
        if servers is not None and not set(servers) & set(asked_by(question)):
            continue
        result = one_answer(exercise, question, answers, seed)
        yield result
        if result.status == FAIL and not every:
            return


def one_answer(exercise: Exercise, question: Mapping[str, Any], answers: Mapping[str, Any], seed: int) -> Result:
    """Return whether one answer is right."""
    measure = Values(seed, exercise.id, question["key"]).filled(question["measure"])
    server = " ".join(measure.get("on", [measure.get("server", "uwsgi")]))
    made = Result(question["key"], server, request=measure.get("send", ""), why=dict(question["ask"]))
    made.sent = sent(measure).table()
    given = written(answers.get(question["key"], ""))
    try:
        is_right = bool(given) and plain(given) == plain(measured(exercise, measure))
    except NotMeasured as problem:
        made.status, made.what, made.got = FAIL, "start", str(problem)
        return made
    if not is_right:
        made.status, made.what, made.got = FAIL, "answer", given
    return made


def all_measured(exercise: Exercise, seed: int) -> Iterator[tuple[str, str]]:
    """Yield the right answer to each question: for authors only."""
    for question in exercise.questions:
        measure = Values(seed, exercise.id, question["key"]).filled(question["measure"])
        yield question["key"], measured(exercise, measure)


def written(answer: Any) -> str:
    """Return an answer as a text; a list is its items."""
    if isinstance(answer, bool):
        return str(answer).lower()
    return " ".join(map(str, answer)) if isinstance(answer, list) else str(answer).strip()


def plain(answer: str) -> str:
    """Return an answer without white space, and with a set of servers in order: these make no difference."""
    words = answer.replace(",", " ").split()
    servers = all(one.lower() in ("uwsgi", "wsgiref", "gunicorn", "nginx", "strict", "none") for one in words)
    return " ".join(sorted(one.lower() for one in words)) if servers else " ".join(answer.split())


def measured(exercise: Exercise, measure: Measure) -> str:
    """Return the right answer. Raises NotMeasured."""
    with workspace(exercise, exercise.start) as folder:
        if "on" in measure:
            names = [name for name in measure["on"] if fits(exercise, measure, folder, name)]
            return " ".join(names) or "none"
        replies = list(replies_of(exercise, measure, folder, measure.get("server", "uwsgi")))
    if "find" in measure:
        found = (re.search(measure["find"], reply.text) for reply in replies)
        return " ".join(sorted((one[1] for one in found if one), key=lambda text: (len(text), text)))
    return value_of(replies[0], measure.get("value", "status"))


def fits(exercise: Exercise, measure: Measure, folder: Path, name: str) -> bool:
    """Return whether a server behaves as a question says."""
    (reply,) = replies_of(exercise, measure, folder, name)
    return next(differences(reply, measure.get("expect", {}), []), None) is None


def replies_of(exercise: Exercise, measure: Measure, folder: Path, name: str) -> Iterator[Reply]:
    """Yield what a server answers to a request, as often as it is to be repeated. Raises NotMeasured."""
    request: Sent = sent(measure)
    program, live = measure.get("program", exercise.callable), Live(name, exercise, folder)
    if program == "environ":
        copy(MIRROR, folder / f"{BESIDE}.py")
        program = f"{BESIDE}:application"
    settings = measure.get("uwsgi", exercise.table.get("gunicorn" if name == "gunicorn" else "uwsgi", {}))
    server, listening = started(name, Setup(folder, program, measure.get("mount", ""), settings))
    try:
        if not listening:
            raise NotMeasured(live.refused(server).detail)
        for _ in range(measure.get("repeat", 1)):
            yield asked(server.port, request)
    finally:
        server.end()


def value_of(reply: Reply, wanted: str) -> str:
    """Return the part of a response that a question is about. Raises NotMeasured if environ is missing."""
    kind, _, name = wanted.partition(":")
    if kind == "environ" and not isinstance(reply.json, dict):
        raise NotMeasured(f"{reply.word} {reply.detail}".strip())
    if kind == "header":
        return ", ".join(reply.values(name)) or "absent"
    if kind in ("json", "environ"):
        value = reply.json.get(name, "absent") if isinstance(reply.json, dict) else reply.text
        return written(value)
    if kind == "length":
        return str(len(reply.body))
    return reply.text.strip() if kind == "body" else reply.word
