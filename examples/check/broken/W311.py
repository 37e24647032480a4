"""W311 broken: text without a charset, and the body is not ASCII."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])  # W311
    return [] if environ["REQUEST_METHOD"] == "HEAD" else ["안녕하세요".encode()]
