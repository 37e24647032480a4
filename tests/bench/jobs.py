"""The seven jobs: the request of each, and what the answer must be."""

from __future__ import annotations

import io
import json
import sys
from typing import Any, NamedTuple

FORM = "application/x-www-form-urlencoded"


class Job(NamedTuple):
    """A request, and the status and the meaning of its answer."""

    title: str
    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    status: int = 200
    answer: Any = None


JOBS = {
    "hello": Job("hello", "GET", "/hello", answer="Hello World"),
    "variable": Job("two string variables", "GET", "/greet/Hello/JongHyun", answer="Hello, JongHyun"),
    "converter": Job("int/string/int, JSON out", "GET", "/calc/12/plus/30", answer={"result": 42, "op": "plus"}),
    "json": Job("JSON in, JSON out", "POST", "/json", "", b'{"name": "JongHyun", "age": 21}', "application/json",
                answer={"name": "JongHyun"}),
    "form": Job("form in", "POST", "/form", "", b"name=JongHyun&model=small", FORM, answer="JongHyun small"),
    "query": Job("query and header, JSON out", "GET", "/query", "name=JongHyun&x=1",
                 answer={"name": "JongHyun", "agent": "curl/8"}),
    "missing": Job("not found", "GET", "/no/such/page", status=404),
}  # fmt: skip


def environ_of(job: Job) -> dict[str, Any]:
    """Return the environ of a job's request, without its body."""
    environ = {
        "REQUEST_METHOD": job.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": job.path,
        "QUERY_STRING": job.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_USER_AGENT": "curl/8",
        "HTTP_ACCEPT": "*/*",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if job.body:
        environ |= {"CONTENT_LENGTH": str(len(job.body)), "CONTENT_TYPE": job.content_type}
    return environ


def asker(application: Any, job: Job) -> Any:
    """Return a function that sends the request of a job once and returns status and body."""
    known, statuses = environ_of(job), []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        statuses[:] = [status]

    def ask() -> tuple[str, bytes]:
        environ = known.copy()
        environ["wsgi.input"] = io.BytesIO(job.body)
        result = application(environ, start_response)
        body = b"".join(result)
        close = getattr(result, "close", None)
        if close is not None:
            close()
        return statuses[0], body

    return ask


def check(application: Any, name: str) -> None:
    """Raise AssertionError unless an application does a job: what is fast and wrong is not measured."""
    job = JOBS[name]
    status, body = asker(application, job)()
    assert int(status[:3]) == job.status, f"{name}: {status}"
    if isinstance(job.answer, dict):
        assert json.loads(body) == job.answer, f"{name}: {body!r}"
    elif job.answer is not None:
        assert body.decode() == job.answer, f"{name}: {body!r}"
