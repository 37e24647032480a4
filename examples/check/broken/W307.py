"""W307 broken: a hop-by-hop header is set."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("Connection", "close")])  # W307
    return []
