"""The router: from a path and a method to a rule, and on to the WSGI application behind it.

``tree`` searches: it knows paths and no methods. Here is the decision: the first candidate that allows the method, a
redirect if only a slash is wrong, or else 405 or 404.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wsgi_apps.building import Endpoints
from wsgi_apps.converters import DEFAULT_CONVERTERS, SAFE, BaseConverter, ValidationError
from wsgi_apps.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestRedirect
from wsgi_apps.location import path_of, redirect_url
from wsgi_apps.rules import Rule
from wsgi_apps.tree import NOWHERE, Candidate, Tree

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

#: Where WebOb and other libraries look for the values of a path: a tuple of positional and of named ones.
ROUTING_ARGS = "wsgiorg.routing_args"

Found = tuple[Rule, "tuple[str, ...]"]


class Router:
    """Rules, and the WSGI applications behind them; a WSGI application itself.

    ``strict_slashes`` (bool) holds for every rule that does not say. ``merge_slashes`` (bool): a path without a rule is
    tried again with its slashes in a row made one, and redirected there. ``converters`` (mapping of a name to a class)
    join the built-in ones.
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
        self._tree = Tree()
        self._static: dict[str, dict[str | None, Rule]] = {}
        self._endpoints = Endpoints()

    def add(
        self,
        rule: str,
        application: WSGIApplication,
        methods: Iterable[str] | None = None,
        endpoint: object = None,
        defaults: Mapping[str, Any] | None = None,
        strict_slashes: bool | None = None,
        answers_options: bool = True,
    ) -> Rule:
        """Put an ``application`` behind a ``rule`` (str); the other arguments are those of Rule, which is returned.

        ``endpoint`` is the application's name unless given. Raises ValueError for a rule that cannot be read or that
        would never answer, since the same rule takes all its methods already.
        """
        if not callable(application):
            raise TypeError(f"{application!r} cannot stand behind {rule!r}: write a WSGI application, a callable")
        added = Rule(
            rule,
            methods,
            name_of(application) if endpoint is None else endpoint,
            defaults,
            self.strict_slashes if strict_slashes is None else strict_slashes,
            self.merge_slashes,
            self.converters,
            self,
            application,
            answers_options,
        )
        return self._enter(added)

    def iter_rules(self, endpoint: object = None) -> Iterator[Rule]:
        """Yield the rules in the order in which they were added; only those of ``endpoint`` if one is given."""
        return (rule for rule in self.rules if endpoint is None or rule.endpoint == endpoint)

    def _enter(self, rule: Rule) -> Rule:
        """Enter a rule where paths, endpoints and whoever lists the rules look for it, and return it. Raises ValueError."""
        self._tree.add(rule)
        self._endpoints.add(rule)
        self.rules.append(rule)
        if not rule.names:
            by_method = self._static.setdefault(rule.path, {})
            for method in rule.methods or [None]:
                by_method.setdefault(method, rule)
        return rule

    def candidates(self, path_info: str) -> Iterator[Candidate]:
        """Yield the rules for a path (str), the most specific first: rule, texts, and ``""``, ``"missing"``, ``"extra"``."""
        return self._tree.candidates(rooted(path_info))

    def match(self, path_info: str, method: str = "GET") -> tuple[Rule, dict[str, Any]]:
        """Return the rule for a path (str, decoded) and a method (str, upper case), and the values of its variables.

        Raises NotFound, MethodNotAllowed, or RequestRedirect, whose ``new_url`` is a path below the application.
        """
        found = self.find(path_info, method)
        if found is None:
            raise NotFound
        return found

    def find(self, path_info: str, method: str) -> tuple[Rule, dict[str, Any]] | None:
        """Do what ``match`` does, but return None for a path that no rule begins as, which is cheaper than to raise."""
        methods = self._static.get(path_info)
        if methods is not None:
            rule = methods.get(method) or methods.get(None)
            if rule is not None and not rule.canonical:
                return rule, rule.defaults.copy()
        first = self._tree.first(path_info, method)
        if first is NOWHERE:
            return None
        if first is not None:
            rule, texts = first
            try:
                if not rule.canonical:
                    return rule, rule.values(texts)
            except ValidationError:
                pass  # what to answer is not decided by this rule alone
        return self._decide(rooted(path_info), method)

    def _decide(self, path: str, method: str) -> tuple[Rule, dict[str, Any]]:
        """Do what ``match`` does, for a path that starts with one slash."""
        wrong: set[str] = set()
        found = self._pick(path, method, wrong)
        if found is None and self.merge_slashes and "//" in path:
            merged = re.sub("/{2,}", "/", path)
            if self._pick(merged, method, wrong):
                raise RequestRedirect(quote(merged, safe=SAFE))
        if found is None:
            raise refusal(wrong)
        rule, texts = found
        try:
            values = rule.values(texts)
        except ValidationError:
            raise refusal(wrong) from None
        elsewhere = rule.canonical_path(values, method)
        if elsewhere is not None:
            raise RequestRedirect(elsewhere)
        return rule, values

    def _pick(self, path: str, method: str, wrong: set[str]) -> Found | None:
        """Return the first candidate that takes the path and the method; the methods of the others go to ``wrong``.

        Raises RequestRedirect if it takes the path with one slash more.
        """
        for rule, texts, slash in self._tree.candidates(path):
            strictly = slash and rule.strict_slashes
            if rule.allows(method) and not strictly:
                return rule, texts
            if rule.allows(method) and slash == "missing":
                raise RequestRedirect(quote(path + "/", safe=SAFE))
            if not strictly and slash != "missing":
                wrong.update(rule.methods or ())
        return None

    def allowed_methods(self, path_info: str) -> set[str]:
        """Return the methods that some rule takes for the path (str); rules for every method are left out."""
        given = rooted(path_info)
        wrong: set[str] = set()
        for path in {given, re.sub("/{2,}", "/", given)} if self.merge_slashes else {given}:
            for rule, _, slash in self._tree.candidates(path):
                if not slash or (slash == "extra" and not rule.strict_slashes):
                    wrong.update(rule.methods or ())
        return wrong

    def build(
        self,
        endpoint: object,
        values: Mapping[str, Any] | None = None,
        method: str | None = None,
        default_method: str = "GET",
        root: str = "",
    ) -> str:
        """Return the path (str, percent-encoded) of an ``endpoint`` with ``values`` in it, the rest as its query.

        ``method`` (str) narrows the choice of rules; without it those of ``default_method`` go first. ``root`` (str,
        percent-encoded) is put in front. Raises BuildError, or the ValueError of a converter.
        """
        return root + self._endpoints.build(endpoint, values or {}, method, default_method)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333): let the rule's application answer, or else answer the error."""
        try:
            rule, values = self._route(environ)
        except HTTPException as error:
            return error(environ, start_response)
        method = environ["REQUEST_METHOD"].upper()
        if method == "OPTIONS" and rule.automatic_options:
            return self._options(rule, environ, start_response)
        _, outer = environ.get(ROUTING_ARGS, ((), {}))
        body = rule.application({**environ, ROUTING_ARGS: ((), {**outer, **values})}, start_response)
        return Bodiless(body) if method == "HEAD" and rule.automatic_head else body

    def _route(self, environ: WSGIEnvironment) -> tuple[Rule, dict[str, Any]]:
        """Do what ``match`` does, with the whole URL in a redirect. Raises HTTPException."""
        try:
            return self.match(path_of(environ), environ["REQUEST_METHOD"].upper())
        except RequestRedirect as redirect:
            raise RequestRedirect(redirect_url(environ, redirect.new_url)) from None

    def _options(self, rule: Rule, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer OPTIONS (RFC 9110, 9.3.7): the methods of all rules for the path."""
        allowed = self.allowed_methods(path_of(environ)).union(rule.methods or ())
        entity = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0")]
        start_response("200 OK", [*entity, ("Allow", ", ".join(sorted(allowed)))])
        return []


class Bodiless:
    """What HEAD gets of a body that was made for GET: nothing (RFC 9110, 9.3.2).

    The body is read up to its first chunk, since an application may wait that long before it calls ``start_response``.
    """

    def __init__(self, body: Iterable[bytes]) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        next(filter(None, self.body), None)
        return iter(())

    def close(self) -> None:
        """Close the body, once, as the server would have (PEP 3333)."""
        getattr(self.body, "close", int)()


def rooted(path: str) -> str:
    """Return the path (str) with one slash in front; an empty path stays empty."""
    return f"/{path.lstrip('/')}" if path else ""


def refusal(wrong: set[str]) -> HTTPException:
    """Return the error for a path: that its rules take only the ``wrong`` methods, or that it has none."""
    return MethodNotAllowed(wrong) if wrong else NotFound()


def name_of(application: WSGIApplication) -> str:
    """Return the name (str) of a function, a class, or else of what an object is."""
    name: str = getattr(application, "__name__", type(application).__name__)
    return name
