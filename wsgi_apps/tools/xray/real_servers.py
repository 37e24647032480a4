"""``--server``: a request over a socket to a real server, recorded in its worker; both directions are kept."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from wsgi_apps.development.secrets import Mask
from wsgi_apps.tools.check.live import SPELLED, installed
from wsgi_apps.tools.course.asking import HOST
from wsgi_apps.tools.course.manifest import CALLABLES, Request
from wsgi_apps.tools.course.servers import ROOT, command, free_port, running
from wsgi_apps.tools.xray.programs import Program
from wsgi_apps.tools.xray.rebuilt import headers_in
from wsgi_apps.tools.xray.recording import AHEAD, Options
from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.trace import masked
from wsgi_apps.tools.xray.wire import bytes_of, remember_secrets
from wsgi_apps.tools.xray.worker import JOB, VARIABLE

WORKER = "wsgi_apps.tools.xray.worker:application"
PLACE = "xray-job-"  # a folder's name begins with it; the number of the process that made the folder follows
PATIENCE = 10  # seconds for the response, beside those that the recording may take
CHUNK = re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r\n")


def record_on(server: str, programs: list[Program], request: Request, options: Options) -> dict[str, Any]:
    """Return the trace of a request to programs on a real server. Raises Trouble, and Mistake if it does not start."""
    if not installed(server):
        raise Trouble("E5", server=SPELLED[server])
    traces = [one_way(server, program, request, options) for program in programs]
    ways = [way for trace in traces for way in trace["ways"]]
    return dict(traces[0]) | {"ways": ways, "reply": ways[0]["reply"]}


def one_way(server: str, program: Program, request: Request, options: Options) -> Any:
    """Return the trace of a request to one program."""
    port = free_port()
    words, environment = command(server, WORKER, port)
    with new_folder() as place:
        folder = Path(place)
        (folder / JOB).write_bytes(pickle.dumps((server, plain(request), options)))
        name = program.module.partition(":")[2] or CALLABLES.get(program.way, "")
        target = f"{program.file.resolve()}{':' if name else ''}{name}"
        own = {VARIABLE: f"{target},{folder}", "PYTHONPATH": os.pathsep.join([str(program.folder), str(ROOT)])}
        with running(words, environment | own, port, f"{SPELLED[server]} does not serve {program.module}"):
            for _ in range(0 if options.first else AHEAD):
                asked(port, request, folder, options)
            trace, reply = asked(port, request, folder, options)
    (way,) = trace["ways"]
    way |= {"way": program.way, "module": program.module, "reply": told(reply, request, options)}
    way["setters"] += added(reply, way["headers"])
    return trace


def new_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for the request and its traces; those of processes that were killed are removed first."""
    if os.name == "posix":
        sweep(Path(tempfile.gettempdir()))
    return tempfile.TemporaryDirectory(prefix=f"{PLACE}{os.getpid()}-")


def sweep(folder: Path) -> None:
    """Remove the folders of this user whose process is gone: it was killed before it could remove them."""
    for one in folder.glob(f"{PLACE}*-*"):
        process = one.name.removeprefix(PLACE).partition("-")[0]
        with suppress(FileNotFoundError):  # another process sweeps, too
            if process.isdecimal() and one.lstat().st_uid == os.getuid() and is_gone(int(process)):
                shutil.rmtree(one, ignore_errors=True)


def is_gone(process: int) -> bool:
    """Return whether there is no process of a number."""
    try:
        os.kill(process, 0)  # no signal, a question
    except (OSError, OverflowError) as error:
        return isinstance(error, ProcessLookupError)
    return False


def plain(request: Request) -> Request:
    """Return a request without what a lab expects of it."""
    return Request("", request.method, request.path, request.headers, request.body, request.chunked, {}, {}, {}, {}, {})


def asked(port: int, request: Request, folder: Path, options: Options) -> tuple[Any, bytes]:
    """Send a request; return the trace of the worker, and all bytes that the server has sent. Raises Trouble."""
    known, reply = set(folder.glob("*.json")), b""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=PATIENCE + options.limits.seconds) as one:
        one.sendall(bytes_of(request))
        while piece := one.recv(65536):
            reply += piece
    end = time.monotonic() + PATIENCE
    while not (new := set(folder.glob("*.json")) - known):  # it is written after the response
        if time.monotonic() > end:
            raise Trouble("E5reply")
        time.sleep(0.01)
    return json.loads(new.pop().read_text(encoding="utf-8")), reply


def told(reply: bytes, request: Request, options: Options) -> dict[str, Any]:
    """Return what a trace says of the bytes that the server has sent: the text, and the sizes of its chunks."""
    mask = Mask(options.show_secrets)
    remember_secrets(mask, request)
    head, _, body = reply.partition(b"\r\n\r\n")
    for name, value in headers_in(head):
        if name.lower() == "set-cookie":
            mask.hidden(value)
    is_chunked = ("transfer-encoding", "chunked") in [(name.lower(), value) for name, value in headers_in(head)]
    sizes = {"chunks": chunks_in(body)} if is_chunked else {}
    text = reply[: options.limits.body].decode("latin-1")
    mask.remember_in(text)
    found = {"bytes": text, "length": len(reply), "truncated": len(reply) > options.limits.body} | sizes
    return dict(masked(found, mask))


def added(reply: bytes, sent: list[list[str]]) -> list[list[Any]]:
    """Return a row for each header of the reply that the application has not sent."""
    of_application = {name.lower() for name, _ in sent}
    head = reply.partition(b"\r\n\r\n")[0]
    return [
        [name, value, None, None, "server"] for name, value in headers_in(head) if name.lower() not in of_application
    ]


def chunks_in(body: bytes) -> list[int]:
    """Return the sizes of the chunks of a body, without the last one, which is empty (RFC 9112, 7.1)."""
    sizes, place = [], 0
    while found := CHUNK.match(body, place):
        size = int(found[1], 16)
        place = found.end() + size + 2
        if not size:
            break
        sizes.append(size)
    return sizes
