"""Show one request in slow motion: line by line, by hand, with wsgi_apps and with Flask.

TARGET is a lab (3, lab03), an application (hello, hello.py, package.module:app), or the file of a trace. Of a lab, the
command records all ways side by side. REQUEST is 'METHOD /path', or the number of a request of the lab.

The exit status is 0 if the request was recorded, 1 if the application raised an exception, 2 for an error on the
command line.
"""

from __future__ import annotations

import re
import sys
import webbrowser
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import SERVERS, Mistake
from wsgi_apps.tools.language import LANGUAGES, language_of
from wsgi_apps.tools.xray.asked import request_of, typed, with_options
from wsgi_apps.tools.xray.book import write_book
from wsgi_apps.tools.xray.ink import show
from wsgi_apps.tools.xray.limits import Limits
from wsgi_apps.tools.xray.page import page
from wsgi_apps.tools.xray.programs import is_lab, lab_named, left_out, program_named, ways_of
from wsgi_apps.tools.xray.real_servers import record_on
from wsgi_apps.tools.xray.recording import Options, record
from wsgi_apps.tools.xray.stepping import walk_through
from wsgi_apps.tools.xray.steps import LEVELS
from wsgi_apps.tools.xray.texts import Trouble, say
from wsgi_apps.tools.xray.trace import PART, STANDARD_OUTPUT, read, write
from wsgi_apps.tools.xray.tree import tree

Output = Callable[[dict[str, Any], Namespace], None]
BOOK, NONE = "build/docs/xray", SERVERS[0]
EXAMPLES = """
  python -m wsgi_apps xray 3 5 --open
  python -m wsgi_apps xray 8 'POST /' --json '{"key1": "value"}'
  python -m wsgi_apps xray lab03 5 --way ours --trace lab03.json
  python -m wsgi_apps xray hello:app 'GET /hello/JongHyun' --trace -

The first one writes a page with all ways of lab 3. The last one records an application of yours.
"""


def main(arguments: list[str]) -> int:
    """Record what the command line names and show it; return the exit status."""
    options = command_line(language_of(arguments)).parse_args(arguments)
    try:
        return book(options) if options.book else one_trace(options)
    except Mistake as mistake:
        print(mistake.said(options.lang), file=sys.stderr)
        return 2


def one_trace(options: Namespace) -> int:
    """Record or read the trace that the command line means, and show it; return the exit status. Raises Mistake."""
    trace = traced(options)
    for way in trace["ways"]:
        for code, values in way.get("warnings", ()):
            print(warning(way["way"], code, values, options.lang), file=sys.stderr)
    if options.step and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Trouble("step")
    with writing():
        for output in outputs_of(options):
            output(trace, options)
    return int(any(way["error"] for way in trace["ways"]))


def command_line(language: str = LANGUAGES[0]) -> ArgumentParser:
    """Return the parser of the command line."""
    made = parser("xray", __doc__, EXAMPLES, language)
    made.add_argument("target", nargs="?", default="", metavar="TARGET", help="a lab, an application, or a trace")
    made.add_argument("request", nargs="?", metavar="REQUEST", help="'METHOD /path', or a number (default: 1)")
    made.add_argument("-H", "--header", action="append", default=[], metavar="'NAME: VALUE'", help="you can repeat it")
    made.add_argument("--data", metavar="TEXT|@FILE", help="the body: a form, unless a header says otherwise")
    made.add_argument("--json", metavar="TEXT", help="the body, as JSON")
    made.add_argument("--way", default="", metavar="WAY,WAY", help="which ways of a lab: raw, ours, flask_app")
    made.add_argument("--server", choices=SERVERS, default=NONE, help="record on a real server (default: none)")
    made.add_argument("--prefix", default="", metavar="/PREFIX", help="mount the program at this prefix")
    made.add_argument("--mine", action="append", default=[], type=Path, metavar="PATH", help="count this code as yours")
    limit_options(made, Limits())
    made.add_argument("--show-secrets", action="store_true", help="do not mask passwords, tokens and cookies")
    made.add_argument("--first", action="store_true", help="record the very first request, with the work done once")
    made.add_argument("--core", action="store_true", help="record wsgi_apps without speed/")
    made.add_argument("--trace", metavar="FILE|-", help="write the trace as JSON; - is standard output")
    made.add_argument("--html", metavar="FILE", help="write the trace as a page")
    made.add_argument("--open", action="store_true", help="write the page to build/xray/, and open it in a browser")
    made.add_argument("--level", choices=LEVELS, default=LEVELS[0], help="how much to show (default: %(default)s)")
    made.add_argument("--step", action="store_true", help="go through the trace step by step, in this terminal")
    made.add_argument("--book", nargs="?", const=BOOK, metavar="FOLDER", help=f"write a page for each lab to {BOOK}")
    made.add_argument("--lang", choices=LANGUAGES, default=language)
    return made


