"""Closes behind the loop, which an early end never reaches."""


def upper(application):
    def outer(environ, start_response):
        return pieces(application(environ, start_response))

    return outer


def pieces(body):
    for piece in body:
        yield piece.upper()
    getattr(body, "close", lambda: None)()
