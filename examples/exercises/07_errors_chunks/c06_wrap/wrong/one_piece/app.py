"""Collects the body, and closes it: a stream is a stream no more."""


def upper(application):
    def outer(environ, start_response):
        body = application(environ, start_response)
        try:
            return [b"".join(body).upper()]
        finally:
            getattr(body, "close", lambda: None)()

    return outer
