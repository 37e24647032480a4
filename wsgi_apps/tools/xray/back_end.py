"""The back end that this Python has."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from typing import Any

from wsgi_apps.tools.xray import by_monitoring, by_settrace
from wsgi_apps.tools.xray.recorder import Recorder

#: The back ends by their names in a trace.
BACK_ENDS: dict[str, Any] = {}
MODULES: dict[str, Any] = {}
if sys.version_info < (3, 13):  # later ones do not say in a trace function whether a generator yields
    BACK_ENDS[by_settrace.NAME] = by_settrace.Tracing
    MODULES[by_settrace.NAME] = by_settrace
if hasattr(sys, "monitoring"):
    BACK_ENDS[by_monitoring.NAME] = by_monitoring.Monitoring
    MODULES[by_monitoring.NAME] = by_monitoring
USUAL = next(reversed(BACK_ENDS))


def recording(recorder: Recorder, name: str = USUAL) -> AbstractContextManager[None]:
    """Return a context manager in which what this thread does is told to the recorder."""
    found: AbstractContextManager[None] = BACK_ENDS[name](recorder)
    return found


def other_tracer(name: str = USUAL) -> str:
    """Return the name of a debugger or another tool that is in the way of a back end, empty if none is."""
    return str(MODULES[name].other_tracer())
