"""The failing request once more: as lines below the verdict, and as the command that shows it from inside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from shlex import join
from typing import Any
from urllib.parse import unquote

from wsgi_apps.tools.learn.exercise import ASKING, Exercise
from wsgi_apps.tools.learn.sentences import say

MOST = 120  # characters of a body
JSON = "application/json"
#: what the command cannot send
BEYOND = ("raw", "half_close", "close_early", "environ", "chunked", "hex")
LINE = re.compile(r"[A-Z]+ /.*")
Table = Mapping[str, Any]  # of a ``Sent``


def request_lines(sent: Table, language: str) -> Iterator[str]:
    """Yield what a request has beside its first line."""
    yield from (f"{name}: {value}" for name, value in sent.get("headers", ()))
    if sent.get("chunked"):
        yield "Transfer-Encoding: chunked"
    yield from sent.get("raw", "").rstrip().splitlines()[1:]
    if "mount" in sent:
        yield say("mounted", language, prefix=sent["mount"])
    for key, value in sent.get("environ", {}).items():
        yield say("without" if value is False else "with", language, name=key, value=repr(value))
    body, size = sent.get("body", ""), len(sent.get("body", "").encode())
    if "hex" in sent:
        body, size = repr(bytes.fromhex(sent["hex"])), len(sent["hex"]) // 2
    if body:
        yield body if len(body) <= MOST else f"{body[:MOST]}… ({size})"
    if sent.get("half_close"):
        yield say("half_close", language, bytes=size)
    if "close_early" in sent:
        yield say("close_early", language, chunks=sent["close_early"])


def xray_command(exercise: Exercise, place: Path, sent: Table) -> str:
    """Return the command that shows a request to the student's program; an empty text for one that it cannot send."""
    line, headers = f"{sent.get('method')} {sent.get('target')}", dict(sent.get("headers", ()))
    applications = exercise.kind not in ("middleware", "config", *ASKING)
    simple = len(headers) == len(sent.get("headers", ())) and "".join(headers.values()).isascii()
    simple &= "Content-Length" not in headers and not any(key in sent for key in BEYOND)
    if not applications or not LINE.fullmatch(line) or not simple:
        return ""
    module, _, name = exercise.callable.partition(":")
    words = ["python", "-m", "wsgi_apps", "xray", f"{place / module.replace('.', '/')}.py:{name}", line]
    body = sent.get("body", "")
    as_json = bool(body) and headers.get("Content-Type") == JSON
    if body and not as_json:
        headers.setdefault("Content-Type", "")
    words += [part for pair in headers.items() if not (as_json and pair[0] == "Content-Type") for part in of(*pair)]
    words += [f"--{'json' if as_json else 'data'}={body}"] if body else []
    words += ["--prefix", unquote(sent["mount"])] if "mount" in sent else []
    return join(words) if not body.startswith("@") else ""


def of(name: str, value: str) -> tuple[str, str]:
    """Return the option for a header."""
    return "-H", f"{name}: {value}"
