"""``xray --server``: a request to a real server, recorded in its worker, with what the server sent."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.support.tracing import untraced  # noqa: F401 (a fixture of every test)
from wsgi_apps.tools.xray import main, real_servers
from wsgi_apps.tools.xray.real_servers import chunks_in
from wsgi_apps.tools.xray.trace import SCHEMA

#: What each server adds to a response of lab 8, and the key of environ that only it has.
SERVERS = {
    "uwsgi": ([], "uwsgi.version"),
    "gunicorn": (["Connection", "Date", "Server"], "gunicorn.socket"),
    "wsgiref": (["Date", "Server"], "GATEWAY_INTERFACE"),
}
PROGRAM = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield environ["SCRIPT_NAME"].encode()
    yield b"abc"
"""


def traced(capsys, *arguments):
    assert main([*arguments, "--lang", "en", "--trace", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def steps(way):
    """Return the kinds of the events of a way, with the names of their functions."""
    names = [function["name"] for function in way["functions"]]
    return [(kind, None if function is None else names[function], line) for kind, function, line, *_ in way["events"]]


@pytest.mark.parametrize("server", SERVERS)
def test_a_request_to_a_real_server(server, capsys):
    added, key = SERVERS[server]
    request = ["8", "POST /?name=x", "--json", '{"key1": "종현"}', "--way", "ours"]
    trace, called = traced(capsys, *request, "--server", server), traced(capsys, *request)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(trace)
    (way,), (same,) = trace["ways"], called["ways"]
    assert trace["tool"]["server"] == server
    assert trace["request"] == called["request"]
    assert steps(way) == steps(same)
    assert way["headers"] == same["headers"]
    assert key in {row[0] for row in way["environ"]}
    assert "PATH" not in {row[0] for row in way["environ"]}  # wsgiref mixes its own variables in
    assert sorted(row[0] for row in way["setters"] if row[4] == "server") == added
    assert trace["reply"]["bytes"].startswith("HTTP/1.")
    assert trace["reply"]["bytes"].endswith("}\n")
    bytes_of = {row[0]: trace["request"]["bytes"][row[3] : row[4]] for row in way["environ"] if row[3] is not None}
    assert (bytes_of["REQUEST_METHOD"], bytes_of["HTTP_HOST"]) == ("POST", "localhost")


def test_the_sizes_of_chunks_and_a_prefix(tmp_path, monkeypatch, capsys):
    (tmp_path / "chunked_xray.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    words = ["chunked_xray.py", "GET /a/b", "--prefix", "/a", "--server", "gunicorn"]
    assert main([*words, "--lang", "en", "--trace", "t.json"]) == 0
    trace = json.loads((tmp_path / "t.json").read_text())
    assert trace["reply"]["chunks"] == [2, 3]
    assert dict(row[:2] for row in trace["ways"][0]["setters"])["Transfer-Encoding"] == "chunked"
    assert main(["t.json", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("└── in chunks of 2, 3 bytes (Transfer-Encoding)\n")


@pytest.mark.parametrize(
    ("body", "sizes"),
    [(b"", []), (b"0\r\n\r\n", []), (b"A;x=1\r\n0123456789\r\n1\r\na\r\n0\r\n\r\n", [10, 1]), (b"3\r\nab", [3])],
)
def test_chunks_of_a_body(body, sizes):
    assert chunks_in(body) == sizes


def test_a_server_that_is_not_installed_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(real_servers, "installed", lambda server: False)
    assert main(["8", "1", "--server", "uwsgi", "--lang", "en"]) == 2
    assert capsys.readouterr().err == (
        "uWSGI is not installed here: choose another server, such as wsgiref. On Windows there is no uWSGI.\n"
    )


def test_an_exception_in_the_worker_is_the_status(tmp_path, monkeypatch, capsys):
    (tmp_path / "failing_xray.py").write_text('def application(environ, start_response):\n    raise ValueError("no")\n')
    monkeypatch.chdir(tmp_path)
    assert main(["failing_xray.py", "GET /", "--server", "wsgiref", "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "ValueError: no  failing_xray.py:2 application" in shown
    assert "HTTP/1.0 500 Internal Server Error" in shown
