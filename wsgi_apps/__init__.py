"""From an HTTP request to a Python function, by hand.

Read the folders in this order, and the modules of each in the order of the list. A module imports only from those above
it. *The program* is the code of the person who uses the framework: views, hooks, settings.

Layer 0, by hand, with the standard library alone:

- ``hello``: the smallest callable that answers a request.
- ``hello_json``: reads the body, parses JSON, greets.
- ``exceptions``: HTTP errors that you can raise, and that are WSGI applications.
- ``environ``: the path, the mount and the host, as environ has them.
- ``strict_json``: a strict reader of JSON.
- ``request_body``: a request body, read correctly for every kind of request.

Layer 1, routing: from a path to a callable, with the standard library alone:

- ``routing.converters``: the text of a variable in a rule, and its value.
- ``routing.rule_syntax``: the grammar of a rule: text to tokens.
- ``routing.splitter``: a long segment divided in linear time. Read it last, or never.
- ``routing.segments``: one segment of a rule, as the search compares it.
- ``routing.rules``: a rule, and how it builds a path.
- ``routing.tree``: the search for the rules that may match a path.
- ``routing.url_building``: from an endpoint back to a path.
- ``routing.router``: the decision, and the WSGI application.
- ``routing.mount``: several applications below prefixes.

Layer 2, messages: the request and the response, with the standard library alone:

- ``messages.cached_property``: an attribute that is computed when it is first read.
- ``messages.multidict``: several values under one name.
- ``messages.headers``: the headers of a request and of a response.
- ``messages.urlencoded``: the parser of query strings and urlencoded forms.
- ``messages.request``: the request, a view of environ.
- ``messages.response_body``: a body that is made piece by piece.
- ``messages.captured_response``: the response of another WSGI application.
- ``messages.response``: the response: status line, header list, body.

Layer 3, application: the life of a request, with the standard library alone. The core ends here:

- ``application.context``: everything that belongs to the current request.
- ``application.return_values``: from the return value of a view to a response.
- ``application.globals``: ``request``, ``g``, ``current_app``, and functions that ask the current application.
- ``application.error_handlers``: the functions of the program that handle exceptions.
- ``application.scaffold``: the tables that a program fills, and the decorators.
- ``application.app``: the life of a request, and its errors.

Beside the core, speed: the same responses, sooner. You may skip it:

- ``speed.fast_router``: a table and a straight walk in front of the search.
- ``speed.fast_request``: quick readers for short and plain bodies and queries.
- ``speed.json_encoder``: JSON text from an encoder that is kept.
- ``speed.fast_app``: a short way to the usual responses.

Layer 4, extensions: Flask's features beyond the core, on the core's public hooks, with WebOb, Jinja2, itsdangerous and
multipart:

- ``extensions.dates``: dates of HTTP.
- ``extensions.disk``: file names under any locale, and the errors of a disk.
- ``extensions.content_type``: a media type and its parameters.
- ``extensions.headers``: headers with the methods of Werkzeug's headers.
- ``extensions.header_attributes``: attributes of a response that stand for a header.
- ``extensions.cookies``: the reader of Cookie and the writer of Set-Cookie.
- ``extensions.accept``: content negotiation.
- ``extensions.authorization``: the credentials of a client.
- ``extensions.conditional``: conditional requests, and requests for a part of a file.
- ``extensions.config``: the settings of an application.
- ``extensions.multipart_parser``: the parser of multipart bodies, by the standards.
- ``extensions.multipart_form``: the reader of a multipart form and its files.
- ``extensions.urls``: functions that build whole URLs, and recognize local URLs and trusted hosts.
- ``extensions.request_input``: a request body, which is read once.
- ``extensions.request``: the public Request.
- ``extensions.response``: the public Response.
- ``extensions.json_provider``: the writer of JSON.
- ``extensions.json``: JSON as the current application writes it.
- ``extensions.session_json``: JSON for sessions.
- ``extensions.sessions``: a dict that a client keeps in a signed cookie.
- ``extensions.context``: the public contexts: session, flashed messages; ``session``.
- ``extensions.files``: files, sent as a whole or in part.
- ``extensions.left_out``: names of Flask that are missing here, with the code to write instead.
- ``extensions.class_views``: views that are made from classes.
- ``extensions.view_functions``: the functions that a program wrote for a view.
- ``extensions.advice``: errors in a view, reported at its registration.
- ``extensions.template_loader``: the search for templates, under any locale.
- ``extensions.scaffold``: the folders and hooks that an application and a blueprint have.
- ``extensions.streaming``: the context of a request, kept for a stream and for other threads.
- ``extensions.templating``: templates.
- ``extensions.instance_folder``: files of one installation of a program.
- ``extensions.aborter``: ``abort`` with the program's own exceptions.
- ``extensions.blueprints``: parts of an application that you write separately.
- ``extensions.logger``: the log.
- ``extensions.first_request``: functions that are called once, before the first request.
- ``extensions.same_rule``: a warning about a rule that already exists.
- ``extensions.step_signatures``: steps that a program overrides with Flask 3.1's signatures.

Beside the extensions, testing and development:

- ``testing.environ_builder``: the environ of a made-up request.
- ``testing.cookie_jar``: the cookies that a client keeps.
- ``testing.client``: requests without a server.
- ``development.secrets``: secrets, found by their names and masked in every text.
- ``development.values``: values as text, shown without running the program.
- ``development.short_traceback``: tracebacks with only the lines of the program.
- ``development.first_page``: the first page to request.
- ``development.debug_texts``: the sentences of the debug page, in English and Korean.
- ``development.lessons``: the lab that teaches an error.
- ``development.nearest_rule``: the rule that is most similar to a path.
- ``development.places``: the places that an exception passed.
- ``development.request_facts``: the facts about a request, without its secrets.
- ``development.sections``: the parts of the debug page.
- ``development.section_html``: the debug page as HTML.
- ``development.section_text``: the debug page as plain text.
- ``development.explanation``: the common parts of all debug pages.
- ``development.error_sections``: the sections about an exception.
- ``development.traceback_page``: the debug page, and the conditions for showing it.
- ``development.buffered``: a reader of the whole body, in front of careless applications.
- ``development.reloader``: starts the program again when a file changes.
- ``development.request_head``: from the head of a request to the keys of environ.
- ``development.connection``: the connection of a client, read within limits.
- ``development.server``: the development server.

Layer 5, the public names:

- ``flask_api``: App, Request and Response with Flask's names.
- ``views``: class-based views, under Flask's name for their module.
"""

