"""Letters of a web shop: GET /NAME answers the letter for NAME. The request is at hand in every function."""

request = {}


def application(environ, start_response):
    global request
    request = environ
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"A letter for {name()}: {letter()}".encode()]


def letter():
    return f"Dear {name()}, your order {name()} is ready."


def name():
    return request.get("PATH_INFO", "").removeprefix("/")
