"""Asks for all readings before the first one is sent."""

from station import readings


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    try:
        status, lines = "200 OK", list(readings(station, environ["wsgi.errors"]))
    except ConnectionError:
        status, lines = "500 Internal Server Error", [f"The station {station} does not reply."]
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return [line.encode("utf-8") for line in lines]
