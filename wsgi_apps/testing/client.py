"""A client that sends requests to an application without a server, for tests."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from mimetypes import guess_type
from os import urandom
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlencode, urljoin, urlsplit
from wsgiref.util import request_uri, setup_testing_defaults

from wsgi_apps.application.context import CURRENT, KEEP, Context
from wsgi_apps.extensions.conditional import unix_time
from wsgi_apps.extensions.cookies import parse_cookies
from wsgi_apps.extensions.request import MULTIPART, URLENCODED
from wsgi_apps.extensions.response import REDIRECTS, Response, with_charset
from wsgi_apps.messages.captured_response import Captured
from wsgi_apps.messages.headers import HeadersInput, key_of
from wsgi_apps.messages.response_body import as_bytes

if TYPE_CHECKING:
    from contextvars import Token
    from wsgiref.types import WSGIEnvironment

    from wsgi_apps.extensions.sessions import Session
    from wsgi_apps.flask_api import App

MAX_REDIRECTS = 20


def make_environ(
    app: App,
    path: str = "/",
    base_url: str | None = None,
    *,
    url_scheme: str | None = None,
    method: str = "GET",
    query_string: str | Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
    headers: HeadersInput | None = None,
    data: Any = None,
    json: Any = None,
    content_type: str | None = None,
    mimetype: str | None = None,
    auth: tuple[str, str] | None = None,
    environ_base: Mapping[str, Any] | None = None,
    environ_overrides: Mapping[str, Any] | None = None,
    errors_stream: Any = None,
) -> WSGIEnvironment:
    """Return the environ (dict, PEP 3333) of a request to ``path`` (str, with or without a query, or a whole URL).

    ``data`` is the body: bytes, str, or a mapping of form fields; a file in it is a binary file or a tuple of it, a name
    and a type. ``json``, instead, is sent as JSON, ``auth`` (name, password) as Basic; ``base_url`` has the mount too.
    """
    return {
        **(environ_base or {}),
        **target(app, path, base_url, url_scheme, query_string, method),
        **entity(app, data, json, with_charset(mimetype) if mimetype else content_type, header_keys(headers, auth)),
        "wsgi.errors": errors_stream or sys.stderr,
        **(environ_overrides or {}),
    }


def target(app: App, path: str, base_url: str | None, scheme: str | None, query: Any, method: str) -> WSGIEnvironment:
    """Return the part of environ (dict) that says what is asked for: the server, the mount, the path and the query."""
    url, config = urlsplit(path), app.config
    query = url.query if query is None else query
    scheme = url.scheme or scheme or config["PREFERRED_URL_SCHEME"]
    host = url.netloc or config["SERVER_NAME"] or "localhost"
    base = urlsplit(base_url or f"{scheme}://{host}/{config['APPLICATION_ROOT'].lstrip('/')}")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": method.upper(),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or {"https": 443}.get(base.scheme, 80)),
        "HTTP_HOST": base.netloc,
        "SCRIPT_NAME": as_text(unquote_to_bytes(base.path.rstrip("/"))),
        "PATH_INFO": as_text(unquote_to_bytes(url.path or "/")),
        "QUERY_STRING": as_text(query if isinstance(query, str) else urlencoded(query)),
        "wsgi.url_scheme": base.scheme,
    }
    setup_testing_defaults(environ)
    return environ


def pairs_of(values: Any) -> list[tuple[str, Any]]:
    """Return the pairs (list) of a mapping, in which a value may be a list, or of an iterable of pairs."""
    if hasattr(values, "items"):
        values = getattr(values, "lists", values.items)()
    return [(name, one) for name, value in values for one in (value if isinstance(value, list) else [value])]


def urlencoded(values: Any) -> str:
    """Return fields (a mapping or pairs) as a query or a form has them (str); those that are None are left out."""
    return urlencode([pair for pair in pairs_of(values) if pair[1] is not None], doseq=True)


def as_text(text: str | bytes) -> str:
    """Return ``text`` (str or bytes) as environ has it: one character for each byte of UTF-8 (PEP 3333)."""
    return as_bytes(text).decode("latin-1")


def header_keys(headers: HeadersInput | None, auth: tuple[str, str] | None) -> dict[str, str]:
    """Return what headers and Basic credentials (RFC 7617) are in environ (dict); repeated headers are joined."""
    keys: dict[str, str] = {}
    for name, value in pairs_of(headers or ()):
        key, text = key_of(name), as_text(str(value))
        keys[key] = f"{keys[key]}, {text}" if key in keys else text
    if auth is not None:
        name, password = auth
        keys["HTTP_AUTHORIZATION"] = f"Basic {b64encode(f'{name}:{password}'.encode()).decode('ascii')}"
    return keys


def entity(app: App, data: Any, json: Any, content_type: str | None, headers: dict[str, str]) -> WSGIEnvironment:
    """Return ``headers`` (dict) and what environ has of the body: what it is, how long, and of which type.

    Raises TypeError for ``data`` and ``json`` at once.
    """
    content_type = content_type or headers.get("CONTENT_TYPE")
    if json is not None:
        if data is not None:
            raise TypeError("data= and json= are both given, and a request has one body: leave one of them out")
        data, content_type = app.json.dumps(json), content_type or "application/json"
    elif data and hasattr(data, "items"):
        data, content_type = form(data, content_type)
    elif hasattr(data, "read"):
        data = data.read()
    body = as_bytes(data or b"")
    keys = {"CONTENT_LENGTH": str(len(body)) if body else None, "CONTENT_TYPE": content_type}
    return {**headers, "wsgi.input": BytesIO(body), **{key: value for key, value in keys.items() if value}}


def form(values: Mapping[str, Any], content_type: str | None) -> tuple[str | bytes, str]:
    """Return a form as a body (str or bytes) and its Content-Type (str): multipart (RFC 7578) if it has a file."""
    fields = [(name, (value,) if hasattr(value, "read") else value) for name, value in pairs_of(values)]
    has_file = any(isinstance(value, tuple) for _, value in fields)
    if not (has_file or (content_type or "").startswith(MULTIPART)):
        return urlencoded(fields), content_type or URLENCODED
    boundary, body = urandom(12).hex(), b""
    for name, value in fields:
        more, content = uploaded(*value) if isinstance(value, tuple) else ("", value)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        body += head.encode() + (content if isinstance(content, bytes) else str(content).encode()) + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"{MULTIPART}; boundary={boundary}"


def uploaded(file: Any, filename: str | None = None, content_type: str | None = None) -> tuple[str, bytes]:
    """Return what the header of a part says of a binary ``file`` behind the field's name (str), and its content (bytes)."""
    names = (filename, getattr(file, "filename", None), getattr(file, "name", None), "file")
    name = next(name for name in names if name is not None)
    content_type = (
        content_type or getattr(file, "content_type", None) or guess_type(name)[0] or "application/octet-stream"
    )
    return f'; filename="{name.replace(chr(34), "%22")}"\r\nContent-Type: {content_type}', file.read()


