"""Real servers: they are asked the same as the probe has asked, and what they answer is told."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote_from_bytes

from wsgi_apps.tools.check.asked import AUTO, Asked
from wsgi_apps.tools.check.job import Job, Outcome, asked
from wsgi_apps.tools.check.loading import lab_of
from wsgi_apps.tools.check.work import told
from wsgi_apps.tools.course.asking import HOST, over_http
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.servers import ROOT, command, free_port, running
from wsgi_apps.tools.serve import uwsgi_program

EVERY = ("uwsgi", "gunicorn", "wsgiref")
SPELLED = {"uwsgi": "uWSGI", "gunicorn": "gunicorn", "wsgiref": "wsgiref"}
ABSENT = {
    "uwsgi": ("uWSGI is not installed: pip install uwsgi", "uWSGI가 설치되어 있지 않습니다: pip install uwsgi"),
    "gunicorn": (
        "gunicorn is not installed: pip install gunicorn",
        "gunicorn이 설치되어 있지 않습니다: pip install gunicorn",
    ),
}
PATIENCE = 2  # seconds of silence that are called "hangs"
SHOWN = 20  # letters of a body
STATUS = re.compile(rb"HTTP/1\.\d (\S+)")


def installed(server: str) -> bool:
    """Return whether a server is installed beside this Python."""
    if server == "gunicorn":
        return (Path(sys.executable).parent / "gunicorn").exists()
    return server == "wsgiref" or bool(shutil.which(uwsgi_program()))


def chosen(server: str) -> tuple[str, ...]:
    """Return the servers that ``--server`` means. Raises Mistake for one that is not installed."""
    names = EVERY if server == "all" else (server,)
    for name in names:
        if not installed(name):
            raise Mistake(*ABSENT[name])
    return names


@contextmanager
def serving(server: str, job: Job, name: str) -> Iterator[int]:
    """Serve the program of a job; give the port. Raises Mistake."""
    port, module = free_port(), f"{job.target.module}:{name}"
    words, environment = command(server, module, port)
    path = os.pathsep.join([job.target.path, str(ROOT)])
    with running(words, environment | {"PYTHONPATH": path}, port, f"{server} does not serve {module}"):
        yield port


def lab_live(job: Job, server: str, outcome: Outcome) -> None:
    """Send the requests of a lab to the program on real servers, and add what is unexpected. Raises Mistake."""
    lab = lab_of(job.answers)
    if lab is None:
        return
    for name in chosen(server):
        with serving(name, job, outcome.name) as port:
            for request in lab.requests:
                if name not in request.not_on:
                    one = told(lab, request, over_http(f"http://{HOST}:{port}", request), job)
                    outcome.answers.append(one | {"request": f"{SPELLED[name]}: {one['request']}"})


def asked_live(job: Job, server: str, outcome: Outcome) -> None:
    """Ask real servers what they make of the request of each finding. Raises Mistake."""
    shown = [one for one in outcome.findings if one["asked"] is not None]
    for name in chosen(server):
        with serving(name, job, outcome.name) as port:
            for finding in shown:
                reply = reply_of(port, asked(finding["asked"]))
                finding.setdefault("servers", {})[SPELLED[name]] = cell(reply)


def as_bytes(request: Asked) -> bytes:
    """Return a request as it is sent (RFC 9112)."""
    target = quote_from_bytes(request.path.encode("latin-1"), safe="/%?&=:@!$'()*+,;~") or "/"
    query = f"?{request.query}" if request.query else ""
    lines = [f"{request.method} {target}{query} HTTP/1.1", "Host: localhost", "Connection: close"]
    chunked = any(name == "Transfer-Encoding" for name, _ in request.headers)
    length = (str(len(request.body)) if request.body else None) if request.length == AUTO else request.length
    lines += [] if length is None or chunked else [f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    body = request.body
    return head + (b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked and body else body)


def reply_of(port: int, request: Asked, host: str = HOST) -> bytes | None:
    """Return all bytes that a server sends for a request, None for a server that says nothing for a while."""
    received = b""
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as connection:
            connection.sendall(as_bytes(replace(request, path=request.script_name + request.path)))
            while piece := connection.recv(65536):
                received += piece
    except TimeoutError:
        return received or None
    except OSError:
        return received
    return received


def cell(reply: bytes | None) -> str:
    """Return a reply in a few letters: its status, and the beginning of its body."""
    if reply is None:
        return "hangs"
    if not reply:
        return "no reply"
    head, _, body = reply.partition(b"\r\n\r\n")
    found = STATUS.match(head)
    text = " ".join(body.decode("utf-8", "replace").split())[:SHOWN]
    if found is None:
        return f"no status line, {' '.join(reply.decode('utf-8', 'replace').split())[:SHOWN]}"
    code = found[1].decode("latin-1")
    return f"{code} {text}" if text and not code.startswith("5") else code if code.startswith("5") else f"{code}, empty"
