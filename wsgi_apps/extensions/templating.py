"""Templates: HTML with placeholders, which Jinja2 fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, overload

from wsgi_apps.application.context import current_context
from wsgi_apps.application.globals import url_for
from wsgi_apps.extensions.context import g, request, session
from wsgi_apps.extensions.disk import system_path
from wsgi_apps.extensions.sessions import get_flashed_messages
from wsgi_apps.messages.cached_property import cached_property

if TYPE_CHECKING:
    from jinja2 import Environment, Template

Function = TypeVar("Function", bound=Callable[..., Any])
ESCAPED = ("html", "htm", "xml", "xhtml", "svg")  # the endings of templates whose values are escaped

#: Several threads may need the first template at once; no addition of one of them may be lost.
LOCK = Lock()


class Templates:
    """The templates of an application, in a ``folder`` or, if it is None, given as text only.

    ``names`` are those that all templates know, ``options`` are arguments of jinja2.Environment, and ``dumps`` writes
    JSON for the filter ``tojson``. ``context_processors`` are functions that return more names.
    """

    def __init__(
        self, folder: Path | None, names: Mapping[str, Any], options: Mapping[str, Any], dumps: Callable[..., str]
    ) -> None:
        self.folder = folder
        self.names = names
        self.options = options
        self.dumps = dumps
        self.context_processors: list[Callable[[], dict[str, Any]]] = []

    @cached_property
    def environment(self) -> Environment:
        """The Jinja2 environment, the same one for all threads."""
        with LOCK:
            return vars(self).get("environment") or self.new_environment()

    def new_environment(self) -> Environment:
        """Return a Jinja2 environment with the folder and the names."""
        from jinja2 import Environment, select_autoescape  # with the first template

        from wsgi_apps.extensions.template_loader import FolderLoader

        options: dict[str, Any] = {
            "loader": FolderLoader([] if self.folder is None else [system_path(self.folder)]),
            "autoescape": select_autoescape(ESCAPED),
            "auto_reload": False,  # until ``render`` is asked to
        }
        environment = Environment(**{**options, **self.options})  # noqa: S701 (they hold autoescape)
        environment.globals.update(
            url_for=url_for, get_flashed_messages=get_flashed_messages, request=request, session=session, g=g
        )
        environment.globals.update(self.names)
        environment.policies["json.dumps_function"] = self.dumps
        self.environment = environment  # inside the lock
        return environment

    def render(self, name: str | Template | list[str | Template], values: dict[str, Any], reload: bool) -> str:
        """Return a template, or the first one of a list that exists, with ``values`` in it.

        With ``reload`` changed files are read again: the environment may be older than debug mode, so it is set each
        time. Raises jinja2.TemplateNotFound.
        """
        environment = self.environment
        environment.auto_reload = environment.auto_reload or reload
        return self.fill(environment.get_or_select_template(name), values)

    def render_string(self, source: str, values: dict[str, Any]) -> str:
        """Return a template that is given as text, with ``values`` in it."""
        return self.fill(self.environment.from_string(source), values)

    def fill(self, template: Template, values: dict[str, Any]) -> str:
        """Return a ``template`` with the ``values``, and those of the context processors, in it."""
        known: dict[str, Any] = {}
        for processor in self.context_processors:
            known.update(processor())
        return template.render({**known, **values})


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
    reload = app.config["TEMPLATES_AUTO_RELOAD"]
    text: str = app.templates.render(template_name_or_list, context, app.debug if reload is None else reload)
    return text


def render_template_string(source: str, **context: Any) -> str:
    """Return a template given as text, filled in. Never let a client's words be part of that text."""
    text: str = current_context().app.templates.render_string(source, context)
    return text
