"""``learn`` on real servers: each kind of exercise, the watch, what is handed in, and all exercises of the project."""

import csv
import io
import json
import os
import re
import select
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.exercises import GREET, GREETS, HELLO, PROGRAM, exercise, greeting, write
from tests.support.servers import ROOT
from wsgi_apps.tools.learn.authors import all_problems
from wsgi_apps.tools.learn.command import main
from wsgi_apps.tools.learn.exercise import exercises, named

MIDDLEWARE = """fails = { check = "upper", what = "body" }
callable = "app:upper"

[[check]]
id = "upper"
send = "GET /{word}"
expect = { body = "HELLO, {word|upper}!" }

[[check]]
id = "closes"
send = "GET /{word}"
expect = { closed = 1 }
"""
INNER = """class Body(list):
    def close(self):
        pass


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Body([f"Hello, {environ['PATH_INFO'][1:]}!".encode()])
"""
UPPER = """def upper(application):
    def wrapped(environ, start_response):
        body = application(environ, start_response)
        try:
            return [chunk.upper() for chunk in body]
        finally:
            body.close()

    return wrapped
"""
CONFIG = """fails = { check = "serves", what = "start" }

[[check]]
id = "serves"
on = ["uwsgi"]
send = "GET /{word}"
expect = { contains = "Hello" }

[[check]]
id = "ends"
on = ["uwsgi"]
send = "GET /slow"
signal = "TERM"
expect = { status = 200, ends = 5 }

[[check]]
id = "behind"
on = ["nginx"]
send = "GET /{word}"
expect = { contains = "Hello" }
"""
INI = """[uwsgi]
strict = true
module = given
need-app = true
master = true
http-socket = 127.0.0.1:$(PORT)
socket = 127.0.0.1:$(SOCKET)
hook-master-start = unix_signal:15 gracefully_kill_them_all
"""
SLOW = "import time\n\n\n" + HELLO.replace(
    "    body", '    if environ["PATH_INFO"] == "/slow":\n        time.sleep(0.4)\n    body'
)
THREADS = """fails = { check = "counts", what = "sum" }

[[check]]
id = "counts"
send = "GET /{word}"
together = 40
expect = { sum = { find = '(\\d+)', once = true } }
"""
COUNTS = """from threading import Lock

count, lock = 0, Lock()


def application(environ, start_response):
    global count
    start_response("200 OK", [("Content-Type", "text/plain")])
"""
LOCKED = "    with lock:\n        count += 1\n        return [b'%d' % count]\n"
UNLOCKED = "    seen = count\n    environ.copy()\n    count = seen + 1\n    return [b'%d' % (seen + 1)]\n"
QUESTIONS = """fails = { check = "length", what = "answer" }

[[question]]
key = "length"
ask.en = "How many bytes of {`hello`} arrive?"
ask.ko = "{`hello`}의 몇 바이트가 도착하나요?"
measure = { send = "GET /", program = "says:application", value = "length" }

[[question]]
key = "ended"
ask.en = "Which servers answer 500?"
ask.ko = "어떤 서버가 500으로 응답하나요?"
measure = { on = ["uwsgi", "wsgiref"], send = "GET /", program = "says:application", expect = { status = 500 } }

[[question]]
key = "path"
ask.en = "What is PATH_INFO?"
ask.ko = "PATH_INFO는 무엇인가요?"
measure = { send = "GET /%ea%b0%80", program = "environ", value = "environ:PATH_INFO" }
"""
SAYS = """def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ["hello"]
"""
ANSWERS = 'length = 0\nended = ["wsgiref"]\npath = "\'/\\\\xea\\\\xb0\\\\x80\'"\n'
NO_ANSWERS = 'length = ""\nended = ""\npath = ""\n'
OTHERS = """fails = { check = "chunked", what = "body" }

[[check]]
id = "chunked"
on = ["strict", "gunicorn"]
send = "POST /{word}"
body = "{word}"
chunked = true
expect = { body = "{word}" }

[[check]]
id = "mounted"
on = ["strict", "uwsgi", "nginx"]
send = "GET /60162176/{word}"
mount = "/60162176"
expect = { body = "/60162176" }

[[check]]
id = "half"
on = ["strict"]
send = "POST /x"
body = "{word}"
headers = { Content-Length = "100" }
half_close = true
expect = { status = 200, body = "{word}" }

[[check]]
id = "raw"
on = ["uwsgi", "wsgiref"]
raw = "GET /raw HTTP/1.0\\r\\n\\r\\n"
expect = { body = "" }

[[check]]
id = "function"
program = "checks.py:twice"
"""
ECHO = """def application(environ, start_response):
    length = environ.get("CONTENT_LENGTH")
    endless = environ.get("wsgi.input_terminated")
    body = environ["wsgi.input"].read(int(length) if length else 64 if endless else 1) if length or endless else b""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body + environ["SCRIPT_NAME"].encode()]
"""
TWICE = '''"""A check that is a function: the same request twice."""

from urllib.request import urlopen


def twice(target, draw):
    """Return what differs between two responses."""
    if isinstance(target, str):
        with urlopen(f"{target}/{draw('word')}") as response:
            return [] if response.status == 200 else [f"status {response.status}"]
    return [] if callable(target) else [f"{target!r} cannot be called"]
'''
BUILD = """fails = {{ check = "{name}", what = "status" }}

[[check]]
id = "{name}"
send = "GET /{name}/{{word}}"
expect = {{ status = 200, contains = "{{word}}" }}
"""
STEP = """def application(environ, start_response):
    found = environ["PATH_INFO"].startswith({pages})
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode()]
"""
KINDS = {
    "a01_greet": greeting(),
    "a02_upper": exercise(
        "middleware",
        table=MIDDLEWARE,
        start={"app.py": UPPER.replace(".upper()", ""), "inner.py": INNER},
        solution={"app.py": UPPER},
        wrong_leaks={"app.py": UPPER.replace("body.close()", "pass")},
    ),
    "a03_config": exercise(
        "config",
        "uwsgi.ini",
        CONFIG,
        start={"uwsgi.ini": INI.replace("given", "gven"), "given.py": SLOW},
        solution={"uwsgi.ini": INI},
        wrong_kills={"uwsgi.ini": INI.replace("hook-master-start = unix_signal:15 gracefully_kill_them_all\n", "")},
        wrong_http={"uwsgi.ini": INI.replace("\nsocket", "\nhttp-socket")},
    ),
    "a04_threads": exercise(
        "threads", table=THREADS, start={"app.py": COUNTS + UNLOCKED}, solution={"app.py": COUNTS + LOCKED}
    ),
    "a05_says": exercise(
        "predict",
        "answer.toml",
        QUESTIONS,
        start={"answer.toml": NO_ANSWERS, "says.py": SAYS},
        solution={"answer.toml": ANSWERS},
    ),
    "a06_others": exercise(
        "write",
        table=OTHERS,
        start={"app.py": ECHO.replace("body + ", '"".encode() + ')},
        solution={"app.py": ECHO},
        wrong_mount={"app.py": ECHO.replace(' + environ["SCRIPT_NAME"].encode()', "")},
        wrong_half={"app.py": ECHO.replace("    start", "    body = body if int(length or 0) < 99 else b''\n    start")},
        wrong_raw={"app.py": ECHO.replace("+ env", '+ (b"1" if environ["PATH_INFO"] == "/raw" else b"") + env')},
        wrong_twice={"app.py": ECHO.replace("    length", "    if not environ['PATH_INFO'][5:]:\n        raise KeyError\n    length")},
    )
    | {"checks.py": TWICE},
    "k01_one": exercise(
        "build",
        table=BUILD.format(name="one"),
        start={"app.py": STEP.format(pages="'/no'")},
        solution={"app.py": STEP.format(pages="'/one'")},
    ),
    "k02_two": exercise(
        "build", table=BUILD.format(name="two"), solution={"app.py": STEP.format(pages="('/one', '/two')")}
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write(tmp_path_factory.mktemp("kinds"), **KINDS)


@pytest.fixture(scope="module")
def wrong_with(root):
    return all_problems([*exercises(root), *exercises()])


@pytest.mark.parametrize("name", [*KINDS, *(one.id for one in exercises())])
def test_exercise_is_verified(wrong_with, name):
    """Those of the project, and one of each kind."""
    assert wrong_with[name] == []
