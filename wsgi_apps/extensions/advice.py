"""Advice at registration: errors that Flask does not report, and that a request would meet later."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from inspect import Parameter, iscoroutinefunction, isfunction, ismethod, signature, unwrap
from typing import Any

from wsgi_apps.application.context import Context
from wsgi_apps.application.scaffold import Scaffold, View
from wsgi_apps.routing.rules import Rule

#: RFC 9110, section 9, RFC 5789, and those of WebDAV and of caches: a word that is close to one of these is a slip.
METHODS = (
    *("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"),
    *("PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH", "QUERY", "PURGE"),
)
#: The options of a rule: those of Rule that a program gives, and that of Router.add.
OPTIONS = {*signature(Rule).parameters, "build_only"} - {"text", "application", "settings"}
NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


class Advice(Scaffold):
    """A scaffold that reports the errors of a view at registration, before a request gets 404, 405 or 500.

    It raises an exception for a rule that can never be answered. It warns of a probable slip, which may be on
    purpose.
    """

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer a rule. Raises TypeError without parentheses or for an unknown option."""
        self.refuse_late("route")
        if callable(rule):
            advice = "write @app.route('/path'), with the path in parentheses"
            raise TypeError(f"the view {name_of(rule)} has no rule: {advice}")
        refuse_options(rule, options)
        return super().route(rule, **options)

    def _method(self, method: str, rule: str, options: dict[str, Any]) -> Callable[[View], View]:
        self.refuse_late(method.lower())
        return super()._method(method, rule, options)

    def advise(self, rule: Rule, view: Callable[..., Any] | None) -> None:
        """Look at a rule that was added, and at its view. Raises TypeError for an async view; warns of slips."""
        if view is not None:
            refuse_async(view)
            warn_of_methods(rule, view)
            around = [self, *getattr(self, "blueprints", {}).values()]
            if not any(getattr(one, "url_value_preprocessors", None) for one in around):  # one may take values out
                warn_of_variables(rule, view)

    def add_hook(self, name: str, functions: list[Any], function: View) -> View:
        """Add a function to a hook. Raises TypeError for an async one."""
        refuse_async(function)
        return super().add_hook(name, functions, function)


def refuse_import_name(name: object) -> None:
    """Raise TypeError if the name of a module is missing, or is environ: a server has called ``app = App``."""
    if isinstance(name, dict):
        raise TypeError("the server calls the class App: write app = App(__name__), with the parentheses")
    if not isinstance(name, str) or not name:
        raise TypeError(f"App({'' if name == '' else repr(name)}) needs the name of its module: write App(__name__)")


def name_of(view: Callable[..., Any]) -> str:
    """Return the name of a view or a hook."""
    return getattr(view, "__name__", None) or repr(view)


def refuse_nothing(context: Context, result: object) -> None:
    """Raise TypeError, with the file and the line of the view, if its result is None."""
    if result is None and context.rule is not None:
        view = unwrap(context.app.view_functions[context.rule.endpoint])
        code = getattr(view, "__code__", None)
        place = f" ({code.co_filename}, line {code.co_firstlineno})" if code else ""
        advice = "is there a return on every way through it?"
        raise TypeError(f"the view of {context.rule.endpoint!r}{place} returned None: {advice}")


def refuse_async(view: Callable[..., Any]) -> None:
    """Raise TypeError for an async function, because the framework does not await it."""
    if iscoroutinefunction(view):
        raise TypeError(f"{name_of(view)} is async, but views and hooks cannot be async here: write def, not async def")


def refuse_options(rule: object, options: Iterable[str]) -> None:
    """Raise TypeError for an option that rules do not have, with the one that comes near."""
    for name in options:
        if name not in OPTIONS:
            near = get_close_matches(name, OPTIONS, 1)
            advice = f"write {near[0]}=" if near else f"write one of {', '.join(sorted(OPTIONS))}"
            raise TypeError(f"the rule {rule!r} does not take {name}=: {advice}")


def warn_of_methods(rule: Rule, view: Callable[..., Any]) -> None:
    """Warn of an unknown method whose name is close to a known one."""
    for method in sorted((rule.methods or frozenset()).difference(METHODS)):
        near = get_close_matches(method, METHODS, 1, 0.7)
        if near:
            warn(view, f"the rule {rule.rule!r} has the method {method!r}: did you mean {near[0]!r}?")


def warn_of_variables(rule: Rule, view: Callable[..., Any]) -> None:
    """Warn of a view that lacks an argument for a variable of its rule, or needs one that the rule lacks."""
    if not (isfunction(view) or ismethod(view)):  # the arguments of a callable of C or of a class are not checked
        return
    parameters = signature(view, follow_wrapped=False).parameters.values()
    names = {one.name: one.default is Parameter.empty for one in parameters if one.kind in NAMED}
    takes_all = any(one.kind is Parameter.VAR_KEYWORD for one in parameters)
    if not takes_all and (extra := sorted(set(rule.names) - names.keys())):
        cure = f"def {name_of(view)}({', '.join([*names, *extra])})"
        warn(view, f"the view {name_of(view)} of {rule.rule!r} does not take {' or '.join(extra)}: write {cure}")
    if missing := [name for name, is_needed in names.items() if is_needed and name not in rule.arguments]:
        warn(view, f"the view {name_of(view)} needs {missing[0]!r}, and its rule {rule.rule!r} has no <{missing[0]}>")


def warn(view: Callable[..., Any], sentence: str) -> None:
    """Give a warning at the line of a ``view``."""
    code = getattr(view, "__code__", None)
    warnings.warn_explicit(
        sentence, UserWarning, code.co_filename if code else "the program", code.co_firstlineno if code else 1
    )
