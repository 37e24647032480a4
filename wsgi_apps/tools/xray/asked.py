"""The request that the command line means: one of a lab's list, or one that is written out."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from wsgi_apps.environ import TOKEN
from wsgi_apps.tools.course.manifest import Lab, Request
from wsgi_apps.tools.xray.texts import Trouble

JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def request_of(lab: Lab, wanted: str | None) -> Request:
    """Return a request of a lab by its number, counted from 1, or by its line. Raises Trouble."""
    wanted = wanted or "1"
    if wanted.isdecimal():
        if not 1 <= int(wanted) <= len(lab.requests):
            raise Trouble("E1request", lab=lab.name, count=len(lab.requests))
        return lab.requests[int(wanted) - 1]
    return next((one for one in lab.requests if str(one) == wanted), None) or typed(wanted)


def typed(line: str) -> Request:
    """Return the request of a line such as ``GET /x``. Raises Trouble."""
    method, _, path = line.strip().partition(" ")
    if not (TOKEN.fullmatch(method) and path.startswith("/")):
        raise Trouble("E3", line=line)
    return Request("", method.upper(), path, (), b"", False, {}, {}, {}, {}, {})


def with_options(request: Request, options: Namespace) -> Request:
    """Return a request with the headers and the body of the command line. Raises Trouble."""
    headers = [header(one) for one in options.header]
    body, kind = body_of(options)
    named = {name.lower() for name, _ in headers}
    added = [*headers, *(() if kind is None or "content-type" in named else (kind,))]
    replaced = {name.lower() for name, _ in added}
    kept = [pair for pair in request.headers if pair[0].lower() not in replaced]
    return replace(request, headers=(*kept, *added), body=request.body if body is None else body)


def header(line: str) -> tuple[str, str]:
    """Return the name and the value of a header. Raises Trouble."""
    name, colon, value = line.partition(":")
    if not (colon and TOKEN.fullmatch(name.strip())):
        raise Trouble("E3header", line=line)
    return name.strip(), value.strip()


def body_of(options: Namespace) -> tuple[bytes | None, tuple[str, str] | None]:
    """Return the body of the command line and its type, as curl sends them; None for neither. Raises Trouble."""
    if options.json is not None:
        return options.json.encode(), JSON
    if options.data is None:
        return None, None
    if options.data.startswith("@"):
        try:
            return Path(options.data[1:]).read_bytes(), FORM
        except OSError as error:
            raise Trouble("E12read", file=options.data[1:], why=error.strerror) from None
    return options.data.encode(), FORM
