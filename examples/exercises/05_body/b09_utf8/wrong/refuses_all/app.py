"""The catalogue of a second-hand bookshop that buys nothing."""


def application(environ, start_response):
    start_response("400 Bad Request", [("Content-Type", "application/json")])
    return [b'{"error": "We are full."}']
