"""Rules: a path with variables in it, such as ``/hello/<name>`` or ``/item/<int(min=1):id>``.

A rule knows which methods it takes and what its variables mean, and it can be put together again into a path. How a path
finds its rule is in ``router``; how the text of a rule is read, in ``parts``; what a variable may hold, in ``converters``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode
from wsgiref.types import WSGIApplication

from wsgi_apps.exceptions import NotFound
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS, SAFE, BaseConverter, Converters
from wsgi_apps.routing.rule_syntax import Part, parts, pieces
from wsgi_apps.routing.splitter import Piece, Variable

#: What stands behind a rule that nothing was put behind.
NOTHING = NotFound()
METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2: token

#: What stays as it is in a query string (WHATWG URL), less what separates the fields of a form.
QUERY_SAFE = "!$'()*,/:;?@"


class Rule:
    """A rule and what belongs to it.

    ``text`` (str) is the rule. ``methods`` (iterable of str) is what it takes, None every method; HEAD joins GET, and
    OPTIONS joins any unless ``answers_options`` (bool) is False. Where they are to be answered in the application's place,
    the attributes ``automatic_head`` and ``automatic_options`` (bool) are True. ``endpoint`` names the rule for building.
    ``defaults`` (mapping) are values that are not in the path. ``strict_slashes`` (bool): a path that differs by a slash at
    its end is redirected or refused, not served. ``merge_slashes`` (bool): slashes in a row are one. ``router`` is handed
    to the ``converters``. ``application`` is what the router calls.
    Raises ValueError, with the text in the message, for a rule that cannot be read.
    """

    def __init__(
        self,
        text: str,
        methods: Iterable[str] | None = None,
        endpoint: object = None,
        defaults: Mapping[str, Any] | None = None,
        strict_slashes: bool | None = True,
        merge_slashes: bool = True,
        converters: Converters = DEFAULT_CONVERTERS,
        router: object = None,
        application: WSGIApplication = NOTHING,
        answers_options: bool = True,
    ) -> None:
        self.rule = text
        given = valid_methods(text, methods)
        self.automatic_options = answers_options and given is not None and "OPTIONS" not in given
        self.automatic_head = given is not None and "HEAD" not in given
        added = {"OPTIONS"} if self.automatic_options else set()
        self.methods = given if given is None else given | added | ({"HEAD"} if "GET" in given else set())
        self.endpoint = endpoint
        self.defaults = dict(defaults or {})
        self.strict_slashes = strict_slashes is not False
        self.application = application
        self.path = valid_path(text, merge_slashes)
        self.pieces, self.parts = read(text, self.path, converters, router)
        self._enter_variables([piece for piece in self.pieces if isinstance(piece, Variable)])
        #: Rules of the same endpoint that have a value of this one as a default: that value is redirected to them.
        self.canonical: list[Rule] = []

    def _enter_variables(self, variables: list[Variable]) -> None:
        """Fill the tables of the ``variables``. Raises ValueError if a default is a value that its variable never has."""
        refuse_defaults(self.rule, variables, self.defaults)
        self.names = [variable.name for variable in variables]
        self.arguments = frozenset(self.names) | frozenset(self.defaults)
        #: The variables, each with the function that its text goes through, if it goes through any.
        self.conversions = [
            (name, converter.to_python if converts(converter) else None) for name, converter in variables
        ]
        #: The rule without its converters.
        self.shape = [piece if isinstance(piece, str) else (piece.name,) for piece in self.pieces]

    def __str__(self) -> str:
        return self.rule

    def __repr__(self) -> str:
        return f"<Rule {self.rule!r} {sorted(self.methods) if self.methods else 'any method'} -> {self.endpoint}>"

    def values(self, texts: Iterable[str]) -> dict[str, Any]:
        """Return the values of a path whose variables hold the ``texts``. Raises ValidationError."""
        values: dict[str, Any] = {}
        for (name, to_python), text in zip(self.conversions, texts):  # noqa: B905 (as many texts as names)
            values[name] = text if to_python is None else to_python(text)
        if self.defaults:
            values.update(self.defaults)
        return values

    def allows(self, method: str) -> bool:
        """Tell whether the rule takes the ``method`` (str, upper case)."""
        return self.methods is None or method in self.methods

    def shadowed_by(self, others: Iterable[Rule]) -> bool:
        """Tell whether the ``others``, being asked first, leave no method to this rule."""
        taken = [other.methods for other in others]
        if self.methods is None or None in taken:
            return None in taken
        return self.methods <= frozenset().union(*filter(None, taken))

    def stands_for(self, other: Rule) -> bool:
        """Tell whether this rule makes another path for some values of the ``other``, by defaults of its own."""
        return self.arguments == other.arguments and self.shape != other.shape

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Tell whether a path can be built from the ``values``: all there, and none other than its default."""
        return self.arguments <= values.keys() | self.defaults.keys() and all(
            values.get(name, default) == default for name, default in self.defaults.items()
        )

    def build(self, values: Mapping[str, Any]) -> str:
        """Return the path (str, percent-encoded) with ``values`` in it; what the rule has no place for is the query.

        Raises ValidationError, or another ValueError, for a value that a converter refuses.
        """
        known = {**values, **self.defaults}
        path = "".join(url(piece, known) for piece in self.pieces)
        path = f"/{path.lstrip('/')}"  # two slashes in front would name another host (RFC 3986, section 4.2)
        query = urlencode(list(fields(values, self.arguments)), safe=QUERY_SAFE)
        return f"{path}?{query}" if query else path


