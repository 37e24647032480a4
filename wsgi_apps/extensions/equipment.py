"""Equipment: what an application has, besides what a program registers: settings, folders, a log, templates, a client."""

from __future__ import annotations

import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import IO, TYPE_CHECKING, Any

from wsgi_apps.application.context import Globals
from wsgi_apps.application.scaffold import Registration
from wsgi_apps.extensions.config import Config, Lifetime, Setting
from wsgi_apps.extensions.files import send_from_directory
from wsgi_apps.extensions.json_provider import JSONProvider
from wsgi_apps.extensions.request import Request
from wsgi_apps.extensions.response import Response
from wsgi_apps.extensions.sessions import SecureCookieSessionInterface, SessionInterface
from wsgi_apps.extensions.templating import make_environment
from wsgi_apps.extensions.urls import OPTIONS, build_url
from wsgi_apps.messages.cached_property import lazy
from wsgi_apps.routing.url_building import BuildError

if TYPE_CHECKING:
    import logging

    from jinja2 import Environment


class Equipment(Registration):
    """An application with its settings, as attributes that can be read and set; its arguments are those of App."""

    request_class = Request
    json_provider_class = JSONProvider
    app_ctx_globals_class = Globals
    session_interface: SessionInterface = SecureCookieSessionInterface()
    jinja_options: dict[str, Any] = {}
    debug = Setting[bool]("DEBUG")
    testing = Setting[bool]("TESTING")
    secret_key = Setting[str | bytes | None]("SECRET_KEY")
    permanent_session_lifetime = Lifetime("PERMANENT_SESSION_LIFETIME")

    def __init__(
        self,
        import_name: str,
        static_url_path: str | None = None,
        static_folder: str | Path | None = "static",
        template_folder: str | Path | None = "templates",
        root_path: str | Path | None = None,
    ) -> None:
        super().__init__()
        self.import_name = import_name
        self.root_path = str(folder_of(import_name) if root_path is None else root_path)
        self.template_folder = template_folder
        self.config = Config(self.root_path)
        self.json = self.json_provider_class(self)
        self.first_request_lock = RLock()
        self.static_folder = None if static_folder is None else str(Path(self.root_path, static_folder))
        self.static_url_path = static_url_path
        if static_folder is not None:
            name = f"/{Path(static_folder).name}" if static_url_path is None else static_url_path.rstrip("/")
            self.static_url_path = name
            self.add_url_rule(f"{name}/<path:filename>", "static", self.send_static_file)

    _response_class: type[Response] = Response

    @property
    def response_class(self) -> type[Response]:
        """The class of the responses. It can be set, to one derived from Response."""
        return self._response_class

    @response_class.setter
    def response_class(self, response_class: type[Response]) -> None:
        self._response_class = response_class
        self.shortcuts = {}  # they know the usual class only

    @lazy
    def name(self) -> str:
        """The name of the application (str): its module's, or its file's if that is run."""
        file = getattr(sys.modules.get("__main__"), "__file__", None)
        return Path(file).stem if self.import_name == "__main__" and file else self.import_name

    @lazy
    def logger(self) -> logging.Logger:
        """The log of the application (logging.Logger), which goes to the server's unless configured otherwise."""
        from wsgi_apps.extensions.logger import create_logger  # logging is slow to import, and a program may never log

        return create_logger(self)

    @lazy
    def jinja_env(self) -> Environment:
        """The Jinja2 environment of the application's templates."""
        return make_environment(self)

    def send_static_file(self, filename: str) -> Response:
        """Return the answer that sends a file of the static folder."""
        if self.static_folder is None:
            raise RuntimeError("this application has no static folder: make it with static_folder='static'")
        return send_from_directory(self.static_folder, filename)

    @property
    def has_static_folder(self) -> bool:
        """Whether there are files to send (bool)."""
        return self.static_folder is not None

    def open_resource(self, resource: str, mode: str = "rb", encoding: str | None = "utf-8") -> IO[Any]:
        """Return a file of the program's (open for reading), by its path (str) below ``root_path``. Raises OSError."""
        if mode not in ("r", "rt", "rb"):
            raise ValueError(f"open_resource(mode={mode!r}): write 'rb' or 'r', resources are only read")
        return Path(self.root_path, resource).open(mode, encoding=None if mode == "rb" else encoding)

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return for how many seconds a file may be kept unasked, None: not at all."""
        age: timedelta | int | None = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return age if age is None or isinstance(age, int) else int(age.total_seconds())

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Return the URL (str) of an ``endpoint``; the arguments are those of ``wsgi_apps.url_for``."""
        options = {name: values.pop(name, None) for name in OPTIONS}
        for function in self.url_default_functions:
            function(endpoint, values)
        try:
            return build_url(self, endpoint, values, **options)
        except BuildError as error:
            return self.handle_url_build_error(error, endpoint, values | options)

    def handle_url_build_error(self, error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        """Return what a handler of the program builds instead (str). Raises the error if none does."""
        for handler in self.url_build_error_handlers:
            try:
                return handler(error, endpoint, values)
            except BuildError as another:
                error = another
        raise error


def folder_of(import_name: str) -> Path:
    """Return the folder (Path) of a module's file; the current one if it has none."""
    file = getattr(sys.modules.get(import_name), "__file__", None)
    if file is None and import_name != "__main__":
        try:
            spec = find_spec(import_name)
        except (ImportError, ValueError):
            spec = None
        file = spec.origin if spec and spec.has_location else None
    return Path(file).absolute().parent if file else Path.cwd()
