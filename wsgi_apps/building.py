"""Building: from an endpoint and values back to a path."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from .converters import ValidationError
from .rules import Rule


class BuildError(LookupError):
    """No rule makes a path of what was asked for; the message says what comes near."""


class Endpoints:
    """The rules by their endpoint, those with most arguments first."""

    def __init__(self) -> None:
        self._rules: dict[Any, list[Rule]] = {}

    def add(self, rule: Rule) -> None:
        """Enter a ``rule``, and tell all rules of its endpoint which of the others are their canonical forms."""
        rules = self._rules.setdefault(rule.endpoint, [])
        rules.append(rule)
        rules.sort(key=lambda rule: (-len(rule.arguments), -len(rule.defaults)))
        for place, rule in enumerate(rules):
            rule.canonical = [other for other in rules[:place] if other.stands_for(rule)]

    def build(self, endpoint: object, values: Mapping[str, Any], method: str | None, default_method: str) -> str:
        """Return the path (str) of the first rule that fits; see ``Router.build``."""
        given = {name: value for name, value in values.items() if value is not None}
        for wanted in [method] if method else [default_method, None]:
            for rule in self._rules.get(endpoint, []):
                if (wanted is None or rule.allows(wanted)) and rule.fits(given):
                    try:
                        return rule.build(given)
                    except ValidationError:
                        continue
        raise BuildError(self._complaint(endpoint, given, method))

    def _complaint(self, endpoint: object, values: Mapping[str, Any], method: str | None) -> str:
        """Return a sentence (str) that says why no path could be built, and what to write instead."""
        rules = self._rules.get(endpoint)
        if rules:
            needed = " or ".join(f"{rule.rule} ({', '.join(sorted(rule.arguments)) or 'nothing'})" for rule in rules)
            return f"no rule of {endpoint!r} is built from {sorted(values)} for {method or 'any method'}: give {needed}"
        near = get_close_matches(str(endpoint), map(str, self._rules), n=1, cutoff=0)
        return f"there is no endpoint {endpoint!r}: " + (f"did you mean {near[0]!r}?" if near else "add a rule for it")
