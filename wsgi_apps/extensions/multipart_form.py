"""Multipart bodies: form fields and uploaded files (RFC 7578), read with the ``multipart`` package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, nullcontext
from io import BytesIO
from math import inf
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

from wsgi_apps.exceptions import BadRequest, RequestEntityTooLarge
from wsgi_apps.extensions.content_type import HasContentType, Options
from wsgi_apps.extensions.headers import ResponseHeaders
from wsgi_apps.messages.headers import HeaderList
from wsgi_apps.messages.multidict import MultiDict

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
        with nullcontext(destination) if hasattr(destination, "write") else Path(destination).open("wb") as target:
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

    fields, files = [], []
    parser = PushMultipartParser(boundary, max_segment_count=inf if most is None else most)
    try:
        for part, stream in parts(parser, pieces, inf if largest is None else largest):
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
    """Yield each part of a body, and the file that its content is in; if anything fails, all files are closed.

    A part without a file's name has at most ``largest`` bytes. Raises RequestEntityTooLarge and MultipartError.
    """
    from tempfile import SpooledTemporaryFile  # the parser has loaded both

    from multipart import MultipartSegment

    with ExitStack() as opened:
        for event in (event for piece in pieces for event in parser.parse(piece)):
            if isinstance(event, MultipartSegment):  # the headers of a part
                part, is_file = event, event.filename is not None
                stream = opened.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY)) if is_file else BytesIO()
            elif event:  # a piece of its content
                stream.write(event)
                if not is_file and part.bytes_received > largest:
                    raise RequestEntityTooLarge(f"A field is larger than {largest} bytes. Send at most that many.")
            else:  # its end
                stream.seek(0)
                yield part, stream
        parser.close()  # raises if the body ends too early
        opened.pop_all()


def uploaded_file(part: Any, stream: IO[bytes]) -> FileStorage:
    """Return the file whose headers are in ``part`` and whose content is in ``stream``."""
    headers = ResponseHeaders(part.headerlist)
    length = headers.get("Content-Length", 0, int)  # the parser has compared it with what came
    return FileStorage(stream, part.filename, part.name, headers.get("Content-Type"), length, headers.pairs)
