"""W605 broken: a link or a redirect leaves the prefix."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("302 Found", [TEXT, ("Location", "/page")])  # W605
    return []
