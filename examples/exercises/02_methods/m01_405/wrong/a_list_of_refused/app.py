"""The menu of a noodle shop, which refuses the methods that its author could think of."""

REFUSED = ("POST", "PUT", "PATCH", "DELETE")


def application(environ, start_response):
    method = environ["REQUEST_METHOD"]
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    if path == "/menu" and method in REFUSED:
        status, text = "405 Method Not Allowed", "The menu can only be read."
        headers.append(("Allow", "GET, HEAD"))
    elif path == "/menu":
        status, text = "200 OK", "noodles 7,000 won"
    else:
        status, text = "404 Not Found", f"There is no page {path} here."
    start_response(status, headers)
    return [] if method == "HEAD" else [text.encode("utf-8")]
