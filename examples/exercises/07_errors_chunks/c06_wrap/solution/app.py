"""Capitals for the display of a canteen: the body of any application, piece by piece, closed at the end."""


class Capitals:
    """A body in capitals."""

    def __init__(self, body):
        self.body = body

    def __iter__(self):
        return (piece.upper() for piece in self.body)

    def close(self):
        """Close the body inside, if it can be closed."""
        getattr(self.body, "close", lambda: None)()


def upper(application):
    """Return an application with the same body in capitals."""

    def outer(environ, start_response):
        return Capitals(application(environ, start_response))

    return outer
