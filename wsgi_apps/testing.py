"""A client that sends requests to an application without a server, for tests."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from mimetypes import guess_type
from os import urandom
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlencode, urlsplit

from wsgi_apps.captured import Captured
from wsgi_apps.context import CURRENT, KEEP, Context
from wsgi_apps.cookies import parse_cookies
from wsgi_apps.request import MULTIPART, URLENCODED
from wsgi_apps.response import Response, with_charset

if TYPE_CHECKING:
    from contextvars import Token
    from wsgiref.types import WSGIEnvironment

    from wsgi_apps.app import App
    from wsgi_apps.sessions import Session

MAX_REDIRECTS = 20
#: What every request has in environ that this client sends.
SERVER = {
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "wsgi.version": (1, 0),
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


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
        **place(app, urlsplit(path), base_url),
        **target(method, urlsplit(path), query_string),
        "wsgi.errors": errors_stream or ErrorStream(),
        **(environ_base or {}),
        **dict(header_keys(headers, auth)),
        **entity(app, data, json, with_charset(mimetype) if mimetype else content_type),
        **(environ_overrides or {}),
    }


def target(method: str, url: SplitResult, query_string: str | Mapping[str, Any]) -> WSGIEnvironment:
    """Return the part of environ (dict) that says what is asked for: the method, the path and the query."""
    query = query_string if isinstance(query_string, str) else urlencode(without_none(query_string), doseq=True)
    return {
        "REQUEST_METHOD": method.upper(),
        "PATH_INFO": unquote_to_bytes(url.path or "/").decode("latin-1"),
        "QUERY_STRING": as_bytes(query or url.query),
    }


def place(app: App, url: SplitResult, base_url: str | None) -> WSGIEnvironment:
    """Return the part of environ (dict) that is the server's: where it is, as ``base_url`` (str) or a whole URL says."""
    base = urlsplit(base_url or (f"{url.scheme}://{url.netloc}/" if url.netloc else default_base(app)))
    return {
        **SERVER,
        "SCRIPT_NAME": as_bytes(base.path.rstrip("/")),
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or {"https": 443}.get(base.scheme, 80)),
        "HTTP_HOST": base.netloc,
        "wsgi.url_scheme": base.scheme,
    }


def entity(app: App, data: Any, json: Any, content_type: str | None) -> WSGIEnvironment:
    """Return the part of environ (dict) that is about the body: what it is, how long, and of which type."""
    body, kind = encoded_body(app, data, json, content_type)
    keys: WSGIEnvironment = {"wsgi.input": BytesIO(body)}
    if body or data is not None or json is not None:
        keys["CONTENT_LENGTH"] = str(len(body))
    if kind:
        keys["CONTENT_TYPE"] = kind
    return keys


