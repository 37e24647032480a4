"""The proof of an exercise, for its authors: it fails as shipped, its solution passes, and each check can fail."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from wsgi_apps.tools.check.rules import RULES
from wsgi_apps.tools.learn.answers import all_measured
from wsgi_apps.tools.learn.exercise import ASKING, Exercise
from wsgi_apps.tools.learn.judging import Verdict, judged, lacking, servers_of
from wsgi_apps.tools.learn.replayed import REPLAY, replayable
from wsgi_apps.tools.learn.running import FAIL
from wsgi_apps.tools.learn.values import Values, placeholders
from wsgi_apps.tools.learn.verify_texts import text_problems
from wsgi_apps.tools.learn.workers import Worker
from wsgi_apps.tools.learn.workspace import SERVED, workspace

SEEDS = (0, 1, 2)
LAB = re.compile(r"lab\d\d[a-z]?_[a-z0-9_]+")
NAME = re.compile(r"[a-z]\d\d_[a-z0-9]+(?:_[a-z0-9]+)*")
Problems = Iterator[str]


def verified(exercise: Exercise, worker: Worker) -> Problems:
    """Yield the errors of an exercise: the number of the rule, and a sentence."""
    yield from (f"6: {one}" for one in table_problems(exercise))
    yield from (f"3: {one}" for one in text_problems(exercise))
    yield from (f"4: {one}" for one in value_problems(exercise))
    if absent := lacking(exercise, servers_of(exercise)):
        if os.environ.get("CI") == "true":
            yield f"2: this machine does not have {', '.join(absent)}"
        return
    yield from (f"1: {one}" for one in start_problems(exercise, worker))
    yield from (f"2: {one}" for one in solution_problems(exercise, worker))
    yield from (f"5: {one}" for one in witness_problems(exercise, worker))
    yield from (f"7: {one}" for one in replay_problems(exercise, worker))


def table_problems(exercise: Exercise) -> Problems:
    """Yield the errors in the names: ids, the lab, and missing keys."""
    root = exercise.chapter.root.parent
    if not NAME.fullmatch(exercise.id):
        yield f"the name {exercise.id} is not a letter, two digits and a word, such as p02_latin1"
    lab = str(exercise.table["lab"])
    if not LAB.fullmatch(lab) or not (root / lab).is_dir():
        yield f"there is no lab {lab}"
    if not isinstance(exercise.table["minutes"], int):
        yield "minutes is a number"
    names = [check["id"] for check in exercise.checks] + [one["key"] for one in exercise.questions]
    yield from (f"{name} is the id of two checks" for name in sorted({one for one in names if names.count(one) > 1}))
    beside = {one.parent.name for one in exercise.chapter.folder.glob("*/exercise.toml")}
    yield from (
        f"after: there is no {name} in the chapter" for name in exercise.table.get("after", ()) if name not in beside
    )
    yield from (f"there is no check {one}" for one in [exercise.table["fails"].get("check")] if one not in names)
    yield from (f"start/ has no {name}" for name in exercise.files if name not in exercise.start)
    for check in exercise.checks:
        if set(check.get("why", {})) not in (set(), {"en", "ko"}):
            yield f"check {check['id']}: why is in both languages"


def first_failure(verdict: Verdict) -> tuple[str, str]:
    """Return the check that failed first, and how; empty texts where all passed."""
    failure = verdict.failure
    return (failure.id, failure.what) if failure else ("", "")


def start_problems(exercise: Exercise, worker: Worker) -> Problems:
    """Yield the differences between how the start program fails and how the exercise says that it fails."""
    fails = exercise.table["fails"]
    wanted = (fails["check"], fails["what"])
    verdict = judged(exercise, exercise.start, worker, 0, alone=True)
    got = first_failure(verdict)
    if not got[1]:
        yield "the program in start/ passes"
    elif got != wanted:
        detail = verdict.failure.got if verdict.failure else ""
        yield f"start/ is to fail in {wanted[0]} with {wanted[1]}; it fails in {got[0] or '-'} with {got[1]}: {detail}"


def solution_problems(exercise: Exercise, worker: Worker) -> Problems:
    """Yield where the solution does not pass, and the errors that ``check`` finds in it."""
    for seed in SEEDS:
        verdict = judged(exercise, exercise.solved, worker, seed)
        if (failure := verdict.failure) is not None:
            if exercise.kind in ASKING and failure.what == "answer":
                yield f"the solution is wrong with seed {seed}: {dict(all_measured(exercise, seed))}"
                return
            yield (
                f"the solution fails with seed {seed} in {failure.id or '-'} on {failure.server or '-'} with "
                f"{failure.what} {failure.rule}: expected {failure.expected!r}, got {failure.got!r} "
                f"{failure.log[-300:]}"
            )
            return
    if exercise.kind in ASKING or "strict" not in servers_of(exercise):
        return
    target = f"{SERVED}:application" if exercise.kind == "middleware" else exercise.callable
    with workspace(exercise, exercise.solved) as folder:
        got = worker.do(folder, check=target)
    allowed = {rule for check in exercise.checks for rule in check.get("allow", ())}
    for finding in got.get("findings", ()):
        if counts(finding["rule"]) and not finding["outside"] and finding["rule"] not in allowed:
            yield f"check finds {finding['rule']} in the solution, line {finding['line']}: {finding['detail']}"


def counts(rule: str) -> bool:
    """Return whether a rule is an error for everybody, and not in one profile alone."""
    return RULES[rule].level == "error" and not RULES[rule].only


def value_problems(exercise: Exercise) -> Problems:
    """Yield an error if no value is drawn, or if the solution contains one."""
    used = set().union(*(placeholders(dict(one)) for one in (*exercise.checks, *exercise.questions)), set())
    programs = any("program" in check for check in exercise.checks)
    if not used and not programs and exercise.kind not in (*ASKING, "config"):
        yield "no check has a placeholder"
    text = b"\n".join(exercise.solved[name] for name in exercise.files if name in exercise.solved)
    for seed in SEEDS:
        for check in exercise.checks:
            values = Values(seed, exercise.id, check["id"], 0)
            values.filled({key: value for key, value in check.items() if key != "why"})
            held = [one for one in values.drawn.values() if len(one) > 3 and one.encode() in text]
            yield from (f"the solution holds {one}, the value that check {check['id']} draws" for one in held)


def witness_problems(exercise: Exercise, worker: Worker) -> Problems:
    """Yield the checks that no wrong program fails in first, and the wrong programs that pass."""
    if exercise.kind in ASKING:
        nonsense = "\n".join(f'{one["key"]} = "nonsense"' for one in exercise.questions).encode()
        verdict = judged(exercise, {exercise.files[0]: nonsense}, worker, 0, every=True)
        yield from (f"nonsense is right for {one.id}" for one in verdict.checks if one.status != FAIL)
        return
    programs: dict[str, Mapping[str, bytes]] = {"start": exercise.start}
    programs |= {f"wrong/{name}": exercise.wrong(name) for name in exercise.wrongs}
    seen = set()
    for name, files in programs.items():
        failed, what = first_failure(judged(exercise, files, worker, 0, alone=True))
        seen.add(failed)
        if not what:
            yield f"{name} passes"
    names = [check["id"] for check in exercise.checks] + [one["key"] for one in exercise.questions]
    yield from (f"no wrong program fails first in {name}" for name in names if name not in seen)


def replay_problems(exercise: Exercise, worker: Worker) -> Problems:
    """Yield an error if a program passes that only repeats the responses of one seed."""
    if not replayable(exercise):
        return
    with workspace(exercise, exercise.solved) as folder:
        got = worker.do(folder, exercise=exercise.id, root=str(exercise.chapter.root), seed=0, record=True)
    if not got.get("recorded"):
        return
    module = exercise.callable.partition(":")[0].replace(".", "/")
    program = REPLAY.format(table=got["recorded"], name=exercise.callable.partition(":")[2])
    files = {**exercise.solved, f"{module}.py": program.encode()}
    with workspace(exercise, files) as folder:
        got = worker.do(folder, exercise=exercise.id, root=str(exercise.chapter.root), seed=1, alone=True)
    if not got["problem"] and all(one["status"] != FAIL for one in got["checks"]):
        yield "a program that only repeats the responses of seed 0 passes with seed 1"
