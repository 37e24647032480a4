"""A request that reads at once what is short and plain; it leaves the rest to the careful ways of its class."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wsgi_apps.messages.cached_property import cached_property
from wsgi_apps.messages.multidict import MultiDict
from wsgi_apps.messages.request import URLENCODED, Request
from wsgi_apps.request_body import read_piece, remaining
from wsgi_apps.strict_json import DEPTH, finite, refuse_constant

if TYPE_CHECKING:
    Base = Request
else:
    Base = object

#: The numbers that short bodies announce, by their digits.
SHORT: dict[Any, int] = {str(length): length for length in range(1, 2048)}
RUN = re.compile("(?:%[0-9A-Fa-f]{2})+")
#: Reads JSON without looking for names that come twice.
SCAN = json.JSONDecoder(parse_float=finite, parse_constant=refuse_constant).scan_once  # type: ignore[attr-defined]


class FastRequest(Base):
    """The ways of reading that are quick; mixed into the class of an application's requests."""

    @cached_property
    def body(self) -> bytes:
        """The whole body, in one read if it is short."""
        environ, limit = self.environ, self.config["MAX_CONTENT_LENGTH"]
        length = SHORT.get(environ.get("CONTENT_LENGTH"))
        if length is None or "HTTP_TRANSFER_ENCODING" in environ or (limit is not None and length > limit):
            return super().body
        if "_input" in self.__dict__:  # the owner of the body has begun to read
            return super().body
        piece = read_piece(environ["wsgi.input"].read, length)
        return piece if len(piece) == length else b"".join(remaining(environ["wsgi.input"].read, piece, length))

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the JSON value of the body."""
        if not silent and self.environ.get("CONTENT_TYPE") == "application/json":
            return self.parsed_json
        return super().get_json(force, silent, cache)

    @cached_property
    def parsed_json(self) -> Any:
        """The JSON value of the body. In a flat object with as many colons as names, no name comes twice."""
        try:
            text = self.body.decode()
            if "\\" not in text and len(text) <= DEPTH and text.count("{") == 1:
                value, end = SCAN(text, 0)
                if end == len(text) and value.__class__ is dict and len(value) == text.count(":"):
                    return value
        except (ValueError, StopIteration):
            pass  # the careful way finds the error and reports it
        return super().parsed_json

    @cached_property
    def args(self) -> MultiDict[str]:
        """The fields of the query string."""
        found = plain_fields(self.environ.get("QUERY_STRING", ""), self.config["MAX_FORM_PARTS"])
        return super().args if found is None else found

    @cached_property
    def form(self) -> MultiDict[str]:
        """The fields of a form."""
        if self.environ.get("CONTENT_TYPE") != URLENCODED:
            return super().form
        body, config = self.body, self.config
        largest = config["MAX_FORM_MEMORY_SIZE"]
        if largest is None or len(body) <= largest:
            found = plain_fields(body.decode("latin-1"), config["MAX_FORM_PARTS"])
            if found is not None:
                return found
        return super().form


def plain_fields(text: str, most: int | None) -> MultiDict[str] | None:
    """Return the fields of an urlencoded text; None if the careful way has to read it.

    That reads texts that are not ASCII, fields without a value or twice, and refuses too many.
    """
    if not text.isascii():
        return None
    try:
        fields = {name: [value] for name, value in [field.split("=", 1) for field in text.split("&")]}
        if "%" in text or "+" in text:
            fields = {decoded_text(name): [decoded_text(value)] for name, [value] in fields.items()}
    except ValueError:
        return None
    count = text.count("&") + 1
    return MultiDict(fields) if len(fields) == count and (most is None or count <= most) else None


def decoded_text(text: str) -> str:
    """Return a name or a value of a form, decoded as UTF-8."""
    text = text.replace("+", " ")
    return RUN.sub(decoded_run, text) if "%" in text else text


def decoded_run(run: re.Match[str]) -> str:
    """Return what a run of percent-encoded bytes says in UTF-8; other bytes become U+FFFD."""
    return bytes.fromhex(run[0].replace("%", "")).decode("utf-8", "replace")


@lru_cache(maxsize=100)
def quick(request_class: Any) -> Any:
    """Return a class of requests with the quick ways in front of its own."""
    names = {"__module__": request_class.__module__, "__qualname__": request_class.__qualname__}
    return type(request_class.__name__, (FastRequest, request_class), names | {"__doc__": request_class.__doc__})
