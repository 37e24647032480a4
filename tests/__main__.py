"""Run all tests in groups side by side, because many wait for servers: ``python -m tests [ARGUMENT of pytest ...]``.

A group is a list of folders. The first group has the quick tests and is measured for coverage, which is reported and
has to be complete if there are no arguments. The failures of a group are printed when it has ended. The last line is the total.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NO_TESTS = 5  # pytest's exit status where the arguments leave nothing of a group
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.support.progress"]
COVERAGE = [sys.executable, "-m", "coverage"]
LOOK = 0.2  # seconds between two looks at how far the groups are
SAY = 20  # seconds between two lines about it where they are not shown on a terminal


@dataclass(frozen=True)
class Group:
    """Folders whose tests run one after the other; ``minutes`` is about how long they take on two cores."""

    folders: tuple[str, ...]
    minutes: float = 0
    measured: bool = False

    def __str__(self) -> str:
        return ", ".join(Path(folder).name for folder in self.folders)


GROUPS = [
    Group(("tests/unit", "tests/core", "tests/cases", "tests/parity", "tests/house", "tests/bench"), 9, True),
    Group(("tests/servers", "tests/pages"), 11),
    Group(("tests/course",), 12),
    Group(("tests/tools",), 12),
]


@dataclass
class Run:
    """A group whose tests run: its process, what that prints, and the events that ``support/progress.py`` writes."""

    group: Group
    process: subprocess.Popen[bytes]
    output: Path
    events: Path
    begun: float = field(default_factory=time.monotonic)
    counts: Counter[str] = field(default_factory=Counter)
    seen: int = 0  # bytes of the events

    def look(self) -> bool:
        """Count what has been written since the last look; return whether the group still runs."""
        running = self.process.poll() is None
        written = self.events.read_bytes()[self.seen :]
        whole = written[: written.rfind(b"\n") + 1]  # the last line may still be on its way
        self.seen += len(whole)
        for event in map(json.loads, whole.splitlines()):
            self.counts[event.get("outcome", "collected")] += event.get("collected", 1)
        if not running and self.process.returncode not in (0, NO_TESTS) and not self.counts["failed"]:
            self.counts["failed"] = 1  # the group as such: it broke off
        return running

    def report(self) -> str:
        """Return what is told of a group that has ended: how many tests, how long, and what failed."""
        seconds = time.monotonic() - self.begun
        heading = f"{self.group}: {total(self.counts)}, {clock(seconds)}"
        if not self.counts["failed"]:
            return heading
        return f"{heading}\n{self.output.read_text(encoding='utf-8', errors='replace')}"


def main(arguments: list[str], groups: list[Group] = GROUPS) -> int:
    """Run the groups; return the exit status: 0, 1 if anything failed, 5 if no test ran."""
    print(announced(groups), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        runs = [start(group, arguments, Path(folder, str(number))) for number, group in enumerate(groups)]
        try:
            follow(runs)
        except KeyboardInterrupt:  # Ctrl-C has reached the groups as well: they end what they have started
            for run in runs:
                run.process.wait()
                run.look()
    counts = added(runs)
    complete = bool(arguments) or not any(group.measured for group in groups) or covered()
    print(total(counts), flush=True)
    if counts["failed"] or not complete:
        return 1
    return 0 if counts["passed"] + counts["skipped"] else NO_TESTS


def announced(groups: list[Group]) -> str:
    minutes = max(group.minutes for group in groups)
    lines = [f"{len(groups)} groups of tests run side by side; on two cores they take about {minutes:.0f} minutes:"]
    return "\n".join([*lines, *(f"  {group}" for group in groups)])


def start(group: Group, arguments: list[str], folder: Path) -> Run:
    folder.mkdir()
    output, events = folder / "output", folder / "events"
    events.touch()
    python = [*COVERAGE, "run"] if group.measured else [sys.executable]
    words = [*python, *PYTEST, "--progress", str(events), *group.folders, *arguments]
    with output.open("wb") as file:
        process = subprocess.Popen(words, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
    return Run(group, process, output, events)


def follow(runs: list[Run]) -> None:
    """Show how far the groups are until all have ended, and what failed in each when it has."""
    begun = said = time.monotonic()
    going = list(runs)
    while going:
        time.sleep(LOOK)
        ended = [run for run in going if not run.look()]
        going = [run for run in going if run not in ended]
        for run in ended:
            say(run.report(), last=True)
        if going and (sys.stdout.isatty() or time.monotonic() - said > SAY):
            said = time.monotonic()
            say(progress(runs, len(going), said - begun))


def progress(runs: list[Run], going: int, seconds: float) -> str:
    """Return one line: how many tests have ended, of how many, and how many groups still run."""
    counts = added(runs)
    ended = counts["passed"] + counts["failed"] + counts["skipped"]
    return f"{clock(seconds)}  {ended} of {counts['collected']} tests: {total(counts)}; {going} of {len(runs)} groups still run"


def say(text: str, last: bool = False) -> None:
    """Print a text; on a terminal the next one is written over it, unless it is the ``last`` of its kind."""
    if sys.stdout.isatty():
        shown = text if last else text[: shutil.get_terminal_size().columns - 1]
        print(f"\r\x1b[K{shown}", end="\n" if last else "", flush=True)
    else:
        print(text, flush=True)


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def total(counts: Counter[str]) -> str:
    """Return the plain form of a total, such as ``12 passed, 0 failed``."""
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    return f"{counts['passed']} passed, {counts['failed']} failed{skipped}"


def added(runs: list[Run]) -> Counter[str]:
    return sum((run.counts for run in runs), Counter())


def covered() -> bool:
    """Print the report of coverage; return whether the measured group has run all lines and branches."""
    return subprocess.run([*COVERAGE, "report"], cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
