"""Look at the machine, at configuration files and at logs, and say what you can mend.

Each problem comes with its effect and with the cure, a line that you can copy. doctor changes nothing.

  doctor                         the machine and the project
  doctor ini FILE ...            files of uWSGI (.ini), nginx (.conf) and gunicorn (.py)
  doctor ini FILE -- OPTION ...  the same, with options of uWSGI's command line
  doctor log FILE|-              what the lines of a log mean; - is standard input
  doctor number 21573            what a number in a log is
  doctor port 8000               who listens there

The exit status is 0 without a problem, 1 with a problem, and 2 for an error on the command line.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.report import columns, show
from wsgi_apps.tools.check.texts import wrapped
from wsgi_apps.tools.command_line import Parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.doctor import gunicorn_rules, nginx_rules, uwsgi_rules
from wsgi_apps.tools.doctor.build import build_of, program
from wsgi_apps.tools.doctor.log import explained
from wsgi_apps.tools.doctor.machine import looked
from wsgi_apps.tools.doctor.number import meaning
from wsgi_apps.tools.doctor.ports import Listener, listeners
from wsgi_apps.tools.doctor.report import block, printable, report, summary
from wsgi_apps.tools.doctor.rules import PROBLEM, RULES, Finding
from wsgi_apps.tools.doctor.texts import LEVELS, at, in_each, say
from wsgi_apps.tools.doctor.uwsgi_file import Settings, command_line, read
from wsgi_apps.tools.language import LANGUAGES, language_of

SUBJECTS = ("machine", "ini", "log", "number", "port")


def main(arguments: list[str]) -> int:
    """Look at what the command line names; return the exit status."""
    place = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser(language_of(arguments[:place])).parse_intermixed_args(arguments[:place])
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # where 한글 cannot be shown, the rest still is
    options.more = arguments[place + 1 :]
    do = {"machine": machine, "ini": files, "log": logs, "number": number, "port": port}[options.subject]
    try:
        return do(options)
    except FileNotFoundError as error:
        print(say("absent", options.lang, name=error.filename), file=sys.stderr)
    except Mistake as mistake:
        print(printable(mistake.said(options.lang)), file=sys.stderr)
    except (OSError, ValueError, SyntaxError) as error:  # a folder, a file that is not text, or not Python
        print(printable(str(error)), file=sys.stderr)
    return 2


def parser(language: str) -> Parser:
    """Return the parser of the command line."""
    made = Parser(
        prog="python -m wsgi_apps doctor",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
        language=language,
    )
    made.add_argument("subject", nargs="?", choices=SUBJECTS, default="machine", help="default: machine")
    made.add_argument("what", nargs="*", help="files, a log, a number or a port")
    made.add_argument("--json", action="store_true", help="print one JSON object")
    made.add_argument("--lang", choices=LANGUAGES, default=language)
    return made


def wanted(options: Namespace) -> list[str]:
    """Return what the command line names. Raises Mistake if it names nothing."""
    if not options.what:
        raise Mistake(*in_each("what", subject=options.subject))
    return list(options.what)


def number_of(text: str) -> int:
    """Return a number of the command line. Raises Mistake with what to write."""
    if not (text.isascii() and text.isdigit()):
        raise Mistake(*in_each("digits", text=text))
    return int(text)


def ended(groups: list[tuple[str, list[Finding]]], options: Namespace) -> int:
    """Print the findings of files or logs; return the exit status."""
    if options.json:
        print_json("findings", as_json(groups, options.lang))
    else:
        show(line for name, findings in groups for line in report(findings, name, options.lang))
    return int(any(one.rule.level == PROBLEM for _, findings in groups for one in findings))


def as_json(groups: list[tuple[str, list[Finding]]], language: str) -> list[dict[str, Any]]:
    """Return the findings as JSON has them."""
    return [
        {"rule": one.rule.id, "level": one.rule.level, "file": one.file, "line": one.line, "text": one.text,
         "lab": one.rule.lab, "times": one.times} | one.told(language)
        for _, findings in groups
        for one in findings
    ]  # fmt: skip


def machine(options: Namespace) -> int:
    """Look at the machine; return the exit status."""
    seen = looked()
    bad = [Finding(RULES[one.rule], values=one.values) for one in seen if not one.good]
    if options.json:
        return ended([("", bad)], options)
    place = LANGUAGES.index(options.lang)
    right = [
        f"{LEVELS['ok'][place]}  {RULES[one.rule].looks[place]}: {at(place, one.found)}" for one in seen if one.good
    ]
    show((line, "right") for text in right for line in wrapped(text.rstrip(": "), columns(), "    "))
    show(line for one in bad for line in [("", ""), *block(one, options.lang)])
    print(f"\n{summary(bad, options.lang)}")
    return int(any(one.rule.level == PROBLEM for one in bad))


def files(options: Namespace) -> int:
    """Look at configuration files; return the exit status."""
    names = wanted(options)
    for name in names:
        Path(name).read_bytes()
    build, more = build_of(program()), command_line(options.more)
    settings = {name: read([name], more, build) for name in names if not name.endswith((".conf", ".py"))}
    known = dict(speaking(settings))
    groups = []
    for name in names:
        if name in settings:
            groups.append((name, in_order(uwsgi_rules.findings(settings[name], name))))
        elif name.endswith(".conf"):
            groups.append((name, list(nginx_rules.findings(name, known))))
        else:
            groups.append((name, list(gunicorn_rules.findings(name))))
    return ended(groups, options)


def in_order(findings: Iterator[Finding]) -> list[Finding]:
    """Return the findings by their lines; those of a whole file stand at the end."""
    return sorted(findings, key=lambda one: (one.line == 0, one.file, one.line))


def speaking(settings: dict[str, Settings]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each address of uWSGI's files, with its protocol and the file."""
    for name, one in settings.items():
        for protocol, keys in (("http", uwsgi_rules.HTTP), ("uwsgi", uwsgi_rules.UWSGI)):
            yield from ((setting.value, (protocol, name)) for setting in one.of(*keys))


