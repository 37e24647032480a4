"""W601 broken: the application uses [] for a key that may be absent."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    root = environ["SCRIPT_NAME"]  # W601
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"at {root}/".encode()]
