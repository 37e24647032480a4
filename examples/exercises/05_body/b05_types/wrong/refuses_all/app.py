"""The waiting list of a restaurant that is full."""


def application(environ, start_response):
    start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"We are full tonight."]
