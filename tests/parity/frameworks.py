"""The two frameworks, as namespaces with the same names, so that one source builds on both.

With ``PARITY_TWICE=1`` Flask stands on both sides, which shows a mistake of the suite itself.
"""

from __future__ import annotations

import importlib
import os
from types import SimpleNamespace
from typing import Any

import flask
import flask.sessions
import flask.views
import werkzeug.exceptions
import werkzeug.routing
from werkzeug.middleware.dispatcher import DispatcherMiddleware

#: What an application of the suite may use, apart from ``App`` and ``exceptions``.
NAMES = [
    "Request",
    "Response",
    "request",
    "session",
    "g",
    "current_app",
    "jsonify",
    "make_response",
    "render_template",
    "render_template_string",
    "url_for",
    "redirect",
    "abort",
    "flash",
    "after_this_request",
    "has_request_context",
    "has_app_context",
    "get_flashed_messages",
    "send_file",
    "send_from_directory",
    "Blueprint",
    "Config",
    "Flask",
    "json",
    "copy_current_request_context",
    "stream_with_context",
    "stream_template",
    "stream_template_string",
    "get_template_attribute",
]


def flask_mount(default: Any, mounts: dict[str, Any]) -> DispatcherMiddleware:
    """Return Werkzeug's mount layer, whose prefixes are texts of bytes."""
    return DispatcherMiddleware(default, {prefix.encode().decode("latin-1"): app for prefix, app in mounts.items()})


def from_flask() -> SimpleNamespace:
    """Return Flask, with Werkzeug's part of it."""
    return SimpleNamespace(
        name="Flask",
        App=flask.Flask,
        BaseConverter=werkzeug.routing.BaseConverter,
        ValidationError=werkzeug.routing.ValidationError,
        exceptions=werkzeug.exceptions,
        Mount=flask_mount,
        module=flask,
        sessions=flask.sessions,
        views=flask.views,
        is_local_url=None,  # Flask leaves open redirects to the program
        **{name: getattr(flask, name) for name in NAMES},
    )


def from_wsgi_apps() -> SimpleNamespace:
    """Return wsgi_apps."""
    package = importlib.import_module("wsgi_apps")
    return SimpleNamespace(
        name="wsgi_apps",
        module=package,
        sessions=importlib.import_module("wsgi_apps.extensions.sessions"),
        exceptions=importlib.import_module("wsgi_apps.exceptions"),
        views=importlib.import_module("wsgi_apps.views"),
        **{
            name: getattr(package, name)
            for name in [*NAMES, "App", "Mount", "is_local_url", "BaseConverter", "ValidationError"]
        },
    )


TWICE = bool(os.environ.get("PARITY_TWICE"))
FLASK = from_flask()
OURS = from_flask() if TWICE else from_wsgi_apps()
