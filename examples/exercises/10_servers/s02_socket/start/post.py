"""A post office. Do not change it."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Stamps for " + environ.get("PATH_INFO", "").removeprefix("/").encode("latin-1")]
