"""S004 mended: the same program without the problem."""

import hmac

TEXT = ("Content-Type", "text/plain; charset=utf-8")


SECRET = "a long random text"


def application(environ, start_response):
    token = environ.get("HTTP_X_TOKEN", "")
    right = hmac.compare_digest(token.encode(), SECRET.encode())
    start_response("200 OK" if right else "403 Forbidden", [TEXT])
    return []
