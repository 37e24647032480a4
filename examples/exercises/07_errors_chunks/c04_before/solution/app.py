"""A weather page: the path names a station, and its readings are sent one by one; 500 for one that does not reply."""

from itertools import chain

from station import readings


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    lines = readings(station, environ["wsgi.errors"])
    try:
        status, first = "200 OK", next(lines)
    except ConnectionError:
        status, first = "500 Internal Server Error", f"The station {station} does not reply."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return (line.encode("utf-8") for line in chain([first], lines))
