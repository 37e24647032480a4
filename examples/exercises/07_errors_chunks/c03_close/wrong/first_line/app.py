"""Closes the file in time, and so loses most of the timetable."""

from pathlib import Path

TIMETABLE = Path(__file__).with_name("timetable.txt")


def application(environ, start_response):
    stop = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    with TIMETABLE.open("rb") as file:
        first = file.readline()
    heading = f"Stop: {stop}\n"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [heading.encode("utf-8"), first]
