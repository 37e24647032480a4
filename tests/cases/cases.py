"""The bad inputs of ``cases.yaml``: how a case becomes a request, and how an answer is held against it.

Every expectation has a function here. A case with an expectation that has none fails, so that nothing is passed over.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from urllib.parse import unquote_plus

import yaml

from tests.support.strict import Answer, environ_for, need

FILE = Path(__file__).with_name("cases.yaml")
ROOT = FILE.resolve().parents[2]
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
        text_of(request["method"]),
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


def check_header(expected: dict, answer: Answer) -> None:
    for name, value in expected.items():
        need(answer.header(name) == value, f"the header {name} is {answer.header(name)!r}, not {value!r}")


def check_header_re(expected: dict, answer: Answer) -> None:
    for name, pattern in expected.items():
        found = values_of(name, answer)
        need(found and re.search(pattern, found[0]), f"the header {name} is {found}: {pattern!r} does not match it")


def check_header_not_re(expected: dict, answer: Answer) -> None:
    for name, pattern in expected.items():
        found = [value for value in values_of(name, answer) if re.search(pattern, value)]
        need(not found, f"the header {name} is {found}, which {pattern!r} matches")


def check_header_absent(names: list[str], answer: Answer) -> None:
    for name in names:
        need(not values_of(name, answer), f"the header {name} is there: {values_of(name, answer)}")


def check_header_tokens(expected: dict, answer: Answer) -> None:
    for name, tokens in expected.items():
        found = {token.strip().lower() for value in values_of(name, answer) for token in value.split(",")}
        missing = [token for token in tokens if token.lower() not in found]
        need(not missing, f"the header {name} holds {sorted(found)}, not {missing}")


def check_header_tokens_if(expected: dict, answer: Answer) -> None:
    """Where the first header is there, the others hold these tokens."""
    for name, others in expected.items():
        if values_of(name, answer):
            check_header_tokens(others, answer)


def check_header_if_200(expected: dict, answer: Answer) -> None:
    if answer.status == 200:
        check_header(expected, answer)


def check_json_if_200(expected: object, answer: Answer) -> None:
    if answer.status == 200:
        check_json(expected, answer)


def check_json_contains(expected: dict, answer: Answer) -> None:
    found = json.loads(answer.body)
    need(found.items() >= expected.items(), f"the body is {found}, which does not hold {expected}")


def check_json_path(expected: dict, answer: Answer) -> None:
    """Paths are of the form ``[0].filename``."""
    for path, value in expected.items():
        found = json.loads(answer.body)
        for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path):
            found = found[int(index)] if index else found[name]
        need(found == value, f"{path} of the body is {found!r}, not {value!r}")


def check_body_equals(expected: str, answer: Answer) -> None:
    need(answer.body == expected.encode(), f"the body is {answer.body[:100]!r}, not {expected!r}")


def check_body_contains(texts: list[str], answer: Answer) -> None:
    for text in texts:
        need(text.encode() in answer.body, f"the body does not hold {text!r}: {answer.body[:300]!r}")


def check_body_absent(texts: list[str], answer: Answer) -> None:
    for text in texts:
        need(text.encode() not in answer.body, f"the body holds {text!r}: {answer.body[:300]!r}")


def check_max_body(most: int, answer: Answer) -> None:
    need(len(answer.body) <= most, f"the body has {len(answer.body)} bytes, more than {most}")


def check_min_chunks(least: int, answer: Answer) -> None:
    chunks = [chunk for chunk in answer.chunks if chunk]
    need(len(chunks) >= least, f"the body came in {len(chunks)} parts, not in {least}")


def check_iteration_raises(expected: bool, answer: Answer) -> None:
    need(answer.broken_off is expected, "the body ended as if all were well")


def check_no_growth(expected: bool, answer: Answer) -> None:
    need(answer.kept == 0, f"{answer.kept} requests are kept alive after their end")


def held_by_the_strict_server(*arguments: object) -> None:
    """Pass: ``tests.support.strict`` raises for every request that breaks this rule."""


def held_by_the_harness(expected: object, answer: Answer) -> None:
    """Pass: what may leave the application is looked at where an outcome is judged as a whole."""


EXPECT = {
    "json": check_json,
    "json_if_200": check_json_if_200,
    "json_contains": check_json_contains,
    "json_path": check_json_path,
    "header": check_header,
    "header_re": check_header_re,
    "header_not_re": check_header_not_re,
    "header_absent": check_header_absent,
    "header_tokens": check_header_tokens,
    "header_tokens_if": check_header_tokens_if,
    "header_if_200": check_header_if_200,
    "body_equals": check_body_equals,
    "body_contains": check_body_contains,
    "body_absent": check_body_absent,
    "max_body": check_max_body,
    "min_chunks": check_min_chunks,
    "max_read": check_max_read,
    "read_one_of": check_read_one_of,
    "iteration_raises": check_iteration_raises,
    "gc_no_growth": check_no_growth,
    "content_length_exact": held_by_the_strict_server,
    "chunks_are_bytes": held_by_the_strict_server,
    "validator_clean": held_by_the_strict_server,
    "escapes_ok": held_by_the_harness,
    "close_may_raise": held_by_the_harness,
    "max_ms": held_elsewhere,
}
#: What must hold for every status, not only for the main one.
ALWAYS = {"header_absent", "header_not_re", "body_absent", "max_body", "gc_no_growth", "json_if_200", "header_if_200"}


def values_of(name: str, answer: Answer) -> list[str]:
    return [value for key, value in answer.headers if key.lower() == name.lower()]


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


def no_5xx(answer: Answer) -> None:
    need(answer.status < 500, f"the status is {answer.status}")


def no_body(answer: Answer) -> None:
    need(not answer.body, f"the answer has a body of {len(answer.body)} bytes")


def no_set_cookie(answer: Answer) -> None:
    need(not values_of("Set-Cookie", answer), f"a cookie is set: {values_of('Set-Cookie', answer)}")


def no_outside_file(answer: Answer) -> None:
    need(b"OUTSIDE" not in answer.body, "the answer shows a file from outside the folder")


def no_cross_talk(answer: Answer) -> None:
    need(b"inner" not in answer.body, f"the answer holds what belongs to another request: {answer.body!r}")


def no_foreign_location(answer: Answer) -> None:
    """Hold the redirect to the request's own host, as a browser reads it (WHATWG URL, basic URL parser)."""
    for value in values_of("Location", answer):
        need(stays_here(value, str(answer.environ.get("HTTP_HOST", ""))), f"the redirect to {value!r} leaves the host")