from wsgi_apps.routing.converters import BaseConverter, ValidationError
from wsgi_apps.routing.mount import Mount
from wsgi_apps.routing.router import Router

try:
    from wsgi_apps.flask_api import (
        App,
        Blueprint,
        Config,
        Flask,
        Request,
        Response,
        abort,
        after_this_request,
        copy_current_request_context,
        current_app,
        flash,
        g,
        get_flashed_messages,
        get_template_attribute,
        has_app_context,
        has_request_context,
        is_local_url,
        json,
        jsonify,
        make_response,
        redirect,
        render_template,
        render_template_string,
        request,
        send_file,
        send_from_directory,
        session,
        stream_template,
        stream_template_string,
        stream_with_context,
        url_for,
    )
except ModuleNotFoundError as missing:  # without the libraries of the extensions there is the core
    if missing.name not in ("webob", "markupsafe"):
        raise
    from wsgi_apps.application import (  # type: ignore[assignment]
        App,
        Request,
        Response,
        current_app,
        g,
        jsonify,
        make_response,
        redirect,
        request,
        url_for,
    )
    from wsgi_apps.exceptions import abort


def __getattr__(name: str) -> None:
    """Raise ImportError or AttributeError: Python calls this for a name that is not here."""
    if name in __all__:
        raise ImportError(f"wsgi_apps.{name} needs WebOb: activate the environment with `. .venv/bin/activate`")
    from wsgi_apps.extensions.left_out import OF_PACKAGE, complaint  # for an error of the program only

    kind = ImportError if name in OF_PACKAGE else AttributeError
    raise kind(complaint("wsgi_apps", name, OF_PACKAGE))


__version__ = "0.1.0"
__all__ = [
    "App",
    "BaseConverter",
    "Blueprint",
    "Config",
    "Flask",
    "Mount",
    "Request",
    "Response",
    "Router",
    "ValidationError",
    "abort",
    "after_this_request",
    "copy_current_request_context",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "get_template_attribute",
    "has_app_context",
    "has_request_context",
    "is_local_url",
    "json",
    "jsonify",
    "make_response",
    "redirect",
    "render_template",
    "render_template_string",
    "request",
    "send_file",
    "send_from_directory",
    "session",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "url_for",
]
