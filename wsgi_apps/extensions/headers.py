"""The public headers: the core's, with the methods of Werkzeug's Headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from wsgi_apps.environ import TOKEN
from wsgi_apps.messages import headers
from wsgi_apps.messages.headers import HeaderList, HeadersInput, header_pairs

#: Headers of a response that have one value: of two, each reader takes another one (RFC 9110, 5.3; RFC 6797, 6.1).
ONCE = {"access-control-allow-credentials", "access-control-allow-origin", "access-control-max-age", "age"}
ONCE |= {"content-disposition", "content-length", "content-location", "content-range", "content-type", "date", "etag"}
ONCE |= {"expires", "last-modified", "location", "retry-after", "server", "strict-transport-security"}


def refuse_twice(added: HeaderList, known: HeaderList = []) -> None:  # noqa: B006 (only read)
    """Raise ValueError for an ``added`` header that may come only once, but would come twice with the ``known``."""
    for name in ONCE.intersection(name.lower() for name, _ in added):
        if [other.lower() for other, _ in added + known].count(name) > 1:
            raise ValueError(f"the header {name} may appear once in a response: set it, as in headers[{name!r}] = ...")


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
    """The headers of a response, by names that ignore case: a view on ``pairs``, the list that is sent.

    Raises ValueError for a second value of a header that may come only once.
    """

    def set(self, name: str, value: Any, /, **parameters: Any) -> None:
        """Replace a header; ``parameters`` follow the value as ``; key="text"``."""
        self[name] = with_parameters(value, parameters)

    def add(self, name: str, value: Any, /, **parameters: Any) -> None:  # type: ignore[override]
        """Add a header beside those of the same name; ``parameters`` follow the value as ``; key="text"``."""
        self.extend([(name, with_parameters(value, parameters))])

    def setlist(self, name: str, values: Iterable[Any]) -> None:
        """Replace a header by several of the same name."""
        values = list(values)
        refuse_twice([(name, value) for value in values])
        super().setlist(name, values)

    def __ior__(self, headers: HeadersInput) -> Self:
        self.update(headers)
        return self

    def extend(self, headers: HeadersInput = (), /, **more: Any) -> None:
        """Add headers of a mapping or an iterable of pairs beside those that are there."""
        pairs = [*header_pairs(headers), *header_pairs(more)]
        refuse_twice(pairs, self.pairs)
        self.pairs += pairs

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
