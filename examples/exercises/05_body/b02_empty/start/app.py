"""The guest book of a mountain hut: a name in the body is greeted; 400 for a length that is not a number."""


def application(environ, start_response):
    length = int(environ["CONTENT_LENGTH"])
    name = environ["wsgi.input"].read(length).decode("utf-8", "replace")
    status, text = "200 OK", f"Hello, {name or 'stranger'}!"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
