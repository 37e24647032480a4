"""Steps as Flask 3.1 declares them: a class derived from App may override them without the context.

In the core every step is given the context of the request. Flask 3.1's steps are not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from wsgi_apps.application.app import App
from wsgi_apps.application.context import Context, current_context

#: The steps whose first argument is the context.
STEPS = (
    "full_dispatch_request",
    "preprocess_request",
    "dispatch_request",
    "make_default_options_response",
    "finalize_request",
    "process_response",
    "handle_user_exception",
    "handle_http_exception",
    "handle_exception",
    "log_exception",
)


class StepSignatures(App):
    """An App whose derived classes may leave out the context of a step, as Flask 3.1 does."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        for name in STEPS:
            step = cls.__dict__.get(name)
            if step is not None and not takes_context(step):
                setattr(cls, name, without_context(step))
                let_super_leave_out(cls, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; a step that is set on one application may leave out the context as well."""
        if name in STEPS and not takes_context(value, place=0):
            step, value = value, lambda context, *arguments, **keywords: step(*arguments, **keywords)
        super().__setattr__(name, value)


def takes_context(step: Callable[..., Any], place: int = 1) -> bool:
    """Return whether the argument of a step at its ``place``, behind ``self``, is called ``context`` or ``ctx``."""
    return list(signature(step).parameters)[place : place + 1] in (["context"], ["ctx"])


def without_context(step: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step that is given a context and calls the ``step`` of a program without it."""

    @wraps(step)
    def call(self: App, *arguments: Any, **keywords: Any) -> Any:
        return step(self, *arguments[isinstance(arguments[0], Context) if arguments else 0 :], **keywords)

    return call


def let_super_leave_out(cls: type, name: str) -> None:
    """Let ``super()`` in the class call the step ``name`` without the context; it is given the current one."""
    definer = next(base for base in cls.__mro__[1:] if name in base.__dict__)
    if not issubclass(definer, StepSignatures):  # the core's own step stays as it is
        setattr(
            StepSignatures,
            name,
            with_context(lambda self, *a, **k: getattr(super(StepSignatures, self), name)(*a, **k)),
        )
    elif not hasattr(definer.__dict__[name], "__wrapped__"):
        setattr(definer, name, with_context(definer.__dict__[name]))


def with_context(step: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step that calls the ``step`` with the current context if it was called without one."""

    @wraps(step)
    def call(self: App, *arguments: Any, **keywords: Any) -> Any:
        if not (arguments and isinstance(arguments[0], Context)):
            arguments = current_context("request", "test_request_context"), *arguments
        return step(self, *arguments, **keywords)

    return call
