"""Content-Type: a media type and its parameters (RFC 9110, 8.3), read in linear time."""

from __future__ import annotations

import re
from typing import Any

from wsgi_apps.environ import TOKEN
from wsgi_apps.exceptions import BadRequest
from wsgi_apps.request_body import is_json

Options = dict[str, str]

OPTION = re.compile(rf'[ \t]*;[ \t]*(?:({TOKEN.pattern})=({TOKEN.pattern}|"(?:[^"\\]|\\.)*"))?[ \t]*', re.DOTALL)


def parse_options(header: str) -> tuple[str, Options]:
    """Return the media type in lower case, and its parameters by their names in lower case.

    Parameters are read up to the first malformed one. Raises BadRequest for a repeated one: programs disagree on which
    of them counts.
    """
    kind, _, _ = header.partition(";")
    options: Options = {}
    position = len(kind)
    while found := OPTION.match(header, position):
        position = found.end()
        name, value = (found[1] or "").lower(), found[2]
        if name in options:
            raise BadRequest(f"The parameter {name} stands twice in a Content-Type. Send it once.")
        if name:
            options[name] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value[0] == '"' else value
    return kind.strip().lower(), options


class HasContentType:
    """The attributes that depend on the ``content_type``, for a request, a response and an uploaded file."""

    content_type: Any

    @property
    def mimetype(self) -> str:
        """The media type in lower case, without its parameters."""
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def mimetype_params(self) -> Options:
        """The parameters of the media type. Raises BadRequest for a repeated one."""
        return parse_options(self.content_type or "")[1]

    @property
    def is_json(self) -> bool:
        """Whether the media type is JSON or based on it."""
        return is_json(self.content_type or "")
