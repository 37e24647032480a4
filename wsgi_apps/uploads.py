"""Multipart bodies: form fields and uploaded files (RFC 7578), read with the ``multipart`` package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

from wsgi_apps.content_type import HasContentType, Options
from wsgi_apps.exceptions import BadRequest, RequestEntityTooLarge
from wsgi_apps.headers import HeaderList, ResponseHeaders
from wsgi_apps.multidict import MultiDict

BOUNDARY = re.compile(r"[ !-~]{0,69}[!-~]")  # RFC 2046, 5.1.1: at most 70 characters, the last one no space
IN_MEMORY = 256 * 1024  # bytes of a file that are kept in memory; the rest goes to a temporary file
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

if TYPE_CHECKING:
    StreamLike = BytesIO
else:

    class StreamLike:
        """Whatever has a ``stream`` and does what that does."""

        def __getattr__(self, name: str) -> Any:
            """Hand on what a file can do (read, seek, close ...) to the stream. Raises AttributeError for what it cannot.

            A copy is asked for private names before it has a stream.
            """
            if name == "stream" or name.startswith("_"):
                raise AttributeError(f"a FileStorage has no {name}")
            return getattr(self.stream, name)


class FileStorage(HasContentType, StreamLike):
    """An uploaded file: ``stream`` (a binary file) holds it, ``filename`` and ``name`` (of the field) are the client's.

    Of a path only the last part is kept as ``filename``, without control characters. It is still the client's choice:
    do not store a file under it.
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
        #: What the client says of the length (int, bytes); most say nothing, and it is 0.
        self.content_length = content_length
        #: What stands above the file in the body: Content-Disposition and the like.
        self.headers = ResponseHeaders([] if headers is None else headers)

    def save(self, destination: str | Path | IO[bytes], buffer_size: int = 16384) -> None:
        """Write the file to ``destination``: a path, or a binary file that is open."""
        if hasattr(destination, "write"):
            copyfileobj(self.stream, destination, buffer_size)
            return
        with Path(destination).open("wb") as target:
            copyfileobj(self.stream, target, buffer_size)

    def close(self) -> None:
        """Close the file: nothing is left of it."""
        self.stream.close()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.stream)

    def __bool__(self) -> bool:
        return bool(self.filename)

    def __repr__(self) -> str:
        return f"<FileStorage: {self.filename!r} ({self.content_type!r})>"


def boundary_of(options: Options) -> str:
    """Return the boundary (str) that the parameters of a Content-Type (dict) name. Raises BadRequest."""
    boundary = options.get("boundary", "")
    if not BOUNDARY.fullmatch(boundary):
        raise BadRequest(
            f"The boundary {boundary[:80]!a} is not 1 to 70 ASCII characters. Let the client's library set it."
        )
    return boundary


def parse_multipart(
    pieces: Iterable[bytes], boundary: str, most: int | None = 1000, largest: int | None = 500_000
) -> tuple[MultiDict[str], MultiDict[FileStorage]]:
    """Return the fields and the files of a multipart body, given in ``pieces`` (iterable of bytes).

    At most ``most`` parts (int); a part that is no file has at most ``largest`` bytes (int). Raises
    RequestEntityTooLarge above a limit and BadRequest for a body that is malformed.
    """
    from multipart import MultipartError, ParserLimitReached, PushMultipartParser  # few requests need it

    fields: list[tuple[str, str]] = []
    files: list[tuple[str, FileStorage]] = []
    parser = PushMultipartParser(boundary, max_segment_count=most or float("inf"))
    part = Part(largest)
    try:
        with parser:
            for event in (event for piece in pieces for event in parser.parse(piece)):
                part.take(event, fields, files)
    except BaseException as error:
        part.close()
        for _, file in files:
            file.close()
        if isinstance(error, ParserLimitReached):
            raise RequestEntityTooLarge(f"{error}: this server takes {most} parts with short headers.") from None
        if isinstance(error, MultipartError):
            raise BadRequest(f"The body is not multipart/form-data: {error}.") from None
        raise
    return MultiDict.from_pairs(fields), MultiDict.from_pairs(files)


class Part:
    """The part that is being read: a field, kept in memory up to ``largest`` bytes (int), or a file."""

    def __init__(self, largest: int | None) -> None:
        self.largest = largest
        self.stream: IO[bytes] = BytesIO()

    def take(self, event: Any, fields: list[tuple[str, str]], files: list[tuple[str, FileStorage]]) -> None:
        """Take what the parser has read: the headers of a part, a piece of its content, or None for its end."""
        if event is None:
            self.finish(fields, files)
        elif isinstance(event, (bytes, bytearray)):
            self.write(bytes(event))
        else:
            self.begin(event)

    def begin(self, segment: Any) -> None:
        """Start with the ``segment`` that the parser has read the headers of."""
        self.segment = segment
        self.stream = BytesIO() if segment.filename is None else temporary_file()

    def write(self, piece: bytes) -> None:
        """Take a piece (bytes) of the content. Raises RequestEntityTooLarge for a field above the limit."""
        self.stream.write(piece)
        if self.segment.filename is None and self.largest is not None and self.stream.tell() > self.largest:
            raise RequestEntityTooLarge(f"A field is larger than {self.largest} bytes. Send at most that many.")

    def finish(self, fields: list[tuple[str, str]], files: list[tuple[str, FileStorage]]) -> None:
        """Enter the part into the ``fields`` or the ``files`` (lists of pairs)."""
        self.stream.seek(0)
        name, filename = self.segment.name, self.segment.filename
        if filename is None:
            fields.append((name, self.stream.read().decode("utf-8", "replace")))
        else:
            headers = ResponseHeaders(self.segment.headerlist)
            length = headers.get("Content-Length", 0, int)  # the parser has compared it with what came
            file = FileStorage(self.stream, filename, name, headers.get("Content-Type"), length, headers.pairs)
            files.append((name, file))
        self.stream = BytesIO()

    def close(self) -> None:
        """Close what was begun and not finished."""
        self.stream.close()


def temporary_file() -> IO[bytes]:
    """Return a file in memory that moves to the disk when it grows, and is gone when it is closed."""
    from tempfile import SpooledTemporaryFile  # a tenth of the import time, and few applications take files

    return SpooledTemporaryFile(max_size=IN_MEMORY)
