"""W608 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    host = environ.get("HTTP_HOST", "localhost")
    root = environ.get("SCRIPT_NAME", "")
    start_response("302 Found", [TEXT, ("Location", f"http://{host}{root}/page")])
    return []
