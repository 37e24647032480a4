#!/usr/bin/env python3
"""A calculator with WebOb: request.POST reads the form, of either encoding; the URLs are left to the program."""

import re
from operator import add, mul, sub
from pathlib import Path
from wsgiref.simple_server import make_server

from webob import Request, Response

PAGE = Path(__file__).with_name("templates").joinpath("calculator.html").read_text(encoding="utf-8").rstrip("\n")
OPERATORS = {"+": add, "-": sub, "*": mul}
WHOLE = re.compile(r"\s*-?\d{1,15}\s*")  # Python turns at most 4,300 digits back into a text
FROM_URL = re.compile(r"/(\d{1,4000})/([^/]+)/(\d{1,4000})")
LIMIT = 1024 * 1024  # bytes


def application(environ, start_response):
    return answer(Request(environ))(environ, start_response)


def answer(request):
    """Return the response."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    numbers = FROM_URL.fullmatch(path)
    if not (numbers or path in ("/", "/post")):
        return Response("The pages here: / and /12/+/5", status=404)
    allowed = "OPTIONS, POST" if path == "/post" else "GET, HEAD, OPTIONS"
    if request.method == "OPTIONS":
        return Response(allow=allowed)
    if request.method not in allowed.split(", "):
        return Response(f"This page takes {allowed}.", status=405, allow=allowed)
    if path == "/":
        return Response(PAGE)
    return from_form(request) if path == "/post" else calculated(*numbers.groups())


def from_form(request):
    """Return the response to a form; a field that is missing is empty."""
    try:
        if (request.content_length or 0) > LIMIT:
            return Response(f"Send at most {LIMIT} bytes.", status=413)
        form = request.POST  # its values are str, and for an upload an object with the file
        return calculated(*(str(form.get(name, "")) for name in ("input1", "operator", "input2")))
    except (
        ValueError,
        OSError,
        DeprecationWarning,
    ):  # not UTF-8, broken, cut off; another charset is a warning, raised
        return Response("Send a form in UTF-8.", status=400)


def calculated(first, sign, second):
    """Return the response: the result, or the error as JSON."""
    if not (WHOLE.fullmatch(first) and WHOLE.fullmatch(second)):
        return refused("Send two whole numbers of at most 15 digits, such as 12 and 5.")
    if sign not in OPERATORS:
        return refused(f"Send one of the operators + - *, not {sign!r}.")
    return Response(str(OPERATORS[sign](int(first), int(second))))


def refused(sentence):
    return Response(json_body={"error": sentence}, status=400)


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
