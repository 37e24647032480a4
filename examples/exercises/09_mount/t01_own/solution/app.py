"""A mall with two shops: below /books is one, below /music the other, and 404 is everywhere else.

Each shop finds its own part of the path in PATH_INFO, and the part that led to it in SCRIPT_NAME.
"""


def shop(name):
    """Return the application of a shop."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"{name}: {environ.get('SCRIPT_NAME', '')} + {environ.get('PATH_INFO', '')}".encode("latin-1")]

    return application


SHOPS = {"/books": shop("books"), "/music": shop("music")}


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    for prefix, inner in SHOPS.items():
        if path == prefix or path.startswith(prefix + "/"):
            script_name = environ.get("SCRIPT_NAME", "") + prefix
            copy = {**environ, "SCRIPT_NAME": script_name, "PATH_INFO": path.removeprefix(prefix)}
            return inner(copy, start_response)
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"There is no such shop."]
