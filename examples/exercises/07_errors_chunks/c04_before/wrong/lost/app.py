"""Asks for the first reading, and loses it."""

from station import readings


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    lines = readings(station, environ["wsgi.errors"])
    try:
        next(lines)
        status = "200 OK"
    except ConnectionError:
        status, lines = "500 Internal Server Error", [f"The station {station} does not reply."]
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return (line.encode("utf-8") for line in lines)
