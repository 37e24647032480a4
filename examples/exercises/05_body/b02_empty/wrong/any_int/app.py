"""The guest book of a mountain hut: everything that int() takes is good enough for it."""


def application(environ, start_response):
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        name = environ["wsgi.input"].read(length).decode("utf-8", "replace")
        status, text = "200 OK", f"Hello, {name or 'stranger'}!"
    except ValueError:
        status, text = "400 Bad Request", "Send the Content-Length in digits."
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
