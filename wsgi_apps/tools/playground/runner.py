"""The side of the playground that runs in the browser, in Python there: a program and a request in, plain values out.

``worker.js`` calls ``call`` with the name of one of the JOBS and its job as JSON. A job has the lab, the program (its
file, and its text as it is in the editor), a second program of the lab beside it (or an empty name), and the request.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import invalidate_caches
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.checking import Check, loaded_files
from wsgi_apps.tools.check.findings import Finding
from wsgi_apps.tools.check.loading import as_asked
from wsgi_apps.tools.check.measured import servers_of
from wsgi_apps.tools.check.own import Own, Sources
from wsgi_apps.tools.check.rules import LANGUAGES, RULES
from wsgi_apps.tools.course.asking import in_process, unloaded
from wsgi_apps.tools.course.comparing import unexpected
from wsgi_apps.tools.course.manifest import CALLABLES, Lab, Request, chosen
from wsgi_apps.tools.naming import Named, resolved
from wsgi_apps.tools.xray.page import page
from wsgi_apps.tools.xray.programs import APP, Program
from wsgi_apps.tools.xray.recording import record
from wsgi_apps.tools.xray.sources import source_of
from wsgi_apps.tools.xray.wire import headers_of

PROJECT = Path(__file__).resolve().parents[3]
MOST = 4  # requests of a lab that are checked beside the one on the page


class InBrowser(Check):
    """A check without threads: Python in a browser does not have them."""

    def crowd(self, base: Asked) -> None:
        """Leave out what needs threads (rule W801)."""


def call(name: str, text: str) -> str:
    """Do a job that is described in JSON; return its result as JSON. An exception of the program is a result, too."""
    job = json.loads(text)
    lab = chosen([job["lab"]])[0]
    try:
        return json.dumps(JOBS[name](job, lab), ensure_ascii=False)
    except (Exception, SystemExit) as error:
        return json.dumps({"failed": told(error, lab.folder / job["file"])}, ensure_ascii=False)


def told(error: BaseException, file: Path) -> dict[str, Any]:
    """Return an exception as a table: its last line, its traceback, and the line of the program, if it is known."""
    entries = [one for one in traceback.extract_tb(error.__traceback__) if one.filename == str(file)]
    line = error.lineno if isinstance(error, SyntaxError) else entries[-1].lineno if entries else None
    last = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return {"text": last, "line": line}


# The program and the request of a job


def application_of(lab: Lab, file: str) -> Any:
    """Return the callable of a program, loaded anew with all that it imports from the labs. Raises what it raises."""
    place = lab.folder / file
    root = str(PROJECT)
    if root not in sys.path:
        sys.path.insert(0, root)
    invalidate_caches()
    source_of.cache_clear()
    unloaded("examples.")
    module = f"examples.{lab.name}.{place.stem}"
    found = resolved(Named(module, PROJECT, place)).name or CALLABLES.get(place.stem, "application")
    code = __import__(module, fromlist=[found])
    return getattr(code, found)


def programs_of(job: dict[str, Any], lab: Lab) -> list[tuple[str, Any]]:
    """Return the programs of a job with their callables: the one in the editor, which is written first, and another."""
    (lab.folder / job["file"]).write_text(job["text"], encoding="utf-8")
    return [(file, application_of(lab, file)) for file in (job["file"], job["beside"]) if file]


def request_of(job: dict[str, Any], lab: Lab) -> Request:
    """Return the request of a job. One that a lab has keeps what is expected of it."""
    written = job["request"]
    body = written["body"].encode("latin-1")
    headers = tuple((name, value) for name, value in written["headers"])
    made = Request("", written["method"], written["path"], headers, body, written["chunked"], {}, {}, {}, {}, {})
    same = (one for one in lab.requests if key_of(one) == key_of(made))
    return next(same, made)


def key_of(request: Request) -> tuple[object, ...]:
    """Return what makes two requests the same."""
    return request.method, unquote(request.target), request.headers, request.body, request.chunked


# The jobs


def answered(job: dict[str, Any], lab: Lab) -> dict[str, Any]:
    """Return the bytes of the request, and the response of each program."""
    request = request_of(job, lab)
    responses = [response(*program, request, job["language"]) for program in programs_of(job, lab)]
    return {"request": bytes_of(request), "responses": responses}


def bytes_of(request: Request) -> str:
    """Return a request as it is sent, each byte a letter."""
    head = [f"{request.method} {request.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers_of(request))]
    return "\r\n".join([*head, "", ""]).encode("utf-8").decode("latin-1") + request.body.decode("latin-1")


def response(file: str, application: Callable[..., Iterable[bytes]], request: Request, language: str) -> dict[str, Any]:
    """Return the response of a program: its status line, headers and body, and what the lab expects otherwise."""
    lines: list[str] = []
    errors: list[Any] = []

    def watched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            lines.append(status)
            return start_response(status, headers, exc_info)

        errors.append(environ["wsgi.errors"])
        return application(environ, start)

    answer = in_process(watched, request)
    way = Path(file).stem
    return {
        "file": file,
        "status": lines[-1] if lines else "",
        "headers": answer.headers,
        "body": answer.body.decode("latin-1"),
        "failure": answer.failure,
        "printed": errors[0].getvalue() if errors else "",
        "expected": way in request.expect and request.expect[way]["status"],
        "unexpected": list(unexpected(request, way, answer, language)),
    }


def checked(job: dict[str, Any], lab: Lab) -> dict[str, Any]:
    """Return what ``check`` finds in the program of a job, with its own request and some of the lab's."""
    file = str(lab.folder / job["file"])
    ((_, application),) = programs_of(job | {"beside": ""}, lab)
    others = [as_asked(one) for one in lab.requests]
    asked = list(dict.fromkeys([as_asked(request_of(job, lab)), *others]))[: MOST + 1]
    own = Own(file, str(lab.folder))
    check = InBrowser(application, own, Sources(loaded_files(own)), state=lab.state)
    found = [finding(one, file, LANGUAGES.index(job["language"])) for one in check.all(asked)]
    return {"findings": found, "situations": len(check.names), "requests": check.runs, "asked": len(asked)}


def finding(one: Finding, file: str, language: int) -> dict[str, Any]:
    """Return a finding as a table of plain values, in one of the languages (its place among LANGUAGES)."""
    rule = RULES[one.rule]
    return {
        "rule": one.rule,
        "level": rule.level,
        "sentence": rule.says[language],
        "why": rule.why[language],
        "cure": rule.cure[language],
        "clause": rule.clause[language],
        "detail": one.detail,
        "file": "" if one.place.file == file else Path(one.place.file).name,
        "line": one.place.line,
        "outside": one.place.outside,
        "servers": servers_of(rule),
    }


def recorded(job: dict[str, Any], lab: Lab) -> dict[str, Any]:
    """Return the X-ray page of the programs of a job."""
    programs = [
        Program(stem if (stem := Path(file).stem) in CALLABLES else APP, f"{lab.name}.{stem}", code, lab.folder / file)
        for file, code in programs_of(job, lab)
    ]
    return {"page": page(record(programs, request_of(job, lab)), job["language"])}


#: The jobs by their names.
JOBS: dict[str, Callable[[dict[str, Any], Lab], dict[str, Any]]] = {
    "answer": answered,
    "check": checked,
    "xray": recorded,
}


def ready() -> str:
    """Import what the programs of the labs import, so that the first request is quick; return the version of Python."""
    for name in ("wsgi_apps.flask_api", "flask", "webob"):
        with suppress(ImportError):
            __import__(name)
    return sys.version.partition(" ")[0]
