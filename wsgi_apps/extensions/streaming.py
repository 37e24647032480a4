"""The context of a request, kept for a body that is made later and for functions that run elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, Self

from wsgi_apps.application.context import CURRENT, NO_CONTEXT
from wsgi_apps.extensions.context import AppContext


class ContextStream:
    """An iterator whose pieces are made in the ``context`` of a request. That context ends when the stream does."""

    is_open = False

    def __init__(self, context: Any, pieces: Iterator[Any]) -> None:
        self.context = context
        self.pieces = pieces
        self.failure: BaseException | None = None
        context.streams += 1
        self.is_open = True

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        token = CURRENT.set(self.context)
        try:
            return next(self.pieces)
        except BaseException as error:
            self.failure = None if isinstance(error, StopIteration) else error
            self.close()
            raise
        finally:
            CURRENT.reset(token)

    def close(self) -> None:
        """Close the iterator. The last stream of a request ends its context, if the response is on its way."""
        if not self.is_open:
            return
        self.is_open = False
        context, failure, self.failure = self.context, self.failure, None
        token = CURRENT.set(context)
        try:
            getattr(self.pieces, "close", int)()
        finally:
            try:
                context.end_stream(failure)
            finally:
                CURRENT.reset(token)

    def __del__(self) -> None:
        """Close a stream that no response took."""
        self.close()


def stream_with_context(generator_or_function: Any) -> Any:
    """Return an iterator over the same pieces, which are made in the context of this request.

    A generator function becomes a function that returns such an iterator. Raises RuntimeError outside a request.
    """
    if not isinstance(generator_or_function, Iterable):

        @wraps(generator_or_function)
        def stream(*arguments: Any, **keywords: Any) -> ContextStream:
            return ContextStream(context_of_request(), iter(generator_or_function(*arguments, **keywords)))

        return stream
    return ContextStream(context_of_request(), iter(generator_or_function))


def copy_current_request_context(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that calls ``function`` in a copy of the context of this request, in any thread.

    Request and session are the same objects. ``g`` is that of the context in which you call the function, in a thread
    without a context a new one. Raises RuntimeError outside a request.
    """
    kept = context_of_request().copy()

    @wraps(function)
    def call(*arguments: Any, **keywords: Any) -> Any:
        with kept.copy():
            return function(*arguments, **keywords)

    return call


def context_of_request() -> Any:
    """Return the context of the request that is being answered. Raises RuntimeError if there is none."""
    context: Any = CURRENT.get(None)
    while isinstance(context, AppContext):
        context = context.around()
    if context is None:
        raise RuntimeError(NO_CONTEXT.format(what="request", method="test_request_context"))
    return context