class ErrorStream:
    """A ``wsgi.errors`` that writes to standard error, whatever that is at the moment."""

    def write(self, text: str) -> None:
        """Write ``text`` (str)."""
        import sys  # looked up late: a test runner exchanges the stream

        sys.stderr.write(text)

    def flush(self) -> None:
        """Do nothing: nothing is kept back."""


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping (dict) without the names that stand for None."""
    return {name: value for name, value in values.items() if value is not None}


def default_base(app: App) -> str:
    """Return the URL (str) of an application where none is said."""
    host = app.config["SERVER_NAME"] or "localhost"
    return f"{app.config['PREFERRED_URL_SCHEME']}://{host}{app.config['APPLICATION_ROOT']}"


def as_bytes(text: str) -> str:
    """Return ``text`` (str) as environ has it: one character for each byte of UTF-8 (PEP 3333)."""
    return text.encode("utf-8").decode("latin-1")


def header_keys(headers: Any, auth: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
    """Yield the keys and values that headers (a mapping or pairs) and Basic credentials (RFC 7617) have in environ."""
    for name, value in headers.items() if hasattr(headers, "items") else headers:
        key = name.upper().replace("-", "_")
        yield (key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"), as_bytes(str(value))
    if auth is not None:
        username, password = auth
        yield "HTTP_AUTHORIZATION", f"Basic {b64encode(f'{username}:{password}'.encode()).decode('ascii')}"


def encoded_body(app: App, data: Any, json: Any, content_type: str | None) -> tuple[bytes, str]:
    """Return a body (bytes) and its Content-Type (str, ``""`` if none is meant)."""
    if json is not None:
        return app.json.dumps(json).encode("utf-8"), content_type or "application/json"
    if data is None or isinstance(data, (str, bytes)):
        return data.encode("utf-8") if isinstance(data, str) else data or b"", content_type or ""
    if hasattr(data, "read"):
        return bytes(data.read()), content_type or ""
    fields = [(name, one) for name, value in data.items() for one in (value if isinstance(value, list) else [value])]
    if content_type != MULTIPART and not any(is_file(value) for _, value in fields):
        return urlencode(fields).encode("ascii"), content_type or URLENCODED
    boundary = urandom(12).hex()
    parts = b"".join(f"--{boundary}\r\n".encode() + part(name, value) + b"\r\n" for name, value in fields)
    return parts + f"--{boundary}--\r\n".encode(), f"{MULTIPART}; boundary={boundary}"


def is_file(value: Any) -> bool:
    """Return whether the value of a form field is a file to upload (bool)."""
    return isinstance(value, tuple) or hasattr(value, "read")


def part(name: str, value: Any) -> bytes:
    """Return one part of a multipart body (bytes), from its header on."""
    if not is_file(value):
        return f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + (
            value if isinstance(value, bytes) else str(value).encode()
        )
    file, *more = value if isinstance(value, tuple) else (value,)
    filename = more[0] if more else getattr(file, "name", "file")
    kind = more[1] if len(more) > 1 else guess_type(filename)[0] or "application/octet-stream"
    disposition = f'form-data; name="{name}"; filename="{filename.replace(chr(34), "%22")}"'
    return f"Content-Disposition: {disposition}\r\nContent-Type: {kind}\r\n\r\n".encode() + bytes(file.read())


class TestResponse(Response):
    """What the client got. ``request`` is the request, ``history`` (tuple) the redirects that were followed."""

    __test__ = False  # pytest: no tests in here
    request: Any = None
    history: tuple[TestResponse, ...] = ()

    @classmethod
    def of(cls, app: App, environ: WSGIEnvironment) -> TestResponse:
        """Send a request and return the whole answer."""
        captured = Captured(app, environ)
        response = cls(status=captured.status)
        response._headerlist[:] = captured.headers
        try:
            response._app_iter = [b"".join(captured)]  # the headers stay as they were sent
        finally:
            captured.close()
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
        self.cookies: dict[tuple[str, str], str] | None = {} if use_cookies else None
        self.environ_base: dict[str, Any] = {"HTTP_USER_AGENT": "wsgi_apps"}
        #: Inside ``with``: the way back to the context that was the current one before.
        self.outside: Token[Context] | None = None

    def open(self, path: str = "/", follow_redirects: bool = False, **options: Any) -> TestResponse:
        """Send a request; ``options`` are those of ``make_environ``. Return the answer (TestResponse)."""
        options["environ_base"] = {**self.environ_base, **(options.get("environ_base") or {})}
        response = self.send(make_environ(self.application, path, **options))
        history: list[TestResponse] = []
        while follow_redirects and response.status_code in (301, 302, 303, 305, 307, 308):
            if len(history) == MAX_REDIRECTS:
                raise RuntimeError(f"{path} was redirected more than {MAX_REDIRECTS} times")
            history.append(response)
            response = self.send(self.redirected(response))
        response.history = tuple(history)
        return response

    def send(self, environ: WSGIEnvironment) -> TestResponse:
        """Send a request as it stands in ``environ``, with the client's cookies."""
        cookie = self.cookie_header(environ)
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        with self.kept_context(environ):
            response = TestResponse.of(self.application, environ)
        for line in response.headers.getlist("Set-Cookie"):
            self.take_cookie(line, environ)
        return response

    def redirected(self, response: TestResponse) -> WSGIEnvironment:
        """Return the environ of the request that a redirect asks for."""
        before = response.request.environ
        url = urlsplit(response.location or "")
        keep = response.status_code in (307, 308)
        method = before["REQUEST_METHOD"] if keep or before["REQUEST_METHOD"] == "HEAD" else "GET"
        root = quote(before["SCRIPT_NAME"].encode("latin-1"))
        path = url.path.removeprefix(root) or "/"
        host = url.netloc or before["HTTP_HOST"]
        return make_environ(
            self.application,
            path,
            f"{url.scheme or before['wsgi.url_scheme']}://{host}{root}/",
            method,
            url.query,
            data=before["wsgi.input"].getvalue() if keep else None,
            content_type=before.get("CONTENT_TYPE") if keep else None,
            environ_base=self.environ_base,
        )

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

    # Cookies

    def set_cookie(self, key: str, value: str = "", *, domain: str = "localhost", path: str = "/") -> None:
        """Keep a cookie, as if it had been sent for ``path`` (str)."""
        line = Response()
        line.set_cookie(key, value, path=path)
        self.take_cookie(line.headers["Set-Cookie"], {"SCRIPT_NAME": "", "PATH_INFO": "/"})

    def get_cookie(self, key: str, domain: str = "localhost", path: str = "/") -> Cookie | None:
        """Return a cookie (Cookie), None if there is none. The client keeps no domains apart."""
        raw = (self.cookies or {}).get((path, key))
        return None if raw is None else Cookie(key, parse_cookies(f"{key}={raw}")[key], path)

    def delete_cookie(self, key: str, *, domain: str = "localhost", path: str = "/") -> None:
        """Forget a cookie."""
        (self.cookies or {}).pop((path, key), None)

    def take_cookie(self, line: str, environ: Mapping[str, Any]) -> None:
        """Keep or forget a cookie, as a Set-Cookie header (str) says."""
        pair, *words = line.split(";")
        attributes = dict(word.strip().lower().partition("=")[::2] for word in words)
        name, _, value = pair.partition("=")
        place = attributes.get("path") or "/"
        if self.cookies is None:
            return
        if attributes.get("max-age") == "0" or "01 jan 1970" in attributes.get("expires", ""):
            self.cookies.pop((place, name), None)
        else:
            self.cookies[place, name] = value

    def cookie_header(self, environ: Mapping[str, Any]) -> str:
        """Return the Cookie header (str) for a request: what it has, then what is kept for its path."""
        path = environ["SCRIPT_NAME"] + environ["PATH_INFO"]
        kept = [
            f"{name}={value}"
            for (place, name), value in (self.cookies or {}).items()
            if path == place or path.startswith(place.rstrip("/") + "/")
        ]
        return "; ".join([*filter(None, [environ.get("HTTP_COOKIE")]), *kept])

    @contextmanager
    def session_transaction(self, *arguments: Any, **options: Any) -> Iterator[Session]:
        """Give the session to a ``with`` block to be changed, and keep the cookie that comes of it."""
        app = self.application
        environ = make_environ(app, *arguments, **options)
        environ["HTTP_COOKIE"] = self.cookie_header(environ)
        with app.request_context(environ) as context:
            session, response = context.session, app.response_class()
            yield session
            app.session_interface.save_session(app, session, response)
        for line in response.headers.getlist("Set-Cookie"):
            self.take_cookie(line, environ)

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

    @contextmanager
    def kept_context(self, environ: WSGIEnvironment) -> Iterator[None]:
        """Inside ``with``, make the context of the request that is sent meanwhile the current one."""
        kept: list[Context] = []
        if self.outside is not None:
            environ[KEEP] = kept.append
        try:
            yield
        finally:
            environ.pop(KEEP, None)
            for context in kept[:1]:  # those after it were opened by the program
                CURRENT.set(context)
