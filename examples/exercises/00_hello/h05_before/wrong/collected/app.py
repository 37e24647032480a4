"""A weather page that makes everybody wait: town and forecast come together, when both are ready."""


def application(environ, start_response):
    town = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    text = f"Weather in {town}:\n{forecast(town)}"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]


def forecast(town):
    """Return tomorrow's weather; think of a slow computation here."""
    return "sunny, 24 degrees\n"
