"""Closes in a finally, which does not run if the generator never begins."""


def upper(application):
    def outer(environ, start_response):
        return pieces(application(environ, start_response))

    return outer


def pieces(body):
    try:
        for piece in body:
            yield piece.upper()
    finally:
        getattr(body, "close", lambda: None)()
