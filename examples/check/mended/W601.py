"""W601 mended: the same program without the problem."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    root = environ.get("SCRIPT_NAME", "")
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"at {root}/".encode()]
