"""The server layer of ``cases.yaml`` over real servers; what a server decides by itself is listed with the reason."""

import os
import re
import socket
import stat
import struct
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cases.cases import CASES, of_layer, text_of
from tests.support.servers import BIN, HOST, ROOT, free_port, process, talk, uwsgi

MODULE = "tests.apps.callables"
WAYS = {
    "uwsgi": "uwsgi-http-socket",
    "gunicorn": "gunicorn",
    "nginx+uwsgi": "nginx-uwsgi",
    "nginx+gunicorn": "nginx-gunicorn",
}

#: cases whose request never ends: our side is closed, as the client's would be sooner or later
UNFINISHED = {"server-chunked-trunc", "server-chunked-overflow", "server-http09"}

#: (case, way) -> (statuses seen, why the server may): each closes the connection, so nothing can be smuggled behind it
IMPOSED = {
    ("server-chunked-empty", "uwsgi"): ([200], "uWSGI's chunked reader takes an empty size for 0, the end"),
    ("server-chunked-trunc", "uwsgi"): ([200], "uWSGI's chunked reader ends at the chunk of size 0"),
    ("server-pipelined", "uwsgi"): ([200], "http-socket answers one request a connection"),
    ("server-pipelined", "gunicorn"): ([200], "a sync worker answers one request a connection"),
}

WIRE = [case for case in of_layer("server") if "gen" not in case["wire"] and "uwsgi-socket" not in case["via"]]
PAIRS = [(case, way) for case in WIRE for way in case["via"]]


@pytest.fixture
def server(served):
    return lambda way: served(WAYS[way], MODULE)


def below_the_prefix(wire):
    """Return the request with its paths below the one prefix that nginx passes on."""
    return re.sub(rb"(GET|POST) /(\w)", rb"\1 /60162176/\2", wire)


def worker_of(server):
    return talk(server.port, b"GET /60162176/pid HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body


@pytest.mark.parametrize(("case", "way"), PAIRS, ids=[f"{case['id']} {way}" for case, way in PAIRS])
def test_case(server, case, way):
    running, expect = server(way), case["expect"]
    before = worker_of(running)
    wire = below_the_prefix(text_of(case["wire"]).encode("latin-1"))
    reply = talk(running.port, wire, half_close=case["id"] in UNFINISHED)
    check(case["id"], way, expect, reply)
    assert worker_of(running) == before != b""


def check(name, way, expect, reply):
    """Hold a reply against its case, or exactly against what the server is known to impose."""
    allowed = expect.get("status", expect.get("statuses"))
    allowed = allowed if isinstance(allowed, list) else [allowed]
    seen = reply.statuses or [reply.end]
    if (name, way) in IMPOSED:
        assert seen == IMPOSED[name, way][0]
        assert set(seen) != set(allowed) or "statuses" in expect
        return
    if "statuses" in expect:
        assert seen == expect["statuses"]
        return
    assert len(seen) == expect.get("responses", 1)
    assert seen[0] in allowed
    if seen[0] == 200 and "json_if_200" in expect:
        assert b'{"len": 5}' in reply.body


def test_every_imposed_difference_is_a_case_that_runs():
    assert {(case["id"], way) for case, way in PAIRS} >= IMPOSED.keys()


@pytest.mark.parametrize("way", CASES["server-slowloris-header"]["via"])
def test_server_slowloris_header(server, way):
    """A request is answered while fifty clients are still in the middle of their headers."""
    running = server(way)
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection((HOST, running.port))) for _ in range(50)]
        for connection in slow:
            connection.sendall(b"GET /60162176/hello HTTP/1.1\r\nX-Slow: ")
        assert talk(running.port, b"GET /60162176/hello HTTP/1.0\r\nHost: localhost\r\n\r\n").status == 200
        for connection in slow:
            connection.sendall(b"a")
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):  # neither answered nor closed
                connection.recv(1)


@pytest.mark.parametrize("name", ["v=%0D%0AX-Evil:%201", "v=a%0AX-Evil:%201", "v=1&n=X-A:%201%0D%0AX-Evil"])
def test_server_mod_proxy_uwsgi(served, name):
    """What breaks out of a header never gets as far as the proxy."""
    request = f"GET /60162176/hdr?{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    reply = talk(served("nginx-uwsgi", "tests.apps.headers_app").port, request)
    assert reply.status in CASES["server-mod-proxy-uwsgi"]["expect"]["status"]
    assert b"x-evil" not in reply.data.partition(b"\r\n\r\n")[0].lower()


@pytest.fixture
def development(tmp_path):
    """The development server: its port, and its process."""
    port = free_port()
    words = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "wsgi_apps",
        "run",
        "tests.apps.headers_app",
        "--port",
        str(port),
        "--debug",
    ]
    with process(words, tmp_path / "log", port) as started:
        yield port, started


def listening(port):
    """Return the addresses (hex, as the kernel shows them) that listen on a port."""
    lines = [
        line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()[1:]
    ]
    return [line[1].partition(":")[0] for line in lines if line[1].endswith(f":{port:04X}") and line[3] == "0A"]


