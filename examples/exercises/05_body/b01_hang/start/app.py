"""The guest book of a mountain hut: a visitor sends a name by POST, and is greeted."""


def application(environ, start_response):
    name = environ["wsgi.input"].read().decode("utf-8", "replace")
    body = f"Hello, {name or 'stranger'}!".encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body]


def announced(environ):
    """Return how many bytes of body the client has announced; 0 where it has announced none, or no number."""
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
