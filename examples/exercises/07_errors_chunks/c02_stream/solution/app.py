"""A departure board: the path names a station, and each of its trains is sent as soon as it is known."""

from trains import departures


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return (line.encode("utf-8") for line in departures(station, environ["wsgi.errors"]))
