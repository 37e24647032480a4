"""Sessions."""

import gc
import time
from datetime import timedelta

import flask
import pytest
from itsdangerous import URLSafeTimedSerializer

from tests.support.strict import call, environ_for
from wsgi_apps import App, flash, get_flashed_messages, session
from wsgi_apps.extensions.dates import unix_time
from wsgi_apps.extensions.session_json import TaggedJSON
from wsgi_apps.extensions.sessions import NullSession, SecureCookieSessionInterface, Session, SessionInterface


@pytest.fixture
def app():
    app = App(__name__)
    app.secret_key = "key"
    app.add_url_rule("/in", "in", lambda: session.update(user="kim") or "in")
    app.add_url_rule(
        "/stay", "stay", lambda: session.update(user="kim") or setattr(session, "permanent", True) or "stay"
    )
    app.add_url_rule("/out", "out", lambda: session.clear() or "out")
    app.add_url_rule("/who", "who", lambda: str(session.get("user")))
    app.add_url_rule("/other", "other", lambda: "other")
    return app


def cookie_after(app, path, **more):
    return call(app, environ_for(path=path, **more)).header("Set-Cookie")


def test_a_session_comes_back(app):
    client = app.test_client()
    client.get("/in")
    assert client.get("/who").text == "kim"
    client.get("/out")
    assert client.get("/who").text == "None"


def test_without_a_key_a_session_is_empty_and_not_written(app):
    app.secret_key = None
    assert call(app, environ_for(path="/who")).text == "None"
    app.testing = True
    with pytest.raises(RuntimeError, match=r"set app\.secret_key to the output of secrets\.token_hex"):
        call(app, environ_for(path="/in"))


def test_attributes(app):
    assert cookie_after(app, "/in").endswith("; HttpOnly; Path=/; SameSite=Lax")
    assert cookie_after(app, "/in", script_name="/m").endswith("; HttpOnly; Path=/m; SameSite=Lax")
    assert "; Secure" in cookie_after(app, "/in", **{"wsgi.url_scheme": "https"})
    app.config.update(
        SESSION_COOKIE_NAME="own", SESSION_COOKIE_DOMAIN="lab.example", SESSION_COOKIE_PATH="/p", SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=False, SESSION_COOKIE_SAMESITE="Strict", SESSION_COOKIE_PARTITIONED=True,
    )  # fmt: skip
    line = cookie_after(app, "/in")
    assert line.startswith("own=")
    assert line.endswith("; Domain=lab.example; Secure; Path=/p; SameSite=Strict; Partitioned")


def test_a_permanent_session_has_a_date_and_is_kept_alive(app):
    line = cookie_after(app, "/stay")
    assert "; Expires=" in line
    cookie = line.partition(";")[0]
    assert "; Expires=" in cookie_after(app, "/other", HTTP_COOKIE=cookie)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    assert cookie_after(app, "/other", HTTP_COOKIE=cookie) is None


def test_the_date_of_a_permanent_session_is_in_the_future(app, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "KST-9")
        time.tzset()
        line = cookie_after(app, "/stay")
    time.tzset()
    left = unix_time(line.partition("Expires=")[2].partition(";")[0]) - time.time()
    assert left == pytest.approx(app.permanent_session_lifetime.total_seconds(), abs=5)


def test_a_session_is_sent_when_it_has_changed_and_deleted_when_it_is_empty(app):
    app.config.update(SESSION_COOKIE_DOMAIN="lab.example", SESSION_COOKIE_PATH="/p")
    cookie = cookie_after(app, "/in").partition(";")[0]
    assert [cookie_after(app, path, HTTP_COOKIE=cookie) for path in ("/who", "/other")] == [None, None]
    line = cookie_after(app, "/out", HTTP_COOKIE=cookie)
    assert line.startswith("session=; Domain=lab.example; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; ")
    assert line.endswith("HttpOnly; Path=/p; SameSite=Lax")


def test_a_cookie_that_may_travel_without_https(app):
    app.config["SESSION_COOKIE_SECURE"] = False
    assert "Secure" not in cookie_after(app, "/in", **{"wsgi.url_scheme": "https"})


def test_a_cookie_is_signed_as_flask_signs_it(app):
    cookie = cookie_after(app, "/in").partition(";")[0].removeprefix("session=")
    flasks = flask.Flask(__name__)
    flasks.secret_key = "key"
    assert flasks.session_interface.get_signing_serializer(flasks).loads(cookie) == {"user": "kim"}


def test_an_interface_of_ones_own_is_asked_at_every_request(app):
    class Own(SessionInterface):
        """An interface that opens a session for every path but one."""

        def open_session(self, app, request):
            seen.append(("open", request.path))
            return None if request.path == "/out" else Session(path=request.path)

        def save_session(self, app, session, response):
            seen.append(("save", dict(session), response.status_code))

        def is_null_session(self, session):
            seen.append(("null", type(session)))
            return super().is_null_session(session)

    app.session_interface, seen = Own(), []
    app.add_url_rule("/new", "new", lambda: "new")
    assert [call(app, environ_for(path=path)).status for path in ("/other", "/nowhere")] == [200, 404]
    assert seen == [
        *[("open", "/other"), ("null", Session), ("save", {"path": "/other"}, 200)],
        *[("open", "/nowhere"), ("null", Session), ("save", {"path": "/nowhere"}, 404)],
    ]
    seen.clear()
    assert call(app, environ_for(path="/out")).status == 500  # it changes a session that nobody can change
    assert ("open", "/out") in seen
    assert [row for row in seen if row[0] == "save"] == []
    assert ("null", NullSession) in seen


