"""The configuration of an application: a dict, with methods that fill it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from pkgutil import resolve_name
from typing import IO, Any, Generic, TypeVar

from wsgi_apps.extensions.disk import system_path
from wsgi_apps.messages.request import LIMITS

Value = TypeVar("Value")

DEFAULTS: dict[str, Any] = {
    "DEBUG": False,
    "TESTING": False,
    "PROPAGATE_EXCEPTIONS": None,  # None: only when testing
    "SECRET_KEY": None,
    "SECRET_KEY_FALLBACKS": None,
    "PERMANENT_SESSION_LIFETIME": timedelta(days=31),
    "SESSION_COOKIE_NAME": "session",
    "SESSION_COOKIE_DOMAIN": None,
    "SESSION_COOKIE_PATH": None,  # None: the path where the application is mounted
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SECURE": None,  # None: if the request came by https
    "SESSION_COOKIE_PARTITIONED": False,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_REFRESH_EACH_REQUEST": True,
    "SEND_FILE_MAX_AGE_DEFAULT": None,
    "SERVER_NAME": None,
    "APPLICATION_ROOT": "/",
    "PREFERRED_URL_SCHEME": "http",
    "TRAP_HTTP_EXCEPTIONS": False,
    "TRAP_BAD_REQUEST_ERRORS": None,
    "EXPLAIN_TEMPLATE_LOADING": False,
    "TEMPLATES_AUTO_RELOAD": None,  # None: in debug mode
    **LIMITS,
    "TRUSTED_HOSTS": None,  # names; ".example.com" stands for the domain and all below it
}


class Setting(Generic[Value]):
    """An attribute of an application or a request: the setting of that ``name`` in its ``config``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, owner: Any, kind: type) -> Value:
        value: Value = owner.config[self.name]
        return value

    def __set__(self, owner: Any, value: Value) -> None:
        owner.config[self.name] = value


class Lifetime(Setting[timedelta]):
    """A setting that is a length of time; the config may have it in seconds."""

    def __get__(self, owner: Any, kind: type) -> timedelta:
        value = owner.config[self.name]
        return value if isinstance(value, timedelta) else timedelta(seconds=value)


class Config(dict[str, Any]):
    """A dict whose keys in capitals are the settings. Its methods find files below the folder ``root_path``."""

    def __init__(self, root_path: str | Path, defaults: Mapping[str, Any] = DEFAULTS) -> None:
        super().__init__(defaults)
        self.root_path = Path(root_path)

    def from_mapping(self, mapping: Mapping[str, Any] | None = None, **settings: Any) -> bool:
        """Take the settings of a ``mapping`` and of keyword arguments. Return True."""
        self.update({name: value for name, value in {**dict(mapping or ()), **settings}.items() if name.isupper()})
        return True

    def from_object(self, thing: Any) -> None:
        """Take the settings among the attributes of an object, which you may give by its dotted name."""
        if isinstance(thing, str):
            thing = resolve_name(thing)
        self.from_mapping({name: getattr(thing, name) for name in dir(thing)})

    def from_pyfile(self, filename: str | Path, silent: bool = False) -> bool:
        """Run a Python file and take its settings. Return whether it exists. Raises OSError unless ``silent``."""
        path = Path(system_path(self.root_path / filename))
        if silent and not path.is_file():
            return False
        names: dict[str, Any] = {"__file__": str(filename)}
        exec(compile(path.read_bytes(), str(filename), "exec"), names)  # noqa: S102 (the file belongs to the program)
        return self.from_mapping(names)

    def from_envvar(self, variable: str, silent: bool = False) -> bool:
        """Run the Python file that an environment variable names, as ``from_pyfile`` does."""
        filename = os.environ.get(variable)
        if filename:
            return self.from_pyfile(filename, silent)
        if silent:
            return False
        raise RuntimeError(f"the environment variable {variable!r} is not set: set it to the path of a Python file")

    def from_file(
        self,
        filename: str | Path,
        load: Callable[[IO[Any]], Mapping[str, Any]],
        silent: bool = False,
        text: bool = True,
    ) -> bool:
        """Take the settings that ``load`` (such as json.load) reads from a file. Return whether the file exists."""
        path = Path(system_path(self.root_path / filename))
        if silent and not path.is_file():
            return False
        with path.open("r", encoding="utf-8") if text else path.open("rb") as file:
            return self.from_mapping(load(file))

    def from_prefixed_env(self, prefix: str = "FLASK", *, loads: Callable[[str], Any] = json.loads) -> bool:
        """Take the environment variables whose names begin with ``prefix`` and ``_``. Return True.

        ``__`` in a name leads into a dict. A value that ``loads`` cannot read stays text.
        """
        for variable in sorted(os.environ):
            if variable.startswith(f"{prefix}_"):
                place: dict[str, Any] = self
                *path, name = variable.removeprefix(f"{prefix}_").split("__")
                for step in path:
                    place = place.setdefault(step, {})
                place[name] = parsed(os.environ[variable], loads)
        return True

    def get_namespace(self, namespace: str, lowercase: bool = True, trim_namespace: bool = True) -> dict[str, Any]:
        """Return the settings whose names begin with ``namespace``."""
        start = len(namespace) if trim_namespace else 0
        names = [name for name in self if name.startswith(namespace)]
        return {(name[start:].lower() if lowercase else name[start:]): self[name] for name in names}


def parsed(text: str, loads: Callable[[str], Any]) -> Any:
    """Return the value that ``loads`` reads from ``text``, or the text itself if ``loads`` fails."""
    try:
        return loads(text)
    except Exception:  # every ``loads`` has exceptions of its own
        return text
