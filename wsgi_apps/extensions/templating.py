"""Templates: HTML with placeholders, which Jinja2 fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, overload

from wsgi_apps.application.context import current_context
from wsgi_apps.application.globals import url_for
from wsgi_apps.extensions.context import g, has_request_context, request, session
from wsgi_apps.extensions.scaffold import Scaffold
from wsgi_apps.extensions.sessions import get_flashed_messages
from wsgi_apps.extensions.streaming import stream_with_context
from wsgi_apps.messages.cached_property import cached_property

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment, Template

Function = TypeVar("Function", bound=Callable[..., Any])
ESCAPED = (".html", ".htm", ".xml", ".xhtml", ".svg")  # the endings of templates whose values are escaped

#: Several threads may need the first template at once; no addition of one of them may be lost.
LOCK = RLock()


class Templates(Scaffold):
    """The templates of an application."""

    config: Mapping[str, Any]
    json: Any
    #: Arguments of jinja2.Environment.
    jinja_options: dict[str, Any] = {}

    # The environment

    @cached_property
    def jinja_env(self) -> Environment:
        """The Jinja2 environment of the templates, the same one for all threads."""
        with LOCK:
            if "jinja_env" not in self.__dict__:
                self.jinja_env = self.create_jinja_environment()
            return self.jinja_env

    def create_jinja_environment(self) -> Environment:
        """Return a new Jinja2 environment, with the names that all templates know."""
        from jinja2 import Environment  # with the first template

        options: dict[str, Any] = {
            "loader": self.create_global_jinja_loader(),
            "autoescape": self.select_jinja_autoescape,
            "auto_reload": self.reloads_templates,
        }
        environment = Environment(**{**options, **self.jinja_options})  # noqa: S701 (they hold autoescape)
        environment.globals.update(url_for=url_for, get_flashed_messages=get_flashed_messages, config=self.config)
        environment.globals.update(request=request, session=session, g=g)
        environment.policies["json.dumps_function"] = self.json.dumps
        return environment

    def create_global_jinja_loader(self) -> BaseLoader:
        """Return the loader of the templates of the application, then of others: see ``template_scaffolds``."""
        from wsgi_apps.extensions.template_loader import TemplateLoader  # it imports Jinja2

        return TemplateLoader(self)

    def template_scaffolds(self) -> Iterable[Scaffold]:
        """Yield what has templates: the application, and then what was registered on it."""
        yield self

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Return whether the values in a template are escaped, by the name of its file; None: it is a text."""
        return filename is None or filename.lower().endswith(ESCAPED)

    @property
    def reloads_templates(self) -> bool:
        """Whether changed files are read again: if a setting says so, or in debug mode."""
        reload = self.config["TEMPLATES_AUTO_RELOAD"]
        return bool(self.config["DEBUG"] if reload is None else reload)

    # Templates

    def find_template(self, name: str | Template | list[str | Template]) -> Template:
        """Return a template, or the first one of a list that exists. Raises jinja2.TemplateNotFound.

        The environment may be older than debug mode, so it is set each time.
        """
        environment = self.jinja_env
        environment.auto_reload = environment.auto_reload or self.reloads_templates
        return environment.get_or_select_template(name)

    def update_template_context(self, context: dict[str, Any]) -> None:
        """Add what the context processors return to the values of a template, which go first."""
        own = context.copy()
        for scaffold in self.scaffolds_of_request():
            for processor in scaffold.context_processors:
                context.update(processor())
        context.update(own)

    def scaffolds_of_request(self) -> Iterable[Scaffold]:
        """Return what the view of this request belongs to, the application first."""
        return (self,)

    # Functions of templates

    @property
    def template_filter(self) -> TemplateDecorator:
        """A decorator: templates use the function as a filter, by its own name or the one given."""
        return TemplateDecorator(self.add_template_filter)

    @property
    def template_test(self) -> TemplateDecorator:
        """A decorator: templates use the function as a test, by its own name or the one given."""
        return TemplateDecorator(self.add_template_test)

    @property
    def template_global(self) -> TemplateDecorator:
        """A decorator: templates call the function by its own name or the one given."""
        return TemplateDecorator(self.add_template_global)

    def add_template_filter(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates use a function as a filter, by its own name or the one given."""
        self.refuse_late("template_filter")
        self.jinja_env.filters[name or function.__name__] = function

    def add_template_test(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates use a function as a test, by its own name or the one given."""
        self.refuse_late("template_test")
        self.jinja_env.tests[name or function.__name__] = function

    def add_template_global(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Let templates call a function by its own name or the one given."""
        self.refuse_late("template_global")
        self.jinja_env.globals[name or function.__name__] = function


class TemplateDecorator:
    """A decorator that lets templates use a function; its name there is the function's own unless given.

    ``add`` enters a function under a name, None: its own.
    """

    def __init__(self, add: Callable[[Any, str | None], None]) -> None:
        self.add = add

    @overload
    def __call__(self, name: Function) -> Function: ...
    @overload
    def __call__(self, name: str | None = None) -> Callable[[Function], Function]: ...
    def __call__(self, name: Any = None) -> Any:
        """Enter the function that stands in place of the ``name``, or return the decorator for that name."""
        if callable(name):
            return self.entered(name, None)
        return lambda function: self.entered(function, name)

    def entered(self, function: Function, name: str | None) -> Function:
        """Enter a function and return it."""
        self.add(function, name)
        return function


def render_template(template_name_or_list: str | Template | list[str | Template], **context: Any) -> str:
    """Return a template of the application's folder, or the first one of a list that exists, filled in.

    Raises jinja2.TemplateNotFound.
    """
    app: Any = current_context().app
    template = app.find_template(template_name_or_list)
    app.update_template_context(context)
    text: str = template.render(context)
    return text


def render_template_string(source: str, **context: Any) -> str:
    """Return a template given as text, filled in. Never let a client's words be part of that text."""
    app: Any = current_context().app
    template = app.jinja_env.from_string(source)
    app.update_template_context(context)
    text: str = template.render(context)
    return text


def stream_template(template_name_or_list: str | Template | list[str | Template], **context: Any) -> Iterator[str]:
    """Return the pieces of a template, filled in while they are sent. Raises jinja2.TemplateNotFound."""
    app: Any = current_context().app
    return streamed(app, app.find_template(template_name_or_list), context)


def stream_template_string(source: str, **context: Any) -> Iterator[str]:
    """Return the pieces of a template given as text, filled in while they are sent."""
    app: Any = current_context().app
    return streamed(app, app.jinja_env.from_string(source), context)


def streamed(app: Any, template: Template, context: dict[str, Any]) -> Iterator[str]:
    """Return the pieces of a template, which are made in the context of the request if there is one."""
    app.update_template_context(context)
    pieces = template.generate(context)
    return stream_with_context(pieces) if has_request_context() else pieces


def get_template_attribute(template_name: str, attribute: str) -> Any:
    """Return a macro or a variable that a template exports. Raises jinja2.TemplateNotFound and AttributeError."""
    return getattr(current_context().app.jinja_env.get_template(template_name).module, attribute)
