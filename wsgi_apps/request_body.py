"""Reading a request body rightly, whatever the client sent. Standard library only.

PEP 3333 hands the body over as ``wsgi.input``, a file that may be an open socket: a byte too many asked of it waits for
ever. So the reader has to know the end before it reads. There are three ways to know it, and a server offers at most two:

- CONTENT_LENGTH says how many bytes there are (RFC 9110, 8.6).
- ``wsgi.input_terminated`` is true: the server ends the file itself, also for a chunked body (RFC 9112, 7.1).
- uWSGI gives a chunked body piece by piece, by a function of its own.

Otherwise there is no body, or one that nobody can measure: 411.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps import exceptions
from wsgi_apps.strict_json import parse_json

Read = Callable[[int], bytes]

WRONG_TYPE = "This page reads JSON. Send the header Content-Type: application/json with it."

LIMIT = 1024 * 1024  # bytes of a body, unless the caller says otherwise
PIECE = 64 * 1024  # bytes asked of wsgi.input at a time


def read_body(environ: WSGIEnvironment, limit: int | None = LIMIT) -> bytes:
    """Return the whole body, at most ``limit`` bytes of it; None: without a limit.

    Raises BadRequest for a Content-Length that is no number or comes with a Transfer-Encoding, ClientDisconnected for a
    body that ends early, LengthRequired for a chunked body that this server cannot end, NotImplemented for another
    transfer coding, RequestEntityTooLarge above the limit (RFC 9110, 8.6 and 15.5; RFC 9112, 6). On uWSGI one chunk is
    held whole: its option ``chunked-input-limit`` must be above the largest limit in use.
    """
    return b"".join(pieces_of(environ, sys.maxsize if limit is None else limit))


def iter_body(environ: WSGIEnvironment, limit: int | None = LIMIT) -> Iterator[bytes]:
    """Return the body in pieces (iterator of bytes) as they arrive; the arguments are those of ``read_body``.

    Its errors are those of ``read_body`` too; one that only the body itself shows comes with the piece that shows it.
    """
    return iter(pieces_of(environ, sys.maxsize if limit is None else limit))


def pieces_of(environ: WSGIEnvironment, limit: int) -> Iterable[bytes]:
    """Return the pieces of the body (iterable of bytes); a list if it has come as a whole already."""
    length = content_length(environ)
    coding = environ.get("HTTP_TRANSFER_ENCODING")
    if coding:
        refuse_coding(coding.strip().lower(), length)
    if length is None:
        return to_the_end(reader(environ, chunked=bool(coding)), limit)
    if length > limit:
        raise too_large(limit)
    return exactly(environ["wsgi.input"].read, length)


def refuse_coding(coding: str, length: int | None) -> None:
    """Raise BadRequest for a transfer ``coding`` (str) beside a ``length``, NotImplemented for one that is not known."""
    if length is not None:  # two lengths in one request: somebody may smuggle another one (RFC 9112, 11.2)
        raise exceptions.BadRequest("Send either Content-Length or Transfer-Encoding, not both.")
    if coding not in ("", "chunked"):
        raise exceptions.NotImplemented(
            f"This server does not know the transfer coding {coding!r}. Send a Content-Length."
        )


def content_length(environ: WSGIEnvironment) -> int | None:
    """Return the announced length (int, bytes), or None if the key is absent or empty, as PEP 3333 allows.

    Raises BadRequest for anything but ASCII digits: ``int`` would take ``+5``, ``1_000`` and digits of other scripts. So it
    does for a length with a space before its colon, which uWSGI takes for another header (RFC 9112, 5.1).
    """
    value = environ.get("CONTENT_LENGTH", "").strip(" \t")
    if not value:
        if "HTTP_CONTENT_LENGTH " in environ:
            raise exceptions.BadRequest("Send Content-Length without a space before the colon.")
        return None
    if not (value.isascii() and value.isdigit()):
        raise exceptions.BadRequest(f"Content-Length must be a number of bytes in digits, such as 21, not {value!r}.")
    return int(value) if len(value) <= 4000 else sys.maxsize  # int() takes no more than 4,300 digits


def reader(environ: WSGIEnvironment, chunked: bool) -> Read:
    """Return how this server reads a body without a length: a function of the bytes wanted (int) that ends with ``b""``."""
    if environ.get("wsgi.input_terminated"):  # the key may be there and false
        read: Read = environ["wsgi.input"].read
        return read
    if not chunked:  # no length and no chunks is no body (RFC 9112, 6.3), and a read might wait for ever
        return nothing
    if "uwsgi.version" in environ:
        import uwsgi  # it exists only inside a uWSGI server

        return lambda size: uwsgi.chunked_read()  # one chunk, as large as the client made it
    raise exceptions.LengthRequired("This server cannot read a chunked body. Send it with a Content-Length.")


def nothing(size: int) -> bytes:
    """Return the body that is not there."""
    return b""


def exactly(read: Read, length: int) -> Iterable[bytes]:
    """Return ``length`` bytes (int) in pieces; what comes as a whole, in a list. uWSGI takes 0 for "everything"."""
    first = read_piece(read, length if length < PIECE else PIECE) if length else b""
    return [first] if len(first) == length else remaining(read, first, length)


def remaining(read: Read, piece: bytes, length: int) -> Iterator[bytes]:
    """Yield ``piece``, then the rest of ``length`` bytes (int), asking for not one more."""
    missing = length
    while piece:
        yield piece
        missing -= len(piece)
        if missing <= 0:
            return
        piece = read_piece(read, min(missing, PIECE))
    raise exceptions.ClientDisconnected(f"The body ended after {length - missing} of {length} bytes. Send all of it.")


def to_the_end(read: Read, limit: int) -> Iterator[bytes]:
    """Yield what there is. Raises RequestEntityTooLarge if it is more than ``limit`` bytes (int); one more is asked for."""
    left = limit
    while piece := read_piece(read, min(left + 1, PIECE)):
        left -= len(piece)
        if left < 0:
            raise too_large(limit)
        yield piece


def read_piece(read: Read, size: int) -> bytes:
    """Return what ``read`` gives for ``size`` (int, bytes).

    Raises ClientDisconnected if the connection breaks or a chunk is malformed: uWSGI says so by OSError, gunicorn by
    exceptions of its own that share no base but Exception.
    """
    try:
        piece = read(size)
    except Exception as error:
        raise exceptions.ClientDisconnected(
            "The body broke off or its chunks are malformed. Send all of it."
        ) from error
    if not isinstance(piece, bytes):
        raise exceptions.InternalServerError from TypeError(
            f"wsgi.input gave {type(piece).__name__}, not bytes (PEP 3333)"
        )
    return piece


def too_large(limit: int) -> exceptions.RequestEntityTooLarge:
    """Return the 413 that names the limit (int, bytes)."""
    return exceptions.RequestEntityTooLarge(f"The body is larger than {limit} bytes. Send at most that many.")


def read_json(environ: WSGIEnvironment, limit: int = LIMIT, force: bool = False) -> Any:
    """Return the JSON value of the body: dict, list, str, int, float, bool or None.

    ``force`` (bool) takes any Content-Type. Raises UnsupportedMediaType if the type is not JSON, BadRequest if the body
    is not (RFC 8259), and what ``read_body`` raises.
    """
    body = read_body(environ, limit)  # before the type is looked at: nginx loses the answer to a body left unread
    if not force and not is_json(environ.get("CONTENT_TYPE", "")):
        raise exceptions.UnsupportedMediaType(WRONG_TYPE)
    return parse_json(body)


def is_json(content_type: str) -> bool:
    """Return whether a Content-Type (str) is JSON's or is built on it, as ``application/problem+json`` (RFC 6839)."""
    mimetype = content_type.partition(";")[0].strip().lower()
    return mimetype == "application/json" or (mimetype.startswith("application/") and mimetype.endswith("+json"))
