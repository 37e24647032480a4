"""The tree of rules: one step down for every segment of a rule, and the search for the rules that a path may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import Segment, SegmentPattern

#: The error in the slash at the end of a path; empty if the slash is right.
Slash = Literal["", "missing", "extra"]
#: A rule, the texts of its variables, and the error in the slash.
Candidate = tuple[Rule, tuple[str, ...], Slash]


def refuse(rule: Rule, first: Rule) -> None:
    """Raise ValueError for a rule that never answers, since the ``first`` one is the same and takes all its methods."""
    raise ValueError(f"the rule {rule.rule!r} exists already: write another path, or methods that it does not take")


class Tree:
    """A node of the tree: the rules that end here, and the smaller trees below it, by text and by pattern."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.static: dict[str, Tree] = {}
        self.dynamic: list[tuple[SegmentPattern, Tree]] = []

    def add(self, rule: Rule, shadowed: Callable[[Rule, Rule], None] = refuse) -> None:
        """Add a rule. If the same rule takes all its methods already, call ``shadowed`` with both first."""
        node = self
        for segment in rule.segments:
            node = node.below(segment)
        same = [other for other in node.rules if other.path == rule.path]
        if rule.shadowed_by(same):
            shadowed(rule, same[0])
        node.rules.append(rule)

    def below(self, segment: Segment) -> Tree:
        """Return the tree below a ``segment``, after making it if needed; the patterns stay sorted by weight."""
        if isinstance(segment, str):
            return self.static.setdefault(segment, type(self)())
        for known, tree in self.dynamic:
            if known.key == segment.key:
                return tree
        tree = type(self)()
        # A new list, since sort() empties the one that a search may be reading.
        self.dynamic = sorted([*self.dynamic, (segment, tree)], key=lambda way: way[0].weight)
        return tree

    def candidates(self, path: str) -> Iterator[Candidate]:
        """Yield the rules for a path, the most specific first, with the error in the slash at its end.

        The search is depth first. It comes to no node twice, and to none that does not begin as the path does.
        """
        return self.search(path.split("/"), 1, ())

    def search(self, segments: list[str], depth: int, texts: tuple[str, ...]) -> Iterator[Candidate]:
        """Yield the candidates below this node for the segments from ``depth`` on; ``texts`` are the variables' above.

        The static way goes first, then the patterns in their order.
        """
        if depth == len(segments):
            for rule in self.rules:
                yield rule, texts, ""
            for rule in self.static[""].rules if "" in self.static else ():
                yield rule, texts, "missing"
            return
        if segments[depth] in self.static:
            yield from self.static[segments[depth]].search(segments, depth + 1, texts)
        for pattern, below in self.dynamic:
            found, further = pattern.match(segments, depth)
            if found is not None:
                yield from below.search(segments, further, texts + found)
        if depth + 1 == len(segments) and not segments[depth]:
            for rule in self.rules:
                yield rule, texts, "extra"
