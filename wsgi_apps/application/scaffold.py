"""The scaffold: the tables that a program fills before the first request, and the decorators that fill them."""

from collections.abc import Callable
from typing import Any, TypeVar

from wsgi_apps.application.error_handlers import ErrorHandlers
from wsgi_apps.messages.response import Response
from wsgi_apps.routing.router import Router
from wsgi_apps.routing.rules import Rule

#: A view or a hook: a decorator returns the function that it was given.
View = TypeVar("View", bound=Callable[..., Any])
After = TypeVar("After", bound=Callable[[Any], Response])


class Scaffold:
    """The tables of an application: rules, views, hooks and error handlers."""

    router_class: type[Router] = Router

    def __init__(self) -> None:
        self.url_map = self.router_class()
        self.view_functions: dict[Any, Callable[..., Any]] = {}
        self.error_handlers = ErrorHandlers()
        self.before_request_functions: list[Callable[[], Any]] = []
        self.after_request_functions: list[Callable[[Any], Response]] = []
        self.teardown_request_functions: list[Callable[[BaseException | None], object]] = []
        self.got_first_request = False

    def refuse_late(self, name: str) -> None:
        """Raise AssertionError if a request was answered before: requests would have been treated differently."""
        if self.got_first_request:
            raise AssertionError(f"app.{name} comes after the first request: call it where the application is made")

    # Rules

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer a rule; ``options`` are those of ``add_url_rule``."""

        def add(view: View) -> View:
            self.add_url_rule(rule, options.pop("endpoint", None), view, **options)
            return view

        return add

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer GET at a rule."""
        return self._method("GET", rule, options)

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer POST at a rule."""
        return self._method("POST", rule, options)

    def put(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer PUT at a rule."""
        return self._method("PUT", rule, options)

    def patch(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer PATCH at a rule."""
        return self._method("PATCH", rule, options)

    def delete(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer DELETE at a rule."""
        return self._method("DELETE", rule, options)

    def _method(self, method: str, rule: str, options: dict[str, Any]) -> Callable[[View], View]:
        if "methods" in options:
            raise TypeError(f"app.{method.lower()}({rule!r}) has its method already: write app.route for several")
        return self.route(rule, methods=[method], **options)

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Callable[..., Any] | None = None, **options: Any
    ) -> None:
        """Let a view answer a rule. Without ``methods`` it takes GET, HEAD and OPTIONS.

        ``endpoint`` names it for ``url_for``; the default is the view's own name. The ``options`` are those of
        ``Router.add``; ``methods`` and ``provide_automatic_options`` may be attributes of the view. Raises ValueError
        or TypeError for a rule that cannot be read, AssertionError for a name that another view has.
        """
        self.refuse_late("add_url_rule")
        endpoint = self.endpoint_of(rule, endpoint, view_func)
        if options.get("methods") is None:
            options["methods"] = getattr(view_func, "methods", None) or ("GET",)
        added = self.url_map.add(rule, view_func or self.url_map, endpoint=endpoint, **options)
        if view_func is not None:
            self.view_functions[endpoint] = view_func
        self.advise(added, view_func)

    def advise(self, rule: Rule, view: Callable[..., Any] | None) -> None:
        """Look at a rule that was added, and at its view. A derived class may refuse or warn; the core does nothing."""

    def endpoint_of(self, rule: str, endpoint: str | None, view_func: Callable[..., Any] | None) -> str:
        """Return the name of a rule's endpoint: the view's own unless given.

        Raises TypeError if there is neither, AssertionError if another view has that name. Two looks at one bound
        method give equal objects, not the same one.
        """
        if endpoint is None and view_func is None:
            raise TypeError(f"the rule {rule!r} has no view and no endpoint: write add_url_rule(rule, view_func=...)")
        name = str(view_func.__name__ if endpoint is None else endpoint)  # type: ignore[union-attr]  # one is there
        known = self.view_functions.get(name)
        if view_func is not None and known is not None and known != view_func:
            raise AssertionError(f"the endpoint {name!r} of {rule!r} has another view: write endpoint='another_name'")
        return name

    # Hooks

    def add_hook(self, name: str, functions: list[Any], function: View) -> View:
        """Add a ``function`` to those of the hook ``name``, and return it. Raises AssertionError if late."""
        self.refuse_late(name)
        functions.append(function)
        return function

    def before_request(self, function: View) -> View:
        """Call ``function`` before every view; a result that is not None is answered, and the view is left out."""
        return self.add_hook("before_request", self.before_request_functions, function)

    def after_request(self, function: After) -> After:
        """Call ``function`` with every response, the last one registered first; it returns the response to send."""
        return self.add_hook("after_request", self.after_request_functions, function)

    def teardown_request(self, function: View) -> View:
        """Call ``function`` at the end of every request, with the error that was not handled, or None."""
        return self.add_hook("teardown_request", self.teardown_request_functions, function)

    def errorhandler(self, code_or_exception: int | type[Exception]) -> Callable[[View], View]:
        """Let the decorated function answer a status code or an exception class; it is given the exception."""

        def enter(handler: View) -> View:
            self.register_error_handler(code_or_exception, handler)
            return handler

        return enter

    def register_error_handler(self, code_or_exception: int | type[Exception], f: Callable[[Any], Any]) -> None:
        """Let ``f`` answer a status code or an exception class. Raises ValueError and TypeError for anything else."""
        self.refuse_late("register_error_handler")
        self.error_handlers.add(code_or_exception, f)
