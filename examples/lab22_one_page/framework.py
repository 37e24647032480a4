"""A web framework on one page: rules, a router, mounts, and Flask's names, on WebOb and Jinja2.

A response, an error, a mount, the App: each is a WSGI application (PEP 3333). A request's life is ``App.__call__``.
"""

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from html import escape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, urlencode
from wsgiref import simple_server

import jinja2
import webob
from webob.response import EmptyResponse

SAFE = "!$&'()*+,/:;=@~"  # what a path may hold unescaped, besides letters and digits (RFC 3986, 3.3)


def as_text(native):
    """Return the text of bytes that environ shows as latin-1 (PEP 3333, Unicode Issues)."""
    return native.encode("latin-1").decode("utf-8", "replace")


class Response(webob.Response):
    """WebOb's response with Flask's arguments."""

    def __init__(self, response=b"", status=200, headers=(), mimetype="text/html"):
        charset = "; charset=utf-8" if mimetype.startswith("text/") else ""
        super().__init__(status=status, headerlist=[("Content-Type", mimetype + charset)])
        self.body = response.encode() if isinstance(response, str) else response
        self.headers.update(headers)

    def __call__(self, environ, start_response):
        """Answer; without a body where HTTP has none (RFC 9110, 6.4.1)."""
        bodiless = self.status_code in (204, 304)  # RFC 9110, 15.3.5 and 15.4.5
        headers = [pair for pair in self.headerlist if not (bodiless and pair[0].startswith("Content-"))]
        start_response(self.status, headers)
        return EmptyResponse(self.app_iter) if bodiless or environ["REQUEST_METHOD"] == "HEAD" else self.app_iter


class HTTPError(Response, Exception):
    """An error of HTTP (RFC 9110, 15): a response that you can raise."""

    def __init__(self, code, description="", headers=(), original_exception=None):
        super().__init__(status=code, headers=headers)
        self.code, self.description, self.original_exception = code, description, original_exception
        self.text = f"<!doctype html>\n<title>{self.status}</title>\n<p>{escape(description)}</p>\n"


def abort(code, description=""):
    """Raise the error of a status."""
    raise HTTPError(code, description)


def redirect(location, code=302):
    """Return a response that sends the client elsewhere (RFC 9110, 15.4)."""
    return Response(f"<!doctype html>\n<title>Redirecting</title>\n{escape(location)}\n", code, {"Location": location})


def jsonify(*values, **named):
    """Return a response in JSON (RFC 8259): of one value, of several, or of names and values."""
    value = named or (values[0] if len(values) == 1 else values)
    return Response(json.dumps(value, sort_keys=True) + "\n", mimetype="application/json")


def make_response(*parts):
    """Return the response of what a view returned: a body, or a tuple of a body, a status and headers."""
    body, *more = parts[0] if len(parts) == 1 and isinstance(parts[0], tuple) else parts
    if not isinstance(body, str | bytes | dict | list | Response):
        raise TypeError(f"a view returned {body!r}: return text, bytes, a dict, a list or a response")
    made = body if isinstance(body, Response) else jsonify(body) if isinstance(body, dict | list) else Response(body)
    for part in more:
        if isinstance(part, dict | list | tuple):
            made.headers.update(part)
        else:
            made.status = part
    return made


NOW = ContextVar("NOW")  # what belongs to the request of this thread: app, request, g


class Proxy:
    """An object of the current request, under a name that every module can import."""

    def __init__(self, name):
        vars(self)["_now"] = lambda: getattr(NOW.get(), name)

    def __getattr__(self, name):
        return getattr(self._now(), name)

    def __setattr__(self, name, value):
        setattr(self._now(), name, value)


current_app, request, g = Proxy("app"), Proxy("request"), Proxy("g")


class Values(dict):
    """The first value of each name in a query or a form. A name that is missing is an error of the client."""

    def __missing__(self, name):
        raise HTTPError(400, f"The request has no {name}.")

    def get(self, name, default=None, type=lambda value: value):  # noqa: A002 (Flask's name)
        """Return a value, converted; the default if there is none, or if it cannot be converted."""
        try:
            return type(self[name]) if name in self else default
        except ValueError:
            return default


