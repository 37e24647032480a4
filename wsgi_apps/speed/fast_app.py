"""The core's App with a short way: it answers usual requests at once.

``wsgi_app`` is the life of a request in one function. It does what the steps of the core do, in the same order, for
requests and results of the usual kinds; it calls a step wherever a program may have a word in it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from wsgi_apps.application import context
from wsgi_apps.application.app import App, checked_response
from wsgi_apps.application.context import CURRENT
from wsgi_apps.application.return_values import parts_of
from wsgi_apps.exceptions import HTML, NotFound
from wsgi_apps.messages.headers import header_pairs
from wsgi_apps.messages.response import NOSNIFF, STATUS_LINES, Reply, Response as CoreResponse
from wsgi_apps.speed.fast_request import quick
from wsgi_apps.speed.fast_router import NOWHERE, FastRouter
from wsgi_apps.speed.json_encoder import kept_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from wsgi_apps.messages.headers import HeaderList
    from wsgi_apps.messages.request import Request
    from wsgi_apps.routing.rules import Rule

#: The steps of the core that the short way stands for.
STEPS = (
    *(
        "match_request",
        "respond",
        "full_dispatch_request",
        "preprocess_request",
        "dispatch_request",
        "finalize_request",
    ),
    *("process_response", "save_session", "make_response", "json_response", "do_teardown", "make_request"),
    *("handle_user_exception", "handle_http_exception", "find_error_handler", "trap_http_exception"),
)
#: The key of environ under which a test client asks for the context when it ends.
KEEP_CONTEXT = "wsgi_apps.keep_context"
#: The headers of a response that decide how it is sent; a hook that adds one leads to ``Response.reply``.
CAREFUL = {"content-type", "content-length", "x-content-type-options"}
#: The statuses without a body, and those that only a server may send.
BODILESS = {code for code in STATUS_LINES if code < 200} | {204, 304}
KNOWN = 2048  # bytes of a body, below which its Content-Length is made beforehand
NOT_FOUND = NotFound().get_body().encode()
LENGTHS = [("Content-Length", str(length)) for length in range(KNOWN)]


class Context(context.Context):
    """The core's context, with the answers to what the short way asks: there is no session."""

    seen: Any = None
    streams = 0
    needs_response = False
    may_have_session = False


