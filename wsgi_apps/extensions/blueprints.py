"""Blueprints: views, hooks, templates and files that are written apart and registered on an application.

A blueprint shares the application. ``Mount`` is the other way: it joins applications that know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from functools import partial
from pathlib import Path
from typing import Any

from wsgi_apps.application.app import checked_response
from wsgi_apps.application.context import Context
from wsgi_apps.application.error_handlers import ErrorHandlers, Handler
from wsgi_apps.exceptions import HTTPException
from wsgi_apps.extensions.advice import refuse_async, refuse_async_view, refuse_bare, refuse_options, refuse_view
from wsgi_apps.extensions.context import has_request_context, request
from wsgi_apps.extensions.request import names_around
from wsgi_apps.extensions.scaffold import Function, Scaffold, name_of
from wsgi_apps.extensions.templating import TemplateDecorator, Templates
from wsgi_apps.messages.response_body import call_quietly

#: Options of Flask's ``register_blueprint`` that need what is left out.
LEFT_OUT = {"subdomain": "let nginx choose by the host", "cli_group": "write commands as programs of their own"}


class BlueprintSetupState:
    """One registration of a ``blueprint`` on an ``app``, with the ``options`` that it was registered with.

    ``first_registration`` says that the blueprint was not registered before, under another name.
    """

    def __init__(self, blueprint: Blueprint, app: Any, options: Mapping[str, Any], first_registration: bool) -> None:
        self.blueprint = blueprint
        self.app = app
        self.options = options
        self.first_registration = first_registration
        prefix = options.get("url_prefix")
        self.url_prefix: str | None = blueprint.url_prefix if prefix is None else prefix
        self.name: str = options.get("name", blueprint.name)
        self.name_prefix: str = options.get("name_prefix", "")
        self.url_defaults = {**blueprint.url_values_defaults, **(options.get("url_defaults") or {})}

    @property
    def full_name(self) -> str:
        """The name, behind those of the blueprints around."""
        return f"{self.name_prefix}.{self.name}".lstrip(".")

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        *,
        defaults: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """Add a rule to the application: prefix and name of the blueprint go in front of path and endpoint."""
        endpoint = name_of(rule, view_func) if endpoint is None else endpoint
        self.app.add_url_rule(
            joined(self.url_prefix, rule),
            f"{self.full_name}.{endpoint}",
            view_func,
            defaults={**self.url_defaults, **(defaults or {})},
            **options,
        )


class Blueprint(Scaffold):
    """What an application is made of, under a ``name`` and below a ``url_prefix``.

    It has the decorators of an App. What they are given happens to requests for its own views; the decorators with
    ``app_`` in their names act on the whole application. The other arguments are those of an App; ``url_defaults``
    are values that all its views get. Raises ValueError for a name that is empty or has a dot.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        static_folder: str | Path | None = None,
        static_url_path: str | None = None,
        template_folder: str | Path | None = None,
        url_prefix: str | None = None,
        *,
        url_defaults: Mapping[str, Any] | None = None,
        root_path: str | Path | None = None,
    ) -> None:
        if not name or "." in name:
            raise ValueError(f"a blueprint cannot be named {name!r}: write a name without a dot")
        super().__init__()
        del self.url_map  # the rules go to the application's
        self.name = name
        self.import_name = import_name
        self.url_prefix = url_prefix
        self.url_values_defaults = dict(url_defaults or {})
        self.set_up(static_url_path, static_folder, template_folder, root_path)
        self.deferred_functions: list[Callable[[BlueprintSetupState], object]] = []
        self.nested: list[tuple[Blueprint, dict[str, Any]]] = []
        self.is_registered = False

    def __repr__(self) -> str:
        return f"<Blueprint {self.name!r}>"

    def refuse_late(self, name: str) -> None:
        """Raise AssertionError if the blueprint is registered: some registrations would lack what comes now."""
        if self.is_registered:
            raise AssertionError(
                f"blueprint.{name} comes after {self.name!r} was registered: call it before register_blueprint"
            )

    # Rules and views

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None:
        """Let a view answer a rule below the prefix; the arguments are those of ``App.add_url_rule``.

        Raises ValueError for a name with a dot.
        """
        self.refuse_late("add_url_rule")
        refuse_view(rule, view_func)
        refuse_options(rule, options)
        if view_func is not None:
            refuse_async_view(view_func, options.get("methods"))
        for name in (endpoint or "", getattr(view_func, "__name__", "")):
            if "." in name:
                raise ValueError(f"the endpoint {name!r} of {rule!r} has a dot: the blueprint's name is put in front")
        self.record(lambda state: state.add_url_rule(rule, endpoint, view_func, **options))

    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Register another blueprint inside this one, with the options of ``App.register_blueprint``."""
        self.refuse_late("register_blueprint")
        refuse_other(blueprint)
        if blueprint is self:
            raise ValueError(
                f"the blueprint {self.name!r} cannot be registered on itself: register it on the application"
            )
        self.nested.append((blueprint, options))

    # Registration

    def record(self, function: Callable[[BlueprintSetupState], object]) -> None:
        """Call ``function`` with the state of each registration."""
        self.add_hook("record", self.deferred_functions, function)

    def record_once(self, function: Callable[[BlueprintSetupState], object]) -> None:
        """Call ``function`` with the state of the first registration."""
        self.record(lambda state: function(state) if state.first_registration else None)

    def make_setup_state(
        self, app: Any, options: Mapping[str, Any], first_registration: bool = False
    ) -> BlueprintSetupState:
        """Return the state of a registration; a derived class may return its own."""
        return BlueprintSetupState(self, app, options, first_registration)

    def register(self, app: Any, options: dict[str, Any]) -> None:
        """Add all that was recorded to the application. Raises ValueError for a name that another blueprint has."""
        for name, advice in LEFT_OUT.items():
            if name in options:
                raise TypeError(f"register_blueprint({name}=...) is left out here: {advice}")
        state = self.make_setup_state(app, options, all(known is not self for known in app.blueprints.values()))
        app.enter_blueprint(state.full_name, self)
        self.is_registered = True
        if self.has_static_folder:
            state.add_url_rule(f"{self.static_url_path}/<path:filename>", "static", self.send_static_file)
        app.view_functions.update(self.view_functions)
        for function in self.deferred_functions:
            function(state)
        for blueprint, inner in self.nested:
            blueprint.register(app, {**inner, **inherited(state, blueprint, inner)})

    # What acts on the whole application

    def before_app_request(self, function: Function) -> Function:
        """Call ``function`` before every view of the application."""
        return self.for_app("before_request", function)

    def after_app_request(self, function: Function) -> Function:
        """Call ``function`` with every response of the application; it returns the response to send."""
        return self.for_app("after_request", function)

    def teardown_app_request(self, function: Function) -> Function:
        """Call ``function`` at the end of every request to the application."""
        return self.for_app("teardown_request", function)

    def app_context_processor(self, function: Function) -> Function:
        """Let every template of the application know the names in the dict that ``function`` returns."""
        return self.for_app("context_processor", function)

    def app_url_value_preprocessor(self, function: Function) -> Function:
        """Call ``function`` with the endpoint and the values of every request to the application."""
        return self.for_app("url_value_preprocessor", function)

    def app_url_defaults(self, function: Function) -> Function:
        """Call ``function`` with endpoint and values of every URL that is built."""
        return self.for_app("url_defaults", function)

    def for_app(self, name: str, function: Function) -> Function:
        """Give ``function`` to the application's decorator of that ``name``, once, and return it."""
        refuse_async(function)
        self.record_once(lambda state: getattr(state.app, name)(function))
        return function

    def app_errorhandler(self, code: int | type[Exception]) -> Callable[[Function], Function]:
        """Let the decorated function answer a status code or an exception class in the whole application."""
        refuse_bare("blueprint.app_errorhandler", "404", "a status code or an exception class", code)

        def enter(handler: Function) -> Function:
            refuse_async(handler)
            self.record_once(lambda state: state.app.register_error_handler(code, handler))
            return handler

        return enter

    @property
    def app_template_filter(self) -> TemplateDecorator:
        """A decorator: the templates of the application use the function as a filter."""
        return TemplateDecorator(self.add_app_template_filter)

    @property
    def app_template_test(self) -> TemplateDecorator:
        """A decorator: the templates of the application use the function as a test."""
        return TemplateDecorator(self.add_app_template_test)

    @property
    def app_template_global(self) -> TemplateDecorator:
        """A decorator: the templates of the application call the function."""
        return TemplateDecorator(self.add_app_template_global)

    def add_app_template_filter(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let the templates of the application use a function as a filter, by its own name or the one given."""
        self.record_once(lambda state: state.app.add_template_filter(function, name))

    def add_app_template_test(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let the templates of the application use a function as a test, by its own name or the one given."""
        self.record_once(lambda state: state.app.add_template_test(function, name))

    def add_app_template_global(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let the templates of the application call a function by its own name or the one given."""
        self.record_once(lambda state: state.app.add_template_global(function, name))


class Blueprints(Templates):
    """The blueprints of an application, and what they add to the steps of a request."""

    report: Callable[[Context, Exception], None]

    def set_up(self, *folders: Any) -> None:
        """Make the tables as well."""
        super().set_up(*folders)
        #: The blueprints by their full names, in the order of their registration.
        self.blueprints: dict[str, Blueprint] = {}
        self._around: dict[str, tuple[Blueprint, ...]] = {}

    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Add all that a blueprint has to the application.

        The options are ``url_prefix`` and ``url_defaults``, which go before its own, and ``name``: a blueprint may be
        registered again under another name.
        """
        self.refuse_late("register_blueprint")
        refuse_other(blueprint)
        blueprint.register(self, options)

    def enter_blueprint(self, name: str, blueprint: Blueprint) -> None:
        """Add a blueprint to the table under its full name. Raises ValueError if there is one with that name."""
        known = self.blueprints.get(name)
        if known is not None:
            which = "this blueprint is registered" if known is blueprint else "another blueprint has that name"
            raise ValueError(f"the name {name!r} is taken, {which}: write register_blueprint(..., name='another_name')")
        self.blueprints[name] = blueprint
        self._around = {}

    def iter_blueprints(self) -> ValuesView[Blueprint]:
        """Return the blueprints in the order of their registration."""
        return self.blueprints.values()

    def blueprints_of(self, endpoint: str) -> tuple[Blueprint, ...]:
        """Return the blueprints that an endpoint is in, the innermost first."""
        return tuple(self.blueprints[name] for name in names_around(endpoint) if name in self.blueprints)

    def blueprints_around(self, context: Context) -> tuple[Blueprint, ...]:
        """Return the blueprints that the view of a request is in, the innermost first; kept for each endpoint."""
        if not self.blueprints or context.rule is None:
            return ()
        endpoint = str(context.rule.endpoint)
        if endpoint not in self._around:
            self._around[endpoint] = self.blueprints_of(endpoint)
        return self._around[endpoint]

    # The life of a request: what happens in a step if there are blueprints

    def preprocess_values(self, context: Context) -> None:
        """Let the functions of ``url_value_preprocessor`` change the values of a rule, the application's first."""
        endpoint = None if context.rule is None else str(context.rule.endpoint)
        for scaffold in (self, *reversed(self.blueprints_around(context))):
            for preprocessor in scaffold.url_value_preprocessors:
                preprocessor(endpoint, context.view_args)

    def preprocess_in_blueprints(self, context: Context) -> Any:
        """Run the hooks before the view, the outermost blueprint's first; return the first result that is not None."""
        for blueprint in reversed(self.blueprints_around(context)):
            for function in blueprint.before_request_functions:
                result = function()
                if result is not None:
                    return result
        return None

    def process_in_blueprints(self, context: Context, response: Any) -> Any:
        """Run the hooks on a response, those of the innermost blueprint first. Raises TypeError."""
        for blueprint in self.blueprints_around(context):
            for function in reversed(blueprint.after_request_functions):
                response = checked_response(function, function(response))
        return response

    def teardown_blueprints(self, context: Context, error: BaseException | None) -> None:
        """Run the hooks for the end of a request, those of the innermost blueprint first."""
        for blueprint in self.blueprints_around(context):
            hooks = [partial(hook, error) for hook in reversed(blueprint.teardown_request_functions)]
            call_quietly(hooks, partial(self.report, context))

    def find_error_handler(self, context: Any, error: Exception) -> Handler | None:
        """Return the handler of an error: that of the innermost blueprint first. The context keeps it."""
        around = self.blueprints_around(context)
        tables = [*(blueprint.error_handlers for blueprint in around), self.error_handlers]
        context.handler = found = find_handler(tables, error)
        return found

    def template_scaffolds(self) -> Iterator[Scaffold]:
        """Yield what has templates: the application first, then the blueprints."""
        yield from super().template_scaffolds()
        yield from self.blueprints.values()

    def scaffolds_of_request(self) -> Iterable[Scaffold]:
        """Return the application and the blueprints of the view of this request, the outermost first."""
        endpoint = request.endpoint if has_request_context() else None
        return *super().scaffolds_of_request(), *reversed(self.blueprints_of(endpoint or ""))

    def inject_url_defaults(self, endpoint: str, values: dict[str, Any]) -> None:
        """Let the functions of ``url_defaults`` add values for the URL of an endpoint, the application's first."""
        for scaffold in (self, *reversed(self.blueprints_of(endpoint))):
            for function in scaffold.url_default_functions:
                function(endpoint, values)


def refuse_other(blueprint: object) -> None:
    """Raise TypeError for anything but a blueprint, such as the class or the module of a blueprint."""
    if not isinstance(blueprint, Blueprint):
        advice = "make notes = Blueprint('notes', __name__), and write register_blueprint(notes)"
        raise TypeError(f"register_blueprint got {blueprint!r}, which is not a blueprint: {advice}")


def joined(prefix: str | None, path: str) -> str:
    """Return a path below a prefix, with one slash between them; an empty path is the prefix itself."""
    if prefix is None:
        return path
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if path else prefix


def inherited(state: BlueprintSetupState, blueprint: Blueprint, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a nested blueprint gets from the registration around it."""
    prefix = options.get("url_prefix")
    own = blueprint.url_prefix if prefix is None else prefix
    whole = state.url_prefix if own is None else joined(state.url_prefix, own)
    return {"name_prefix": state.full_name, **({} if whole is None else {"url_prefix": whole})}


def find_handler(tables: Iterable[ErrorHandlers], error: Exception) -> Handler | None:
    """Return the handler of an ``error`` in the first table that has one for its code, or else for its class."""
    for code in (error.code, None) if isinstance(error, HTTPException) else (None,):
        for table in tables:
            handlers = table.by_code.get(code)
            for kind in type(error).__mro__ if handlers else ():
                if kind in handlers:  # type: ignore[operator]
                    return handlers[kind]  # type: ignore[index]
    return None
