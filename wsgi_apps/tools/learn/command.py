"""Learn by exercises that real servers check, in Korean and English.

  learn                    where you stand, and what to do next
  learn watch [ID]         check an exercise at each save; keys do the rest
  learn check [ID ...|all] check it once (--server uwsgi, --json -)
  learn list               all exercises (--chapter 3)
  learn next, learn go ID  begin an exercise: it is copied to learning/
  learn hint, reset, solution [ID]
  learn report             what you have done (--csv, --json, --markdown,
                           --exercism or --junit FILE; - is the terminal)
  learn grade FOLDER ...   for teachers: check the folders of students
                           (--rubric FILE, --csv -)
  learn verify [ID ...]    for authors: list the errors of an exercise
  learn new CHAPTER/ID     for authors: an empty exercise

The exit status is 0 if all passed, 1 if something did not, 2 for an error on the command line, and 3 if the exercise
needs something that is not installed.
"""

from __future__ import annotations

import os
import random
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.language import LANGUAGES, language_of, value_of
from wsgi_apps.tools.learn import authors, commands, grading, reporting, watching
from wsgi_apps.tools.learn.exercise import EXERCISES, SERVERS
from wsgi_apps.tools.learn.progress import read

#: name -> what does it, and how many ids it takes
COMMANDS: dict[str, tuple[Callable[[Namespace], int], str]] = {
    "where": (commands.where, ""),
    "watch": (watching.watch, "?"),
    "check": (commands.check, "*"),
    "list": (commands.list_all, ""),
    "next": (commands.next_one, ""),
    "go": (commands.go, "1"),
    "hint": (commands.hint, "?"),
    "reset": (commands.reset, "?"),
    "solution": (commands.solution, "?"),
    "report": (reporting.report, ""),
    "grade": (grading.grade, "+"),
    "verify": (authors.verify, "*"),
    "new": (authors.new, "1"),
}
OPTIONS = {
    "chapter": ("list", "report", "check"),
    "server": ("check", "watch"),
    "of": ("check",),
    "all": ("check",),
    "keep": ("go", "next"),
    "yes": ("solution",),
    "due": ("report",),
    "show": ("report",),
    "rubric": ("grade",),
    "seeds": ("grade",),
    "json": ("check", "report", "grade"),
}
NUMBERS: dict[str, int | str] = {"1": 1, "?": "?", "*": "*", "+": "+"}
FORMATS = ("csv", "markdown", "exercism", "junit", "classroom")


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit status."""
    language = spoken(arguments)
    options = command_line(arguments, language)
    try:
        return COMMANDS[options.command][0](options)
    except Mistake as mistake:
        print(mistake.said(options.lang or language), file=sys.stderr)
        return 2
    except EOFError:  # without a terminal there is no answer
        return 1
    except KeyboardInterrupt:
        return 130


def spoken(arguments: list[str]) -> str:
    """Return the language of an error on the command line: the one that it asks for, or the student's."""
    kept = "" if value_of("--lang", arguments) else read(folder_of(arguments), is_mine=False).language
    return kept or language_of(arguments)


def folder_of(arguments: list[str]) -> Path:
    """Return the student's folder, as the command line or the environment has it."""
    return Path(value_of("--folder", arguments) or os.environ.get("WSGI_APPS_LEARNING", "learning"))


def command_line(arguments: list[str], language: str = LANGUAGES[0]) -> Namespace:
    """Return the options of the command line."""
    made = parser("learn", __doc__, language=language)
    common(made, top=True)
    sub = made.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, ids) in COMMANDS.items():
        one = sub.add_parser(name, allow_abbrev=False, language=language)
        common(one)
        if ids:
            metavar = "FOLDER" if name == "grade" else "ID"
            one.add_argument("ids", nargs=NUMBERS[ids], metavar=metavar)
        more(one, name)
    options = made.parse_args(arguments)
    options.command = options.command or "where"
    options.seed = random.randrange(10**6) if options.seed is None else options.seed
    given = getattr(options, "ids", None)
    options.ids = [given] if isinstance(given, str) else given or []
    return options


def common(made: ArgumentParser, top: bool = False) -> None:
    """Add the options that all commands have; they may stand before the command, or behind it."""
    defaults: list[Any] = (
        [folder_of([]), EXERCISES, None, None] if top else [SUPPRESS] * 4
    )  # what stands before it stays
    made.add_argument("--folder", type=Path, default=defaults[0], help="your folder (default: learning)")
    made.add_argument("--root", type=Path, default=defaults[1], help="the folder of the exercises")
    made.add_argument("--lang", choices=LANGUAGES, default=defaults[2], help="the language, also of later commands")
    made.add_argument("--seed", type=int, default=defaults[3], metavar="N", help="draw the same values again")


def more(made: ArgumentParser, name: str) -> None:
    """Add the options of one command."""
    added: dict[str, Callable[[], object]] = {
        "chapter": lambda: made.add_argument("--chapter", type=int, metavar="N"),
        "server": lambda: made.add_argument("--server", choices=(*SERVERS, "all"), default="all"),
        "of": lambda: made.add_argument("--of", default="", metavar="PROGRAM", help="start, solution or wrong/NAME"),
        "all": lambda: made.add_argument("--all", action="store_true", help="go on after a failure"),
        "keep": lambda: made.add_argument("--keep", action="store_true", help="go on with your own files (chapter 12)"),
        "yes": lambda: made.add_argument("--yes", action="store_true", help="do not ask"),
        "due": lambda: made.add_argument("--due", metavar="DATE", help="count what was done until 2026-12-31, say"),
        "show": lambda: made.add_argument("--show", metavar="ID", help="one exercise on one page"),
        "rubric": lambda: made.add_argument("--rubric", type=Path, metavar="FILE"),
        "seeds": lambda: made.add_argument("--seeds", type=int, default=3, metavar="N"),
        "json": lambda: made.add_argument("--json", metavar="FILE", help="- is the terminal"),
    }
    for option, names in OPTIONS.items():
        if name in names:
            added[option]()
    for form in FORMATS if name in ("report", "grade") else ():
        made.add_argument(f"--{form}", metavar="FILE")