class TestResponse(Response):
    """What the client got. ``request`` is the request, ``history`` (tuple) the redirects that were followed.

    The body is made when it is read, piece by piece through ``response``: it may have no end. ``close`` leaves the rest.
    """

    __test__ = False  # pytest: no tests in here
    request: Any = None
    history: tuple[TestResponse, ...] = ()

    @classmethod
    def of(cls, app: App, environ: WSGIEnvironment) -> TestResponse:
        """Send a request and return the answer."""
        captured = Captured(app, environ)
        response = cls(captured, captured.status)
        response._headerlist[:] = captured.headers  # as they were sent
        response.request = app.request_class(environ, app.config)
        return response


class Cookie(NamedTuple):
    """A cookie that the client keeps; ``value`` is as it was sent. ``origin_only``: no host below the domain gets it."""

    key: str
    value: str
    domain: str
    path: str
    origin_only: bool

    @property
    def decoded_value(self) -> str:
        """The value (str) as the program set it."""
        return parse_cookies(f"{self.key}={self.value}")[self.key]

    def is_for(self, host: str, path: str) -> bool:
        """Return whether a request to a ``path`` (str) of a ``host`` (str) carries the cookie (bool; RFC 6265, 5.4)."""
        is_below = not self.origin_only and host.endswith(f".{self.domain}")
        return (host == self.domain or is_below) and f"{path}/".startswith(f"{self.path.rstrip('/')}/")


