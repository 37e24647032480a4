"""The door of a library: every visitor is greeted by the name in the path. HEAD gets the headers alone."""


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    greeting = f"Welcome to the library, {name}!"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [greeting.encode("utf-8")]
