"""The seven jobs that every peer does, and the other rules that stand in its table meanwhile."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Job(NamedTuple):
    """A request, and the answer to it: text is compared as it is, other values as JSON, None is not compared."""

    name: str
    method: str
    path: str
    status: int
    answer: Any
    query: str = ""
    content_type: str = ""
    body: bytes = b""

    @property
    def environ(self) -> dict[str, Any]:
        """What a server hands over, as long as a short request of curl makes it."""
        return {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "CONTENT_TYPE": self.content_type,
            "CONTENT_LENGTH": str(len(self.body)) if self.body else "",
            "REQUEST_URI": f"{self.path}?{self.query}" if self.query else self.path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "REMOTE_PORT": "50000",
            "HTTP_HOST": "localhost:8000",
            "HTTP_USER_AGENT": "curl/8",
            "HTTP_ACCEPT": "*/*",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


JOBS = [
    Job("hello", "GET", "/hello", 200, "Hello World"),
    Job("two string variables", "GET", "/greet/Hello/JongHyun", 200, "Hello, JongHyun!"),
    Job("int/string/int, JSON out", "GET", "/calc/12/plus/30", 200, {"operator": "plus", "result": 42}),
    Job("JSON body", "POST", "/json", 200, {"name": "JongHyun"}, content_type=JSON, body=b'{"name": "JongHyun", "age": 21}'),
    Job("form body", "POST", "/form", 200, "JongHyun: small", content_type=FORM, body=b"name=JongHyun&model=small"),
    Job("query and header, JSON out", "GET", "/query", 200, {"agent": "curl/8", "name": "JongHyun"}, query="name=JongHyun&age=21"),
    Job("not found", "GET", "/nowhere/at/all", 404, None),
]  # fmt: skip


def others(count: int, variable: str) -> Iterator[str]:
    """Yield ``count`` rules that no job asks for, every second one with a ``variable`` (str, as the peer writes it)."""
    for number in range(count):
        yield f"/shelf{number}/{variable if number % 2 else 'list'}"


def split(rules: Iterator[str]) -> tuple[list[str], list[str]]:
    """Return the rules in two halves: one goes before the jobs' rules, one after, which is fair to a linear search."""
    listed = list(rules)
    return listed[: len(listed) // 2], listed[len(listed) // 2 :]


def wrong_answers(application: Any) -> list[str]:
    """Return a sentence (str) for every job that an application (WSGI) answers otherwise than it should."""
    return [sentence for job in JOBS if (sentence := wrong_answer(application, job))]


def wrong_answer(application: Any, job: Job) -> str:
    """Return what is wrong (str) with the answer to a job, ``""`` if nothing is."""
    started: list[Any] = []
    iterable = application(
        {**job.environ, "wsgi.input": BytesIO(job.body)},
        lambda status, headers, exc_info=None: started.append((status, headers)),
    )
    body = b"".join(iterable).decode()
    getattr(iterable, "close", int)()
    status, headers = started[-1]
    kind = {name.lower(): value for name, value in headers}.get("content-type", "")
    answer = json.loads(body) if kind.startswith(JSON) and job.answer is not None else body
    is_right = int(status[:3]) == job.status and job.answer in (None, answer)
    return "" if is_right else f"{job.name}: {status}, {kind}, {body!r}"
