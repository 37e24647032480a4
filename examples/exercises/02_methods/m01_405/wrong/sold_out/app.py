"""The menu of a noodle shop that has taken its menu down."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [f"There is no page {path} here.".encode()]
