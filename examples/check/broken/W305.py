"""W305 broken: the value of a header contains a control character."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    name = environ.get("PATH_INFO", "")
    start_response("200 OK", [TEXT, ("X-Name", name)])  # W305
    return []
