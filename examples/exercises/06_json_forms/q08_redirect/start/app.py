"""A notice board: a note comes by POST to /notes, and the browser then goes to the board by GET."""

from html import escape
from urllib.parse import parse_qs

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.request_body import read_body

NOTES = []  # in one process, for an exercise


def application(environ, start_response):
    try:
        status, text, more = answer(environ)
    except HTTPException as error:
        return error(environ, start_response)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ):
    """Return the status, the text, and the headers beside the usual ones. Raises HTTPException."""
    if environ["REQUEST_METHOD"] == "POST":
        NOTES.extend(parse_qs(read_body(environ).decode("utf-8", "replace")).get("text", []))
    return "200 OK", board(), []


def board():
    return f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in NOTES)}</ul>"
