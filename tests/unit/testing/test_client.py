"""The test client."""

import io

import pytest

from wsgi_apps import App, g, redirect, request, session
from wsgi_apps.application.context import CURRENT
from wsgi_apps.extensions.authorization import parse_authorization
from wsgi_apps.extensions.context import KEEP_CONTEXT
from wsgi_apps.testing.client import Client
from wsgi_apps.testing.environ_builder import make_environ


@pytest.fixture
def app():
    app = App(__name__)
    app.secret_key = "key"

    @app.route("/echo", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def echo():
        files = {name: [file.filename, file.content_type, file.read().decode()] for name, file in request.files.items()}
        return {
            "method": request.method,
            "args": request.args.to_dict(),
            "form": request.form.to_dict(False),
            "files": files,
        }

    app.add_url_rule("/data", "data", lambda: request.get_data(as_text=True), methods=["POST"])
    app.add_url_rule("/go/<int:code>", "go", lambda code: redirect("/echo?a=1", code), methods=["GET", "POST"])
    app.add_url_rule("/round", "round", lambda: redirect("/round"))
    app.add_url_rule("/cookies", "cookies", lambda: request.cookies.to_dict())
    app.add_url_rule("/user", "user", lambda: str(session.get("user")))
    return app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_methods(client, method):
    assert getattr(client, method)("/echo").json["method"] == method.upper()


def test_head_and_options(client):
    assert client.head("/echo").data == b""
    assert "PATCH" in client.options("/echo").headers["Allow"]


BODIES = [
    ("a form", {"data": {"a": [1, "글"], "b": 2}}, {"a": ["1", "글"], "b": ["2"]}, {}),
    ("a multipart form", {"data": {"a": "글"}, "content_type": "multipart/form-data"}, {"a": ["글"]}, {}),
    (
        "a file",
        {"data": {"a": "1", "f": (io.BytesIO(b"x"), "a.txt")}},
        {"a": ["1"]},
        {"f": ["a.txt", "text/plain", "x"]},
    ),
    ("a file of a type", {"data": {"f": (io.BytesIO(b"x"), "a", "a/b")}}, {}, {"f": ["a", "a/b", "x"]}),
    ("a file without a name", {"data": {"f": io.BytesIO(b"x")}}, {}, {"f": ["file", "application/octet-stream", "x"]}),
]


@pytest.mark.parametrize(("options", "form", "files"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_bodies(client, options, form, files):
    answer = client.post("/echo", **options).json
    assert (answer["form"], answer["files"]) == (form, files)


RAW = [
    ({"data": "글"}, "글"),
    ({"data": b"b"}, "b"),
    ({"data": io.BytesIO(b"file")}, "file"),
    ({"json": [1]}, "[1]"),
    ({}, ""),
]


@pytest.mark.parametrize(("options", "text"), RAW)
def test_raw_bodies(client, options, text):
    assert client.post("/data", **options).text == text


def test_queries(client):
    assert client.get("/echo?a=글").json["args"] == {"a": "글"}
    assert client.get("/echo", query_string={"a": "글", "b": [1]}).json["args"] == {"a": "글", "b": "1"}


def test_environ(app):
    environ = make_environ(
        app, "https://lab.example:8000/a%20b?c", method="post", headers=[("X-A", 1)], content_type="a/b"
    )
    assert [environ[key] for key in ("wsgi.url_scheme", "HTTP_HOST", "SERVER_PORT", "PATH_INFO", "QUERY_STRING")] == [
        "https", "lab.example:8000", "8000", "/a b", "c",
    ]  # fmt: skip
    assert [environ[key] for key in ("REQUEST_METHOD", "HTTP_X_A", "CONTENT_TYPE")] == ["POST", "1", "a/b"]
    app.config["SERVER_NAME"] = "own.example"
    assert (
        make_environ(app, headers={"Content-Type": "c/d"}, environ_overrides={"REMOTE_ADDR": "::1"})["HTTP_HOST"]
        == "own.example"
    )
    assert not {"CONTENT_TYPE", "CONTENT_LENGTH"} & make_environ(app).keys()


def test_credentials_and_a_media_type(app):
    environ = make_environ(
        app, auth=("김", "p:w"), mimetype="text/plain", content_type="a/b", headers={"Authorization": "x"}
    )
    assert parse_authorization(environ["HTTP_AUTHORIZATION"]) == ("basic", "김", "p:w", None)
    assert environ["CONTENT_TYPE"] == "text/plain; charset=utf-8"


def test_mistakes_are_written_to_standard_error(app, capsys):
    stream = make_environ(app)["wsgi.errors"]
    stream.write("mistake")
    stream.flush()
    assert capsys.readouterr().err == "mistake"


REDIRECTS = [(302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]


@pytest.mark.parametrize(("code", "method"), REDIRECTS)
def test_redirects_are_followed_on_request(client, code, method):
    assert client.post(f"/go/{code}").location == "/echo?a=1"
    answer = client.post(f"/go/{code}", data={"b": 2}, follow_redirects=True)
    assert (answer.json["method"], answer.json["args"], [one.status_code for one in answer.history]) == (
        method,
        {"a": "1"},
        [code],
    )


LOCATIONS = [
    ("/m/other", "/other"),
    ("next", "/한/next"),
    ("?a=1", "/한/go"),
    ("http://lab.example/m/other", "/other"),
]


@pytest.mark.parametrize(("location", "path"), LOCATIONS)
@pytest.mark.parametrize("mount", ["m", "마운트"])
def test_a_location_is_relative_to_the_request(location, path, mount):
    app = App(__name__)
    app.add_url_rule("/한/go", "go", lambda: redirect(location.replace("/m/", f"/{mount}/")))
    client = app.test_client()
    before = client.get("/한/go", base_url=f"http://lab.example/{mount}")
    after = client.redirected(before)
    assert [after[key].encode("latin-1").decode() for key in ("HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")] == [
        "lab.example", f"/{mount}", path,
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "arrived"), [("/m", ("/m", "/")), ("/mx", ("", "/mx")), ("/", ("", "/"))])
def test_a_location_may_lead_out_of_the_mount(path, arrived):
    app = App(__name__)
    app.add_url_rule("/go", "go", lambda: redirect(path))
    client = app.test_client()
    after = client.redirected(client.get("/go", base_url="http://lab.example/m"))
    assert (after["SCRIPT_NAME"], after["PATH_INFO"]) == arrived


def test_a_redirect_to_another_host_is_not_followed(app, client):
    app.add_url_rule("/out", "out", lambda: redirect("https://other.example/a"))
    with pytest.raises(RuntimeError, match=r"leads to https://other\.example/a, which is on another host"):
        client.get("/out", follow_redirects=True)


def test_a_redirect_is_read_to_its_end_before_it_is_followed(app, client):
    read = []

    @app.route("/streamed")
    def streamed():
        def pieces():
            yield "a"
            yield "b"
            read.append("all")

        return app.response_class(pieces(), 302, {"Location": "/echo"})

    assert client.get("/streamed", follow_redirects=True).json["method"] == "GET"
    assert read == ["all"]


def test_two_bodies_are_refused(client):
    with pytest.raises(TypeError, match="leave one of them out"):
        client.post("/echo", data={}, json={})


def test_a_round_of_redirects_ends(client):
    with pytest.raises(RuntimeError, match="redirected more than 20 times"):
        client.get("/round", follow_redirects=True)


def test_cookies(app, client):
    client.set_cookie("a", "글")
    client.set_cookie("b", "2", path="/elsewhere")
    assert client.get("/cookies", headers={"Cookie": "c=3"}).json == {"a": "글", "c": "3"}
    assert (
        client.get_cookie("a").decoded_value,
        client.get_cookie("b"),
        client.get_cookie("b", path="/elsewhere").value,
    ) == (
        "글",
        None,
        "2",
    )
    client.delete_cookie("a")
    assert client.get("/cookies").json == {}
    forgetful = app.test_client(use_cookies=False)
    forgetful.set_cookie("a", "1")
    assert (forgetful.get("/cookies").json, forgetful.get_cookie("a")) == ({}, None)


def test_the_path_of_a_cookie_has_letters_of_either_case(app, client):
    app.add_url_rule("/Lab/cookies", "lab", lambda: request.cookies.to_dict())
    client.set_cookie("a", "1", path="/Lab")
    assert (client.get("/Lab/cookies").json, client.get_cookie("a", path="/Lab").value) == ({"a": "1"}, "1")
    assert client.get("/cookies").json == {}


def test_sessions(client):
    with client.session_transaction() as session:
        session["user"] = "kim"
    assert client.get("/user").text == "kim"
    with client.session_transaction() as session:
        session.clear()
    assert client.get("/user").text == "None"
    with client.session_transaction():
        pass


def test_the_last_context_stays_open_inside_with(app):
    app.before_request(lambda: setattr(g, "seen", True))
    with app.test_client() as client:
        client.get("/echo?a=1")
        assert (request.args["a"], g.seen) == ("1", True)
        client.get("/echo?a=2")
        assert request.args["a"] == "2"
    assert not request


def test_what_was_current_before_with_is_so_after_it(app):
    with app.app_context() as outside:
        for _ in range(2):
            with app.test_client() as client:
                client.get("/echo")
                assert CURRENT.get() is not outside
            assert CURRENT.get() is outside
        with app.test_client():
            assert CURRENT.get() is outside
    assert CURRENT.get(None) is None


def test_two_clients_keep_a_context_each(app):
    with app.test_client() as one:
        one.get("/echo?a=1")
        with app.test_client() as two:
            two.get("/echo?a=2")
            assert request.args["a"] == "2"
        assert request.args["a"] == "1"
    assert not request


def test_the_context_is_kept_without_a_hook_of_the_application(app):
    app.add_url_rule("/hooks", "hooks", lambda: [str(hook) for hook in app.teardown_request_functions])
    with app.test_client() as client:
        answer = client.get("/hooks")
        assert (answer.json, app.teardown_request_functions, app.teardown_appcontext_functions) == ([], [], [])
        assert KEEP_CONTEXT not in answer.request.environ


def test_the_context_of_the_request_is_kept_and_not_one_that_the_view_opens(app):
    def nested():
        with app.test_request_context("/inner"):
            g.seen = request.path
        return "x"

    app.add_url_rule("/nested", "nested", nested)
    with app.test_client() as client:
        client.get("/nested")
        assert (request.path, g.seen) == ("/nested", "/inner")


def test_a_client_inside_itself_is_refused(app):
    with app.test_client() as client:
        with pytest.raises(RuntimeError, match="leave out the inner one"), client:
            pass
        client.get("/echo?a=1")
        assert request.args["a"] == "1"
    client.__exit__(None, None, None)
    assert not request


def test_an_exception_leaves_its_context_open(app):
    app.testing = True
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    with app.test_client() as client:
        with pytest.raises(ZeroDivisionError):
            client.get("/boom")
        assert request.path == "/boom"
        client.application = App(__name__)
        client.application.wsgi_app = lambda environ, start_response: 1 // 0
        with pytest.raises(ZeroDivisionError):
            client.get("/")


def test_any_application_can_be_asked(app):
    client = Client(app)
    answer = client.get("/echo")
    assert (answer.request.path, answer.history) == ("/echo", ())
