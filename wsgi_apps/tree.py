"""The tree of rules: one step down for every part of a rule, and the search for the rules that a path may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from .parts import Part
from .rules import Rule

#: What is wrong with the slash at the end of a path.
Slash = Literal["", "missing", "extra"]
#: A rule, the texts of its variables, and what is wrong with the slash.
Candidate = tuple[Rule, tuple[str, ...], Slash]
#: What ``Tree.first`` returns for a path that has no candidates.
NOWHERE: Any = object()


class Node:
    """A place in the tree: the rules that end here, and the ways on, static ones by their text."""

    __slots__ = ("accepting", "dynamic", "rules", "static")

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.static: dict[str, Node] = {}
        self.dynamic: list[tuple[Part, Node]] = []
        #: The dynamic ways once more, by the function that tells whether a segment is all that the variable holds.
        self.accepting: list[tuple[Callable[[str], object] | None, Node]] = []

    def step(self, part: Part) -> Node:
        """Return the node that a ``part`` leads to; it is made if it is not there yet, and the ways on sorted."""
        if part.static:
            return self.static.setdefault(part.content, Node())
        for known, node in self.dynamic:
            if known.same_as(part):
                return node
        node = Node()
        # A new list, since sort() empties the one that a search may be reading.
        self.dynamic = sorted([*self.dynamic, (part, node)], key=lambda way: way[0].weight)
        self.accepting = [(part.accepts, node) for part, node in self.dynamic]
        return node

    def search(self, segments: list[str], depth: int, texts: tuple[str, ...]) -> Iterator[Candidate]:
        """Yield the candidates below this node for the ``segments`` (list of str) from ``depth`` (int) on.

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
        for part, node in self.dynamic:
            text, further = part.reach(segments, depth)
            found = part.split(text)
            if found is not None and not (part.branch and text.endswith("/")):
                yield from node.search(segments, further, texts + found)
        if depth + 1 == len(segments) and not segments[depth]:
            for rule in self.rules:
                yield rule, texts, "extra"


class Tree:
    """The rules of a router."""

    def __init__(self) -> None:
        self.root = Node()

    def add(self, rule: Rule) -> None:
        """Enter a ``rule``. Raises ValueError if the same rule is there with every method that this one takes."""
        node = self.root
        for part in rule.parts:
            node = node.step(part)
        same = [other for other in node.rules if other.path == rule.path]
        if rule.shadowed_by(same):
            raise ValueError(
                f"the rule {rule.rule!r} is there already: write another path, or methods it does not take"
            )
        node.rules.append(rule)

    def candidates(self, path: str) -> Iterator[Candidate]:
        """Yield the rules for a ``path`` (str), the most specific first, with what is wrong with the slash at its end.

        The search is depth first. It comes to no node twice, and to none that does not begin as the path does.
        """
        return self.root.search(path.split("/"), 1, ())

    def first(self, path: str, method: str) -> tuple[Rule, list[str]] | None:
        """Return the first candidate, with its texts, if nothing is wrong with it and no step needs turning back.

        A short cut for the paths that most requests have: where it returns None, ``candidates`` knows more. NOWHERE is
        for a path that no rule at all begins as, which most wrong paths show at once.
        """
        node = self.root
        texts = []
        segments = path.split("/")
        if segments.pop(0):
            return None  # paths start with a slash
        for segment in segments:
            static = node.static.get(segment)
            if static is not None:
                node = static
                continue
            for accepts, below in node.accepting:
                if accepts is None:
                    return None
                if accepts(segment):
                    node = below
                    texts.append(segment)
                    break
            else:
                return NOWHERE if node is self.root and segment and not node.dynamic else None
        for rule in node.rules:
            if rule.methods is None or method in rule.methods:
                return rule, texts
        return None
