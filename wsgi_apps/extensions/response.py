"""The response: status, headers and body, on WebOb's Response."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal, overload
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import webob

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.extensions.conditional import ETAG, is_fresh, unix_time
from wsgi_apps.extensions.content_type import HasContentType
from wsgi_apps.extensions.cookies import SetsCookies
from wsgi_apps.messages.captured_response import Captured
from wsgi_apps.messages.headers import (
    HeaderList,
    HeadersInput,
    HeaderText,
    HeaderWords,
    ResponseHeaders,
    header,
    header_pairs,
)
from wsgi_apps.messages.response_body import Body, Report, as_bytes, call_quietly

if TYPE_CHECKING:

    class WebObResponse:
        """What is used of WebOb's response, which has no types: an editor knows these attributes, and no others."""

        accept_ranges: str | None
        age: int | None
        cache_control: Any
        content_encoding: str | None
        content_location: str | None
        content_md5: str | None
        content_range: Any
        date: datetime | None
        expires: datetime | None
        last_modified: datetime | None
        retry_after: datetime | int | None
        www_authenticate: Any
else:
    WebObResponse = webob.Response

#: What an answer is before it is sent: status line, headers, body.
Reply = tuple[str, HeaderList, Iterable[bytes]]
ResponseBody = str | bytes | bytearray | Iterable[str | bytes | bytearray] | None

STATUS = re.compile(r"([1-5]\d\d) [\t -~\x80-\xff]*")  # RFC 9112, 4
STATUS_LINES = {code.value: f"{code.value} {code.phrase}" for code in HTTPStatus}
HTML = ("Content-Type", "text/html; charset=utf-8")
NOSNIFF = ("X-Content-Type-Options", "nosniff")  # a browser must not guess another type (WHATWG Fetch, 3.6)
#: The server's own (PEP 3333; RFC 9110, 7.6.1).
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade"}
OF_NO_BODY = HOP_BY_HOP | {"content-type", "content-length"}
REDIRECTS = {301, 302, 303, 305, 307, 308}


def ignore(error: Exception) -> None:
    """Pass over an error of closing a body, where there is no application to log it."""


def status_line(status: int | str | bytes) -> str:
    """Return a status line (str) for a code (int) or a line (str, or a code in digits). Raises ValueError."""
    if isinstance(status, bytes):
        status = status.decode("latin-1")
    if isinstance(status, int) or status.strip().isdecimal():
        code = int(status)
        status = STATUS_LINES.get(code) or f"{code} Unknown"
    if not STATUS.fullmatch(status):
        raise ValueError(f"{status!r} is no status: write a number from 100 to 599, such as 404, or '404 Not Found'")
    return str(status)


def with_charset(mimetype: str) -> str:
    """Return a media type (str) with the charset that text needs."""
    is_text = mimetype.startswith("text/") or mimetype.endswith(("+xml", "application/xml", "application/javascript"))
    return f"{mimetype}; charset=utf-8" if is_text and "charset" not in mimetype else mimetype


class Response(HasContentType, SetsCookies, WebObResponse):
    """An answer, and a WSGI application that gives it.

    ``response`` is the body: str, bytes, or an iterable of them, which is sent piece by piece. ``status`` is a code (int) or
    a line (str); ``headers`` a mapping or an iterable of pairs. ``content_type`` (str) is sent as it is; ``mimetype`` (str)
    gets the charset that text needs. Raises ValueError for a status or a header that cannot be sent.
    """

    default_mimetype = "text/html"
    default_status = 200
    #: Whether the body goes to the server as it is, as ``wsgi.file_wrapper`` needs it.
    direct_passthrough = False
    #: The functions to be called when the answer has been sent.
    on_close: tuple[Callable[[], Any], ...] = ()

    def __init__(
        self,
        response: ResponseBody = None,
        status: int | str | None = None,
        headers: HeadersInput | None = None,
        mimetype: str | None = None,
        content_type: str | None = None,
        direct_passthrough: bool = False,
    ) -> None:
        self._headerlist: HeaderList = [] if headers is None else list(header_pairs(headers))
        self._status = status_line(self.default_status if status is None else status)
        self.direct_passthrough = direct_passthrough
        self._app_iter: Iterable[Any] = ()  # no list yet, whose length would be in the headers
        self.response = response
        given = content_type or (mimetype and with_charset(mimetype))
        sent = self.headers
        if given or "Content-Type" not in sent:
            sent["Content-Type"] = given or with_charset(self.default_mimetype)
        if "X-Content-Type-Options" not in sent:
            sent.pairs.append(NOSNIFF)

    # Status and headers

    @property
    def status(self) -> str:
        """The status line (str). It can be set to a code (int) or a line (str)."""
        return self._status

    @status.setter
    def status(self, status: int | str) -> None:
        self._status = status_line(status)

    @property
    def status_code(self) -> int:
        """The status code (int). It can be set."""
        return int(self._status[:3])

    @status_code.setter
    def status_code(self, code: int) -> None:
        self._status = status_line(int(code))

    status_int = status_code

    @property
    def headers(self) -> ResponseHeaders:
        """The headers: a mapping that ignores case, and a view on the list that is sent."""
        return ResponseHeaders(self._headerlist)

    @headers.setter
    def headers(self, headers: HeadersInput) -> None:
        self._headerlist[:] = header_pairs(headers)

    @property
    def mimetype(self) -> str:
        """The media type without its parameters (str). It can be set; text gets a charset."""
        return super().mimetype

    @mimetype.setter
    def mimetype(self, mimetype: str) -> None:
        self.headers["Content-Type"] = with_charset(mimetype)

    content_length = HeaderText("Content-Length", int)
    content_type = HeaderText("Content-Type", str)
    location = HeaderText("Location", str)
    vary = HeaderWords("Vary")
    allow = HeaderWords("Allow")
    content_language = HeaderWords("Content-Language")
    content_security_policy = HeaderText("Content-Security-Policy", str)
    content_security_policy_report_only = HeaderText("Content-Security-Policy-Report-Only", str)
    cross_origin_embedder_policy = HeaderText("Cross-Origin-Embedder-Policy", str)
    cross_origin_opener_policy = HeaderText("Cross-Origin-Opener-Policy", str)
    access_control_allow_credentials = HeaderText("Access-Control-Allow-Credentials", bool)
    access_control_allow_origin = HeaderText("Access-Control-Allow-Origin", str)
    access_control_allow_methods = HeaderWords("Access-Control-Allow-Methods")
    access_control_allow_headers = HeaderWords("Access-Control-Allow-Headers")
    access_control_expose_headers = HeaderWords("Access-Control-Expose-Headers")
    access_control_max_age = HeaderText("Access-Control-Max-Age", int)

    # Body

    def set_data(self, data: str | bytes | bytearray | None) -> None:
        """Make ``data`` (str or bytes) the whole body."""
        self.response = ["" if data is None else data]

    @overload
    def get_data(self, as_text: Literal[False] = False) -> bytes: ...
    @overload
    def get_data(self, as_text: Literal[True]) -> str: ...
    def get_data(self, as_text: bool = False) -> bytes | str:
        """Return the body (bytes, or str if ``as_text``); one that is sent piece by piece is made whole for it."""
        if self.is_streamed:
            pieces = self._app_iter
            self._app_iter = [as_bytes(piece) for piece in pieces]
            call_quietly([getattr(pieces, "close", None)], ignore)
        data = b"".join(self._app_iter)
        return data.decode("utf-8") if as_text else data

    @property
    def data(self) -> bytes:
        """The body (bytes). It can be set to str or bytes."""
        return self.get_data()

    @data.setter
    def data(self, data: str | bytes) -> None:
        self.set_data(data)

    body = data

    @property
    def text(self) -> str:
        """The body (str). It can be set."""
        return self.data.decode("utf-8")

    @text.setter
    def text(self, text: str) -> None:
        self.set_data(text)

    def get_json(self, force: bool = False, silent: bool = False) -> Any:
        """Return the JSON value of the body; None if it is not said to be JSON and not ``force``."""
        if not (force or self.is_json):
            return None
        try:
            return json.loads(self.data)
        except ValueError:
            if silent:
                return None
            raise

    @property
    def json(self) -> Any:
        """The JSON value of the body, None if the answer is not JSON."""
        return self.get_json()

    @property
    def response(self) -> Any:
        """The iterable that the body is made of. It can be set; raises TypeError for what is neither text nor iterable."""
        return self._app_iter

    @response.setter
    def response(self, response: ResponseBody) -> None:
        if response is None or isinstance(response, (str, bytes, bytearray)):
            self.set_data(response)
        elif isinstance(response, (list, tuple)):
            self._app_iter = [as_bytes(piece) for piece in response]
            self.headers["Content-Length"] = sum(map(len, self._app_iter))
        elif isinstance(response, Iterable):
            if not self.is_streamed:
                self.content_length = None  # it was that of the list
            self._app_iter = response
        else:
            raise TypeError(f"a body is a str, bytes or an iterable of them, not {type(response).__name__}")

    @property
    def is_streamed(self) -> bool:
        """Whether the body is sent piece by piece and has no known length (bool)."""
        return not isinstance(self._app_iter, list)

    def call_on_close(self, function: Callable[[], Any]) -> Callable[[], Any]:
        """Call ``function`` when the answer has been sent."""
        self.on_close = (*self.on_close, function)
        return function

    def close(self, report: Report = ignore) -> None:
        """Close the body, and call what waits for that; what they raise goes to ``report`` (a function)."""
        call_quietly([getattr(self._app_iter, "close", None), *self.on_close], report)

    def __repr__(self) -> str:
        size = "streamed" if self.is_streamed else f"{sum(map(len, self._app_iter))} bytes"
        return f"<{type(self).__name__} {size} [{self._status}]>"

    __str__ = __repr__  # WebOb's is the whole answer, cookies and body: too much for a log

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Caching

    def get_etag(self) -> tuple[str | None, bool]:
        """Return the entity tag (str or None), and whether it is weak (bool)."""
        found = ETAG.fullmatch(self.headers.get("ETag", ""))
        return (found[2], bool(found[1])) if found else (None, False)

    def set_etag(self, etag: str, weak: bool = False) -> None:
        """Name the state of what is sent by an entity tag (str; RFC 9110, 8.8.3). Raises ValueError for a quote in it."""
        if '"' in etag:
            raise ValueError(f"the entity tag {etag!r} holds a quote: leave it out")
        self.headers["ETag"] = f'W/"{etag}"' if weak else f'"{etag}"'

    def add_etag(self, overwrite: bool = False, weak: bool = False) -> None:
        """Name the state of what is sent by a hash of the body, unless it has an entity tag."""
        if overwrite or "ETag" not in self.headers:
            self.set_etag(blake2b(self.data, digest_size=16).hexdigest(), weak)

    def validators(self) -> tuple[str | None, float | None]:
        """Return what the state of what is sent is known by: the entity tag (str), and the last change (Unix time, s)."""
        return self.get_etag()[0], unix_time(self.headers.get("Last-Modified", ""))

    def make_conditional(self, request_or_environ: Any) -> Response:
        """Become 304 if the client has what is sent already (RFC 9110, 13). Return the response itself."""
        environ = getattr(request_or_environ, "environ", request_or_environ)
        if environ["REQUEST_METHOD"] in ("GET", "HEAD") and is_fresh(environ, *self.validators()):
            self.status_code = 304
        return self

    # The answer

    def reply(self, environ: WSGIEnvironment, report: Report) -> Reply:
        """Return the status line, the headers and the body for a request.

        What closing the body raises goes to ``report``. Raises ValueError for a header that cannot be sent, and what the
        body's first piece raises.
        """
        body = self.body_for(environ, report)
        try:
            return self._status, self.sent_headers(), body
        except BaseException:
            call_quietly([getattr(body, "close", None)], report)
            raise

    def body_for(self, environ: WSGIEnvironment, report: Report) -> Iterable[bytes]:
        """Return the body as it is sent to a request: none for HEAD and for a status without; else its first piece made."""
        if environ["REQUEST_METHOD"] == "HEAD" or self.is_bodiless:  # RFC 9110, 9.3.2
            self.close(report)
            return []
        if self.direct_passthrough or not (self.is_streamed or self.on_close):
            return self._app_iter
        return Body(self._app_iter, report, self.on_close)

    @property
    def is_bodiless(self) -> bool:
        """Whether no answer of this status has a body (bool; RFC 9110, 15.2, 15.3.5 and 15.4.5)."""
        return self._status[0] == "1" or self._status[:3] in ("204", "304")

    def sent_headers(self) -> HeaderList:
        """Return the headers as they are sent: with the length of a body that is known. Raises ValueError."""
        left_out = OF_NO_BODY if self.is_bodiless else HOP_BY_HOP
        if not self.is_streamed:
            self.headers["Content-Length"] = sum(map(len, self._app_iter))
        return [header(*pair) for pair in self._headerlist if pair[0].lower() not in left_out]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333)."""
        status, headers, body = self.reply(environ, ignore)
        start_response(status, headers)
        return body

    @classmethod
    def from_application(cls, application: WSGIApplication, environ: WSGIEnvironment) -> Response:
        """Return what a WSGI ``application`` answers to ``environ``, as a response that can still be changed."""
        captured = Captured(application, environ)
        try:
            response = cls(captured, captured.status)
            response.headers = captured.headers
        except BaseException:
            captured.close()
            raise
        response.headers.setdefault("Content-Type", with_charset("text/plain"))
        return response


def error_response(error: HTTPException, environ: WSGIEnvironment | None = None) -> Response:
    """Return an HTTP ``error`` as a response that can be changed."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # nearly always it is one
    return Response(error.get_body(), error.status, [HTML, *error.get_headers()])


HTTPException.get_response = error_response


def redirection(location: str, code: int, Response: type[Response]) -> Response:  # noqa: N803
    """Return the answer that sends the client to another ``location`` (str, a URL; its header is percent-encoded).

    ``code`` (int) is 301, 302, 303, 305, 307 or 308 (RFC 9110, 15.4). Raises ValueError for another one, and for a host
    that no name stands for.
    ``Response`` (class) is the class of the answer. A URL that a client chose has to pass ``is_local_url`` first.
    """
    if code not in REDIRECTS:
        raise ValueError(f"redirect code {code!r} is none of {sorted(REDIRECTS)}: write 302, or 303 after a form")
    title = STATUS_LINES[code].partition(" ")[2]
    page = (
        f"<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>{title}</h1>\n"
        f'<p>Go on to <a href="{escape(location)}">{escape(location)}</a>.</p>\n'
    )
    return Response(page, code, {"Location": location})
