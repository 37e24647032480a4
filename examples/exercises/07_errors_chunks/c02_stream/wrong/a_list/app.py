"""Three chunks, but all trains are asked for before the first one leaves."""

from trains import departures


def application(environ, start_response):
    station = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    lines = [line.encode("utf-8") for line in departures(station, environ["wsgi.errors"])]
    return [] if environ["REQUEST_METHOD"] == "HEAD" else lines
