"""The request: what a client asked, read from environ when it is first looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Literal, TypeVar, overload
from urllib.parse import unquote
from wsgiref.types import WSGIEnvironment

import webob.request

from wsgi_apps.environ import decoded, host_of, path_of
from wsgi_apps.exceptions import BadRequest, HTTPException, SecurityError, UnsupportedMediaType
from wsgi_apps.extensions.accept import Accept, AcceptLanguage
from wsgi_apps.extensions.authorization import parse_authorization
from wsgi_apps.extensions.conditional import parse_range
from wsgi_apps.extensions.config import DEFAULTS, Setting
from wsgi_apps.extensions.content_type import HasContentType, Options
from wsgi_apps.extensions.cookies import parse_cookies
from wsgi_apps.extensions.multipart_form import FileStorage, boundary_of, parse_multipart
from wsgi_apps.messages.cached_property import lazy
from wsgi_apps.messages.headers import RequestHeaders
from wsgi_apps.messages.multidict import MultiDict
from wsgi_apps.messages.urlencoded import parse_fields
from wsgi_apps.request_body import content_length, iter_body, read_body
from wsgi_apps.strict_json import parse_json

if TYPE_CHECKING:
    from wsgi_apps.routing.rules import Rule

Value = TypeVar("Value")

ENDLESS = 1 << 62  # bytes: no limit
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")  # bytes outside ASCII
PORT = re.compile(r":\d*\Z")
UNREADABLE = re.compile(r"[\x00-\x20\"#%<>?\\^`{|}\x7f]")  # ASCII that is not itself in a URL (RFC 3986, 2)


class Limit(Setting[int | None]):
    """A limit of a request (int or None): the one of the configuration, unless it is set on the request."""

    def __set__(self, owner: Request, value: int | None) -> None:
        owner.config = {**owner.config, self.name: value}


class Header(lazy[Value]):
    """An attribute that ``read`` makes of the text of a header, ``""`` if it is absent; by its ``key`` (str) in environ."""

    def __init__(self, key: str, read: Callable[[str], Value]) -> None:
        super().__init__(lambda request: read(request.environ.get(key, "")))


def whole_number(text: str) -> int | None:
    """Return the number (int) that digits (str, ASCII) mean, None for anything else, or for too many of them."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


class UserAgent(str):
    """The User-Agent header; it is a str, and ``string`` is the same."""

    __slots__ = ()

    @property
    def string(self) -> str:
        """The header (str)."""
        return str(self)


class Refused:
    """A name of WebOb's that reads a request in a way that is not wanted here: ``instead`` (str) is the one to use."""

    def __init__(self, instead: str) -> None:
        self.instead = instead

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, request: Request | None, owner: type) -> Any:
        raise AttributeError(f"request.{self.name} is WebOb's, and reads without limits: use request.{self.instead}")


if TYPE_CHECKING:

    class WebObRequest:
        """What is used of WebOb's request, which has no types: an editor knows these attributes, and no others."""

        method: str
        scheme: str
        remote_addr: str | None
        remote_user: str | None
        referrer: str | None
        pragma: str | None
        date: datetime | None
        if_modified_since: datetime | None
        if_unmodified_since: datetime | None
        if_match: Any
        if_none_match: Any
        if_range: Any
        cache_control: Any
else:

    class WebObRequest(webob.request.BaseRequest):
        """WebOb's request, without the names under which only WebOb has what is read here in other ways."""

        POST = Refused("form")
        GET = Refused("args")
        params = Refused("values")
        body_file = Refused("stream")
        body_file_raw = Refused("stream")
        path_url = Refused("base_url")
        as_bytes = Refused("get_data()")
        copy = Refused("environ")