def upload(field):
    """Return a file of a form (RFC 7578): its name, and the function that reads it."""
    return SimpleNamespace(filename=field.filename, read=field.file.read)


class Request(webob.BaseRequest):
    """WebOb's request with Flask's names."""

    args = property(lambda self: Values(parse_qsl(as_text(self.environ.get("QUERY_STRING", "")), True)[::-1]))
    path = property(lambda self: "/" + as_text(self.environ.get("PATH_INFO", "")).lstrip("/"))
    form = property(lambda self: Values([pair for pair in self.fields() if isinstance(pair[1], str)]))
    files = property(lambda self: Values([(name, upload(one)) for name, one in self.fields() if hasattr(one, "file")]))
    is_json = property(lambda self: bool(re.fullmatch(r"application/(.+\+)?json", self.content_type.lower())))

    def fields(self):
        """Return names and texts or files of a form, the last one first. Raises 413 or 400 (RFC 9110, 15.5)."""
        if (self.content_length or 0) > current_app.config.get("MAX_CONTENT_LENGTH", sys.maxsize):
            raise HTTPError(413, "The form is too large.")
        try:
            return list(self.POST.items())[::-1]
        except (ValueError, OSError, DeprecationWarning):  # WebOb warns of other charsets than UTF-8
            raise HTTPError(400, "The form cannot be read.") from None

    def get_json(self, force=False):
        """Return the value of a body in JSON. Raises 415 for another type, unless ``force``, and 400 for bad JSON."""
        if not (force or self.is_json):
            raise HTTPError(415, "Send JSON, and Content-Type: application/json.")
        try:
            return json.loads(self.body)
        except (ValueError, OSError):
            raise HTTPError(400, "The body is not JSON.") from None


CONVERTERS = {  # name -> (regex, function from text to value, weight: the lightest is tried first)
    "int":    (r"\d{1,4300}", int, 50),  # Python reads at most 4,300 digits
    "string": (r"[^/]+",      str, 100),
    "path":   (r"[^/].*?",    str, 200),
}  # fmt: skip
VARIABLE = re.compile(r"<(?:(\w+):)?([^\W\d]\w*)>")


class Rule:
    """A path with variables, such as ``/<greeting>/<int:number>``, and what answers it."""

    def __init__(self, text, target, methods, endpoint, converters):
        if not text.startswith("/") or "<" in VARIABLE.sub("", text):
            raise ValueError(f"{text!r} is not a rule: write a slash first, and variables as <name> or <int:name>")
        pairs = [(name, kind or "string") for kind, name in VARIABLE.findall(text)]
        if wrong := [kind for _, kind in pairs if kind not in converters]:
            raise ValueError(f"{text!r} has the converter {wrong[0]!r}: write one of {', '.join(converters)}")
        if len(dict(pairs)) < len(pairs):
            raise ValueError(f"{text!r} has a variable twice: write another name for each")
        self.text, self.target, self.endpoint = text, target, endpoint
        self.methods = {*methods, "HEAD"} if "GET" in methods else {*methods}
        self.variables = {name: converters[kind] for name, kind in pairs}
        pattern = VARIABLE.sub(lambda found: f"(?P<{found[2]}>{self.variables[found[2]][0]})", re.escape(text))
        self.regex = re.compile(pattern + "?" * text.endswith("/"), re.DOTALL)
        self.weights = [*map(self.weight, text.split("/")), (2,)]  # behind the same start, the longer rule is lighter

    def weight(self, segment):
        """Return what a segment weighs: fixed text least, then much fixed text, then light variables."""
        weights = [self.variables[name][2] for _, name in VARIABLE.findall(segment)]
        return (1, -len(VARIABLE.sub("", segment)), weights) if weights else (0,)

    def match(self, path):
        """Return the values in a path, and whether the slash at its end is missing; None if the path does not match."""
        if not (found := self.regex.fullmatch(path)):
            return None
        values = {name: convert(found[name]) for name, (_, convert, _) in self.variables.items()}
        return values, self.text.endswith("/") and not path.endswith("/")

    def build(self, values):
        """Return the path with the values in it; those without a place become the query (RFC 3986, 3.4)."""
        path = quote(VARIABLE.sub(lambda found: str(values[found[2]]), self.text), safe=SAFE)
        rest = {name: value for name, value in values.items() if name not in self.variables}
        return f"{path}?{urlencode(rest, doseq=True)}" if rest else path


