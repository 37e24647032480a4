"""The request: a view on ``environ``, read when you look at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, overload
from wsgiref.types import WSGIEnvironment

from wsgi_apps.environ import decoded, host_of, path_of
from wsgi_apps.exceptions import BadRequest, HTTPException, UnsupportedMediaType
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.headers import RequestHeaders
from wsgi_apps.messages.multidict import MultiDict
from wsgi_apps.messages.urlencoded import parse_urlencoded
from wsgi_apps.request_body import WRONG_TYPE, content_length, is_json, read_body
from wsgi_apps.routing.rules import Rule
from wsgi_apps.strict_json import parse_json

URLENCODED = "application/x-www-form-urlencoded"
#: The limits of a request; None: no limit.
LIMITS: dict[str, Any] = {
    "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,  # bytes of a body
    "MAX_FORM_MEMORY_SIZE": 500_000,  # bytes of a form field
    "MAX_FORM_PARTS": 1000,  # fields and files of a form, fields of a query string
}


class Request:
    """A view on ``environ`` (PEP 3333): every attribute is read from it when you ask for it.

    ``config`` holds the limits; ``url_rule`` is the rule that matched, ``view_args`` the values of its variables,
    ``routing_exception`` the error if no rule matched.
    """

    def __init__(
        self,
        environ: WSGIEnvironment,
        config: Mapping[str, Any] = LIMITS,
        url_rule: Rule | None = None,
        view_args: dict[str, Any] | None = None,
        routing_exception: HTTPException | None = None,
    ) -> None:
        self.environ = environ
        self.config = config
        self.url_rule = url_rule
        self.view_args = view_args
        self.routing_exception = routing_exception

    # The request line

    @property
    def method(self) -> str:
        """The method, such as GET."""
        method: str = self.environ.get("REQUEST_METHOD", "GET")
        return method

    @cached_property
    def path(self) -> str:
        """The decoded path below the application, with one slash in front."""
        return "/" + path_of(self.environ).lstrip("/")

    @property
    def root_path(self) -> str:
        """The decoded path where the application is mounted: empty, or without a slash at its end."""
        root = decoded(self.environ.get("SCRIPT_NAME", "")).strip("/")
        return f"/{root}" if root else ""

    @property
    def query_string(self) -> bytes:
        """The query string as it was sent."""
        query: str = self.environ.get("QUERY_STRING", "")
        return query.encode("latin-1", "replace")

    @cached_property
    def args(self) -> MultiDict[str]:
        """The fields of the query string. Raises RequestEntityTooLarge."""
        return parse_urlencoded(self.environ.get("QUERY_STRING", ""), self.max_form_parts, None)

    @property
    def scheme(self) -> str:
        """The scheme, ``http`` or ``https``."""
        scheme: str = self.environ["wsgi.url_scheme"]
        return scheme

    @cached_property
    def host(self) -> str:
        """The host that the request names, with its port unless the scheme implies it. Raises SecurityError."""
        return host_of(self.environ)

    @property
    def endpoint(self) -> str | None:
        """The endpoint of the rule that matched."""
        return None if self.url_rule is None else str(self.url_rule.endpoint)

    # The headers

    @cached_property
    def headers(self) -> RequestHeaders:
        """The headers: a mapping whose names ignore case."""
        return RequestHeaders(self.environ)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header."""
        return self.environ.get("CONTENT_TYPE") or None

    @property
    def mimetype(self) -> str:
        """The media type in lower case, without its parameters; empty if there is none."""
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def content_length(self) -> int | None:
        """The announced length of the body in bytes. Raises BadRequest if the header is not a number."""
        return content_length(self.environ)

    # The body

    @property
    def max_content_length(self) -> int | None:
        """The largest body that is read, in bytes; None: no limit."""
        limit: int | None = self.config["MAX_CONTENT_LENGTH"]
        return limit

    @property
    def max_form_memory_size(self) -> int | None:
        """The largest form field, in bytes; None: no limit."""
        limit: int | None = self.config["MAX_FORM_MEMORY_SIZE"]
        return limit

    @property
    def max_form_parts(self) -> int | None:
        """The largest number of fields and files; None: no limit."""
        limit: int | None = self.config["MAX_FORM_PARTS"]
        return limit

    @cached_property
    def body(self) -> bytes:
        """The whole body. Raises the errors of ``request_body.read_body``."""
        return read_body(self.environ, self.max_content_length)

    @cached_property
    def form(self) -> MultiDict[str]:
        """The fields of an urlencoded form; none for a body of another type. Raises the errors of ``read_body``."""
        if self.mimetype != URLENCODED:
            return MultiDict()
        return parse_urlencoded(self.body.decode("latin-1"), self.max_form_parts, self.max_form_memory_size)

    @overload
    def get_data(self, cache: bool = True, as_text: Literal[False] = False, parse_form_data: bool = False) -> bytes: ...
    @overload
    def get_data(self, cache: bool = True, *, as_text: Literal[True], parse_form_data: bool = False) -> str: ...
    def get_data(self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False) -> bytes | str:
        """Return the whole body, as str if ``as_text``; ``b""`` if ``parse_form_data`` and the body is a form."""
        body = b"" if parse_form_data and self.is_form else self.body
        return body.decode("utf-8", "replace") if as_text else body

    @property
    def is_form(self) -> bool:
        """Whether the body is a form that ``form`` reads."""
        return self.mimetype == URLENCODED

    @property
    def data(self) -> bytes:
        """The body; ``b""`` if it is a form, whose fields are in ``form``."""
        return self.get_data(parse_form_data=True)

    # JSON

    @property
    def is_json(self) -> bool:
        """Whether the media type is JSON or based on it."""
        return is_json(self.content_type or "")

    @property
    def json(self) -> Any:
        """The JSON value of the body. Raises UnsupportedMediaType and BadRequest."""
        return self.get_json()

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the JSON value of the body.

        ``force`` takes any Content-Type; ``silent`` returns None instead of an error. Raises UnsupportedMediaType for
        another type, BadRequest for malformed JSON, and the errors of ``read_body``.
        """
        try:
            if not (force or self.is_json):
                raise UnsupportedMediaType(WRONG_TYPE)
            return self.parsed_json
        except (BadRequest, UnsupportedMediaType):
            if silent:
                return None
            raise

    @cached_property
    def parsed_json(self) -> Any:
        """The JSON value of the body, whatever its Content-Type is."""
        return parse_json(self.body)

    def __repr__(self) -> str:
        return f"<Request {self.method!a} {self.path!a}>"
