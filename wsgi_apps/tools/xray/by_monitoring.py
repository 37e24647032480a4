"""The back end from Python 3.12 on: ``sys.monitoring``, which costs nothing for code that no tool follows.

A tool is registered for the process, so the threads share it: a table has the recorder of each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Lock, get_ident
from types import CodeType, FrameType
from typing import Any

from wsgi_apps.tools.xray.recorder import LINES, NOTHING, Recorder

NAME = "monitoring"
IDS = (0, 2, 5)  # the tool ids of debuggers, of profilers, and one without a meaning (PEP 669)
RESTARTS = 20  # how often lines that were switched off are switched on again, for a function that is called again
monitoring: Any = getattr(sys, "monitoring", None)


class Process:
    """The tool of this process: its id while a thread records, the recorders by thread, the code it listens to."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.tool: int | None = None
        self.recorders: dict[int, Recorder] = {}
        self.codes: dict[int, CodeType] = {}
        self.quiet: set[int] = set()  # ids of code with lines that were switched off
        self.restarts = 0

    def enter(self, recorder: Recorder) -> None:
        """Record this thread. Raises RuntimeError if other tools have all ids."""
        with self.lock:
            if self.tool is None:
                self.begin()
            self.recorders[get_ident()] = recorder

    def leave(self) -> None:
        """End the recording of this thread, and the tool with the last one."""
        with self.lock:
            self.recorders.pop(get_ident(), None)
            if not self.recorders and self.tool is not None:
                self.end(self.tool)

    def begin(self) -> None:
        """Register the tool. Raises RuntimeError."""
        self.tool = next((one for one in IDS if monitoring.get_tool(one) is None), None)
        if self.tool is None:
            raise RuntimeError(str(monitoring.get_tool(IDS[0])))
        monitoring.use_tool_id(self.tool, "wsgi_apps xray")
        events = monitoring.events
        for event, callback in callbacks(self).items():
            monitoring.register_callback(self.tool, event, callback)
        monitoring.set_events(self.tool, events.PY_START | events.RAISE | events.PY_UNWIND | events.PY_THROW)
        self.restarts = 0

    def end(self, tool: int) -> None:
        """Listen to nothing any more."""
        monitoring.set_events(tool, 0)
        for code in self.codes.values():
            monitoring.set_local_events(tool, code, 0)
        monitoring.restart_events()
        for event in callbacks(self):
            monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)
        self.tool = None
        self.codes.clear()
        self.quiet.clear()

    # What Python tells

    def began(self, code: CodeType, offset: int) -> None:
        """Look at a frame that begins."""
        recorder = self.recorders.get(get_ident())
        if recorder is not None and not recorder.reached.stopped:
            wanted = recorder.entered(sys._getframe(1))
            if wanted != NOTHING:
                self.listen(code, wanted)

    def went_on(self, code: CodeType, offset: int, error: BaseException | None = None) -> None:
        """Look at a generator that goes on, with an exception that is thrown into it or without."""
        recorder = self.recorders.get(get_ident())
        if recorder is not None and not recorder.reached.stopped:
            recorder.entered(sys._getframe(1))

    def listen(self, code: CodeType, wanted: int) -> None:
        """Listen to what happens inside of some code; its lines are switched on again if they were switched off."""
        if id(code) not in self.codes:
            self.codes[id(code)] = code
            events = monitoring.events
            lines = events.LINE if wanted == LINES else 0
            inside = events.PY_RETURN | events.PY_YIELD | events.PY_RESUME | lines
            monitoring.set_local_events(self.tool, code, inside)
        elif id(code) in self.quiet and self.restarts < RESTARTS:
            self.restarts += 1
            self.quiet.clear()
            monitoring.restart_events()

    def line(self, code: CodeType, number: int) -> Any:
        """Report a line, and switch it off if no recorder wants it."""
        recorder = self.recorders.get(get_ident())
        if recorder is None or recorder.line(sys._getframe(1)) or len(self.recorders) > 1:
            return None
        self.quiet.add(id(code))
        return monitoring.DISABLE

    def tell(self, name: str, frame: FrameType, *arguments: Any) -> None:
        """Call a method of this thread's recorder, if there is one and the frame may be on its stack."""
        recorder = self.recorders.get(get_ident())
        if recorder is not None and id(frame.f_code) in self.codes:
            getattr(recorder, name)(frame, *arguments)


def callbacks(process: Process) -> dict[int, Callable[..., Any]]:
    """Return the function for each event."""
    events = monitoring.events
    return {
        events.PY_START: process.began,
        events.PY_RESUME: process.went_on,
        events.PY_THROW: process.went_on,
        events.LINE: process.line,
        events.PY_RETURN: lambda code, offset, value: process.tell("returned", sys._getframe(1), value),
        events.PY_YIELD: lambda code, offset, value: process.tell("yielded", sys._getframe(1), value),
        events.RAISE: lambda code, offset, error: process.tell("raised", sys._getframe(1), error),
        events.PY_UNWIND: lambda code, offset, error: process.tell("unwound", sys._getframe(1)),
    }


PROCESS = Process()


class Monitoring:
    """Tells a recorder what this thread does inside a ``with`` block."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def __enter__(self) -> None:
        PROCESS.enter(self.recorder)

    def __exit__(self, *exception: object) -> None:
        PROCESS.leave()


def other_tracer() -> str:
    """Return the name of a tool if others have all ids, empty if one is free."""
    if PROCESS.tool is not None or any(monitoring.get_tool(one) is None for one in IDS):
        return ""
    return str(monitoring.get_tool(IDS[0]))
