"""The response: a status line, a header list and a body."""

import re
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.messages.captured_response import CapturedResponse
from wsgi_apps.messages.headers import HeaderList, HeadersInput, ResponseHeaders, checked_header, header_pairs
from wsgi_apps.messages.response_body import Report, ResponseBody, as_bytes, call_quietly

#: A response in the form in which it is sent: status line, headers, body.
Reply = tuple[str, HeaderList, Iterable[bytes]]
BodyInput = str | bytes | bytearray | Iterable[str | bytes | bytearray] | None

STATUS = re.compile(r"[2-5]\d\d [\t -~\x80-\xff]*")  # RFC 9112, 4; an interim status (1xx) is the server's to send
STATUS_LINES = {code.value: f"{code.value} {code.phrase}" for code in HTTPStatus}
NOSNIFF = ("X-Content-Type-Options", "nosniff")  # a browser must not guess another type (WHATWG Fetch, 3.6)
OF_A_BODY = {"content-type", "content-length"}


def ignore(error: Exception) -> None:
    """Ignore an exception of ``close()``, because there is no application to log it."""


@lru_cache(maxsize=100)  # a program sends the same few again and again
def status_line(status: int | str | bytes) -> str:
    """Return the status line for a code, digits or a line. Raises ValueError for a status that cannot be sent."""
    if isinstance(status, bytes):
        status = status.decode("latin-1")
    if isinstance(status, int) or status.strip().isdecimal():
        code = int(status)
        status = STATUS_LINES.get(code) or f"{code} Unknown"
    if not STATUS.fullmatch(status):
        raise ValueError(f"{status!r} is not a status: write a number from 200 to 599, such as 404, or '404 Not Found'")
    return str(status)


def with_charset(mimetype: str) -> str:
    """Return a media type with the charset that text needs."""
    is_text = mimetype.startswith("text/") or mimetype.endswith(("+xml", "application/xml", "application/javascript"))
    return f"{mimetype}; charset=utf-8" if is_text and "charset" not in mimetype else mimetype


@lru_cache(maxsize=100)
def type_header(mimetype: str) -> tuple[str, str]:
    """Return the header Content-Type for a media type, with the charset that text needs. Raises ValueError."""
    return checked_header("Content-Type", with_charset(mimetype))


