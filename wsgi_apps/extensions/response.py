"""The public Response: the core's, with cookies, header attributes, conditional requests, and WebOb's attributes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from types import GeneratorType
from typing import TYPE_CHECKING, Any, Literal, Self, overload
from wsgiref.types import WSGIApplication, WSGIEnvironment

import webob

from wsgi_apps.exceptions import HTTPException
from wsgi_apps.extensions.conditional import ETAG, is_fresh
from wsgi_apps.extensions.content_type import HasContentType
from wsgi_apps.extensions.cookies import SetsCookies, seconds
from wsgi_apps.extensions.dates import http_date, parse_date, parse_wait, seconds_or_date, unix_time
from wsgi_apps.extensions.header_attributes import HeaderAttribute, HeaderSetAttribute
from wsgi_apps.extensions.headers import ResponseHeaders, refuse_twice
from wsgi_apps.messages import response
from wsgi_apps.messages.headers import HeaderList, HeadersInput, header_pairs
from wsgi_apps.messages.response import BodyInput, Reply, ignore, with_charset
from wsgi_apps.messages.response_body import Report, ResponseBody, call_quietly

if TYPE_CHECKING:

    class WebObResponse:
        """The attributes of WebOb's response that an editor knows. WebOb has no types."""

        accept_ranges: str | None
        cache_control: Any
        content_encoding: str | None
        content_location: str | None
        content_md5: str | None
        content_range: Any
        www_authenticate: Any
else:
    WebObResponse = webob.Response


