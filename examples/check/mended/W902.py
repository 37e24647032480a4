# check: --middleware
"""W902 mended: the same program without the problem."""

import io


def application(inner):
    def outer(environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        print(len(body), file=environ["wsgi.errors"])
        return inner({**environ, "wsgi.input": io.BytesIO(body)}, start_response)

    return outer
