"""Bodies that are made while they are sent."""

import threading

from .suite import application, ask, get, post, probe, raised, talk


@application(
    "generators",
    get("/text", "text"),
    get("/bytes", "bytes"),
    get("/mixed", "text and bytes"),
    get("/empty", "nothing"),
    get("/empty-parts", "empty parts"),
    get("/response", "in a Response", 202),
    get("/tuple", "in a tuple", 203),
    get("/expression", "a generator expression"),
    get("/csv", "CSV"),
    ask("/text", "HEAD", method="HEAD"),
)
def generators(fw):
    app = fw.App(__name__)

    def parts(*texts):
        yield from texts

    views = {
        "text": lambda: parts("one ", "둘 ", "three"),
        "bytes": lambda: parts(b"\x00", b"\xff"),
        "mixed": lambda: parts("글", b"bytes"),
        "empty": lambda: parts(),
        "empty-parts": lambda: parts("", "a", ""),
        "response": lambda: fw.Response(parts("a", "b"), status=202, mimetype="text/plain"),
        "tuple": lambda: (parts("a"), 203, {"X-A": "1"}),
        "expression": lambda: (str(number) for number in range(5)),
        "csv": lambda: (parts("a,b\n", "1,2\n"), {"Content-Type": "text/csv"}),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "close",
    talk("is called when all is sent", get("/ok"), get("/notes")),
    talk("is called for HEAD", ask("/ok", method="HEAD"), get("/notes")),
    talk(
        "is called where the status has no body", get("/no-body", status=204, differs="no-content-type"), get("/notes")
    ),
    talk("of an iterable with close()", get("/iterable"), get("/notes")),
    talk("of a body that after_request replaced", get("/replaced"), get("/notes")),
)
def close(fw):
    app = fw.App(__name__)
    notes = []

    class Body:
        def __iter__(self):
            return iter([b"a", b"b"])

        def close(self):
            notes.append("closed")

    def parts():
        try:
            yield "a"
            yield "b"
        finally:
            notes.append("finally")

    def no_body():
        return fw.Response(Body(), 204)

    app.add_url_rule("/ok", "ok", lambda: fw.Response(Body()))
    app.add_url_rule("/iterable", "iterable", lambda: fw.Response(Body(), mimetype="text/plain"))
    app.add_url_rule("/no-body", "no-body", no_body)
    app.add_url_rule("/replaced", "replaced", parts)
    app.add_url_rule("/notes", "notes", lambda: notes)

    @app.after_request
    def after(response):
        if fw.request.path == "/replaced":
            return fw.make_response(response.get_data(as_text=True).upper())
        return response

    return app


@application(
    "generators that fail",
    get("/at-once", "before the first part", "RuntimeError", differs="late-headers", ours=500),
    get("/later", "after it", "RuntimeError"),
    talk("are closed", get("/later", status="RuntimeError"), get("/notes")),
    talk("are not handled", get("/later-handled", status="KeyError"), get("/notes")),
)
def failing_generators(fw):
    app = fw.App(__name__)
    notes = []

    def parts(error, *before):
        try:
            yield from before
            raise error
        finally:
            notes.append("closed")

    app.register_error_handler(KeyError, lambda error: notes.append("handled") or ("handled", 400))
    app.add_url_rule("/at-once", "at-once", lambda: parts(RuntimeError("at once")))
    app.add_url_rule("/later", "later", lambda: parts(RuntimeError("later"), "part"))
    app.add_url_rule("/later-handled", "later-handled", lambda: parts(KeyError("later"), "part"))
    app.add_url_rule("/notes", "notes", lambda: notes)
    return app


@application(
    "a stream that after_request reads",
    get("/", "becomes one body"),
)
def read_by_hook(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: (part for part in ("a", "b")))

    @app.after_request
    def after(response):
        response.headers["X-Length"] = str(len(response.get_data()))
        return response

    return app


