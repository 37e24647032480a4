"""The menu of a noodle shop at /menu, to be read with GET and HEAD; other pages do not exist."""


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    if path == "/menu" and method in ("GET", "HEAD"):
        status, text = "200 OK", "noodles 7,000 won"
    else:
        status, text = "404 Not Found", f"There is no page {path} here."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [] if method == "HEAD" else [text.encode("utf-8")]
