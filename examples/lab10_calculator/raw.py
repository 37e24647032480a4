#!/usr/bin/env python3
"""A calculator by hand: a table of patterns for the URLs, and parse_qs for the form."""

import json
import re
from operator import add, mul, sub
from pathlib import Path
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

from wsgi_apps.exceptions import HTTPException, MethodNotAllowed, NotFound
from wsgi_apps.request_body import read_body

PAGE = Path(__file__).with_name("templates").joinpath("calculator.html").read_text(encoding="utf-8").rstrip("\n")
HTML = "text/html; charset=utf-8"
OPERATORS = {"+": add, "-": sub, "*": mul}
WHOLE = re.compile(r"\s*-?\d{1,15}\s*")  # Python turns at most 4,300 digits back into a text
FROM_URL = re.compile(r"/(\d{1,4000})/([^/]+)/(\d{1,4000})")
READING, SENDING = ["GET", "HEAD", "OPTIONS"], ["OPTIONS", "POST"]


def application(environ, start_response):
    try:
        status, content_type, text, more = answer(environ, environ["REQUEST_METHOD"])
    except HTTPException as error:
        return error(environ, start_response)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(environ, method):
    """Return status, type, text and the headers beside the usual ones. Raises HTTPException."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    numbers = FROM_URL.fullmatch(path)
    if not (numbers or path in ("/", "/post")):
        raise NotFound("The pages here: / and /12/+/5")
    allowed = SENDING if path == "/post" else READING
    if method == "OPTIONS":
        return "200 OK", HTML, "", [("Allow", ", ".join(allowed))]
    if method not in allowed:
        raise MethodNotAllowed(allowed)
    if path == "/":
        return "200 OK", HTML, PAGE, []
    return calculated(*(from_form(environ) if path == "/post" else numbers.groups()))


def from_form(environ):
    """Return the three fields of a form; one that is missing is empty. Raises HTTPException."""
    body = read_body(environ).decode("utf-8", "replace")
    is_form = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"
    fields = parse_qs(body, keep_blank_values=True) if is_form else {}
    return [fields.get(name, [""])[0] for name in ("input1", "operator", "input2")]


def calculated(first, sign, second):
    """Return status, type and text: the result, or the error as JSON."""
    if not (WHOLE.fullmatch(first) and WHOLE.fullmatch(second)):
        return refused("Send two whole numbers of at most 15 digits, such as 12 and 5.")
    if sign not in OPERATORS:
        return refused(f"Send one of the operators + - *, not {sign!r}.")
    return "200 OK", HTML, str(OPERATORS[sign](int(first), int(second))), []


def refused(sentence):
    return "400 Bad Request", "application/json", json.dumps({"error": sentence}), []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
