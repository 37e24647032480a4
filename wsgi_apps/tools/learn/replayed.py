"""A program that repeats the responses of another run: no exercise may let it pass."""

from __future__ import annotations

from wsgi_apps.tools.learn.exercise import ASKING, Exercise

REPLAY = """
TABLE = {table!r}
FIRST = {{}}
for key, value in TABLE:
    FIRST.setdefault(key[0] + " " + key[1].partition("?")[0], value)
    FIRST.setdefault(key[0], value)
    FIRST[" ".join(key)] = value


def {name}(environ, start_response):
    method, path, query = (environ.get(key, "") for key in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING"))
    for key in (method + " " + path + "?" + query, method + " " + path, method):
        if key in FIRST:
            break
    else:
        key = next(iter(FIRST))
    status, headers, body = FIRST[key]
    start_response(status, [tuple(pair) for pair in headers])
    return [body.encode("latin-1")]
"""


def replayable(exercise: Exercise) -> bool:
    """Return whether the responses of an exercise can be repeated by a program: it has one, and strict asks it."""
    strict = any("strict" in check.get("on", ("strict",)) and "program" not in check for check in exercise.checks)
    module = exercise.callable.partition(":")[0]
    mine = f"{module.replace('.', '/')}.py" in exercise.files
    return strict and mine and exercise.kind not in (*ASKING, "config", "middleware", "threads")
