"""The configuration files: loopback only, and every line explained."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.support.servers import HOST, ROOT, free_port, nginx, process, talk, uwsgi
from wsgi_apps.tools.nginx import LISTEN, UPSTREAM, command, write_configuration

FILES = sorted(file.name for file in (ROOT / "ini").iterdir() if file.is_file())
STRUCTURE = re.compile(
    r"\[uwsgi\]|\}|(events|http|server|location|upstream \w+) .*\{|server_name .*|endif =|if-.*|import os"
)


def lines_of(name):
    return [line.strip() for line in (ROOT / "ini" / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_every_setting_is_explained(name):
    """A setting stands below a comment, or in a run of settings that one comment explains."""
    explained = False
    for line in lines_of(name):
        if line.startswith("#"):
            explained = True
        elif not line:
            explained = False
        else:
            assert explained or STRUCTURE.fullmatch(line), line


@pytest.mark.parametrize("name", FILES)
def test_only_loopback_is_listened_on(name):
    """A file that names no address takes in ini/uwsgi.ini, which does, or is told by who starts it."""
    text = (ROOT / "ini" / name).read_text(encoding="utf-8")
    addresses = re.findall(r"(?m)^(?!\s*#).*?([\d.]+|\*|\[?::\]?):(\d+)", text)
    told = "\nini = %duwsgi.ini\n" in text or re.search(r"(?m)^(socket|http|fastrouter) = \$\(\w+\)$", text)
    assert all(host.startswith("127.0.0.") for host, _ in addresses)
    assert addresses or told


def test_nginx_ports_are_put_where_the_file_has_them(tmp_path):
    text = write_configuration(tmp_path, "127.0.0.1:80", "127.0.0.1:1").read_text(encoding="utf-8")
    assert "listen 127.0.0.1:80;" in text
    assert "uwsgi_pass 127.0.0.1:1;" in text
    original = (ROOT / "ini" / "nginx.conf").read_text(encoding="utf-8")
    assert text.replace("127.0.0.1:80;", f"{LISTEN};").replace("127.0.0.1:1;", f"{UPSTREAM};") == original


def get(path, *headers):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]).encode()


@pytest.fixture
def behind_nginx(served):
    return served("nginx-uwsgi", "tests.apps.callables")


PATHS = [
    ("/60162176/hello", 200),
    ("/60162176//hello", 404),
    ("/601621769/hello", 404),
    ("/6016217", 404),
    ("/hello", 404),
    ("/nginx/400", 404),
    ("/60162176%0A", 404),
]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_nginx_passes_on_what_lies_below_the_prefix(behind_nginx, path, status):
    assert talk(behind_nginx.port, get(path)).status == status


FORGED = [
    ("the scheme", "X-Forwarded-Proto: https", "wsgi.url_scheme", "http"),
    ("the scheme, in another header", "X-Forwarded-SSL: on", "HTTP_X_FORWARDED_SSL", ""),
    ("a proxy", "Proxy: http://evil.example", "HTTP_PROXY", ""),
    ("the client's address", "X-Forwarded-For: 203.0.113.9", "HTTP_X_FORWARDED_FOR", "127.0.0.1"),
]


@pytest.mark.parametrize(("header", "key", "value"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_client_cannot_forge(behind_nginx, header, key, value):
    environ = json.loads(talk(behind_nginx.port, get("/60162176/environ", header)).body)
    assert environ.get(key, "") == value


SENTENCES = [
    ("a path without an application", get("/other"), 404, b"The application is at /60162176."),
    ("a method that is none of HTTP's pages", get("/60162176").replace(b"GET", b"TRACE"), 405, b"Use GET or POST."),
    ("a URL of 20 KB", get("/60162176/" + "a" * 20_000), 414, b"Send a shorter one."),
    ("a cookie of 20 KB", get("/60162176", "Cookie: " + "a" * 20_000), 431, b"Send fewer or shorter ones."),
    ("a Content-Length that is none", get("/60162176", "Content-Length: x"), 400, b"Check its first line"),
    ("another transfer coding", get("/60162176", "Transfer-Encoding: gzip"), 501, b"Send a Content-Length."),
]


@pytest.mark.parametrize(
    ("request_", "status", "words"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES]
)
def test_nginx_refuses_in_one_sentence(behind_nginx, request_, status, words):
    reply = talk(behind_nginx.port, request_)
    assert reply.status == status
    assert reply.body.count(b"\n") == 1
    assert words in reply.body


def test_largest_headers_reach_the_application(behind_nginx):
    cookies = ["Cookie: " + "a" * 16_000] * 3
    assert talk(behind_nginx.port, get("/60162176/hello", *cookies)).status == 200
    assert talk(behind_nginx.port, get("/60162176/hello", *cookies, "Cookie: " + "a" * 1_000)).status == 431


def nginx_command(*words, folder=ROOT):
    line = [sys.executable, "-m", "wsgi_apps", "nginx", *words]
    done = subprocess.run(line, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    return done.returncode, done.stderr.strip()


def test_port_of_nginx_in_use_is_one_sentence(behind_nginx):
    status, said = nginx_command("--port", str(behind_nginx.port))
    assert status == 1
    assert said.startswith(f"Port {behind_nginx.port} of 127.0.0.1 cannot be used (Address already in use): ")
    assert said.endswith("--port NUMBER (make: NGINX_PORT=NUMBER).")


def test_nginx_in_another_folder_is_one_sentence(tmp_path):
    sentence = "There is no ini/nginx.conf in this folder: change to the folder of the project first."
    assert nginx_command("--port", str(free_port()), folder=tmp_path) == (1, sentence)


def test_nginx_without_uwsgi_says_so(tmp_path):
    port = free_port()
    with nginx(tmp_path, port, free_port()):
        reply = talk(port, get("/60162176"))
    assert reply.status == 502
    assert reply.body == b"nginx got no whole answer from uWSGI behind it. Start it with `make run`, or read its log.\n"


def test_request_is_not_carried_out_twice(tmp_path):
    """A worker that dies in the middle of a request may have carried it out: nginx must not ask the next server."""
    port, http, socket = free_port(), free_port(), free_port()
    addresses = {"WSGI_APPS_HTTP": f"{HOST}:{http}", "WSGI_APPS_SOCKET": f"{HOST}:{socket}"}
    file = write_configuration(tmp_path / "nginx", f"{HOST}:{port}", "servers")
    upstream = f"http {{\n    upstream servers {{ server {HOST}:{socket}; server {HOST}:{socket}; }}"
    file.write_text(file.read_text().replace("http {", upstream, 1))
    with (
        uwsgi("tests.apps.dying", tmp_path, **addresses),
        process(command("/usr/sbin/nginx", file), tmp_path / "front.log", port),
    ):
        assert talk(port, get("/60162176")).status == 502
    assert (tmp_path / "server.log").read_text().count("carried out") == 1


def test_nginx_takes_the_file_as_it_stands(tmp_path):
    """By hand, without the tool: only the folder for its files is given."""
    listed = ["/usr/sbin/nginx", "-p", str(tmp_path), "-c", str(ROOT / "ini" / "nginx.conf"), "-t", "-e", "stderr"]
    done = subprocess.run(listed, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr
