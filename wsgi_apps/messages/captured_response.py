"""The response of another WSGI application, captured before it is sent."""

from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from wsgi_apps.messages.headers import OF_THE_SERVER


class CapturedResponse:
    """The response of a WSGI ``application`` to ``environ``: ``status``, ``headers``, and, as an iterable, the body.

    Headers that only a server may send are left out: this response goes on to another server.

    The body is read until the status is known: an application may call ``start_response`` as late as with its first
    piece (PEP 3333). If the application breaks the protocol, AssertionError or TypeError is raised before anything is
    sent.
    """

    sent = False

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.waiting: list[bytes] = []  # pieces that the server has not been given yet
        self.iterable: Any = None
        try:
            self.iterable = application(environ, self.start_response)
            self.pieces = iter(self.iterable)
            while not self.status:
                self.waiting.append(next(self.pieces))
        except StopIteration:
            self.close()
            raise AssertionError(f"{application!r} ended without start_response: call it before you return") from None
        except BaseException:
            self.close()
            raise
        self.sent = True

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
    ) -> Callable[..., Any]:
        """Take the status and the headers; a second time only with ``exc_info``, and only before anything is sent."""
        if exc_info is not None and self.sent:
            raise exc_info[1]
        if self.status and exc_info is None:
            raise AssertionError("start_response was called twice: call it once, or give exc_info after an error")
        self.status, self.headers = status, [pair for pair in headers if pair[0].lower() not in OF_THE_SERVER]
        return self.write

    def write(self, piece: bytes) -> None:
        """Take a piece of the body. Raises TypeError for anything but bytes."""
        if not isinstance(piece, bytes):
            raise TypeError(f"write() takes bytes, not {type(piece).__name__}: {piece!r}")
        self.waiting.append(piece)

    def __iter__(self) -> Iterator[bytes]:
        yield from self.written()
        for piece in self.pieces:
            self.waiting.append(piece)  # behind the pieces that were written meanwhile
            yield from self.written()
        yield from self.written()

    def written(self) -> Iterator[bytes]:
        """Yield the waiting pieces, from a list that further ones do not join."""
        waiting, self.waiting = self.waiting, []
        yield from waiting

    def close(self) -> None:
        """Close the application's iterable, if it can be closed."""
        getattr(self.iterable, "close", int)()
