"""A client that sends requests to an application without a server, for tests."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from io import BytesIO
from mimetypes import guess_type
from os import urandom
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlencode, urljoin, urlsplit
from wsgiref.util import request_uri, setup_testing_defaults

from wsgi_apps.body_iterable import as_bytes
from wsgi_apps.captured import Captured
from wsgi_apps.context import CURRENT, KEEP, Context
from wsgi_apps.cookies import parse_cookies
from wsgi_apps.headers import key_of
from wsgi_apps.request import MULTIPART, URLENCODED
from wsgi_apps.response import REDIRECTS, Response, with_charset

if TYPE_CHECKING:
    from contextvars import Token
    from wsgiref.types import WSGIEnvironment

    from wsgi_apps.app import App
    from wsgi_apps.sessions import Session

MAX_REDIRECTS = 20


def make_environ(
    app: App,
    path: str = "/",
    base_url: str | None = None,
    method: str = "GET",
    query_string: str | Mapping[str, Any] = "",
    headers: Mapping[str, Any] | list[tuple[str, Any]] = (),  # type: ignore[assignment]
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
    and a type. ``json`` is sent as JSON, ``auth`` (name, password) as Basic; ``base_url`` says scheme, host and mount.
    """
    return {
        **target(app, path, base_url, query_string),
        "REQUEST_METHOD": method.upper(),
        "wsgi.errors": errors_stream or sys.stderr,
        **(environ_base or {}),
        **dict(header_keys(headers, auth)),
        **entity(app, data, json, with_charset(mimetype) if mimetype else content_type),
        **(environ_overrides or {}),
    }


def target(app: App, path: str, base_url: str | None, query_string: str | Mapping[str, Any]) -> WSGIEnvironment:
    """Return the part of environ (dict) that says what is asked for: the server, the mount, the path and the query."""
    url, config = urlsplit(path), app.config
    own = f"{config['PREFERRED_URL_SCHEME']}://{config['SERVER_NAME'] or 'localhost'}{config['APPLICATION_ROOT']}"
    base = urlsplit(base_url or (f"{url.scheme}://{url.netloc}" if url.netloc else own))
    if not isinstance(query_string, str):
        query_string = urlencode([pair for pair in query_string.items() if pair[1] is not None], doseq=True)
    environ: WSGIEnvironment = {
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or {"https": 443}.get(base.scheme, 80)),
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": base.netloc,
        "SCRIPT_NAME": as_text(unquote_to_bytes(base.path.rstrip("/"))),
        "PATH_INFO": as_text(unquote_to_bytes(url.path or "/")),
        "QUERY_STRING": as_text(query_string or url.query),
        "wsgi.url_scheme": base.scheme,
    }
    setup_testing_defaults(environ)
    return environ


def as_text(text: str | bytes) -> str:
    """Return ``text`` (str or bytes) as environ has it: one character for each byte of UTF-8 (PEP 3333)."""
    return as_bytes(text).decode("latin-1")


