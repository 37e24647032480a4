"""Answers with PATH_INFO as the server gives it, written by ascii()."""


def application(environ, start_response):
    text = ascii(environ.get("PATH_INFO", ""))
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [text.encode("ascii")]
