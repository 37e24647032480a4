"""Letters of a web shop, all of them for the first customer."""

request = {}


def application(environ, start_response):
    request.setdefault("PATH_INFO", environ.get("PATH_INFO", ""))
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"A letter for {name()}: {letter()}".encode()]


def letter():
    return f"Dear {name()}, your order {name()} is ready."


def name():
    return request["PATH_INFO"].removeprefix("/")
