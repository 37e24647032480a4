"""Sessions and flashed messages."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from .suite import application, get, post, probe, raised, refused, talk


def with_session(fw, **config):
    """Return an App with a session and views on it."""
    app = fw.App(__name__)
    app.config.update({"SECRET_KEY": "k1"} | config)
    session = fw.session

    @app.route("/set", methods=["GET", "POST"])
    def put():
        for name, value in fw.request.args.items():
            session[name] = value
        return "set"

    @app.route("/permanent")
    def permanent():
        session.permanent = True
        session["user"] = "kim"
        return [session.permanent]

    @app.route("/pop/<name>")
    def pop(name):
        return [session.pop(name, None)]

    @app.route("/clear")
    def clear():
        session.clear()
        return "clear"

    @app.route("/append")
    def append():
        session["list"].append(fw.request.args["value"])
        session.modified = bool(fw.request.args.get("modified"))
        return session["list"]

    app.add_url_rule("/", "root", lambda: dict(session))
    app.add_url_rule("/never", "never", lambda: "never")
    app.add_url_rule("/in/<name>", "in", lambda name: [name in session])
    app.add_url_rule("/list", "list", lambda: session.setdefault("list", []))
    app.add_url_rule("/state", "state", lambda: [session.new, session.modified, session.permanent, session.accessed])
    app.add_url_rule("/key", "key", lambda: session["nothing"])
    app.add_url_rule("/again", "again", lambda: session.setdefault("a", "2"))
    app.add_url_rule("/del", "del", lambda: [refused(lambda: session.__delitem__("nothing")), session.modified])
    app.add_url_rule("/empty", "empty", lambda: [session.update({}), session.modified])
    app.add_url_rule("/if", "if", lambda: "yes" if session else "no")
    app.add_url_rule("/marks", "marks", lambda: [session.accessed, session.new])
    return app


@application(
    "a session",
    talk("remembers", get("/set?user=kim"), get("/")),
    talk("remembers Korean", get("/set?이름=김"), get("/")),
    talk("forgets one value", get("/set?a=1&b=2"), get("/pop/a"), get("/")),
    talk("is cleared", get("/set?a=1"), get("/clear"), get("/")),
    talk("is empty at first", get("/"), get("/state")),
    talk("sends no cookie where it is only read", get("/set?a=1"), get("/in/a")),
    talk("sends nothing where it is not touched", get("/set?a=1"), get("/never")),
    talk("sends nothing where it never was", get("/never")),
    talk("is cleared though it never was", get("/clear")),
    talk("does not notice a change inside a value", get("/list"), get("/append?value=x"), get("/")),
    talk("notices a change inside a value when it is told", get("/list"), get("/append?value=x&modified=1"), get("/")),
    talk("setdefault counts as a change", get("/list"), get("/")),
    talk("setdefault of what is there is none", get("/set?a=1"), get("/again"), get("/")),
    talk("is left though it never was", get("/pop/user")),
    talk("is left", get("/set?a=1"), get("/pop/user"), get("/pop/a")),
    talk("is not changed by what fails", get("/del")),
    talk("counts as changed by what adds nothing", get("/empty")),
    talk("is looked at by a condition", get("/if"), get("/marks")),
    talk("says what it is", get("/set?a=1"), get("/state")),
    talk("a missing key is the program's mistake", get("/key", status=500)),
    talk("is permanent", get("/permanent"), get("/state"), get("/")),
    talk("is permanent and only read", get("/permanent"), get("/in/user")),
    talk("is permanent and not touched", get("/permanent"), get("/never")),
    talk("is kept in the path of the mount", get("/set?a=1", mount="/60162176", differs="session-path")),
    talk("goes over https", get("/set?a=1", environ={"wsgi.url_scheme": "https"}, differs="session-secure")),
    talk("of a tampered cookie is empty", get("/", headers={"Cookie": "session=eyJhIjoxfQ.aaaaaa.bbbbbbbb"})),
    talk("of an empty cookie is empty", get("/", headers={"Cookie": "session="})),
    talk("of garbage is empty", get("/", headers={"Cookie": "session=.....%%%"})),
)
def sessions(fw):
    return with_session(fw)


@application(
    "settings of the session's cookie",
    talk("are all obeyed", get("/set?a=1"), get("/"), get("/clear")),
    talk("hold for a permanent session", get("/permanent")),
)
def settings(fw):
    return with_session(
        fw,
        SESSION_COOKIE_NAME="own_session",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN="localhost.example",
        SESSION_COOKIE_HTTPONLY=False,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=3600,
    )


@application(
    "SESSION_REFRESH_EACH_REQUEST off",
    talk("does not send a permanent session again", get("/permanent"), get("/in/user"), get("/never")),
)
def no_refresh(fw):
    return with_session(fw, SESSION_REFRESH_EACH_REQUEST=False)


@application(
    "PERMANENT_SESSION_LIFETIME as a timedelta",
    talk("is the age of the cookie", get("/permanent")),
)
def lifetime(fw):
    return with_session(fw, PERMANENT_SESSION_LIFETIME=datetime.timedelta(minutes=10))


@application(
    "APPLICATION_ROOT",
    talk("is the path of the session's cookie", get("/set?a=1")),
)
def application_root(fw):
    return with_session(fw, APPLICATION_ROOT="/lab")


@application(
    "a session without a secret",
    get("/", "cannot be read by key", 500),
    get("/get", "can be read as empty"),
    get("/set", "cannot be written", 500),
    get("/never", "does not matter where none is used"),
    get("/flash", "no flash either", 500),
)
def no_secret(fw):
    app = fw.App(__name__)

    def put():
        fw.session["a"] = 1
        return "set"

    app.add_url_rule("/", "root", lambda: [fw.session["a"]])
    app.add_url_rule("/get", "get", lambda: [fw.session.get("a"), len(fw.session)])
    app.add_url_rule("/set", "set", put)
    app.add_url_rule("/never", "never", lambda: "never")
    app.add_url_rule("/flash", "flash", lambda: [fw.flash("x")])
    return app


@dataclass
class Point:
    x: int
    y: Decimal


def with_interface(fw, found):
    """Return an App whose sessions are kept by an interface of the program's own; what it ``found`` may be None."""
    sessions = fw.sessions
    calls = []

    class Own(dict, sessions.SessionMixin):
        pass

    class Interface(sessions.SessionInterface):
        def open_session(self, app, request):
            calls.append(f"open {request.path}")
            return None if found is None else Own(found)

        def save_session(self, app, session, response):
            calls.append(f"save {dict(session)} {session.modified} {session.permanent}")
            response.set_cookie("visits", str(len(calls)))

    app = fw.App(__name__)
    app.session_interface = Interface()
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/read", "read", lambda: [fw.session.get("user")])
    app.add_url_rule("/write", "write", lambda: [fw.session.update(user="lee")])
    app.add_url_rule("/calls", "calls", lambda: [call for call in calls if call != "open /calls"])
    return app


