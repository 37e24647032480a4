"""The public Request: the core's, with cookies, uploads, URLs, negotiation, and WebOb's attributes."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from io import BytesIO
from itertools import chain
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any, Literal, TypeVar, overload
from urllib.parse import unquote

import webob.request
from webob.etag import IfRange, IfRangeDate, NoETag

from wsgi_apps.environ import decoded, host_of, root_of
from wsgi_apps.exceptions import BadRequest, HTTPException, UnsupportedMediaType
from wsgi_apps.extensions.accept import Accept, AcceptLanguage, parts
from wsgi_apps.extensions.authorization import parse_authorization
from wsgi_apps.extensions.conditional import parse_range
from wsgi_apps.extensions.content_type import HasContentType, parameters
from wsgi_apps.extensions.cookies import parse_cookies
from wsgi_apps.extensions.dates import parse_date
from wsgi_apps.extensions.disk import unavailable
from wsgi_apps.extensions.headers import RequestHeaders
from wsgi_apps.extensions.multipart_form import FileStorage, boundary_of, parse_multipart
from wsgi_apps.extensions.request_input import RequestInput
from wsgi_apps.extensions.urls import check_trusted_host
from wsgi_apps.messages import request
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.multidict import MultiDict
from wsgi_apps.messages.request import URLENCODED
from wsgi_apps.messages.urlencoded import parse_urlencoded
from wsgi_apps.request_body import content_length

Value = TypeVar("Value")

MULTIPART = "multipart/form-data"
ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")  # bytes outside ASCII
UNREADABLE = re.compile(r"[\x00-\x20\"#%<>?\\^`{|}\x7f]")  # ASCII that is not itself in a URL (RFC 3986, 2)


class Limit:
    """A limit of a request: the setting of that ``name`` in the configuration, unless you set it on the request."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, request: Any, owner: type) -> int | None:
        limit: int | None = request.config[self.name]
        return limit

    def __set__(self, request: Any, value: int | None) -> None:
        request.config = {**request.config, self.name: value}


def header(key: str, read: Callable[[str], Value]) -> cached_property[Value]:
    """Return an attribute: what ``read`` makes of the header with that ``key`` in environ, or of an empty text."""
    return cached_property(lambda request: read(request.environ.get(key, "")))


def text_of(key: str) -> property:
    """Return an attribute: the decoded text of a ``key`` of environ. You can set it."""

    def write(request: Any, text: str) -> None:
        request.environ[key] = text.encode("utf-8", "replace").decode("latin-1")

    return property(lambda request: decoded(request.environ.get(key, "")), write)


def whole_number(text: str) -> int | None:
    """Return the number of ASCII digits; None for other texts and for more than 19 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def parse_if_range(header: str) -> Any:
    """Return what WebOb makes of an If-Range header; a date that cannot be read fits no response."""
    if not header.endswith(" GMT"):
        return IfRange.parse(header)
    date = parse_date(header)
    return IfRange(NoETag) if date is None else IfRangeDate(date)


class UserAgent(str):
    """The User-Agent header; it is a str, and ``string`` is the same."""

    __slots__ = ()

    @property
    def string(self) -> str:
        """The header."""
        return str(self)


def within_limits(key: str, attribute: property) -> property:
    """Return WebOb's ``attribute`` of an Accept header, the ``key``, with the limits of our own attributes."""

    def read(request: Any) -> Any:
        header = request.environ.get(key)
        environ = {} if header is None else {key: ",".join(parts(header))}
        return attribute.__get__(SimpleNamespace(environ=environ))

    return attribute.getter(read)


if TYPE_CHECKING:

    class WebObRequest:
        """The attributes of WebOb's request that an editor knows. WebOb has no types."""

        remote_addr: str | None
        remote_user: str | None
        referrer: str | None
        pragma: str | None
        if_match: Any
        if_none_match: Any
        cache_control: Any
else:

    class WebObRequest(webob.request.BaseRequest):
        """WebOb's request, whose names for what is replaced here mean the same as ours."""

        GET = property(lambda request: request.args)
        POST = property(lambda request: request.form)
        params = property(lambda request: request.values)
        text = property(lambda request: request.get_data(as_text=True))
        json_body = property(lambda request: request.get_json(force=True))
        body_file = body_file_seekable = property(lambda request: request.stream)
        accept = within_limits("HTTP_ACCEPT", webob.request.BaseRequest.accept)
        accept_charset = within_limits("HTTP_ACCEPT_CHARSET", webob.request.BaseRequest.accept_charset)
        accept_encoding = within_limits("HTTP_ACCEPT_ENCODING", webob.request.BaseRequest.accept_encoding)
        accept_language = within_limits("HTTP_ACCEPT_LANGUAGE", webob.request.BaseRequest.accept_language)
        path_info = upath_info = text_of("PATH_INFO")
        script_name = uscript_name = text_of("SCRIPT_NAME")
        application_url = property(lambda request: request.host_url[:-1] + root_of(request.environ))


