"""W303 broken: the name or the value of a header is not a str."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X-Count", 3)])  # W303
    return []
