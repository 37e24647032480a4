"""Advice at registration: errors that Flask does not report, and that a request would meet later."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from inspect import Parameter, isclass, ismethod, signature
from typing import Any

from wsgi_apps.application.context import CURRENT
from wsgi_apps.application.scaffold import Scaffold, View
from wsgi_apps.extensions.view_functions import Written, function_of, functions_of
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
        refuse_bare("app.route", "'/path'", "the path", rule)
        refuse_options(rule, options)
        return super().route(rule, **options)

    def _method(self, method: str, rule: str, options: dict[str, Any]) -> Callable[[View], View]:
        self.refuse_late(method.lower())
        refuse_bare(f"app.{method.lower()}", "'/path'", "the path", rule)
        return super()._method(method, rule, options)

    def advise(self, rule: Rule, view: Callable[..., Any] | None) -> None:
        """Look at a rule that was added, and at its view. Raises TypeError for an async view; warns of slips."""
        if view is not None:
            refuse_async_view(view, rule.methods)
            warn_of_methods(rule, view)
            around = [self, *getattr(self, "blueprints", {}).values()]
            if not any(getattr(one, "url_value_preprocessors", None) for one in around):  # one may take values out
                warn_of_variables(rule, view)

    def add_hook(self, name: str, functions: list[Any], function: View) -> View:
        """Add a function to a hook. Raises TypeError for an async one."""
        refuse_async(function)
        return super().add_hook(name, functions, function)

    def errorhandler(self, code_or_exception: int | type[Exception]) -> Callable[[View], View]:
        """Let the decorated function answer a code or an exception class. Raises TypeError without parentheses."""
        refuse_bare("app.errorhandler", "404", "a status code or an exception class", code_or_exception)
        return super().errorhandler(code_or_exception)

    def register_error_handler(self, code_or_exception: int | type[Exception], f: Callable[[Any], Any]) -> None:
        """Let ``f`` answer a status code or an exception class. Raises TypeError for an async function."""
        refuse_async(f)
        super().register_error_handler(code_or_exception, f)


def refuse_import_name(name: object, kind: type) -> None:
    """Raise TypeError if the name of a module is missing, or is environ: a server has called the class, ``kind``."""
    wanted = "Flask(__name__) or App(__name__)" if kind.__name__ == "App" else f"{kind.__name__}(__name__)"
    if isinstance(name, dict):
        raise TypeError(f"the server calls a class, not an application: write app = {wanted}, with the parentheses")
    if not isinstance(name, str) or not name:
        given = "" if name == "" else f", not {name!r}"
        raise TypeError(f"an application needs the name of its module{given}: write {wanted}")


def refuse_bare(decorator: str, example: str, what: str, argument: object) -> None:
    """Raise TypeError if the ``argument`` of a decorator is the function: the parentheses are missing."""
    if callable(argument) and not (isclass(argument) and issubclass(argument, Exception)):
        advice = f"write @{decorator}({example}), with {what} in parentheses"
        raise TypeError(f"@{decorator} above {function_of(argument).name} lacks its parentheses: {advice}")


def refuse_view(rule: object, view: object) -> None:
    """Raise TypeError for a view that no request can call: a class without ``as_view``, or the result of a call."""
    view_class = view.__self__ if ismethod(view) and view.__name__ == "as_view" else view
    if isclass(view_class) and hasattr(view_class, "as_view"):
        name = view_class.__name__
        written = name if view is view_class else f"{name}.as_view"
        advice = f"write view_func={name}.as_view('{name.lower()}')"
        raise TypeError(f"the view {written} of {rule!r} is a class, not a function: {advice}")
    if view is not None and not callable(view):
        raise TypeError(f"the view {view!r} of {rule!r} cannot be called: write the name of a function, without ()")


def refuse_async(function: Callable[..., Any]) -> None:
    """Raise TypeError for an async function, because the framework does not await it, and for no function at all."""
    if not callable(function):
        raise TypeError(f"{function!r} cannot be called: write the name of a function, without ()")
    refuse_awaited(function_of(function))


def refuse_async_view(view: Callable[..., Any], methods: Collection[str] | None = None) -> None:
    """Raise TypeError for a view that is async, or that has an async method for one of the ``methods``."""
    if not is_decorated(view):
        for written in functions_of(view, methods):
            refuse_awaited(written)


def refuse_awaited(written: Written) -> None:
    """Raise TypeError if a function is async."""
    if written.is_async:
        raise TypeError(f"{written.name} is async, but views and hooks cannot be async here: write def, not async def")


def is_decorated(view: Callable[..., Any]) -> bool:
    """Return whether a decorator stands between the rule and a class: it may change the values, or run a coroutine."""
    view_class = getattr(view, "view_class", None)
    return view_class is not None and bool(hasattr(view, "__wrapped__") or getattr(view_class, "decorators", ()))


def refuse_nothing(result: object) -> None:
    """Raise TypeError, with the file and the line of the function, if a view or an error handler returned no body."""
    context: Any = CURRENT.get(None)
    is_tuple = isinstance(result, tuple) and len(result) > 0 and result[0] is None
    if context is None or not (result is None or is_tuple):
        return
    advice = "write the body in front of the status" if is_tuple else "is there a return on every way through it?"
    if who := author_of(context):
        raise TypeError(f"{who} returned {result!r}: {advice}")


def author_of(context: Any) -> str:
    """Return the name and the place of the function that gave the result of a request; empty if there is none."""
    if context.handler is not None:
        written = function_of(context.handler)
        who = f"the error handler {written.name}"
    elif context.is_answered_early:
        return "a function of before_request"
    elif context.rule is not None:
        view, method = context.app.view_functions[context.rule.endpoint], context.environ["REQUEST_METHOD"]
        written = next(iter(functions_of(view, {method})), function_of(view))
        who = f"the view of {context.rule.endpoint!r}"
    else:
        return ""
    return who + (" ({}, line {})".format(*written.place) if written.place else "")


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
            warn(function_of(view), f"the rule {rule.rule!r} has the method {method!r}: did you mean {near[0]!r}?")


def warn_of_variables(rule: Rule, view: Callable[..., Any]) -> None:
    """Warn of a view that lacks an argument for a variable of its rule, or needs one that the rule lacks."""
    methods = None if rule.methods is None else rule.methods - ({"OPTIONS"} if rule.automatic_options else set())
    for written in functions_of(view, methods) if not is_decorated(view) else [function_of(view)]:
        if hasattr(written.function, "__code__"):  # the arguments of a callable of C or of a class are not checked
            warn_of_function(rule, written)


def warn_of_function(rule: Rule, written: Written) -> None:
    """Warn of a function that lacks an argument for a variable of the rule, or needs one that the rule lacks."""
    parameters = signature(written.called, follow_wrapped=False).parameters.values()
    names = {one.name: one.default is Parameter.empty for one in parameters if one.kind in NAMED}
    takes_all = any(one.kind is Parameter.VAR_KEYWORD for one in parameters)
    view = f"the view {written.name}"
    if not takes_all and (extra := sorted(set(rule.names) - names.keys())):
        advice = f"write {with_parameters(written.function, extra)}"
        warn(written, f"{view} of {rule.rule!r} does not take {' or '.join(extra)}: {advice}")
    if missing := [name for name, is_needed in names.items() if is_needed and name not in rule.arguments]:
        warn(written, f"{view} needs {missing[0]!r}, and its rule {rule.rule!r} has no <{missing[0]}>")


def with_parameters(function: Callable[..., Any], extra: list[str]) -> str:
    """Return the first line of a function that takes ``extra`` parameters, too."""
    names = [name for name, one in signature(function, follow_wrapped=False).parameters.items() if one.kind in NAMED]
    listed = ", ".join([*names, *extra])
    return f"lambda {listed}: ..." if function.__name__ == "<lambda>" else f"def {function.__name__}({listed})"


def warn(written: Written, sentence: str) -> None:
    """Give a warning at the line of a function."""
    filename, line = written.place or ("the program", 1)
    warnings.warn_explicit(sentence, UserWarning, filename, line)
