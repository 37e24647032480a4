"""The tables of a restaurant: DELETE has no body, and this body has a type."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    if environ["REQUEST_METHOD"] == "DELETE":
        start_response("204 No Content", [TEXT])
        return []
    body = f"{name}: 19:00, two persons".encode()
    start_response("200 OK", [TEXT, ("Content-Length", str(len(body)))])
    return [body]
