"""From the files of a program to a verdict: in process first, then on the real servers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from wsgi_apps.tools.learn.answers import answered, asked_by
from wsgi_apps.tools.learn.exercise import ASKING, SERVERS, Exercise
from wsgi_apps.tools.learn.live import Live
from wsgi_apps.tools.learn.running import FAIL, PASS, Result, results, why_of
from wsgi_apps.tools.learn.sentences import refused
from wsgi_apps.tools.learn.server import missing
from wsgi_apps.tools.learn.workers import Worker
from wsgi_apps.tools.learn.workspace import edited, workspace

ERROR, MISSING = "error", "missing"
OPTIONAL = ("gunicorn", "nginx")  # servers whose checks are passed over where they are not installed
ROUNDS = 3  # of an exercise about threads
#: words for a program that gave nothing to compare
ERRORS = ("import", "callable", "hangs", "exits", "dies", "forks", "prints", "start")


@dataclass
class Verdict:
    """What a run of an exercise gave: the object of ``--json``.

    ``student`` is the folder of a student, where there are several.
    """

    exercise: str
    seed: int
    status: str = PASS
    checks: list[Result] = field(default_factory=list)
    seconds: float = 0.0
    lacks: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    student: str = ""

    @property
    def failure(self) -> Result | None:
        """Return the first check that failed."""
        return next((one for one in self.checks if one.status == FAIL), None)

    def add(self, result: Result) -> None:
        """Add the result of a check."""
        self.checks.append(result)
        if result.status == FAIL and self.status == PASS:
            self.status = ERROR if result.what in ERRORS else FAIL

    def table(self, language: str = "en") -> dict[str, Any]:
        """Return it as a table of plain values."""
        checks = [asdict(one) | {"why": one.why.get(language, "")} for one in self.checks]
        made = {"version": 1, **asdict(self), "checks": checks, "seconds": round(self.seconds, 3)}
        return {key: value for key, value in made.items() if key != "student"}


Told = Callable[[str, Verdict], None]


def servers_of(exercise: Exercise) -> list[str]:
    """Return the servers that an exercise names, in the order in which they are asked."""
    named = [one for step in exercise.steps for check in step.checks for one in check.get("on", ("strict", "uwsgi"))]
    return [one for one in SERVERS if one in named]


def own_servers(exercise: Exercise) -> list[str]:
    """Return the servers on which an exercise itself is checked: those of its own checks or questions."""
    named = {one for check in exercise.checks for one in check.get("on", ("strict", "uwsgi"))}
    named |= {one for question in exercise.questions for one in asked_by(question)}
    return [one for one in SERVERS if one in named]


def refuse_others(exercise: Exercise, servers: list[str] | None) -> None:
    """Raise Mistake if an exercise has no check on any of some servers: without a check nothing has passed."""
    if servers is not None and not set(servers) & set(own_servers(exercise)):
        raise refused("other_servers", id=exercise.id, servers=", ".join(own_servers(exercise)))


def lacking(exercise: Exercise, servers: list[str]) -> list[str]:
    """Return the programs that an exercise names and that are not installed."""
    asked = [name for question in exercise.questions for name in asked_by(question)]
    return [name for name in dict.fromkeys([*exercise.table.get("needs", ()), *servers, *asked]) if missing(name)]


def needing(exercise: Exercise, servers: list[str]) -> list[str]:
    """Return what is not installed and is needed: the checks of other servers that are not there are passed over.

    uWSGI is always needed where an exercise asks it. Any server is needed that alone is asked, or that a check alone is
    asked on in which the program fails as shipped: the exercise would pass as it is.
    """
    absent = lacking(exercise, servers)
    if not set(servers) - set(absent) or not on_of(exercise, exercise.table["fails"]["check"]) - set(absent):
        return absent
    return [name for name in absent if name not in OPTIONAL or name in exercise.table.get("needs", ())]


def on_of(exercise: Exercise, name: str) -> set[str]:
    """Return the servers of a check; for what is no check, those of no server in particular."""
    found = [set(check.get("on", ("strict", "uwsgi"))) for check in exercise.checks if check["id"] == name]
    return found[0] if found else {""}


def runs_here(exercise: Exercise) -> bool:
    """Return whether this machine has what an exercise needs."""
    return not needing(exercise, servers_of(exercise))


def judged(
    exercise: Exercise,
    files: Mapping[str, bytes],
    worker: Worker,
    seed: int,
    servers: list[str] | None = None,
    every: bool = False,
    told: Told | None = None,
    alone: bool = False,
) -> Verdict:
    """Return the verdict on the files of a program; ``told`` is called after each server. Raises Mistake."""
    refuse_others(exercise, servers)
    began = time.perf_counter()
    made = Verdict(exercise.id, seed)
    asked = servers_of(exercise) if servers is None else [one for one in servers_of(exercise) if one in servers]
    made.lacks = needing(exercise, asked)
    made.passed_over = [one for one in asked if missing(one) and one not in made.lacks]
    asked = [one for one in asked if one not in made.passed_over]
    if made.lacks:
        made.status = MISSING
    elif absent := [name for name in exercise.files if name not in files]:
        made.add(Result("", "", FAIL, what="missing", got=", ".join(absent)))
    elif exercise.kind in ASKING:
        for result in answered(exercise, files, seed, every, servers):
            made.add(result)
    else:
        judge(exercise, files, worker, made, asked, every, told, alone)
    made.seconds = time.perf_counter() - began
    return made


def judge(
    exercise: Exercise,
    files: Mapping[str, bytes],
    worker: Worker,
    made: Verdict,
    servers: list[str],
    every: bool,
    told: Told | None,
    alone: bool,
) -> None:
    """Run a program on each server, and add what it gave."""
    rounds = ROUNDS if exercise.kind == "threads" else 1
    for name in servers:
        for turn in range(rounds):
            with workspace(exercise, files) as folder:
                way = strictly if name == "strict" else really
                for result in way(exercise, folder, name, worker, made.seed + turn, every, alone):
                    if turn == 0 or result.status == FAIL:
                        made.add(result)
                    if told and result.status == FAIL:
                        told(name, made)
            if made.status != PASS and not every:
                return
        if told and made.status == PASS:
            told(name, made)


def strictly(
    exercise: Exercise, folder: Path, name: str, worker: Worker, seed: int, every: bool, alone: bool
) -> Iterator[Result]:
    """Yield what a program gives in process."""
    root = str(exercise.chapter.root)
    job = {"exercise": exercise.id, "root": root, "server": name, "seed": seed, "every": every, "alone": alone}
    got = worker.do(folder, **job, files=edited(exercise, folder))
    for table in got["checks"]:
        if got["problem"] == "prints" and table["what"] == "raises":
            break  # what a print raises once the file of the output is full
        yield Result(**{**table, "output": got["output"]})
    if got["problem"]:
        checks = [check for check in exercise.checks if check["id"] == got.get("now")]
        yield Result(
            *(got.get("now", ""), name, FAIL, got.get("request", ""), got["problem"]),
            *(got.get("expected", ""), got["detail"]),
            at=got.get("at") or {},
            why=why_of(exercise, checks[0], got["problem"]) if checks else {},
            output=got["output"],
            sent=got.get("sent", {}),
        )


def really(
    exercise: Exercise, folder: Path, name: str, worker: Worker, seed: int, every: bool, alone: bool
) -> Iterator[Result]:
    """Yield what a program gives on a real server, which is ended behind the last check."""
    for step in [exercise] if alone else exercise.steps:
        live = Live(name, step, folder, edited(exercise, folder))
        try:
            for result in results(step, live, seed, every):
                result.id = result.id if step is exercise else f"{step.id}.{result.id}"
                yield result
                if result.status == FAIL and not every:
                    return
        finally:
            live.end()
