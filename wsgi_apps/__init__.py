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
"""

from wsgi_apps.answers import jsonify, make_response
from wsgi_apps.app import App
from wsgi_apps.context import after_this_request, current_app, g, has_app_context, has_request_context, request, session
from wsgi_apps.converters import BaseConverter, ValidationError
from wsgi_apps.exceptions import abort
from wsgi_apps.mount import Mount
from wsgi_apps.request import Request
from wsgi_apps.response import Response, redirect
from wsgi_apps.router import Router
from wsgi_apps.sessions import flash, get_flashed_messages
from wsgi_apps.static import send_file, send_from_directory
from wsgi_apps.templating import render_template, render_template_string
from wsgi_apps.urls import is_local_url, url_for

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
