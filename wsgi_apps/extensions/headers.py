"""The public headers: the core's, with the methods of Werkzeug's Headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Self

from wsgi_apps.environ import TOKEN
from wsgi_apps.messages import headers
from wsgi_apps.messages.headers import HeadersInput, checked_header, header_pairs


def with_parameters(value: Any, parameters: Mapping[str, Any]) -> str:
    """Return a value with its ``parameters`` (RFC 9110, 5.6.6), in quotes where they need them; None is left out."""
    words = [str(value)]
    for name, text in parameters.items():
        if text is not None:
            quoted = text if TOKEN.fullmatch(str(text)) else '"' + re.sub(r'(["\\])', r"\\\1", str(text)) + '"'
            words.append(f"{name.replace('_', '-')}={quoted}")
    return "; ".join(words)


class Headers(headers.Headers):
    """Headers that can be compared. As text they are the header block of a message (RFC 9112, 2.1)."""

    def keys(self) -> Iterator[str]:
        """Yield the names, repeated ones too."""
        return (name for name, _ in self)

    def values(self) -> Iterator[str]:
        """Yield the values."""
        return (value for _, value in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        ours, theirs = ({(name.lower(), value) for name, value in headers} for headers in (self, other))
        return ours == theirs

    def __str__(self) -> str:
        return "".join(f"{name}: {value}\r\n" for name, value in self) + "\r\n"


class RequestHeaders(Headers, headers.RequestHeaders):
    """The headers of a request, by names that ignore case, read from its ``environ``."""


class ResponseHeaders(Headers, headers.ResponseHeaders):
    """The headers of a response, by names that ignore case: a view on ``pairs``, the list that is sent."""

    def set(self, name: str, value: Any, /, **parameters: Any) -> None:
        """Replace a header; ``parameters`` follow the value as ``; key="text"``."""
        self[name] = with_parameters(value, parameters)

    def add(self, name: str, value: Any, /, **parameters: Any) -> None:  # type: ignore[override]
        """Add a header beside those of the same name; ``parameters`` follow the value as ``; key="text"``."""
        self.pairs.append(checked_header(name, with_parameters(value, parameters)))

    def __ior__(self, headers: HeadersInput) -> Self:
        self.update(headers)
        return self

    def extend(self, headers: HeadersInput = (), /, **more: Any) -> None:
        """Add headers of a mapping or an iterable of pairs beside those that are there."""
        self.pairs += [*header_pairs(headers), *header_pairs(more)]

    def pop(self, name: str, *default: Any) -> Any:
        """Return the first value of a header and remove all of them. Raises KeyError unless a default is given."""
        value = self.get(name, *default) if default else self[name]
        self.remove(name)
        return value

    def popitem(self) -> tuple[str, str]:
        """Return the last pair and remove it. Raises IndexError if there is none."""
        return self.pairs.pop()

    def clear(self) -> None:
        """Remove every header."""
        self.pairs.clear()

    def setdefault(self, name: str, default: Any = None) -> str:
        """Return the first value of a header, set to ``default`` first if it is absent."""
        if name not in self:
            self[name] = default
        return self[name]
