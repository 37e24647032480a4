"""The first page of a web shop: every request gets the text Hello."""


def application(environ, start_response):
    """Answer 200 with Hello, as text/plain in UTF-8."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Hello"]
