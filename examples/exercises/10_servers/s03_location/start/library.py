"""A library that shows the path which it was asked for. Do not change it."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"page " + environ.get("PATH_INFO", "").encode("latin-1")]
