"""Hooks: their order, what they may return, and what runs after an error."""

import threading
from contextlib import suppress

from .suite import application, ask, get, post, probe, raised, talk


def noted(fw):
    """Return an App that notes what runs, in order, and tells it at /notes."""
    app = fw.App(__name__)
    app.notes = []

    @app.get("/notes")
    def notes():
        return app.notes

    return app


@application(
    "the order of hooks",
    talk("of a good request", get("/view"), get("/notes")),
    talk("of a request that nobody answers", get("/missing", status=404), get("/notes")),
    talk("of a view that raises", get("/boom", status=500), get("/notes")),
    talk("of a view that aborts", get("/abort", status=403), get("/notes")),
    talk("of a wrong method", post("/view", status=405), get("/notes")),
    talk("of a redirect to the slash", get("/folder", status=308), get("/notes")),
    talk("of two requests", get("/view"), get("/view"), get("/notes")),
)
def hook_order(fw):
    app = noted(fw)

    for number in (1, 2):

        def before(number=number):
            app.notes.append(f"before {number}")

        def after(response, number=number):
            app.notes.append(f"after {number} {response.status_code}")
            return response

        def teardown(error, number=number):
            app.notes.append(f"teardown {number} {type(error).__name__}")

        app.before_request(before)
        app.after_request(after)
        app.teardown_request(teardown)

    @app.route("/view")
    def view():
        app.notes.append("view")
        return "view"

    @app.route("/boom")
    def boom():
        app.notes.append("view")
        raise RuntimeError("boom")

    app.add_url_rule("/abort", "abort", lambda: fw.abort(403))
    app.add_url_rule("/folder/", "folder", lambda: "folder")
    return app


@application(
    "a before_request that returns",
    talk("a text stops the rest", get("/view?stop=text"), get("/notes")),
    talk("a tuple stops the rest", get("/view?stop=tuple", status=401), get("/notes")),
    talk("a dict stops the rest", get("/view?stop=dict"), get("/notes")),
    talk("an empty text stops the rest", get("/view?stop=empty"), get("/notes")),
    talk("None goes on", get("/view"), get("/notes")),
    talk("it may abort", get("/view?stop=abort", status=403), get("/notes")),
    talk("it may raise", get("/view?stop=raise", status=500), get("/notes")),
    talk("it may redirect", get("/view?stop=redirect", status=302), get("/notes")),
    talk("it stops a 404 as well", get("/missing?stop=text"), get("/notes")),
)
def before_returns(fw):
    app = noted(fw)

    @app.before_request
    def guard():
        app.notes.append("guard")
        stop = fw.request.args.get("stop")
        if stop == "abort":
            fw.abort(403)
        if stop == "raise":
            raise RuntimeError("guard")
        if stop == "redirect":
            return fw.redirect("/login")
        values = {
            "text": "stopped",
            "tuple": ("who are you?", 401, {"X-Guard": "1"}),
            "dict": {"stopped": True},
            "empty": "",
        }
        return values.get(stop)

    @app.before_request
    def second():
        app.notes.append("second")

    @app.after_request
    def after(response):
        app.notes.append("after")
        response.headers["X-After"] = "yes"
        return response

    @app.teardown_request
    def teardown(error):
        app.notes.append(f"teardown {type(error).__name__}")

    @app.route("/view")
    def view():
        app.notes.append("view")
        return "view"

    return app


@application(
    "after_request",
    get("/view", "may change the response"),
    get("/replace", "may return another response", 299),
    get("/missing", "sees error pages", 404),
    get("/boom", "sees the page of an exception", 500),
    get("/nothing", "that returns None is a mistake", "TypeError", differs="after-request-none", ours=500),
    get("/raises", "that raises", 500, differs="after-request-raises"),
    get("/body", "may change the body"),
    get("/status", "may change the status", 202),
    get("/length", "may read the length"),
    get("/cookie", "may set a cookie"),
)
def after(fw):
    app = fw.App(__name__)
    for name in ("view", "replace", "nothing", "raises", "body", "status", "cookie", "length"):
        app.add_url_rule(f"/{name}", name, lambda: "view")
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)

    @app.after_request
    def change(response):
        endpoint = fw.request.endpoint
        response.headers["X-Seen"] = f"{response.status_code} {fw.request.path}"
        if endpoint == "replace":
            return fw.make_response("another", 299)
        if endpoint == "nothing":
            return None
        if endpoint == "raises":
            raise RuntimeError("after")
        if endpoint == "length":
            response.headers["X-Length"] = response.headers["Content-Length"]
        if endpoint == "body":
            response.set_data(response.get_data() + " 뒤".encode())
        if endpoint == "status":
            response.status_code = 202
        if endpoint == "cookie":
            response.set_cookie("seen", "1")
        return response

    return app


