"""The back end of Python 3.11: ``sys.settrace``, which follows one thread. Python 3.12 can use it, too."""

from __future__ import annotations

import sys
from dis import opmap
from types import FrameType
from typing import Any

from wsgi_apps.tools.xray.recorder import LINES, NOTHING, Recorder

YIELD = opmap["YIELD_VALUE"]
RETURNS = {opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in opmap}
NAME = "settrace"


class Tracing:
    """Tells a recorder what this thread does inside a ``with`` block."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.failing: set[FrameType] = set()  # where an exception is on its way, and no line has run since
        recorder.wake = wake

    def __enter__(self) -> None:
        sys.settrace(self.begun)

    def __exit__(self, *exception: object) -> None:
        sys.settrace(None)

    def begun(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Look at a frame that begins or goes on; return what follows it."""
        if self.recorder.reached.stopped:
            sys.settrace(None)
            return None
        wanted = self.recorder.entered(frame)
        frame.f_trace_lines = wanted == LINES
        return None if wanted == NOTHING else self.inside

    def inside(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Report what happens in a frame."""
        if event == "return":
            self.ended(frame, argument)
        self.failing.discard(frame)
        if event == "line":
            frame.f_trace_lines = self.recorder.line(frame)
        elif event == "exception":
            self.recorder.raised(frame, argument[1])
            if frame.f_trace_lines:
                self.failing.add(frame)
        return self.inside

    def ended(self, frame: FrameType, value: Any) -> None:
        """Report how a frame ends: the instruction says whether it yields, returns, or has an exception."""
        instruction = frame.f_code.co_code[frame.f_lasti]
        if instruction == YIELD and frame not in self.failing:
            self.recorder.yielded(frame, value)
        elif value is None and instruction not in RETURNS:
            self.recorder.unwound(frame)
        else:
            self.recorder.returned(frame, value)


def wake(frame: FrameType) -> None:
    """Let Python report the lines of a frame again."""
    frame.f_trace_lines = True


def other_tracer() -> str:
    """Return the name of another tool that traces this thread; empty if none does."""
    found = sys.gettrace()
    return "" if found is None else f"{type(found).__module__}.{type(found).__qualname__}".removeprefix("builtins.")