def test_a_session_is_opened_only_if_there_may_be_one(app, monkeypatch):
    opened, whole = [], SecureCookieSessionInterface.open_session
    monkeypatch.setattr(
        SecureCookieSessionInterface,
        "open_session",
        lambda self, app, request: opened.append(request.path) or whole(self, app, request),
    )
    cookie = cookie_after(app, "/in").partition(";")[0]
    opened.clear()
    for path, more in [
        ("/other", {}),
        ("/other", {"HTTP_COOKIE": "a=1"}),
        ("/who", {}),
        ("/other", {"HTTP_COOKIE": cookie}),
    ]:
        call(app, environ_for(path=path, **more))
    assert opened == ["/who", "/other"]


def test_vary_says_who_looked(app):
    for path, given in [("/accept", "Accept"), ("/cookie", "Accept, cookie")]:
        app.add_url_rule(path, path, lambda given=given: (str(session.get("user")), {"Vary": given}))
    client = app.test_client()
    assert [client.get(path).headers.get("Vary") for path in ("/who", "/in", "/other")] == ["Cookie", "Cookie", None]
    assert [client.get(path).headers["Vary"] for path in ("/accept", "/cookie")] == ["Accept, Cookie", "Accept, cookie"]


def test_keys_can_be_rotated(app):
    old = cookie_after(app, "/in").partition(";")[0]
    app.secret_key, app.config["SECRET_KEY_FALLBACKS"] = "new", ["key"]
    assert call(app, environ_for(path="/who", HTTP_COOKIE=old)).text == "kim"
    new = cookie_after(app, "/in", HTTP_COOKIE=old).partition(";")[0]
    app.config["SECRET_KEY_FALLBACKS"] = None
    texts = [call(app, environ_for(path="/who", HTTP_COOKIE=cookie)).text for cookie in (old, new)]
    assert texts == ["None", "kim"]


def signed_with(key):
    return "session=" + SecureCookieSessionInterface().get_signing_serializer(app_with(key)).dumps({"user": "eve"})


def app_with(key):
    app = App(__name__)
    app.secret_key = key
    return app


FALLBACKS = [
    ("one text", "old-key", ["old-key"], ["o", "y", "-", "", "old"]),
    ("one key of bytes", b"old", ["old"], ["o"]),
    ("a text of one letter", "o", ["o"], ["k"]),
    ("a list", ["old", b"older"], ["old", "older"], ["o"]),
    ("a tuple", ("old",), ["old"], ["o"]),
    ("a set", {"old"}, ["old"], ["o"]),
    ("a list with nothing in it", ["", None, b""], [], ["None", "o"]),
    ("an empty text", "", [], ["o"]),
]


@pytest.mark.parametrize(
    ("fallbacks", "good", "bad"), [row[1:] for row in FALLBACKS], ids=[row[0] for row in FALLBACKS]
)
def test_one_text_is_one_key(app, fallbacks, good, bad):
    app.config["SECRET_KEY_FALLBACKS"] = fallbacks
    for keys, user in ((good, "eve"), (bad, "None")):
        for key in filter(None, keys):
            assert call(app, environ_for(path="/who", HTTP_COOKIE=signed_with(key))).text == user
    empty = "session=" + URLSafeTimedSerializer(
        "", salt="cookie-session", serializer=TaggedJSON, signer_kwargs={"key_derivation": "hmac"}
    ).dumps({"user": "eve"})
    assert call(app, environ_for(path="/who", HTTP_COOKIE=empty)).text == "None"


