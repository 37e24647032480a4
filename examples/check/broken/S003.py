"""S003 broken: a function that handles requests uses global."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


LAST = ""


def application(environ, start_response):
    global LAST  # S003
    LAST = environ.get("PATH_INFO", "")
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
