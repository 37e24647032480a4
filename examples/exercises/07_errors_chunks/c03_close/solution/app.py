"""The timetable of a bus company, line by line: the path names a stop. However a request ends, the file is closed."""

from pathlib import Path

TIMETABLE = Path(__file__).with_name("timetable.txt")


def application(environ, start_response):
    stop = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else lines(stop)


def lines(stop):
    """Yield the timetable."""
    heading = f"Stop: {stop}\n"
    with TIMETABLE.open("rb") as file:
        yield heading.encode("utf-8")
        yield from file