def url(piece: Piece, values: Mapping[str, Any]) -> str:
    """Return one piece of a rule as text for a URL (str, percent-encoded)."""
    return piece.converter.to_url(values[piece.name]) if isinstance(piece, Variable) else quote(piece, safe=SAFE)


def valid_path(text: str, merge_slashes: bool) -> str:
    """Return the text of a rule, with slashes in a row made one if they are to be. Raises ValueError."""
    path = re.sub("/{2,}", "/", text) if merge_slashes else text
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"the rule {text!r} must start with one slash, as paths do: write {'/' + text.lstrip('/')!r}")
    return path


def valid_methods(text: str, methods: Iterable[str] | None) -> frozenset[str] | None:
    """Return the methods in upper case. Raises ValueError and TypeError, with the rule's text in the message."""
    if isinstance(methods, str):
        raise TypeError(f"the methods of the rule {text!r} are {methods!r}, not a list: write [{methods!r}]")
    names = frozenset(method.upper() for method in methods or ())
    for name in names:
        if not METHOD.fullmatch(name):
            raise ValueError(f"the rule {text!r} has the method {name!r}: write a list of words, ['GET', 'POST']")
    return None if methods is None else names


def read(text: str, path: str, converters: Converters, router: object) -> tuple[list[Piece], list[str | Part]]:
    """Return the pieces and the parts of a rule's path. Raises ValueError, with the rule's text in the message."""
    try:
        found = list(pieces(path, converters, router))
        return found, list(parts(found[1:]))
    except (LookupError, TypeError, ValueError, re.error) as error:
        raise ValueError(f"the rule {text!r} cannot be read: {error}") from error


def converts(converter: BaseConverter) -> bool:
    """Tell whether the converter makes anything else of a text."""
    return type(converter).to_python is not BaseConverter.to_python


def refuse_defaults(text: str, variables: Iterable[Variable], defaults: Mapping[str, Any]) -> None:
    """Raise ValueError if one of the ``defaults`` is a value that its variable never has."""
    for variable in variables:
        if variable.name in defaults:
            try:
                variable.converter.to_url(defaults[variable.name])
            except (AttributeError, TypeError, ValueError) as error:
                raise ValueError(
                    f"the default of {variable.name!r} in {text!r} cannot be in its path: {error}"
                ) from error


def fields(values: Mapping[str, Any], arguments: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a query: the values that are no arguments of the rule, a list once for every item."""
    for name, value in values.items():
        if name not in arguments:
            items = value if isinstance(value, (list, tuple, set)) else [value]
            yield from ((name, item) for item in items if item is not None)
