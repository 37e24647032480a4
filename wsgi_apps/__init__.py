"""From an HTTP request to a Python function, by hand.

Read the modules in this order; each uses only those above it.

Floor 0, the contract of PEP 3333, with the standard library alone:

- ``hello``: the smallest callable that answers a request.
- ``hello_json``: reads the body, parses JSON, greets.
- ``exceptions``: HTTP errors that can be raised and can answer.
- ``strict_json``: JSON text to a Python value.
- ``body``: a request body read rightly, whatever the client sent.

Floor 1, from a path to a callable, with the standard library alone:

- ``converters``: what a variable in a rule holds.
- ``patterns``: a text with variables in it, split in linear time.
- ``parts``: how the text of a rule is read and cut.
- ``rules``: a rule, and how a path is built from it.
- ``tree``: the search for the rules that a path may mean.
- ``building``: from an endpoint back to a path.
- ``location``: where a request arrived and where a redirect goes.
- ``router``: the decision, and the WSGI application.
- ``mount``: several applications below prefixes.

Floor 2, what a request and a response are made of, on WebOb, Jinja2, itsdangerous and multipart:

- ``lazy``: an attribute that is computed when it is first read.
- ``config``: the settings of an application.
- ``multidict``: several values under one name.
- ``content_type``: a media type and its parameters.
- ``fields``: a query string or an urlencoded form, read.
- ``headers``: the headers of a request and of a response.
- ``uploads``: a multipart form and its files, read.
- ``accept``: what a client likes best.
- ``authorization``: who a client says it is.
- ``ranges``: whether a client needs a file, and which part of it.
- ``cookies``: the Cookie header read, Set-Cookie written.
- ``request``: what a client asked.
- ``body_iterable``: an answer that is made piece by piece.
- ``captured``: what another WSGI application answers.
- ``response``: status, headers and body.
- ``context``: what belongs to the request at hand; ``request``, ``g``, ``session``, ``current_app``.
- ``provider``: Python values to JSON text.
- ``answers``: what a view returns, made an answer.
- ``urls``: URLs built, and one's own told from a stranger's.
- ``static``: files, whole, in part, or not at all.
- ``tagged_json``: JSON for sessions.
- ``sessions``: a dict that a client keeps in a signed cookie.
- ``templating``: templates.
- ``logs``: the log.
- ``errors``: which function answers an exception.
- ``traceback_page``: a mistake, shown to whoever made it.
- ``development``: the server to write a program with.

Floor 3, the application:

- ``registration``: what a program tells its application.
- ``equipment``: settings, folders, log and templates of an application.
- ``mistakes``: what is answered to an exception.
- ``testing``: a client without a server.
- ``app``: the life of a request.
"""

try:
    from wsgi_apps.application.context import (
        after_this_request,
        current_app,
        g,
        has_app_context,
        has_request_context,
        request,
        session,
    )
    from wsgi_apps.application.return_values import jsonify, make_response, redirect
    from wsgi_apps.exceptions import abort
    from wsgi_apps.extensions.files import send_file, send_from_directory
    from wsgi_apps.extensions.request import Request
    from wsgi_apps.extensions.response import Response
    from wsgi_apps.extensions.sessions import flash, get_flashed_messages
    from wsgi_apps.extensions.templating import render_template, render_template_string
    from wsgi_apps.extensions.urls import is_local_url, url_for
    from wsgi_apps.flask_api import App
    from wsgi_apps.routing.converters import BaseConverter, ValidationError
    from wsgi_apps.routing.mount import Mount
    from wsgi_apps.routing.router import Router
except ModuleNotFoundError as missing:  # the floors below WebOb, such as wsgi_apps.hello, run without it
    if missing.name != "webob":
        raise

    def __getattr__(name: str) -> None:
        raise AttributeError(f"wsgi_apps.{name} needs WebOb: install it with `pip install webob`, or run `make run`")


__all__ = [
    "App",
    "BaseConverter",
    "Mount",
    "Request",
    "Response",
    "Router",
    "ValidationError",
    "abort",
    "after_this_request",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "has_app_context",
    "has_request_context",
    "is_local_url",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "request",
    "send_file",
    "send_from_directory",
    "session",
    "url_for",
]
