"""The secret recipes of a restaurant. Do not change it: it knows nothing of passwords."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"The secret recipe of " + environ.get("PATH_INFO", "").removeprefix("/").encode("latin-1")]
