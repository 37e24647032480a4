"""The guest book of a mountain hut: a length below zero is refused, one with a plus is taken."""


def application(environ, start_response):
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = -1
    if length >= 0:
        name = environ["wsgi.input"].read(length).decode("utf-8", "replace")
        status, text = "200 OK", f"Hello, {name or 'stranger'}!"
    else:
        status, text = "400 Bad Request", "Send the Content-Length in digits."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
