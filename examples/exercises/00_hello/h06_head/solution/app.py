"""The menu of a canteen: GET gets the page, HEAD the same headers and no body."""


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    body = f"Lunch for {name}: bibimbap, kimchi, tea".encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
