"""The failing request once more: below the verdict, and as a command of X-ray that sends the same."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.exercises import GREETS, HELLO, exercise, write
from tests.support.servers import ROOT
from wsgi_apps.tools.learn.again import request_lines, xray_command
from wsgi_apps.tools.learn.exercise import exercises, named
from wsgi_apps.tools.learn.judging import judged
from wsgi_apps.tools.learn.sent import sent
from wsgi_apps.tools.learn.shown import verdict_lines
from wsgi_apps.tools.learn.workers import Worker


@pytest.fixture(scope="module")
def worker():
    with Worker() as started:
        yield started


@pytest.mark.parametrize(
    ("check", "language", "lines"),
    [
        ({"send": "GET /구"}, "en", []),
        ({"send": "GET /", "headers": {"A": "1", "B": ["2", "3"]}}, "en", ["A: 1", "B: 2", "B: 3"]),
        ({"send": "POST /", "json": {"name": "구미"}}, "en", ["Content-Type: application/json", '{"name": "구미"}']),
        ({"send": "POST /", "form": {"a": "1"}}, "en", ["Content-Type: application/x-www-form-urlencoded", "a=1"]),
        ({"send": "POST /", "hex": "ff00"}, "en", [r"b'\xff\x00'"]),
        ({"send": "POST /", "body": "x" * 200}, "en", ["x" * 120 + "… (200)"]),
        ({"send": "POST /", "body": "ab", "chunked": True}, "en", ["Transfer-Encoding: chunked", "ab"]),
        (
            {"send": "POST /", "body": "ab", "headers": {"Content-Length": "9"}, "half_close": True},
            "en",
            ["Content-Length: 9", "ab", "the client goes away after 2 bytes of the body"],
        ),
        ({"send": "GET /", "close_early": 1}, "en", ["the client goes away after chunk 1 of the response"]),
        ({"send": "GET /", "close_early": 1}, "ko", ["클라이언트가 응답의 1번째 조각까지 받고 떠남"]),
        ({"send": "GET /a/b", "mount": "/a"}, "ko", ["/a에 마운트"]),
        (
            {"send": "GET /", "environ": {"QUERY_STRING": False, "A": "b"}},
            "en",
            ["environ without QUERY_STRING", "environ with A = 'b'"],
        ),
        ({"raw": "GET / HTTP/1.1\r\nA: b\r\n\r\n"}, "en", ["A: b"]),
    ],
)
def test_what_a_request_has_beside_its_line(check, language, lines):
    assert list(request_lines(sent(check).table(), language)) == lines


def test_cookies_of_a_conversation_are_shown():
    assert list(request_lines(sent({"send": "GET /"}, "a=1").table(), "en")) == ["Cookie: a=1"]


SAYS = """def application(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    keys = ("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_X", "CONTENT_TYPE")
    seen = [body, *(environ.get(key) or "" for key in keys)]
    with open(__file__ + ".seen", "w", encoding="utf-8") as file:
        file.write(repr(seen))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x"]
"""


@pytest.mark.parametrize(
    ("check", "seen"),
    [
        ({"send": "GET /a?b=c d", "headers": {"X": "a '\""}}, [b"", "GET", "", "/a", "b=c%20d", "a '\"", ""]),
        ({"send": "POST /", "json": {"a": ["구"]}}, ['{"a": ["구"]}'.encode(), "POST", "", "/", "", "", "application/json"]),
        ({"send": "PUT /구/b", "mount": "/구", "body": "-x"}, [b"-x", "PUT", "/êµ¬", "/b", "", "", ""]),
    ],
)  # fmt: skip
def test_x_ray_sends_the_same(tmp_path, check, seen):
    """In a folder whose name has a space."""
    root = write(tmp_path, a01_greet=exercise(start={"app.py": SAYS}))
    folder = tmp_path / "my files"
    folder.mkdir()
    (folder / "app.py").write_text(SAYS, encoding="utf-8")
    words = shlex.split(xray_command(exercises(root)[0], folder, sent(check).table()))
    assert words[0] == "python"
    subprocess.run([sys.executable, *words[1:]], cwd=ROOT, check=True, capture_output=True)
    assert (folder / "app.py.seen").read_text(encoding="utf-8") == repr(seen)


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("middleware", {"send": "GET /"}),
        ("config", {"send": "GET /"}),
        ("fix", {"send": "OPTIONS *"}),
        ("fix", {"raw": "GET / HTTP/1.1\r\n\r\n"}),
        ("fix", {"send": "POST /", "body": "@x"}),
        ("fix", {"send": "POST /", "hex": "ff"}),
        ("fix", {"send": "POST /", "body": "x", "chunked": True}),
        ("fix", {"send": "GET /", "environ": {"QUERY_STRING": False}}),
        ("fix", {"send": "GET /", "headers": {"X": ["1", "2"]}}),
        ("fix", {"send": "GET /", "headers": {"X": "구"}}),
    ],
)
def test_what_x_ray_cannot_send_has_no_command(tmp_path, kind, check):
    (one,) = exercises(write(tmp_path, a01_greet=exercise(kind, start={"app.py": HELLO})))
    assert xray_command(one, Path("folder"), sent(check).table()) == ""


def test_a_function_of_an_exercise_is_not_named_by_its_file(worker, tmp_path):
    table = 'fails = { check = "whole", what = "program" }\n[[check]]\nid = "whole"\nprogram = "checks.py:whole"\n'
    files = exercise(table=table, start={"app.py": GREETS})
    (one,) = exercises(write(tmp_path, a01_try=files | {"checks.py": "def whole(target, draw):\n    return ['no']\n"}))
    made = judged(one, one.start, worker, 1, servers=["strict"])
    lines = [[line for line, _ in verdict_lines(one, made, language)] for language in ("en", "ko")]
    assert [said[:2] for said in lines] == [
        ["✗ strict · several requests (whole)", "    no"],
        ["✗ strict · 요청 여러 개(whole)", "    no"],
    ]
    assert xray_command(one, tmp_path, made.failure.sent) == ""


def test_the_header_that_makes_a_request_is_in_the_verdict(worker):
    exercise = named("e02_header")
    made = judged(exercise, exercise.start, worker, 1, servers=["strict"])
    lines = [line for line, _ in verdict_lines(exercise, made, "en")]
    assert lines[0] == "✗ strict · GET /"
    assert lines[1].startswith("    > User-Agent: ")
    assert lines[1].removeprefix("    > User-Agent: ") in made.failure.expected


def test_a_request_that_hangs_is_shown_as_a_whole(worker, tmp_path):
    table = 'fails = { check = "x", what = "body" }\n[[check]]\nid = "x"\nsend = "POST /"\njson = [1]\n'
    loop = GREETS.replace("    body", "    while True: pass\n    body", 1)
    (one,) = exercises(write(tmp_path, a01_try=exercise(table=table, start={"app.py": loop})))
    failure = judged(one, one.start, worker, 1, servers=["strict"]).failure
    assert (failure.what, failure.request, failure.sent["body"]) == ("hangs", "POST /", "[1]")
