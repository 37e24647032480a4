"""The first page of a web shop: every request gets the text Hello."""


def application(environ, start_response):
    """Answer 200 with Hello at the root, and 404 elsewhere."""
    found = environ.get("PATH_INFO", "") == "/"
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Hello"]
