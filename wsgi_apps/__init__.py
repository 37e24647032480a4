"""From an HTTP request to a Python function, by hand.

Read the folders in this order, and the modules of each in the order of the list. A module imports only from those above
it. *The program* is the code of the person who uses the framework: views, hooks, settings.

Layer 0, by hand, with the standard library alone:

- ``hello``: the smallest callable that answers a request.
- ``hello_json``: reads the body, parses JSON, greets.
- ``exceptions``: HTTP errors that you can raise, and that are WSGI applications.
- ``environ``: the path, the mount and the host, as environ has them.
- ``strict_json``: JSON text to a Python value.
- ``request_body``: a request body, read correctly whatever the client sent.

Layer 1, routing: from a path to a callable, with the standard library alone:

- ``routing.converters``: the text of a variable in a rule, and its value.
- ``routing.rule_syntax``: the grammar of a rule: text to tokens.
- ``routing.splitter``: a long segment divided in linear time. Read it last, or never.
- ``routing.segments``: one segment of a rule, as the search compares it.
- ``routing.rules``: a rule, and how it builds a path.
- ``routing.tree``: the search for the rules that a path may mean.
- ``routing.url_building``: from an endpoint back to a path.
- ``routing.router``: the decision, and the WSGI application.
- ``routing.mount``: several applications below prefixes.

Layer 2, messages: the request and the response, with the standard library alone:

- ``messages.cached_property``: an attribute that is computed when it is first read.
- ``messages.multidict``: several values under one name.
- ``messages.headers``: the headers of a request and of a response.
- ``messages.urlencoded``: a query string or an urlencoded form, read.
- ``messages.request``: the request, a view on environ.
- ``messages.response_body``: a body that is made piece by piece.
- ``messages.captured_response``: the response of another WSGI application.
- ``messages.response``: the response: status line, header list, body.

Layer 3, application: the life of a request, with the standard library alone. The core ends here:

- ``application.context``: everything that belongs to the current request.
- ``application.return_values``: the return value of a view, made a response.
- ``application.globals``: ``request``, ``g``, ``current_app``, and functions that ask the current application.
- ``application.error_handlers``: which function answers an exception.
- ``application.scaffold``: the tables that a program fills, and the decorators.
- ``application.app``: the life of a request, and its errors.

Beside the core, speed: the same responses, sooner. You may skip it:

- ``speed.fast_router``: a table and a straight walk in front of the search.
- ``speed.fast_request``: short and plain bodies and queries, read at once.
- ``speed.json_encoder``: JSON text from an encoder that is kept.
- ``speed.fast_app``: usual responses made at once.

Layer 4, extensions: Flask's features beyond the core, on the core's public hooks, with WebOb, Jinja2, itsdangerous and
multipart:

- ``extensions.dates``: dates of HTTP.
- ``extensions.disk``: names under any locale, and the errors of a disk.
- ``extensions.content_type``: a media type and its parameters.
- ``extensions.headers``: headers with the methods of Werkzeug's.
- ``extensions.header_attributes``: attributes of a response that stand for a header.
- ``extensions.cookies``: the Cookie header read, Set-Cookie written.
- ``extensions.accept``: content negotiation.
- ``extensions.authorization``: the credentials of a client.
- ``extensions.conditional``: whether a client needs a file, and which part of it.
- ``extensions.config``: the settings of an application.
- ``extensions.multipart_parser``: the parser of multipart bodies, held to the standards.
- ``extensions.multipart_form``: a multipart form and its files, read.
- ``extensions.urls``: whole URLs built, local ones and trusted hosts recognized.
- ``extensions.request_input``: a request body, read once.
- ``extensions.request``: the public Request.
- ``extensions.response``: the public Response.
- ``extensions.json_provider``: Python values to JSON text.
- ``extensions.json``: JSON as the current application writes it.
- ``extensions.session_json``: JSON for sessions.
- ``extensions.sessions``: a dict that a client keeps in a signed cookie.
- ``extensions.context``: the public contexts: session, flashed messages; ``session``.
- ``extensions.files``: files sent whole, in part, or not at all.
- ``extensions.left_out``: what to write instead of a name that is not here.
- ``extensions.advice``: what is wrong with a view, said at registration.
- ``extensions.template_loader``: where templates are looked for, under any locale.
- ``extensions.scaffold``: the folders and hooks that an application and a blueprint have.
- ``extensions.streaming``: the context of a request, kept for a stream and for other threads.
- ``extensions.templating``: templates.
- ``extensions.instance_folder``: files of one installation of a program.
- ``extensions.aborter``: ``abort`` with exceptions of the program's own.
- ``extensions.blueprints``: parts of an application that are written apart.
- ``extensions.class_views``: views that are made of classes.
- ``extensions.logger``: the log.
- ``extensions.first_request``: functions that are called once, before the first request.
- ``extensions.same_rule``: a warning about a rule that is there already.
- ``extensions.step_signatures``: steps overridden with Flask 3.1's signatures.

Beside the extensions, testing and development:

- ``testing.environ_builder``: the environ of a made-up request.
- ``testing.cookie_jar``: the cookies that a client keeps.
- ``testing.client``: requests without a server.
- ``development.secrets``: secrets, known by their names and masked in every text.
- ``development.values``: values as text, shown without asking them.
- ``development.short_traceback``: tracebacks with the lines of the program alone.
- ``development.first_page``: the page to ask for first.
- ``development.debug_texts``: the sentences of the debug page, in English and Korean.
- ``development.lessons``: the lab that teaches an error.
- ``development.nearest_rule``: the rule that comes nearest to a path.
- ``development.places``: the places that an exception came through.
- ``development.request_facts``: what a request was, without its secrets.
- ``development.sections``: the parts that the debug page is made of.
- ``development.section_html``: the debug page as HTML.
- ``development.section_text``: the debug page as plain text.
- ``development.explanation``: what all debug pages share.
- ``development.error_sections``: the sections that are about an exception.
- ``development.traceback_page``: the debug page, and who may see it.
- ``development.buffered``: a reader of the whole body, in front of careless applications.
- ``development.reloader``: starts the program again when a file changes.
- ``development.request_head``: the head of a request, made the keys of environ.
- ``development.connection``: the connection of a client, read within limits.
- ``development.server``: the server for writing a program.

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