@application(
    "a body echoed in parts",
    post("/", "is streamed in and out", body=b"a" * 100_000),
)
def echo(fw):
    app = fw.App(__name__)

    @app.route("/", methods=["POST"])
    def root():
        pieces = []
        while piece := fw.request.stream.read(4096):
            pieces.append(piece.upper())
        return (piece for piece in pieces)

    return app


@probe("teardown runs before the body is sent")
def teardown_before_body(fw):
    notes = []
    app = fw.App(__name__)

    @app.teardown_request
    def down(error):
        notes.append("teardown")

    @app.route("/")
    def root():
        def parts():
            notes.append("part")
            yield "x"

        return parts()

    started = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.errors": None, "wsgi.input": None,
    }  # fmt: skip
    result = app(environ, lambda status, headers, exc_info=None: started.append(status))
    body = b"".join(result)
    result.close()
    return sorted(notes), body


@probe("request is gone inside a stream")
def gone(fw):
    app = fw.App(__name__)

    @app.route("/")
    def root():
        def parts():
            yield "start "
            try:
                yield fw.request.path
            except RuntimeError:
                yield "gone"

        return parts()

    return app.test_client().get("/").text


@application(
    "stream_with_context",
    get("/request?a=1", "reads the request"),
    get("/decorated?a=2", "as a decorator"),
    get("/expression?a=3", "of an expression"),
    ask("/request?a=4", "for HEAD", method="HEAD"),
    get("/response?a=5", "in a Response", 202),
    get("/two?a=6", "two of them"),
    get("/session", "with the session"),
    talk("in a view that fails after it", get("/fails", status=500), get("/notes")),
)
def streams_in_context(fw):
    app = fw.App(__name__)
    app.secret_key = "k"
    notes = []
    stream = fw.stream_with_context
    app.teardown_request(lambda error: notes.append(f"end {fw.request.path} {type(error).__name__}"))
    app.teardown_appcontext(lambda error: notes.append(f"end {fw.g.get('word')}"))

    def pieces():
        notes.append("begin")
        yield fw.request.args["a"]
        yield fw.g.word
        yield fw.url_for("two") + fw.current_app.name
        notes.append("done")

    @stream
    def decorated(end):
        yield from pieces()
        yield end

    @app.before_request
    def before():
        fw.g.word = "글"
        fw.session["user"] = "kim"

    def two():
        first, second = stream(pieces()), stream(pieces())
        return (a + b for a, b in zip(first, second, strict=True))

    def fails():
        kept = stream(pieces())
        raise RuntimeError(str(bool(kept)))

    def with_session():
        return stream(fw.session[name] for name in ["user"])

    app.add_url_rule("/request", "request", lambda: stream(pieces()))
    app.add_url_rule("/decorated", "decorated", lambda: decorated("end"))
    app.add_url_rule("/expression", "expression", lambda: stream(fw.request.args[name] for name in "aa"))
    app.add_url_rule("/response", "response", lambda: fw.Response(stream(pieces()), 202, mimetype="text/plain"))
    app.add_url_rule("/two", "two", two)
    app.add_url_rule("/fails", "fails", fails)
    app.add_url_rule("/session", "session", with_session)
    app.add_url_rule("/notes", "notes", lambda: fw.jsonify(notes))
    return app


@probe("stream_with_context outside a request")
def stream_outside(fw):
    def function():
        yield fw.request.path

    app = fw.App(__name__)
    with app.app_context():
        said = [raised(lambda: next(iter(fw.stream_with_context(function()))))]
        said.append(raised(lambda: next(iter(fw.stream_with_context(function)()))))
    with app.test_request_context("/x"):
        said.append(list(fw.stream_with_context(function())))
        said.append("".join(fw.stream_with_context(function)()))
    return [*said, function.__name__, fw.stream_with_context(function).__name__]


@probe("stream_with_context and the test client")
def stream_and_client(fw):
    app = fw.App(__name__)

    @app.get("/")
    def view():
        return fw.stream_with_context(fw.request.args[name] for name in "ab")

    with app.test_client() as client:
        text = client.get("/?a=1&b=2").text
        return text, fw.request.args["a"]


