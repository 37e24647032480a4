"""The lamps of a smart home, which cannot do anything."""


def application(environ, start_response):
    start_response("501 Not Implemented", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"A lamp cannot do that."]
