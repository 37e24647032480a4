"""The tables of a restaurant: GET shows a booking, DELETE cancels it and has nothing to say."""


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    if environ["REQUEST_METHOD"] == "DELETE":
        status, text = "204 No Content", f"{name}: cancelled"
    else:
        status, text = "200 OK", f"{name}: 19:00, two persons"
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
