"""W307 broken: the application sets a hop-by-hop header."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Connection", "close")])  # W307
    return []
