"""A weather page in two pieces: the town at once, and the forecast when it is ready."""


def application(environ, start_response):
    town = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    yield f"Weather in {town}:\n".encode()
    yield forecast(town).encode("utf-8")


def forecast(town):
    """Return tomorrow's weather; think of a slow computation here."""
    return "sunny, 24 degrees\n"
