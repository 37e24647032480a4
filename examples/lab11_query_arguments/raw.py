#!/usr/bin/env python3
"""Query arguments and a cookie by hand: both are text from the client, read from environ."""

import json
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

from wsgi_apps.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound

KNOWN = {("foo", "bar")}
ALLOWED = ["GET", "HEAD", "OPTIONS"]


def application(environ, start_response):
    try:
        content_type, text, more = answer(environ)
    except HTTPException as error:
        return error(environ, start_response)
    body = text.encode("ascii")
    start_response("200 OK", [("Content-Type", content_type), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    """Return type, text, and the headers beside the usual ones. Raises HTTPException."""
    path = environ.get("PATH_INFO", "")
    if path not in ("/login", "/whoami"):
        raise NotFound("The pages here: /login?user_name=...&tmp_parameter=... and /whoami")
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return "text/html; charset=utf-8", "", [("Allow", ", ".join(ALLOWED))]
    if environ["REQUEST_METHOD"] not in ALLOWED:
        raise MethodNotAllowed(ALLOWED)
    value, more = login(environ) if path == "/login" else ({"user_name": cookie(environ, "user_name", "손님")}, [])
    return "application/json", json.dumps(value), more


def login(environ):
    """Return a dict that says whether the two arguments fit, and the cookie that remembers it. Raises BadRequest."""
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")
    fields = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
    if "user_name" not in fields:
        raise BadRequest("Send a user_name: /login?user_name=foo&tmp_parameter=bar")
    if (fields["user_name"], fields.get("tmp_parameter", "")) not in KNOWN:
        return {"auth": "failed"}, []
    set_cookie = f"user_name={fields['user_name']}; HttpOnly; Path=/; SameSite=Lax"
    return {"auth": "success"}, [("Set-Cookie", set_cookie)]


def cookie(environ, name, default):
    """Return the value of a cookie: the header is ``name=value; other=value``."""
    for pair in environ.get("HTTP_COOKIE", "").split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            return value
    return default


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
