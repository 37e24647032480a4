"""Building: from an endpoint and values back to a path."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from typing import Any

from wsgi_apps.routing.converters import ValidationError
from wsgi_apps.routing.rules import Rule


class BuildError(LookupError):
    """No rule makes a path of what was asked for; the message says what comes near."""


def order(rule: Rule) -> tuple[int, int]:
    """Return what rules of an endpoint are sorted by: those with most arguments first, then with most defaults."""
    return -len(rule.arguments), -len(rule.defaults)


def first_path(
    rules: Iterable[Rule], values: Mapping[str, Any], method: str | None, *refusals: type[Exception]
) -> str | None:
    """Return the path (str) of the first of the ``rules`` that takes the method, if one is given, and fits the ``values``.

    A rule whose converters refuse them, by one of the ``refusals`` (exceptions), is passed over. None if no rule is left.
    """
    for rule in rules:
        if (method is None or rule.allows(method)) and rule.fits(values):
            try:
                return rule.build(values)
            except refusals:
                continue
    return None


class Endpoints:
    """The rules by their endpoint."""

    def __init__(self) -> None:
        self._rules: dict[object, list[Rule]] = {}

    def add(self, rule: Rule) -> None:
        """Enter a ``rule``, and tell all rules of its endpoint which of the others they are redirected to."""
        rules = self._rules.setdefault(rule.endpoint, [])
        for other in rules:
            first, second = sorted([other, rule], key=order)
            if first.defaults and first.stands_for(second):
                insort(second.canonical, first, key=order)
        insort(rules, rule, key=order)

    def build(self, endpoint: object, values: Mapping[str, Any], method: str | None, default_method: str) -> str:
        """Return the path (str) of the first rule that fits; see ``Router.build``."""
        given = {name: value for name, value in values.items() if value is not None}
        for wanted in [method] if method else [default_method, None]:
            path = first_path(self._rules.get(endpoint, []), given, wanted, ValidationError)
            if path is not None:
                return path
        raise BuildError(self._complaint(endpoint, given, method))

    def _complaint(self, endpoint: object, values: Mapping[str, Any], method: str | None) -> str:
        """Return a sentence (str) that says why no path could be built, and what to write instead."""
        rules = self._rules.get(endpoint)
        if rules:
            needed = " or ".join(f"{rule.rule} ({', '.join(sorted(rule.arguments)) or 'nothing'})" for rule in rules)
            return f"no rule of {endpoint!r} is built from {sorted(values)} for {method or 'any method'}: give {needed}"
        from difflib import get_close_matches  # for a mistake of the program's only

        near = get_close_matches(str(endpoint), map(str, self._rules), n=1, cutoff=0)
        return f"there is no endpoint {endpoint!r}: " + (f"did you mean {near[0]!r}?" if near else "add a rule for it")
