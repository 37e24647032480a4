"""The commands below a cell of the server table: they start its server, and send what the table was measured with."""

import re
import shlex
import subprocess
from contextlib import ExitStack

import pytest

from tests.servers.repeat import STARTED, asked, command, kind
from tests.servers.server_table import ROWS, told
from tests.servers.test_server_table import EVERY_WAY, IDS, MODULE, PAGE
from tests.support.servers import BIN, ROOT, Reply, free_port, process, serve

KINDS = [
    ("string_body", "200, empty", "empty"),
    ("string_body", "200 `hello`", "whole"),
    ("string_body", "200 `hello`, cut at 5 of 10 bytes", "damaged"),
    ("string_body", "200 `he`, then 3 bytes more", "damaged"),
    ("string_body", "no status line, `hello`", "damaged"),
    ("string_body", "status None `hello`", "damaged"),
    ("string_body", "200 `hello`, and `X-Injected: yes`", "damaged"),
    ("string_body", "500", "error"),
    ("string_body", "502", "error"),
    ("string_body", "500 `sorry`", "whole"),
    ("string_body", "hangs", "none"),
    ("string_body", "no reply", "none"),
    ("string_body", "200 or lost", "none"),
    ("string_body", "200 `hello`, then silence", "none"),
    ("body_of_head", "200, empty", "whole"),
    ("body_of_head", "200 `hello`", "damaged"),
    ("scheme", "`'http'`", "fact"),
    ("no_length", "chunked", "fact"),
]


def row_of(name):
    return next(row for row in ROWS if row.callable.__name__ == name)


@pytest.mark.parametrize(("name", "text", "expected"), KINDS)
def test_kind_of_a_cell(name, text, expected):
    assert kind(row_of(name), text) == expected


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """gunicorn, on which no row hangs."""
    with serve("gunicorn", MODULE, tmp_path_factory.mktemp("gunicorn")) as server:
        yield server


#: where curl does not print what came: it repairs a status line, makes a new connection when a server closes one, and may
#: miss a response that comes while it is still sending
BY_CURL = {"no_start_response", "late", "content_length", "reads_nothing"}
COMPARED = [(row, name) for row, name in zip(ROWS, IDS, strict=True) if row.callable.__name__ not in BY_CURL]


@pytest.mark.parametrize("row", [row for row, _ in COMPARED], ids=[name for _, name in COMPARED])
def test_command_gets_what_the_table_says(served, row):
    for words in asked(row, served.port):
        done = subprocess.run(["/bin/sh", "-c", words], capture_output=True, check=False)
    data = done.stdout
    if b"Transfer-Encoding: chunked" in data:  # curl has taken the chunks apart
        head, _, body = data.partition(b"\r\n\r\n")
        end = b"0\r\n\r\n" if done.returncode == 0 else b""
        data = head + b"\r\n\r\n" + (b"%x\r\n%s\r\n" % (len(body), body) if body else b"") + end
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {row.name} | "))
    assert told(row, Reply(data, "closed")) == line.split(" | ")[1 + list(EVERY_WAY).index("gunicorn")]


def test_command_says_whether_a_connection_is_used_again(served):
    (words,) = next(asked(row, served.port) for row in ROWS if "two requests on one connection" in row.name)
    said = subprocess.run(["/bin/sh", "-c", words], capture_output=True, check=True).stdout.decode()
    assert re.findall("(.) new connection", said) == ["1", "1"]  # gunicorn's worker closes each one


@pytest.mark.parametrize("way", STARTED)
def test_commands_start_the_server(way, tmp_path):
    commands, port = STARTED[way]
    ports = {number: free_port() for number in (8000, 8001, 8080, 4958, 19130)}
    at = {"WSGI_APPS_HTTP": f"127.0.0.1:{ports[8000]}", "WSGI_APPS_SOCKET": f"127.0.0.1:{ports[19130]}"}
    with ExitStack() as running:
        for place, words in enumerate(commands):
            moved = re.sub(r"\b(?:8000|8001|4958|19130)\b", lambda found: str(ports[int(found[0])]), words)
            moved += f" --port {ports[8080]} --socket-port {ports[19130]}" if moved.endswith("wsgi_apps nginx") else ""
            program, *others = shlex.split(moved)
            reached = ports[port] if place == len(commands) - 1 else ports[19130]
            running.enter_context(process([str(BIN / program), *others], tmp_path / "log", reached, ROOT, **at))
        asking = command(row_of("read_by_length").requests[0], ports[port])
        assert subprocess.run(["/bin/sh", "-c", asking], capture_output=True, check=True).stdout.endswith(b"hello")
