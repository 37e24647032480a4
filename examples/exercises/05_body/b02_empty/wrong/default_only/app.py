"""The guest book of a mountain hut: a default for the absent length, none for the empty one."""


def application(environ, start_response):
    length = int(environ.get("CONTENT_LENGTH", 0))
    name = environ["wsgi.input"].read(length).decode("utf-8", "replace")
    status, text = "200 OK", f"Hello, {name or 'stranger'}!"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
