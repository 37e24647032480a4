"""Reads any body as if it were a form."""

from urllib.parse import parse_qs

from wsgi_apps.exceptions import BadRequest, HTTPException
from wsgi_apps.request_body import read_body


def application(environ, start_response):
    try:
        fields = fields_of(environ)
    except HTTPException as error:
        return error(environ, start_response)
    text = f"{fields['name']} writes: {fields['text']}"
    body = text.encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def fields_of(environ):
    sent = parse_qs(read_body(environ).decode("utf-8", "replace"))
    if not {"name", "text"} <= sent.keys():
        raise BadRequest("Send the fields name and text.")
    return {name: sent[name][0] for name in ("name", "text")}
