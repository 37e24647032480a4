"""The shelves of a library after a flood."""


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{name}: not ours".encode()]
