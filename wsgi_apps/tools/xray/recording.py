"""``record``: one request to one, two or three programs, recorded; the result is a trace."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsgi_apps.development.secrets import Mask
from wsgi_apps.development.values import Values
from wsgi_apps.tools.course.manifest import Request
from wsgi_apps.tools.xray.back_end import USUAL, other_tracer, recording
from wsgi_apps.tools.xray.candidates import Matched
from wsgi_apps.tools.xray.exchange import Exchange
from wsgi_apps.tools.xray.limits import Limits
from wsgi_apps.tools.xray.programs import Program, mounted, without_speed
from wsgi_apps.tools.xray.recorder import Recorder
from wsgi_apps.tools.xray.setters import Setters
from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.trace import Recorded, trace_of
from wsgi_apps.tools.xray.wire import environ_for, remember_secrets
from wsgi_apps.tools.xray.zones import Zones

#: Requests that go ahead: the first makes what is made once, and after it speed/ decides which way it takes.
AHEAD = 2


@dataclass(frozen=True)
class Options:
    """How a request is recorded.

    ``mine`` are folders whose code is yours beside that of the program. The program is mounted at the ``prefix``.
    ``first``: its very first request is recorded; else the same goes ahead, so that what is done once is done.
    ``core``: the framework is recorded without ``speed/``. ``chunks``: the body is closed after so many.
    """

    limits: Limits = field(default_factory=Limits)
    mine: tuple[Path, ...] = ()
    prefix: str = ""
    first: bool = False
    core: bool = False
    show_secrets: bool = False
    back_end: str = USUAL
    chunks: int | None = None


USUALLY = Options()


def record(programs: list[Program], request: Request, options: Options = USUALLY) -> dict[str, Any]:
    """Return the trace of a request to each of the programs. Raises Trouble if another tool traces this thread."""
    other = other_tracer(options.back_end)
    if other:
        raise Trouble("E7", tool=other)
    mask = Mask(options.show_secrets)
    remember_secrets(mask, request)
    recorded = [one_way(program, request, options, mask) for program in programs]
    return trace_of(request, recorded, mask, tool_of(options))


def one_way(program: Program, request: Request, options: Options, mask: Mask) -> Recorded:
    """Return what is recorded of a request to one program."""
    application = mounted(program, options.prefix)
    with without_speed(application) if options.core else nullcontext():
        if not options.first:
            for _ in range(AHEAD):
                Exchange(new_recorder(program, options, mask), nullcontext).run(application, environ_for(request))
        recorder = new_recorder(program, options, mask)
        matched, setters = Matched(), Setters()
        recorder.watchers = [matched, setters]
        exchange = Exchange(recorder, lambda: recording(recorder, options.back_end))
        exchange.run(application, environ_for(request), options.chunks)
    return Recorded(program, application, options.prefix, exchange, matched, setters)


def new_recorder(program: Program, options: Options, mask: Mask) -> Recorder:
    """Return a recorder for one request to a program."""
    limits = options.limits
    zones = Zones([program.folder, *options.mine])
    return Recorder(zones, Values(mask, limits.text, limits.items, limits.depth), limits)


def tool_of(options: Options) -> dict[str, Any]:
    """Return the keys of ``tool`` in a trace that follow from the options."""
    shown = {"secrets": "shown"} if options.show_secrets else {}
    return {"recorder": options.back_end, "server": "none"} | ({"core": True} if options.core else {}) | shown
