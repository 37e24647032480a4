"""Templates: HTML with holes in it, filled by Jinja2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, overload

from wsgi_apps.application.context import current_context, g, request, session
from wsgi_apps.extensions.sessions import get_flashed_messages
from wsgi_apps.extensions.urls import url_for

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from wsgi_apps.application.scaffold import Registration
    from wsgi_apps.extensions.equipment import Equipment

Function = TypeVar("Function", bound=Callable[..., Any])
ESCAPED = ("html", "htm", "xml", "xhtml", "svg")  # what templates are called whose values are escaped


#: Several threads may meet the first template at once, and what one of them adds must not be lost.
LOCK = Lock()


def make_environment(app: Equipment) -> Environment:
    """Return the Jinja2 environment of an application, the same one for all threads."""
    with LOCK:
        if "jinja_env" not in vars(app):
            app.jinja_env = new_environment(app)
        return app.jinja_env


def new_environment(app: Equipment) -> Environment:
    """Return a Jinja2 environment with the folder of an application, and the names that all templates know."""
    from jinja2 import Environment, FileSystemLoader, select_autoescape  # with the first template

    folders = [] if app.template_folder is None else [Path(app.root_path, app.template_folder)]
    options: dict[str, Any] = {
        "loader": FileSystemLoader(folders),
        "autoescape": select_autoescape(ESCAPED),
        "auto_reload": False,  # until ``environment_of`` looks
    }
    environment = Environment(**(options | app.jinja_options))  # noqa: S701 (they hold autoescape)
    environment.globals.update(
        url_for=url_for,
        get_flashed_messages=get_flashed_messages,
        config=app.config,
        request=request,
        session=session,
        g=g,
    )
    environment.policies["json.dumps_function"] = app.json.dumps
    return environment


def environment_of(app: Equipment) -> Environment:
    """Return the Jinja2 environment of an application, which reads changed files again in debug mode.

    That is looked at each time: a filter is registered, and the environment made for it, before debug mode is chosen.
    """
    reload = app.config["TEMPLATES_AUTO_RELOAD"]
    environment = app.jinja_env
    environment.auto_reload = environment.auto_reload or (app.debug if reload is None else reload)
    return environment


def render(app: Equipment, template: Template, values: dict[str, Any]) -> str:
    """Return a ``template`` (str) with the ``values`` (dict), and those of the context processors, in it."""
    known: dict[str, Any] = {}
    for processor in app.context_processors:
        known.update(processor())
    return template.render({**known, **values})


def render_template(template_name_or_list: str | Template | list[str | Template], **context: Any) -> str:
    """Return a template of the application's folder, by its name (or the first one of a list that exists), filled in.

    Raises jinja2.TemplateNotFound.
    """
    app = current_context().app
    return render(app, environment_of(app).get_or_select_template(template_name_or_list), context)


def render_template_string(source: str, **context: Any) -> str:
    """Return a template given as text (str), filled in. Never let a client's words be part of that text."""
    app = current_context().app
    return render(app, app.jinja_env.from_string(source), context)


class Register:
    """A decorator that lets the templates of ``app`` use a function as a ``kind`` of thing: filter, test or global.

    Its name (str) is the function's own unless given.
    """

    def __init__(self, app: Registration, kind: str) -> None:
        self.app = app
        self.kind = kind

    @overload
    def __call__(self, name: Function) -> Function: ...
    @overload
    def __call__(self, name: str | None = None) -> Callable[[Function], Function]: ...
    def __call__(self, name: Any = None) -> Any:
        """Enter the function that stands in place of the ``name``, or return the decorator for that name."""
        if callable(name):
            return self.add(name)
        return lambda function: self.add(function, name)

    def add(self, function: Function, name: str | None = None) -> Function:
        """Enter a ``function`` and return it."""
        self.app.refuse_late(f"template_{self.kind}")
        getattr(self.app.jinja_env, f"{self.kind}s")[name or function.__name__] = function
        return function
