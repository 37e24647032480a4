"""Multipart bodies: form fields and uploaded files (RFC 7578), read with the ``multipart`` package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from math import inf
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

from wsgi_apps.exceptions import BadRequest, RequestEntityTooLarge
from wsgi_apps.extensions.content_type import HasContentType, parameter
from wsgi_apps.extensions.disk import system_path
from wsgi_apps.extensions.headers import ResponseHeaders
from wsgi_apps.messages.headers import HeaderList
from wsgi_apps.messages.multidict import MultiDict

BOUNDARY = re.compile(r"[ !-~]{0,69}[!-~]")  # RFC 2046, 5.1.1: at most 70 characters, the last not a space
IN_MEMORY = 256 * 1024  # bytes of a file that are kept in memory; the rest goes to a temporary file
LENGTH = re.compile(r"[0-9]{1,18}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

if TYPE_CHECKING:
    StreamLike = BytesIO
else:

    class StreamLike:
        """An object that passes on what a file can do to its ``stream``."""

        def __getattr__(self, name: str) -> Any:
            """Return an attribute of the stream, such as ``read`` and ``seek``. Raises AttributeError.

            Python asks a new copy for private names before it has a stream, so these are refused.
            """
            if name == "stream" or name.startswith("_"):
                raise AttributeError(f"a FileStorage has no {name}")
            return getattr(self.stream, name)


class FileStorage(HasContentType, StreamLike):
    """An uploaded file: ``stream`` is a binary file with its content, ``name`` the name of its field.

    ``filename`` is the last part of the path that the client sent, without control characters. The client has chosen
    it: do not store a file under it.
    """

    def __init__(
        self,
        stream: IO[bytes] | None = None,
        filename: str | None = None,
        name: str | None = None,
        content_type: str | None = None,
        content_length: int = 0,
        headers: HeaderList | None = None,
    ) -> None:
        self.stream: IO[bytes] = BytesIO() if stream is None else stream
        self.filename = None if filename is None else CONTROL.sub("", re.split(r"[/\\]", filename)[-1])
        self.name = name
        self.content_type = content_type
        #: The length in bytes that the client sent. Most clients send none, so it is 0.
        self.content_length = content_length
        #: The headers of the file's part in the body, such as Content-Disposition.
        self.headers = ResponseHeaders([] if headers is None else headers)

    def save(self, destination: str | Path | IO[bytes], buffer_size: int = 16384) -> None:
        """Write the file to ``destination``: a path, or an open binary file."""
        if hasattr(destination, "write"):
            copyfileobj(self.stream, destination, buffer_size)
            return
        with Path(system_path(destination)).open("wb") as target:
            copyfileobj(self.stream, target, buffer_size)

    def close(self) -> None:
        """Close the file, which removes its content."""
        self.stream.close()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.stream)

    def __bool__(self) -> bool:
        return bool(self.filename)

    def __repr__(self) -> str:
        return f"<FileStorage: {self.filename!r} ({self.content_type!r})>"


def boundary_of(content_type: str) -> str:
    """Return the boundary that a Content-Type names. Raises BadRequest if it is missing, repeated or malformed."""
    boundary = parameter(content_type, "boundary")
    if not BOUNDARY.fullmatch(boundary):
        raise BadRequest(f"The boundary {boundary[:80]!a} is not 1 to 70 ASCII characters. Let a library set it.")
    return boundary


def parse_multipart(
    pieces: Iterable[bytes], boundary: str, most: int | None = 1000, largest: int | None = 500_000
) -> tuple[MultiDict[str], MultiDict[FileStorage]]:
    """Return the fields and the files of a multipart body, which is given in ``pieces``.

    It has at most ``most`` parts, and each field at most ``largest`` bytes. Raises RequestEntityTooLarge above a limit,
    BadRequest for a malformed body.
    """
    from multipart import MultipartError, ParserLimitReached  # few requests need it

    from wsgi_apps.extensions.multipart_parser import parser_for, without_padding  # the same

    fields, files = [], []
    parser = parser_for(boundary, inf if most is None else most)
    try:
        for part, stream in parts(parser, without_padding(pieces, boundary), inf if largest is None else largest):
            if part.filename is None:
                fields.append((part.name, stream.read().decode("utf-8", "replace")))
            else:
                files.append((part.name, uploaded_file(part, stream)))
    except ParserLimitReached as error:
        raise RequestEntityTooLarge(f"{error}: this server takes {most} parts with short headers.") from None
    except MultipartError as error:
        raise BadRequest(f"The body is not multipart/form-data: {error}.") from None
    return MultiDict.from_pairs(fields), MultiDict.from_pairs(files)


def parts(parser: Any, pieces: Iterable[bytes], largest: float) -> Iterator[tuple[Any, IO[bytes]]]:
    """Yield each part of a body with the file that holds its content; if anything fails, all files are closed.

    A part without a filename has at most ``largest`` bytes. Raises RequestEntityTooLarge and MultipartError.
    """
    from tempfile import SpooledTemporaryFile  # the parser has imported it already

    from multipart import MultipartSegment

    from wsgi_apps.extensions.multipart_parser import check_headers

    with ExitStack() as opened:
        for event in (event for piece in pieces for event in parser.parse(piece)):
            if isinstance(event, MultipartSegment):  # the headers of a part
                check_headers(event)
                part, is_file = event, event.filename is not None
                stream = opened.enter_context(SpooledTemporaryFile(IN_MEMORY, "rb+")) if is_file else BytesIO()
            elif event:  # a piece of its content
                stream.write(event)
                if not is_file and part.bytes_received > largest:
                    raise RequestEntityTooLarge(f"A field is larger than {largest} bytes. Send at most that many.")
            else:  # the end of the part
                stream.seek(0)
                yield part, stream
        parser.close()  # raises if the body ends too early
        opened.pop_all()


def uploaded_file(part: Any, stream: IO[bytes]) -> FileStorage:
    """Return the file whose headers are in ``part`` and whose content is in ``stream``."""
    headers = ResponseHeaders(part.headerlist)
    named = headers.get("Content-Length", "")  # a header that does not count (RFC 7578, 4.8)
    length = int(named) if LENGTH.fullmatch(named) else 0
    return FileStorage(stream, part.filename, part.name, headers.get("Content-Type"), length, headers.pairs)
