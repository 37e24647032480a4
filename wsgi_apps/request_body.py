"""The request body, read correctly even if the client sent a bad one. Standard library only.

PEP 3333 hands the body over as ``wsgi.input``, a file that may be an open socket. If you ask it for one byte too many,
you wait for ever. The reader has to know the end of the body before it reads. There are three ways to know it, and a
server offers at most two:

- CONTENT_LENGTH says how many bytes there are (RFC 9110, 8.6).
- ``wsgi.input_terminated`` is true: the server ends the file itself, also for a chunked body (RFC 9112, 7.1).
- uWSGI has a function of its own that returns a chunked body piece by piece.

Otherwise there is no body, or its length is unknown: 411.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps import exceptions
from wsgi_apps.environ import TOKEN
from wsgi_apps.strict_json import parse_json

Read = Callable[[int], bytes]

WRONG_TYPE = "This page reads JSON. Send the header Content-Type: application/json with it."

LIMIT = 1024 * 1024  # bytes of a body, unless the caller gives another limit
PIECE = 64 * 1024  # bytes that are read from wsgi.input at a time


def read_body(environ: WSGIEnvironment, limit: int | None = LIMIT) -> bytes:
    """Return the whole body, at most ``limit`` bytes of it; None: without a limit.

    Raises BadRequest for a Content-Length that is not a number or comes with a Transfer-Encoding, ClientDisconnected
    for a body that ends early, LengthRequired for a chunked body whose end this server does not show, NotImplemented
    for another transfer coding, RequestEntityTooLarge above the limit (RFC 9110, 8.6 and 15.5; RFC 9112, 6). uWSGI
    holds one whole chunk: its option ``chunked-input-limit`` must be above the largest limit in use.
    """
    return b"".join(pieces_of(environ, sys.maxsize if limit is None else limit))


def iter_body(environ: WSGIEnvironment, limit: int | None = LIMIT) -> Iterator[bytes]:
    """Return the pieces of the body as they arrive; the arguments and the errors are those of ``read_body``.

    Errors in the headers are raised at once, errors in the body with the piece that has them.
    """
    return iter(pieces_of(environ, sys.maxsize if limit is None else limit))


def pieces_of(environ: WSGIEnvironment, limit: int) -> Iterable[bytes]:
    """Return the pieces of the body; they are a list if the whole body has come already."""
    refuse_names(environ)
    length = content_length(environ)
    coding = environ.get("HTTP_TRANSFER_ENCODING")
    if coding:
        refuse_coding(coding.strip(" \t").lower(), length)
    if length is None:
        return to_the_end(reader(environ, chunked=bool(coding)), limit)
    if length > limit:
        raise too_large(limit)
    return exactly(environ["wsgi.input"].read, length)


def refuse_names(environ: WSGIEnvironment) -> None:
    """Raise BadRequest for a header whose name is not a token, such as ``Content-Length :`` (RFC 9112, 5.1).

    uWSGI passes it on as a header of another name. A program in front that reads it as Content-Length or
    Transfer-Encoding sees another end of the body (RFC 9112, 11.2).
    """
    fit = TOKEN.fullmatch("".join(environ))  # one look for all of them; other keys are not a client's
    if not fit and not all(TOKEN.fullmatch(key) for key in environ if key.startswith("HTTP_")):
        raise exceptions.BadRequest("Send each header under its own name, without a space before the colon.")


def refuse_coding(coding: str, length: int | None) -> None:
    """Raise BadRequest for a transfer ``coding`` beside a ``length``, NotImplemented for an unknown one."""
    if length is not None:  # two lengths: an attacker may smuggle a second request (RFC 9112, 11.2)
        raise exceptions.BadRequest("Send either Content-Length or Transfer-Encoding, not both.")
    if coding not in ("", "chunked"):
        raise exceptions.NotImplemented(f"The transfer coding {coding!r} is unknown here. Send a Content-Length.")


def content_length(environ: WSGIEnvironment) -> int | None:
    """Return the announced length in bytes, or None if the key is absent or empty, as PEP 3333 allows.

    Raises BadRequest for anything but ASCII digits, since ``int`` takes ``+5`` and ``1_000`` too.
    """
    value = environ.get("CONTENT_LENGTH", "").strip(" \t")
    if not value:
        return None
    if not (value.isascii() and value.isdigit()):
        raise exceptions.BadRequest(f"Content-Length must be a number of bytes in digits, such as 21, not {value!r}.")
    return int(value) if len(value) <= 4000 else sys.maxsize  # int() refuses more than 4,300 digits


def reader(environ: WSGIEnvironment, chunked: bool) -> Read:
    """Return a function that reads a body without a length: of a number of bytes; ``b""`` is the end."""
    if environ.get("wsgi.input_terminated"):  # the key may be there but false
        return environ["wsgi.input"].read  # type: ignore[no-any-return]
    if not chunked:  # no length and no chunks: there is no body (RFC 9112, 6.3), and a read might wait for ever
        return lambda size: b""
    if "uwsgi.version" in environ:
        import uwsgi  # the module exists only inside a uWSGI server

        return lambda size: uwsgi.chunked_read()  # one chunk, as large as the client made it
    raise exceptions.LengthRequired("This server cannot read a chunked body. Send it with a Content-Length.")


def exactly(read: Read, length: int) -> Iterable[bytes]:
    """Return ``length`` bytes in pieces, as a list if one read returns all. uWSGI would take 0 for "everything"."""
    first = read_piece(read, length if length < PIECE else PIECE) if length else b""
    return [first] if len(first) == length else remaining(read, first, length)


def remaining(read: Read, piece: bytes, length: int) -> Iterator[bytes]:
    """Yield ``piece``, then the rest of ``length`` bytes; never ask for more. Raises ClientDisconnected."""
    missing = length
    while piece:
        yield piece
        missing -= len(piece)
        if missing <= 0:
            return
        piece = read_piece(read, min(missing, PIECE))
    raise exceptions.ClientDisconnected(f"The body ended after {length - missing} of {length} bytes. Send all of it.")


def to_the_end(read: Read, limit: int) -> Iterator[bytes]:
    """Yield the pieces up to the end. Raises RequestEntityTooLarge after one byte more than ``limit``."""
    left = limit
    while piece := read_piece(read, min(left + 1, PIECE)):
        left -= len(piece)
        if left < 0:
            raise too_large(limit)
        yield piece


def read_piece(read: Read, size: int) -> bytes:
    """Return the next piece that ``read`` returns, at most ``size`` bytes.

    Raises ClientDisconnected if the connection breaks or a chunk is malformed. uWSGI raises OSError for it, gunicorn
    exceptions of its own, whose only common base is Exception.
    """
    try:
        piece = read(size)
    except Exception as error:
        raise exceptions.ClientDisconnected("The body broke off or has malformed chunks. Send all of it.") from error
    if not isinstance(piece, bytes):
        raise exceptions.InternalServerError from TypeError(f"wsgi.input gave {type(piece).__name__}, not bytes")
    return piece


def too_large(limit: int) -> exceptions.RequestEntityTooLarge:
    """Return the error 413 that names the limit in bytes."""
    return exceptions.RequestEntityTooLarge(f"The body is larger than {limit} bytes. Send at most that many.")


def read_json(environ: WSGIEnvironment, limit: int = LIMIT, force: bool = False) -> Any:
    """Return the JSON value of the body: dict, list, str, int, float, bool or None.

    ``force`` allows any Content-Type. Raises UnsupportedMediaType if the type is not JSON, BadRequest if the body is
    not (RFC 8259), and the errors of ``read_body``.
    """
    body = read_body(environ, limit)  # before the type: nginx loses the response to a body that was not read
    if not force and not is_json(environ.get("CONTENT_TYPE", "")):
        raise exceptions.UnsupportedMediaType(WRONG_TYPE)
    return parse_json(body)


def is_json(content_type: str) -> bool:
    """Return whether a Content-Type is JSON or based on it, such as ``application/problem+json`` (RFC 6839)."""
    mimetype = content_type.partition(";")[0].strip().lower()
    return mimetype == "application/json" or (mimetype.startswith("application/") and mimetype.endswith("+json"))
