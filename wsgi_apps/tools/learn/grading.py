"""``learn grade``: the teacher's exercises, with new values, on the folders that were handed in."""

from __future__ import annotations

import random
import sys
import tomllib
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.texts import language_here
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.learn.commands import status
from wsgi_apps.tools.learn.exercise import Exercise, exercises
from wsgi_apps.tools.learn.forms import Rows, formed
from wsgi_apps.tools.learn.judging import Verdict, judged
from wsgi_apps.tools.learn.reporting import NAMES, write
from wsgi_apps.tools.learn.running import FAIL, Result
from wsgi_apps.tools.learn.sentences import refused, say
from wsgi_apps.tools.learn.student import Student
from wsgi_apps.tools.learn.workers import Worker

KEYS = {"points", "hint", "looked", "exercises", "only"}


def grade(options: Namespace) -> int:
    """Grade folders, and write a row for each exercise of each; return 0."""
    language = options.lang or language_here()
    if options.seeds < 1:
        raise refused("seeds", number=options.seeds)
    rubric = rubric_of(options.rubric)
    every = chosen(options.root, rubric)
    rows: Rows = []
    verdicts: list[Verdict] = []
    for name in options.ids:
        folder = Path(name)
        if not folder.is_dir():
            raise refused("no_folder", folder=folder)
        graded, found = of_folder(folder, every, rubric, options)
        rows += graded
        verdicts += found
        print(summary(folder, graded, found, language), file=sys.stderr)
    forms = [name for name in NAMES if getattr(options, name)]
    for form in forms or ["markdown"]:
        write(formed(form, rows, verdicts, language), getattr(options, form) or "-", form)
    return 0 if status([one for one in verdicts if not is_absent(one)]) != 3 else 3


def is_absent(verdict: Verdict) -> bool:
    """Return whether a verdict is that on an exercise which was not handed in."""
    return verdict.failure is not None and verdict.failure.what == "absent"


def summary(folder: Path, rows: Rows, verdicts: list[Verdict], language: str) -> str:
    """Return one line about a student: what passed, hung or was absent, and on which servers nothing was checked."""
    statuses = [row["status"] for row in rows]
    hung = sum(one.failure is not None and one.failure.what == "hangs" for one in verdicts)
    counts = {"passed": statuses.count("pass"), "all": len(rows), "hung": hung, "absent": statuses.count("absent")}
    unasked = sorted({name for one in verdicts for name in (*one.lacks, *one.passed_over)})
    more = say("not_installed", language, names=", ".join(unasked)) if unasked else ""
    return say("graded", language, folder=folder, **counts) + more


def rubric_of(file: Path | None) -> dict[str, Any]:
    """Return a rubric; without a file one point an exercise, and none after a look at the solution. Raises Mistake."""
    made: dict[str, Any] = {"points": 1, "hint": 0, "looked": None, "exercises": {}, "only": []}
    if file is None:
        return made
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Mistake(f"{file}: {error}") from None
    if unknown := sorted(set(table) - KEYS):
        raise refused("rubric_key", file=file, names=", ".join(unknown), keys=", ".join(sorted(KEYS)))
    check_rubric(file, made | table)
    return made | table


def check_rubric(file: Path, rubric: Mapping[str, Any]) -> None:
    """Raise Mistake if a value of a rubric has a type that its key does not take."""
    if not isinstance(rubric["exercises"], dict):
        raise refused("rubric_table", file=file, key="exercises")
    numbers = {key: rubric[key] for key in ("points", "hint", "looked") if rubric[key] is not None}
    numbers |= {f"exercises.{name}": value for name, value in rubric["exercises"].items()}
    for key, value in numbers.items():
        if type(value) not in (int, float) or not value >= 0:
            raise refused("rubric_number", file=file, key=key)
    if not isinstance(rubric["only"], list) or not all(isinstance(name, str) for name in rubric["only"]):
        raise refused("rubric_list", file=file, key="only")


def chosen(root: Path, rubric: Mapping[str, Any]) -> list[Exercise]:
    """Return the exercises that count. Raises Mistake for one that does not exist."""
    every = exercises(root)
    names = {one.id for one in every}
    for name in (*rubric["exercises"], *rubric["only"]):
        if name not in names:
            raise refused("rubric_name", name=name)
    return [one for one in every if not rubric["only"] or one.id in rubric["only"]]


def of_folder(
    folder: Path, every: list[Exercise], rubric: Mapping[str, Any], options: Namespace
) -> tuple[Rows, list[Verdict]]:
    """Return the rows of one folder, and the verdicts behind them."""
    student = Student(folder, options.root, is_mine=False)
    rows, verdicts = [], []
    with Worker() as worker:
        for exercise in every:
            if not student.place(exercise).is_dir():
                verdicts.append(absent(student, exercise))
                rows.append(row(student, exercise, None, rubric))
                continue
            verdict = seeded(student, exercise, worker, options)
            verdict.student = student.folder.name
            verdicts.append(verdict)
            rows.append(row(student, exercise, verdict, rubric))
    return rows, verdicts


def absent(student: Student, exercise: Exercise) -> Verdict:
    """Return the verdict on an exercise that was not handed in: it has failed."""
    made = Verdict(exercise.id, 0, student=student.folder.name)
    made.add(Result("", "", FAIL, what="absent", got=", ".join(exercise.files)))
    return made


def seeded(student: Student, exercise: Exercise, worker: Worker, options: Namespace) -> Verdict:
    """Return the first verdict that is not a pass, over several seeds; the seeds come from ``--seed``."""
    numbers = random.Random(options.seed)
    for _ in range(options.seeds):
        verdict = judged(exercise, student.files(exercise), worker, numbers.randrange(10**6))
        if verdict.status != "pass":
            break
    return verdict


def row(student: Student, exercise: Exercise, verdict: Verdict | None, rubric: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of one exercise."""
    noted = student.progress.done.get(exercise.id) or student.progress.begun.get(exercise.id, {})
    hints, looked = int(noted.get("hints") or 0), bool(noted.get("looked"))
    most = rubric["exercises"].get(exercise.id, rubric["points"])
    passed = verdict is not None and verdict.status == "pass"
    points = max(0, most - rubric["hint"] * hints) if passed else 0
    if looked and passed:
        points = 0 if rubric["looked"] is None else max(0, points - rubric["looked"])
    failure = verdict.failure if verdict else None
    return {
        "folder": student.folder.name,
        "id": exercise.id,
        "chapter": exercise.chapter.number,
        "kind": exercise.kind,
        "status": verdict.status if verdict else "absent",
        "points": points,
        "of": most,
        "hints": hints,
        "looked": looked,
        "seed": verdict.seed if verdict else "",
        "failed": f"{failure.id} {failure.what} {failure.server}".strip() if failure else "",
    }
