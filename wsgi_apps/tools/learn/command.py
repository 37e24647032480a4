"""The command line of ``learn``."""

from __future__ import annotations

import json
import random
import sys
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.check.texts import language_here
from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.learn.exercise import EXERCISES, SERVERS, Exercise, exercises, named
from wsgi_apps.tools.learn.judging import judged
from wsgi_apps.tools.learn.shown import show, verdict_lines
from wsgi_apps.tools.learn.verify import verified
from wsgi_apps.tools.learn.workers import Worker


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit status."""
    options = command_line(arguments)
    options.seed = random.randrange(10**6) if options.seed is None else options.seed  # noqa: S311
    try:
        return {"check": check, "verify": verify}[options.command](options)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2


def command_line(arguments: list[str]) -> Namespace:
    made = parser("learn", __doc__)
    made.add_argument("command")
    made.add_argument("ids", nargs="*")
    made.add_argument("--folder", type=Path, default=Path("learning"))
    made.add_argument("--root", type=Path, default=EXERCISES)
    made.add_argument("--lang", choices=LANGUAGES, default=language_here())
    made.add_argument("--seed", type=int)
    made.add_argument("--all", action="store_true")
    made.add_argument("--of", default="")
    made.add_argument("--server", choices=(*SERVERS, "all"))
    made.add_argument("--json")
    return made.parse_args(arguments)


def files_of(exercise: Exercise, options: Namespace) -> dict[str, bytes]:
    if options.of == "start":
        return exercise.start
    if options.of == "solution":
        return exercise.solved
    if options.of:
        return exercise.wrong(options.of.removeprefix("wrong/"))
    raise Mistake("--of start|solution|wrong/NAME")


def check(options: Namespace) -> int:
    status = 0
    with Worker() as worker:
        for name in options.ids:
            exercise = named(name, options.root)
            servers = None if options.server in (None, "all") else [options.server]
            verdict = judged(exercise, files_of(exercise, options), worker, options.seed, servers, options.all)
            if options.json:
                print(json.dumps(verdict.table(options.lang), ensure_ascii=False, indent=1))
            else:
                show(verdict_lines(exercise, verdict, options.lang))
            status = max(status, {"pass": 0, "missing": 3}.get(verdict.status, 1))
    return status


def verify(options: Namespace) -> int:
    every = [named(name, options.root) for name in options.ids] or exercises(options.root)

    def one(exercise: Exercise) -> list[str]:
        with Worker() as worker:
            return list(verified(exercise, worker))

    status = 0
    with ThreadPoolExecutor(2) as pool:
        for exercise, problems in zip(every, pool.map(one, every), strict=True):
            print(f"{exercise.id}: {'ok' if not problems else ''}")
            for problem in problems:
                status = 1
                print(f"  {problem}")
    return status
