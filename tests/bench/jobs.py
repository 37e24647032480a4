"""The jobs that every peer does, and the other rules that stand in its table meanwhile."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
SITE = "http://localhost:8000"

#: What an application has besides the plain one, each in an application of its own: a hook would slow other jobs down.
PLAIN = ""
PASSING_HOOK = "a hook that returns the response as it is"
HEADER_HOOK = "a hook that sets a header"
VARIABLE_FIRST = "a rule that begins with a variable"
ERROR_HANDLER = "a handler for the error 404"

#: The header that ``HEADER_HOOK`` sets.
FRAME = ("X-Frame-Options", "DENY")
#: The rule of ``VARIABLE_FIRST``: it has as many segments as the path that no rule has.
SHOP = "/<shop>/cart/<item>"


class Job(NamedTuple):
    """A request and the expected response.

    A body that is text is compared as it is, other values as JSON; None is not compared. ``header`` is a header that
    the response must have. ``extra`` is what the application has besides the plain one. ``is_real`` says whether a real
    application has it, where a benchmark usually has not.
    """

    name: str
    method: str
    path: str
    status: int
    answer: Any
    query: str = ""
    content_type: str = ""
    body: bytes = b""
    cookie: str = ""
    header: tuple[str, str] | None = None
    extra: str = PLAIN
    is_real: bool = False

    @property
    def environ(self) -> dict[str, Any]:
        """What a server hands over, as long as a short request of curl makes it."""
        environ: dict[str, Any] = {
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
        return environ | ({"HTTP_COOKIE": self.cookie} if self.cookie else {})


NAMES = {"name": "JongHyun", "age": 21}
AGENT = {"agent": "curl/8", "name": "JongHyun"}
KOREAN = b"name=%EC%A2%85%ED%98%84&model=small"
JOBS = [
    Job("hello", "GET", "/hello", 200, "Hello World"),
    Job("two string variables", "GET", "/greet/Hello/JongHyun", 200, "Hello, JongHyun!"),
    Job("int/string/int, JSON out", "GET", "/calc/12/plus/30", 200, {"operator": "plus", "result": 42}),
    Job("JSON body", "POST", "/json", 200, {"name": "JongHyun"}, content_type=JSON, body=json.dumps(NAMES).encode()),
    Job("form body", "POST", "/form", 200, "JongHyun: small", content_type=FORM, body=b"name=JongHyun&model=small"),
    Job("query and header, JSON out", "GET", "/query", 200, AGENT, query="name=JongHyun&age=21"),
    Job("not found", "GET", "/nowhere/at/all", 404, None),
    Job("hello, cookie", "GET", "/hello", 200, "Hello World", cookie="theme=dark; _ga=GA1.2.3", is_real=True),
    Job("hello, hook", "GET", "/hello", 200, "Hello World", extra=PASSING_HOOK, is_real=True),
    Job("hello, hook sets header", "GET", "/hello", 200, "Hello World", header=FRAME, extra=HEADER_HOOK, is_real=True),
    Job("form body, Korean", "POST", "/form", 200, "종현: small", content_type=FORM, body=KOREAN, is_real=True),
    Job("not found below a variable", "GET", "/nowhere/at/all", 404, None, extra=VARIABLE_FIRST, is_real=True),
    Job("body, status and header", "GET", "/made", 201, "Made", header=("X-Number", "12"), is_real=True),
    Job("JSON response object", "GET", "/names", 200, NAMES, is_real=True),
    Job("redirect", "GET", "/old", 302, None, header=("Location", "/hello"), is_real=True),
    Job("404 by an error handler", "GET", "/nowhere/at/all", 404, "Nothing here", extra=ERROR_HANDLER, is_real=True),
]  # fmt: skip


def job_named(name: str) -> Job:
    """Return the job of that name. Raises StopIteration if there is none."""
    return next(job for job in JOBS if job.name == name)


def others(count: int, variable: str) -> Iterator[str]:
    """Yield ``count`` rules that no job asks for, every second one with a ``variable``, as the peer writes it."""
    for number in range(count):
        yield f"/shelf{number}/{variable if number % 2 else 'list'}"


def split(rules: Iterator[str]) -> tuple[list[str], list[str]]:
    """Return the rules in two halves: one goes before the jobs' rules, one after, which is fair to a linear search."""
    listed = list(rules)
    return listed[: len(listed) // 2], listed[len(listed) // 2 :]


def wrong_answer(application: Any, job: Job) -> str:
    """Return what is wrong with an application's (WSGI) response to a job, ``""`` if nothing is."""
    started: list[Any] = []
    iterable = application(
        {**job.environ, "wsgi.input": BytesIO(job.body)},
        lambda status, headers, exc_info=None: started.append((status, headers)),
    )
    body = b"".join(iterable).decode()
    getattr(iterable, "close", int)()
    status, headers = started[-1]
    is_right = int(status[:3]) == job.status and has_header(headers, job) and has_body(headers, body, job)
    return "" if is_right else f"{job.name}: {status}, {headers}, {body!r}"


def has_header(headers: list[tuple[str, str]], job: Job) -> bool:
    """Return whether the header of a job is there; a Location may be a whole URL (RFC 9110, section 10.2.2)."""
    sent = [(name.lower(), value.removeprefix(SITE)) for name, value in headers]
    return job.header is None or (job.header[0].lower(), job.header[1]) in sent


def has_body(headers: list[tuple[str, str]], body: str, job: Job) -> bool:
    """Return whether the body is the one that a job expects."""
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return job.answer is None or job.answer == (json.loads(body) if kind.startswith(JSON) else body)
