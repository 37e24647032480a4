"""The body of a response that is made piece by piece."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

Report = Callable[[Exception], object]


class ResponseBody:
    """An iterable of bytes around an ``iterable`` of str and bytes, made at once up to its first piece.

    A generator that fails does so before ``start_response``, while an error page can still be sent. ``close`` calls the
    iterable's own exactly once (PEP 3333), then each function of ``on_close``; ``report`` is given the errors that they
    raise.
    """

    def __init__(self, iterable: Iterable[Any], report: Report, on_close: Sequence[Callable[[], object]] = ()) -> None:
        self.closing = [getattr(iterable, "close", None), *on_close]
        self.report = report
        try:
            pieces = map(as_bytes, iterable)
            self.pieces = chain([next(filter(None, pieces), b"")], pieces)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces

    def close(self) -> None:
        """Close the iterable, once."""
        closing, self.closing = self.closing, []
        call_quietly(closing, self.report)


def call_quietly(functions: Iterable[Callable[[], object] | None], report: Report) -> None:
    """Call the functions, passing over None. ``report`` is given their errors: the response is sent already.

    If one of them ends the program, as SystemExit does, the rest are called first.
    """
    rest = iter(functions)
    for function in rest:
        try:
            if function is not None:
                function()
        except Exception as error:
            report(error)
        except BaseException:
            call_quietly(rest, report)
            raise


def as_bytes(piece: Any) -> bytes:
    """Return a piece of a body as bytes; a str in UTF-8. Raises TypeError for any other type."""
    if isinstance(piece, str):
        return piece.encode("utf-8")
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return bytes(piece)
    raise TypeError(f"a body is made of str or bytes, not of {type(piece).__name__}: {piece!r}")
