"""The menu of a canteen: HEAD is told the length of the body that it does not get, which is 0."""


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    body = f"Lunch for {name}: bibimbap, kimchi, tea".encode()
    if environ["REQUEST_METHOD"] == "HEAD":
        body = b""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
