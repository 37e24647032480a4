"""Registration: what a program tells its application before the first request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from wsgi_apps.application.error_handlers import ErrorHandlers
from wsgi_apps.extensions.response import Response
from wsgi_apps.extensions.templating import Register
from wsgi_apps.routing.router import Router

View = TypeVar("View", bound=Callable[..., Any])
Before = TypeVar("Before", bound=Callable[[], Any])
After = TypeVar("After", bound=Callable[[Response], Response])
Processor = TypeVar("Processor", bound=Callable[[], dict[str, Any]])
Teardown = TypeVar("Teardown", bound=Callable[[BaseException | None], object])


class Registration:
    """The tables that a program fills, and the decorators that fill them."""

    def __init__(self) -> None:
        self.url_map = Router()
        self.view_functions: dict[Any, Callable[..., Any]] = {}
        self.error_handlers = ErrorHandlers()
        #: Whether anything is to be done before a view: before the first one, this is.
        self.has_before_hooks = True
        self.got_first_request = False
        self.is_beginning = False
        self.extensions: dict[str, Any] = {}
        self.url_value_preprocessors: list[Callable[[str | None, dict[str, Any] | None], object]] = []
        self.url_default_functions: list[Callable[[str, dict[str, Any]], object]] = []
        self.url_build_error_handlers: list[Callable[[Exception, str, dict[str, Any]], str]] = []
        self.first_request_functions: list[Callable[[], Any]] = []
        self.before_request_functions: list[Callable[[], Any]] = []
        self.after_request_functions: list[Callable[[Response], Response]] = []
        self.teardown_request_functions: list[Callable[[BaseException | None], object]] = []
        self.teardown_appcontext_functions: list[Callable[[BaseException | None], object]] = []
        #: Whether anything is to be done at the end of every request.
        self.has_end_hooks = False
        self.context_processors: list[Callable[[], dict[str, Any]]] = []
        #: How results are answered that need no Response object; empty as long as something may ask for one.
        self.shortcuts: dict[type, Callable[..., Any]] = {}

    def refuse_late(self, name: str) -> None:
        """Raise AssertionError if a request was answered before this: it had gone another way than the next ones."""
        if self.got_first_request:
            raise AssertionError(f"app.{name} comes after the first request: call it where the application is made")

    # Rules

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer a ``rule`` (str); ``options`` are those of ``add_url_rule``."""

        def add(view: View) -> View:
            self.add_url_rule(rule, options.pop("endpoint", None), view, **options)
            return view

        return add

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer GET at a ``rule`` (str)."""
        return self._method("GET", rule, options)

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer POST at a ``rule`` (str)."""
        return self._method("POST", rule, options)

    def put(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer PUT at a ``rule`` (str)."""
        return self._method("PUT", rule, options)

    def patch(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer PATCH at a ``rule`` (str)."""
        return self._method("PATCH", rule, options)

    def delete(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Let the decorated view answer DELETE at a ``rule`` (str)."""
        return self._method("DELETE", rule, options)

    def _method(self, method: str, rule: str, options: dict[str, Any]) -> Callable[[View], View]:
        if "methods" in options:
            raise TypeError(f"app.{method.lower()}({rule!r}) names its method already: write app.route for several")
        return self.route(rule, methods=[method], **options)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        *,
        methods: Iterable[str] | None = None,
        defaults: Mapping[str, Any] | None = None,
        strict_slashes: bool | None = None,
        provide_automatic_options: bool | None = None,
        build_only: bool = False,
    ) -> None:
        """Let a view answer a ``rule`` (str). Without ``methods`` it takes GET, HEAD and OPTIONS.

        ``endpoint`` (str) names it for ``url_for``, the view's own name unless given. With ``build_only`` (bool) it is for
        ``url_for`` alone. Raises ValueError or TypeError for a rule that cannot be read, and for a name that another has.
        """
        self.refuse_late("add_url_rule")
        endpoint = self.endpoint_of(rule, endpoint, view_func)
        if methods is None:
            methods = getattr(view_func, "methods", None) or ("GET",)
        options = provide_automatic_options
        if options is None:
            options = getattr(view_func, "provide_automatic_options", None) is not False
        added = self.url_map.add(
            rule, view_func or self.url_map, methods, endpoint, defaults, strict_slashes, options, build_only
        )
        if view_func is not None:
            self.view_functions[added.endpoint] = view_func

    def endpoint_of(self, rule: str, endpoint: str | None, view_func: Callable[..., Any] | None) -> str:
        """Return the name (str) of a rule's endpoint: the view's own unless given.

        Raises TypeError if there is neither, AssertionError if another view has that name.
        """
        if endpoint is None and view_func is None:
            raise TypeError(f"the rule {rule!r} has no view and no endpoint: write add_url_rule(rule, view_func=...)")
        name = str(getattr(view_func, "__name__", None) if endpoint is None else endpoint)
        known = self.view_functions.get(name)
        if view_func is not None and known is not None and known is not view_func:
            raise AssertionError(f"the endpoint {name!r} of {rule!r} has another view: write endpoint='another_name'")
        return name

    def endpoint(self, name: str) -> Callable[[View], View]:
        """Let the decorated view answer the rules of an endpoint (str)."""
        self.refuse_late("endpoint")

        def enter(view: View) -> View:
            self.view_functions[name] = view
            return view

        return enter

    # Hooks

    def _enter(self, name: str, functions: list[Any], function: View) -> View:
        self.refuse_late(name)
        functions.append(function)
        return function

    def before_first_request(self, function: Before) -> Before:
        """Call ``function`` once, before the first request is answered."""
        return self._enter("before_first_request", self.first_request_functions, function)

    def before_request(self, function: Before) -> Before:
        """Call ``function`` before every view; if it returns something, that is answered and the view is left out."""
        return self._enter("before_request", self.before_request_functions, function)

    def after_request(self, function: After) -> After:
        """Call ``function`` with every response, the last one registered first; it returns the response to send."""
        return self._enter("after_request", self.after_request_functions, function)

    def teardown_request(self, function: Teardown) -> Teardown:
        """Call ``function`` at the end of every request, with the error that was not handled, or None."""
        self.has_end_hooks = True
        return self._enter("teardown_request", self.teardown_request_functions, function)

    def teardown_appcontext(self, function: Teardown) -> Teardown:
        """Call ``function`` at the end of every context: after those of a request, and where there was none."""
        self.has_end_hooks = True
        return self._enter("teardown_appcontext", self.teardown_appcontext_functions, function)

    def errorhandler(self, code_or_exception: int | type[Exception]) -> Callable[[View], View]:
        """Let the decorated function answer a status code (int) or an exception (class); it is given the exception."""

        def enter(handler: View) -> View:
            self.register_error_handler(code_or_exception, handler)
            return handler

        return enter

    def register_error_handler(self, code_or_exception: int | type[Exception], f: Callable[[Any], Any]) -> None:
        """Let ``f`` answer a status code (int) or an exception (class)."""
        self.refuse_late("register_error_handler")
        self.error_handlers.add(code_or_exception, f)

    def url_value_preprocessor(self, function: View) -> View:
        """Call ``function`` with the endpoint and the values of every request, before the hooks; it may change them."""
        return self._enter("url_value_preprocessor", self.url_value_preprocessors, function)

    def url_defaults(self, function: View) -> View:
        """Call ``function`` with endpoint and values of every URL that is built; it may add values."""
        return self._enter("url_defaults", self.url_default_functions, function)

    # Templates

    def context_processor(self, function: Processor) -> Processor:
        """Let every template know the names in the dict that ``function`` returns."""
        return self._enter("context_processor", self.context_processors, function)

    jinja_env: Any

    @property
    def template_filter(self) -> Register:
        """A decorator: templates use the function as a filter of a name (str; its own unless given)."""
        return Register(self, "filter")

    @property
    def template_test(self) -> Register:
        """A decorator: templates use the function as a test of a name (str; its own unless given)."""
        return Register(self, "test")

    @property
    def template_global(self) -> Register:
        """A decorator: templates call the function by a name (str; its own unless given)."""
        return Register(self, "global")

    def add_template_filter(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates use a function as a filter of a ``name`` (str; its own unless given)."""
        self.template_filter.add(function, name)

    def add_template_test(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates use a function as a test of a ``name`` (str; its own unless given)."""
        self.template_test.add(function, name)

    def add_template_global(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates call a function by a ``name`` (str; its own unless given)."""
        self.template_global.add(function, name)