def limit_options(made: ArgumentParser, limits: Limits) -> None:
    """Add the options that limit a recording."""
    default = "(default: %(default)s)"
    made.add_argument("--events", type=int, default=limits.events, metavar="N", help=f"at most N events {default}")
    made.add_argument("--text", type=int, default=limits.text, metavar="N", help=f"N characters of a text {default}")
    made.add_argument("--items", type=int, default=limits.items, metavar="N", help=f"N items of a list {default}")
    made.add_argument(
        "--seconds", type=float, default=limits.seconds, metavar="N", help="at most N (default: %(default)g)"
    )


def traced(options: Namespace) -> dict[str, Any]:
    """Return the trace that the command line means: read, or recorded now. Raises Mistake."""
    if not options.target:
        raise Trouble("E1target")
    if options.target.endswith(".json"):
        return read(options.target)
    if is_lab(options.target):
        lab = lab_named(options.target)
        request = with_options(request_of(lab, options.request), options)
        wanted = [way for way in options.way.split(",") if way]
        for way in left_out(lab, wanted):
            print(say("left out", options.lang, way=way), file=sys.stderr)
        programs = ways_of(lab, wanted)
    else:
        request = with_options(typed(options.request or ""), options)
        programs = [program_named(options.target)]
    how = recording_options(options)
    return (
        record(programs, request, how) if options.server == NONE else record_on(options.server, programs, request, how)
    )


def recording_options(options: Namespace) -> Options:
    """Return how to record, as the command line has it. Raises Trouble for a prefix at which nothing can be mounted."""
    prefix = options.prefix.rstrip("/")
    if prefix and prefix != f"/{prefix.strip('/')}":
        raise Trouble("E3prefix", prefix=options.prefix)
    limits = Limits(events=options.events, text=options.text, items=options.items, seconds=options.seconds)
    return Options(limits, tuple(options.mine), prefix, options.first, options.core, options.show_secrets)


def warning(way: str, code: str, values: dict[str, Any], language: str) -> str:
    """Return the sentence of a warning."""
    if "limit" in values:
        values = values | {"limit": say(f"limit {values['limit']}", language)}
    return say(code, language, **{"way": way, **values})


def show_tree(trace: dict[str, Any], options: Namespace) -> None:
    """Print the tree of a trace."""
    show(tree(trace, options.level, options.lang))


def html(trace: dict[str, Any], options: Namespace) -> None:
    """Write the page of a trace to the file that the command line names."""
    Path(options.html).write_text(page(trace, options.lang), encoding="utf-8")
    to = sys.stderr if options.trace == STANDARD_OUTPUT else sys.stdout  # where the trace stands alone
    print(say("page", options.lang, file=options.html), file=to)


def show_page(trace: dict[str, Any], options: Namespace) -> None:
    """Write the page of a trace to ``build/xray``, and open it in a browser."""
    folder = Path("build", "xray")
    folder.mkdir(parents=True, exist_ok=True)
    options.html = str(folder / f"{re.sub(r'[^A-Za-z0-9]+', '_', options.target).strip('_')}.html")
    html(trace, options)
    webbrowser.open(Path(options.html).resolve().as_uri())


def book(options: Namespace) -> int:
    """Write a page for each lab, and one for the life of a request; return the exit status. Raises Mistake."""
    with writing():
        for file in write_book(Path(options.book), options.lang):
            print(file)
    return 0


@contextmanager
def writing() -> Iterator[None]:
    """Raise Trouble in place of the OSError of a file that cannot be written."""
    try:
        yield
    except OSError as error:
        if error.filename is None:  # a pipe whose reader is gone
            raise
        raise Trouble("E12write", file=str(error.filename).removesuffix(PART), why=error.strerror) from None


#: The outputs by the option that asks for them. The terminal is last: the others are there when the walk begins.
OUTPUTS: dict[str, Output] = {
    "trace": lambda trace, options: write(trace, options.trace),
    "html": html,
    "open": show_page,
    "step": lambda trace, options: walk_through(trace, options.level, options.lang),
}


def outputs_of(options: Namespace) -> list[Output]:
    """Return the outputs that the command line asks for: the tree if it names none."""
    return [output for name, output in OUTPUTS.items() if getattr(options, name)] or [show_tree]
