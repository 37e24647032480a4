"""Files: sent whole, in part, or not at all if the client has them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import blake2b
from io import BytesIO, TextIOBase
from mimetypes import guess_type
from pathlib import Path
from stat import S_ISREG
from time import time
from typing import IO, Any
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment
from wsgiref.util import FileWrapper

from wsgi_apps.application.context import current_context
from wsgi_apps.exceptions import Forbidden, NotFound
from wsgi_apps.extensions.conditional import wanted_range
from wsgi_apps.extensions.dates import Moment, http_date
from wsgi_apps.extensions.disk import is_not_there, system_path, unavailable, utf_8_name
from wsgi_apps.extensions.headers import with_parameters
from wsgi_apps.extensions.response import Response

PIECE = 64 * 1024  # bytes of a file that are sent at a time
#: How long a file may be kept: seconds, None, or a function of its path that returns one of them.
MaxAge = int | Callable[[str | None], int | None] | None


class FilePart:
    """A part of a ``file``, read piece by piece: ``length`` bytes from ``start``. ``close`` closes the file.

    A file may grow and shrink while it is sent, but Content-Length is said. Raises EOFError if it has shrunk: the
    server then ends the connection, and the client sees that a part is missing.
    """

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self.file, self.start, self.left = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        while self.left:
            piece = self.file.read(min(PIECE, self.left))
            if not piece:
                raise EOFError(f"a file has shrunk while it was sent: {self.left} bytes are missing")
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def send_file(
    path_or_file: str | os.PathLike[str] | IO[bytes],
    mimetype: str | None = None,
    as_attachment: bool = False,
    download_name: str | None = None,
    conditional: bool = True,
    etag: bool | str = True,
    last_modified: Moment | None = None,
    max_age: MaxAge = None,
) -> Response:
    """Return the response that sends a file: a path, or an open binary file. Raises OSError if it is not regular.

    ``as_attachment`` makes a browser save it, as ``download_name``. ``conditional`` sends 304 and parts on request.
    ``etag`` names its state. ``max_age`` is how long clients may keep it, in seconds, or a function of the path.
    Never give it a path that a client chose: ``send_from_directory`` is for that.
    """
    app, environ = app_and_environ()
    file, path, size, modified = open_regular(path_or_file, Path(app.root_path))
    name = path and os.fsencode(Path(path).name).decode("utf-8", "replace")
    with ExitStack() as on_error:
        on_error.callback(getattr(file, "close", int))
        mimetype = mimetype or mimetype_of(download_name or name)
        response: Response = app.response_class(mimetype=mimetype)
        if as_attachment or download_name not in (None, "", name):
            response.headers["Content-Disposition"] = disposition(download_name or name, as_attachment)
        set_cache_control(response, app.get_send_file_max_age if max_age is None else max_age, path)
        set_validators(response, etag, size, modified, last_modified)
        set_body(response, environ, file, size, conditional)
        on_error.pop_all()
    return response


def app_and_environ() -> tuple[Any, WSGIEnvironment]:
    """Return the current application and the environ of its request. Raises RuntimeError outside a request."""
    context = current_context("request", "test_request_context")
    return context.app, context.request.environ


def open_regular(path_or_file: Any, root: Path) -> tuple[IO[bytes], str | None, int | None, int | None]:
    """Return an open file, its path, its size in bytes and its last change in nanoseconds; None for an unknown one."""
    if isinstance(path_or_file, TextIOBase):
        raise ValueError("send_file was given a file of text: open it in binary mode, 'rb', or write io.BytesIO(bytes)")
    if hasattr(path_or_file, "read"):
        size = len(path_or_file.getbuffer()) if isinstance(path_or_file, BytesIO) else None
        return path_or_file, None, size, None
    path = system_path(root / path_or_file)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe would wait for its writer
    try:
        status = os.fstat(descriptor)  # of the opened file: the path may lead to another one by now
        if not S_ISREG(status.st_mode):
            raise FileNotFoundError(f"{path} is not a regular file")
        return os.fdopen(descriptor, "rb"), path, status.st_size, status.st_mtime_ns
    except BaseException:
        os.close(descriptor)
        raise


def mimetype_of(name: str | None) -> str:
    """Guess the media type from a file's name. Raises TypeError for None."""
    if name is None:
        raise TypeError("send_file cannot guess the type of a file without a name: write mimetype= or download_name=")
    kind, encoding = guess_type(name)
    return "application/octet-stream" if kind is None or encoding else kind


