"""Both callables, served in six ways, asked by curl, by httpie and by raw sockets."""

import subprocess
import sys

import pytest

from tests.support.servers import BIN, WAYS, talk
from wsgi_apps.request_body import LIMIT

HELLO, HELLO_JSON = "wsgi_apps.hello", "wsgi_apps.hello_json"
ALL_WAYS = pytest.mark.parametrize("way", WAYS)


def curl(*words):
    """Return what curl prints."""
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--max-time", "20", *words], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def course_line(url, data):
    """Return what the course's own command line prints."""
    return curl("-X", "POST", url, "-H", "Content-Type: application/json; charset=utf-8", "--data", data)


@ALL_WAYS
@pytest.mark.parametrize("path", ["/60162176", "/60162176/", "/60162176/any/path?a=1"])
def test_hello_greets_at_any_path(served, way, path):
    server = served(way, HELLO)
    assert curl(server.url(path)) == "Hello World"
    assert f"'GET' '{path.partition('?')[0]}'" in server.lines()


@ALL_WAYS
def test_course_command_prints_the_greeting(served, way):
    assert course_line(served(way, HELLO_JSON).url(), '{"name":"JongHyun"}') == "Hello World JongHyun"


@ALL_WAYS
def test_korean_name(served, way):
    assert course_line(served(way, HELLO_JSON).url(), '{"name":"종현"}') == "Hello World 종현"


@ALL_WAYS
def test_markup_in_a_name_stays_text(served, way):
    assert course_line(served(way, HELLO_JSON).url(), '{"name":"<b>"}') == "Hello World &lt;b&gt;"


@ALL_WAYS
def test_httpie(served, way):
    words = ["--ignore-stdin", "--print=b", "POST", served(way, HELLO_JSON).url(), "name=종현"]
    done = subprocess.run([str(BIN / "http"), *words], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "Hello World 종현"


@ALL_WAYS
def test_httpie_says_the_same_of_a_refusal(served, way):
    words = ["--ignore-stdin", "--check-status", "--print=hb", "GET", served(way, HELLO_JSON).url()]
    done = subprocess.run([str(BIN / "http"), *words], capture_output=True)
    assert done.returncode == 4
    assert " 405 " in done.stdout.decode().splitlines()[0]
    assert "Allow: POST" in done.stdout.decode()


@ALL_WAYS
def test_head_has_no_body(served, way):
    reply = talk(served(way, HELLO).port, b"HEAD /60162176 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert reply.data.startswith((b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200 OK\r\n"))
    assert reply.data.endswith(b"\r\n\r\n")


@ALL_WAYS
def test_large_upload_gets_its_413(served, way, tmp_path):
    """Curl asks first (Expect: 100-continue), as every well-behaved client does with a large body."""
    file = tmp_path / "large.json"
    file.write_bytes(b'{"name":"' + b"a" * 2 * LIMIT + b'"}')
    words = ["-X", "POST", "-H", "Content-Type: application/json", "-H", "Expect: 100-continue"]
    answer = curl(*words, "--data-binary", f"@{file}", "--write-out", "\n%{http_code}", served(way, HELLO_JSON).url())
    assert answer.strip().endswith("413")
    assert "at most" in answer


def test_uwsgi_finds_what_pip_installed(served, tmp_path):
    """The uWSGI of the environment imports from the environment, not from the system."""
    assert course_line(served("uwsgi-http-socket", "tests.apps.imports").url(), "") == sys.prefix
