"""The router: from a path and a method to a rule, and on to the WSGI application of that rule.

``tree`` searches: it knows paths but not methods. The router decides: it takes the first candidate that allows the
method, redirects if only a slash is wrong, and otherwise raises 405 or 404.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.environ import SAFE, path_of, redirect_url
from wsgi_apps.exceptions import HTML, HTTPException, MethodNotAllowed, NotFound, RequestRedirect
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS, Converters, ValidationError
from wsgi_apps.routing.rules import Methods, Rule, Settings
from wsgi_apps.routing.tree import Candidate, Slash, Tree, refuse
from wsgi_apps.routing.url_building import Endpoints, first_path

#: Where WebOb and other libraries look for the values of a path: a tuple of positional and of named ones.
ROUTING_ARGS = "wsgiorg.routing_args"
#: The exceptions of a converter that cannot write the value of another rule's variable.
REFUSALS = AttributeError, TypeError, ValueError


class Router(Settings):
    """Rules, and the WSGI application of each; a WSGI application itself.

    ``strict_slashes`` holds for every rule that does not say otherwise. ``merge_slashes``: a path without a rule is
    tried again with its slashes in a row made one, and redirected there. The ``converters`` join the built-in ones.
    """

    tree_class: type[Tree] = Tree

    def __init__(
        self, strict_slashes: bool = True, merge_slashes: bool = True, converters: Converters | None = None
    ) -> None:
        self.strict_slashes, self.merge_slashes = strict_slashes, merge_slashes
        self.converters = {**DEFAULT_CONVERTERS, **(converters or {})}
        self.rules: list[Rule] = []
        #: What is done about a rule that would never answer, since another one is the same: it is refused.
        self.shadowed: Callable[[Rule, Rule], None] = refuse
        self._tree = self.tree_class()
        self._endpoints = Endpoints()

    def add(
        self, rule: str, application: WSGIApplication, methods: Methods = None, endpoint: object = None, **options: Any
    ) -> Rule:
        """Let an ``application`` answer a ``rule``; the ``options`` are those of Rule, which is returned.

        The default of ``endpoint`` is the application's name. With ``build_only=True`` no path finds the rule. Raises
        TypeError if the application is not callable, ValueError for a rule that cannot be read or that would never
        answer, since the same rule takes all its methods already.
        """
        if not callable(application):
            raise TypeError(f"{application!r} cannot answer {rule!r}: write a WSGI application, a callable")
        if endpoint is None:
            endpoint = getattr(application, "__name__", type(application).__name__)
        build_only = options.pop("build_only", False)
        added = Rule(rule, methods, endpoint, application=application, settings=self, **options)
        self.enter(added, build_only)
        return added

    def enter(self, rule: Rule, build_only: bool) -> None:
        """Add a rule to the tree (not if ``build_only``), to the endpoints and to the list. Raises ValueError."""
        if not build_only:
            self._tree.add(rule, self.shadowed)
        self._endpoints.add(rule)
        self.rules.append(rule)

    def iter_rules(self, endpoint: object = None) -> Iterator[Rule]:
        """Yield the rules in the order in which they were added; only those of ``endpoint`` if one is given."""
        return (rule for rule in self.rules if endpoint is None or rule.endpoint == endpoint)

    def candidates(self, path_info: str) -> Iterator[Candidate]:
        """Yield the rules for a path, the most specific first, as ``Tree.candidates`` does."""
        return self._tree.candidates(rooted(path_info))

    def match(self, path_info: str, method: str = "GET") -> tuple[Rule, dict[str, Any]]:
        """Return the rule for a decoded path and a method in upper case, and the values of its variables.

        Raises NotFound, MethodNotAllowed, or RequestRedirect, whose ``new_url`` is a path below the application.
        """
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

    def match_environ(self, environ: WSGIEnvironment, method: str) -> tuple[Rule, dict[str, Any]]:
        """Match the path of ``environ`` as ``match`` does, with the whole URL in a redirect. Raises HTTPException."""
        try:
            return self.match(path_of(environ), method)
        except RequestRedirect as redirect:
            raise RequestRedirect(redirect_url(environ, redirect.new_url)) from None

    def _open(self, path: str) -> Iterator[tuple[str, Rule, tuple[str, ...], Slash]]:
        """Yield the candidates that may answer a path, then those for the path with its slashes in a row made one."""
        for rule, texts, slash in self._tree.candidates(path):
            if slash != "extra" or not rule.strict_slashes:
                yield path, rule, texts, slash
        if self.merge_slashes and "//" in path:
            yield from self._open(re.sub("/{2,}", "/", path))

    def allowed_methods(self, path_info: str) -> set[str]:
        """Return the methods that some rule takes for the path; rules for every method are left out."""
        candidates = self._open(rooted(path_info))
        return {method for _, rule, _, slash in candidates if slash != "missing" for method in rule.methods or ()}

    def build(
        self, endpoint: object, values: Mapping[str, Any] | None = None, method: str | None = None, first: str = "GET"
    ) -> str:
        """Return the percent-encoded path of an ``endpoint`` with ``values`` in it, the rest as its query.

        ``method`` narrows the choice of rules; without it the rules for the method ``first`` go first. Raises
        BuildError, or the ValueError of a converter.
        """
        return self._endpoints.build(endpoint, values or {}, method, first)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333): call the application of the rule, or answer the error."""
        method = environ.get("REQUEST_METHOD", "").upper()
        try:
            rule, values = self.match_environ(environ, method)
        except HTTPException as error:
            return error(environ, start_response)
        if method == "OPTIONS" and rule.automatic_options:
            return self._options(rule, environ, start_response)
        _, outer = environ.get(ROUTING_ARGS, ((), {}))
        body = rule.application({**environ, ROUTING_ARGS: ((), {**outer, **values})}, start_response)
        return bodiless(body) if method == "HEAD" and rule.automatic_head else body

    def _options(self, rule: Rule, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer OPTIONS (RFC 9110, 9.3.7): the methods of all rules for the path."""
        allowed = self.allowed_methods(path_of(environ)).union(rule.methods or ())
        start_response("200 OK", [HTML, ("Content-Length", "0"), ("Allow", ", ".join(sorted(allowed)))])
        return []


def bodiless(body: Iterable[bytes]) -> list[bytes]:
    """Return the body for HEAD of a ``body`` that was made for GET: nothing (RFC 9110, 9.3.2).

    It is read up to its first chunk, since an application may wait that long before it calls ``start_response``, and
    closed (PEP 3333).
    """
    try:
        next(filter(None, body), None)
    finally:
        getattr(body, "close", int)()
    return []


def rooted(path: str) -> str:
    """Return the path with one slash in front; an empty path stays empty."""
    return f"/{path.lstrip('/')}" if path else ""
