"""URLs."""

from pathlib import PurePosixPath

import pytest

from wsgi_apps import App, is_local_url, url_for
from wsgi_apps.routing.url_building import BuildError

UNKNOWN = r"^outside a request url_for does not know the host: set app\.config\['SERVER_NAME'\]$"
LOCAL = ["/", "/hello?x=1", "/한글?q=한", "/a//b", "/..//x", "/@evil.example"]
FOREIGN = [
    "//evil.example",
    "///evil.example",
    "/\t/evil.example",
    " //evil.example",
    "\x01//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:/evil.example",
    "https:evil.example",
    "http://evil.example/",
    "javascript:alert(1)",
    "@evil.example",
    "",
    "hello",
    "/a\\b",
    "/a b",
    "/a\r\nb",
]


@pytest.mark.parametrize("url", LOCAL)
def test_local(url):
    assert is_local_url(url)


@pytest.mark.parametrize("url", FOREIGN)
def test_foreign(url):
    assert not is_local_url(url)


def test_an_object_that_stands_for_a_url_counts_as_its_text():
    assert is_local_url(PurePosixPath("/next"))
    assert not is_local_url(PurePosixPath("//evil.example"))


@pytest.fixture
def app():
    app = App(__name__)
    app.add_url_rule("/user/<name>", "user", lambda name: name)
    return app


URLS = [
    ("a value", {"name": "kim"}, "/m/user/kim"),
    ("Korean and a query", {"name": "김", "q": "글"}, "/m/user/%EA%B9%80?q=%EA%B8%80"),
    ("an anchor", {"name": "kim", "_anchor": "top 1"}, "/m/user/kim#top%201"),
    ("external", {"name": "kim", "_external": True}, "http://localhost/m/user/kim"),
    ("another scheme", {"name": "kim", "_scheme": "https"}, "https://localhost/m/user/kim"),
    ("a method", {"name": "kim", "_method": "GET"}, "/m/user/kim"),
]


@pytest.mark.parametrize(("values", "url"), [row[1:] for row in URLS], ids=[row[0] for row in URLS])
def test_urls_in_a_request(app, values, url):
    with app.test_request_context(base_url="http://localhost/m/"):
        assert url_for("user", **values) == url_for(".user", **values) == url


MORE = [
    ("the characters of an anchor", {"_anchor": "%!#$&'()*+,/:;=?@"}, "/m/user#%!#$&'()*+,/:;=?@"),
    ("an empty anchor", {"_anchor": ""}, "/m/user#"),
    ("the scheme of the request", {"_external": True}, "https://localhost/m/user"),
    ("no scheme", {"_scheme": ""}, "//localhost/m/user"),
    ("the method of the request", {}, "/m/user"),
    ("another method", {"_method": "GET"}, "/m/shown"),
    ("an external URL of another method", {"_method": "GET", "_external": True}, "https://localhost/m/shown"),
]


@pytest.mark.parametrize(("options", "url"), [row[1:] for row in MORE], ids=[row[0] for row in MORE])
def test_options_in_a_request(options, url):
    app = App(__name__)
    app.add_url_rule("/user", "Xuser", print, methods=["POST"])
    app.add_url_rule("/shown", "Xuser", methods=["GET"])
    with app.test_request_context(base_url="https://localhost/m/", method="POST"):
        assert url_for("Xuser", **options) == url_for(".Xuser", **options) == url


def test_without_a_request_the_method_is_get():
    app = App(__name__)
    app.config.update(SERVER_NAME="lab.example", APPLICATION_ROOT="/X/")
    app.add_url_rule("/user", "user", print, methods=["POST"])
    app.add_url_rule("/shown", "user", methods=["GET"])
    assert app.url_for("user") == "http://lab.example/X/shown"
    assert app.url_for("user", _method="POST", _external=False) == "/X/user"


def test_a_scheme_has_no_place_in_a_path(app):
    sentence = r"^url_for cannot put _scheme='https' into a path: leave out _external=False$"
    with app.test_request_context(), pytest.raises(ValueError, match=sentence):
        url_for("user", name="kim", _scheme="https", _external=False)


def test_a_handler_may_build_what_the_rules_do_not(app):
    asked = []

    def refuse(error, endpoint, values):
        asked.append((str(error), endpoint, values))
        raise BuildError("later", {}, [])

    def build(error, endpoint, values):
        return f"{endpoint}, after {error}"

    app.url_build_error_handlers.append(refuse)
    with app.test_request_context():
        with pytest.raises(BuildError, match="later") as refused:
            url_for("nobody", a=1)
        app.url_build_error_handlers.append(build)
        assert url_for("nobody", a=1, _anchor="top") == f"nobody, after {refused.value}"
    options = {"_anchor": None, "_method": None, "_scheme": None, "_external": None}
    assert [row[1:] for row in asked] == [
        ("nobody", {"a": 1, **options}),
        ("nobody", {"a": 1, **options, "_anchor": "top"}),
    ]


def test_urls_without_a_request(app):
    app.config.update(SERVER_NAME="lab.example", APPLICATION_ROOT="/lab/", PREFERRED_URL_SCHEME="https")
    with app.app_context():
        assert url_for("user", name="kim") == "https://lab.example/lab/user/kim"
        assert url_for("user", name="kim", _external=False) == "/lab/user/kim"
    assert app.url_for("user", name="kim") == "https://lab.example/lab/user/kim"


def test_without_a_host_there_is_no_whole_url(app):
    with app.app_context(), pytest.raises(RuntimeError, match=UNKNOWN):
        url_for("user", name="kim")