class Request(HasContentType, request.Request, WebObRequest):
    """A view on ``environ`` with the attributes of Flask's Request.

    The core's Request and this class replace how WebOb reads bodies, forms, query strings, cookies, URLs and JSON. From
    WebOb come the attributes of other headers, such as ``if_match`` and ``cache_control``. WebOb's own names for the
    replaced attributes, such as ``GET``, ``POST`` and ``text``, mean the same here. Whatever a client has sent, an
    attribute raises nothing but an HTTPException.
    """

    has_uploads = False
    __str__ = request.Request.__repr__  # WebOb's is the whole request, credentials and body: too much for a log

    # The rule

    @property
    def blueprint(self) -> str | None:
        """The full name of the blueprint that the view is in."""
        return next(iter(self.blueprints), None)

    @property
    def blueprints(self) -> list[str]:
        """The full names of the blueprints that the view is in, the innermost first."""
        return names_around(self.endpoint or "")

    # The URL

    @property
    def root_path(self) -> str:
        """The decoded path where the application is mounted: empty, or without a slash at its end."""
        root = decoded(self.environ.get("SCRIPT_NAME", "")).strip("/")
        return f"/{root}" if root else ""

    script_root = root_path

    @property
    def query_string(self) -> bytes:
        """The query string as it was sent."""
        return str(self.environ.get("QUERY_STRING", "")).encode("latin-1", "replace")

    @cached_property
    def args(self) -> MultiDict[str]:
        """The fields of the query string. Raises RequestEntityTooLarge."""
        return parse_urlencoded(self.environ.get("QUERY_STRING", ""), self.max_form_parts, None)

    @cached_property
    def host(self) -> str:
        """The host that the request names, with its port unless the scheme implies it. Raises SecurityError."""
        host = host_of(self.environ)
        check_trusted_host(host, self.config.get("TRUSTED_HOSTS"))
        return host

    @property
    def full_path(self) -> str:
        """The path and the query string, with the ``?`` between them even if there is no query."""
        return f"{self.path}?{self.query_string.decode('utf-8', 'replace')}"

    @property
    def host_url(self) -> str:
        """Scheme and host, with a slash at the end."""
        return f"{self.scheme}://{self.host}/"

    @property
    def url_root(self) -> str:
        """Scheme, host and mount, with a slash at the end."""
        return f"{self.scheme}://{self.host}{readable(self.root_path)}/"

    root_url = url_root

    @property
    def base_url(self) -> str:
        """The URL without its query, readable: letters outside ASCII stay as they are."""
        return self.url_root + readable(self.path.lstrip("/"))

    @property
    def url(self) -> str:
        """The URL, readable: letters outside ASCII stay as they are."""
        query = readable(self.query_string.decode("utf-8", "replace"), keep="%?")
        return f"{self.base_url}?{query}" if query else self.base_url

    @property
    def is_secure(self) -> bool:
        """Whether the request came by https."""
        return self.scheme == "https"

    # Headers

    @cached_property
    def headers(self) -> RequestHeaders:
        """The headers: a mapping whose names ignore case."""
        return RequestHeaders(self.environ)

    #: The cookies.
    cookies = header("HTTP_COOKIE", parse_cookies)
    #: The credentials, or None.
    authorization = header("HTTP_AUTHORIZATION", parse_authorization)
    #: The User-Agent header, empty if there is none.
    user_agent = header("HTTP_USER_AGENT", UserAgent)
    #: How often the request may still be forwarded (RFC 9110, 7.6.2), or None.
    max_forwards = header("HTTP_MAX_FORWARDS", whole_number)
    #: The media types that the client accepts.
    accept_mimetypes = header("HTTP_ACCEPT", Accept)
    #: The languages that the client accepts.
    accept_languages = header("HTTP_ACCEPT_LANGUAGE", AcceptLanguage)
    #: The part of a file that the client asks for, or None.
    range = header("HTTP_RANGE", parse_range)
    #: The moment at which the request was made, or None.
    date = header("HTTP_DATE", parse_date)
    #: The moment since which the client asks for changes, or None.
    if_modified_since = header("HTTP_IF_MODIFIED_SINCE", parse_date)
    #: The moment since which nothing may have changed, or None.
    if_unmodified_since = header("HTTP_IF_UNMODIFIED_SINCE", parse_date)
    #: The state in which the client has the file, which must be the same for a part of it to be sent.
    if_range = header("HTTP_IF_RANGE", parse_if_range)

    # The body

    #: The largest body that is read, in bytes; None: no limit. You can set it.
    max_content_length = Limit("MAX_CONTENT_LENGTH")
    #: The largest form field, in bytes; None: no limit. You can set it.
    max_form_memory_size = Limit("MAX_FORM_MEMORY_SIZE")
    #: The largest number of fields and files; None: no limit. You can set it.
    max_form_parts = Limit("MAX_FORM_PARTS")

    @property
    def content_length(self) -> int | None:
        """The announced length of the body in bytes. Raises BadRequest if the header is not a number."""
        return content_length(self.environ)

    @cached_property
    def _input(self) -> RequestInput:
        """The owner of the body, which all that reads the body asks."""
        return RequestInput(self.environ, self.__dict__.get("body"))

    @cached_property
    def body(self) -> bytes:
        """The whole body; ``b""`` after a multipart form was read. Raises what ``request_body.read_body`` raises."""
        return self._input.whole(self.max_content_length)

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body as a binary file."""
        return BytesIO(self.body)

    @overload
    def get_data(self, cache: bool = True, as_text: Literal[False] = False, parse_form_data: bool = False) -> bytes: ...
    @overload
    def get_data(self, cache: bool = True, *, as_text: Literal[True], parse_form_data: bool = False) -> str: ...
    def get_data(self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False) -> bytes | str:
        """Return the whole body, as str if ``as_text``; ``b""`` if ``parse_form_data`` and the body is a form."""
        is_left_out = parse_form_data and self.mimetype in (URLENCODED, MULTIPART)
        return super().get_data(cache, as_text) if not is_left_out else "" if as_text else b""

    @property
    def data(self) -> bytes:
        """The body; ``b""`` if it is a form, whose fields are in ``form``."""
        return self.get_data(parse_form_data=True)

    @cached_property
    def form(self) -> MultiDict[str]:
        """The fields of a form, of either encoding; none for a body of another type."""
        if self.environ.get("CONTENT_TYPE") != URLENCODED:
            if self.mimetype != URLENCODED:
                return self.multipart[0]
            if self.body:  # without a body, there is nothing whose type the header could name (RFC 9110, 8.3)
                refuse_charset(self.content_type or "")
        return parse_urlencoded(self.body.decode("latin-1"), self.max_form_parts, self.max_form_memory_size)

    @property
    def files(self) -> MultiDict[FileStorage]:
        """The uploaded files."""
        return self.multipart[1]

    @cached_property
    def multipart(self) -> tuple[MultiDict[str], MultiDict[FileStorage]]:
        """The fields and the files of a multipart body.

        Raises BadRequest, RequestEntityTooLarge, and ServiceUnavailable (503) if a file cannot be kept, as on a full
        disk.
        """
        if self.mimetype != MULTIPART:
            return MultiDict(), MultiDict()
        if self._failed_form is not None:
            raise copy(self._failed_form)
        try:
            fields, files = self._read_multipart()
        except (OSError, HTTPException) as error:  # half a form must not look like none when it is asked for again
            self._failed_form = unavailable(error) if isinstance(error, OSError) else copy(error)
            raise copy(self._failed_form) from None
        self.has_uploads = bool(files)
        return fields, files

    _failed_form: HTTPException | None = None

    def _read_multipart(self) -> tuple[MultiDict[str], MultiDict[FileStorage]]:
        """Return the fields and the files; none for an empty body, which has no type either (RFC 9110, 8.3)."""
        try:
            boundary = boundary_of(self.content_type or "")
        except BadRequest:
            if self.body:  # kept whole: the program may still look at it
                raise
            return MultiDict(), MultiDict()
        pieces = filter(None, self._input.pieces(self.max_content_length))
        for first in pieces:
            whole = chain([first], pieces)
            return parse_multipart(whole, boundary, self.max_form_parts, self.max_form_memory_size)
        return MultiDict(), MultiDict()

    @property
    def values(self) -> MultiDict[str]:
        """The fields of the query string, then those of the form, unless the method is GET."""
        form = MultiDict() if self.method == "GET" else self.form
        return MultiDict.from_pairs([*self.args.items(multi=True), *form.items(multi=True)])

    def close(self) -> None:
        """Close the uploaded files, which removes their content."""
        for _, files in self.files.lists():
            for file in files:
                file.close()


def names_around(endpoint: str) -> list[str]:
    """Return the full names of the blueprints that an endpoint is in, the innermost first."""
    parts = endpoint.split(".")[:-1]
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def readable(text: str, keep: str = "") -> str:
    """Return a part of a URL in which the characters that would end it are percent-encoded, except those to ``keep``.

    Percent-encoded UTF-8 outside ASCII becomes letters again.
    """
    if "%" in keep:  # bytes that are not UTF-8 stay encoded
        text = ENCODED.sub(lambda found: found[0] if "\ufffd" in unquote(found[0]) else unquote(found[0]), text)
    return UNREADABLE.sub(lambda found: found[0] if found[0] in keep else f"%{ord(found[0]):02X}", text)


def refuse_charset(content_type: str) -> None:
    """Raise UnsupportedMediaType for a form that is not in UTF-8 (WHATWG URL, 5.1). Other parameters mean nothing."""
    for name, value in parameters(content_type):
        if name == "charset" and value.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMediaType(f"This server reads forms in UTF-8, not in {value!a}. Send UTF-8.")
