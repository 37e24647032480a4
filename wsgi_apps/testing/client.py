"""The test client: it sends requests to an application without a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urljoin, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import request_uri

from wsgi_apps.application.context import CURRENT, Context
from wsgi_apps.application.return_values import REDIRECTS
from wsgi_apps.extensions.context import KEEP_CONTEXT
from wsgi_apps.extensions.response import Response
from wsgi_apps.messages.captured_response import CapturedResponse
from wsgi_apps.messages.headers import HeaderList
from wsgi_apps.testing import environ_builder
from wsgi_apps.testing.cookie_jar import Cookie, CookieJar, place_of
from wsgi_apps.testing.environ_builder import make_environ

if TYPE_CHECKING:
    from contextvars import Token

    from wsgi_apps.extensions.sessions import Session

MAX_REDIRECTS = 20


class Application(environ_builder.Application, Protocol):
    """The application that a client sends requests to."""

    request_class: Any
    response_class: Any
    session_interface: Any

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333)."""

    def request_context(self, environ: WSGIEnvironment) -> Any:
        """Return the context of a request."""


class TestResponse(Response):
    """The response that the client received. ``request`` is its request, ``history`` the redirects before it.

    The body is made when you read it, piece by piece through ``response``, since it may be endless. ``close`` drops the
    rest.
    """

    __test__ = False  # pytest finds no tests here
    request: Any = None
    history: tuple[TestResponse, ...] = ()

    def list_with_length(self) -> HeaderList:
        """Return the header list as it was sent."""
        return self.header_list

    @classmethod
    def of(cls, app: Application, environ: WSGIEnvironment) -> TestResponse:
        """Send a request and return the response."""
        captured = CapturedResponse(app, environ)
        response = cls(captured, captured.status)
        response.header_list[:] = captured.headers  # unchanged, as they were sent
        response.request = app.request_class(environ, app.config)
        return response


class Client:
    """Sends requests to ``app`` and keeps its cookies, as a browser does.

    As a context manager it leaves the context of the last request open: look at ``request`` and ``session`` inside the
    block.
    """

    def __init__(self, app: Application, use_cookies: bool = True) -> None:
        self.application = app
        self.use_cookies = use_cookies
        #: The cookies by domain, path and name.
        self.cookies = CookieJar()
        self.environ_base: dict[str, Any] = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "wsgi_apps"}
        #: The token of the context before a ``with`` block; None outside of it.
        self.outside: Token[Context] | None = None

    def open(
        self, *arguments: Any, buffered: bool = False, follow_redirects: bool = False, **options: Any
    ) -> TestResponse:
        """Send a request and return the response; with ``buffered``, read its whole body first.

        The arguments and ``options`` are those of ``make_environ``. Raises RuntimeError for endless redirects, and for
        one to another host.
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
        """Return the environ of a request with the cookies of this client; see ``environ_builder.make_environ``."""
        options["environ_base"] = {**self.environ_base, **(options.get("environ_base") or {})}
        environ = make_environ(self.application, *arguments, **options)
        kept = self.cookies.pairs_for(*place_of(environ))
        if kept:
            environ["HTTP_COOKIE"] = "; ".join([*filter(None, [environ.get("HTTP_COOKIE")]), *kept])
        return environ

    def send(self, environ: WSGIEnvironment, buffered: bool = False) -> TestResponse:
        """Send the request in ``environ``, and keep the cookies of the response."""
        kept: list[Context] = []
        if self.outside is not None:
            environ[KEEP_CONTEXT] = kept.append
        try:
            response = TestResponse.of(self.application, environ)
        finally:
            environ.pop(KEEP_CONTEXT, None)
            for context in kept[-1:]:  # the others were opened inside it
                CURRENT.set(context)
        if buffered:
            response.get_data()
        self.take_cookies(response, environ)
        return response

    def redirected(self, response: TestResponse) -> WSGIEnvironment:
        """Return the environ of the request after a redirect. Raises RuntimeError if it leads to another host."""
        before = response.request.environ
        here = request_uri(before)
        url = urlsplit(urljoin(here, response.location or ""))
        if url.hostname != urlsplit(here).hostname:
            raise RuntimeError(f"{here} leads to {response.location}, which is on another host: look at its Location")
        mount = quote(before["SCRIPT_NAME"], encoding="latin-1")
        root = mount if f"{url.path}/".startswith(f"{mount}/") else ""  # the redirect may lead out of the mount
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

        Hosts below the domain get it too, unless ``origin_only``.
        """
        response = Response()
        response.set_cookie(key, value, domain=None if origin_only else domain, path=path, **attributes)
        if self.use_cookies:
            self.cookies.take(response, domain, "/")

    def get_cookie(self, key: str, domain: str = "localhost", path: str = "/") -> Cookie | None:
        """Return a cookie, or None."""
        return self.cookies.get((domain, path, key))

    def delete_cookie(self, key: str, *, domain: str = "localhost", path: str = "/") -> None:
        """Forget a cookie."""
        self.cookies.pop((domain, path, key), None)

    def take_cookies(self, response: Response, environ: WSGIEnvironment) -> None:
        """Keep and forget cookies as a response says, unless the client uses none."""
        if self.use_cookies:
            self.cookies.take(response, *place_of(environ))

    @contextmanager
    def session_transaction(self, *arguments: Any, **options: Any) -> Iterator[Session]:
        """Let a ``with`` block change the session, and keep the cookie of the changed session."""
        app, environ = self.application, self.make_environ(*arguments, **options)
        with app.request_context(environ) as context:
            session, response = context.session, app.response_class()
            yield session
            app.session_interface.save_session(app, session, response)
        self.take_cookies(response, environ)

    # The context of the last request

    def __enter__(self) -> Client:
        if self.outside is not None:
            raise RuntimeError("`with client:` is inside `with client:` of the same client: leave out the inner one")
        self.outside = CURRENT.set(CURRENT.get(None))  # type: ignore[arg-type]  # None: no context
        return self

    def __exit__(self, *error: object) -> None:
        outside, self.outside = self.outside, None
        if outside is not None:
            CURRENT.reset(outside)
