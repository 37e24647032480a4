"""Class-based views: a view that is made of a class, with one method for each method of HTTP."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, ClassVar

from wsgi_apps.extensions.context import request

#: The names of the methods that a MethodView may have.
METHODS = ("get", "post", "head", "options", "delete", "put", "trace", "patch")


class View:
    """A view as a class: ``dispatch_request`` answers, and ``as_view`` makes the function for ``add_url_rule``."""

    #: The methods of the rule; with None those that are given with the rule, or GET.
    methods: ClassVar[Collection[str] | None] = None
    #: Whether the framework answers OPTIONS; with None it does unless OPTIONS is a method of the view.
    provide_automatic_options: ClassVar[bool | None] = None
    #: Decorators of the view function; the last one is the outermost.
    decorators: ClassVar[list[Callable[..., Any]]] = []
    #: Whether each request has an object of its own. Without it one object answers all, so it must not keep anything.
    init_every_request: ClassVar[bool] = True

    def dispatch_request(self) -> Any:
        """Return the result for a request, given the values of the rule."""
        raise NotImplementedError(f"{type(self).__name__} has no dispatch_request: write that method")

    @classmethod
    def as_view(cls, name: str, *class_args: Any, **class_kwargs: Any) -> Callable[..., Any]:
        """Return the view function with that ``name``; the other arguments are those of the class."""
        kept = None if cls.init_every_request else cls(*class_args, **class_kwargs)

        def view(**values: Any) -> Any:
            answering: Any = cls(*class_args, **class_kwargs) if kept is None else kept
            return answering.dispatch_request(**values)

        label(view, cls, name)
        for decorator in cls.decorators:
            view = decorator(view)
        label(view, cls, name)
        return view


class MethodView(View):
    """A view with one method for each method of HTTP: ``get``, ``post`` ... ``get`` answers HEAD too."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if "methods" not in cls.__dict__:
            found = {name.upper() for name in METHODS if hasattr(cls, name)}
            inherited = {name for base in cls.__bases__ for name in getattr(base, "methods", None) or ()}
            cls.methods = found | inherited or None

    def dispatch_request(self, **values: Any) -> Any:
        """Return the result of the method for a request."""
        name = request.method.lower()
        answer = getattr(self, name, None)
        if answer is None and name == "head":
            answer = getattr(self, "get", None)
        if answer is None:
            raise AssertionError(
                f"{type(self).__name__} has no method {name!r}, but a rule takes it: write that method"
            )
        return answer(**values)


def label(view: Any, view_class: type[View], name: str) -> None:
    """Give a view function its name, and the attributes of its class that a rule and a reader need."""
    view.__name__, view.__module__, view.__doc__ = name, view_class.__module__, view_class.__doc__
    view.view_class = view_class
    view.methods = view_class.methods
    view.provide_automatic_options = view_class.provide_automatic_options
