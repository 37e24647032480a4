"""S000 broken: a comment silences a finding without a reason."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    print("here")  # wsgi: ignore W803
    start_response("200 OK", [TEXT])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
