"""The order desk of a coffee shop: POST a name. Do not change it: the recorder has to work with every application."""


def application(environ, start_response):
    digits = environ.get("CONTENT_LENGTH") or "0"
    length = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else 0
    name = environ["wsgi.input"].read(length).decode("utf-8", "replace")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"One coffee for {name or 'nobody'}.".encode()]
