"""Content-Type: a media type and its parameters (RFC 9110, 8.3), read in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wsgi_apps.environ import TOKEN
from wsgi_apps.exceptions import BadRequest
from wsgi_apps.request_body import is_json

Options = dict[str, str]

OPTION = re.compile(rf'[ \t]*;[ \t]*(?:({TOKEN.pattern})=({TOKEN.pattern}|"(?:[^"\\]|\\.)*"))?[ \t]*', re.DOTALL)


def parameters(header: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters, up to the first malformed one: their names in lower case, and their values."""
    position = len(header.partition(";")[0])
    while found := OPTION.match(header, position):
        position = found.end()
        name, value = (found[1] or "").lower(), found[2]
        if name:
            yield name, re.sub(r"\\(.)", r"\1", value[1:-1]) if value[0] == '"' else value


def parse_options(header: str) -> tuple[str, Options]:
    """Return the media type in lower case, and its parameters by their names in lower case.

    A parameter may be repeated with the same value. Raises BadRequest for one that has two: programs disagree on which
    of them counts. The case of a charset does not count.
    """
    options: Options = {}
    for name, value in parameters(header):
        known = options.setdefault(name, value)
        if known != value and not (name == "charset" and known.lower() == value.lower()):
            raise BadRequest(f"The parameter {name} has two values in a Content-Type. Send one of them.")
    return header.partition(";")[0].strip().lower(), options


def parameter(header: str, wanted: str) -> str:
    """Return one parameter, empty if it is absent. Raises BadRequest if it has two values; others do not count."""
    values = {value for name, value in parameters(header) if name == wanted}
    if len(values) > 1:
        raise BadRequest(f"The parameter {wanted} has two values in a Content-Type. Send one of them.")
    return next(iter(values), "")


class HasContentType:
    """The attributes that depend on the ``content_type``, for a request, a response and an uploaded file."""

    content_type: Any

    @property
    def mimetype(self) -> str:
        """The media type in lower case, without its parameters."""
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def mimetype_params(self) -> Options:
        """The parameters of the media type. Raises BadRequest for one that has two values."""
        return parse_options(self.content_type or "")[1]

    @property
    def is_json(self) -> bool:
        """Whether the media type is JSON or based on it."""
        return is_json(self.content_type or "")
