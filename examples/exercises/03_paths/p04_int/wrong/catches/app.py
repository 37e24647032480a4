"""Asks int, and catches its exception: a minus passes."""


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text = answer(path)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(path):
    try:
        first, second = path.split("/")[2:]
        return "200 OK", str(int(first) + int(second))
    except ValueError:
        return "404 Not Found", "Write two numbers, such as /sum/20/22."
