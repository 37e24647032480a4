"""The commands of a student: where, list, go, next, check, hint, reset, solution."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.check.texts import language_here, width
from wsgi_apps.tools.learn.exercise import Exercise, chapters
from wsgi_apps.tools.learn.judging import MISSING, Verdict, judged, own_servers
from wsgi_apps.tools.learn.page import HINTS, page_of
from wsgi_apps.tools.learn.prose import prose
from wsgi_apps.tools.learn.sentences import refused, say, word
from wsgi_apps.tools.learn.server import missing
from wsgi_apps.tools.learn.shown import Line, sentence, show, verdict_lines
from wsgi_apps.tools.learn.student import Student
from wsgi_apps.tools.learn.workers import Worker

OPTIONAL = ("uwsgi", "gunicorn", "nginx", "redis", "postgresql")
TERMINAL = "-"
KIND = 10  # columns of a kind


def student_of(options: Namespace) -> Student:
    """Return the student's folder, and print notes about it. It keeps the chosen language."""
    student = Student(options.folder, options.root)
    progress = student.progress
    options.lang = options.lang or progress.language or asked_language()
    begins = progress.kept or progress.file.exists() or options.command in ("where", "go", "next", "watch")
    if begins and options.lang != progress.language:
        with progress.changing():
            progress.language = options.lang
    say_kept(student, options.lang)
    return student


def say_kept(student: Student, language: str) -> None:
    """Say that a progress could not be read, once."""
    progress = student.progress
    if progress.kept:
        print(say("broken", language, file=progress.file, kept=progress.kept), file=sys.stderr)
        progress.kept = ""


def asked_language() -> str:
    """Return the language that the student chooses, in a terminal; elsewhere that of the environment."""
    here = language_here()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return here
    typed = input(say("choose", here, here=here)).strip().lower()
    while typed and typed not in LANGUAGES:
        print(say("which", here, typed=typed))
        typed = input(say("choose", here, here=here)).strip().lower()
    return typed or here


def where(options: Namespace) -> int:
    """Print where the student stands, and what to do next."""
    first = not (options.folder / "progress.json").exists()
    student = student_of(options)
    show(standing(student, options.lang, first))
    return 0


def standing(student: Student, language: str, first: bool) -> Iterator[Line]:
    """Yield the lines that say where a student stands."""
    if first:
        yield from sentence("folder", language, folder=student.folder)
        names = {name: missing(name) for name in OPTIONAL}
        yield from sentence("installed", language, names=", ".join(one for one, lacks in names.items() if not lacks))
        if absent := [name for name, lacks in names.items() if lacks]:
            yield from sentence("absent", language, names=", ".join(absent))
    done = sum(one.id in student.progress.done for one in student.every)
    yield say("standing", language, done=done, all=len(student.every)), "strong"
    now = next((one for one in student.every if one.id == student.progress.current), None)
    if now is None or now.id in student.progress.done:
        now = student.next(now)
    if now is None:
        yield say("all", language), "good"
        return
    title, minutes = page_of(now, language).title, now.table["minutes"]
    yield from sentence("now", language, id=now.id, title=title, minutes=minutes, folder=student.place(now))
    begun = student.place(now).exists() and student.state(now)
    yield say("watch" if begun else "begin", language, id=now.id), "strong"


def list_all(options: Namespace) -> int:
    """Print all exercises, or those of a chapter."""
    chapter_of(options)
    student = student_of(options)
    for chapter in chapters(options.root):
        every = [one for one in student.every if one.chapter.id == chapter.id]
        if not every or options.chapter not in (None, chapter.number):
            continue
        show([(say("chapter", options.lang, number=chapter.number, title=chapter.title[options.lang]), "strong")])
        for one in every:
            state = student.state(one)
            now = ">" if one.id == student.progress.current else " "
            mark = "✓" if state == "done" else "·" if state else " "
            kind = word(one.kind, options.lang)
            text = f"{now} {mark} {one.id:<16} {kind}{' ' * (KIND - width(kind))} {page_of(one, options.lang).title}"
            text += f" ({word(state, options.lang)})" if state else ""
            show([(text, "good" if state == "done" else "")])
    return 0


