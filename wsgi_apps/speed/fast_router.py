"""The core's router with a table of static paths, and a straight walk down the tree, in front of its search."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from wsgi_apps.exceptions import NotFound
from wsgi_apps.routing.converters import IntegerConverter
from wsgi_apps.routing.router import Router
from wsgi_apps.routing.rule_syntax import Variable
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import Segment, SegmentPattern
from wsgi_apps.routing.tree import Tree, refuse

#: What ``FastTree.first`` returns for a path that has no candidates.
NOWHERE: Any = object()
#: Functions that do what the commonest regexes do, and sooner, for a text without a slash.
QUICKLY: dict[str, Callable[[str], object]] = {"[^/]+": bool, "[^/]{1,}": bool, r"\d+": str.isdecimal}


class Found(NamedTuple):
    """A rule at the end of a walk, with what makes values of its texts at once.

    ``names`` are those of the variables if the texts are the values; ``conversions`` pairs of a name and a function
    that raises ValueError. Both are None for a rule with defaults.
    """

    methods: frozenset[str] | None
    rule: Rule
    names: list[str] | None
    conversions: list[tuple[str, Any]] | None


def found(rule: Rule) -> Found:
    """Return what a walk finds at the end of a rule."""
    if rule.defaults:
        return Found(rule.methods, rule, None, None)
    converters = [(token.name, token.converter) for token in rule.tokens if isinstance(token, Variable)]
    conversions = [(name, int if is_int(converter) else converter.to_python) for name, converter in converters]
    is_plain = all(to_python is None for _, to_python in rule.conversions)
    return Found(rule.methods, rule, rule.names if is_plain else None, conversions)


def is_int(converter: Any) -> bool:
    """Return whether a converter does what ``int`` does."""
    return type(converter) is IntegerConverter and converter.unbounded and not converter.fixed_digits


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
        #: The dynamic ways, each as the function of ``accepts_of`` and the tree below; None for more than one segment.
        self.ways: list[tuple[Callable[[str], object] | None, FastTree]] = []
        #: The only way, if there is one and no other: a function and a tree.
        self.accepts: Callable[[str], object] | None = None
        self.only: FastTree | None = None
        #: What a walk that ends here finds.
        self.ends: list[Found] = []

    def below(self, segment: Segment) -> Tree:
        """Return the tree below a segment, as the core does; keep the ways in step with the dynamic ones."""
        tree = super().below(segment)
        self.ways = [(accepts_of(pattern), below) for pattern, below in self.dynamic]  # type: ignore[misc]
        self.accepts, self.only = self.ways[0] if len(self.ways) == 1 else (None, None)
        return tree

    def end_of(self, rule: Rule) -> FastTree:
        """Return the node where a rule ends."""
        node: Any = self
        for segment in rule.segments:
            node = node.below(segment)
        return node  # type: ignore[no-any-return]

    def add(self, rule: Rule, shadowed: Callable[[Rule, Rule], None] = refuse) -> None:
        """Add a rule as the core does."""
        super().add(rule, shadowed)
        self.end_of(rule).ends.append(found(rule))

    def first(self, path: str, method: str) -> Any:
        """Return the first rule and its texts if the walk does not need to turn back; None if it might.

        NOWHERE stands for a path that no rule matches, not even one with a slash more or less.
        """
        if path[:1] != "/":
            return None
        node: Any = self
        texts, only_way = [], True
        for segment in path[1:].split("/"):
            below = node.static.get(segment)
            if below is not None:
                if node.ways:
                    only_way = False
            elif node.accepts is not None and node.accepts(segment):
                below = node.only
                texts.append(segment)
            elif node.ways:
                below, only_way = node.chosen(segment), False
                if below is None:
                    return None
                texts.append(segment)
            else:
                return NOWHERE if only_way and segment and "//" not in path else None
            node = below
        for end in node.ends:
            if end[0] is None or method in end[0]:
                return end, texts
        return None

    def chosen(self, segment: str) -> FastTree | None:
        """Return the tree that the first way for a segment leads to; None if the search has to look."""
        for accepts, below in self.ways:
            if accepts is None:
                return None
            if accepts(segment):
                return below
        return None


class FastRouter(Router):
    """The core's router, which finds most paths at once."""

    _tree: FastTree
    tree_class = FastTree

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        #: The rules without variables, by path and method; under None a rule for every method.
        self.static: dict[str, dict[str | None, Rule]] = {}
        self.first = self._tree.first

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
        first = self.first(path_info, method)
        if first is NOWHERE:
            raise NotFound
        if first is not None:
            (_, rule, _, _), texts = first
            try:
                if not rule.canonical:
                    return rule, rule.values(texts)
            except ValueError:
                pass  # the search decides what to answer
        return super().match(path_info, method)

    def plain_rules(self) -> dict[str, dict[str, Rule]]:
        """Return the rules of the table that a view answers without any values, by path and method."""
        return {
            path: {
                method: rule
                for method, rule in by_method.items()
                if method and not (rule.canonical or rule.defaults or (method == "OPTIONS" and rule.automatic_options))
            }
            for path, by_method in self.static.items()
        }
