"""Call a counter many times, and draw which process and which thread gave which number.

The counter answers with JSON such as {"count": 1, "process": 4711, "thread": "MainThread"}. Those of labs 19 and 20 do.
The drawing has a row for each process and thread. The row has the numbers in the order in which they came. A number
that came twice is red.

The exit status is 0 if every call got a number, 1 if not, 2 for an error on the command line.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.count_plot import plot
from wsgi_apps.tools.course.counted import Findings, Span, Target, called, said, spans
from wsgi_apps.tools.routes import table

COLOURS = ("cyan", "yellow", "green", "magenta", "blue", "white")  # one for each process
SINGLE = 16  # answers of one worker that are shown number by number, and spans that are shown
ROWS = 20  # workers that have a row each; with more of them there is a row for each process
HEAD = ("Process", "Thread", "Answers", "Numbers")
EXAMPLES = """
  python -m wsgi_apps count http://127.0.0.1:8000/increase --times 30 \\
      --parallel 4
  python -m wsgi_apps count http://127.0.0.1:8000/increase --method POST \\
      --svg build/count.svg
"""
#: What to try after an error.
ADVICE = {
    "status 405": "the page takes another method; see --method",
    "status 404": "there is no page at this path; check the path of the counter",
}
Row = tuple[str, str, str, str]


def main(arguments: list[str]) -> int:
    """Call the counter that the command line names; return the exit status."""
    options = command_line(arguments)
    try:
        target = Target.of(options.url, options.method)
        findings = Findings(called(target, options.times, options.parallel, options.timeout))
        if options.svg:
            options.svg.write_text(plot(findings, title(options)), encoding="utf-8")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.svg} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    (show_json if options.json else show)(findings)
    return 1 if findings.mistakes else 0


def command_line(arguments: list[str]) -> Namespace:
    """Return the options of the command line."""
    made = parser("count", __doc__, EXAMPLES)
    made.add_argument("url", metavar="URL", help="the counter, such as http://127.0.0.1:8000/increase")
    made.add_argument("--times", type=within(1, 100_000), default=10, help="how many calls (default: 10)")
    made.add_argument("--parallel", type=within(1, 100), default=1, help="how many calls at once (default: 1)")
    made.add_argument("--timeout", type=within(1, 600), default=10, help="seconds for a response (default: 10)")
    made.add_argument("--method", choices=("GET", "POST"), default="GET", help="no proxy repeats a POST (default: GET)")
    made.add_argument("--json", action="store_true", help="print the result as JSON")
    made.add_argument("--svg", type=Path, metavar="FILE", help="write a plot of the answers, too")
    return made.parse_args(arguments)


def within(least: int, most: int) -> Callable[[str], int]:
    """Return a function that reads a whole number from ``least`` to ``most``."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            raise ArgumentTypeError(f"{text} is not a whole number from {least} to {most}")
        return int(text)

    return number


def title(options: Namespace) -> str:
    """Return the title of the plot."""
    at_once = f", {options.parallel} at once" if options.parallel > 1 else ""
    return f"{options.times} calls of {Target.of(options.url).path}{at_once}"


def show(findings: Findings) -> None:
    """Print the findings, in colours on a terminal."""
    console = Console(highlight=False)
    if console.is_terminal and findings.answers:
        console.print(drawing(findings))
    elif findings.answers:
        print(table([HEAD, *rows(findings)]))
    for line in lines(findings):
        console.print(line, soft_wrap=True, markup=False)


def rows(findings: Findings) -> list[Row]:
    """Return a row for each process and thread, or for each process if there are too many threads."""
    workers = findings.by_worker()
    if len(workers) <= ROWS:
        return [row(str(process), thread, numbers) for (process, thread), numbers in workers.items()]
    threads = {process: sum(worker[0] == process for worker in workers) for process, _ in workers}
    return [row(str(process), str(threads[process]), numbers) for process, numbers in findings.by_process().items()]


def row(process: str, thread: str, numbers: list[int]) -> Row:
    """Return the row of a worker."""
    shown = " ".join(map(str, numbers)) if len(numbers) <= SINGLE else shortened(spans(numbers))
    return process, thread, str(len(numbers)), shown


def shortened(found: list[Span]) -> str:
    """Return spans as text; of many spans, those in the middle are left out."""
    if len(found) <= SINGLE:
        return said(found)
    return f"{said(found[: SINGLE // 2])}, ..., {said(found[-SINGLE // 2 :])}"


def drawing(findings: Findings) -> Table:
    """Return the rows with a colour for each process. A number that came twice is red."""
    drawn = Table(*HEAD, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    processes = list(map(str, findings.by_process()))
    twice = {str(number) for number in findings.twice}
    for process, thread, answers, numbers in rows(findings):
        colour = COLOURS[processes.index(process) % len(COLOURS)]
        shown = Text(" ").join(Text(word, "bold red" if word in twice else colour) for word in numbers.split())
        drawn.add_row(Text(process, colour), Text(thread), answers, shown)
    return drawn


def lines(findings: Findings) -> list[str]:
    """Return the sentences below the drawing."""
    found = [findings.verdict()]
    if findings.missing:
        found.append(f"No call got these numbers: {said(findings.missing)}.")
    return [*found, *(failed(mistake, times) for mistake, times in findings.mistakes.items())]


def failed(mistake: str, times: int) -> str:
    """Return the sentence on calls that failed, with advice where there is some."""
    advice = f": {ADVICE[mistake]}" if mistake in ADVICE else ""
    return f"{calls(times)} failed: {mistake}{advice}."


def calls(times: int) -> str:
    """Return a number of calls, with its noun."""
    return f"{times} call" if times == 1 else f"{times} calls"


def show_json(findings: Findings) -> None:
    """Print the findings as JSON."""
    answers = [{"count": call.count, "process": call.process, "thread": call.thread} for call in findings.answers]
    found = {"answers": answers, "twice": findings.twice, "missing": findings.missing, "failed": findings.mistakes}
    print(json.dumps({"calls": len(findings.calls), **found, "verdict": findings.verdict()}, ensure_ascii=False))