class FastApp(App):
    """An App that answers usual requests at once. What is sent is the same."""

    router_class = FastRouter
    context_class: type[Any] = Context
    #: The class whose own steps the short way stands for: a class derived from it may override them.
    standard: type[FastApp]
    #: Whether the short way may be taken; None: not decided since an attribute was set.
    is_quick: bool | None = None
    quick_request_class: type[Request]
    plain_rules: dict[str, dict[str, Rule]]
    first: Callable[[str, str], Any]
    #: Whether there is anything to do before the view, with the response, at the end, or about an error.
    has_before = has_after = has_teardown = has_handlers = True
    #: Whether there is nothing of all these.
    is_plain = False

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute. Whether the short way may be taken is decided again."""
        if name == "got_first_request" and self.__dict__.get(name) is value:
            return  # every request sets it, and only the first one changes it
        super().__setattr__(name, value)
        self.__dict__["is_quick"] = None

    def decide(self) -> bool:
        """Decide whether the short way may be taken: after the first request, without steps of the program's own."""
        if not self.got_first_request:
            return False
        known = self.__dict__
        own_steps = any(
            getattr(type(self), name) is not getattr(self.standard, name) or name in known for name in STEPS
        )
        known["has_before"] = self.needs_before()
        known["has_after"] = bool(self.after_request_functions)
        known["has_teardown"] = self.needs_teardown()
        known["has_handlers"] = self.needs_error_handler()
        known["is_plain"] = not (
            known["has_before"] or known["has_after"] or known["has_teardown"] or known["has_handlers"]
        )
        url_map: Any = self.url_map
        is_usual = isinstance(url_map, FastRouter) and self.has_usual_parts()
        known["quick_request_class"] = self.request_class
        if self.request_class is self.standard.request_class:
            known["quick_request_class"] = quick(self.request_class)  # type: ignore[arg-type]
        if is_usual:
            known["plain_rules"], known["first"] = url_map.plain_rules(), url_map.first
        known["is_quick"] = is_quick = is_usual and not own_steps
        return is_quick

    def has_usual_parts(self) -> bool:
        """Return whether the short way knows the parts of the application that make a response."""
        return self.response_class is self.standard.response_class

    def needs_before(self) -> bool:
        """Return whether ``preprocess_request`` has anything to do."""
        return bool(self.before_request_functions)

    def needs_error_handler(self) -> bool:
        """Return whether the program handles any errors."""
        return bool(self.error_handlers.by_code)

    def needs_teardown(self) -> bool:
        """Return whether ``do_teardown`` has anything to do at the end of every request."""
        return bool(self.teardown_request_functions)

    def make_request(self, context: Any) -> Request:
        """Return the request of a context, with quick ways of reading what is short."""
        request_class = self.quick_request_class if self.is_quick else self.request_class
        if request_class is self.request_class:
            context.seen = request = super().make_request(context)
            return request
        context.seen = request = request_class.__new__(request_class)
        request.environ, request.config, request.url_rule = context.environ, self.config, context.rule
        request.view_args, request.routing_exception = context.view_args, context.routing_exception
        return request

    def save_session(self, context: Any, response: Any) -> Any:
        """Return the response with the session in it: the core has none."""
        return response

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request as the core does."""
        if not (self.decide() if self.is_quick is None else self.is_quick):
            return super().wsgi_app(environ, start_response)
        context = self.context_class(self, environ)
        token = CURRENT.set(context)
        failure: BaseException | None = None
        try:
            status, headers, body = self.respond_quickly(context, environ)
        except Exception as error:
            failure = error
            status, headers, body = self.answer_exception(context, error)
        except BaseException as error:  # the program is to end
            failure = error
            raise
        finally:
            try:
                has_uploads = context.seen is not None and context.seen.has_uploads
                if self.has_teardown or has_uploads or context.streams or KEEP_CONTEXT in environ:
                    self.do_teardown(context, failure)
            finally:
                failure = None  # its traceback holds this frame: that would be a circle of references
                CURRENT.reset(token)
        start_response(status, headers)
        return body

    def respond_quickly(self, context: Any, environ: WSGIEnvironment) -> Reply:
        """Return what is sent: find the rule, call the view, handle an error, and reply."""
        method, path = environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", "/")
        rule, values = self.quick_match(path, method) if path.isascii() else (None, None)
        if rule is NOWHERE and self.config.get("DEBUG"):
            rule = None  # the core matches again, and the debug page explains its error
        if rule is NOWHERE:
            if self.is_plain and not self.config.get("TRAP_HTTP_EXCEPTIONS"):
                return self.reply_to(context, environ, method, NOWHERE)
            context.routing_exception = NotFound()
        elif rule is None:
            self.match_request(context)
        else:
            context.rule, context.view_args = rule, values
        try:
            result = self.preprocess_request(context) if self.has_before else None
            if result is None:
                if rule is NOWHERE:
                    result = NOWHERE
                elif rule is None:
                    result = self.dispatch_request(context)
                else:
                    result = self.view_functions[rule.endpoint](**values)  # type: ignore[arg-type]  # a rule has values
        except Exception as error:
            result = self.handle_user_exception(context, error)
        if result is NOWHERE:  # what a handler raises is not handled again
            result = self.handle_user_exception(context, context.routing_exception)
        return self.reply_to(context, environ, method, result)

    def quick_match(self, path: str, method: str) -> Any:
        """Return the rule of a path and its values; NOWHERE if no rule fits; None if the core has to match."""
        if self.config.get("TRUSTED_HOSTS"):
            return None, None
        by_method = self.plain_rules.get(path)
        if by_method is not None:
            return by_method.get(method), {}
        found = self.first(path, method)
        if found is None or found is NOWHERE:
            return found, None
        (_, rule, names, conversions), texts = found
        if conversions is None or rule.canonical or method == "OPTIONS":
            return None, None
        if names is not None:
            return rule, dict(zip(names, texts))  # noqa: B905 (as many texts as names)
        try:
            return rule, {name: convert(text) for (name, convert), text in zip(conversions, texts)}  # noqa: B905
        except ValueError:
            return None, None

    def reply_to(self, context: Any, environ: WSGIEnvironment, method: str, result: Any) -> Reply:
        """Return what is sent for a result: text, JSON and the usual 404 at once, anything else by a Response."""
        status, kind, usual = "200 OK", result.__class__, self.response_class
        if (
            context.needs_response
            or ("HTTP_COOKIE" in environ and context.may_have_session)
            or usual.default_mimetype != "text/html"  # the program may change the class at any time
            or usual.default_status != 200
            or result is None
        ):
            result = NotFound() if result is NOWHERE else result
            return self.finalize_request(context, result).reply(environ, partial(self.report, context))
        if kind is str:
            body, first = result.encode(), HTML
        elif result is NOWHERE:
            status, body, first = "404 Not Found", NOT_FOUND, HTML
        elif kind is tuple and not self.has_after and (made := reply_of_tuple(result, method)) is not None:
            return made
        elif (kind is dict or kind is list) and (parts := self.json_parts(result)) is not None:
            body, first = parts
        else:
            response = result if isinstance(result, self.response_class) else self.make_response(result)
            if self.has_after:
                response = self.process_response(context, response)
            return response.reply(environ, partial(self.report, context))
        length = len(body)
        headers = [first, NOSNIFF, LENGTHS[length] if length < KNOWN else ("Content-Length", str(length))]
        if self.has_after:
            return self.reply_through_hooks(context, status, headers, body)
        return status, headers, [] if method == "HEAD" else [body]

    def reply_through_hooks(self, context: Any, status: str, headers: HeaderList, body: bytes) -> Reply:
        """Return what is sent after the hooks have had the response, whose headers need no check."""
        made = response = self.response_class.__new__(self.response_class)
        made.header_list, made._status, made._pieces = headers.copy(), status, [body]
        for function in reversed(self.after_request_functions):
            response = function(response)
            if not isinstance(response, CoreResponse):
                checked_response(function, response)
        if context.needs_response:  # a hook has looked at the session
            response = self.save_session(context, response)
        if response is not made or not self.is_as_made(made, status, headers, body):
            return response.reply(context.environ, partial(self.report, context))
        headers[2:2] = made.header_list[3:]
        return status, headers, [] if context.environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def is_as_made(self, made: CoreResponse, status: str, headers: HeaderList, body: bytes) -> bool:
        """Return whether hooks have left a response as it was, but for headers that do not change how it is sent."""
        pairs, pieces = made.header_list, made._pieces
        if len(made.__dict__) != 3 or made._status is not status or len(pieces) != 1 or pieces[0] is not body:
            return False
        if pairs == headers:
            return True
        return pairs[:3] == headers and CAREFUL.isdisjoint(pair[0].lower() for pair in pairs[3:])

    def json_parts(self, value: Any) -> tuple[bytes, tuple[str, str]] | None:
        """Return the JSON of a value and its Content-Type; None if only ``json_response`` can make a response of it."""
        return f"{self.encode_json(value)}\n".encode(), ("Content-Type", "application/json")

    def encode_json(self, value: Any, default: Any = None, ensure_ascii: bool = True, sort_keys: bool = True) -> str:
        """Return the compact JSON text of a value, by an encoder that is kept. Raises TypeError."""
        return kept_encoder(default, ensure_ascii, sort_keys)(value)


FastApp.standard = FastApp


def reply_of_tuple(result: tuple[Any, ...], method: str) -> Reply | None:
    """Return what is sent for text with a usual status, with headers or without; None for anything else."""
    text, code, headers = parts_of(result)
    status = STATUS_LINES.get(code or 200) if code is None or code.__class__ is int else None
    pairs = list(header_pairs(headers)) if headers else []
    if text.__class__ is not str or status is None or code in BODILESS:
        return None
    names = {name.lower() for name, _ in pairs}
    if len(names) < len(pairs) or not CAREFUL.isdisjoint(names):  # a header may stand there once
        return None
    body = text.encode()
    return status, [*pairs, HTML, NOSNIFF, ("Content-Length", str(len(body)))], [] if method == "HEAD" else [body]
