"""The tree of rules: one step down for every part of a rule, and the search for the rules that a path may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from wsgi_apps.routing.rule_syntax import Part
from wsgi_apps.routing.rules import Rule

#: What is wrong with the slash at the end of a path.
Slash = Literal["", "missing", "extra"]
#: A rule, the texts of its variables, and what is wrong with the slash.
Candidate = tuple[Rule, tuple[str, ...], Slash]
#: What ``Tree.first`` returns for a path that has no candidates.
NOWHERE: Any = object()


class Tree:
    """A place in the tree: the rules that end here, and the ways on, each to a smaller tree; static ones by their text."""

    __slots__ = ("dynamic", "rules", "static")

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.static: dict[str, Tree] = {}
        #: Each with the function that tells whether a segment is all that its variable holds, if there is one.
        self.dynamic: list[tuple[Part, Callable[[str], object] | None, Tree]] = []

    def add(self, rule: Rule) -> None:
        """Enter a ``rule``. Raises ValueError if the same rule is there with every method that this one takes."""
        node = self
        for part in rule.parts:
            node = node.step(part)
        if rule.shadowed_by(other for other in node.rules if other.path == rule.path):
            raise ValueError(
                f"the rule {rule.rule!r} is there already: write another path, or methods it does not take"
            )
        node.rules.append(rule)

    def step(self, part: str | Part) -> Tree:
        """Return the place that a ``part`` leads to; it is made if it is not there yet, and the ways on sorted."""
        if isinstance(part, str):
            return self.static.setdefault(part, Tree())
        for known, _, below in self.dynamic:
            if known.key == part.key:
                return below
        below = Tree()
        # A new list, since sort() empties the one that a search may be reading.
        self.dynamic = sorted([*self.dynamic, (part, part.accepts, below)], key=lambda way: way[0].weight)
        return below

    def candidates(self, path: str) -> Iterator[Candidate]:
        """Yield the rules for a ``path`` (str), the most specific first, with what is wrong with the slash at its end.

        The search is depth first. It comes to no place twice, and to none that does not begin as the path does.
        """
        return self.search(path.split("/"), 1, ())

    def search(self, segments: list[str], depth: int, texts: tuple[str, ...]) -> Iterator[Candidate]:
        """Yield the candidates from here on for the ``segments`` (list of str) from ``depth`` (int) on.

        ``texts`` are those of the variables above. Static ways go first, then the dynamic ones in their order.
        """
        if depth == len(segments):
            for rule in self.rules:
                yield rule, texts, ""
            for rule in self.static[""].rules if "" in self.static else ():
                yield rule, texts, "missing"
            return
        if segments[depth] in self.static:
            yield from self.static[segments[depth]].search(segments, depth + 1, texts)
        for part, _, below in self.dynamic:
            found, further = part.find(segments, depth)
            if found is not None:
                yield from below.search(segments, further, texts + found)
        if depth + 1 == len(segments) and not segments[depth]:
            for rule in self.rules:
                yield rule, texts, "extra"

    def first(self, path: str, method: str) -> tuple[Rule, list[str]] | None:
        """Return the first candidate, with its texts, if nothing is wrong with it and no step needs turning back.

        A short cut for the paths that most requests have: where it returns None, ``candidates`` knows more. NOWHERE is
        for a path that no rule at all begins as, which most wrong paths show at once.
        """
        node = self
        texts = []
        segments = path.split("/")
        if segments.pop(0):
            return None  # paths start with a slash
        for segment in segments:
            static = node.static.get(segment)
            if static is not None:
                node = static
                continue
            for _, accepts, below in node.dynamic:
                if accepts is None:
                    return None
                if accepts(segment):
                    node = below
                    texts.append(segment)
                    break
            else:
                return NOWHERE if node is self and segment and not node.dynamic else None
        for rule in node.rules:
            if rule.methods is None or method in rule.methods:
                return rule, texts
        return None