@application(
    "g",
    talk("is new for every request", get("/set"), get("/get")),
    get("/methods", "get, pop, setdefault, in, iteration"),
    get("/missing", "an attribute that is not there", 500),
    get("/hooks", "goes from hook to view to hook"),
)
def g_object(fw):
    app = fw.App(__name__)

    @app.before_request
    def before():
        fw.g.started = "before"

    @app.after_request
    def after(response):
        response.headers["X-G"] = fw.g.get("view", "no view")
        return response

    @app.route("/set")
    def put():
        fw.g.kept = 1
        return "set"

    @app.route("/get")
    def show():
        return [fw.g.get("kept"), hasattr(fw.g, "kept")]

    @app.route("/methods")
    def methods():
        g = fw.g
        g.a = 1
        words = [
            g.get("a"),
            g.get("b"),
            g.get("b", 2),
            g.setdefault("c", 3),
            "a" in g,
            "z" in g,
            sorted(g),
            g.pop("a"),
            g.pop("a", 9),
        ]
        del g.c
        return [*words, sorted(g)]

    app.add_url_rule("/missing", "missing", lambda: fw.g.nothing)

    @app.route("/hooks")
    def hooks():
        fw.g.view = f"{fw.g.started} view"
        return "hooks"

    return app


@application(
    "teardown_request",
    talk("gets the error that nobody handled", get("/boom", status=500), get("/notes")),
    talk("gets None where a handler took the error", get("/handled", status=400), get("/notes")),
    talk("gets None for an HTTP error", get("/abort", status=403), get("/notes")),
    talk("still has request and g", get("/view/9"), get("/notes")),
    talk("runs where before_request raised", get("/guard?raise=1", status=500), get("/notes")),
)
def teardown(fw):
    app = noted(fw)

    @app.before_request
    def before():
        fw.g.word = "g"
        if fw.request.args.get("raise"):
            raise LookupError("before")

    @app.teardown_request
    def down(error):
        if fw.request.path != "/notes":
            app.notes.append([type(error).__name__, fw.request.path, fw.g.get("word")])

    app.register_error_handler(KeyError, lambda error: ("handled", 400))
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/handled", "handled", lambda: {}["x"])
    app.add_url_rule("/abort", "abort", lambda: fw.abort(403))
    app.add_url_rule("/view/<int:number>", "view", lambda number: str(number))
    app.add_url_rule("/guard", "guard", lambda: "guard")
    return app


@probe("teardown_request gets what ends the program")
def teardown_at_the_end(fw):
    app, seen = fw.App(__name__), []
    app.teardown_request(seen.append)
    for end in (SystemExit, KeyboardInterrupt):

        def leave(end=end):
            raise end

        app.add_url_rule(f"/{end.__name__}", end.__name__, leave)
    client = app.test_client()
    for end in (SystemExit, KeyboardInterrupt):
        with suppress(end):
            client.get(f"/{end.__name__}")
    return [type(error).__name__ for error in seen]


@application(
    "after_this_request",
    talk("changes this response only", get("/once"), get("/plain")),
    get("/two", "runs before the hooks of the App, in order"),
    get("/before", "may be called in before_request"),
)
def this_request(fw):
    app = fw.App(__name__)

    def adding(text):
        def after(response):
            response.headers["X-Order"] = response.headers.get("X-Order", "") + text
            return response

        return after

    @app.before_request
    def before():
        if fw.request.path == "/before":
            fw.after_this_request(adding("before "))

    @app.route("/once")
    @app.route("/plain")
    @app.route("/two")
    @app.route("/before")
    def view():
        if fw.request.path in ("/once", "/two"):
            fw.after_this_request(adding("one "))
        if fw.request.path == "/two":
            fw.after_this_request(adding("two "))
        return "view"

    app.after_request(adding("hook "))
    return app


@probe("has_request_context and has_app_context")
def has_contexts(fw):
    app = fw.App(__name__)
    before = [fw.has_request_context(), fw.has_app_context()]
    with app.app_context():
        between = [fw.has_request_context(), fw.has_app_context()]
    with app.test_request_context("/"):
        return before, between, [fw.has_request_context(), fw.has_app_context()]


