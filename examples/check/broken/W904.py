# check: --middleware
"""W904 broken: the middleware collects the whole body before it sends the first part."""


def application(inner):
    def outer(environ, start_response):
        body = inner(environ, start_response)
        try:
            return [part.upper() for part in body]
        finally:
            getattr(body, "close", tuple)()  # W904

    return outer
