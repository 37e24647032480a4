"""A JSON greeting by hand: send ``{"name": "JongHyun"}``, read ``Hello World JongHyun``.

Every step that can fail comes before ``start_response``. After it the status is sent, and an exception would leave an
empty 200.

Serve it:  uwsgi --ini ini/uwsgi.ini --module wsgi_apps.hello_json
"""

import html
import json
from wsgiref.types import StartResponse, WSGIEnvironment

LIMIT = 1024 * 1024  # bytes
PAGE = "<!doctype html>\n<html lang=en>\n<title>Hello World</title>\n<h1>{}</h1>\n"


class Refused(Exception):
    """Raised with a status, a sentence that says what to send instead, and a list of additional headers."""


def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Greet the ``name`` of the JSON body (PEP 3333)."""
    try:
        status, text, more = "200 OK", "Hello World " + read_name(environ), []
    except Refused as refused:
        status, text, more = refused.args
    shown = html.escape(text, quote=False)  # a name such as <b> is shown, never obeyed
    if "text/html" in environ.get("HTTP_ACCEPT", ""):  # a browser
        shown = PAGE.format(shown)
    body = shown.encode("utf-8", "replace")  # half a surrogate pair ("\\ud800") cannot be sent and becomes "?"
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more]
    start_response(status, headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def read_name(environ: WSGIEnvironment) -> str:
    """Return the name that the client sent. Raises Refused."""
    body = read_body(environ)  # first: nginx loses the response to a large body that was not read
    if environ.get("REQUEST_METHOD") != "POST":
        raise Refused("405 Method Not Allowed", "Send a POST request with a JSON body.", [("Allow", "POST")])
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("415 Unsupported Media Type", "Send the header Content-Type: application/json.", [])
    try:
        data = json.loads(body.decode("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:  # the message has the position of the error
        raise Refused("400 Bad Request", f"Send JSON in UTF-8. This is not: {error}.", []) from None
    except (ValueError, RecursionError):  # Python's limits: 4,300 digits, about 1,000 levels
        raise Refused("400 Bad Request", "Send JSON without endless numbers or nesting.", []) from None
    name = data.get("name") if isinstance(data, dict) else None
    if isinstance(name, str) and name.strip():
        return name
    raise Refused("400 Bad Request", 'Send a JSON object whose "name" is a text: {"name": "JongHyun"}.', [])


def read_body(environ: WSGIEnvironment) -> bytes:
    """Return as many bytes of the body as the client announced: ``wsgi.input`` may be a socket that never ends."""
    length = environ.get("CONTENT_LENGTH", "").strip(" \t") or "0"
    if any(
        " " in key or "\t" in key for key in environ if key.startswith("HTTP_")
    ):  # another header for a server in front
        raise Refused("400 Bad Request", "Send each header without a space before the colon.", [])
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Refused(
            "411 Length Required", "Send a Content-Length and no Transfer-Encoding: chunks are not read here.", []
        )
    if not (length.isascii() and length.isdigit()):
        raise Refused("400 Bad Request", f"Send the Content-Length in digits, not as {length!a}.", [])
    if len(length) > 4000 or int(length) > LIMIT:
        raise Refused("413 Content Too Large", f"Send at most {LIMIT} bytes.", [])
    try:
        body = environ["wsgi.input"].read(int(length)) if int(length) else b""  # uWSGI takes read(0) for "everything"
    except OSError:  # the connection broke
        body = b""
    if len(body) < int(length):
        raise Refused("400 Bad Request", f"Send all {length} bytes: the body ended too early.", [])
    return body