def set_cache_control(response: Response, max_age: MaxAge, path: str | None) -> None:
    """Set the time in seconds for which clients may keep the file (RFC 9111, 5.2)."""
    age = max_age(path) if callable(max_age) else max_age
    kept = "public" if (age or 0) > 0 else "no-cache"
    response.headers["Cache-Control"] = kept if age is None else f"{kept}, max-age={int(age)}"
    if age is not None:
        response.headers["Expires"] = http_date(time() + age)


def set_validators(
    response: Response, etag: bool | str, size: int | None, modified: int | None, last_modified: Moment | None
) -> None:
    """Name the state of the file (RFC 9110, 8.8). The tag is a hash, which hides the time and the size.

    Last-Modified has whole seconds. The tag knows two changes within one second apart: ``modified`` is in nanoseconds.
    """
    if etag is True and modified is not None:
        etag = blake2b(f"{size}-{modified}".encode(), digest_size=8).hexdigest()
    if isinstance(etag, str):
        response.set_etag(etag)
    changed = modified // 10**9 if last_modified is None and modified is not None else last_modified
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)


def disposition(name: str | None, as_attachment: bool) -> str:
    """Return Content-Disposition (RFC 6266, RFC 8187). Raises TypeError for an attachment without a name."""
    if name is None:
        raise TypeError("an attachment needs a name: write download_name=")
    plain = "".join(one for one in name if one.isascii() and one.isprintable())
    extended = None if name.isascii() else f"UTF-8''{quote(name, safe='')}"
    return with_parameters("attachment" if as_attachment else "inline", {"filename": plain, "filename*": extended})


def wanted_part(response: Response, environ: WSGIEnvironment, size: int | None) -> tuple[int, int | None]:
    """Return the start and the length (or None) of the part that the client wants, and set the headers for it."""
    response.make_conditional(environ)
    if size is None or environ.get("REQUEST_METHOD") not in ("GET", "HEAD") or response.status_code == 304:
        return 0, size
    response.headers["Accept-Ranges"] = "bytes"
    part = wanted_range(environ, *response.validators(), size) if size else None
    if part is None:
        return 0, size
    start, stop = part
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return start, stop - start


def set_body(
    response: Response, environ: WSGIEnvironment, file: IO[bytes], size: int | None, conditional: bool
) -> None:
    """Make a file the body: all of it, or the part that the client wants."""
    start, length = wanted_part(response, environ, size) if conditional else (0, size)
    # A whole file is a part too. The server's wsgi.file_wrapper is not: uWSGI's sends a file that has grown to the end.
    response.response = FileWrapper(file, PIECE) if length is None else FilePart(file, start, length)
    response.content_length = length


def send_from_directory(directory: str | os.PathLike[str], path: str | os.PathLike[str], **options: Any) -> Response:
    """Return the response that sends a file of a folder; ``path`` comes from the client, with ``/`` between names.

    It never leaves the folder, neither by dots nor by a symbolic link. ``options`` are those of ``send_file``. Raises
    NotFound for a file that is not there, Forbidden for a file that may not be read, ServiceUnavailable (503) for a
    file that cannot be read now.
    """
    app: Any = current_context().app
    root = os.path.realpath(system_path(Path(app.root_path, directory)))
    asked = os.fspath(path)
    names = asked.split("/")
    if "" in names or "." in names or ".." in names or "\\" in asked or "\0" in asked:
        raise NotFound
    try:
        file = os.path.realpath(Path(root, *map(utf_8_name, names)))
        if not file.startswith(root.rstrip(os.sep) + os.sep):
            raise NotFound
        return send_file(file, download_name=options.pop("download_name", names[-1]), **options)
    except UnicodeEncodeError:  # half a surrogate pair
        raise NotFound from None
    except PermissionError:
        raise Forbidden("This file may not be read.") from None
    except OSError as error:
        raise (NotFound() if is_not_there(error) else unavailable(error)) from None
