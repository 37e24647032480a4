"""Lab 6: what its list of requests cannot say."""

import subprocess

import pytest

from tests.servers import HOST, talk
from wsgi_apps.tools.course.servers import served

LAB = "examples.lab06_request_object"
GREETING = "안녕하십니까"


def get(url, target):
    """Send a request line (bytes) as it stands: letters outside ASCII too, as curl does."""
    port = int(url.rpartition(":")[2])
    head = b"GET %b HTTP/1.1\r\nHost: %b\r\nUser-Agent: test\r\nConnection: close\r\n\r\n"
    return talk(port, head % (target, HOST.encode()))


@pytest.mark.parametrize("way", ["raw:application", "with_webob:application", "ours:app", "flask_app:app"])
def test_korean_letters_that_are_not_percent_encoded_arrive(way):
    with served("uwsgi", f"{LAB}.{way}") as url:
        reply = get(url, "/?name=종현".encode())
    assert reply.body.decode("utf-8") == "Hello 종현! You sent GET with test."


@pytest.mark.parametrize(("program", "body", "length"), [("trap_length", "안녕", 6), ("cured_length", GREETING, 18)])
def test_a_length_in_letters_cuts_a_korean_page(program, body, length):
    """The server sends what it is given; it is the client that stops where the header says."""
    with served("uwsgi", f"{LAB}.{program}:application") as url:
        done = subprocess.run(["curl", "--silent", "--include", url], capture_output=True, check=True)
    head, _, shown = done.stdout.decode("utf-8").partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    assert f"Content-Length: {length}" in head
    assert shown == body
