"""The steps of a trace: which events a level shows, in which stage, and the variables at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from wsgi_apps.tools.xray.stages import STAGES
from wsgi_apps.tools.xray.zones import FRAMEWORK

LEVELS = ("yours", "calls", "lines")
SERVER = "server"
CALLS = {"call", "raise", "unwind"}  # what the level "calls" shows of the framework
ENTERING, LEAVING = {"call", "resume"}, {"return", "yield", "unwind"}


class Event(NamedTuple):
    """An event of a trace, with names for its places."""

    kind: str
    function: int | None
    line: int | None
    depth: int
    time: int
    details: dict[str, Any] | None


class Frame(NamedTuple):
    """A function that is open: its number, its depth, its variables, and which of them the last event has set."""

    function: int
    depth: int
    variables: dict[str, str]
    changed: set[str]


class Run(NamedTuple):
    """Events in a row that belong to one stage: those that a level shows, and how many it leaves out."""

    stage: str
    shown: list[int]
    hidden: list[int]


class Way:
    """One way of answering the request, as a trace has it."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told, self.name = told, str(told["way"])
        self.events = [Event(*one) for one in told["events"]]

    def zone(self, event: Event) -> str:
        """Return whose code an event is of: yours, the framework's, or the server's."""
        return SERVER if event.function is None else str(self.file(event.function)["zone"])

    def file(self, function: int) -> dict[str, Any]:
        """Return the file of a function."""
        found: dict[str, Any] = self.told["files"][self.told["functions"][function]["file"]]
        return found

    def place(self, function: int | None, line: int | None) -> str:
        """Return where a line stands, as people write it: ``ours.py:16 greet``; empty for the server."""
        if function is None:
            return ""
        name = self.told["functions"][function]["name"]
        return f"{self.file(function)['path'].rpartition('/')[2]}:{line} {name}"

    def source(self, event: Event) -> str:
        """Return the line of source that an event is at."""
        if event.function is None or event.line is None:
            return ""
        told = self.told["functions"][event.function]
        lines, number = told["lines"], event.line - told["first"]
        return str(lines[number]).strip() if 0 <= number < len(lines) else ""

    def shows(self, event: Event, level: str) -> bool:
        """Return whether a level shows an event."""
        if level == "lines" or self.zone(event) != FRAMEWORK:
            return True
        return level == "calls" and event.kind in CALLS

    def runs(self, level: str) -> list[Run]:
        """Return the runs of a level. One that shows nothing joins an earlier one of its stage, if there is one."""
        found: list[Run] = []
        for number, (event, place) in enumerate(zip(self.events, self.told["stage"], strict=True)):
            stage, is_shown = STAGES[place], self.shows(event, level)
            last = found[-1] if found and found[-1].stage == stage else None
            earlier = next((run for run in reversed(found) if run.stage == stage), None)
            run = last or (None if is_shown else earlier)
            if run is None:
                run = Run(stage, [], [])
                found.append(run)
            (run.shown if is_shown else run.hidden).append(number)
        return found

    def steps(self, level: str) -> list[tuple[str, int]]:
        """Return the stage and the event of each step; a run that shows nothing is one step, its first event."""
        return [(run.stage, number) for run in self.runs(level) for number in run.shown or run.hidden[:1]]

    def after(self, number: int) -> dict[str, str]:
        """Return what the line of an event has set: a trace has it at the next event of the same function."""
        one = self.events[number]
        for event in self.events[number + 1 :] if one.kind == "line" else ():
            if event.depth < one.depth or (event.depth == one.depth and event.function is not None):
                is_same = event.function == one.function and event.depth == one.depth
                return dict((event.details or {}).get("set", {})) if is_same else {}
        return {}

    def frames(self) -> Iterator[Frame | None]:
        """Yield the frame of each event; None where no function is open."""
        stack: list[Frame] = []
        asleep: dict[int | None, dict[str, str]] = {}
        for event in self.events:
            details = event.details or {}
            if event.function is not None:
                while stack and stack[-1].depth >= event.depth + (event.kind not in ENTERING):
                    stack.pop()
                before = asleep.get(event.function, {}) if event.kind == "resume" else {}
                if stack and stack[-1].depth == event.depth:
                    before = stack.pop().variables
                new: dict[str, str] = details.get("args") or details.get("set") or {}
                gone = details.get("gone", ())
                variables = {name: text for name, text in (before | new).items() if name not in gone}
                stack.append(Frame(event.function, event.depth, variables, set(new)))
            yield stack[-1] if stack else None
            if event.kind in LEAVING and stack:
                asleep[event.function] = stack.pop().variables

    def failure(self) -> str:
        """Return the exception that has left the application, and where it was raised; empty if none has."""
        error = self.told["error"]
        return f"{error['type']}: {error['text']}  {self.place(error['function'], error['line'])}" if error else ""
