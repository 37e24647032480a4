"""The parser of the ``multipart`` package, held to the standards where it is too strict or too lenient.

It is imported with the first upload.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from multipart import MultipartError, PushMultipartParser

from wsgi_apps.environ import TOKEN
from wsgi_apps.extensions.content_type import parse_options

#: The headers of a part that count (RFC 7578, 4.8).
COUNT = (b"content-disposition", b"content-type")
MOST_HEADERS = 32  # of a part
#: A parameter of Content-Disposition, as the package finds it.
PARAMETER = re.compile(rf'; *([A-Za-z0-9_-]+) *= *(?:"(?:[^"\\]|\\.)*"|{TOKEN.pattern})')


class Parser(PushMultipartParser):  # type: ignore[misc]  # the package has no types
    """A parser that ignores all headers of a part but the two that count, as RFC 7578, 4.8 asks for."""

    counts = False

    def _on_segment_headerline(self, line: bytes) -> None:
        """Read the line of a header that counts; keep any other one as it is."""
        name, colon, value = line.partition(b":")
        is_continued = line[:1] in (b" ", b"\t")
        if not (is_continued and self._segment_headerlist):
            self.counts = is_continued or not colon or name.strip().lower() in COUNT
        if self.counts or len(self._segment_headerlist) == MOST_HEADERS:
            super()._on_segment_headerline(line)
        elif TOKEN.fullmatch(kept := name.decode("latin-1")):
            self._segment_headerlist.append((kept.title(), value.strip(b" \t").decode("utf-8", "replace")))


def parser_for(boundary: str, most: float) -> Any:
    """Return a parser of at most ``most`` parts."""
    return Parser(boundary, max_segment_count=most, max_header_count=MOST_HEADERS)


def without_padding(pieces: Iterable[bytes], boundary: str) -> Iterator[bytes]:
    """Yield a body as it would be without preamble and padding, in linear time.

    Padding are the spaces between a boundary and the end of its line: receivers must accept them (RFC 2046, 5.1.1).
    """
    delimiter = b"\r\n--" + boundary.encode("ascii")
    longest = delimiter + b" "
    held, has_begun = b"\r\n", False  # the first boundary may stand at the very beginning
    for piece in pieces:
        first, *rests = (held + piece).split(delimiter)
        last = [unpadded(rest, is_last=True) for rest in rests[-1:]]
        data = delimiter.join([first, *map(unpadded, rests[:-1]), *last])
        place = max(data.rfind(b"\r"), 0)
        held = data[place:] if longest.startswith(data[place:]) else b""  # it may be the beginning of a delimiter
        data = data[: len(data) - len(held)]
        if not has_begun:
            has_begun = delimiter in data
            data = data[data.find(delimiter) :] if has_begun else b""
        if data:
            yield data
    if held:
        yield held


def unpadded(rest: bytes, is_last: bool = False) -> bytes:
    """Return the ``rest`` behind a delimiter without padding, or with one space of it if that does not end the line.

    Behind a rest that is not the last one there is another delimiter, which begins with the end of a line.
    """
    text = rest.lstrip(b" \t")
    is_line = text.startswith(b"\r") or not (text or is_last)
    return text if is_line or text is rest else b" " + text


def check_headers(part: Any) -> None:
    """Raise MultipartError for a header or a parameter that comes twice: programs disagree on which one counts."""
    names = [name for name, _ in part.headerlist]
    for name in ("Content-Disposition", "Content-Type"):
        if names.count(name) > 1:
            raise MultipartError(f"a part has the header {name} twice")
    found = [name.lower() for name in PARAMETER.findall(part["Content-Disposition"])]
    if len(found) > len(set(found)):
        raise MultipartError("the Content-Disposition of a part has a parameter twice")
    parse_options(part.header("Content-Type", ""))
