# check: --middleware
"""W902 broken: the middleware reads the body and passes on an empty one."""


def application(inner):
    def outer(environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        print(len(body), file=environ["wsgi.errors"])
        return inner(environ, start_response)  # W902

    return outer
