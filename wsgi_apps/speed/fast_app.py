"""The core's App with a short way: it makes the usual responses at once, without a Response."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from wsgi_apps.application.app import App
from wsgi_apps.application.context import Context
from wsgi_apps.exceptions import HTML, HTTPException, MethodNotAllowed, NotFound, page
from wsgi_apps.messages.headers import HeaderList
from wsgi_apps.messages.response import NOSNIFF, STATUS_LINES, Reply
from wsgi_apps.speed.fast_router import FastRouter
from wsgi_apps.speed.json_encoder import kept_encoder

#: The steps of the core that the short way stands for.
STEPS = ("respond", "full_dispatch_request", "finalize_request", "process_response", "make_response", "json_response")
Parts = tuple[str, HeaderList, bytes]
SHORT = 200  # characters of a description; a longer one may be a client's own words, which are not kept


class FastApp(App):
    """An App whose usual responses are made at once. It sends the same bytes."""

    router_class = FastRouter
    #: The class whose own steps the short way stands for: a class derived from it may override them.
    standard: type[FastApp]
    #: Whether the short way may be taken; None: not decided since an attribute was set.
    is_plain: bool | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute. Whether the short way may be taken is decided again."""
        super().__setattr__(name, value)
        self.__dict__["is_plain"] = None

    def decide(self) -> bool:
        """Decide whether the short way may be taken: no step and no class of the program's own makes the responses."""
        steps = all(
            getattr(type(self), name) is getattr(self.standard, name) and name not in self.__dict__ for name in STEPS
        )
        self.__dict__["is_plain"] = is_plain = steps and self.response_class is self.standard.response_class
        return is_plain

    def needs_response(self, context: Context) -> bool:
        """Return whether a Response has to be made, for the hooks."""
        return bool(self.after_request_functions)

    def respond(self, context: Context) -> Reply:
        """Return the reply of the core, without a Response for text, JSON and two errors."""
        if not (self.decide() if self.is_plain is None else self.is_plain):
            return super().respond(context)
        try:
            result = self.preprocess_request(context)
            if result is None:
                result = self.dispatch_request(context)
        except Exception as error:
            result = self.handle_user_exception(context, error)
        make = QUICK.get(type(result))
        parts = None if make is None or self.needs_response(context) else make(self, result)
        if parts is None:
            return self.finalize_request(context, result).reply(context.environ, partial(self.report, context))
        status, headers, body = parts
        headers.append(("Content-Length", str(len(body))))
        return status, headers, [] if context.environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def json_parts(self, value: Any) -> tuple[str, str] | None:
        """Return the media type and the JSON text of a value; None if ``json_response`` has to make the response."""
        return "application/json", self.encode_json(value, sort_keys=True, separators=(",", ":"))

    def encode_json(self, value: Any, **settings: Any) -> str:
        """Return the JSON text of a value, compact text by an encoder that is kept."""
        if settings.pop("separators", None) != (",", ":"):
            return super().encode_json(value, **settings)
        return kept_encoder(**settings)(value)


FastApp.standard = FastApp


def of_text(app: FastApp, result: str) -> Parts:
    """Return the status line, the headers and the body for a text."""
    return "200 OK", [HTML, NOSNIFF], result.encode()


def of_bytes(app: FastApp, result: bytes) -> Parts:
    """Return the status line, the headers and the body for bytes."""
    return "200 OK", [HTML, NOSNIFF], result


def of_json(app: FastApp, result: Any) -> Parts | None:
    """Return the status line, the headers and the body for a dict or a list."""
    parts = app.json_parts(result)
    return None if parts is None else ("200 OK", [("Content-Type", parts[0]), NOSNIFF], f"{parts[1]}\n".encode())


def encoded_page(code: int, description: str) -> tuple[str, bytes]:
    """Return the status line and the page of an error."""
    return STATUS_LINES[code], page(STATUS_LINES[code], description).encode("utf-8", "backslashreplace")


kept_page = lru_cache(maxsize=100)(encoded_page)  # nearly all errors have one of a few descriptions


def of_error(app: FastApp, error: HTTPException) -> Parts | None:
    """Return the status line, the headers and the page of an HTTP error; None if it brings a response of its own."""
    if error.response is not None:
        return None
    description = str(error.description)
    make = kept_page if len(description) < SHORT else encoded_page
    status, body = make(error.code, description)
    return status, [HTML, *error.get_headers(), NOSNIFF], body


#: The results that need no Response, by their type.
QUICK: dict[type, Callable[[Any, Any], Parts | None]] = {
    str: of_text,
    bytes: of_bytes,
    dict: of_json,
    list: of_json,
    NotFound: of_error,
    MethodNotAllowed: of_error,
}