def chapter_of(options: Namespace) -> int | None:
    """Return the chapter that the command line names, None if it names none. Raises Mistake for an unknown one."""
    numbers = [one.number for one in chapters(options.root)]
    if options.chapter not in (None, *numbers):
        raise refused("no_chapter", number=options.chapter, first=numbers[0], last=numbers[-1])
    return options.chapter  # type: ignore[no-any-return]


def next_one(options: Namespace) -> int:
    """Begin the next exercise."""
    student = student_of(options)
    now = next((one for one in student.every if one.id == student.progress.current), None)
    following = student.next(now)
    if following is None:
        show([(say("all", options.lang), "good")])
        return 0
    return begin(student, following, options)


def go(options: Namespace) -> int:
    """Begin an exercise."""
    student = student_of(options)
    return begin(student, student.chosen(options.ids[0]), options)


def begin(student: Student, exercise: Exercise, options: Namespace, again: bool = False) -> int:
    """Copy an exercise into the student's folder, and print its task."""
    aside = student.begin(exercise, getattr(options, "keep", False), again)
    for file, kept in aside:
        show(sentence("kept", options.lang, "dim", file=file, kept=kept))
    folder = student.place(exercise)
    show(task_lines(exercise, options.lang))
    show(sentence("copied", options.lang, "strong", id=exercise.id, folder=folder, file=folder / exercise.files[0]))
    return 0


def task_lines(exercise: Exercise, language: str) -> Iterator[Line]:
    """Yield the title, the task and the questions of an exercise."""
    page = page_of(exercise, language)
    yield from ((f"{exercise.id}: {page.title}", "strong"), ("", ""))
    yield from ((line, "") for line in prose(page.task))
    for question in exercise.questions:
        yield from sentence("question", language, name=question["key"], ask=question["ask"][language])
    yield from (("", ""), (say("lab", language, lab=exercise.table["lab"]), "dim"))


def check(options: Namespace) -> int:
    """Check an exercise, or all that are begun; return the exit status."""
    student = student_of(options)
    servers = servers_of(options)
    chosen = on_server(checked(student, options), options)
    verdicts = []
    with Worker() as worker:
        for exercise in chosen:
            files = files_of(student, exercise, options)
            verdict = judged(exercise, files, worker, options.seed, servers, options.all)
            verdicts.append(verdict)
            if not options.of and not servers:
                student.note(exercise, verdict)
            if options.json != TERMINAL:
                show(verdict_lines(exercise, verdict, options.lang))
                if verdict.status == "pass" and not options.of and len(chosen) == 1:
                    show(after_lines(student, exercise, options.lang))
    written(verdicts, options)
    return status(verdicts)


def checked(student: Student, options: Namespace) -> list[Exercise]:
    """Return the exercises that the command line names: some, those of a chapter, or all that are begun.

    Raises Mistake if there are none, or if it names both.
    """
    if chapter_of(options) is not None:
        if options.ids:
            raise refused("id_or_chapter", number=options.chapter)
        return [one for one in student.every if one.chapter.number == options.chapter]
    if options.ids == ["all"]:
        begun = [one for one in student.every if student.state(one)]
        if not begun:
            raise refused("none_begun")
        return begun
    return [student.chosen(name) for name in options.ids or [None]]


def servers_of(options: Namespace) -> list[str] | None:
    """Return the servers that the command line asks for; None for all that an exercise names."""
    return None if options.server == "all" else [options.server]


def on_server(chosen: list[Exercise], options: Namespace) -> list[Exercise]:
    """Return those of several exercises that have a check on the server of the command line, and name the others.

    Raises Mistake if none has one. A single exercise is returned as it is.
    """
    if options.server == "all" or len(chosen) == 1:
        return chosen
    others = [one for one in chosen if options.server not in own_servers(one)]
    if len(others) == len(chosen):
        raise refused("none_on", server=options.server)
    for one in others:
        said = refused("other_servers", id=one.id, servers=", ".join(own_servers(one)))
        print(said.said(options.lang), file=sys.stderr)
    return [one for one in chosen if one not in others]


