"""What a view may return."""

import functools
import itertools
from http import HTTPStatus

from .suite import application, ask, get, post, probe, refused, talk


@application(
    "a view returns one value",
    get("/text", "text"),
    get("/korean", "Korean text"),
    get("/bytes", "bytes"),
    get("/bytearray", "a bytearray"),
    get("/empty", "an empty text"),
    get("/dict", "a dict"),
    get("/empty-dict", "an empty dict"),
    get("/list", "a list"),
    get("/empty-list", "an empty list"),
    get("/list-of-pairs", "a list of lists is JSON"),
    get("/generator", "a generator"),
    get("/iterator", "an iterator"),
    get("/response", "a Response", 202),
    get("/none", "None is the program's mistake", 500),
    get("/number", "a number is the program's mistake", 500),
    get("/set", "a set is the program's mistake", 500),
    get("/nothing-in-tuple", "a tuple of None is the program's mistake", 500),
)
def one_value(fw):
    app = fw.App(__name__)
    values = {
        "text": lambda: "hello",
        "korean": lambda: "안녕, 세상",
        "bytes": lambda: b"\x00\xffbytes",
        "bytearray": lambda: bytearray(b"array"),
        "empty": lambda: "",
        "dict": lambda: {"name": "김", "number": 1, "none": None, "list": [1, 2.5, True]},
        "empty-dict": dict,
        "list": lambda: [1, "둘", {"three": 3}],
        "empty-list": list,
        "list-of-pairs": lambda: [["a", 200], ["b", 404]],
        "generator": lambda: (text for text in ("one ", "둘 ", "three")),
        "iterator": lambda: iter(["a", "b"]),
        "response": lambda: fw.Response("made", status=202, mimetype="text/plain"),
        "none": lambda: None,
        "number": lambda: 42,
        "set": lambda: {1, 2},
        "nothing-in-tuple": lambda: (None, 200),
    }
    for name, view in values.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "a view returns a tuple",
    get("/body-status", "body and status", 201),
    get("/body-status-enum", "body and a member of HTTPStatus", 404),
    get("/body-status-string", "body and a status line", 299),
    get("/body-headers-dict", "body and a dict of headers"),
    get("/body-headers-list", "body and a list of headers"),
    get("/body-headers-values", "a header with a list of values"),
    get("/body-status-headers", "body, status and headers", 418),
    get("/body-status-headers-list", "body, status and a list of headers", 418),
    get("/body-none-headers", "None for the status, and headers", 200),
    get("/dict-status", "a dict and a status", 201),
    get("/list-status", "a list and a status", 400),
    get("/dict-headers", "a dict and headers"),
    get("/bytes-status", "bytes and a status", 203),
    get("/generator-status", "a generator and a status", 206),
    get("/response-status", "a Response and a status", 409),
    get("/response-headers", "a Response and headers"),
    get("/response-status-headers", "a Response, a status and headers", 410),
    get("/content-type", "a Content-Type among the headers"),
    get("/content-type-dict", "a Content-Type for a dict"),
    get("/header-int", "an int as the value of a header"),
    get("/no-content", "204", 204, differs="no-content-type"),
    get("/reset", "an empty text and 304", 304),
    get("/four", "a tuple of four is the program's mistake", 500),
    get("/one", "a tuple of one is the program's mistake", 500),
    get("/empty", "an empty tuple is the program's mistake", 500),
    get("/bad-status", "a status that is no status is the program's mistake", 500),
)
def tuples(fw):
    app = fw.App(__name__)
    values = {
        "body-status": ("made", 201),
        "body-status-enum": ("gone", HTTPStatus.NOT_FOUND),
        "body-status-string": ("odd", "299 Quite Fine"),
        "body-headers-dict": ("x", {"X-One": "1", "X-Two": "둘".encode().decode("latin-1")}),
        "body-headers-list": ("x", [("X-One", "1"), ("X-One", "2")]),
        "body-headers-values": ("x", {"X-One": ["1", "2"]}),
        "body-status-headers": ("tea", 418, {"X-Pot": "short"}),
        "body-status-headers-list": ("tea", 418, [("X-Pot", "short"), ("X-Pot", "stout")]),
        "body-none-headers": ("x", None, {"X-One": "1"}),
        "dict-status": ({"made": True}, 201),
        "list-status": (["bad"], 400),
        "dict-headers": ({"a": 1}, {"X-One": "1"}),
        "bytes-status": (b"raw", 203),
        "content-type": ("<a/>", {"Content-Type": "application/xml"}),
        "content-type-dict": ({"a": 1}, 200, {"Content-Type": "application/problem+json"}),
        "header-int": ("x", 200, {"MY_HEADER": 1234}),
        "no-content": ("", 204),
        "reset": ("", 304),
        "four": ("a", 200, {}, "b"),
        "one": ("a",),
        "empty": (),
        "bad-status": ("a", object()),
    }
    for name, value in values.items():
        app.add_url_rule(f"/{name}", name, lambda value=value: value)
    app.add_url_rule("/generator-status", "generator-status", lambda: ((part for part in "ab"), 206))
    app.add_url_rule("/response-status", "response-status", lambda: (fw.Response("x", status=200), 409))
    app.add_url_rule("/response-headers", "response-headers", lambda: (fw.Response("x"), {"X-One": "1"}))
    app.add_url_rule(
        "/response-status-headers", "r-s-h", lambda: (fw.make_response("x", 200, {"X-A": "a"}), 410, {"X-B": "b"})
    )
    return app


