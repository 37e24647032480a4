"""The router: from a path and a method to a rule, and on to the WSGI application behind it.

The rules are a tree: a step down for every part. The search goes down the most specific way first and turns back where a
way ends; it yields every rule that it comes to. The decision takes the first one that allows the method.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .converters import DEFAULT_CONVERTERS, BaseConverter, ValidationError
from .exceptions import HTTPException, MethodNotAllowed, NotFound, RequestRedirect
from .location import path_of, redirect_url
from .parts import Part
from .rules import Rule

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

#: Where WebOb and other libraries look for the values of a path: a tuple of positional and named ones.
ROUTING_ARGS = "wsgiorg.routing_args"

#: What is wrong with the slash at the end of a path.
Slash = Literal["", "missing", "extra"]
Candidate = tuple[Rule, tuple[str, ...], Slash]


class BuildError(LookupError):
    """No rule builds what was asked for; the message says which one comes near."""


class Node:
    """A place in the tree: the rules that end here, and the ways on."""

    __slots__ = ("dynamic", "rules", "static")

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.static: dict[str, Node] = {}
        self.dynamic: list[Way] = []  # the one to try first comes last

    def step(self, part: Part) -> Node:
        """Return the node that a ``part`` leads to, made if it is not there yet."""
        if part.static:
            return self.static.setdefault(part.content, Node())
        for way in self.dynamic:
            if way.part == part:
                return way.node
        self.dynamic.insert(0, Way(part, part.matcher(), Node()))
        node = self.dynamic[0].node
        self.dynamic.sort(key=lambda way: way.part.weight, reverse=True)
        return node


class Way(NamedTuple):
    """A way on from a node, for a text that ``match`` takes; None takes every text but the empty one."""

    part: Part
    match: Callable[[str], tuple[str, ...] | None] | None
    node: Node


class Router:
    """Rules, and the WSGI applications behind them; a WSGI application itself.

    ``strict_slashes`` (bool) is what a rule does that does not say. ``merge_slashes`` (bool): a path that has no rule is
    tried again with the slashes in a row made one, and redirected. ``converters`` (mapping of name to class) are added
    to the built-in ones.
    """

    def __init__(
        self,
        strict_slashes: bool = True,
        merge_slashes: bool = True,
        converters: Mapping[str, type[BaseConverter]] | None = None,
    ) -> None:
        self.strict_slashes = strict_slashes
        self.merge_slashes = merge_slashes
        self.converters = {**DEFAULT_CONVERTERS, **(converters or {})}
        self.rules: list[Rule] = []
        self._endpoints: dict[Any, list[Rule]] = {}
        self._static: dict[str, dict[str | None, Rule]] = {}
        self._root = Node()

    def add(
        self,
        rule: str,
        application: WSGIApplication | Any,
        methods: Iterable[str] | None = None,
        endpoint: Any = None,
        defaults: Mapping[str, Any] | None = None,
        strict_slashes: bool | None = None,
    ) -> Rule:
        """Put an ``application`` behind a ``rule`` (str) and return the Rule; its arguments are those of Rule.

        ``endpoint`` is the application's name unless given. Raises ValueError for a rule that cannot be read, or whose
        methods are all taken by the same rule added before.
        """
        if not callable(application):
            raise TypeError(f"behind the rule {rule!r} stands {application!r}: write a WSGI application, a callable")
        added = Rule(
            rule,
            methods,
            endpoint or getattr(application, "__name__", type(application).__name__),
            defaults,
            self.strict_slashes if strict_slashes is None else strict_slashes,
            self.merge_slashes,
            self.converters,
            self,
            application,
        )
        self._insert(added)
        return added

    def _insert(self, rule: Rule) -> None:
        """Enter a rule into the tables and the tree. Raises ValueError for a duplicate."""
        node = self._root
        for part in rule.parts:
            node = node.step(part)
        refuse_duplicate(rule, node.rules)
        node.rules.append(rule)
        if not rule.names:
            methods = self._static.setdefault(rule.path, {})
            for method in rule.methods or [None]:
                if None not in methods:
                    methods.setdefault(method, rule)
        self.rules.append(rule)
        same = self._endpoints.setdefault(rule.endpoint, [])
        same.append(rule)
        same.sort(key=lambda rule: (-len(rule.arguments), -len(rule.defaults)))
        for place, other in enumerate(same):
            other.canonical = [
                first
                for first in same[:place]
                if first.defaults and first.arguments == other.arguments and first.shape != other.shape
            ]

    def candidates(self, path: str) -> Iterator[Candidate]:
        """Yield the rules for a ``path`` (str), the most specific first, with what is wrong with the slash at its end.

        Of every rule: the texts of its variables, and ``""``, ``"missing"`` or ``"extra"``. No node of the tree is
        visited twice, so the cost does not grow with the rules that begin otherwise than the path.
        """
        segments = path.split("/")
        last = len(segments) - 1
        node, depth, texts = self._root, 0, ()
        ways: list[tuple[Way | None, Node, int, tuple[str, ...]]] = []
        while True:
            if depth == last:
                for rule in node.rules:
                    yield rule, texts, ""
                if "" in node.static:
                    for rule in node.static[""].rules:
                        yield rule, texts, "missing"
            else:
                depth += 1
                segment = segments[depth]
                if depth == last and not segment:
                    ways.append((None, node, depth, texts))
                for way in node.dynamic:
                    ways.append((way, node, depth, texts))
                if segment in node.static:
                    node = node.static[segment]
                    continue
            while ways:
                way, node, depth, texts = ways.pop()
                if way is None:
                    for rule in node.rules:
                        yield rule, texts, "extra"
                    continue
                part, match, node = way
                text = "/".join(segments[depth:]) if part.final else segments[depth]
                if part.final:
                    depth = last
                    if part.branch and text.endswith("/"):
                        text = text[:-1]
                        depth -= 1
                    if part.branch and text.endswith("/"):
                        continue
                if match is None:
                    if text:
                        texts += (text,)
                        break
                else:
                    found = match(text)
                    if found is not None:
                        texts += found
                        break
            else:
                return

    def match(self, path_info: str, method: str = "GET") -> tuple[Rule, dict[str, Any]]:
        path = rooted(path_info)
        methods = self._static.get(path)
        if methods is not None:
            rule = methods.get(method) or methods.get(None)
            if rule is not None:
                return rule, self._values(rule, (), method, ())
        wrong: set[str] = set()
        found = self._decide(path, method, wrong)
        if found is None and self.merge_slashes:
            squeezed = merged(path)
            found = self._decide(squeezed, method, wrong) if squeezed != path else None
            if found is not None:
                raise RequestRedirect(quoted(squeezed))
        if found is None:
            raise MethodNotAllowed(wrong) if wrong else NotFound()
        return found[0], self._values(*found, method, wrong)

    def _values(self, rule, texts, method, wrong):
        try:
            values = rule.values(texts)
        except ValidationError:
            raise (MethodNotAllowed(wrong) if wrong else NotFound()) from None
        for other in rule.canonical:
            if other.allows(method) and other.fits(values):
                try:
                    url = other.build(values)
                except (ValueError, TypeError, AttributeError):
                    continue
                raise RequestRedirect(url)
        return values

    def _decide(self, path: str, method: str, wrong: set[str]) -> tuple[Rule, tuple[str, ...]] | None:
        for rule, texts, slash in self.candidates(path):
            allowed = rule.methods is None or method in rule.methods
            if slash and rule.strict_slashes:
                if allowed and slash == "missing":
                    raise RequestRedirect(quoted(path + "/"))
            elif allowed:
                return rule, texts
            elif slash != "missing":
                wrong |= rule.methods or set()
        return None

    def allowed_methods(self, path_info: str) -> set[str]:
        path = rooted(path_info)
        tried = {path, merged(path)} if self.merge_slashes else {path}
        return {
            method
            for way in tried
            for rule, _, slash in self.candidates(way)
            if slash != "missing" and not (slash and rule.strict_slashes)
            for method in rule.methods or ()
        }

    def build(
        self,
        endpoint: Any,
        values: Mapping[str, Any] | None = None,
        method: str | None = None,
        default_method: str = "GET",
        root: str = "",
    ) -> str:
        given = {name: value for name, value in (values or {}).items() if value is not None}
        rules = self._endpoints.get(endpoint, [])
        for wanted in [method] if method else [default_method, None]:
            for rule in rules:
                if (wanted is None or rule.allows(wanted)) and rule.fits(given):
                    try:
                        return root + rule.build(given)
                    except ValidationError:
                        continue
        raise BuildError(self._suggestion(endpoint, given, method))

    def _suggestion(self, endpoint, values, method):
        return f"{endpoint} {values}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            rule, values = self.match(path_of(environ), environ["REQUEST_METHOD"].upper())
        except RequestRedirect as redirect:
            return RequestRedirect(redirect_url(environ, redirect.new_url))(environ, start_response)
        except HTTPException as error:
            return error(environ, start_response)
        if rule.automatic_options and environ["REQUEST_METHOD"].upper() == "OPTIONS":
            allowed = ", ".join(sorted(self.allowed_methods(path_of(environ)) | rule.methods))
            start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0"), ("Allow", allowed)])
            return []
        return rule.application({**environ, ROUTING_ARGS: ((), values)}, start_response)


def merged(path): return re.sub("/{2,}", "/", path)
def rooted(path_info): return "/" + path_info.lstrip("/") if path_info else ""

def quoted(path):
    from urllib.parse import quote
    from .converters import SAFE
    return quote(path, safe=SAFE)


def refuse_duplicate(rule: Rule, others: list[Rule]) -> None:
    """Raise ValueError if the same rule was added before with every method that this one takes."""
    same = [other for other in others if other.path == rule.path]
    taken = frozenset().union(*(other.methods or [] for other in same))
    if any(other.methods is None for other in same) or (same and rule.methods is not None and rule.methods <= taken):
        raise ValueError(f"the rule {rule.rule!r} is there already: write another path, or methods it does not take")