class Request(HasContentType, WebObRequest):
    """A view on ``environ`` (dict, PEP 3333): every attribute is read from it when asked for.

    ``config`` (mapping) holds the limits; ``url_rule`` (Rule or None) is the rule that matched, ``view_args`` (dict or None)
    its values, ``routing_exception`` the error if none matched. What WebOb reads in ways of its own is replaced here:
    bodies, forms, query strings, cookies, URLs and JSON.
    """

    has_uploads = False

    def __init__(
        self,
        environ: WSGIEnvironment,
        config: Mapping[str, Any] = DEFAULTS,
        url_rule: Rule | None = None,
        view_args: dict[str, Any] | None = None,
        routing_exception: HTTPException | None = None,
    ) -> None:
        self.environ = environ
        self.config = config
        self.url_rule = url_rule
        self.view_args = view_args
        self.routing_exception = routing_exception

    # The URL

    @property
    def endpoint(self) -> str | None:
        """The name of the rule that matched (str or None)."""
        return None if self.url_rule is None else str(self.url_rule.endpoint)

    @lazy
    def path(self) -> str:
        """The path below the application (str, decoded), with one slash in front."""
        return "/" + path_of(self.environ).lstrip("/")

    @property
    def full_path(self) -> str:
        """The path and the query string (str), with the ``?`` between them even if there is no query."""
        return f"{self.path}?{self.query_string.decode('utf-8', 'replace')}"

    @property
    def query_string(self) -> bytes:
        """The query string as it was sent (bytes)."""
        query: str = self.environ.get("QUERY_STRING", "")
        return query.encode("latin-1", "replace")

    @property
    def root_path(self) -> str:
        """Where the application is mounted (str, decoded): ``""``, or a path without a slash at its end."""
        root = decoded(self.environ.get("SCRIPT_NAME", "")).strip("/")
        return f"/{root}" if root else ""

    script_root = root_path

    @lazy
    def host(self) -> str:
        """The host that was asked (str), with its port unless it is the usual one. Raises SecurityError."""
        host = host_of(self.environ)
        refuse_stranger(host, self.config["TRUSTED_HOSTS"])
        return host

    @property
    def host_url(self) -> str:
        """Scheme and host (str), with a slash at the end."""
        return f"{self.scheme}://{self.host}/"

    @property
    def url_root(self) -> str:
        """Scheme, host and mount (str), with a slash at the end."""
        return f"{self.scheme}://{self.host}{readable(self.root_path)}/"

    root_url = url_root

    @property
    def base_url(self) -> str:
        """The URL that was asked, without its query (str, readable: letters outside ASCII stay as they are)."""
        return self.url_root + readable(self.path.lstrip("/"))

    @property
    def url(self) -> str:
        """The URL that was asked (str, readable: letters outside ASCII stay as they are)."""
        query = readable(self.query_string.decode("utf-8", "replace"), keep="%?")
        return f"{self.base_url}?{query}" if query else self.base_url

    @property
    def is_secure(self) -> bool:
        """Whether the request came by https (bool)."""
        return self.scheme == "https"

    # Headers

    @lazy
    def headers(self) -> RequestHeaders:
        """The headers (mapping of str; names ignore case)."""
        return RequestHeaders(self.environ)

    #: The cookies (MultiDict of str).
    cookies = Header("HTTP_COOKIE", parse_cookies)
    #: The credentials (Authorization or None).
    authorization = Header("HTTP_AUTHORIZATION", parse_authorization)
    #: The User-Agent header (str), ``""`` if there is none.
    user_agent = Header("HTTP_USER_AGENT", UserAgent)
    #: How often the request may still be handed on (int, or None; RFC 9110, 7.6.2).
    max_forwards = Header("HTTP_MAX_FORWARDS", whole_number)
    #: The media types that the client likes (Accept).
    accept_mimetypes = Header("HTTP_ACCEPT", Accept)
    #: The part of a file that the client asks for (Range or None).
    range = Header("HTTP_RANGE", parse_range)
    #: The languages that the client likes (AcceptLanguage).
    accept_languages = Header("HTTP_ACCEPT_LANGUAGE", AcceptLanguage)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header (str or None)."""
        return self.environ.get("CONTENT_TYPE") or None

    @property
    def content_length(self) -> int | None:
        """The announced length of the body (int, bytes, or None). Raises BadRequest if it is no number."""
        return content_length(self.environ)

    # The query and the body

    @lazy
    def args(self) -> MultiDict[str]:
        """The fields of the query string (MultiDict of str). Raises RequestEntityTooLarge."""
        return parse_fields(self.environ.get("QUERY_STRING", ""), self.max_form_parts, None)

    #: How many bytes of a body are read (int or None). It can be set.
    max_content_length = Limit("MAX_CONTENT_LENGTH")
    #: How many bytes a form field may have (int or None). It can be set.
    max_form_memory_size = Limit("MAX_FORM_MEMORY_SIZE")
    #: How many fields and files are read (int or None). It can be set.
    max_form_parts = Limit("MAX_FORM_PARTS")

    @lazy
    def body(self) -> bytes:
        """The whole body (bytes). Raises what ``wsgi_apps.request_body.read_body`` raises."""
        limit = self.max_content_length
        return read_body(self.environ, ENDLESS if limit is None else limit)

    @overload
    def get_data(self, cache: bool = True, as_text: Literal[False] = False, parse_form_data: bool = False) -> bytes: ...
    @overload
    def get_data(self, cache: bool = True, *, as_text: Literal[True], parse_form_data: bool = False) -> str: ...
    def get_data(self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False) -> bytes | str:
        """Return the whole body (bytes, or str if ``as_text``); ``b""`` if ``parse_form_data`` and it is a form."""
        body = b"" if parse_form_data and self.mimetype in (URLENCODED, MULTIPART) else self.body
        return body.decode("utf-8", "replace") if as_text else body

    @property
    def data(self) -> bytes:
        """The body (bytes); ``b""`` if it is a form, whose fields are in ``form``."""
        return self.get_data(parse_form_data=True)

    @lazy
    def stream(self) -> IO[bytes]:
        """The body as a binary file."""
        return BytesIO(self.body)

    @lazy
    def form(self) -> MultiDict[str]:
        """The fields of a form (MultiDict of str), of either encoding; none for another type of body."""
        if self.environ.get("CONTENT_TYPE") != URLENCODED:
            if self.mimetype != URLENCODED:
                return self.multipart[0]
            refuse_charset(self.mimetype_params)
        return parse_fields(self.body.decode("latin-1"), self.max_form_parts, self.max_form_memory_size)

    @property
    def files(self) -> MultiDict[FileStorage]:
        """The uploaded files (MultiDict of FileStorage)."""
        return self.multipart[1]

    @lazy
    def multipart(self) -> tuple[MultiDict[str], MultiDict[FileStorage]]:
        """The fields and the files of a multipart body. Raises BadRequest and RequestEntityTooLarge."""
        if self.mimetype != MULTIPART:
            return MultiDict(), MultiDict()
        boundary = boundary_of(self.mimetype_params)
        limit = self.max_content_length
        unread = "body" not in self.__dict__
        pieces = iter_body(self.environ, ENDLESS if limit is None else limit) if unread else [self.body]
        fields, files = parse_multipart(pieces, boundary, self.max_form_parts, self.max_form_memory_size)
        self.has_uploads = bool(files)
        return fields, files

    @property
    def values(self) -> MultiDict[str]:
        """The fields of the query string, then those of the form (MultiDict of str), unless the method is GET."""
        form = MultiDict() if self.method == "GET" else self.form
        return MultiDict.from_pairs([*self.args.items(multi=True), *form.items(multi=True)])

    def close(self) -> None:
        """Close the uploaded files; nothing is left of them."""
        for _, files in self.files.lists():
            for file in files:
                file.close()

    # JSON

    @property
    def json(self) -> Any:
        """The JSON value of the body. Raises UnsupportedMediaType and BadRequest."""
        return self.get_json()

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the JSON value of the body: dict, list, str, int, float, bool or None.

        ``force`` (bool) takes any Content-Type; ``silent`` (bool) gives None instead of an error. Raises
        UnsupportedMediaType for another type, BadRequest for what is not JSON, and what reading the body raises.
        """
        try:
            if not (force or self.environ.get("CONTENT_TYPE") == "application/json" or self.is_json):
                raise UnsupportedMediaType(
                    "This page reads JSON. Send the header Content-Type: application/json with it."
                )
            return self.parsed_json
        except (BadRequest, UnsupportedMediaType):
            if silent:
                return None
            raise

    @lazy
    def parsed_json(self) -> Any:
        """The JSON value of the body, whatever its type is said to be."""
        return parse_json(self.body)

    def __repr__(self) -> str:
        return f"<Request {self.method!a} {self.path!a}>"


