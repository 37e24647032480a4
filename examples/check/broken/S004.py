"""S004 broken: the program compares a secret with ==."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


SECRET = "a long random text"


def application(environ, start_response):
    token = environ.get("HTTP_X_TOKEN", "")
    start_response("200 OK" if token == SECRET else "403 Forbidden", [TEXT])  # S004
    return []