def place_of(environ: WSGIEnvironment) -> tuple[str, str]:
    """Return the host and the path (str, percent-encoded) that a request goes to."""
    path = quote(environ["SCRIPT_NAME"] + environ["PATH_INFO"], safe="!$&'()*+,/:=@", encoding="latin-1")
    return re.sub(r":\d*$", "", environ["HTTP_HOST"]), path


class Client:
    """Sends requests to ``app`` and keeps its cookies, as a browser does.

    As a context manager it leaves the context of the last request open, so that ``request`` and ``session`` can be looked
    at.
    """

    def __init__(self, app: App, use_cookies: bool = True) -> None:
        self.application = app
        self.use_cookies = use_cookies
        #: The cookies by domain, path and name.
        self.cookies: dict[tuple[str, str, str], Cookie] = {}
        self.environ_base: dict[str, Any] = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "wsgi_apps"}
        #: Inside ``with``: the way back to the context that was the current one before.
        self.outside: Token[Context] | None = None

    def open(
        self, *arguments: Any, buffered: bool = False, follow_redirects: bool = False, **options: Any
    ) -> TestResponse:
        """Send a request and return the answer (TestResponse), of which all is read first if ``buffered`` (bool).

        The arguments and ``options`` are those of ``make_environ``. Raises RuntimeError for redirects without an end, or
        to another host.
        """
        response = self.send(self.make_environ(*arguments, **options), buffered)
        while follow_redirects and response.status_code in REDIRECTS:
            if len(response.history) == MAX_REDIRECTS:
                raise RuntimeError(f"{response.request.url} was redirected more than {MAX_REDIRECTS} times")
            response.get_data()
            before, response = response, self.send(self.redirected(response), buffered)
            response.history = (*before.history, before)
        return response

    def get(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send GET."""
        return self.open(path, *arguments, **options, method="GET")

    def post(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send POST."""
        return self.open(path, *arguments, **options, method="POST")

    def put(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send PUT."""
        return self.open(path, *arguments, **options, method="PUT")

    def patch(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send PATCH."""
        return self.open(path, *arguments, **options, method="PATCH")

    def delete(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send DELETE."""
        return self.open(path, *arguments, **options, method="DELETE")

    def head(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send HEAD."""
        return self.open(path, *arguments, **options, method="HEAD")

    def options(self, path: str = "/", *arguments: Any, **options: Any) -> TestResponse:
        """Send OPTIONS."""
        return self.open(path, *arguments, **options, method="OPTIONS")

    def make_environ(self, *arguments: Any, **options: Any) -> WSGIEnvironment:
        """Return the environ (dict) of a request of this client's; the arguments are those of ``make_environ``."""
        options["environ_base"] = {**self.environ_base, **(options.get("environ_base") or {})}
        environ = make_environ(self.application, *arguments, **options)
        place = place_of(environ)
        kept = [f"{cookie.key}={cookie.value}" for cookie in self.cookies.values() if cookie.is_for(*place)]
        if kept:
            environ["HTTP_COOKIE"] = "; ".join([*filter(None, [environ.get("HTTP_COOKIE")]), *kept])
        return environ

    def send(self, environ: WSGIEnvironment, buffered: bool = False) -> TestResponse:
        """Send a request as it stands in ``environ``, and keep the cookies that come of it."""
        kept: list[Context] = []
        if self.outside is not None:
            self.application.has_end_hooks, environ[KEEP] = True, kept.append
        try:
            response = TestResponse.of(self.application, environ)
        finally:
            environ.pop(KEEP, None)
            for context in kept[-1:]:  # those before it were opened inside
                CURRENT.set(context)
        if buffered:
            response.get_data()
        self.take_cookies(response, *place_of(environ))
        return response

    def redirected(self, response: TestResponse) -> WSGIEnvironment:
        """Return the environ of the request that a redirect asks for. Raises RuntimeError if it leads to another host."""
        before = response.request.environ
        here = request_uri(before)
        url = urlsplit(urljoin(here, response.location or ""))
        if url.hostname != urlsplit(here).hostname:
            raise RuntimeError(f"{here} leads to {response.location}, which is another host's: look at its Location")
        mount = quote(before["SCRIPT_NAME"], encoding="latin-1")
        root = mount if f"{url.path}/".startswith(f"{mount}/") else ""  # it may lead out of the mount
        keep = response.status_code in (307, 308)
        return self.make_environ(
            url.path.removeprefix(root) or "/",
            f"{url.scheme}://{url.netloc}{root}",
            method=before["REQUEST_METHOD"] if keep or before["REQUEST_METHOD"] == "HEAD" else "GET",
            query_string=url.query,
            data=before["wsgi.input"].getvalue() if keep else None,
            content_type=before.get("CONTENT_TYPE") if keep else None,
            environ_base={key: before[key] for key in before if key.startswith("HTTP_") and key != "HTTP_COOKIE"},
        )

    # Cookies

    def set_cookie(
        self,
        key: str,
        value: str = "",
        *,
        domain: str = "localhost",
        origin_only: bool = True,
        path: str = "/",
        **attributes: Any,
    ) -> None:
        """Keep a cookie, as if ``domain`` had sent it; the ``attributes`` are those of ``Response.set_cookie``.

        Hosts below the domain get it as well unless ``origin_only`` (bool).
        """
        response = Response()
        response.set_cookie(key, value, domain=None if origin_only else domain, path=path, **attributes)
        self.take_cookies(response, domain, "/")

    def get_cookie(self, key: str, domain: str = "localhost", path: str = "/") -> Cookie | None:
        """Return a cookie (Cookie), None if there is none."""
        return self.cookies.get((domain, path, key))

    def delete_cookie(self, key: str, *, domain: str = "localhost", path: str = "/") -> None:
        """Forget a cookie."""
        self.cookies.pop((domain, path, key), None)

    def take_cookies(self, response: Response, host: str, path: str) -> None:
        """Keep and forget cookies, as a ``response`` from a ``path`` (str) of a ``host`` (str) says in Set-Cookie."""
        for line in response.headers.getlist("Set-Cookie") if self.use_cookies else ():
            pair, *words = line.split(";")
            key, _, value = pair.partition("=")
            said = {word.strip().lower(): text for word, _, text in (word.partition("=") for word in words)}
            place = said.get("path") or path.rpartition("/")[0] or "/"
            cookie = Cookie(key, value, said.get("domain", host), place, "domain" not in said)
            if said.get("max-age") == "0" or unix_time(said.get("expires", "")) == 0:
                self.delete_cookie(key, domain=cookie.domain, path=place)
            else:
                self.cookies[cookie.domain, place, key] = cookie

    @contextmanager
    def session_transaction(self, *arguments: Any, **options: Any) -> Iterator[Session]:
        """Give the session to a ``with`` block to be changed, and keep the cookie that comes of it."""
        app, environ = self.application, self.make_environ(*arguments, **options)
        with app.request_context(environ) as context:
            session, response = context.session, app.response_class()
            yield session
            app.session_interface.save_session(app, session, response)
        self.take_cookies(response, *place_of(environ))

    # The context of the last request

    def __enter__(self) -> Client:
        if self.outside is not None:
            raise RuntimeError(
                "`with client:` stands inside `with client:` of the same client: leave out the inner one"
            )
        self.outside = CURRENT.set(CURRENT.get(None))  # type: ignore[arg-type]  # None: no context
        return self

    def __exit__(self, *error: object) -> None:
        outside, self.outside = self.outside, None
        if outside is not None:
            CURRENT.reset(outside)
