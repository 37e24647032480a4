"""The bad inputs of ``cases.yaml``: how a case becomes a request, and how an answer is held against it.

Every expectation has a function here. A case with an expectation that has none fails, so that nothing is passed over.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import yaml

from tests.strict import Answer, environ_for, need

FILE = Path(__file__).with_name("cases.yaml")
ROOT = FILE.parent.parent
DATA = yaml.load(FILE.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
CASES = {case["id"]: case for case in DATA["cases"]}


def of_layer(*layers: str) -> list[dict]:
    """Return the cases of some layers, in the order of the file."""
    return [case for case in CASES.values() if case["layer"] in layers]


def text_of(value: object) -> str:
    """Return what a value of the file stands for, as text with one character a byte."""
    if isinstance(value, str):
        return value
    if "repeat" in value:
        return text_of(value["repeat"]["unit"]) * value["repeat"]["count"]
    return "".join(text_of(part) for part in value["concat"])


def environ_of(case: dict, **more: object) -> dict[str, object]:
    """Return the environ of a case's request."""
    request = case["request"]
    length = request["content_length"]
    environ = environ_for(
        request["method"],
        text_of(request["path_info"]),
        text_of(request["body"]).encode("latin-1"),
        query=text_of(request["query_string"]),
        script_name=text_of(request["script_name"]),
        content_length=length if length is None else text_of(length),
        terminated={"absent": None, "true": True, "false": False}[str(request["terminated"]).lower()],
        **more,
    )
    environ |= {key: text_of(value) for key, value in request["headers"].items()}
    environ |= request.get("environ", {})
    for key in request.get("environ_delete", []):
        environ.pop(key, None)
    return environ


def statuses(expect: dict) -> list[object]:
    """Return every status that a case allows."""
    first = expect["status"]
    return [*(first if isinstance(first, list) else [first]), *expect.get("status_also_ok", [])]


def is_main_status(expect: dict, answer: Answer) -> bool:
    first = expect["status"]
    return answer.status in (first if isinstance(first, list) else [first])


def check_json(expected: object, answer: Answer) -> None:
    need(json.loads(answer.body) == expected, f"the body is {answer.body!r}, not the JSON of {expected!r}")


def check_max_read(most: int, answer: Answer) -> None:
    asked = answer.environ["wsgi.input"].consumed
    need(asked <= most, f"{asked} bytes of the body were read, not {most} at most")


def check_read_one_of(allowed: list[int], answer: Answer) -> None:
    consumed = answer.environ["wsgi.input"].consumed
    need(consumed in allowed, f"{consumed} bytes of the body were read, not one of {allowed}")


def held_elsewhere(expected: object, answer: Answer) -> None:
    """Pass: ``max_ms`` is held in the tests of each parser by counting work, for a clock on a busy machine lies."""


EXPECT = {"json": check_json, "max_read": check_max_read, "read_one_of": check_read_one_of, "max_ms": held_elsewhere}


def no_traceback(answer: Answer) -> None:
    need(b"Traceback (most recent call last)" not in answer.body, "the answer shows a traceback")
    need(b'.py", line' not in answer.body, "the answer shows a line of a traceback")


def no_secret(answer: Answer) -> None:
    need("SECRET-TOKEN-123" not in f"{answer.headers} {answer.body!r}", "the answer shows the secret")


def no_fs_path(answer: Answer) -> None:
    shown = f"{answer.headers} {answer.body!r}"
    for path in (str(ROOT), tempfile.gettempdir() + "/"):
        need(path not in shown, f"the answer shows the path {path}")


def no_500(answer: Answer) -> None:
    need(answer.status != 500, "the status is 500")


def held_by_the_strict_server(answer: Answer) -> None:
    """Pass: ``tests.strict`` raises for every request that breaks this rule."""


NEVER = {
    "no_traceback": no_traceback,
    "no_secret": no_secret,
    "no_fs_path": no_fs_path,
    "no_500": no_500,
    "no_crlf_header": held_by_the_strict_server,
    "headers_latin1": held_by_the_strict_server,
    "one_start_response": held_by_the_strict_server,
    "close_once": held_by_the_strict_server,
    "no_hang": held_by_the_strict_server,
    "no_overread": held_by_the_strict_server,
    "no_unbounded_read": held_by_the_strict_server,
}


def check(case: dict, answer: Answer) -> None:
    """Hold an answer against everything that a case expects."""
    expect = case["expect"]
    need(
        answer.status in statuses(expect),
        f"the status is {answer.status}, not one of {statuses(expect)}: {answer.text}",
    )
    for name, expected in expect.items():
        if name not in ("status", "status_also_ok") and is_main_status(expect, answer):
            EXPECT[name](expected, answer)
    for name in [*DATA["default_never"], *case["never"]]:
        NEVER[name](answer)
