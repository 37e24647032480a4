"""Rules: a path with variables in it, such as ``/hello/<name>`` or ``/item/<int(min=1):id>``.

A rule knows which methods it takes and what its variables mean, and it can build a path of values. ``router`` finds the
rule of a path; ``rule_syntax`` reads the text of a rule; ``converters`` holds the types of variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from wsgiref.types import WSGIApplication

from wsgi_apps.environ import SAFE, TOKEN
from wsgi_apps.exceptions import NotFound
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS, BaseConverter, Converters
from wsgi_apps.routing.rule_syntax import Token, Variable, tokens
from wsgi_apps.routing.segments import Segment, segments_of

#: The methods of a rule; None: every method.
Methods = Iterable[str] | None
#: The application of a rule that was given none.
NOTHING = NotFound()


class Settings:
    """The settings that the rules of one router share; the router itself has them.

    ``strict_slashes``: a path that differs from the rule by the slash at its end is redirected or refused.
    ``merge_slashes``: slashes in a row are one. ``converters`` are classes by name, which are given the settings.
    """

    strict_slashes: bool = True
    merge_slashes: bool = True
    converters: Converters = DEFAULT_CONVERTERS


#: The settings of a rule that belongs to no router.
SETTINGS = Settings()


class Rule:
    """A rule: its text, and what belongs to it.

    ``methods`` are those that it takes, None for every method. HEAD joins GET, and OPTIONS joins any method unless
    ``provide_automatic_options`` is False; the attributes ``automatic_head`` and ``automatic_options`` say that the
    router or the App answers them for the application. ``endpoint`` names the rule for building URLs. ``defaults`` are
    values that are not in the path. ``strict_slashes`` is that of the ``settings`` unless given. The router calls the
    ``application``. Raises ValueError, with the text in the message, for a rule that cannot be read.
    """

    def __init__(
        self,
        text: str,
        methods: Methods = None,
        endpoint: object = None,
        defaults: Mapping[str, Any] | None = None,
        strict_slashes: bool | None = None,
        provide_automatic_options: bool = True,
        application: WSGIApplication = NOTHING,
        settings: Settings = SETTINGS,
    ) -> None:
        self.rule = text
        given = valid_methods(text, methods)
        self.automatic_options = provide_automatic_options and given is not None and "OPTIONS" not in given
        self.automatic_head = given is not None and "HEAD" not in given
        added = {"OPTIONS"} if self.automatic_options else set()
        self.methods = given if given is None else given | added | ({"HEAD"} if "GET" in given else set())
        self.endpoint = endpoint
        self.defaults = dict(defaults or {})
        self.strict_slashes = settings.strict_slashes if strict_slashes is None else strict_slashes
        self.application = application
        self.path = valid_path(text, settings.merge_slashes)
        self.tokens, self.segments = read(text, self.path, settings)
        self._enter_variables([token for token in self.tokens if isinstance(token, Variable)])
        #: Rules of the same endpoint that have a value of this one as a default: that value is redirected to them.
        self.canonical: list[Rule] = []

    def _enter_variables(self, variables: list[Variable]) -> None:
        """Fill the tables of the variables. Raises ValueError if a default is a value that its variable never has."""
        refuse_defaults(self.rule, variables, self.defaults)
        self.names = [variable.name for variable in variables]
        self.arguments = frozenset(self.names) | frozenset(self.defaults)
        #: The name of each variable, and the function that converts its text, None if the text is the value.
        self.conversions = [
            (name, converter.to_python if converts(converter) else None) for name, converter in variables
        ]
        #: The rule without its converters.
        self.shape = [token if isinstance(token, str) else (token.name,) for token in self.tokens]

    def __str__(self) -> str:
        return self.rule

    def __repr__(self) -> str:
        return f"<Rule {self.rule!r} {sorted(self.methods) if self.methods else 'any method'} -> {self.endpoint}>"

    def values(self, texts: Iterable[str]) -> dict[str, Any]:
        """Return the values of the variables, which hold the ``texts``, and the defaults. Raises ValidationError."""
        values: dict[str, Any] = {}
        for (name, to_python), text in zip(self.conversions, texts):  # noqa: B905 (as many texts as names)
            values[name] = text if to_python is None else to_python(text)
        return values | self.defaults

    def allows(self, method: str) -> bool:
        """Return whether the rule takes the ``method``, which is in upper case."""
        return self.methods is None or method in self.methods

    def shadowed_by(self, others: Iterable[Rule]) -> bool:
        """Return whether the ``others``, which are tried first, take all methods of this rule."""
        taken = [other.methods for other in others]
        if self.methods is None or None in taken:
            return None in taken
        return self.methods <= frozenset().union(*filter(None, taken))

    def stands_for(self, other: Rule) -> bool:
        """Return whether requests for the other rule are redirected to this one when they carry its defaults."""
        return self.arguments == other.arguments and self.shape != other.shape

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Return whether these values build a path: all are there, and none differs from its default."""
        return self.arguments <= values.keys() | self.defaults.keys() and all(
            values.get(name, default) == default for name, default in self.defaults.items()
        )

    def build(self, values: Mapping[str, Any]) -> str:
        """Return the percent-encoded path with ``values`` in it.

        Raises ValidationError, or another ValueError, for a value that a converter refuses.
        """
        known = {**values, **self.defaults}
        path = "".join(url(token, known) for token in self.tokens)
        return f"/{path.lstrip('/')}"  # two slashes in front would name another host (RFC 3986, section 4.2)


