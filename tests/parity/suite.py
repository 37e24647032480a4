"""How an application of the suite, its requests and its answers are written down, sent and compared.

An application is a function of a framework's namespace. Its requests are sentences: ``get``, ``post`` and ``ask`` make
one, ``talk`` joins several that share their cookies. A ``probe`` is a function whose value is compared instead.
"""

from __future__ import annotations

import io
import json as json_module
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from tests.support.strict import Answer, call, environ_for

from .meaning import cookies_of, meaning_of

BOUNDARY = "frontier"
SUITE: list[Conversation] = []
PROBES: list[Probe] = []


@dataclass(frozen=True)
class Ask:
    """One request, and what is known of its answer beforehand."""

    sentence: str
    path: str
    status: int | str = 200  # or the name of the exception that leaves the application
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    mount: str = ""
    environ: dict[str, Any] = field(default_factory=dict)
    terminated: bool = False  # the server ends the body, and there is no Content-Length
    holds: str = ""  # a text that both bodies hold, where the rest of a page has no meaning
    differs: str = ""  # the intentional difference that keeps the two answers apart
    ours: int = 0  # the status that it leads to, where that is another one


@dataclass(frozen=True)
class Conversation:
    """An application and one or more requests to it, one after the other."""

    sentence: str
    build: Callable[[SimpleNamespace], Any]
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Probe:
    """A function of a framework whose value is compared."""

    sentence: str
    function: Callable[[SimpleNamespace], Any]


def ask(path: str, sentence: str = "", status: int | str = 200, method: str = "GET", **more: Any) -> Ask:
    """Return a request; its body is ``form``, ``json``, ``files``, or a ``body`` of a ``type``."""
    headers = dict(more.pop("headers", {}))
    body, content_type = body_of(more)
    if content_type:
        headers.setdefault("Content-Type", content_type)
    return Ask(sentence or f"{method} {path}", path, status, method, body, headers, **more)


def get(path: str, sentence: str = "", status: int | str = 200, **more: Any) -> Ask:
    return ask(path, sentence, status, **more)


def post(path: str, sentence: str = "", status: int | str = 200, **more: Any) -> Ask:
    return ask(path, sentence, status, "POST", **more)


def body_of(more: dict[str, Any]) -> tuple[bytes, str]:
    """Take what describes a body out of ``more``; return the body and its Content-Type."""
    if "json" in more:
        return json_module.dumps(more.pop("json"), ensure_ascii=False).encode(), "application/json"
    if "files" in more:
        return multipart(more.pop("form", {}), more.pop("files")), f"multipart/form-data; boundary={BOUNDARY}"
    if "form" in more:
        return urlencode(more.pop("form"), doseq=True).encode(), "application/x-www-form-urlencoded"
    return more.pop("body", b""), more.pop("type", "")


def multipart(form: dict[str, str], files: dict[str, tuple[str, bytes, str]]) -> bytes:
    """Return a multipart body, as a browser writes it."""
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in form.items()]
    for name, (filename, data, kind) in files.items():
        parts.append(f'name="{name}"; filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + data)
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
    return b"".join(start + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def talk(sentence: str, *asks: Ask) -> tuple[str, tuple[Ask, ...]]:
    """Return several requests that share their cookies."""
    return sentence, asks


def application(sentence: str, *talks: Ask | tuple[str, tuple[Ask, ...]]) -> Callable[..., Any]:
    """Register an application with its requests; each request or talk meets an application of its own."""

    def register(build: Callable[[SimpleNamespace], Any]) -> Callable[[SimpleNamespace], Any]:
        for item in talks:
            title, asks = (item.sentence, (item,)) if isinstance(item, Ask) else item
            SUITE.append(Conversation(f"{sentence}: {title}", build, asks))
        return build

    return register


def probe(sentence: str) -> Callable[..., Any]:
    """Register a function whose value the two frameworks must agree on."""

    def register(function: Callable[[SimpleNamespace], Any]) -> Callable[[SimpleNamespace], Any]:
        PROBES.append(Probe(sentence, function))
        return function

    return register


def raised(function: Callable[[], Any]) -> str:
    """Return the name of what a function raises; an empty text where it returns."""
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return ""


def refused(function: Callable[[], Any]) -> bool:
    """Return whether a function raises: which exception tells a programmer of a mistake has no meaning."""
    return raised(function) != ""


def environ_of(one: Ask, cookies: dict[str, str]) -> dict[str, Any]:
    """Return the environ of a request."""
    path, _, query = one.path.partition("?")
    environ = environ_for(
        one.method,
        as_bytes(path),
        one.body,
        query=as_bytes(query),
        script_name=as_bytes(one.mount),
        content_length=None if one.terminated else "auto",
        terminated=one.terminated or None,
    )
    for name, value in one.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = as_bytes(value)
    if cookies:
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return environ | one.environ


def as_bytes(text: str) -> str:
    """Return text as PEP 3333 has it: one character for each byte of UTF-8."""
    return text.encode().decode("latin-1")


def lenient_call(app: Callable[..., Any], environ: dict[str, Any]) -> Answer:
    """Send a request as a server does that asks nothing of its application: Flask is not on trial."""
    environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].stream.getvalue())
    given, started, chunks = dict(environ), [], []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[..., None]:
        started[:] = [(status, list(headers))]
        return chunks.append

    result = app(environ, start_response)
    try:
        chunks.extend(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = started[0]
    return Answer(int(status[:3]), status[4:], headers, chunks, given)


def send(framework: SimpleNamespace, app: Callable[..., Any], environ: dict[str, Any]) -> Answer:
    """Send a request: wsgi_apps answers to the strict server."""
    return lenient_call(app, environ) if framework.name == "Flask" else call(app, environ)


@dataclass(frozen=True)
class Said:
    """What came of one request: its meaning, and its body as text."""

    status: int | str
    meaning: dict[str, Any]
    text: str = ""


def converse(framework: SimpleNamespace, conversation: Conversation) -> list[Said]:
    """Build an application on a framework, send it the requests and return what came of each."""
    app = conversation.build(framework)
    cookies: dict[str, str] = {}
    said = []
    for one in conversation.asks:
        environ = environ_of(one, cookies)
        try:
            answer = send(framework, app, environ)
        except AssertionError:
            raise
        except BaseException as error:
            said.append(Said(type(error).__name__, {"raises": type(error).__name__}))
            continue
        cookies = cookies_of(answer.headers, cookies)
        text = answer.body.decode("utf-8", "replace")
        said.append(Said(answer.status, meaning_of(one.method, environ, answer), text))
    return said
