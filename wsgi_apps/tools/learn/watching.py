"""``learn watch``: a verdict at each save, and keys for the rest."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from wsgi_apps.tools.learn.again import xray_command
from wsgi_apps.tools.learn.commands import after_lines, begin, hint_lines, list_all, say_kept, servers_of, student_of
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.judging import Verdict, judged, refuse_others
from wsgi_apps.tools.learn.keys import END, Keys, keys
from wsgi_apps.tools.learn.sentences import say
from wsgi_apps.tools.learn.shown import SPELLED, sentence, show, verdict_lines
from wsgi_apps.tools.learn.student import Student
from wsgi_apps.tools.learn.workers import Worker

PAUSE = 0.05  # seconds between two looks at the files
Stamp = tuple[tuple[int, int, int] | None, ...]


def watch(options: Namespace) -> int:
    """Watch an exercise until the student ends it; return 0 if it is done."""
    student = student_of(options)
    exercise = student.chosen(options.ids[0] if options.ids else None)
    refuse_others(exercise, servers_of(options))
    if not student.place(exercise).exists():
        begin(student, exercise, options)
    with Worker() as worker, keys() as typed:
        watching = Watching(student, exercise, worker, options)
        watching.run(typed)
    return 0 if watching.exercise.id in student.progress.done else 1


class Watching:
    """One exercise that is watched; ``n`` goes on to another one."""

    def __init__(self, student: Student, exercise: Exercise, worker: Worker, options: Namespace) -> None:
        self.student, self.exercise, self.worker, self.options = student, exercise, worker, options
        self.servers = servers_of(options)
        self.verdict: Verdict | None = None

    def stamp(self) -> Stamp:
        """Return the state of the files, which changes when one of them is saved in any way."""
        return tuple(self.of_file(name) for name in self.exercise.files)

    def of_file(self, name: str) -> tuple[int, int, int] | None:
        """Return time, size and number of a file, None if it does not exist."""
        try:
            found = (self.student.place(self.exercise) / name).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def run(self, typed: Keys) -> None:
        """Check at each save, and obey the keys, until the student ends it."""
        self.say_what()
        seen: Stamp | None = None
        key = ""
        while key != END:
            now = self.stamp()
            if now != seen:
                self.check(is_first=seen is None)
                seen = now
            key = typed.next(PAUSE)
            before = self.exercise
            self.do(key)
            seen = None if self.exercise is not before else seen

    def say_what(self) -> None:
        """Print what is watched, and the keys."""
        files = ", ".join(str(self.student.place(self.exercise) / name) for name in self.exercise.files)
        show(sentence("watching", self.options.lang, "dim", files=files))

    def do(self, key: str) -> None:
        """Do what a key means; another terminal may have changed the progress meanwhile."""
        if not key:
            return
        self.student.progress.renew()
        doing = {"\n": self.check, "\r": self.check, "h": self.hint, "n": self.go_on, "l": self.list}
        doing |= {"d": self.difference, "x": self.xray}
        doing.get(key, lambda: None)()

    def check(self, is_first: bool = False) -> None:
        """Check once: the verdict of each server is printed as soon as it is known."""
        language, lines = self.options.lang, time.strftime("%H:%M:%S")
        show([(f"--- {self.exercise.id} {lines}", "dim")])

        def told(server: str, verdict: Verdict) -> None:
            if verdict.status == "pass":
                show([(f"✓ {SPELLED.get(server, server)} {(time.perf_counter() - began) * 1000:.0f} ms", "good")])

        began = time.perf_counter()
        files, seed = self.student.files(self.exercise), self.options.seed
        self.options.seed += 1
        self.verdict = judged(self.exercise, files, self.worker, seed, self.servers, told=told)
        show(verdict_lines(self.exercise, self.verdict, language))
        if self.servers or (is_first and self.student.is_untouched(self.exercise)):
            self.student.turn_to(self.exercise)
        else:
            self.student.note(self.exercise, self.verdict)
        say_kept(self.student, language)
        if self.verdict.status == "pass":
            show(after_lines(self.student, self.exercise, language, "press_n"))

    def hint(self) -> None:
        """Print the next hint."""
        show(hint_lines(self.student, self.exercise, self.options.lang))

    def list(self) -> None:
        """Print the exercises of this chapter."""
        self.options.chapter = self.exercise.chapter.number
        list_all(self.options)
        show([(say("list", self.options.lang), "dim")])

    def go_on(self) -> None:
        """Go on to the next exercise that is not done."""
        following = self.student.next(self.exercise)
        if following is None:
            show([(say("all", self.options.lang), "good")])
            return
        self.exercise, self.verdict = following, None
        begin(self.student, following, self.options)
        self.say_what()

    def difference(self) -> None:
        """Print what the student has changed since the start; after success also the differences from the solution."""
        done = self.exercise.id in self.student.progress.done
        other = self.exercise.solved if done else self.exercise.start
        lines = list(self.student.difference(self.exercise, other))
        if not lines:
            show([(say("no_other" if done else "no_difference", self.options.lang), "dim")])
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()

    def xray(self) -> None:
        """Print the command that shows the failing request from inside."""
        failure = self.verdict.failure if self.verdict else None
        if failure is None or not failure.id:
            show([(say("no_request", self.options.lang), "dim")])
            return
        command = xray_command(self.exercise, self.student.place(self.exercise), failure.sent)
        show([(command, "strong")] if command else sentence("no_xray", self.options.lang, "dim"))