@application(
    "copy_current_request_context",
    talk("in another thread", get("/thread?a=1"), get("/notes")),
    talk("twice", get("/twice?a=2"), get("/notes")),
)
def copies_of_the_context(fw):
    app = fw.App(__name__)
    app.secret_key = "k"
    notes = []
    app.teardown_request(lambda error: notes.append(f"end {fw.g.get('word', 'of a copy')}"))

    def in_a_thread(function):
        said = []
        thread = threading.Thread(target=lambda: said.append(function()))
        thread.start()
        thread.join()
        return said[0]

    @app.get("/thread")
    def view():
        fw.g.word, fw.session["user"] = "of the request", "kim"

        @fw.copy_current_request_context
        def work():
            return [fw.request.args["a"], "word" in fw.g, fw.session["user"], fw.url_for("view"), fw.request.endpoint]

        return [in_a_thread(work), work.__name__]

    @app.get("/twice")
    def twice():
        @fw.copy_current_request_context
        def work():
            fw.g.count = fw.g.get("count", 0) + 1
            return fw.g.count

        return [in_a_thread(work), in_a_thread(work)]

    app.add_url_rule("/notes", "notes", lambda: notes)
    return app


@probe("copy_current_request_context outside a request")
def copy_outside(fw):
    with fw.App(__name__).app_context():
        return raised(lambda: fw.copy_current_request_context(len)([]))


@application("g in copies of the context", get("/", "in the same thread, and in another one"))
def g_of_copies(fw):
    app = fw.App(__name__)

    @app.get("/")
    def view():
        fw.g.user = "kim"

        @fw.copy_current_request_context
        def work():
            fw.g.count = fw.g.get("count", 0) + 1
            return [fw.g.get("user"), fw.g.count]

        said = [work(), work()]
        thread = threading.Thread(target=lambda: said.append(work()))
        thread.start()
        thread.join()
        return [*said, fw.g.count]

    return app


def noted(fw):
    """Return an application, and the list of what its teardown functions see of ``g``."""
    app, notes = fw.App(__name__), []
    app.teardown_request(lambda error: notes.append(f"end of request {fw.g.get('user')}"))
    app.teardown_appcontext(lambda error: notes.append(f"end of context {fw.g.get('user')}"))
    return app, notes


@probe("g in a request context inside an application context")
def g_inside(fw):
    app, notes = noted(fw)
    with app.app_context():
        fw.g.user = "kim"
        with app.test_request_context():
            notes.append(fw.g.get("user"))
            fw.g.user = "lee"
            with app.test_request_context("/b"), app.app_context():
                notes.append(fw.g.get("user"))
        notes.append(fw.g.get("user"))
    return notes


@probe("g in a request context inside another application's")
def g_of_another_application(fw):
    app, notes = noted(fw)
    with app.app_context():
        fw.g.user = "kim"
        with fw.App("other").app_context(), app.test_request_context():
            notes.append(fw.g.get("user"))
    return notes


@probe("g in a context that is used again")
def g_again(fw):
    app, notes = noted(fw)
    context, outer = app.test_request_context(), app.app_context()
    for user in ("kim", "lee"):
        with context:
            notes.append(fw.g.get("user"))
            fw.g.user = user
            with context:
                notes.append(fw.g.get("user"))
    for user in ("kim", "lee"):
        with outer:
            notes.append(fw.g.get("user"))
            fw.g.user = user
    with outer, context:
        notes.append(fw.g.get("user"))
    with context:
        notes.append(fw.g.get("user"))
    return notes


@probe("g in a copy that is called after its request")
def g_of_a_late_copy(fw):
    app, notes = noted(fw)
    with app.app_context():
        fw.g.user = "kim"
        with app.test_request_context():
            work = fw.copy_current_request_context(lambda: fw.g.get("user"))
        notes.append(work())
    notes.append(work())
    return notes
