"""Applications and requests made at random for test_random_apps.py: what they are made of, and how they are built."""

import logging
from dataclasses import dataclass
from io import StringIO

from hypothesis import strategies as st

from tests.support.strict import environ_for
from wsgi_apps import (
    App,
    Blueprint,
    Request,
    Response,
    abort,
    after_this_request,
    g,
    jsonify,
    make_response,
    redirect,
    request,
    session,
    stream_with_context,
    url_for,
)
from wsgi_apps.exceptions import Conflict, HTTPException, NotFound
from wsgi_apps.extensions.sessions import SecureCookieSessionInterface
from wsgi_apps.extensions.step_signatures import STEPS as STEPS_WITH_CONTEXT
from wsgi_apps.speed.fast_app import STEPS as STEPS_OF_SPEED


class Failure(Exception):
    """An error of a program."""


class Text(str):
    """A text of a class of its own."""


def fail(error):
    raise error


# Views


def read_all():
    """Return what the request says of itself, in an order in which one reading does not disturb the next."""
    fields = {name: request.args.getlist(name) for name in request.args}
    return {"args": fields, "method": request.method, "path": request.path, "values": str(request.view_args)}


def read_form():
    form = {name: request.form.getlist(name) for name in request.form}
    return {"form": form, "files": {name: file.read().decode("latin-1") for name, file in request.files.items()}}


def count():
    session["count"] = session.get("count", 0) + 1
    return f"visit {session['count']}"


def later():
    @after_this_request
    def add(response):
        response.headers["X-Later"] = "1"
        return response

    return "later"


def stream():
    return stream_with_context(f"{request.method} {number}\n" for number in range(3))


def broken_stream():
    yield "first"
    raise Failure("in the stream")


def application(environ, start_response):
    start_response("203 Non-Authoritative Information", [("Content-Type", "text/plain"), ("X-Inner", "1")])
    return [b"inner"]


def changed():
    response = make_response("changed", 202)
    response.headers.add("X-Lab", "1")
    response.set_cookie("seen", "yes")
    return response