def header_keys(headers: Any, auth: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
    """Yield the keys and values that headers (a mapping or pairs) and Basic credentials (RFC 7617) have in environ."""
    for name, value in headers.items() if hasattr(headers, "items") else headers:
        yield key_of(name), as_text(str(value))
    if auth is not None:
        yield "HTTP_AUTHORIZATION", f"Basic {b64encode(':'.join(auth).encode()).decode('ascii')}"


def entity(app: App, data: Any, json: Any, content_type: str | None) -> WSGIEnvironment:
    """Return the part of environ (dict) that is about the body: what it is, how long, and of which type."""
    if json is not None:
        data, content_type = app.json.dumps(json), content_type or "application/json"
    elif hasattr(data, "items"):
        data, content_type = form(data, content_type)
    elif hasattr(data, "read"):
        data = data.read()
    body = b"" if data is None else as_bytes(data)
    keys = {"CONTENT_LENGTH": None if data is None else str(len(body)), "CONTENT_TYPE": content_type}
    return {"wsgi.input": BytesIO(body), **{key: value for key, value in keys.items() if value}}


def form(values: Mapping[str, Any], content_type: str | None) -> tuple[str | bytes, str]:
    """Return a form as a body (str or bytes) and its Content-Type (str): multipart (RFC 7578) if it has a file."""
    every = [(name, one) for name, value in values.items() for one in (value if isinstance(value, list) else [value])]
    fields = [(name, (value,) if hasattr(value, "read") else value) for name, value in every]
    if content_type != MULTIPART and not any(isinstance(value, tuple) for _, value in fields):
        return urlencode(fields), content_type or URLENCODED
    boundary, body = urandom(12).hex(), b""
    for name, value in fields:
        more, content = uploaded(*value) if isinstance(value, tuple) else ("", value)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        body += head.encode() + (content if isinstance(content, bytes) else str(content).encode()) + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"{MULTIPART}; boundary={boundary}"


def uploaded(file: Any, filename: str | None = None, content_type: str | None = None) -> tuple[str, bytes]:
    """Return what the header of a part says of a binary ``file`` behind the field's name (str), and its content (bytes)."""
    name = getattr(file, "name", "file") if filename is None else filename
    content_type = content_type or guess_type(name)[0] or "application/octet-stream"
    return f'; filename="{name.replace(chr(34), "%22")}"\r\nContent-Type: {content_type}', file.read()


class TestResponse(Response):
    """What the client got. ``request`` is the request, ``history`` (tuple) the redirects that were followed."""

    __test__ = False  # pytest: no tests in here
    request: Any = None
    history: tuple[TestResponse, ...] = ()

    @classmethod
    def of(cls, app: App, environ: WSGIEnvironment) -> TestResponse:
        """Send a request and return the whole answer."""
        with closing(Captured(app, environ)) as captured:
            response = cls(b"".join(captured), captured.status)
        response._headerlist[:] = captured.headers  # as they were sent
        response.request = app.request_class(environ, app.config)
        return response


class Cookie(NamedTuple):
    """A cookie that the client keeps."""

    key: str
    value: str
    path: str


class Client:
    """Sends requests to ``app`` and keeps its cookies, as a browser does.

    As a context manager it leaves the context of the last request open, so that ``request`` and ``session`` can be looked
    at.
    """

    def __init__(self, app: App, use_cookies: bool = True) -> None:
        self.application = app
        self.use_cookies = use_cookies
        #: The cookies as they were sent, by path and name.
        self.cookies: dict[tuple[str, str], str] = {}
        self.environ_base: dict[str, Any] = {"HTTP_USER_AGENT": "wsgi_apps"}
        #: Inside ``with``: the way back to the context that was the current one before.
        self.outside: Token[Context] | None = None

    def open(self, path: str = "/", follow_redirects: bool = False, **options: Any) -> TestResponse:
        """Send a request; ``options`` are those of ``make_environ``. Return the answer (TestResponse)."""
        response = self.send(self.make_environ(path, **options))
        history: list[TestResponse] = []
        while follow_redirects and response.status_code in REDIRECTS:
            if len(history) == MAX_REDIRECTS:
                raise RuntimeError(f"{path} was redirected more than {MAX_REDIRECTS} times")
            history.append(response)
            response = self.send(self.redirected(response))
        response.history = tuple(history)
        return response

    def get(self, path: str = "/", **options: Any) -> TestResponse:
        """Send GET."""
        return self.open(path, method="GET", **options)

    def post(self, path: str = "/", **options: Any) -> TestResponse:
        """Send POST."""
        return self.open(path, method="POST", **options)

    def put(self, path: str = "/", **options: Any) -> TestResponse:
        """Send PUT."""
        return self.open(path, method="PUT", **options)

    def patch(self, path: str = "/", **options: Any) -> TestResponse:
        """Send PATCH."""
        return self.open(path, method="PATCH", **options)

    def delete(self, path: str = "/", **options: Any) -> TestResponse:
        """Send DELETE."""
        return self.open(path, method="DELETE", **options)

    def head(self, path: str = "/", **options: Any) -> TestResponse:
        """Send HEAD."""
        return self.open(path, method="HEAD", **options)

    def options(self, path: str = "/", **options: Any) -> TestResponse:
        """Send OPTIONS."""
        return self.open(path, method="OPTIONS", **options)

    def make_environ(self, *arguments: Any, **options: Any) -> WSGIEnvironment:
        """Return the environ (dict) of a request of this client's; the arguments are those of ``make_environ``."""
        options["environ_base"] = {**self.environ_base, **(options.get("environ_base") or {})}
        environ = make_environ(self.application, *arguments, **options)
        path = environ["SCRIPT_NAME"] + environ["PATH_INFO"]
        kept = [
            f"{name}={value}"
            for (place, name), value in self.cookies.items()
            if path == place or path.startswith(place.rstrip("/") + "/")
        ]
        if kept:
            environ["HTTP_COOKIE"] = "; ".join([*filter(None, [environ.get("HTTP_COOKIE")]), *kept])
        return environ

    def send(self, environ: WSGIEnvironment) -> TestResponse:
        """Send a request as it stands in ``environ``, and keep the cookies that come of it."""
        if self.outside is not None:
            environ[KEEP] = CURRENT.set
        response = TestResponse.of(self.application, environ)
        self.take_cookies(response)
        return response

    def redirected(self, response: TestResponse) -> WSGIEnvironment:
        """Return the environ of the request that a redirect asks for."""
        before = response.request.environ
        url = urlsplit(urljoin(request_uri(before), response.location or ""))
        mount = quote(before["SCRIPT_NAME"], encoding="latin-1")
        root = mount if f"{url.path}/".startswith(f"{mount}/") else ""  # it may lead out of the mount
        keep = response.status_code in (307, 308)
        return self.make_environ(
            url.path.removeprefix(root) or "/",
            f"{url.scheme}://{url.netloc}{root}",
            before["REQUEST_METHOD"] if keep or before["REQUEST_METHOD"] == "HEAD" else "GET",
            url.query,
            data=before["wsgi.input"].getvalue() if keep else None,
            content_type=before.get("CONTENT_TYPE") if keep else None,
        )

    # Cookies

    def set_cookie(self, key: str, value: str = "", *, domain: str = "localhost", path: str = "/") -> None:
        """Keep a cookie, as if it had been sent for ``path`` (str)."""
        response = Response()
        response.set_cookie(key, value, path=path)
        self.take_cookies(response)

    def get_cookie(self, key: str, domain: str = "localhost", path: str = "/") -> Cookie | None:
        """Return a cookie (Cookie), None if there is none. The client keeps no domains apart."""
        raw = self.cookies.get((path, key))
        return None if raw is None else Cookie(key, parse_cookies(f"{key}={raw}")[key], path)

    def delete_cookie(self, key: str, *, domain: str = "localhost", path: str = "/") -> None:
        """Forget a cookie."""
        self.cookies.pop((path, key), None)

    def take_cookies(self, response: Response) -> None:
        """Keep and forget cookies, as a ``response`` says in Set-Cookie."""
        for line in response.headers.getlist("Set-Cookie") if self.use_cookies else ():
            pair, *words = line.split(";")
            name, _, value = pair.partition("=")
            attributes = {key.strip().lower(): text for key, _, text in (word.partition("=") for word in words)}
            place = attributes.get("path") or "/"
            if attributes.get("max-age") == "0" or "01 Jan 1970" in attributes.get("expires", ""):
                self.delete_cookie(name, path=place)
            else:
                self.cookies[place, name] = value

    @contextmanager
    def session_transaction(self, *arguments: Any, **options: Any) -> Iterator[Session]:
        """Give the session to a ``with`` block to be changed, and keep the cookie that comes of it."""
        app = self.application
        with app.request_context(self.make_environ(*arguments, **options)) as context:
            session, response = context.session, app.response_class()
            yield session
            app.session_interface.save_session(app, session, response)
        self.take_cookies(response)

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
