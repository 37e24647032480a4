"""The core's router with a table of static paths, and a straight walk down the tree, in front of its search."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wsgi_apps.exceptions import NotFound
from wsgi_apps.routing.converters import ValidationError
from wsgi_apps.routing.router import Router
from wsgi_apps.routing.rule_syntax import Variable
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import Segment, SegmentPattern
from wsgi_apps.routing.tree import Tree

#: What ``FastTree.first`` returns for a path that has no candidates.
NOWHERE: Any = object()
#: Functions that do what the commonest regexes do, and sooner, for a text without a slash.
QUICKLY: dict[str, Callable[[str], object]] = {"[^/]+": bool, "[^/]{1,}": bool, r"\d+": str.isdecimal}


def accepts_of(pattern: SegmentPattern) -> Callable[[str], object] | None:
    """Return a function that says whether a segment is a value of the pattern's only variable; None if it has more."""
    if pattern.final or len(pattern.tokens) != 1 or not isinstance(pattern.tokens[0], Variable):
        return None
    regex = pattern.tokens[0].converter.regex
    return QUICKLY.get(regex) or re.compile(regex).fullmatch


class FastTree(Tree):
    """A tree that can be walked straight down."""

    static: dict[str, FastTree]  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        #: The dynamic ways, each as the function of ``accepts_of`` and the tree below.
        self.ways: list[tuple[Callable[[str], object] | None, FastTree]] = []

    def below(self, segment: Segment) -> Tree:
        """Return the tree below a segment, as the core does; keep the ways in step with the dynamic ones."""
        tree = super().below(segment)
        self.ways = [(accepts_of(pattern), below) for pattern, below in self.dynamic]  # type: ignore[misc]
        return tree

    def first(self, path: str, method: str) -> Any:
        """Return the first candidate, a rule and its texts, if the walk needs no turning back; None if it might.

        NOWHERE stands for a path that no rule matches, not even one with a slash more or less.
        """
        if path[:1] != "/":
            return None
        node, texts, only_way = self, [], True
        for segment in path[1:].split("/"):
            below = node.static.get(segment)
            if below is not None:
                only_way = only_way and not node.ways
                node = below
                continue
            for accepts, below in node.ways:
                if accepts is None:
                    return None
                if accepts(segment):
                    only_way = only_way and len(node.ways) == 1
                    node = below
                    texts.append(segment)
                    break
            else:
                return NOWHERE if only_way and segment and "//" not in path else None
        for rule in node.rules:
            if rule.methods is None or method in rule.methods:
                return rule, texts
        return None


class FastRouter(Router):
    """The core's router, which finds most paths at once."""

    _tree: FastTree
    tree_class = FastTree

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        #: The rules without variables, by path and method; under None a rule for every method.
        self.static: dict[str, dict[str | None, Rule]] = {}

    def enter(self, rule: Rule, build_only: bool) -> None:
        """Add a rule, and a rule without variables to the table as well."""
        super().enter(rule, build_only)
        if not build_only and not rule.names:
            by_method = self.static.setdefault(rule.path, {})
            for method in rule.methods or [None]:
                by_method.setdefault(method, rule)

    def match(self, path_info: str, method: str = "GET") -> tuple[Rule, dict[str, Any]]:
        """Return the rule and the values as the core does: from the table, from the walk, or else by the search."""
        by_method = self.static.get(path_info)
        if by_method is not None:
            rule = by_method.get(method) or by_method.get(None)
            if rule is not None and not rule.canonical:
                return rule, rule.defaults.copy()
        first = self._tree.first(path_info, method)
        if first is NOWHERE:
            raise NotFound
        if first is not None:
            rule, texts = first
            try:
                if not rule.canonical:
                    return rule, rule.values(texts)
            except ValidationError:
                pass  # the search decides on the response
        return super().match(path_info, method)