#: What a view may do: functions without arguments.
VIEWS = {
    "text": lambda: "글",
    "nothing at all": lambda: "",
    "a long text": lambda: "x" * 3000,
    "a text of a class": lambda: Text("t"),
    "bytes": lambda: b"b",
    "a bytearray": lambda: bytearray(b"ba"),
    "a dict": lambda: {"글": 1, "a": [1, None]},
    "a list": lambda: [1, "é"],
    "what JSON has not": lambda: {"x": object()},
    "NaN": lambda: [float("nan")],
    "text and a status": lambda: ("t", 201),
    "an unknown status": lambda: ("t", 299),
    "a status that is too large": lambda: ("t", 1000),
    "a status line": lambda: ("t", "418 Tea"),
    "a bool as a status": lambda: ("t", True),
    "headers": lambda: ("t", {"X-Lab": ["a", "b"]}),
    "a list of headers": lambda: ("t", [("X-Lab", "a"), ("X-Lab", "b")]),
    "all three": lambda: ("t", 404, {"X-Lab": "a"}),
    "a header that cannot be sent": lambda: ("t", {"X-Lab": "a\r\nb: c"}),
    "a type of its own": lambda: ("t", {"content-type": "text/x"}),
    "a length of its own": lambda: ("t", {"Content-Length": "99"}),
    "a header of the server": lambda: ("t", {"Connection": "close"}),
    "sniffing": lambda: ("t", {"X-Content-Type-Options": "sniff"}),
    "a status without a body": lambda: ("t", 204),
    "not modified": lambda: ("t", 304, {"ETag": '"a"'}),
    "a dict and a status": lambda: ({}, 201),
    "bytes and headers": lambda: (b"b", {"X-Lab": "1"}),
    "a tuple of four": lambda: ("t", 200, {}, {}),
    "a tuple of one": lambda: ("t",),
    "nothing in a tuple": lambda: (None, 200),
    "a response": lambda: Response("r", 201, {"X-Lab": "1"}),
    "a response in a tuple": lambda: (Response("r"), 202, {"X-Lab": "1"}),
    "a changed response": changed,
    "JSON": lambda: jsonify(a=1),
    "a redirect": lambda: redirect("/"),
    "a URL": lambda: url_for("root", x="글"),
    "None": lambda: None,
    "a number": lambda: 5,
    "an exception returned": lambda: NotFound("no"),
    "404": lambda: abort(404),
    "409": lambda: abort(409, "twice"),
    "a response raised": lambda: abort(Response("gone", 410)),
    "a failure": lambda: fail(Failure("in the view")),
    "a KeyError": lambda: {}["글"],
    "a generator": lambda: (piece for piece in ("a", b"b")),
    "a stream": stream,
    "a stream that fails": broken_stream,
    "a stream of nothing": lambda: iter(()),
    "an application": lambda: application,
    "later": later,
    "the session": count,
    "the session, only read": lambda: f"{session.get('count')}",
    "g": lambda: g.get("begun", "no hook"),
    "a flash of the cookies": lambda: {"cookies": str(sorted(request.cookies.items()))},
    "the arguments": read_all,
    "the form": read_form,
    "JSON sent": lambda: [repr(request.get_json())],
    "JSON, silently": lambda: [repr(request.get_json(silent=True))],
    "JSON by force": lambda: [repr(request.get_json(force=True))],
    "the body": lambda: [repr(request.get_data())],
    "the body, then the form": lambda: [repr(request.get_data()), read_form()],
    "the form, then the body": lambda: [read_form(), repr(request.get_data())],
    "a missing argument": lambda: request.args["missing"],
    "a missing field": lambda: request.form["missing"],
}
#: The rules, with the name of the endpoint, the methods, and defaults.
RULES = [
    ("/", "root", None, None),
    ("/a", "a", ["GET", "POST", "PUT"], None),
    ("/a", "a_deleted", ["DELETE", "OPTIONS"], None),
    ("/a/<int:n>", "number", ["GET", "POST"], None),
    ("/b/<x>/<float:y>", "float", None, None),
    ("/b/<int:x>/<y>", "int", None, None),
    ("/c", "c", None, {"n": 1}),
    ("/c/<int:n>", "c", None, None),
    ("/d/", "folder", None, None),
    ("/한글/<name>", "korean", None, None),
    ("/p/<path:rest>", "path", ["POST", "GET"], None),
    ("/<shop>/cart/<item>", "shop", None, None),
]
PATHS = [
    *("/", "/a", "/a/1", "/a/x", "/a/1/", "/b/1/2", "/b/x/2.5", "/b/x/y", "/c", "/c/1", "/c/2", "/d", "/d/", "//", ""),
    *("/한글/종현", "/p/x/y", "/p//y", "/s/cart/i", "/a/cart/1", "/nowhere", "/nowhere/at/all", "/bp/x", "/bp/a/3"),
    *("/bp", "/a/" + "9" * 5000, "/\xff", "no slash", "/a/1\n"),
]
METHODS = ["GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "BREW"]

# Hooks and handlers

BEFORE = {
    "looks": lambda: setattr(g, "begun", f"{request.method} {request.endpoint} {type(request.routing_exception)}"),
    "answers": lambda: ("before", 203) if request.method == "PUT" else None,
    "fails": lambda: fail(Failure("before")) if request.method == "DELETE" else None,
    "aborts": lambda: abort(403) if "x" in request.args else None,
    "reads the session": lambda: session.get("count") and None,
}
AFTER = {
    "nothing": lambda response: response,
    "a header": lambda response: response.headers.add("X-Lab", "after") or response,
    "a header set": lambda response: response.headers.update({"Vary": "Cookie"}) or response,
    "a type": lambda response: response.headers.update({"Content-Type": "text/x"}) or response,
    "a length": lambda response: response.headers.update({"Content-Length": "1"}) or response,
    "a header of the server": lambda response: response.headers.update({"Connection": "close"}) or response,
    "a header removed": lambda response: (response.headers.pop("X-Content-Type-Options", None) and None) or response,
    "another body": lambda response: response.set_data(b"other") or response,
    "another status": lambda response: setattr(response, "status_code", 202) or response,
    "another response": lambda response: Response("another"),
    "a text": lambda response: "text",
    "the session": lambda response: session.update(after=1) or response,
    "a cookie": lambda response: response.set_cookie("after", "1") or response,
    "a failure": lambda response: fail(Failure("after")) if response.status_code == 201 else response,
    "the end": lambda response: response.call_on_close(lambda: None) and response,
}
HANDLED = {"404": 404, "405": 405, "500": 500, "Failure": Failure, "HTTPException": HTTPException, "Conflict": Conflict}
ANSWERS = {
    "text": lambda error: "handled",
    "a tuple": lambda error: ("handled", 404, {"X-Lab": "handler"}),
    "the error": lambda error: error,
    "a failure": lambda error: fail(Failure("in the handler")),
    "JSON": lambda error: ({"error": str(error)}, getattr(error, "code", 500)),
}

# Classes of the program's own


class SmallRequest(Request):
    max_content_length = 5
    max_form_parts = 1


class PlainResponse(Response):
    default_mimetype = "text/plain"


class LongSession(SecureCookieSessionInterface):
    def get_cookie_name(self, app):
        return "long"


REQUESTS, RESPONSES = {"usual": Request, "small": SmallRequest}, {"usual": Response, "plain": PlainResponse}
INTERFACES = {"usual": App.session_interface, "long": LongSession()}
STEPS = list(dict.fromkeys([*STEPS_WITH_CONTEXT, *STEPS_OF_SPEED, "make_request", "answer_exception", "save_session"]))


def class_with(step, takes_context, log):
    """Return a class derived from App whose ``step`` writes to the log, with the context as its argument or without."""

    def with_context(self, context, *arguments, **keywords):
        log.append(f"own {step}")
        return getattr(super(Own, self), step)(context, *arguments, **keywords)

    def without_context(self, *arguments, **keywords):
        log.append(f"own {step}")
        return getattr(super(Own, self), step)(*arguments, **keywords)

    Own = type("Own", (App,), {step: with_context if takes_context else without_context})  # noqa: N806
    return Own


# What changes later

CHANGES = {
    "MAX_CONTENT_LENGTH": [0, 5, 20, None],
    "MAX_FORM_PARTS": [0, 1, 2, None],
    "MAX_FORM_MEMORY_SIZE": [0, 3, 500, None],
    "TRAP_HTTP_EXCEPTIONS": [True, False],
    "TRAP_BAD_REQUEST_ERRORS": [True, False],
    "PROPAGATE_EXCEPTIONS": [True, False, None],
    "DEBUG": [True, False],
    "TESTING": [True, False],
    "TRUSTED_HOSTS": [["localhost"], ["elsewhere.example"], None],
    "SECRET_KEY": ["key", "another", None],
    "SESSION_COOKIE_NAME": ["session", "theme"],
    "SESSION_REFRESH_EACH_REQUEST": [True, False],
}
CHANGES_OF_JSON = {
    "ensure_ascii": [True, False],
    "sort_keys": [True, False],
    "compact": [True, False, None],
    "mimetype": ["application/json", "text/plain", "application/x\r\nX: y", "application/글"],
}
CHANGES_OF_APP = {
    "request_class": list(REQUESTS.values()),
    "response_class": list(RESPONSES.values()),
    "session_interface": list(INTERFACES.values()),
    "make_response": [lambda result: Response("set later")],
}


def pairs(table):
    """Return a strategy for a name of the table with one of its values."""
    return st.sampled_from([(name, value) for name, values in table.items() for value in values])


@dataclass(frozen=True)
class Recipe:
    """What an application is made of: names of the tables above. ``views`` has None for a rule that is left out."""

    views: tuple[str | None, ...]
    before: list[str]
    after: list[str]
    teardown: bool
    handlers: list[tuple[str, str]]
    settings: list[tuple[str, object]]
    own_step: tuple[str, bool] | None
    request: str
    response: str
    interface: str
    blueprint: tuple[str, str | None, str | None, bool, str | None] | None


#: An application of texts, with nothing besides.
PLAIN = Recipe(("text",) * len(RULES), [], [], False, [], [], None, "usual", "usual", "usual", None)


def few(table):
    """Return a strategy for few names of a table, most often none."""
    return st.one_of(st.just([]), st.lists(st.sampled_from(list(table)), max_size=2))


def mostly(usual, strategy):
    """Return a strategy that gives the usual value in two of three draws, so that the short way stays free."""
    return st.one_of(st.just(usual), st.just(usual), strategy)


BLUEPRINTS = st.tuples(
    st.sampled_from(list(VIEWS)),
    *(mostly(None, st.sampled_from(list(table))) for table in (BEFORE, AFTER)),
    st.booleans(),
    mostly(None, st.sampled_from(list(ANSWERS))),
)
RECIPES = st.builds(
    Recipe,
    views=st.tuples(*[st.sampled_from(list(VIEWS))] * (len(RULES) - 1), st.sampled_from([None, *VIEWS]) | st.none()),
    before=few(BEFORE),
    after=few(AFTER),
    teardown=st.booleans(),
    handlers=mostly(
        [], st.lists(st.tuples(st.sampled_from(list(HANDLED)), st.sampled_from(list(ANSWERS))), max_size=2)
    ),
    settings=st.lists(pairs(CHANGES), max_size=3),
    own_step=mostly(None, st.tuples(st.sampled_from(STEPS), st.booleans())),
    request=mostly("usual", st.sampled_from(list(REQUESTS))),
    response=mostly("usual", st.sampled_from(list(RESPONSES))),
    interface=mostly("usual", st.sampled_from(list(INTERFACES))),
    blueprint=mostly(None, BLUEPRINTS),
)


class Built:
    """An application made by a recipe; ``log`` is what its hooks, handlers, steps and logger were given."""

    def __init__(self, recipe):
        self.log = []
        step = recipe.own_step
        if step is not None:
            step = step[0], step[1] if step[0] in STEPS_WITH_CONTEXT else True
        app_class = App if step is None else class_with(*step, self.log)
        self.app = app = app_class("random", static_folder=None, root_path="/")
        app.request_class, app.response_class = REQUESTS[recipe.request], RESPONSES[recipe.response]
        app.session_interface = INTERFACES[recipe.interface]
        app.config.update(recipe.settings)
        app.logger = self.logger()
        for (rule, endpoint, methods, defaults), name in zip(RULES, recipe.views, strict=True):
            if name is not None:
                known = app.view_functions.get(endpoint)  # two rules may lead to one view
                app.add_url_rule(rule, endpoint, known or view(name), methods=methods, defaults=defaults)
        self.add_hooks(app, recipe.before, recipe.after, recipe.teardown, recipe.handlers)
        if recipe.blueprint is not None:
            name, before, after, teardown, answer = recipe.blueprint
            blueprint = Blueprint("bp", "random", url_prefix="/bp", root_path="/")
            for rule in ("/x", "/a/<int:n>"):
                blueprint.add_url_rule(rule, rule.strip("/")[:1], view(name), methods=["GET", "POST"])
            handlers = [] if answer is None else [("404", answer), ("Failure", answer)]
            self.add_hooks(blueprint, [before] * bool(before), [after] * bool(after), teardown, handlers)
            app.register_blueprint(blueprint)

    def logger(self):
        """Return a logger that writes to the log: the message and the error, not the frames."""
        logger, handler = logging.Logger("random"), logging.Handler()
        handler.emit = lambda record: self.log.append((record.getMessage(), told(record.exc_info[1])))
        logger.addHandler(handler)
        return logger

    def add_hooks(self, scaffold, before, after, teardown, handlers):
        """Add hooks and handlers that write to the log what they were given."""
        for name in before:
            scaffold.before_request(self.watched(f"before {name}", BEFORE[name]))
        for name in after:
            scaffold.after_request(self.watched(f"after {name}", AFTER[name]))
        if teardown:
            scaffold.teardown_request(self.watched("teardown", lambda error: None))
        for code, answer in dict(handlers).items():
            scaffold.register_error_handler(HANDLED[code], self.watched(f"handler {code}", ANSWERS[answer]))

    def watched(self, name, function):
        """Return a function that writes its arguments to the log before it is called."""

        def call(*arguments):
            self.log.append((name, *map(told, arguments)))
            return function(*arguments)

        return call

    def change(self, kind, name, value):
        """Change a setting, an attribute of the JSON provider or one of the application."""
        if kind == "config":
            self.app.config[name] = value
        else:
            setattr(self.app.json if kind == "json" else self.app, name, value)

    def send(self, environ):
        """Return what a server sees of a request, and the log of it: nothing of it is an object of the application."""
        started, pieces, raised = [], [], None

        def start_response(status, headers, exc_info=None):
            started.append((status, list(headers)))
            return pieces.append

        self.log.clear()
        body = ()
        try:
            body = self.app(environ, start_response)
            pieces.extend(body)
        except Exception as error:
            raised = told(error)
        finally:
            getattr(body, "close", int)()
        return started, b"".join(pieces), raised, list(self.log)


def view(name):
    """Return a view that takes the values of any rule."""
    return lambda **values: VIEWS[name]()


def told(value):
    """Return what can be compared of an argument of a hook."""
    if isinstance(value, Response):
        body = None if value.is_streamed else value.get_data()
        return type(value).__name__, value.status, list(value.headers.items()), body
    if isinstance(value, HTTPException):
        return type(value).__name__, value.code, value.description, str(value)
    return type(value).__name__, str(value).partition(" at 0x")[0]


# Requests

MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nJongHyun\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n\r\ncontent\r\n--b--\r\n'
)
JSON_BODIES = [
    *('{"name":"JongHyun"}', "{}", "[]", "[1, 2]", "null", '"text"', '{"a":1,"a":2}', '{"a":{"a":1}}', "{", ""),
    *('{"a":"\\u00e9"}', '{"a": "x:y"}', '{"a": NaN}', '{"a": 1e999}', '{"글": "종현"}', " {}", "{} x", '{"a":1'),
    *('{"\\u0061":1,"a":2}', "[" * 200, '{"n":' + "9" * 4400 + "}", '{"a":"{"}', '{"a":"\\ud800"}'),
]
FORM_BODIES = [
    *("name=JongHyun&model=small", "name=%EC%A2%85%ED%98%84&model=small", "a=1&a=2", "a", "=", "&", "a=1&&b=2", ""),
    *("a=%zz", "a=%ff%fe", "a=b=c", "a=+b+", "%61=1&a=2", "a=1;b=2", "종=현", "a=%ea%b8", "a=" + "x" * 600, "a=%00"),
]
BODIES = st.one_of(
    st.just((b"", "")),
    st.sampled_from([(text.encode(), "application/json") for text in JSON_BODIES]),
    st.sampled_from([(text.encode(), "application/json; charset=utf-8") for text in JSON_BODIES]),
    st.sampled_from([(text.encode(), "application/x-www-form-urlencoded") for text in FORM_BODIES]),
    st.just((MULTIPART, "multipart/form-data; boundary=b")),
    st.just((MULTIPART[:90], "multipart/form-data; boundary=b")),
    st.just((MULTIPART, "multipart/form-data")),
    st.tuples(
        st.binary(max_size=30),
        st.sampled_from(
            ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; b"]
        ),
    ),
    st.tuples(st.text("ab=&+%2e0;", max_size=12).map(str.encode), st.just("application/x-www-form-urlencoded")),
    st.tuples(st.text('{}[]":,a1\\ ', max_size=12).map(str.encode), st.just("application/json")),
)
COOKIES = [
    "",
    "",
    "theme=dark; _ga=GA1",
    "session=forged",
    "{last}",
    "theme=dark; {last}",
    "xsession=1",
    "session",
    ";;=",
    "long=1",
]