@application(
    "sessions of the program's own",
    talk("are opened and saved for every request", get("/"), get("/missing", status=404), get("/calls")),
    talk("are read and written", get("/read"), get("/write"), get("/calls")),
)
def own_interface(fw):
    return with_interface(fw, {"user": "kim"})


@application(
    "sessions of the program's own that are None",
    talk("are empty and not saved", get("/read"), get("/write", status=500), get("/")),
)
def no_session(fw):
    return with_interface(fw, None)


@probe("an interface of sessions has to say how they are opened and saved")
def half_an_interface(fw):
    interface = fw.sessions.SessionInterface()
    return raised(lambda: interface.open_session(None, None)), raised(lambda: interface.save_session(None, None, None))


@application(
    "what a session can hold",
    talk("comes back as it was", get("/set"), get("/")),
)
def values(fw):
    app = fw.App(__name__)
    app.secret_key = "k1"

    @app.route("/set")
    def put():
        fw.session["values"] = {
            "tuple": (1, "둘"),
            "bytes": b"\x00\xff",
            "date": datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC),
            "uuid": uuid.UUID(int=7),
            "nested": {"list": [1, None, True, 1.5]},
            "decimal": Decimal("1.50"),
            "day": datetime.date(2026, 11, 20),
            "dataclass": Point(1, Decimal(2)),
        }
        return "set"

    @app.route("/")
    def show():
        return {name: [type(value).__name__, repr(value)] for name, value in fw.session["values"].items()}

    return app


@application(
    "a session that cannot be written",
    get("/", "is the program's mistake", 500, differs="after-request-raises"),
    get("/handled", "is answered by its handler", 500, holds="sorry", differs="after-request-raises"),
)
def unwritable(fw):
    def fails():
        fw.session["a"] = object()
        return "never sent"

    app = fw.App(__name__)
    app.secret_key = "k"
    app.add_url_rule("/", "root", fails)
    app.add_url_rule("/handled", "handled", fails)

    @app.errorhandler(500)
    def handler(error):
        kind = type(error.original_exception).__name__
        return (f"sorry, {kind}", 500) if fw.request.path == "/handled" else error

    return app