@probe("teardown_appcontext runs after the functions of the request, and where there is no request")
def teardowns_of_both_kinds(fw):
    app, seen = fw.App(__name__), []
    for number in (1, 2):
        app.teardown_request(lambda error, number=number: seen.append(f"request {number} {type(error).__name__}"))
        app.teardown_appcontext(lambda error, number=number: seen.append(f"context {number} {fw.g.get('word')}"))
    app.add_url_rule("/", "root", lambda: setattr(fw.g, "word", "view") or "root")
    app.test_client().get("/")
    with suppress(ZeroDivisionError), app.app_context():
        fw.g.word = "alone"
        seen.append(1 // 0)
    with app.test_request_context("/"):
        seen.append("test")
    return seen


@probe("a context of the application leaves the request where it is")
def a_context_in_a_request(fw):
    app, other = fw.App(__name__), fw.App("other")
    app.secret_key = "k"
    app.add_url_rule("/<name>", "root", lambda name: name)
    seen = []
    app.teardown_request(lambda error: seen.append("the end of the request"))

    def look(current):
        request, g = fw.request, fw.g
        seen.extend([request.path, request.endpoint, request.view_args, fw.has_request_context(), g.get("word")])
        seen.append(fw.current_app == current)
        g.word = "inside"

    with app.test_request_context("/kim", base_url="http://lab.example/mount"):
        fw.g.word = "outside"
        for current in (app, other):
            with current.app_context() as inner:
                look(current)
                with inner:
                    seen.append(fw.g.word)
                fw.session["user"] = current.name
                seen.append(fw.url_for("root", name="lee") if current is app else "")
                seen.append(fw.url_for("root", name="lee", _external=True) if current is app else "")
        seen.append([fw.g.word, dict(fw.session), fw.request.path])
    return seen


@probe("a context is pushed and popped")
def pushed(fw):
    app, seen = fw.App(__name__), []
    app.teardown_appcontext(lambda error: seen.append(f"end {type(error).__name__}"))
    context = app.test_request_context("/pushed")
    for _ in range(2):
        context.push()
    seen.append(fw.request.path)
    context.pop()
    seen.append(fw.request.path)
    context.pop(ValueError())
    seen.append(fw.has_app_context())
    alone = app.app_context()
    alone.push()
    seen.append([fw.has_app_context(), fw.has_request_context(), raised(lambda: fw.request.path)])
    alone.pop()
    return [*seen, fw.has_app_context()]


@probe("a context is entered twice")
def entered_twice(fw):
    app, seen = fw.App(__name__), []
    app.teardown_request(lambda error: seen.append("end"))
    with app.test_request_context("/twice") as context:
        with context:
            seen.append(fw.request.path)
        seen.append(fw.request.path)
    return [*seen, fw.has_request_context()]


@probe("a name that stands for nothing is false, and may be looked at")
def names_of_nothing(fw):
    app = fw.App(__name__)
    app.secret_key = "k"

    def look():
        names = (fw.request, fw.session, fw.g, fw.current_app)
        kinds = [isinstance(fw.request, fw.Request), isinstance(fw.session, dict), isinstance(fw.current_app, fw.App)]
        template = "{% if request %}request{% endif %}{% if session %}session{% endif %}"
        return (
            [bool(name) for name in names],
            [raised(lambda name=name: repr(name)) for name in names],
            kinds,
            raised(lambda: fw.request.path),
            raised(lambda: fw.session["user"]),
            raised(lambda: hasattr(fw.request, "path")),
            fw.render_template_string(template) if fw.has_app_context() else "",
        )

    seen = [look()]
    with app.app_context():
        seen.append(look())
    with app.test_request_context():
        fw.session["user"] = "kim"
        seen.append(look())
    return seen


@probe("the operators of what a name stands for")
def operators(fw):
    app = fw.App(__name__)
    app.secret_key = "k"
    app.add_url_rule("/", "root", lambda: "root")
    started = []
    with app.test_request_context() as context:
        session = fw.session
        session |= {"b": 2}
        session["a"] = 1
        environ = context.request.environ
        body = fw.current_app(environ, lambda status, headers, exc_info=None: started.append(status))
        return (
            session is fw.session,
            dict(session),
            session.modified,
            session | {"c": 3},
            {"c": 3} | session,
            list(reversed(session)),
            callable(fw.current_app),
            started,
            b"".join(body),
        )


@probe("threads do not see each other's requests")
def threads_apart(fw):
    app = fw.App(__name__)
    barrier = threading.Barrier(4)

    @app.route("/<token>")
    def view(token):
        fw.g.token = token
        barrier.wait(5)
        return [fw.g.token, fw.request.view_args["token"], fw.request.path]

    found = {}

    def ask(token):
        found[token] = app.test_client().get(f"/{token}").json

    threads = [threading.Thread(target=ask, args=(token,)) for token in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@application(
    "teardown_request of an error that leaves the App",
    talk("gets it", get("/boom", status="ZeroDivisionError"), get("/notes")),
    talk("gets what the handler raised", get("/handler", status="RuntimeError"), get("/notes")),
)
def teardown_in_testing(fw):
    app = noted(fw)
    app.testing = True
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/handler", "handler", lambda: {}["x"])
    app.teardown_request(lambda error: app.notes.append(type(error).__name__))

    @app.errorhandler(KeyError)
    def fails(error):
        raise RuntimeError("the handler fails")

    return app


@probe("the decorators of hooks return the function")
def decorators(fw):
    app = fw.App(__name__)

    def hook(*arguments):
        return None

    return [
        app.before_request(hook) is hook,
        app.after_request(hook) is hook,
        app.teardown_request(hook) is hook,
        app.errorhandler(404)(hook) is hook,
        app.context_processor(hook) is hook,
        app.template_filter("shout")(hook) is hook,
        app.route("/")(hook) is hook,
    ]


@application(
    "steps of a class of one's own",
    get("/", "all of them run, in their order"),
    get("/json", "a dict is made a response"),
    get("/absent", "a page that is not there", 404),
    get("/boom", "a mistake", 500),
    post("/", "another method", 405),
    ask("/", "OPTIONS", method="OPTIONS"),
)
def own_steps(fw):
    ran = []

    class Own(fw.App):
        def full_dispatch_request(self):
            ran.append("full_dispatch_request")
            return super().full_dispatch_request()

        def preprocess_request(self):
            ran.append(f"preprocess_request {fw.request.path}")
            return super().preprocess_request()

        def dispatch_request(self):
            ran.append("dispatch_request")
            return super().dispatch_request()

        def finalize_request(self, rv, from_error_handler=False):
            ran.append(f"finalize_request {type(rv).__name__} {from_error_handler}")
            return super().finalize_request(rv, from_error_handler)

        def make_response(self, rv):
            ran.append(f"make_response {type(rv).__name__}")
            return super().make_response(rv)

        def process_response(self, response):
            ran.append(f"process_response {response.status_code}")
            response.headers["X-Steps"] = "; ".join(ran)
            return super().process_response(response)

        def handle_user_exception(self, e):
            ran.append(f"handle_user_exception {type(e).__name__}")
            return super().handle_user_exception(e)

        def handle_http_exception(self, e):
            ran.append(f"handle_http_exception {e.code}")
            return super().handle_http_exception(e)

        def handle_exception(self, e):
            ran.append(f"handle_exception {type(e).__name__}")
            return super().handle_exception(e)

        def log_exception(self, exc_info):
            assert exc_info[0] is ZeroDivisionError

    app = Own(__name__)
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/json", "json", lambda: {"a": 1})
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    return app


@probe("one step of a class of one's own is enough")
def one_own_step(fw):
    def answer(name, step):
        app = type("Own", (fw.App,), {name: step})(__name__)
        app.add_url_rule("/", "root", lambda: "root")
        app.add_url_rule("/boom", "boom", lambda: 1 // 0)
        client = app.test_client()
        return [(got.status_code, got.headers.get("X-Step"), got.text[:4]) for got in map(client.get, ("/", "/boom"))]

    def labelled(self, response):
        response.headers["X-Step"] = "own"
        return response

    return [
        answer("make_response", lambda self, rv: fw.Response("mine")),
        answer("process_response", labelled),
        answer("preprocess_request", lambda self: "stopped"),
        answer("dispatch_request", lambda self: "dispatched"),
        answer("finalize_request", lambda self, rv, from_error_handler=False: fw.Response("final", 202)),
        answer("full_dispatch_request", lambda self: fw.Response("full")),
        answer("handle_exception", lambda self, e: fw.Response("excused", 503)),
    ]


@probe("after_this_request wants a request")
def after_nothing(fw):
    app = fw.App(__name__)
    with app.app_context():
        inside = raised(lambda: fw.after_this_request(print))
    return inside, raised(lambda: fw.after_this_request(print))