class Router:
    """Rules, sorted: the narrow ones are tried first."""

    def __init__(self, **converters):
        self.rules, self.converters = [], CONVERTERS | converters

    def add(self, text, target, methods=("GET",), endpoint=""):
        """Let a target answer a rule."""
        self.rules.append(Rule(text, target, {method.upper() for method in methods}, endpoint, self.converters))
        self.rules.sort(key=lambda rule: rule.weights)

    def match(self, path, method):
        """Return a rule and its values. Raises 308 for a slash, 405 with Allow (RFC 9110, 15.5.6), or 404."""
        matches = [(rule, *found) for rule in self.rules if (found := rule.match(path))]
        for rule, values, slashless in (found for found in matches if method in found[0].methods):
            if slashless:
                raise HTTPError(308, headers={"Location": quote(path + "/", safe=SAFE)})
            return rule, values
        if "//" in path and not matches and self.match(merged := re.sub("/+", "/", path), method):
            raise HTTPError(308, headers={"Location": quote(merged, safe=SAFE)})
        if allowed := {method for rule, _, slashless in matches if not slashless for method in rule.methods}:
            raise HTTPError(405, "Take another method.", {"Allow": ", ".join(sorted(allowed | {"OPTIONS"}))})
        raise HTTPError(404, "There is no such page.")

    def build(self, endpoint, values):
        """Return the path of an endpoint. Raises LookupError if none of its rules has just these variables."""
        fitting = [rule for rule in self.rules if rule.endpoint == endpoint and rule.variables.keys() <= values.keys()]
        if not fitting:
            raise LookupError(f"no rule of {endpoint!r} takes the values {sorted(values)}")
        return max(fitting, key=lambda rule: len(rule.variables)).build(values)