class Response(HasContentType, SetsCookies, response.Response, WebObResponse):
    """A status line, a header list and a body, with the attributes of Flask's Response.

    The core's Response replaces WebOb's status, headers, body and sending. From WebOb come the attributes of other
    headers, such as ``cache_control``, ``content_range`` and ``www_authenticate``. ``direct_passthrough`` hands the
    body to the server as it is, as ``wsgi.file_wrapper`` needs it. The other arguments are those of the core's
    Response.
    """

    direct_passthrough = False
    #: Functions to be called when the response has been sent; a list once there is one.
    on_close: Sequence[Callable[[], Any]] = ()

    def __init__(
        self,
        response: BodyInput = None,
        status: int | str | None = None,
        headers: HeadersInput | None = None,
        mimetype: str | None = None,
        content_type: str | None = None,
        direct_passthrough: bool = False,
    ) -> None:
        super().__init__(response, status, headers, mimetype, content_type)
        if headers is not None:
            refuse_twice(self.header_list)
        if direct_passthrough:
            self.direct_passthrough = True

    # Names of WebOb

    @property
    def _headerlist(self) -> HeaderList:
        """The list as WebOb calls it. Its attributes write without a check, so ``reply`` checks all of it."""
        self.checks_again = True
        return self.list_with_length()

    checks_again = False

    @property
    def _app_iter(self) -> Any:
        """The pieces of the body as WebOb calls them."""
        return self._pieces

    status_int = response.Response.status_code

    # Headers

    @property
    def headers(self) -> ResponseHeaders:
        """The headers: a mapping that ignores case, and a view on the list that is sent."""
        return ResponseHeaders(self.list_with_length())

    @headers.setter
    def headers(self, headers: HeadersInput) -> None:
        pairs = list(header_pairs(headers))
        refuse_twice(pairs)
        self.header_list[:] = pairs

    @property
    def mimetype(self) -> str:
        """The media type without its parameters. You can set it; text gets a charset."""
        return super().mimetype

    @mimetype.setter
    def mimetype(self, mimetype: str) -> None:
        self.headers["Content-Type"] = with_charset(mimetype)

    content_length = HeaderAttribute("Content-Length", int)
    content_type = HeaderAttribute("Content-Type", str)
    location = HeaderAttribute("Location", str)
    vary = HeaderSetAttribute("Vary")
    allow = HeaderSetAttribute("Allow")
    content_language = HeaderSetAttribute("Content-Language")
    age = HeaderAttribute("Age", int, lambda age: str(seconds(age)))
    date = HeaderAttribute("Date", parse_date, http_date)
    expires = HeaderAttribute("Expires", parse_date, http_date)
    last_modified = HeaderAttribute("Last-Modified", parse_date, http_date)
    retry_after = HeaderAttribute("Retry-After", parse_wait, seconds_or_date)
    content_security_policy = HeaderAttribute("Content-Security-Policy", str)
    content_security_policy_report_only = HeaderAttribute("Content-Security-Policy-Report-Only", str)
    cross_origin_embedder_policy = HeaderAttribute("Cross-Origin-Embedder-Policy", str)
    cross_origin_opener_policy = HeaderAttribute("Cross-Origin-Opener-Policy", str)
    access_control_allow_credentials = HeaderAttribute("Access-Control-Allow-Credentials", bool)
    access_control_allow_origin = HeaderAttribute("Access-Control-Allow-Origin", str)
    access_control_allow_methods = HeaderSetAttribute("Access-Control-Allow-Methods")
    access_control_allow_headers = HeaderSetAttribute("Access-Control-Allow-Headers")
    access_control_expose_headers = HeaderSetAttribute("Access-Control-Expose-Headers")
    access_control_max_age = HeaderAttribute("Access-Control-Max-Age", int)

    # The body

    @overload
    def get_data(self, as_text: Literal[False] = False) -> bytes: ...
    @overload
    def get_data(self, as_text: Literal[True]) -> str: ...
    def get_data(self, as_text: bool = False) -> bytes | str:
        """Return the body, as str if ``as_text``; all pieces of a streamed body are made for it."""
        data: bytes | str = super().get_data(as_text)
        return data

    def set_data(self, data: str | bytes | bytearray | None) -> None:
        """Make ``data`` the whole body."""
        self.response = ["" if data is None else data]

    @property
    def data(self) -> bytes:
        """The whole body. You can set it to str or bytes."""
        return self.get_data()

    @data.setter
    def data(self, data: str | bytes) -> None:
        self.set_data(data)

    body = data

    def call_on_close(self, function: Callable[[], Any]) -> Callable[[], Any]:
        """Call ``function`` when the response has been sent."""
        if not self.on_close:
            self.on_close = []
        self.on_close.append(function)  # type: ignore[attr-defined]  # it is a list now
        return function

    def close(self, report: Report = ignore) -> None:
        """Close the body and call the functions that wait for that; ``report`` is given what they raise."""
        super().close(report)
        call_quietly(self.on_close, report)

    @property
    def text(self) -> str:
        """The whole body as text. You can set it."""
        return self.data.decode("utf-8")

    @text.setter
    def text(self, text: str) -> None:
        self.set_data(text)

    def get_json(self, force: bool = False, silent: bool = False) -> Any:
        """Return the JSON value of the body; None for another Content-Type unless ``force``. Raises ValueError."""
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
        """The JSON value of the body, None if the response is not JSON."""
        return self.get_json()

    __str__ = response.Response.__repr__  # WebOb's is the whole response, cookies and body: too much for a log

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Conditional requests

    def get_etag(self) -> tuple[str | None, bool]:
        """Return the entity tag, or None, and whether it is weak."""
        found = ETAG.fullmatch(self.headers.get("ETag", ""))
        return (found[2], bool(found[1])) if found else (None, False)

    def set_etag(self, etag: str, weak: bool = False) -> None:
        """Set the entity tag, which names the state of the body (RFC 9110, 8.8.3). Raises ValueError for a quote."""
        if '"' in etag:
            raise ValueError(f"the entity tag {etag!r} holds a quote: leave it out")
        self.headers["ETag"] = f'W/"{etag}"' if weak else f'"{etag}"'

    def add_etag(self, overwrite: bool = False, weak: bool = False) -> None:
        """Set the entity tag to a hash of the body, unless there is one."""
        if overwrite or "ETag" not in self.headers:
            self.set_etag(blake2b(self.data, digest_size=16).hexdigest(), weak)

    def validators(self) -> tuple[str | None, float | None]:
        """Return the entity tag, and the last change as Unix time in seconds; None for one that is absent."""
        return self.get_etag()[0], unix_time(self.headers.get("Last-Modified", ""))

    def make_conditional(self, request_or_environ: Any) -> Self:
        """Become 304 if the client has the body already (RFC 9110, 13). Return the response itself.

        Conditions hold for a 2xx alone (13.2.1): a client that has the page of an error is told of the error again.
        """
        if not 200 <= self.status_code < 300:
            return self
        environ = getattr(request_or_environ, "environ", request_or_environ)
        if environ.get("REQUEST_METHOD") in ("GET", "HEAD") and is_fresh(environ, *self.validators()):
            self.status_code = 304
        return self

    # Sending

    @classmethod
    def from_application(cls, application: WSGIApplication, environ: WSGIEnvironment) -> Self:
        """Return the response of a WSGI ``application`` to ``environ``, which you can change. Raises ValueError."""
        # pragma: no mutate block (mutmut tells two classes of one name apart by their functions, not class methods)
        response = super().from_application(application, environ)
        try:
            refuse_twice(response.header_list)
        except ValueError:
            response.close()
            raise
        return response

    def reply(self, environ: WSGIEnvironment, report: Report = ignore) -> Reply:
        """Return the status line, the headers and the body that answer a request; see the core's Response.

        Raises ValueError for a header that cannot be sent.
        """
        status, headers, body = super().reply(environ, report)
        if self.checks_again:
            try:
                headers = list(header_pairs(headers))
                refuse_twice(headers)
            except BaseException:
                call_quietly([getattr(body, "close", None)], report)
                raise
        return status, headers, body

    def body_for(self, environ: WSGIEnvironment, report: Report) -> Iterable[bytes]:
        """Return the body that is sent; with ``direct_passthrough``, as it is."""
        is_special = self.direct_passthrough or self.on_close
        if not is_special or environ.get("REQUEST_METHOD") == "HEAD" or self.is_bodiless:
            return super().body_for(environ, report)
        pieces: Iterable[bytes] = self._pieces
        as_it_is = self.direct_passthrough and not isinstance(pieces, GeneratorType)  # a generator may fail at once
        return pieces if as_it_is else ResponseBody(pieces, report, self.on_close)


HTTPException.set_response_class(Response)
