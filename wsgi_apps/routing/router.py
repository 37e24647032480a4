"""The router: from a path and a method to a rule, and on to the WSGI application behind it.

``tree`` searches: it knows paths and no methods. Here is the decision: the first candidate that allows the method, a
redirect if only a slash is wrong, or else 405 or 404.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.environ import path_of, redirect_url
from wsgi_apps.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestRedirect
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS, SAFE, Converters, ValidationError
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.tree import NOWHERE, Candidate, Slash, Tree
from wsgi_apps.routing.url_building import Endpoints, first_path

#: Where WebOb and other libraries look for the values of a path: a tuple of positional and of named ones.
ROUTING_ARGS = "wsgiorg.routing_args"
#: What a converter raises that cannot write the value of another rule's variable.
REFUSALS = AttributeError, TypeError, ValueError


class Router:
    """Rules, and the WSGI applications behind them; a WSGI application itself.

    ``strict_slashes`` (bool) holds for every rule that does not say. ``merge_slashes`` (bool): a path without a rule is
    tried again with its slashes in a row made one, and redirected there. ``converters`` (mapping of a name to a class)
    join the built-in ones.
    """

    def __init__(
        self, strict_slashes: bool = True, merge_slashes: bool = True, converters: Converters | None = None
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
        build_only: bool = False,
    ) -> Rule:
        """Put an ``application`` behind a ``rule`` (str); the other arguments are those of Rule, which is returned.

        ``endpoint`` is the application's name unless given. With ``build_only`` (bool) no path finds the rule. Raises ValueError for a rule that cannot be read or that
        would never answer, since the same rule takes all its methods already.
        """
        if not callable(application):
            raise TypeError(f"{application!r} cannot stand behind {rule!r}: write a WSGI application, a callable")
        name = getattr(application, "__name__", type(application).__name__) if endpoint is None else endpoint
        strict = self.strict_slashes if strict_slashes is None else strict_slashes
        merge, converters = self.merge_slashes, self.converters
        added = Rule(rule, methods, name, defaults, strict, merge, converters, self, application, answers_options)
        return self._enter(added, build_only)

    def _enter(self, rule: Rule, build_only: bool) -> Rule:
        """Enter a rule where paths, endpoints and whoever lists the rules look for it, and return it. Raises ValueError."""
        if not build_only:
            self._tree.add(rule)
            if not rule.names:
                by_method = self._static.setdefault(rule.path, {})
                for method in rule.methods or [None]:
                    by_method.setdefault(method, rule)
        self._endpoints.add(rule)
        self.rules.append(rule)
        return rule

    def iter_rules(self, endpoint: object = None) -> Iterator[Rule]:
        """Yield the rules in the order in which they were added; only those of ``endpoint`` if one is given."""
        return (rule for rule in self.rules if endpoint is None or rule.endpoint == endpoint)

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
        by_method = self._static.get(path_info)
        if by_method is not None:
            rule = by_method.get(method) or by_method.get(None)
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
        return self._decide(path_info, method)

    def _decide(self, path_info: str, method: str) -> tuple[Rule, dict[str, Any]]:
        """Do what ``match`` does, with one candidate after the other."""
        asked = rooted(path_info)
        wrong: set[str] = set()
        for path, rule, texts, slash in self._open(asked):
            if rule.methods is not None and method not in rule.methods:
                wrong.update(() if slash == "missing" else rule.methods)
                continue
            right = f"{path}/" if slash and rule.strict_slashes else path
            if right != asked:
                raise RequestRedirect(quote(right, safe=SAFE))
            try:
                values = rule.values(texts)
            except ValidationError:
                break  # a value that is refused ends the search
            elsewhere = rule.canonical and first_path(rule.canonical, values, method, *REFUSALS)
            if elsewhere:
                raise RequestRedirect(elsewhere)
            return rule, values
        raise MethodNotAllowed(wrong) if wrong else NotFound()

    def _open(self, path: str) -> Iterator[tuple[str, Rule, tuple[str, ...], Slash]]:
        """Yield the candidates that may answer a path, and after them those for it with its slashes in a row made one."""
        for rule, texts, slash in self._tree.candidates(path):
            if slash != "extra" or not rule.strict_slashes:
                yield path, rule, texts, slash
        if self.merge_slashes and "//" in path:
            yield from self._open(re.sub("/{2,}", "/", path))

    def allowed_methods(self, path_info: str) -> set[str]:
        """Return the methods that some rule takes for the path (str); rules for every method are left out."""
        candidates = self._open(rooted(path_info))
        return {method for _, rule, _, slash in candidates if slash != "missing" for method in rule.methods or ()}

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
        return bodiless(body) if method == "HEAD" and rule.automatic_head else body

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


def bodiless(body: Iterable[bytes]) -> list[bytes]:
    """Return what HEAD gets of a ``body`` that was made for GET: nothing (RFC 9110, 9.3.2).

    It is read up to its first chunk, since an application may wait that long before it calls ``start_response``, and
    closed (PEP 3333).
    """
    try:
        next(filter(None, body), None)
    finally:
        getattr(body, "close", int)()
    return []


def rooted(path: str) -> str:
    """Return the path (str) with one slash in front; an empty path stays empty."""
    return f"/{path.lstrip('/')}" if path else ""
