"""The functions that a program wrote for a view, which may be a class, a partial or an object that can be called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from inspect import getattr_static, isasyncgenfunction, iscoroutinefunction, isfunction, ismethod, unwrap
from typing import Any

from wsgi_apps.extensions.class_views import METHODS, MethodView, View


@dataclass(frozen=True)
class Written:
    """A ``function`` as the program wrote it, with its ``name``. ``called`` is what takes the values of a rule."""

    name: str
    function: Any
    called: Callable[..., Any]

    @property
    def place(self) -> tuple[str, int] | None:
        """The file and the line of the function, behind its decorators; None for a function of C."""
        code = getattr(unwrap(self.function), "__code__", None)
        return (code.co_filename, code.co_firstlineno) if code else None

    @property
    def is_async(self) -> bool:
        """Whether a call returns a coroutine or an async generator."""
        return iscoroutinefunction(self.function) or isasyncgenfunction(self.function)


def functions_of(view: Callable[..., Any], methods: Collection[str] | None = None) -> list[Written]:
    """Return the functions that answer ``methods`` for a view; None stands for every method."""
    view_class = getattr(view, "view_class", None)
    if isinstance(view_class, type) and issubclass(view_class, View):
        return list(functions_of_class(view_class, methods))
    return [function_of(view)]


def function_of(called: Callable[..., Any]) -> Written:
    """Return the function behind anything that can be called: a hook, or a view that is not made of a class."""
    function: Any = called
    while isinstance(function, partial):
        function = function.func
    owner = getattr(function, "__self__", function)
    owner_name = owner.__name__ if isinstance(owner, type) else type(owner).__name__
    if ismethod(function):
        return Written(f"{owner_name}.{function.__name__}", function.__func__, called)
    call = type(function).__call__
    if isfunction(call) and not isinstance(function, type):
        return Written(f"{owner_name}.__call__", call, called)
    return Written(getattr(function, "__name__", None) or repr(function), function, called)


def functions_of_class(view_class: type[View], methods: Collection[str] | None) -> Iterator[Written]:
    """Yield the functions of a class that answer ``methods``. Those of the framework are left out."""
    names = ["dispatch_request"]
    if view_class.dispatch_request is MethodView.dispatch_request:
        wanted = METHODS if methods is None else sorted(method.lower() for method in methods)
        names = ["get" if name == "head" and not hasattr(view_class, name) else name for name in wanted]
    for name in dict.fromkeys(names):
        function = getattr_static(view_class, name, None)
        if isfunction(function) and function is not View.dispatch_request:
            yield Written(f"{view_class.__name__}.{name}", function, partial(function, None))
