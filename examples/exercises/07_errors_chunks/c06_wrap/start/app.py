"""Capitals for the display of a canteen: the body of any application, piece by piece, closed at the end."""


def upper(application):
    """Return an application with the same body in capitals."""

    def outer(environ, start_response):
        body = application(environ, start_response)
        return (piece.upper() for piece in body)

    return outer
