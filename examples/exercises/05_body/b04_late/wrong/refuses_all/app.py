"""A tidy-up page for JSON, which does not like any."""


def application(environ, start_response):
    start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"This is not JSON."]