def readable(text: str, keep: str = "") -> str:
    """Return a part of a URL (str) with what would end it percent-encoded, except what to ``keep`` (str).

    What is percent-encoded already and UTF-8 outside ASCII becomes letters again.
    """
    if "%" in keep:  # what is not UTF-8 stays
        text = ENCODED.sub(lambda found: found[0] if "\ufffd" in unquote(found[0]) else unquote(found[0]), text)
    return UNREADABLE.sub(lambda found: found[0] if found[0] in keep else f"%{ord(found[0]):02X}", text)


def refuse_charset(options: Options) -> None:
    """Raise UnsupportedMediaType for a form that is not in UTF-8 (WHATWG URL, 5.1)."""
    charset = options.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"This server reads forms in UTF-8, not in {charset!a}. Send UTF-8.")


def refuse_stranger(host: str, trusted: str | list[str] | None) -> None:
    """Raise SecurityError if a ``host`` (str) is not among those that the application answers for, if it names any.

    Their ports, and that of the host, make no difference.
    """
    name = PORT.sub("", host)
    names = [PORT.sub("", one.lower()) for one in ([trusted] if isinstance(trusted, str) else trusted or [name])]
    if not any(name == one or (one.startswith(".") and f".{name}".endswith(one)) for one in names):
        raise SecurityError("This server does not answer for the host that the request names. Ask the host itself.")