class Mount:
    """Applications below prefixes, which move from PATH_INFO to SCRIPT_NAME (PEP 3333, environ Variables)."""

    def __init__(self, default, mounts):
        if wrong := [prefix for prefix in mounts if not re.fullmatch("(/[^/]+)+", prefix)]:
            raise ValueError(f"the prefix {wrong[0]!r} cannot be found: write it like '/lab', not '/lab/'")
        native = [(prefix.encode().decode("latin-1"), application) for prefix, application in mounts.items()]
        self.default, self.mounts = default, sorted(native, key=lambda mount: -len(mount[0]))

    def __call__(self, environ, start_response):
        """Call the application with the longest prefix, with a changed copy of environ."""
        path = environ.get("PATH_INFO", "")
        for prefix, application in self.mounts:
            if f"{path}/".startswith(f"{prefix}/"):
                moved = {"SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + prefix, "PATH_INFO": path[len(prefix) :]}
                return application(environ | moved, start_response)
        return self.default(environ, start_response)


def url_for(endpoint, /, **values):
    """Return the URL of an endpoint, below the place of the application (PEP 3333, URL Reconstruction)."""
    return quote(request.environ.get("SCRIPT_NAME", ""), SAFE, "latin-1") + current_app.router.build(endpoint, values)


def render_template(name, /, **values):
    """Return the text of a template in the folder ``templates`` beside the program."""
    return current_app.templates.get_template(name).render(values)


def render_template_string(source, /, **values):
    """Return the text of a template that is given as a text."""
    return current_app.templates.from_string(source).render(values)


class App:
    """Views, hooks and error handlers: a WSGI application."""

    def __init__(self, name):
        folder = jinja2.FileSystemLoader(Path(sys.modules[name].__file__).with_name("templates"))
        self.templates = jinja2.Environment(loader=folder, autoescape=True)
        self.templates.globals.update(request=request, g=g, url_for=url_for)
        self.logger, self.config, self.response_class = logging.getLogger(name), {}, Response
        self.router, self.before, self.after, self.handlers = Router(), [], [], {}

    def add_url_rule(self, rule, endpoint=None, view_func=None, methods=None):
        """Let a view answer a rule."""
        self.router.add(rule, view_func, methods or ["GET"], endpoint or view_func.__name__)

    def route(self, rule, endpoint=None, **options):
        """Return a decorator: the view below it answers a rule."""
        return lambda view: self.add_url_rule(rule, endpoint, view, **options) or view

    def errorhandler(self, what):
        """Return a decorator: the function below it answers a status or an exception class."""
        return lambda function: self.handlers.update({what: function}) or function

    def before_request(self, hook):
        """Call the hook before each view. What it returns, unless that is None, is the response."""
        return self.before.append(hook) or hook

    def after_request(self, hook):
        """Call the hook with each response; the last hook goes first. It returns a response."""
        return self.after.append(hook) or hook

    def __call__(self, environ, start_response):
        """Answer one request (PEP 3333). Every exception of the program becomes a response."""
        asked = Request(environ)
        token = NOW.set(SimpleNamespace(app=self, request=asked, g=SimpleNamespace()))
        try:
            response = self.finished(self.answered(asked))
        except Exception as error:  # of a hook, or of an error handler
            response = error if isinstance(error, HTTPError) else self.failed(error)
        finally:
            NOW.reset(token)
        return response(environ, start_response)

    def answered(self, asked):
        """Return the response of a hook, of the view, or of an error handler."""
        try:
            for hook in self.before:
                if (answer := hook()) is not None:
                    return make_response(answer)
            return make_response(self.viewed(asked))
        except Exception as error:
            return make_response(self.handled(error))

    def handled(self, error):
        """Return what an error handler answers, or the error. An exception without a handler of its own is a 500."""
        kinds = [isinstance(error, HTTPError) and error.code, *type(error).__mro__]
        if handler := next((self.handlers[kind] for kind in kinds if kind in self.handlers), None):
            return handler(error)
        return error if isinstance(error, HTTPError) else self.handled(self.failed(error))

    def viewed(self, asked):
        """Return what the view returns. Raises what the router raises, with the whole URL in a redirect."""
        try:
            rule, values = self.router.match(asked.path, asked.method)
        except HTTPError as error:
            if error.code == 405 and asked.method == "OPTIONS":  # RFC 9110, 9.3.7
                return "", {"Allow": error.headers["Allow"]}
            if error.code == 308:
                error.location = asked.application_url + error.location + asked.url.removeprefix(asked.path_url)
            raise
        return rule.target(**values)

    def finished(self, response):
        """Return what the hooks make of a response. Raises ValueError for a line break in a header (RFC 9110, 5.5)."""
        for hook in reversed(self.after):
            response = hook(response)
        response.headerlist = [(name, str(value)) for name, value in response.headerlist]
        if wrong := [pair for pair in response.headerlist if not re.fullmatch(r"[\t\x20-\x7e\x80-\xff]*", pair[1])]:
            raise ValueError(f"{wrong[0]} is not a header: write one line of latin-1")
        return response

    def failed(self, error):
        """Return a 500 for an exception that nothing handles. Its traceback goes to the log (PEP 3333)."""
        print(*traceback.format_exception(error), sep="", file=request.environ["wsgi.errors"], flush=True)
        return HTTPError(500, "The program made an error. The log of the server says more.", original_exception=error)

    def run(self, host="127.0.0.1", port=5000):
        """Serve the application with the server of the standard library, until Ctrl-C."""
        simple_server.make_server(host, port, self).serve_forever()