def files_of(student: Student, exercise: Exercise, options: Namespace) -> dict[str, bytes]:
    """Return the files that are checked: the student's, or for an author those of the exercise. Raises Mistake."""
    if not options.of:
        if not student.place(exercise).exists():
            raise refused("not_started", id=exercise.id, folder=student.folder)
        return student.files(exercise)
    wrong = options.of.removeprefix("wrong/")
    if options.of not in ("start", "solution") and wrong not in exercise.wrongs:
        raise refused("of", of=options.of)
    return {"start": exercise.start, "solution": exercise.solved}.get(options.of) or exercise.wrong(wrong)


def written(verdicts: list[Verdict], options: Namespace) -> None:
    """Write the verdicts as JSON where the command line asks for it."""
    if not options.json:
        return
    tables: list[Any] = [one.table(options.lang) for one in verdicts]
    made: Any = tables[0] if len(tables) == 1 else {"version": 1, "exercises": tables}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if options.json == TERMINAL:
        sys.stdout.write(text)
    else:
        Path(options.json).write_text(text, encoding="utf-8")


def status(verdicts: list[Verdict]) -> int:
    """Return the exit status for some verdicts."""
    words = {one.status for one in verdicts}
    if words - {"pass", MISSING}:
        return 1
    return 3 if MISSING in words else 0


def after_lines(student: Student, exercise: Exercise, language: str, following: str = "next") -> Iterator[Line]:
    """Yield the lines that are printed after success; ``following`` is the sentence about the next exercise."""
    yield from (("", ""), (say("afterwards", language), "strong"))
    yield from ((line, "") for text in page_of(exercise, language).afterwards for line in prose(text))
    yield say("lab", language, lab=exercise.table["lab"]), "dim"
    yield (say(following, language) if student.next(exercise) else say("all", language)), "strong"


def hint(options: Namespace) -> int:
    """Print the next hint of an exercise; behind the last one all of them again."""
    student = student_of(options)
    show(hint_lines(student, student.chosen(options.ids[0] if options.ids else None), options.lang))
    return 0


def hint_lines(student: Student, exercise: Exercise, language: str) -> Iterator[Line]:
    """Yield the next hint, or all of them if there is no next one. The progress counts it."""
    with student.progress.changing():
        entry = student.progress.entry(exercise.id)
        seen = int(entry["hints"])
        entry["hints"] = min(seen + 1, HINTS)
    if seen >= HINTS:
        yield say("no_more_hints", language), "dim"
    hints = enumerate(page_of(exercise, language).hints, start=1)
    for place, text in hints if seen >= HINTS else islice(hints, seen, seen + 1):
        yield say("hint", language, n=place, all=HINTS), "strong"
        yield from ((line, "") for line in prose(text))


def reset(options: Namespace) -> int:
    """Copy an exercise again; the old file is kept."""
    student = student_of(options)
    exercise = student.chosen(options.ids[0] if options.ids else None)
    return begin(student, exercise, options, again=True)


def solution(options: Namespace) -> int:
    """Show the model solution as the difference to the student's program; it asks once, and notes it."""
    student = student_of(options)
    exercise = student.chosen(options.ids[0] if options.ids else None)
    free = student.has_looked(exercise) or options.yes
    if not free and input(say("look", options.lang)).strip().lower() not in ("y", "yes", "예", "네"):
        print(say("not_looked", options.lang))
        return 1
    with student.progress.changing():
        entry = student.progress.entry(exercise.id)
        entry["looked"] = entry["looked"] or exercise.id not in student.progress.done
    for name in exercise.files:
        print(f"--- {name}")
        print(exercise.solved.get(name, b"").decode("utf-8"))
    return 0
