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
    """Return the type (str, lower case) and its parameters (dict of str; names in lower case).

    Parameters are read up to the first one that is malformed. Raises BadRequest for one given twice: programs disagree
    which counts.
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
    """What the ``content_type`` (str or None) says: a request's, a response's, or that of an uploaded file."""

    content_type: Any

    @property
    def mimetype(self) -> str:
        """The media type without its parameters (str, lower case)."""
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def mimetype_params(self) -> Options:
        """The parameters of the media type (dict of str). Raises BadRequest for one given twice."""
        return parse_options(self.content_type or "")[1]

    @property
    def is_json(self) -> bool:
        """Whether the media type is JSON's or is built on it (bool)."""
        return is_json(self.content_type or "")