def test_server_dev_server_loopback(development):
    """It listens on 127.0.0.1 alone, refuses other addresses without a flag, and its debugger runs nothing."""
    port, _ = development
    assert listening(port) == ["0100007F"]
    words = [sys.executable, "-W", "ignore", "-m", "wsgi_apps", "run", "tests.apps.headers_app", "--host", "0.0.0.0"]
    refused = subprocess.run([*words, "--port", str(free_port())], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2
    assert "other machines" in refused.stderr
    page = talk(port, b"GET /60162176/hdr?v=%0A HTTP/1.0\r\nHost: localhost\r\n\r\n").data
    assert b"Traceback" in page
    assert b"<script" not in page
    assert b"<form" not in page


def test_server_dev_server_badbytes(development):
    """It survives what is not HTTP: a TLS greeting, noise, and connections that break off."""
    port, _ = development
    for number in range(200):
        with socket.create_connection((HOST, port)) as connection:
            connection.sendall([b"\x16\x03\x01\x02\x00\x01\x00", bytes(range(256)), b"GET / HT", b""][number % 4])
            if number % 3 == 0:  # a reset in place of an end
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert talk(port, b"GET /60162176/hdr?v=1 HTTP/1.0\r\nHost: localhost\r\n\r\n").data.endswith(b"ok")


def packet(**variables):
    """Return a request in the uwsgi protocol."""
    pairs = [part for pair in variables.items() for part in pair]
    block = b"".join(struct.pack("<H", len(part)) + part.encode() for part in pairs)
    return struct.pack("<BHB", 0, len(block), 0) + block


def test_server_uwsgi_packet_http(tmp_path):
    """HTTP sent to the uwsgi protocol is never answered."""
    port = free_port()
    with uwsgi(MODULE, tmp_path, WSGI_APPS_HTTP=f"{HOST}:{free_port()}", WSGI_APPS_SOCKET=f"{HOST}:{port}"):
        reply = talk(port, text_of(CASES["server-uwsgi-packet-http"]["wire"]).encode())
        assert (reply.data, reply.end) == (b"", "closed")


METHODS = [("GET", 21573), ("POST", 21327), ("PUT", 21589), ("HEAD", 16709), ("DELETE", 19525)]


def test_method_is_read_as_a_length(tmp_path):
    """With the default buffer-size the log says the number that the second and third letter of the method make."""
    port, log = free_port(), tmp_path / "server.log"
    with process([str(BIN / "uwsgi"), "--socket", f"{HOST}:{port}", "--module", MODULE, "--die-on-term"], log, port):
        for method, number in METHODS:
            assert talk(port, f"{method} / HTTP/1.0\r\n\r\n".encode()).data == b""
            assert f"invalid request block size: {number} (max 4096)" in log.read_text()


@pytest.fixture
def open_folder():
    """A folder that everybody may enter."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_server_uwsgi_vars(tmp_path, open_folder):
    """Behind a socket file nobody but its owner and group can ask uWSGI to run code."""
    path = open_folder / "uwsgi.sock"
    with uwsgi(MODULE, tmp_path, WSGI_APPS_HTTP=f"{HOST}:{free_port()}", WSGI_APPS_SOCKET=str(path)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        with socket.socket(socket.AF_UNIX) as owner:
            owner.connect(str(path))
            owner.sendall(
                packet(REQUEST_METHOD="GET", PATH_INFO="/60162176/hello", SERVER_NAME="localhost", SERVER_PORT="80")
            )
            assert owner.recv(65536).endswith(b"hello")
        if os.geteuid() == 0:  # only root can try it as somebody else
            assert connection_as_nobody(path) == "seen, refused"


def connection_as_nobody(path):
    """Return what another user gets who sees the socket and connects."""
    program = f"""
import os, socket
os.setgroups([]); os.setgid(65534); os.setuid(65534)
print("seen" if os.path.exists({str(path)!r}) else "not seen", end=", ")
try:
    socket.socket(socket.AF_UNIX).connect({str(path)!r})
except PermissionError:
    print("refused", end="")
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout


@pytest.mark.parametrize("module", ["tests.apps.broken", "tests.no_such_module", "wsgi_apps.request_body"])
def test_server_startup_noapp_uwsgi(tmp_path, module):
    words = [str(BIN / "uwsgi"), "--ini", "ini/uwsgi.ini", "--module", module]
    addresses = {"WSGI_APPS_HTTP": f"{HOST}:{free_port()}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    done = subprocess.run(words, cwd=ROOT, env=os.environ | addresses, capture_output=True, timeout=60)
    assert done.returncode == 22
    assert b"no app loaded. GAME OVER" in done.stderr


def test_server_startup_noapp_gunicorn(tmp_path):
    words = [
        str(BIN / "gunicorn"),
        "--bind",
        f"{HOST}:{free_port()}",
        "--no-control-socket",
        "tests.apps.broken:application",
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode not in (0, None)
    assert b"broken on purpose" in done.stderr


def test_every_case_of_the_layer_is_run_here():
    """A case is a row above, or a test with its name."""
    named = {name.replace("test_", "", 1).replace("_", "-") for name in globals() if name.startswith("test_server")}
    named = {name.removesuffix("-uwsgi").removesuffix("-gunicorn") for name in named} | named
    run = {case["id"] for case in WIRE} | named
    assert {case["id"] for case in of_layer("server")} <= run


def test_a_gunicorn_with_threads_answers_two_requests_in_a_row(tmp_path):
    """What a sync worker does not, and is listed above for."""
    (case,) = [case for case in WIRE if case["id"] == "server-pipelined"]
    port = free_port()
    words = [str(BIN / "gunicorn"), "--bind", f"{HOST}:{port}", "--no-control-socket", "--threads", "2"]
    with process([*words, f"{MODULE}:application"], tmp_path / "log", port):
        reply = talk(port, below_the_prefix(text_of(case["wire"]).encode("latin-1")))
    check(case["id"], "gunicorn with threads", case["expect"], reply)