class Response:
    """A status line, a header list and a body; a WSGI application that sends them.

    ``response`` is the body: str, bytes, or an iterable of them, which is sent piece by piece. ``status`` is a code or
    a line, ``headers`` a mapping or an iterable of pairs. ``content_type`` is sent as it is, ``mimetype`` with the
    charset that text needs. Raises ValueError for a status or a header that cannot be sent.
    """

    default_mimetype = "text/html"
    default_status = 200

    def __init__(
        self,
        response: BodyInput = None,
        status: int | str | None = None,
        headers: HeadersInput | None = None,
        mimetype: str | None = None,
        content_type: str | None = None,
    ) -> None:
        pairs = [] if headers is None else list(header_pairs(headers))
        names = {name.lower() for name, _ in pairs} if pairs else set()
        given = content_type or mimetype
        if given and "content-type" in names:
            pairs = [pair for pair in pairs if pair[0].lower() != "content-type"]
        kind = mimetype or self.default_mimetype
        if given or (kind and "content-type" not in names):
            pairs.append(checked_header("Content-Type", content_type) if content_type else type_header(kind))
        if "x-content-type-options" not in names:
            pairs.append(NOSNIFF)
        self.header_list: HeaderList = pairs
        self._status = status_line(self.default_status if status is None else status)
        self._pieces: Any = ()  # not a list yet, whose length would be in the headers
        self.response = response

    # Status and headers

    @property
    def status(self) -> str:
        """The status line. You can set it to a code or a line."""
        return self._status

    @status.setter
    def status(self, status: int | str) -> None:
        self._status = status_line(status)

    @property
    def status_code(self) -> int:
        """The status code. You can set it."""
        return int(self._status[:3])

    @status_code.setter
    def status_code(self, code: int) -> None:
        self._status = status_line(int(code))

    @property
    def headers(self) -> ResponseHeaders:
        """The headers: a mapping that ignores case, and a view on the list that is sent."""
        return ResponseHeaders(self.list_with_length())

    # The body

    @property
    def response(self) -> Any:
        """The pieces of the body. You can set it; raises TypeError for anything but text and iterables."""
        return self._pieces

    @response.setter
    def response(self, response: BodyInput) -> None:
        if not self.is_streamed:
            self.headers.remove("Content-Length")  # it was that of the body before
        if response is None or isinstance(response, (str, bytes, bytearray)):
            self._pieces = [as_bytes(response or b"")]
        elif isinstance(response, (list, tuple)):
            self._pieces = [as_bytes(piece) for piece in response]
        elif isinstance(response, Iterable):
            self._pieces = response
        else:
            raise TypeError(f"a body is a str, bytes or an iterable of them, not {type(response).__name__}")

    def list_with_length(self) -> HeaderList:
        """Return the header list, with the length of a body that is a list, unless the program has set one."""
        if not (self.is_streamed or any(name.lower() == "content-length" for name, _ in self.header_list)):
            self.header_list.append(("Content-Length", str(sum(map(len, self._pieces)))))
        return self.header_list

    @property
    def is_streamed(self) -> bool:
        """Whether the body is sent piece by piece and its length is not known."""
        return not isinstance(self._pieces, list)

    def get_data(self, as_text: Any = False) -> Any:
        """Return the body, as str if ``as_text``; all pieces of a streamed body are made for it."""
        if self.is_streamed:
            pieces = self._pieces
            self._pieces = [as_bytes(piece) for piece in pieces]
            call_quietly([getattr(pieces, "close", None)], ignore)
        data = b"".join(self._pieces)
        return data.decode("utf-8") if as_text else data

    def close(self, report: Report = ignore) -> None:
        """Close the body; ``report`` is given what that raises."""
        call_quietly([getattr(self._pieces, "close", None)], report)

    # Sending

    @property
    def is_bodiless(self) -> bool:
        """Whether a response of this status never has a body (RFC 9110, 15.3.5 and 15.4.5)."""
        return self._status[:3] in ("204", "304")

    def reply(self, environ: WSGIEnvironment, report: Report = ignore) -> Reply:
        """Return the status line, the headers and the body that answer a request.

        ``report`` is given the exceptions of closing the body. Raises the exception of the first piece of the body.
        """
        body = self.body_for(environ, report)  # first: a generator may still set headers while it makes its first piece
        left_out = OF_A_BODY if self.is_bodiless else () if self.is_streamed else ("content-length",)
        headers = [pair for pair in self.header_list if pair[0].lower() not in left_out]
        if not (self.is_bodiless or self.is_streamed):
            headers.append(("Content-Length", str(sum(map(len, self._pieces)))))
        return self._status, headers, body

    def body_for(self, environ: WSGIEnvironment, report: Report) -> Iterable[bytes]:
        """Return the body that is sent: none for HEAD or a bodiless status; of a stream the first piece is made."""
        if environ.get("REQUEST_METHOD") == "HEAD" or self.is_bodiless:  # RFC 9110, 9.3.2
            self.close(report)
            return []
        return ResponseBody(self._pieces, report) if self.is_streamed else self._pieces

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333)."""
        status, headers, body = self.reply(environ)
        start_response(status, headers)
        return body

    @classmethod
    def from_application(cls, application: WSGIApplication, environ: WSGIEnvironment) -> Self:
        """Return the response of a WSGI ``application`` to ``environ``, as one that you can change."""
        captured = CapturedResponse(application, environ)
        try:
            response = cls(captured, captured.status)
            response.header_list[:] = header_pairs(captured.headers)
        except BaseException:
            captured.close()
            raise
        if "Content-Type" not in response.headers:
            response.headers["Content-Type"] = with_charset("text/plain")
        return response

    def __repr__(self) -> str:
        size = "streamed" if self.is_streamed else f"{sum(map(len, self._pieces))} bytes"
        return f"<{type(self).__name__} {size} [{self._status}]>"


HTTPException.set_response_class(Response)