def url(token: Token, values: Mapping[str, Any]) -> str:
    """Return the percent-encoded text of one token in a path."""
    return token.converter.to_url(values[token.name]) if isinstance(token, Variable) else quote(token, safe=SAFE)


def valid_path(text: str, merge_slashes: bool) -> str:
    """Return the text of a rule; with ``merge_slashes``, slashes in a row are made one. Raises ValueError."""
    path = re.sub("/{2,}", "/", text) if merge_slashes else text
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"the rule {text!r} must start with one slash, as paths do: write {'/' + text.lstrip('/')!r}")
    return path


def valid_methods(text: str, methods: Methods) -> frozenset[str] | None:
    """Return the methods in upper case. Raises ValueError and TypeError, with the rule's text in the message."""
    if isinstance(methods, str):
        raise TypeError(f"the methods of the rule {text!r} are {methods!r}, not a list: write [{methods!r}]")
    names = frozenset(method.upper() for method in methods or ())
    for name in names:
        if not TOKEN.fullmatch(name):
            raise ValueError(f"the rule {text!r} has the method {name!r}: write a list of words, ['GET', 'POST']")
    return None if methods is None else names


def read(text: str, path: str, settings: Settings) -> tuple[list[Token], list[Segment]]:
    """Return the tokens and the segments of a rule's path. Raises ValueError, with the rule's text in the message."""
    try:
        found = list(tokens(path, settings.converters, settings))
        return found, list(segments_of(found[1:]))
    except (LookupError, TypeError, ValueError, re.error) as error:
        raise ValueError(f"the rule {text!r} cannot be read: {error}") from error


def converts(converter: BaseConverter) -> bool:
    """Return whether the converter changes a text into another value."""
    return type(converter).to_python is not BaseConverter.to_python


def refuse_defaults(text: str, variables: Iterable[Variable], defaults: Mapping[str, Any]) -> None:
    """Raise ValueError if one of the ``defaults`` is a value that its variable never has."""
    for variable in variables:
        if variable.name in defaults:
            try:
                variable.converter.to_url(defaults[variable.name])
            except (AttributeError, TypeError, ValueError) as error:
                where = f"the default of {variable.name!r} in {text!r}"
                raise ValueError(f"{where} cannot be in its path: {error}") from error
