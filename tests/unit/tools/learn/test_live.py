"""A real server that goes away: before its first response it has not started, afterwards it has closed the connection."""

import pytest

from tests.support.exercises import exercise, write
from wsgi_apps.tools.learn.exercise import exercises
from wsgi_apps.tools.learn.judging import judged
from wsgi_apps.tools.learn.workers import Worker

PROGRAM = '''"""A program that ends its process at /end."""

import os


def application(environ, start_response):
    if environ["PATH_INFO"] == "/end":
        os._exit(3)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
'''


@pytest.mark.parametrize(
    ("first", "what"),
    [
        pytest.param("/end", "start", id="at its first request"),
        pytest.param("/", "no reply", id="at a later one"),
    ],
)
def test_a_server_that_ends(tmp_path, first, what):
    checks = f'[[check]]\nid = "x"\non = ["wsgiref"]\nsend = "GET {first}"\nthen = [{{ send = "GET /end" }}]\n'
    table = f'fails = {{ check = "x", what = "{what}" }}\n{checks}'
    root = write(tmp_path, a01_try=exercise("fix", table=table, start={"app.py": PROGRAM}))
    (one,) = exercises(root)
    with Worker() as worker:
        made = judged(one, one.start, worker, 1)
    assert made.failure is not None
    assert made.failure.what == what
