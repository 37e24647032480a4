"""Opens the file before the generator begins: if nobody asks for a line, its finally never runs."""

from pathlib import Path

TIMETABLE = Path(__file__).with_name("timetable.txt")


def application(environ, start_response):
    stop = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else lines(stop, TIMETABLE.open("rb"))


def lines(stop, file):
    heading = f"Stop: {stop}\n"
    try:
        yield heading.encode("utf-8")
        yield from file
    finally:
        file.close()
