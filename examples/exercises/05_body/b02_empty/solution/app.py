"""The guest book of a mountain hut: a name in the body is greeted; 400 for a length that is not a number."""

import re


def application(environ, start_response):
    length = environ.get("CONTENT_LENGTH") or "0"
    if re.fullmatch("[0-9]{1,9}", length):
        name = environ["wsgi.input"].read(int(length)).decode("utf-8", "replace")
        status, text = "200 OK", f"Hello, {name or 'stranger'}!"
    else:
        status, text = "400 Bad Request", "Send the Content-Length in digits."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
