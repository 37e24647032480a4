"""URL building: from an endpoint and values back to a path."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from wsgi_apps.routing.converters import ValidationError
from wsgi_apps.routing.rules import Rule

#: The characters that stay as they are in a query (WHATWG URL), without those that separate fields.
QUERY_SAFE = "!$'()*,/:;?@"

#: Values of variables, by name.
Values = Mapping[str, Any]


class BuildError(LookupError):
    """Raised when no rule of the endpoint takes these values; the message suggests the closest."""


def order(rule: Rule) -> tuple[int, int]:
    """Return the sort key of rules of one endpoint: those with most arguments first, then with most defaults."""
    return -len(rule.arguments), -len(rule.defaults)


def first_path(rules: Iterable[Rule], values: Values, method: str | None, *refusals: type[Exception]) -> str | None:
    """Return the path of the first rule that takes the ``method``, if one is given, and fits the ``values``; or None.

    A rule is passed over if its converters refuse the values by one of the ``refusals``.
    """
    for rule in rules:
        if (method is None or rule.allows(method)) and rule.fits(values):
            try:
                return path_and_query(rule, values)
            except refusals:
                continue
    return None


def path_and_query(rule: Rule, values: Values) -> str:
    """Return the path of a rule; the values that are not its arguments are the query."""
    path, query = rule.build(values), urlencode(list(query_fields(values, rule.arguments)), safe=QUERY_SAFE)
    return f"{path}?{query}" if query else path


def query_fields(values: Values, arguments: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a query: the values that are not arguments of the rule, a list once for every item."""
    for name, value in values.items():
        if name not in arguments:
            items = value if isinstance(value, (list, tuple, set)) else [value]
            yield from ((name, item) for item in items if item is not None)


def missing(rule: Rule, values: Values) -> str:
    """Return the names of the values that a rule needs beside these."""
    return ", ".join(sorted(rule.arguments - values.keys())) or "other values or another method"


class Endpoints:
    """The rules by their endpoint."""

    def __init__(self) -> None:
        self._rules: dict[object, list[Rule]] = {}

    def add(self, rule: Rule) -> None:
        """Add a rule, and tell all rules of its endpoint which of the others they are redirected to."""
        rules = self._rules.setdefault(rule.endpoint, [])
        for other in rules:
            first, second = sorted([other, rule], key=order)
            if first.defaults and first.stands_for(second):
                insort(second.canonical, first, key=order)
        insort(rules, rule, key=order)

    def build(self, endpoint: object, values: Values, method: str | None, default_method: str) -> str:
        """Return the path of the first rule that fits; see ``Router.build``. Raises BuildError."""
        given = {name: value for name, value in values.items() if value is not None}
        for wanted in [method] if method else [default_method, None]:
            path = first_path(self._rules.get(endpoint, []), given, wanted, ValidationError)
            if path is not None:
                return path
        raise BuildError(self._complaint(endpoint, given, method))

    def _complaint(self, endpoint: object, values: Values, method: str | None) -> str:
        """Return a sentence that says why no path can be built, and what to write instead."""
        rules = self._rules.get(endpoint)
        if rules:
            needed = "; or ".join(f"{missing(rule, values)}: its rule is {rule.rule}" for rule in rules)
            return f"url_for({endpoint!r}{f', _method={method!r}' if method else ''}) needs {needed}"
        from difflib import get_close_matches  # for an error of the program only

        near = get_close_matches(str(endpoint), map(str, self._rules), n=1, cutoff=0)
        return f"there is no endpoint {endpoint!r}: " + (f"did you mean {near[0]!r}?" if near else "add a rule for it")
