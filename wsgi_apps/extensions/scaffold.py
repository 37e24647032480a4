"""What an application and a blueprint have in common beyond the core: folders beside the module, and more hooks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from wsgi_apps.application.context import current_context
from wsgi_apps.extensions.advice import Advice, refuse_async_view, refuse_bare, refuse_options, refuse_view
from wsgi_apps.extensions.disk import system_path
from wsgi_apps.extensions.files import send_from_directory
from wsgi_apps.extensions.left_out import OF_SCAFFOLD, LeftOut
from wsgi_apps.extensions.response import Response
from wsgi_apps.messages.cached_property import cached_property

if TYPE_CHECKING:
    from jinja2 import BaseLoader

Function = TypeVar("Function", bound=Callable[..., Any])


class Scaffold(Advice):
    """The tables and the folders of a module ``import_name``.

    Folders are looked up beside that module's file, unless ``root_path`` names another place. ``static_folder`` holds
    files that are sent below ``static_url_path``, which is ``/`` and the folder's name unless given;
    ``template_folder`` holds templates. None: there is no such folder.
    """

    import_name: str

    def __dir__(self) -> list[str]:
        """Return the names of the attributes, without those that are left out."""
        return sorted(set(super().__dir__()) - (OF_SCAFFOLD.keys() - self.__dict__.keys()))

    def set_up(
        self,
        static_url_path: str | None,
        static_folder: str | Path | None,
        template_folder: str | Path | None,
        root_path: str | Path | None,
    ) -> None:
        """Make the tables of the hooks, and look up the folders."""
        self.root_path = str(folder_of(self.import_name) if root_path is None else root_path)
        self.template_folder = template_folder
        self.static_folder = None if static_folder is None else str(Path(self.root_path, static_folder))
        self.static_url_path = static_url_path
        if static_folder is not None:
            name = f"/{Path(static_folder).name}" if static_url_path is None else static_url_path.rstrip("/")
            self.static_url_path = name
        self.url_value_preprocessors: list[Callable[[str | None, dict[str, Any] | None], object]] = []
        self.url_default_functions: list[Callable[[str, dict[str, Any]], object]] = []
        self.context_processors: list[Callable[[], dict[str, Any]]] = []

    # Rules

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Callable[..., Any] | None = None, **options: Any
    ) -> None:
        """Let a view answer a rule, as in the core; the view may have ``required_methods`` and more attributes."""
        refuse_view(rule, view_func)
        refuse_options(rule, options)
        endpoint = name_of(rule, view_func) if endpoint is None else endpoint
        given = options.get("methods"), options.get("provide_automatic_options")
        options["methods"], options["provide_automatic_options"] = methods_of(view_func, *given)
        super().add_url_rule(rule, endpoint, view_func, **options)

    def endpoint(self, name: str) -> Callable[[Function], Function]:
        """Let the decorated view answer the rules of an endpoint."""
        self.refuse_late("endpoint")
        refuse_bare("app.endpoint", "'name'", "the name", name)

        def enter(view: Function) -> Function:
            refuse_view(name, view)
            refuse_async_view(view)
            self.view_functions[name] = view
            return view

        return enter

    # Hooks

    def url_value_preprocessor(self, function: Function) -> Function:
        """Call ``function`` with the endpoint and the values of every request, before the hooks; it may change them."""
        return self.add_hook("url_value_preprocessor", self.url_value_preprocessors, function)

    def url_defaults(self, function: Function) -> Function:
        """Call ``function`` with endpoint and values of every URL that is built; it may add values."""
        return self.add_hook("url_defaults", self.url_default_functions, function)

    def context_processor(self, function: Function) -> Function:
        """Let every template know the names in the dict that ``function`` returns."""
        return self.add_hook("context_processor", self.context_processors, function)

    # Files

    @property
    def has_static_folder(self) -> bool:
        """Whether there are files to send."""
        return self.static_folder is not None

    def send_static_file(self, filename: str) -> Response:
        """Return the response that sends a file of the static folder. Raises RuntimeError if there is no folder."""
        if self.static_folder is None:
            raise RuntimeError(f"{self.import_name} has no static folder: make it with static_folder='static'")
        return send_from_directory(
            self.static_folder, filename, max_age=lambda path: self.get_send_file_max_age(filename)
        )

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return for how many seconds a file may be kept unasked, None: not at all."""
        age: timedelta | int | None = current_context().app.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return age if age is None or isinstance(age, int) else int(age.total_seconds())

    def open_resource(self, resource: str, mode: str = "rb", encoding: str | None = "utf-8") -> IO[Any]:
        """Return a file of the program's, open for reading, by its path below ``root_path``. Raises OSError."""
        if mode not in ("r", "rt", "rb"):
            raise ValueError(f"open_resource(mode={mode!r}): write 'rb' or 'r', resources are only read")
        return Path(system_path(Path(self.root_path, resource))).open(mode, encoding=None if mode == "rb" else encoding)

    @cached_property
    def jinja_loader(self) -> BaseLoader | None:
        """The loader of the templates of this folder, or None without a folder. You can set it."""
        if self.template_folder is None:
            return None
        from wsgi_apps.extensions.template_loader import FolderLoader  # with the first template

        return FolderLoader([system_path(Path(self.root_path, self.template_folder))])


for _name in OF_SCAFFOLD:  # ``__getattr__`` would do, but Python then looks up every attribute more slowly
    setattr(Scaffold, _name, LeftOut(_name))


def folder_of(import_name: str) -> Path:
    """Return the folder of a module's file; the current one if it has none."""
    file = getattr(sys.modules.get(import_name), "__file__", None)
    if file is None:
        try:
            spec = find_spec(import_name)
        except (ImportError, ValueError):
            spec = None
        file = spec.origin if spec and spec.has_location else None
    return Path(file).absolute().parent if file else Path.cwd()


def methods_of(
    view: Callable[..., Any] | None, methods: Iterable[str] | None, answers_options: bool | None
) -> tuple[Iterable[str], bool]:
    """Return the methods of a rule, and whether OPTIONS is answered for its view.

    Without ``methods`` they are those of the view; its ``required_methods`` join them. Unless ``answers_options`` or
    the view's ``provide_automatic_options`` says so, a view whose methods hold OPTIONS answers OPTIONS itself.
    """
    given = (getattr(view, "methods", None) or ("GET",)) if methods is None else methods
    if isinstance(given, str):
        return given, True  # the rule refuses it
    names = {name.upper() for name in given}
    if answers_options is None:
        answers_options = getattr(view, "provide_automatic_options", None)
    if answers_options is None:
        answers_options = "OPTIONS" not in names
    names |= {name.upper() for name in getattr(view, "required_methods", ())}
    return names - {"OPTIONS"} if answers_options else names, answers_options


def name_of(rule: str, view_func: Callable[..., Any] | None) -> str:
    """Return the name of a view. Raises TypeError if there is no view, or a view without a name."""
    if view_func is None:
        raise TypeError(f"the rule {rule!r} has no view and no endpoint: write add_url_rule(rule, view_func=...)")
    name = getattr(view_func, "__name__", None)
    if name is None:
        raise TypeError(f"the view {view_func!r} of {rule!r} has no name of its own: write endpoint='a_name'")
    return str(name)
