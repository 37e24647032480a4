"""The body of an answer that is made piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Body:
    """An iterable of bytes around an ``iterable`` of str and bytes, whose first piece is made at once.

    A generator that fails does so before ``start_response``, while there still can be an error page. ``close`` runs the
    iterable's own exactly once (PEP 3333); what that raises goes to ``report`` (a function of the exception).
    """

    def __init__(self, iterable: Iterable[Any], report: Callable[[Exception], object]) -> None:
        self.iterable: Iterable[Any] | None = iterable
        self.report = report
        try:
            self.pieces = iter(iterable)
            self.first = [as_bytes(piece) for piece in [next(self.pieces, b"")]]
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        yield from self.first
        for piece in self.pieces:
            yield as_bytes(piece)

    def close(self) -> None:
        """Close the iterable, once."""
        iterable, self.iterable = self.iterable, None
        close_quietly(iterable, self.report)


def close_quietly(iterable: Any, report: Callable[[Exception], object]) -> None:
    """Close an ``iterable`` that has ``close``; what it raises goes to ``report``, for the answer is out already."""
    close = getattr(iterable, "close", None)
    try:
        if close is not None:
            close()
    except Exception as error:  # noqa: BLE001 (whatever it is)
        report(error)


def as_bytes(piece: Any) -> bytes:
    """Return a piece of a body as bytes; a str in UTF-8. Raises TypeError for anything else."""
    if isinstance(piece, str):
        return piece.encode("utf-8")
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return bytes(piece)
    raise TypeError(f"a body is made of str or bytes, not of {type(piece).__name__}: {piece!r}")
