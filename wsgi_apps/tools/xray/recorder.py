"""The recorder: what a request does, as a list of events.

A back end (``by_settrace``, ``by_monitoring``) tells the recorder what Python does, and the recorder decides what of it
becomes an event. It keeps the frames of your code and of the frameworks on a stack; it counts all other calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from threading import Thread
from time import perf_counter_ns
from types import CodeType, FrameType, ModuleType
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from wsgi_apps.development.values import NAME_OF, Values
from wsgi_apps.tools.xray.limits import Limits, Reached
from wsgi_apps.tools.xray.sources import source_of
from wsgi_apps.tools.xray.zones import OUTSIDE, OWN, YOURS, Zones

Event = list[Any]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
#: What a back end is told about a frame: nothing of it is recorded, all but its lines, or all.
NOTHING, CALLS, LINES = 0, 1, 2
#: Frames that Python 3.12 no longer has: the comprehension is a part of the function around it.
INLINED = {"<listcomp>", "<dictcomp>", "<setcomp>"}
#: Events of the server that are recorded however many there were before.
ALWAYS = {"start", "close"}
PATIENCE = 20  # lines in a row that are left out, before Python is told not to report them
STARTS_THREAD = Thread.start.__code__
ARGS_OF = BaseException.__dict__["args"].__get__


@dataclass
class Function:
    """A function that was called: its place in the trace, its code, and its file."""

    index: int
    code: CodeType
    zone: str
    path: str
    lines: bool  # whether its lines are recorded

    @property
    def name(self) -> str:
        """Its qualified name."""
        return self.code.co_qualname


@dataclass(slots=True, eq=False)
class Followed:
    """A frame on the stack: its function, the texts of its locals, and the lines that it has run."""

    frame: FrameType
    function: Function
    texts: dict[str, str] = field(default_factory=dict)
    line: int = 0
    seen: set[int] = field(default_factory=set)
    count: int = 0
    fold: dict[str, int] | None = None
    idle: int = 0  # lines in a row that were left out


class Watcher(Protocol):
    """Looks at the values themselves while the request runs; an event has their texts alone."""

    def called(self, recorder: Recorder, one: Followed) -> None:
        """Look at a call."""

    def returned(self, recorder: Recorder, one: Followed, value: Any) -> None:
        """Look at what a call returns."""


def untimed(
    method: Callable[Concatenate[Recorder, Arguments], Result],
) -> Callable[Concatenate[Recorder, Arguments], Result]:
    """Return a method whose own time does not count as time of the request."""

    def timed(self: Recorder, /, *arguments: Arguments.args, **keywords: Arguments.kwargs) -> Result:
        if self.is_busy:  # Python tells of the calls that the recorder makes itself, too
            return method(self, *arguments, **keywords)
        begun = perf_counter_ns()
        self.is_busy = True
        self.now = (begun - self.begun - self.lost) // 1000
        try:
            return method(self, *arguments, **keywords)
        finally:
            self.is_busy = False
            self.lost += perf_counter_ns() - begun

    return wraps(method)(timed)


class Recorder:
    """Records the events of one request within limits."""

    def __init__(self, zones: Zones, values: Values, limits: Limits, watchers: Iterable[Watcher] = ()) -> None:
        self.zones, self.values, self.limits, self.watchers = zones, values, limits, list(watchers)
        self.events: list[Event] = []
        self.functions: list[Function] = []
        self.known: dict[int, Function | None] = {}
        self.codes: list[CodeType] = []  # kept: ``known`` has their ids
        self.stack: list[Followed] = []
        self.suspended: dict[FrameType, Followed] = {}
        self.wake: Callable[[FrameType], None] = lambda frame: None  # of the back end: report the lines again
        self.reached = Reached()
        self.is_busy = False
        self.outside = self.threads = self.lost = self.now = 0
        self.begun = perf_counter_ns()

    # What a back end tells

    @untimed
    def entered(self, frame: FrameType) -> int:
        """Record that a function begins, or a generator goes on; return what is recorded of the frame."""
        function = self.function_of(frame.f_code)
        if function is None or self.is_over():
            return NOTHING
        if len(self.stack) >= self.limits.levels:
            self.reached.deep += 1
            return NOTHING
        if self.stack and self.stack[-1].fold:
            self.stack[-1].idle = 0
            self.wake(self.stack[-1].frame)
        resumed = self.suspended.pop(frame, None)
        by = [self.stack[-1].function.index, self.stack[-1].line] if self.stack else None
        one = resumed or Followed(frame, function)
        if resumed is None:
            one.line = self.line_of(one)
            one.texts = self.texts(arguments_of(frame))
        details = {"by": by} if resumed else {"args": one.texts.copy(), "by": by}
        self.add("resume" if resumed else "call", one, details)
        self.stack.append(one)
        if resumed is None:
            for watcher in self.watchers:
                watcher.called(self, one)
        return LINES if function.lines else CALLS

    @untimed
    def line(self, frame: FrameType) -> bool:
        """Record that a frame comes to a line; return whether its lines are still wanted."""
        one = self.top(frame)
        if one is None:
            return not self.reached.stopped
        line = self.line_of(one)
        if line == one.line and one.count:
            return True
        one.line = line
        one.count += 1
        if one.count > self.limits.lines and line in one.seen:
            return self.folded(one)
        one.seen.add(line)
        one.idle = 0
        self.add("line", one, self.changes(one))
        return True

    @untimed
    def returned(self, frame: FrameType, value: Any) -> None:
        """Record that a function returns."""
        one = self.top(frame)
        if one is not None:
            self.stack.pop()
            self.add("return", one, {"value": self.shown(one, value)} | self.changes(one))
            for watcher in self.watchers:
                watcher.returned(self, one, value)

    @untimed
    def yielded(self, frame: FrameType, value: Any) -> None:
        """Record that a generator yields, and waits to go on."""
        one = self.top(frame)
        if one is not None:
            self.stack.pop()
            self.suspended[frame] = one
            self.add("yield", one, {"value": self.shown(one, value)} | self.changes(one))

    @untimed
    def raised(self, frame: FrameType, error: BaseException) -> None:
        """Record that an exception is raised in a frame, or comes to it from a call."""
        one = self.top(frame)
        if one is not None and type(error) is not StopIteration:
            one.line = self.line_of(one)
            self.add("raise", one, {"type": NAME_OF(type(error)), "text": self.text_of(error)})

    @untimed
    def unwound(self, frame: FrameType) -> None:
        """Record that a function ends with an exception."""
        one = self.top(frame)
        if one is None:
            return
        self.stack.pop()
        before = self.events[-2:]
        if [event[0] for event in before] == ["resume", "raise"] and before[1][5]["type"] == "GeneratorExit":
            del self.events[-2:]  # Python 3.13 closes a generator that catches nothing without running it
            return
        self.add("unwind", one, None)

    @untimed
    def served(self, kind: str, details: dict[str, Any]) -> None:
        """Record an event of the server: read, start, chunk, close."""
        if kind in ALWAYS or len(self.events) < self.limits.events:
            self.events.append([kind, None, None, len(self.stack), self.now, details])
        else:
            self.reached.events += 1

    # What an event has

    def add(self, kind: str, one: Followed, details: dict[str, Any] | None) -> None:
        """Add an event of a frame, whose depth is the number of frames below it, or count it."""
        if len(self.events) >= self.limits.events:
            self.reached.events += 1
            return
        depth = len(self.stack) - (self.stack[-1:] == [one])
        self.events.append([kind, one.function.index, one.line, depth, self.now, details or None])

    def folded(self, one: Followed) -> bool:
        """Count a line that its frame has run before, after too many; return whether to wait for another one."""
        if one.fold is None:
            self.reached.folded += 1
            one.fold = {"lines": one.count}
            self.add("fold", one, one.fold)
        one.fold["lines"] = one.count
        one.idle += 1
        return one.idle < PATIENCE

    def is_over(self) -> bool:
        """Return whether the time for the request has run out."""
        if perf_counter_ns() - self.begun > self.limits.seconds * 1e9:
            self.reached.stopped = True
        return self.reached.stopped

    def top(self, frame: FrameType) -> Followed | None:
        """Return the entry of a frame if it is at the top of the stack, or None."""
        if self.stack and self.stack[-1].frame is frame and not self.is_over():
            return self.stack[-1]
        return None

    def function_of(self, code: CodeType) -> Function | None:
        """Return the function of some code, None and a count for code that is not recorded."""
        if id(code) not in self.known:
            self.codes.append(code)
            self.known[id(code)] = self.new_function(code)
        function = self.known[id(code)]
        if function is None and self.zones.of(code.co_filename)[0] == OUTSIDE:
            self.outside += 1
            self.threads += code is STARTS_THREAD
        return function

    def new_function(self, code: CodeType) -> Function | None:
        """Return the entry of a function that is called for the first time."""
        zone, path = self.zones.of(code.co_filename)
        if zone in (OUTSIDE, OWN) or code.co_name in INLINED:
            return None
        with_lines = zone == YOURS or not path.startswith("jinja2/")
        function = Function(len(self.functions), code, zone, path, with_lines)
        self.functions.append(function)
        return function

    def line_of(self, one: Followed) -> int:
        """Return the line at which a frame is: the first one of the statement, or the line of the template."""
        code, line = one.frame.f_code, one.frame.f_lineno or 0
        if not code.co_filename.endswith(".py"):
            return template_line(one.frame.f_globals.get("debug_info"), line)
        return line if line == code.co_firstlineno else source_of(code.co_filename).statement(line)

    def changes(self, one: Followed) -> dict[str, Any]:
        """Return the locals that changed since the last event of a frame, and the names that are gone."""
        now = self.texts(one.frame.f_locals.items())
        changed = {name: text for name, text in now.items() if one.texts.get(name) != text}
        gone = [name for name in one.texts if name not in now]
        one.texts = now
        return ({"set": changed} if changed else {}) | ({"gone": gone} if gone else {})

    def texts(self, variables: Iterable[tuple[str, Any]]) -> dict[str, str]:
        """Return the texts of variables, without modules and without the names that Python makes."""
        shown = self.values.shown
        return {
            name: shown(value, name)
            for name, value in list(variables)
            if not name.startswith("__") and name[:1] != "." and type(value) is not ModuleType
        }

    def shown(self, one: Followed, value: Any) -> str:
        """Return the text of a value that a function gives back; the name of the function may be that of a secret."""
        return self.values.shown(value, one.function.code.co_name)

    def text_of(self, error: BaseException) -> str:
        """Return the text of an exception: what it was made with."""
        given = ARGS_OF(error)
        return given[0] if len(given) == 1 and type(given[0]) is str else self.values.shown(given) if given else ""


def arguments_of(frame: FrameType) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of the arguments of a frame that begins."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    variables = frame.f_locals
    yield from ((name, variables[name]) for name in code.co_varnames[:count] if name in variables)


def template_line(table: object, line: int) -> int:
    """Return the line of a template for a line of the code that Jinja2 has made of it, by its table of both."""
    pairs = [one.split("=") for one in table.split("&")] if type(table) is str and table else []
    return next((int(template) for template, python in reversed(pairs) if int(python) <= line), 1)
