"""A departure board: the path names a station, and each of its trains is sent as soon as it is known."""

from trains import departures


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    body = "".join(departures(station, environ["wsgi.errors"])).encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
