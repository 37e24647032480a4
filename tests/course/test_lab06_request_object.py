"""Lab 6: what its list of requests cannot say."""

import subprocess

import pytest

from tests.support.browser import picture, text
from tests.support.programs import on_uwsgi
from tests.support.servers import HOST, talk

GREETING = "안녕하십니까"
WAYS = ["raw", "with_webob", "ours", "flask_app"]
OTHERS = ["trap_length", "cured_length", "trap_charset", "cured_charset"]


@pytest.fixture(scope="module")
def urls():
    with on_uwsgi("lab06_request_object", *WAYS, *OTHERS) as urls:
        yield urls


@pytest.mark.parametrize("way", WAYS)
def test_korean_letters_that_are_not_percent_encoded_arrive(urls, way):
    """They are sent as curl sends them: as bytes of UTF-8."""
    head = "GET /?name=종현 HTTP/1.1\r\nHost: {}\r\nUser-Agent: test\r\nConnection: close\r\n\r\n"
    reply = talk(int(urls[way].rpartition(":")[2]), head.format(HOST).encode())
    assert reply.body.decode("utf-8") == "Hello 종현! You sent GET with test."


@pytest.mark.parametrize(("program", "body", "length"), [("trap_length", "안녕", 6), ("cured_length", GREETING, 18)])
def test_a_length_in_letters_cuts_a_korean_page(urls, program, body, length):
    """The server sends what it is given; it is the client that stops where the header says."""
    done = subprocess.run(["curl", "--silent", "--include", urls[program]], capture_output=True, check=True)
    head, _, shown = done.stdout.decode("utf-8").partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    assert f"Content-Length: {length}" in head
    assert shown == body


@pytest.mark.parametrize(
    ("program", "charset", "shown"),
    [
        ("trap_charset", "windows-1252", GREETING.encode("utf-8").decode("windows-1252", "replace")),
        ("cured_charset", "UTF-8", GREETING),
    ],
)
def test_a_browser_guesses_a_charset_that_it_is_not_told(browser, urls, program, charset, shown):
    browser.get(urls[program])
    picture(browser, program)
    assert browser.execute_script("return document.characterSet") == charset
    assert text(browser) == shown
