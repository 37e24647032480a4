"""``learn report``: what is done, in the terminal and in the forms that other programs read."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from wsgi_apps.tools.learn.commands import TERMINAL, chapter_of, standing, student_of
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.forms import Rows, formed
from wsgi_apps.tools.learn.judging import Verdict, judged
from wsgi_apps.tools.learn.sentences import refused
from wsgi_apps.tools.learn.shown import show, verdict_lines
from wsgi_apps.tools.learn.student import Student
from wsgi_apps.tools.learn.workers import Worker

CHECKED = ("exercism", "junit")  # forms that have a line for each check: the exercises are checked for them
NAMES = ("csv", "json", "markdown", *CHECKED, "classroom")


def report(options: Namespace) -> int:
    """Write what is done; return 0."""
    student = student_of(options)
    if options.show:
        return one_page(student, student.chosen(options.show), options)
    rows = rows_of(student, options)
    forms = [name for name in NAMES if getattr(options, name)]
    if not forms:
        show(standing(student, options.lang, first=False))
        sys.stdout.write(formed("markdown", rows, [], options.lang))
    verdicts = checked(student, rows, options) if set(forms) & set(CHECKED) else []
    for name in forms:
        write(formed(name, rows, verdicts, options.lang), getattr(options, name), name)
    return 0


def write(text: str, file: str, form: str) -> None:
    """Write a report to a file or to the terminal. A CSV file begins with the mark that tells spreadsheets of UTF-8."""
    if file == TERMINAL:
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, encoding="utf-8-sig" if form == "csv" else "utf-8", newline="")


def rows_of(student: Student, options: Namespace) -> Rows:
    """Return a row for each exercise: of one chapter, or done until a date, if the command line says so."""
    due = day(options.due) if options.due else ""
    chosen = [one for one in student.every if chapter_of(options) in (None, one.chapter.number)]
    return [row_of(student, one, due) for one in chosen]


def day(text: str) -> str:
    """Return a date as it was written. Raises Mistake for a text that is not a date."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise refused("day", text=text) from None


def row_of(student: Student, exercise: Exercise, due: str) -> dict[str, Any]:
    """Return what is noted of an exercise."""
    entry = student.progress.done.get(exercise.id) or student.progress.begun.get(exercise.id, {})
    status = student.state(exercise) or "open"
    if status == "done" and due and str(entry.get("at", ""))[:10] > due:
        status = "late"
    kept = {
        key: entry.get(key, "") for key in ("tries", "hints", "looked", "first", "last", "seconds", "seed", "sha256")
    }
    return {"id": exercise.id, "chapter": exercise.chapter.number, "kind": exercise.kind, "status": status, **kept}


def checked(student: Student, rows: Rows, options: Namespace) -> list[Verdict]:
    """Return the verdicts on the exercises that are begun."""
    begun = [one for one in student.every if one.id in {row["id"] for row in rows if row["status"] != "open"}]
    with Worker() as worker:
        return [judged(one, student.files(one), worker, options.seed, every=True) for one in begun]


def one_page(student: Student, exercise: Exercise, options: Namespace) -> int:
    """Print the program, its difference to the start, and the verdict, for a talk about it."""
    files = student.files(exercise)
    for name in exercise.files:
        print(f"--- {name}\n{files.get(name, b'').decode('utf-8', 'replace')}")
    print("\n".join(student.difference(exercise, exercise.start)))
    with Worker() as worker:
        verdict = judged(exercise, files, worker, options.seed, every=True)
    show(verdict_lines(exercise, verdict, options.lang))
    return 0
