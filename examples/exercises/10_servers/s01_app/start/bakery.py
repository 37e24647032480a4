"""A bakery. Do not change it."""


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Fresh bread for " + environ.get("PATH_INFO", "").removeprefix("/").encode("latin-1")]