@application(
    "headers of a tuple meet those of a response",
    get("/replace", "the same header takes the tuple's value"),
    get("/keep", "another header stays"),
    get("/cookie", "cookies stay beside the new ones"),
)
def tuple_headers(fw):
    app = fw.App(__name__)

    def response():
        made = fw.make_response("x")
        made.headers["X-One"] = "before"
        made.set_cookie("a", "1")
        return made

    app.add_url_rule("/replace", "replace", lambda: (response(), {"X-One": "after"}))
    app.add_url_rule("/keep", "keep", lambda: (response(), {"X-Two": "2"}))
    app.add_url_rule("/cookie", "cookie", lambda: (response(), [("X-Two", "2"), ("X-Two", "3")]))
    return app


@application(
    "a view returns a WSGI callable",
    get("/function", "a function"),
    get("/class", "an object with __call__", 202),
    get("/exception", "an HTTP exception that is returned, not raised", 404),
    get("/status", "a callable that sets its own status", 299),
    get("/function", "a function, for HEAD", method="HEAD"),
    get("/writes", "a callable that uses write()"),
    get("/environ/한글", "it sees the environ of the request"),
)
def wsgi_callables(fw):
    app = fw.App(__name__)

    def function(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Raw", "yes")])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"raw"]

    class Callable:
        def __call__(self, environ, start_response):
            start_response("202 Accepted", [("Content-Type", "text/plain")])
            return [b"object"]

    def status(environ, start_response):
        start_response("299 Quite Fine", [("Content-Type", "text/plain")])
        return [b"odd"]

    def writes(environ, start_response):
        write = start_response("200 OK", [("Content-Type", "text/plain")])
        write(b"first ")
        return [b"second"]

    def environ_seen(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode("latin-1")]

    app.add_url_rule("/function", "function", lambda: function)
    app.add_url_rule("/class", "class", lambda: Callable())
    app.add_url_rule("/exception", "exception", lambda: fw.exceptions.NotFound("not here"))
    app.add_url_rule("/status", "status", lambda: status)
    app.add_url_rule("/writes", "writes", lambda: writes)
    app.add_url_rule("/environ/<name>", "environ", lambda name: environ_seen)
    return app


@application(
    "an App's own response class is what views become",
    get("/text", "text"),
    get("/dict", "a dict"),
    get("/tuple", "a tuple", 201),
    get("/missing", "an error's page", 404),
)
def response_class(fw):
    class Shouting(fw.Response):
        default_mimetype = "text/plain"

    app = fw.App(__name__)
    app.response_class = Shouting

    @app.after_request
    def name(response):
        response.headers["X-Class"] = type(response).__name__
        return response

    app.add_url_rule("/text", "text", lambda: "hello")
    app.add_url_rule("/dict", "dict", lambda: {"a": 1})
    app.add_url_rule("/tuple", "tuple", lambda: ("hello", 201))
    return app


@application(
    "response_class makes a response by hand",
    get("/json", "a body, a status and a mimetype", 202),
    get("/positional", "positional arguments", 203),
    get("/content-type", "a whole content type"),
    get("/headers", "a dict of headers"),
    get("/iterable", "an iterable of text"),
    get("/nothing", "no arguments"),
)
def by_hand(fw):
    app = fw.App(__name__)
    make = app.response_class
    app.add_url_rule("/json", "json", lambda: make(response='{"name": "김"}', status=202, mimetype="application/json"))
    app.add_url_rule("/positional", "positional", lambda: make("x", 203, {"X-A": "1"}, "text/csv"))
    app.add_url_rule("/content-type", "ct", lambda: make("x", content_type="text/plain; charset=euc-kr"))
    app.add_url_rule("/headers", "headers", lambda: make("x", headers={"X-A": "1", "Content-Type": "text/x-own"}))
    app.add_url_rule("/iterable", "iterable", lambda: make(["하나", b"two"]))
    app.add_url_rule("/nothing", "nothing", lambda: make())
    return app


@application(
    "a view gets the variables of its rule by name",
    get("/user/김", "one variable"),
    get("/sum/3/-/4", "two variables"),
    get("/kw/a/b", "as keywords"),
    get("/wrong/a", "a view that does not take the variable is the program's mistake", 500),
)
def variables(fw):
    app = fw.App(__name__)
    app.add_url_rule("/user/<name>", "user", lambda name: f"{name!r}")
    app.add_url_rule("/sum/<int:one>/-/<int:two>", "sum", lambda two, one: f"{one} - {two}")
    app.add_url_rule("/kw/<a>/<b>", "kw", lambda **values: dict(sorted(values.items())))
    app.add_url_rule("/wrong/<a>", "wrong", lambda: "never")
    return app


@application(
    "a view that keeps state of its own",
    talk("counts its calls", get("/", status=200), get("/"), post("/"), get("/")),
)
def state(fw):
    app = fw.App(__name__)
    calls = []

    @app.route("/", methods=["GET", "POST"])
    def count():
        calls.append(fw.request.method)
        return calls

    return app


@probe("a view is a plain function still, once it is registered")
def plain_function(fw):
    app = fw.App(__name__)

    @app.route("/<int:number>")
    def double(number):
        return number * 2

    return double(21), app.view_functions["double"] is double


@probe("two views with one endpoint are refused")
def two_views(fw):
    app = fw.App(__name__)
    app.add_url_rule("/a", "same", lambda: "a")
    return refused(lambda: app.add_url_rule("/b", "same", lambda: "b"))


@probe("one view may stand behind two rules")
def two_rules(fw):
    app = fw.App(__name__)

    @app.route("/a")
    @app.route("/b")
    def both():
        return fw.request.path

    client = app.test_client()
    return client.get("/a").text, client.get("/b").text


@application(
    "a response class whose other arguments have names",
    get("/text", "text"),
    get("/tuple", "a tuple", 201),
    get("/missing", "an error's page", 404),
)
def named_arguments(fw):
    class Named(fw.Response):
        default_mimetype = "text/x-named"

        def __init__(self, response=None, **named):
            super().__init__(response, **named)

    app = fw.App(__name__)
    app.response_class = Named
    app.add_url_rule("/text", "text", lambda: "hello")
    app.add_url_rule("/tuple", "tuple", lambda: ("hello", 201, {"X-A": "1"}))
    return app


@application("redirect is the application's", get("/", "a class with one of its own", 303))
def own_redirect(fw):
    class Moving(fw.App):
        def redirect(self, location, code=302):
            return super().redirect(f"{location}?moved", 303)

    app = Moving(__name__)
    app.add_url_rule("/", "root", lambda: fw.redirect("/there"))
    return app


class Page:
    """An object whose method answers."""

    def show(self):
        return "page"


@application(
    "one bound method for several rules",
    get("/a"),
    get("/b"),
    get("/one"),
    get("/two"),
    get("/both"),
    post("/both"),
)
def bound_methods(fw):
    app, page = fw.App(__name__), Page()
    app.add_url_rule("/a", view_func=page.show)
    app.route("/b")(page.show)
    app.add_url_rule("/one", "named", page.show)
    app.add_url_rule("/two", "named", page.show)
    app.get("/both")(page.show)
    app.post("/both")(page.show)
    return app


@probe("a view without a name of its own needs an endpoint")
def nameless_views(fw):
    app = fw.App(__name__)
    app.add_url_rule("/named", "named", functools.partial(str.upper, "x"))
    return refused(lambda: app.add_url_rule("/", view_func=functools.partial(str.upper, "x")))


WAYS = [None, ["GET"], ["POST"], ["GET", "options"], {"GET", "OPTIONS"}]
ATTRIBUTES = [
    {},
    {"required_methods": ["OPTIONS"]},
    {"required_methods": ("put",)},
    {"provide_automatic_options": False},
    {"provide_automatic_options": False, "required_methods": {"options"}},
    {"provide_automatic_options": True, "required_methods": ["OPTIONS"]},
    {"methods": ["POST", "OPTIONS"]},
]


@application(
    "what a view says of its methods",
    *(ask(f"/{number}", method="OPTIONS", status=status) for number, status in enumerate(
        [200, 200, 200, 405, 200, 200, 200] * 3 + [200] * 14)),
    *(ask(f"/{number}", method="PUT", status=200 if number % 7 == 2 else 405) for number in range(14)),
)  # fmt: skip
def methods_of_views(fw):
    app = fw.App(__name__)
    for number, (methods, attributes) in enumerate(itertools.product(WAYS, ATTRIBUTES)):

        def view():
            return f"{fw.request.method} reached the view"

        vars(view).update(attributes)
        app.add_url_rule(f"/{number}", str(number), view, methods=methods)
    return app


@application(
    "a decorator that answers preflights itself",
    ask("/", method="OPTIONS", headers={"Origin": "http://a.example", "Access-Control-Request-Method": "POST"}),
    get("/"),
)
def preflights(fw):
    app = fw.App(__name__)

    @app.route("/", methods=["GET", "POST"])
    @allow_all(fw)
    def view():
        return "view"

    return app


def allow_all(fw):
    """Return a decorator as many programs carry it."""

    def decorate(view):
        @functools.wraps(view)
        def wrapper():
            is_preflight = fw.request.method == "OPTIONS"
            response = fw.current_app.make_default_options_response() if is_preflight else fw.make_response(view())
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response

        wrapper.required_methods, wrapper.provide_automatic_options = ["OPTIONS"], False
        return wrapper

    return decorate


@probe("steps that a program calls itself, in a request")
def steps_by_hand(fw):
    app = fw.App(__name__)
    app.before_request(lambda: "stopped" if "stop" in fw.request.args else None)

    @app.after_request
    def mark(response):
        response.headers["Mark"] = "after"
        return response

    app.add_url_rule("/", "view", lambda: "view")
    said = []
    for path in ("/", "/?stop=1"):
        with app.test_request_context(path):
            said += [app.preprocess_request(), app.full_dispatch_request().get_data(as_text=True)]
            said += [app.process_response(app.response_class("x")).headers["Mark"]]
            said += [sorted(app.make_default_options_response().allow)]
    return said
