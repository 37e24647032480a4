"""Where a request arrived, and where a redirect goes."""

from wsgiref.util import setup_testing_defaults

import pytest

from wsgi_apps.environ import decoded, host_of, path_of, redirect_url, root_of, scheme_of
from wsgi_apps.exceptions import SecurityError


def environ_with(**changes):
    environ = {"wsgi.url_scheme": "http", "SERVER_NAME": "server", "SERVER_PORT": "8000", **changes}
    setup_testing_defaults(environ)
    return {name: value for name, value in environ.items() if changes.get(name, "") is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/hello", "/hello"),
        ("/í\x95\x9c", "/한"),
        ("/á\x84\x92á\x85¡á\x86«", "/\u1112\u1161\u11ab"),
        ("/\xff", "/\ufffd"),
        ("/í\xa0\x80", "/\ufffd\ufffd\ufffd"),
        ("/ÇÑ", "/\ufffd\ufffd"),
        ("/한", "/?"),
    ],
)
def test_bytes_are_read_as_utf_8_and_nothing_is_normalised(text, expected):
    assert decoded(text) == expected


@pytest.mark.parametrize(("path", "expected"), [("/a", "/a"), ("", ""), (None, "/"), ("/í\x95\x9c", "/한")])
def test_path_of(path, expected):
    environ = {} if path is None else {"PATH_INFO": path}
    assert path_of(environ) == expected


@pytest.mark.parametrize(
    ("script_name", "expected"),
    [
        (None, ""),
        ("", ""),
        ("/", ""),
        ("/app", "/app"),
        ("/app/", "/app"),
        ("//evil.example", "/evil.example"),
        ("/í\x95\x9c", "/%ED%95%9C"),
        ("/a b\r\n\\", "/a%20b%0D%0A%5C"),
        ("/X", "/X"),
        ("/!$&'()*+,:;=@", "/!$&'()*+,:;=@"),
    ],
)
def test_root_of(script_name, expected):
    assert root_of({} if script_name is None else {"SCRIPT_NAME": script_name}) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"HTTP_HOST": "localhost"}, "localhost"),
        ({"HTTP_HOST": "LocalHost:5000"}, "localhost:5000"),
        ({"HTTP_HOST": "localhost:80"}, "localhost"),
        ({"HTTP_HOST": "localhost:443"}, "localhost:443"),
        ({"HTTP_HOST": "localhost:443", "wsgi.url_scheme": "https"}, "localhost"),
        ({"HTTP_HOST": "localhost:80", "wsgi.url_scheme": "https"}, "localhost:80"),
        ({"HTTP_HOST": "localhost", "wsgi.url_scheme": "gopher"}, "localhost"),
        ({"HTTP_HOST": "localhost."}, "localhost."),
        ({"HTTP_HOST": "my_app:8000"}, "my_app:8000"),  # as hosts in containers are called
        ({"HTTP_HOST": "_x.My_App.local"}, "_x.my_app.local"),
        ({"HTTP_HOST": "127.0.0.1:8000"}, "127.0.0.1:8000"),
        ({"HTTP_HOST": "[::1]"}, "[::1]"),
        ({"HTTP_HOST": "[::1]:8080"}, "[::1]:8080"),
        ({"HTTP_HOST": "[::ffff:10.0.0.1]"}, "[::ffff:10.0.0.1]"),
        ({"HTTP_HOST": f"{'.'.join(['a'] * 127)}:65535"}, f"{'.'.join(['a'] * 127)}:65535"),
        ({"HTTP_HOST": "xn--3e0b707e.example:65535"}, "xn--3e0b707e.example:65535"),
        ({"HTTP_HOST": f"{'a' * 63}.example"}, f"{'a' * 63}.example"),
        ({"HTTP_HOST": ".".join(["a"] * 127)}, ".".join(["a"] * 127)),
        ({"HTTP_HOST": None}, "server:8000"),
        ({"HTTP_HOST": None, "SERVER_PORT": "80"}, "server"),
        ({"HTTP_HOST": None, "SERVER_NAME": "::1"}, "[::1]:8000"),
        ({"HTTP_HOST": "lab.example", "SERVER_NAME": None, "SERVER_PORT": None}, "lab.example"),
    ],
)
def test_host_of(changes, expected):
    assert host_of(environ_with(**changes)) == expected


@pytest.mark.parametrize(
    "host",
    [
        "",
        " localhost",
        "local host",
        "localhost\r\nX: y",
        "localhost\n",
        "user@localhost",
        "localhost/evil",
        "localhost\\evil",
        "localhost?x=",
        "localhost#",
        "localhost:",
        "localhost:0",
        "localhost:x",
        "localhost:65536",
        "localhost:99999999",
        "[::1",
        "::1",
        "[localhost]",
        ".example.com",
        "a..b",
        "한글",
        "í\x95\x9c",
        "a" * 64,
        ".".join(["a"] * 126) + ".aa",
        "a" * 65536,
        "[" + ":" * 65536,
        "[" + ":." * 120,
        f"{'.'.join(['a'] * 127)}:65536",
    ],
)
def test_what_is_no_host_is_refused(host):
    with pytest.raises(SecurityError, match=": The Host header is not a host"):
        host_of(environ_with(HTTP_HOST=host))


@pytest.mark.parametrize(
    "missing", [("SERVER_NAME", "SERVER_PORT"), ("SERVER_NAME",), ("SERVER_PORT",)], ids=" and ".join
)
def test_a_server_that_does_not_say_its_name_has_no_host(missing):
    with pytest.raises(SecurityError, match=": The Host header is not a host"):
        host_of(environ_with(HTTP_HOST=None, **dict.fromkeys(missing)))


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("http", "http"),
        ("https", "https"),
        ("https://evil.example/?", "http"),
        ("javascript", "http"),
        ("", "http"),
        ("http\r\nX: y", "http"),
        (None, "http"),
    ],
)
def test_a_client_does_not_choose_the_scheme(scheme, expected):
    environ = environ_with(**{"HTTP_HOST": "localhost", "wsgi.url_scheme": scheme})
    assert (scheme_of(environ), redirect_url(environ, "/a/")) == (expected, f"{expected}://localhost/a/")


@pytest.mark.parametrize(
    ("changes", "path", "expected"),
    [
        ({}, "/a/", "http://localhost/a/"),
        ({"wsgi.url_scheme": "https"}, "/a/", "https://localhost/a/"),
        ({"SCRIPT_NAME": "/app"}, "/a/", "http://localhost/app/a/"),
        ({}, "/X", "http://localhost/X"),
        ({"SCRIPT_NAME": None}, "//evil.example/", "http://localhost/evil.example/"),
        ({"QUERY_STRING": "a=1&b=%20+%"}, "/", "http://localhost/?a=1&b=%20+%"),
        ({"QUERY_STRING": 'a=\r\n "<\xff#'}, "/", "http://localhost/?a=%0D%0A%20%22%3C%FF%23"),
        ({"QUERY_STRING": "한"}, "/", "http://localhost/??"),
        ({"QUERY_STRING": None}, "/", "http://localhost/"),
    ],
)
def test_redirect_url(changes, path, expected):
    assert redirect_url(environ_with(HTTP_HOST="localhost", **changes), path) == expected
