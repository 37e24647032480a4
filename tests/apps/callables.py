"""The hand-written callables that the bad inputs of ``cases.yaml`` are sent to, in process and through real servers.

``application`` answers ``/hello``, ``/len``, ``/json`` and ``/noread`` as the fixtures of those names say, ``/pid``
with the number of the process, and ``/environ`` with the text it was given.
"""

import json
import os

from wsgi_apps.development.buffered import buffered
from wsgi_apps.environ import host_of
from wsgi_apps.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from wsgi_apps.request_body import read_body, read_json


def hello(environ):
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        raise MethodNotAllowed(["GET", "HEAD", "OPTIONS"])
    return "text/plain; charset=utf-8", b"hello"


def length(environ):
    return in_json({"len": len(read_body(environ))})


def name(environ):
    data = read_json(environ)
    if not isinstance(data, dict) or not isinstance(data.get("name"), (str, list, int, float)):
        raise BadRequest('Send a JSON object with a "name".')
    return in_json({"name": data["name"]})


def text_name(environ):
    data = read_json(environ)
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        raise BadRequest('Send a JSON object whose "name" is a text.')
    return in_json({"name": data["name"]})


def ignorant(environ):
    return "text/plain; charset=utf-8", b"ok"


def worker(environ):
    return "text/plain; charset=utf-8", str(os.getpid()).encode()


def environ_as_json(environ):
    return in_json({key: value for key, value in environ.items() if isinstance(value, str)})


def in_json(value):
    return "application/json", json.dumps(value).encode("utf-8")


def path_of(environ):
    """Return the path below the prefix that nginx lets through."""
    return environ.get("PATH_INFO", "").removeprefix("/60162176")


VIEWS = {
    "/hello": hello,
    "/len": length,
    "/json": name,
    "/json-text": text_name,
    "/noread": ignorant,
    "/pid": worker,
    "/environ": environ_as_json,
}


def dispatch(environ, start_response):
    try:
        host_of(environ)  # uWSGI joins two Host headers with a comma; no host has one
        view = VIEWS.get(path_of(environ))
        if view is None:
            raise NotFound
        content_type, body = view(environ)
    except HTTPException as error:
        return error(environ, start_response)
    start_response("200 OK", [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


buffered_dispatch = buffered(dispatch)


def application(environ, start_response):
    """Answer a request; where the body is ignored or refused unseen, it is read first."""
    answer = dispatch if path_of(environ) in ("/len", "/json", "/json-text") else buffered_dispatch
    return answer(environ, start_response)
