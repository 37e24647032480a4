"""The trace: what was recorded, as one JSON object (``trace.schema.json``), with the secrets masked in every text."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wsgi_apps import __version__
from wsgi_apps.development.secrets import Mask
from wsgi_apps.tools.course.manifest import Request
from wsgi_apps.tools.xray.candidates import Matched, agrees, candidates_of
from wsgi_apps.tools.xray.exchange import Exchange
from wsgi_apps.tools.xray.limits import Reached
from wsgi_apps.tools.xray.programs import Program
from wsgi_apps.tools.xray.recorder import Function, Recorder
from wsgi_apps.tools.xray.setters import Place, Setters
from wsgi_apps.tools.xray.sources import source_of
from wsgi_apps.tools.xray.stages import anchor_of, stages_of
from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.wire import environ_for, environ_rows, message
from wsgi_apps.tools.xray.zones import YOURS

VERSION = 1
SCHEMA = Path(__file__).with_name("trace.schema.json")
SPEED = "wsgi_apps/speed/"
STANDARD_OUTPUT = "-"


@dataclass
class Recorded:
    """One way: the program and the application that was called, and what was seen of it.

    ``environ`` is that of a real server; there is none where the tool calls the application itself.
    """

    program: Program
    application: Any
    prefix: str
    exchange: Exchange
    matched: Matched
    setters: Setters
    environ: dict[str, Any] | None = None

    @property
    def recorder(self) -> Recorder:
        """The recorder of the request."""
        return self.exchange.recorder


def trace_of(request: Request, recorded: list[Recorded], mask: Mask, tool: dict[str, Any]) -> dict[str, Any]:
    """Return the trace of a request. All ways are recorded by now: every secret is known."""
    for one in recorded:
        for file in {function.code.co_filename: None for function in one.recorder.functions if function.zone == YOURS}:
            mask.remember_in("\n".join(source_of(file).lines))
    return {
        "xray": VERSION,
        "tool": {"version": __version__, "python": platform.python_version(), **tool},
        "request": message(request, mask, recorded[0].recorder.limits),
        "ways": [masked(way_of(one, request), mask) for one in recorded],
    }


def way_of(one: Recorded, request: Request) -> dict[str, Any]:
    """Return what the trace says of one way."""
    recorder, exchange = one.recorder, one.exchange
    files = {function.path: function.zone for function in recorder.functions}
    rules, warnings = explained(one, request)
    return {
        "way": one.program.way,
        "module": one.program.module,
        "framework": one.program.framework,
        "environ": environ_rows(
            one.environ or environ_for(request), request, one.prefix, recorder.values, recorder.limits
        ),
        "files": [{"path": path, "zone": zone} for path, zone in files.items()],
        "functions": [entry_of(function, list(files)) for function in recorder.functions],
        "events": recorder.events,
        "stage": stages_of(recorder.events, recorder.functions, exchange.sending, exchange.closing),
        "candidates": rules,
        "setters": one.setters.rows(exchange.headers, started_at(recorder)),
        "status": exchange.status,
        "headers": [list(pair) for pair in exchange.headers],
        "error": exchange.error,
        "limits": asdict(recorder.reached),
        "outside": recorder.outside,
        "threads": recorder.threads,
        "warnings": warnings + reached(recorder.reached),
    }


def entry_of(function: Function, files: list[str]) -> dict[str, Any]:
    """Return the entry of a function; one of ``speed/`` names the steps of the core that it stands for."""
    first, lines, doc, about = source_of(function.code.co_filename).text_of(function.code)
    anchor = anchor_of(function)
    instead = {"speed": list(anchor.instead if anchor else ())} if function.path.startswith(SPEED) else {}
    place = {"file": files.index(function.path), "name": function.name, "first": first}
    return place | {"lines": lines, "doc": doc, "about": about} | instead


def explained(one: Recorded, request: Request) -> tuple[list[Any] | None, list[Any]]:
    """Return the candidates. If they disagree with the recording, return a warning instead."""
    rows = candidates_of(one.application, one.environ or environ_for(request))
    if rows and not agrees(rows, one.matched.rule):
        return None, [["E9", {"way": one.program.way}]]
    return rows, []


def started_at(recorder: Recorder) -> Place | None:
    """Return the function and the line that have called ``start_response`` last."""
    found = None
    for number, event in enumerate(recorder.events):
        if event[0] == "start":
            before = (
                one for one in reversed(recorder.events[:number]) if one[3] == event[3] - 1 and one[1] is not None
            )
            place = next(before, None)
            found = (place[1], place[2]) if place else found
    return found


def reached(limits: Reached) -> list[Any]:
    """Return a warning for each limit that has cut the trace."""
    return [["E11", {"limit": name}] for name, value in asdict(limits).items() if value]


def masked(value: Any, mask: Mask) -> Any:
    """Return a value of JSON with the secrets masked in all its texts, none of them with half a letter."""
    if isinstance(value, str):
        return mask(value if value.isascii() else value.encode("utf-8", "backslashreplace").decode())
    if isinstance(value, dict):
        return {key: masked(one, mask) for key, one in value.items()}
    return [masked(one, mask) for one in value] if isinstance(value, (list, tuple)) else value


def written(trace: dict[str, Any]) -> str:
    """Return the JSON text of a trace."""
    return json.dumps(trace, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write(trace: dict[str, Any], file: str) -> None:
    """Write a trace to a file, whole or not at all; ``-`` is standard output."""
    if file == STANDARD_OUTPUT:
        sys.stdout.write(f"{written(trace)}\n")
        return
    part = Path(f"{file}.part")
    part.write_text(written(trace), encoding="utf-8")
    part.replace(file)


def read(file: str) -> dict[str, Any]:
    """Return the trace in a file. Raises Trouble for a file that is not a trace, or one of another version."""
    try:
        trace = json.loads(Path(file).read_text(encoding="utf-8"))
        is_known = trace["xray"] == VERSION
    except (OSError, ValueError, KeyError, TypeError):
        raise Trouble("E10", file=file) from None
    if not is_known:
        raise Trouble("E10", file=file)
    found: dict[str, Any] = trace
    return found