@probe("a session signed with an old key is accepted and signed with the new one")
def rotated(fw):
    old = with_session(fw, SECRET_KEY="k0").test_client()
    cookie = old.get("/set?user=kim").headers["Set-Cookie"].split(";")[0]
    app = with_session(fw, SECRET_KEY="k1", SECRET_KEY_FALLBACKS=["k0"])
    client = app.test_client(use_cookies=False)
    read = client.get("/", headers={"Cookie": cookie}).json
    written = client.get("/set?more=1", headers={"Cookie": cookie}).headers["Set-Cookie"].split(";")[0]
    only_new = with_session(fw, SECRET_KEY="k1").test_client(use_cookies=False)
    return read, only_new.get("/", headers={"Cookie": written}).json, only_new.get("/", headers={"Cookie": cookie}).json


@probe("app.secret_key and config SECRET_KEY are the same thing")
def secret_key(fw):
    app = fw.App(__name__)
    app.secret_key = "one"
    first = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = b"two"
    return first, app.secret_key


@probe("a session whose time is over is empty")
def expired(fw):
    app = with_session(fw, PERMANENT_SESSION_LIFETIME=datetime.timedelta(seconds=-1))
    cookie = with_session(fw).test_client().get("/permanent").headers["Set-Cookie"].split(";")[0]
    return [
        one.test_client(use_cookies=False).get("/", headers={"Cookie": cookie}).json for one in (app, with_session(fw))
    ]


@application(
    "flashed messages",
    talk("come with the next request, once", get("/flash?m=hello"), get("/show"), get("/show")),
    talk("come in order", get("/flash?m=one&m=둘"), get("/show")),
    talk("come in the same request", get("/now?m=now")),
    talk("have categories", get("/flash?m=a&c=error"), get("/flash?m=b"), get("/categories")),
    talk("can be filtered by category", get("/flash?m=a&c=error"), get("/flash?m=b&c=info"), get("/filter?c=error")),
    talk("can be filtered by a text", get("/flash?m=a&c=error"), get("/flash?m=b&c=info"), get("/text?c=error")),
    talk("can be asked for twice in a request", get("/flash?m=a"), get("/twice")),
    talk("stay until they are shown", get("/flash?m=a"), get("/nothing"), get("/show")),
    talk("come in a template", get("/flash?m=<b>"), get("/template")),
    talk("none", get("/show")),
    talk("after a redirect", post("/submit", status=302), get("/show")),
)
def flashes(fw):
    app = fw.App(__name__)
    app.secret_key = "k1"
    request = fw.request

    @app.route("/flash")
    def flash():
        for message in request.args.getlist("m"):
            if "c" in request.args:
                fw.flash(message, request.args["c"])
            else:
                fw.flash(message)
        return "flashed"

    @app.route("/now")
    def now():
        fw.flash(request.args["m"])
        return fw.get_flashed_messages()

    @app.route("/submit", methods=["POST"])
    def submit():
        fw.flash("저장했습니다", category="success")
        return fw.redirect(fw.url_for("show"))

    app.add_url_rule("/show", "show", lambda: list(fw.get_flashed_messages()))
    app.add_url_rule(
        "/categories", "cat", lambda: [list(pair) for pair in fw.get_flashed_messages(with_categories=True)]
    )
    app.add_url_rule("/filter", "filter", lambda: fw.get_flashed_messages(category_filter=[request.args["c"]]))
    app.add_url_rule("/text", "text", lambda: fw.get_flashed_messages(category_filter=request.args["c"]))
    app.add_url_rule("/twice", "twice", lambda: [fw.get_flashed_messages(), fw.get_flashed_messages()])
    app.add_url_rule("/nothing", "nothing", lambda: "nothing")
    template = "{% for category, text in get_flashed_messages(with_categories=true) %}<p class={{ category }}>{{ text }}</p>{% endfor %}"
    app.add_url_rule("/template", "template", lambda: fw.render_template_string(template))
    return app


@application("a session under an app context that stays open", get("/", "is sent"))
def under_a_context(fw):
    app = fw.App(__name__)
    app.secret_key = "k"
    contexts = []

    @app.before_request
    def push():
        contexts.append(app.app_context())
        contexts[-1].push()

    @app.teardown_request
    def pop(error):
        contexts.pop().pop()

    @app.route("/")
    def root():
        fw.session["a"] = 1
        return "root"

    return app
