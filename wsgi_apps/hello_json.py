"""A JSON greeting by hand: send ``{"name": "JongHyun"}``, read ``Hello World JongHyun``.

Everything that can go wrong is tried before ``start_response``: afterwards the status is gone, and a crash would leave
an empty 200. Serve it:  uwsgi --ini ini/uwsgi.ini --module wsgi_apps.hello_json
"""

import html
import json
from wsgiref.types import StartResponse, WSGIEnvironment

LIMIT = 1024 * 1024  # bytes


class Refused(Exception):
    """A request without a greeting: the status, a sentence that says what to send instead, more headers."""


def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Greet the ``name`` of the JSON body (PEP 3333)."""
    try:
        status, text, more = "200 OK", "Hello World " + read_name(environ), []
    except Refused as refused:
        status, text, more = refused.args
    body = html.escape(text, quote=False).encode("utf-8")  # a name such as <b> is shown, never obeyed
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more]
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def read_name(environ: WSGIEnvironment) -> str:
    """Return the name (str) that the client sent, or raise Refused."""
    body = read_body(environ)  # first of all: nginx loses the answer to a large body that is left unread
    if environ["REQUEST_METHOD"] != "POST":
        raise Refused("405 Method Not Allowed", "Send a POST request with a JSON body.", [("Allow", "POST")])
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("415 Unsupported Media Type", "Send the header Content-Type: application/json.", [])
    try:
        data = json.loads(body.decode("utf-8"))
        name = data.get("name") if isinstance(data, dict) else None
        if isinstance(name, str) and name.strip() and name.encode("utf-8"):
            return name
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, or nested without end; it knows the position
        raise Refused("400 Bad Request", f"Send JSON in UTF-8. This is not: {error}.", []) from None
    raise Refused("400 Bad Request", 'Send a JSON object whose "name" is a text: {"name": "JongHyun"}.', [])


def read_body(environ: WSGIEnvironment) -> bytes:
    """Return the body (bytes): as many as the client announced, for ``wsgi.input`` may be a socket without an end."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Refused("411 Length Required", "Send a Content-Length: this page does not read chunks.", [])
    if not (length.isascii() and length.isdigit()):
        raise Refused("400 Bad Request", f"Send the Content-Length in digits, not as {length!a}.", [])
    if len(length) > 19 or int(length) > LIMIT:
        raise Refused("413 Content Too Large", f"Send at most {LIMIT} bytes.", [])
    try:
        body = environ["wsgi.input"].read(int(length)) if int(length) else b""  # uWSGI takes read(0) for "everything"
    except OSError:  # the connection broke
        body = b""
    if len(body) < int(length):
        raise Refused("400 Bad Request", f"Send all {length} bytes: the body ended too early.", [])
    return body
