"""The smallest callable."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps.hello import application


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/", "", "/60162176", "/한글".encode().decode("latin-1"), "/\xff"])
def test_any_path_is_greeted(method, path):
    answer = call(application, environ_for(method, path))
    assert (answer.status, answer.text) == (200, "Hello World")
    assert answer.header("Content-Type") == "text/html; charset=utf-8"


def test_head_has_the_headers_alone():
    answer = call(application, environ_for("HEAD"))
    assert (answer.body, answer.header("Content-Length")) == (b"", "11")


def test_broken_request_without_a_method_is_greeted():
    """It is what uWSGI makes of a first line that is not HTTP; the validator would blame the server."""
    environ = environ_for()
    del environ["REQUEST_METHOD"]
    assert application(environ, lambda status, headers: None) == [b"Hello World"]


LINES = [
    ("/60162176", "'GET' '/60162176'\n"),
    ("/한글".encode().decode("latin-1"), "'GET' '/\\ud55c\\uae00'\n"),
    ("/a\r\nforged line", "'GET' '/a\\r\\nforged line'\n"),
    ("/\x1b[31m", "'GET' '/\\x1b[31m'\n"),
]


@pytest.mark.parametrize(("path", "line"), LINES, ids=["plain", "Korean", "line break", "terminal colour"])
def test_method_and_path_are_logged_on_one_line(path, line):
    assert call(application, environ_for("GET", path)).log == line
