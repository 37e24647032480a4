"""Short links of a library: GET /go/NAME leads to /books/NAME, wherever the library is mounted."""

from urllib.parse import quote


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    if path.startswith("/go/"):
        target = environ.get("SCRIPT_NAME", "") + "/books/" + path.removeprefix("/go/")
        start_response("302 Found", [("Location", quote(target, encoding="latin-1")), ("Content-Length", "0")])
        return []
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"The shelf for {path}".encode("latin-1")]
