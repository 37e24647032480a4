"""S004 broken: a secret is compared with ==."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


SECRET = "a long random text"


def application(environ, start_response):
    token = environ.get("HTTP_X_TOKEN", "")
    start_response("200 OK" if token == SECRET else "403 Forbidden", [TEXT])  # S004
    return []
