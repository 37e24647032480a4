"""A weather page: the path names a station, and its readings are sent one by one; 500 for one that does not reply."""

from station import readings


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    lines = readings(station, environ["wsgi.errors"])
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return (line.encode("utf-8") for line in lines)