def logs(options: Namespace) -> int:
    """Explain logs; return the exit status."""
    groups = []
    for name in wanted(options):
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        groups.append((name, explained(data.decode("utf-8", "replace").splitlines(), name)))
    return ended(groups, options)


def number(options: Namespace) -> int:
    """Say what numbers are; return 0."""
    told = [number_told(number_of(text), options.lang) for text in wanted(options)]
    if options.json:
        print_json("numbers", told)
        return 0
    for one in told:
        show((line, "") for line in wrapped(one["says"], columns(), "  "))
        if one["cure"]:
            print("   " + say("write", options.lang) + one["cure"])
    return 0


def number_told(value: int, language: str) -> dict[str, Any]:
    """Return what a number is, as JSON has it; the cure is empty where there is none."""
    name, values = meaning(value)
    cure = say(f"{name} cure", language) if name in ("method", "size") else ""
    return {"number": value, "meaning": name, "says": say(name, language, **values), "cure": cure}


def port(options: Namespace) -> int:
    """Say who listens at ports; return 1 if somebody does."""
    found = {number: listeners(number) for number in map(number_of, wanted(options))}
    if options.json:
        print_json("ports", [{"port": number, "listeners": list(map(asdict, some))} for number, some in found.items()])
    else:
        for number, some in found.items():
            show_port(number, some, options.lang)
    return int(any(found.values()))


def show_port(number: int, found: list[Listener], language: str) -> None:
    """Print who listens at a port, and how to end it."""
    if not found:
        print(say("free", language, port=number))
    for one in found:
        shown = {"address": one.address, "port": number, "pid": one.pid, "command": printable(one.command)}
        more = say("workers", language, n=one.processes - 1) if one.processes > 1 else ""
        sentence = say("taken" if one.pid else "others", language, **shown) + more
        show((line, "code") for line in wrapped(sentence, columns(), "  "))
        if one.pid:
            print(f"   {say('write', language)}kill {one.pid}")


def print_json(name: str, values: list[dict[str, Any]]) -> None:
    """Print one JSON object with a list of what was found."""
    print(json.dumps({"doctor": 1, name: values}, ensure_ascii=False, indent=1))