@dataclass(frozen=True)
class Sent:
    """A request; ``{last}`` in the cookie stands for the last cookie that the application has set."""

    method: str
    path: str
    query: str
    body: tuple[bytes, str]
    length: str | None
    cookie: str
    most: int | None

    def environ(self, last):
        body, content_type = self.body
        more = {"CONTENT_TYPE": content_type} if content_type else {}
        if cookie := self.cookie.format(last=last):
            more["HTTP_COOKIE"] = cookie
        path, query = (text.encode().decode("latin-1") for text in (self.path, self.query))
        return environ_for(self.method, path, body, query=query, content_length=self.length, most=self.most, **more) | {
            "wsgi.errors": StringIO()
        }


#: A plain request.
SENT = Sent("GET", "/", "", (b"", ""), "auto", "", None)
REQUESTS_SENT = st.builds(
    Sent,
    method=st.sampled_from(METHODS),
    path=st.one_of(st.sampled_from(PATHS), st.sampled_from(PATHS[:9])),
    query=mostly("", st.one_of(st.sampled_from(FORM_BODIES), st.text("x=&+%2e0", max_size=9))),
    body=BODIES,
    length=mostly("auto", st.sampled_from([None, "0", "3", "007", "+3", "three", "99", "-1", " 3", "9" * 5000])),
    cookie=st.sampled_from(COOKIES),
    most=mostly(None, st.just(1)),
)
CHANGES_MADE = st.one_of(
    pairs(CHANGES).map(lambda pair: ("config", *pair)),
    pairs(CHANGES_OF_JSON).map(lambda pair: ("json", *pair)),
    pairs(CHANGES_OF_APP).map(lambda pair: ("app", *pair)),
)
EVENTS = st.lists(st.one_of(REQUESTS_SENT, REQUESTS_SENT, REQUESTS_SENT, CHANGES_MADE), min_size=1, max_size=8)
