"""The request: a view on ``environ``, read when you look at it."""

from collections.abc import Mapping
from typing import Any
from wsgiref.types import WSGIEnvironment

from wsgi_apps.environ import host_of, path_of, scheme_of
from wsgi_apps.exceptions import BadRequest, HTTPException, UnsupportedMediaType
from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.headers import RequestHeaders
from wsgi_apps.messages.multidict import MultiDict
from wsgi_apps.messages.urlencoded import parse_urlencoded
from wsgi_apps.request_body import WRONG_TYPE, is_json, read_body
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
        return str(self.environ.get("REQUEST_METHOD", "GET"))

    @cached_property
    def path(self) -> str:
        """The decoded path below the application, with one slash in front."""
        return "/" + path_of(self.environ).lstrip("/")

    @cached_property
    def args(self) -> MultiDict[str]:
        """The fields of the query string. Raises RequestEntityTooLarge."""
        return parse_urlencoded(self.environ.get("QUERY_STRING", ""), self.config["MAX_FORM_PARTS"], None)

    @property
    def scheme(self) -> str:
        """The scheme, ``http`` or ``https``."""
        return scheme_of(self.environ)

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

    # The body

    @cached_property
    def body(self) -> bytes:
        """The whole body. Raises what ``request_body.read_body`` raises."""
        return read_body(self.environ, self.config["MAX_CONTENT_LENGTH"])

    @cached_property
    def form(self) -> MultiDict[str]:
        """The fields of an urlencoded form; none for a body of another type. Raises the errors of ``read_body``."""
        if self.mimetype != URLENCODED:
            return MultiDict()
        text, config = self.body.decode("latin-1"), self.config
        return parse_urlencoded(text, config["MAX_FORM_PARTS"], config["MAX_FORM_MEMORY_SIZE"])

    def get_data(self, cache: bool = True, as_text: Any = False) -> Any:
        """Return the whole body as bytes, or as str if ``as_text``."""
        return self.body.decode("utf-8", "replace") if as_text else self.body

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
        """The JSON value of the body. Its Content-Type does not matter."""
        return parse_json(self.body)

    def __repr__(self) -> str:
        return f"<Request {self.method!a} {self.path!a}>"
