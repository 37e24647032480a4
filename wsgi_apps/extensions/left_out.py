"""The names of Flask that are not here, and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from typing import Any

SIGNALS = "signals are left out: write a hook, such as app.before_request, app.after_request or app.teardown_request"
COMMANDS = "command groups are left out: write a program of its own, with `with app.app_context():` around its work"
ASYNC = "async views are left out, since WSGI is synchronous: write `def`, and asyncio.run(...) in it for a coroutine"
HOSTS = "hosts are left out: let nginx choose the application by its server_name, or read request.host in a hook"
TABLES = (
    "its tables are lists: app.before_request_functions, app.after_request_functions, app.teardown_request_functions"
)
BINDING = "app.url_map is the router itself: write app.url_map.match(path, method) or app.url_for(endpoint)"

#: Names of the package.
OF_PACKAGE = {
    **dict.fromkeys(
        (
            *("appcontext_popped", "appcontext_pushed", "appcontext_tearing_down", "before_render_template"),
            *("got_request_exception", "message_flashed", "request_finished", "request_started"),
            *("request_tearing_down", "template_rendered", "signals", "signals_available"),
        ),
        SIGNALS,
    ),
    "cli": COMMANDS,
    "Markup": "Flask 3 does not have it either: write `from markupsafe import Markup`",
    "escape": "Flask 3 does not have it either: write `from markupsafe import escape`",
}
#: Names of an application and of a blueprint.
OF_SCAFFOLD = {
    **dict.fromkeys(("cli", "test_cli_runner", "test_cli_runner_class"), COMMANDS),
    **dict.fromkeys(("ensure_sync", "async_to_sync"), ASYNC),
    **dict.fromkeys(("subdomain_matching", "host_matching", "subdomain"), HOSTS),
    **dict.fromkeys(("before_request_funcs", "after_request_funcs", "teardown_request_funcs"), TABLES),
    "error_handler_spec": "its table is app.error_handlers.by_code",
    "template_context_processors": "its table is a list: app.context_processors",
    "teardown_appcontext_funcs": "its table is a list: app.teardown_appcontext_functions",
    **dict.fromkeys(("create_url_adapter", "url_map_class", "url_rule_class"), BINDING),
    "jinja_environment": "write create_jinja_environment in a class derived from App, or set app.jinja_options",
    "json_encoder": "Flask 3 does not have it either: write app.json = YourProvider(app)",
    "session_cookie_name": "Flask 3 does not have it either: write app.config['SESSION_COOKIE_NAME']",
    "send_file_max_age_default": "Flask 3 does not have it either: write app.config['SEND_FILE_MAX_AGE_DEFAULT']",
    "env": "Flask 3 does not have it either: read app.debug",
}
#: Modules of Flask, by their names below the package, and where their names are here.
MODULES = {
    "app": "write `from wsgi_apps import Flask`",
    "blueprints": "write `from wsgi_apps import Blueprint`",
    "cli": COMMANDS,
    "config": "write `from wsgi_apps import Config`",
    "ctx": "write `from wsgi_apps import has_request_context`, or import from wsgi_apps.extensions.context",
    "debughelpers": "the debug page is in wsgi_apps.development",
    "globals": "write `from wsgi_apps import current_app, g, request, session`",
    "helpers": "write `from wsgi_apps import url_for`, and so with each of its functions",
    "json": "write `from wsgi_apps import json`, and import its provider from wsgi_apps.extensions.json_provider",
    "logging": "write `from wsgi_apps.extensions.logger import create_logger`",
    "sessions": "write `from wsgi_apps.extensions.sessions import SessionInterface`",
    "signals": SIGNALS,
    "templating": "write `from wsgi_apps import render_template`, and so with each of its functions",
    "typing": "write the types of PEP 3333 from wsgiref.types, or `Any` for what a view returns",
    "wrappers": "write `from wsgi_apps import Request, Response`",
}


class LeftOutModules(MetaPathFinder):
    """The last place where Python looks for a module: a module of Flask's raises ImportError with advice."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> None:
        """Raise ImportError for one of the MODULES."""
        package, _, name = fullname.partition(".")
        if package == "wsgi_apps" and name in MODULES:
            raise ImportError(f"wsgi_apps has no module {name!r}: {MODULES[name]}", name=fullname)


sys.meta_path.append(LeftOutModules())


class LeftOut:
    """An attribute that is not here: reading it raises AttributeError with advice. It can be set."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, owner: Any, kind: type) -> None:
        raise AttributeError(complaint(kind.__name__, self.name, OF_SCAFFOLD), name=self.name, obj=owner)


def complaint(owner: str, name: str, advice: dict[str, str]) -> str:
    """Return the sentence on a ``name`` that an ``owner`` lacks, with the advice if there is some for that name."""
    missing = f"{owner} has no attribute {name!r}"
    return f"{missing}: {advice[name]}" if name in advice else missing
