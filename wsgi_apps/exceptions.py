"""HTTP errors: exceptions that are WSGI applications too.

Write ``raise NotFound()`` deep inside a program, catch ``HTTPException`` at its edge, and call the exception with
``environ`` and ``start_response`` (PEP 3333). The class names are Werkzeug's. The status codes are those of RFC 9110,
section 15, unless another RFC is named.
"""

from collections.abc import Callable, Iterable
from html import escape
from http import HTTPStatus
from typing import Any, ClassVar, NoReturn
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# The types of the arguments that all errors have; each may be left out.
Text = str | None
Answer = WSGIApplication | None
Cause = BaseException | None

PAGE = "<!doctype html>\n<html lang=en>\n<title>{status}</title>\n<h1>{name}</h1>\n<p>{description}</p>\n"
PHRASES = {status.value: status.phrase for status in HTTPStatus}
HTML = ("Content-Type", "text/html; charset=utf-8")


def page(status: str, description: str) -> str:
    """Return the HTML page of an error; it escapes the description, which may hold text of a client."""
    return PAGE.format(status=status, name=status[4:], description=escape(str(description), quote=False))


class HTTPException(Exception):
    """An HTTP error: raise it, or call it as a WSGI application. A subclass without a ``code`` of its own answers 500.

    ``description`` is one sentence for the client; every class has a default. ``response`` is a WSGI application that
    answers in place of the error's own page.
    """

    code: ClassVar[int] = None  # type: ignore[assignment]  # the base class has no status
    description: str = ""
    response: WSGIApplication | None = None
    _response_class: ClassVar[Callable[..., Any] | None] = None

    def __init__(self, description: Text = None, response: Answer = None) -> None:
        if description is not None:
            self.description = description
        if response is not None:
            self.response = response

    @property
    def name(self) -> str:
        """The reason phrase, such as ``Not Found``."""
        return PHRASES.get(self.code or 500, "Unknown Error")

    @property
    def status(self) -> str:
        """The status line for ``start_response``, such as ``404 Not Found``."""
        return f"{self.code or 500} {self.name}"

    def get_body(self) -> str:
        """Return the HTML page; it escapes the description, which may hold text of a client."""
        return page(self.status, self.description)

    def get_headers(self) -> list[tuple[str, str]]:
        """Return the headers that this error adds to Content-Type and Content-Length."""
        return []

    @classmethod
    def set_response_class(cls, response_class: Callable[..., Any]) -> None:
        """Let ``get_response`` make responses of a class that takes a body, a status line and a list of headers."""
        HTTPException._response_class = response_class

    def get_response(self, environ: WSGIEnvironment | None = None) -> Any:
        """Return the error as a response that you can change. Raises RuntimeError if no class of responses is set."""
        if self.response is not None:
            return self.response
        if HTTPException._response_class is None:
            raise RuntimeError("get_response makes a response of wsgi_apps: import wsgi_apps first, or call the error")
        return HTTPException._response_class(self.get_body(), self.status, [HTML, *self.get_headers()])

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333). The response to HEAD has no body (RFC 9110, 9.3.2)."""
        if self.response is not None:
            return self.response(environ, start_response)
        body = self.get_body().encode("utf-8", "backslashreplace")
        start_response(self.status, [HTML, ("Content-Length", str(len(body))), *self.get_headers()])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def __str__(self) -> str:
        return f"{self.status}: {self.description}" if self.response is None else "a response that was raised"


def header_value(text: str) -> str:
    """Return ``text``. Raises ValueError for a control character: a line break would start another header."""
    if not (text.isascii() and text.isprintable()):
        raise ValueError(f"a header cannot hold {text!r}: write printable ASCII, and percent-encode a URL")
    return text


class RequestRedirect(HTTPException):
    """308 (15.4.9): ask again at ``new_url``, which is percent-encoded, with the same method and body.

    Raises ValueError for a URL that is not printable ASCII.
    """

    code = 308

    def __init__(self, new_url: str) -> None:
        self.new_url = header_value(str(new_url))
        super().__init__(f"Ask again at {new_url}")

    def get_headers(self) -> list[tuple[str, str]]:
        return [("Location", self.new_url)]


class BadRequest(HTTPException):
    """400 (15.5.1)."""

    code, description = 400, "The server cannot make sense of this request. Correct it before you send it again."


class BadRequestKeyError(BadRequest, KeyError):
    """400: the client did not send a field that the program asked for. ``key`` is its name."""

    description = "A field that this page needs is missing from the request. Send it too."

    def __init__(self, key: str | None = None) -> None:
        super().__init__(None if key is None else f"The field {key!r} is missing from the request. Send it too.")
        self.key = key


class ClientDisconnected(BadRequest):
    """400: the connection ended before the body did."""

    description = "The body ended before its announced length. Send all of it."


class SecurityError(BadRequest):
    """400: the request looks like an attack."""

    description = "The server refuses this request as unsafe."


class Unauthorized(HTTPException):
    """401 (15.5.2). ``www_authenticate`` is the challenge, such as ``Basic realm="lab"``.

    Raises ValueError for a challenge that is not printable ASCII.
    """

    code, description = 401, "This page needs credentials. Send them in the Authorization header."

    def __init__(self, description: Text = None, response: Answer = None, www_authenticate: Text = None) -> None:
        super().__init__(description, response)
        self.www_authenticate = None if www_authenticate is None else header_value(www_authenticate)

    def get_headers(self) -> list[tuple[str, str]]:
        return [] if self.www_authenticate is None else [("WWW-Authenticate", self.www_authenticate)]


class Forbidden(HTTPException):
    """403 (15.5.4)."""

    code, description = 403, "You may not see this page."


class NotFound(HTTPException):
    """404 (15.5.5)."""

    code, description = 404, "There is no page at this URL. Check its spelling, capitals and slashes."


class MethodNotAllowed(HTTPException):
    """405 (15.5.6). ``valid_methods`` go into the Allow header, which a 405 must have.

    Raises TypeError for a single str, ValueError for a method that is not printable ASCII.
    """

    code, description = 405, "This URL does not take this method."

    def __init__(self, valid_methods: Iterable[str] = (), description: Text = None, response: Answer = None) -> None:
        if isinstance(valid_methods, str):
            raise TypeError(f"valid_methods is a list of methods, not {valid_methods!r}: write [{valid_methods!r}]")
        self.valid_methods = sorted(header_value(method) for method in valid_methods)
        if description is None and self.valid_methods:
            description = f"This URL does not take this method. Use {' or '.join(self.valid_methods)}."
        super().__init__(description, response)

    def get_headers(self) -> list[tuple[str, str]]:
        return [("Allow", ", ".join(self.valid_methods))]


class NotAcceptable(HTTPException):
    """406 (15.5.7)."""

    code, description = 406, "The server has no form of this page that your Accept headers allow. Ask for another one."


class RequestTimeout(HTTPException):
    """408 (15.5.9)."""

    code, description = 408, "The request took too long to arrive. Send it again."


class Conflict(HTTPException):
    """409 (15.5.10)."""

    code, description = 409, "The request does not fit the state of the page. Read it again, then repeat the change."


class Gone(HTTPException):
    """410 (15.5.11)."""

    code, description = 410, "This page was here and is gone for good."


class LengthRequired(HTTPException):
    """411 (15.5.12)."""

    code, description = 411, "The server has to know the size of the body. Send a Content-Length header."


class PreconditionFailed(HTTPException):
    """412 (15.5.13)."""

    code, description = 412, "A condition in the headers does not hold. Read the page again before you change it."


class RequestEntityTooLarge(HTTPException):
    """413 (15.5.14)."""

    code, description = 413, "The body is larger than the server accepts. Send a smaller one."


class RequestURITooLarge(HTTPException):
    """414 (15.5.15)."""

    code, description = 414, "The URL is longer than the server accepts. Send a shorter one."


class UnsupportedMediaType(HTTPException):
    """415 (15.5.16)."""

    code, description = 415, "The server does not read bodies of this type. Send another Content-Type."


class RequestedRangeNotSatisfiable(HTTPException):
    """416 (15.5.17). ``length`` is the size of the whole file in bytes, for the Content-Range header."""

    code, description = 416, "The file does not reach that far. Ask for a range inside it."

    def __init__(self, length: int | None = None, description: Text = None) -> None:
        super().__init__(description)
        self.length = length

    def get_headers(self) -> list[tuple[str, str]]:
        return [] if self.length is None else [("Content-Range", f"bytes */{self.length}")]


class ExpectationFailed(HTTPException):
    """417 (15.5.18)."""

    code, description = 417, "The server cannot meet the Expect header. Send the request without it."


class ImATeapot(HTTPException):
    """418 (RFC 2324, 2.3.2)."""

    code, description = 418, "This is a teapot. Ask a coffee pot for coffee."


class MisdirectedRequest(HTTPException):
    """421 (15.5.20)."""

    code, description = 421, "This server does not answer for that host. Ask the host itself, over a new connection."


class UnprocessableEntity(HTTPException):
    """422 (15.5.21)."""

    code, description = 422, "The body can be read, but what it says cannot be done. Correct its values."


class Locked(HTTPException):
    """423 (RFC 4918, 11.3)."""

    code, description = 423, "Somebody else holds a lock on this page. Try again later."


class FailedDependency(HTTPException):
    """424 (RFC 4918, 11.4)."""

    code, description = 424, "An earlier action that this one needs has failed. Repeat that one first."


class PreconditionRequired(HTTPException):
    """428 (RFC 6585, 3)."""

    code, description = 428, "This change needs a condition. Send an If-Match or If-Unmodified-Since header."


class RetryLater(HTTPException):
    """The base of 429 and 503: ``retry_after`` is the Retry-After header in seconds (RFC 9110, 10.2.3)."""

    def __init__(self, description: Text = None, response: Answer = None, retry_after: int | None = None) -> None:
        super().__init__(description, response)
        self.retry_after = retry_after

    def get_headers(self) -> list[tuple[str, str]]:
        return [] if self.retry_after is None else [("Retry-After", str(int(self.retry_after)))]


class TooManyRequests(RetryLater):
    """429 (RFC 6585, 4)."""

    code, description = 429, "You have sent too many requests. Wait before the next one."


class RequestHeaderFieldsTooLarge(HTTPException):
    """431 (RFC 6585, 5)."""

    code, description = 431, "The headers are larger than the server accepts. Send fewer or shorter ones."


class UnavailableForLegalReasons(HTTPException):
    """451 (RFC 7725, 3)."""

    code, description = 451, "The law does not allow the server to show this page."


class InternalServerError(HTTPException):
    """500 (15.6.1). ``original_exception`` is the exception of the program that caused it, or None."""

    code, description = 500, "The server had an error. Your request did not cause it; the server's log says more."

    def __init__(self, description: Text = None, response: Answer = None, original_exception: Cause = None) -> None:
        super().__init__(description, response)
        self.original_exception = original_exception


class NotImplemented(HTTPException):  # noqa: A001 (Werkzeug's name; the built-in constant is not used here)
    """501 (15.6.2)."""

    code, description = 501, "The server cannot do what this request asks for."


class BadGateway(HTTPException):
    """502 (15.6.3)."""

    code, description = 502, "A server behind this one sent a response that cannot be used. Try again later."


class ServiceUnavailable(RetryLater):
    """503 (15.6.4)."""

    code, description = 503, "The server cannot answer at the moment. Try again later."


class GatewayTimeout(HTTPException):
    """504 (15.6.5)."""

    code, description = 504, "A server behind this one did not answer in time. Try again later."


class HTTPVersionNotSupported(HTTPException):
    """505 (15.6.6)."""

    code, description = 505, "The server does not speak this version of HTTP. Use HTTP/1.1."


#: The class of each status code, without the classes that are a special case of another one.
default_exceptions: dict[int, type[HTTPException]] = {
    error.code: error
    for error in [*HTTPException.__subclasses__(), *RetryLater.__subclasses__()]
    if error is not RetryLater
}
del default_exceptions[RequestRedirect.code]  # a redirect needs a URL, so abort(308) means nothing


def abort(code: int | WSGIApplication, *arguments: object, **keywords: object) -> NoReturn:
    """Raise the HTTP error of a status ``code``, made with the other arguments.

    In place of the code you may give a WSGI application, which then answers. Raises LookupError for a code that is not
    an HTTP error, TypeError for anything else.
    """
    if callable(code):
        raise HTTPException(response=code)
    if not isinstance(code, int):
        raise TypeError(f"abort({code!r}) needs a status code or an application: write abort(404)")
    if code not in default_exceptions:
        raise LookupError(f"abort({code}) does not name an HTTP error: use one of {sorted(default_exceptions)}")
    raise default_exceptions[code](*arguments, **keywords)  # type: ignore[arg-type]
