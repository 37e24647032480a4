"""W313 broken: a comma joins two cookies in one Set-Cookie header."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Set-Cookie", "a=1, b=2")])  # W313
    return []
