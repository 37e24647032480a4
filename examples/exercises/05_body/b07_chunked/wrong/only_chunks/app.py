"""A page that counts letters, of texts in chunks alone."""

LIMIT = 100_000  # bytes of a text in chunks


def application(environ, start_response):
    body = environ["wsgi.input"].read(LIMIT) if environ.get("wsgi.input_terminated") else b""
    letters = body.decode("utf-8", "replace")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{len(letters)} letters: {letters}".encode()]