def other_bits(cookie):
    """Return the same cookie with bits set at its end that base64 does not look at."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return cookie[:-1] + alphabet[alphabet.index(cookie[-1]) ^ 1]


FORGED = [
    ("another end", lambda cookie: cookie[:-2] + "xx"),
    ("other unused bits", other_bits),
    ("a letter that base64 passes over", lambda cookie: cookie + "\xc3\xa9"),
    ("no signature", lambda cookie: cookie.rpartition(".")[0]),
    ("garbage", lambda cookie: "session=\xff\xfe"),
    ("nothing", lambda cookie: "session="),
    (
        "another key",
        lambda cookie: "session=" + URLSafeTimedSerializer("x", salt="cookie-session").dumps({"user": "x"}),
    ),
]


@pytest.mark.parametrize("forge", [row[1] for row in FORGED], ids=[row[0] for row in FORGED])
def test_what_we_did_not_send_is_no_session(app, forge):
    cookie = cookie_after(app, "/in").partition(";")[0]
    assert call(app, environ_for(path="/who", HTTP_COOKIE=cookie)).text == "kim"
    assert call(app, environ_for(path="/who", HTTP_COOKIE=forge(cookie))).text == "None"


def test_a_signed_list_is_no_session(app):
    serializer = app.session_interface.get_signing_serializer(app)
    assert call(app, environ_for(path="/who", HTTP_COOKIE=f"session={serializer.dumps([1])}")).text == "None"


def test_an_old_session_is_none(app):
    cookie = cookie_after(app, "/in").partition(";")[0]
    app.permanent_session_lifetime = timedelta(seconds=-1)
    assert call(app, environ_for(path="/who", HTTP_COOKIE=cookie)).text == "None"


def test_reading_and_changing_leave_their_marks(app):
    with app.test_request_context() as context:
        assert context.session_opened.accessed is False
        assert (session.get("a"), session.accessed, session.modified, session.permanent) == (None, True, False, False)
    fresh = Session()
    assert (fresh.accessed, fresh.modified) == (False, False)
    fresh["a"] = 1
    assert fresh.modified
    assert NullSession().get("a") is None


def test_a_session_without_a_cookie_leaves_no_circle(app):
    call(app, environ_for(path="/who"))
    gc.collect()
    gc.disable()
    try:
        call(app, environ_for(path="/who"))
        assert not [thing for thing in gc.get_objects() if type(thing) is Session]
    finally:
        gc.enable()


MARKED = [
    ("an item", lambda it: it.__setitem__("b", 1), {"a": 1, "b": 1}),
    ("del", lambda it: it.__delitem__("a"), {}),
    ("|=", lambda it: it.__ior__({"b": 2}), {"a": 1, "b": 2}),
    ("update by a dict", lambda it: it.update({"b": 2}), {"a": 1, "b": 2}),
    ("update by keywords", lambda it: it.update(b=2), {"a": 1, "b": 2}),
    ("setdefault", lambda it: it.setdefault("b"), {"a": 1, "b": None}),
    ("pop", lambda it: it.pop("a"), {}),
    ("permanent", lambda it: setattr(it, "permanent", 1), {"a": 1, "_permanent": True}),
]


@pytest.mark.parametrize(("change", "after"), [row[1:] for row in MARKED], ids=[row[0] for row in MARKED])
def test_a_change_marks_the_session(change, after):
    changed = Session(a=1)
    change(changed)
    assert (changed, changed.modified) == (after, True)


def test_what_changes_nothing_does_not_mark_the_session():
    untouched = Session(a=1)
    assert (untouched.setdefault("a", 2), untouched.pop("b", 3), untouched.modified) == (1, 3, False)
    for refused in (lambda: untouched.pop("b"), lambda: untouched.__delitem__("b")):
        with pytest.raises(KeyError):
            refused()
    assert untouched.modified is False


def test_flashed_messages():
    app = App(__name__)
    app.secret_key = "key"

    @app.route("/flash")
    def put():
        flash("one")
        flash("two", "error")
        return "put"

    app.add_url_rule("/show", "show", lambda: [get_flashed_messages(), get_flashed_messages(True, ["error"])])
    client = app.test_client()
    client.get("/flash")
    assert client.get("/show").json == [["one", "two"], [["error", "two"]]]
    assert client.get("/show").json == [[], []]


@pytest.mark.parametrize("wanted", ["error", ["error"], ("error",), {"error"}], ids=repr)
def test_one_text_is_one_category(app, wanted):
    def view():
        for category in ("error", "err", "e"):
            flash(f"a {category}", category)
        return get_flashed_messages(category_filter=wanted)

    app.add_url_rule("/show", "show", view)
    assert app.test_client().get("/show").json == ["a error"]


def test_what_takes_everything_out_marks_the_session():
    emptied, popped = Session(a=1), Session(a=1)
    emptied.clear()
    assert (emptied, emptied.modified, popped.popitem(), popped.modified) == ({}, True, ("a", 1), True)
    untouched = Session()
    with pytest.raises(KeyError):
        untouched.popitem()
    assert not untouched.modified


@pytest.mark.parametrize(
    "letter", ["%\xff", "\xff", "\x00", "=", "==", "%", " ", "\xed\xa0\x80", ".", "\\377", "한", "\ud800"]
)
@pytest.mark.parametrize("place", range(3))
def test_a_mangled_cookie_is_no_session(letter, place):
    app = App(__name__, static_folder=None)
    app.secret_key = "key"
    app.route("/")(lambda: session.setdefault("count", 1) and str(len(session)) + str(session.new))
    app.route("/read", endpoint="read")(lambda: str(dict(session)))
    cookie = call(app, environ_for()).header("Set-Cookie").partition(";")[0]
    assert call(app, environ_for(path="/read", HTTP_COOKIE=cookie)).text == "{'count': 1}"
    parts = cookie.split(".")
    parts[place] = parts[place][:-2] + letter + parts[place][-2:]
    answer = call(app, environ_for(path="/read", HTTP_COOKIE=".".join(parts)))
    assert (answer.status, answer.text) == (200, "{}")