def stays_here(location: str, host: str) -> bool:
    text = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(0x21)))).replace("\\", "/")
    scheme, rest = re.fullmatch(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)", text, re.DOTALL).groups()
    if scheme and scheme.lower() not in ("http", "https"):
        return False
    if not rest.startswith("//") and (not scheme or scheme.lower() == "http"):
        return True
    authority = re.split(r"[/?#]", rest.lstrip("/"), maxsplit=1)[0]
    return authority.lower() in (host, f"{host}:80") and scheme in (None, "http")


def no_reflected_html(answer: Answer) -> None:
    given = unquote_plus(str(answer.environ["QUERY_STRING"])).partition("=")[2]
    if re.search(r"[<>\"']", given) and "html" in "".join(values_of("Content-Type", answer)):
        need(given not in answer.text, f"the page holds {given!r} as it came")
        need("<script" not in answer.text, "the page holds a script")


def environ_restored(answer: Answer) -> None:
    need(not answer.changed, f"the caller's environ was changed: {answer.changed}")


def close_once(answer: Answer) -> None:
    closes = getattr(answer, "closes", None)
    need(closes is None or len(closes) == 1, f"the view's iterable was closed {len(closes or [])} times")


def no_fd_leak(answer: Answer) -> None:
    need(answer.opened <= 0, f"{answer.opened} files stay open")


def no_tmpfile_leak(answer: Answer) -> None:
    need(not answer.left, f"temporary files stay: {answer.left}")


def errors_logged(answer: Answer) -> None:
    if answer.status >= 500 or answer.escaped:
        need(tracebacks(answer.log) == 1, f"{tracebacks(answer.log)} tracebacks are in the log: {answer.log}")


def tracebacks(log: str) -> int:
    """Return how many records with a traceback a log has; one error that led to another makes one record."""
    chained = log.count("During handling of the above exception") + log.count("was the direct cause of the following")
    return log.count("Traceback (most recent call last)") - chained


def no_log_injection(answer: Answer) -> None:
    need(not re.search(r"[\r\x1b\x7f\x9b]", answer.log), f"the log holds control characters: {answer.log!r}")
    need(not re.search(r"^Set-Cookie", answer.log, re.MULTILINE), f"a line of the log is the client's: {answer.log!r}")


def held_by_the_harness_after(answer: Answer) -> None:
    """Pass: the application answers a plain good request after every case."""


NEVER = {
    "no_traceback": no_traceback,
    "no_secret": no_secret,
    "no_fs_path": no_fs_path,
    "no_500": no_500,
    "no_5xx": no_5xx,
    "no_body": no_body,
    "no_set_cookie": no_set_cookie,
    "no_outside_file": no_outside_file,
    "no_cross_talk": no_cross_talk,
    "no_foreign_location": no_foreign_location,
    "no_reflected_html": no_reflected_html,
    "environ_restored": environ_restored,
    "close_once": close_once,
    "no_fd_leak": no_fd_leak,
    "no_tmpfile_leak": no_tmpfile_leak,
    "errors_logged": errors_logged,
    "no_log_injection": no_log_injection,
    "worker_lives": held_by_the_harness_after,
    "no_crlf_header": held_by_the_strict_server,
    "headers_latin1": held_by_the_strict_server,
    "one_start_response": held_by_the_strict_server,
    "no_hang": held_by_the_strict_server,
    "no_overread": held_by_the_strict_server,
    "no_unbounded_read": held_by_the_strict_server,
}


def check(case: dict, answer: Answer) -> None:
    """Hold an answer against everything that a case expects."""
    expect = case["expect"]
    need(
        answer.status in statuses(expect),
        f"the status is {answer.status}, not one of {statuses(expect)}: {answer.body[:200]!r}",
    )
    for name, expected in expect.items():
        if name not in ("status", "status_also_ok"):
            hold = EXPECT[name]
            if name in ALWAYS or is_main_status(expect, answer):
                hold(expected, answer)
    for name in [*DATA["default_never"], *case["never"]]:
        NEVER[name](answer)
