"""URLs."""

from pathlib import PurePosixPath

import pytest

from wsgi_apps import App, is_local_url, url_for

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


def test_urls_without_a_request(app):
    app.config.update(SERVER_NAME="lab.example", APPLICATION_ROOT="/lab/", PREFERRED_URL_SCHEME="https")
    with app.app_context():
        assert url_for("user", name="kim") == "https://lab.example/lab/user/kim"
        assert url_for("user", name="kim", _external=False) == "/lab/user/kim"
    assert app.url_for("user", name="kim") == "https://lab.example/lab/user/kim"


def test_without_a_host_there_is_no_whole_url(app):
    with app.app_context(), pytest.raises(RuntimeError, match=r"set app\.config\['SERVER_NAME'\]"):
        url_for("user", name="kim")
