"""Lab 16: what each way of mounting makes of each path, the traps of uWSGI, nginx and gunicorn, and their cures."""

import os
import platform
import re
import signal
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version

import pytest

from tests.support.measured_page import nginx_version
from tests.support.servers import BIN, HOST, PATIENCE, ROOT, free_port, process, talk, wait_until
from tests.support.strict import call, environ_for
from wsgi_apps.tools import mounts
from wsgi_apps.tools.course.mounting import PATHS, PREFIX, Servers, alone, markdown, rows, together

LAB = "examples.lab16_mounting"
PAGE = ROOT / "docs" / "mounts.md"
BOTH_BUILDS = pytest.mark.parametrize(
    "program", [str(BIN / "uwsgi"), "/usr/bin/uwsgi"], ids=["pip's uWSGI", "Debian's uWSGI"]
)
SEEN = {"Script-Name": "SCRIPT_NAME", "Path-Info": "PATH_INFO", "Url-For": "url_for", "Location": "Location"}


# --- the tables ---


@pytest.fixture(scope="module")
def each_alone():
    with Servers() as servers:
        yield alone(servers)


@pytest.fixture(scope="module")
def side_by_side():
    with Servers() as servers:
        yield together(servers, free_port(), free_port(), free_port())


def page(each_alone, side_by_side):
    """Return the page of the docs, as measured."""
    return f"""# Mounting, way by way

These tables show what an application sees when it is served below a prefix. Each path was sent to two sites of lab 16:
Flask's and ours. The table "By hand" has the site of `raw.py`. `make tables` measures the values, and `make test` fails
when one of them has changed.

- A cell with one value means that both sites gave this value.
- A dash under SCRIPT_NAME means that the request did not reach the site. The mount, nginx or gunicorn sent the status.
- The column `url_for` has the link that the site builds to its page x.
- In PATH_INFO, a Korean letter is three characters, one for each of its bytes (PEP 3333). The tables show the letter.

The first table of each part has the right values. In the other tables, a value that differs is bold, and the text below
the tables explains it.

Versions: Python {platform.python_version()}, uWSGI {version("uwsgi")}, nginx {nginx_version()}, gunicorn {version("gunicorn")}.

## Each way by itself, at `{PREFIX}`

`python -m wsgi_apps mounts --alone` prints these tables. A client sends the Korean path percent-encoded.

{tables(each_alone, PREFIX)}

The bold cells:

- uWSGI's first mount is the default: it answers every path that no mount takes. SCRIPT_NAME is then empty, so the links
  of the site lead out of the prefix. For `/`, SCRIPT_NAME is absent. The next part cures this: its first mount is another
  application. Behind nginx's location, such paths do not reach uWSGI.
- gunicorn tests whether the path begins with SCRIPT_NAME. It does not test whether a segment ends there. So
  `/601621760/x` becomes `0/x`, a PATH_INFO without a slash at its beginning. gunicorn answers 500 to a path that does not
  begin with SCRIPT_NAME. There are two cures. Put a mount that knows segments into the application, or put nginx in front,
  with a location such as the one in `ini/mount_nginx.conf`.

## Side by side, on one uWSGI

`make mounts` serves all these ways at once and prints these tables. `/P` stands for the prefix of each site. For our
site it is `{PREFIX}/mount/ours` in the first table, and `{PREFIX}/ours` in the other tables. For Flask's site,
`flask_app` stands in the place of `ours`. No value is bold, because the first mount of `ini/mounts.ini` is a `Mount` that
answers 404.

{tables(side_by_side, "/P")}
"""


def tables(ways, shown_prefix):
    reference = rows(ways[0], shown_prefix)
    parts = [
        f"### {way.title}\n\n{way.by[0].upper()}{way.by[1:]}.\n\n{markdown(rows(way, shown_prefix), reference)}"
        for way in ways
    ]
    return "\n\n".join(parts)


def test_table_in_the_docs_is_what_was_measured(each_alone, side_by_side, the_page_has):
    the_page_has(PAGE, page(each_alone, side_by_side))


def test_mounted_by_all_means_is_the_same_side_by_side(side_by_side):
    found = [rows(way, "/P") for way in side_by_side]
    assert len(found) == 3
    assert len(found[0]) == len(PATHS)
    assert found[1:] == [found[0]] * 2
    assert not any("(" in cell for row in found[0] for cell in row), "Flask's and ours agree"


# --- what one server makes of one path ---


def get(port, path):
    reply = talk(port, f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode())
    head = reply.data.partition(b"\r\n\r\n")[0].decode()
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    told = {SEEN[name]: value for name, value in headers.items() if name in SEEN}
    return reply.status, told, reply.body.decode()


def uwsgi(tmp_path, port, *words, program=None):
    addresses = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    return process([program or str(BIN / "uwsgi"), *words], tmp_path / "log", port, **addresses)


def test_ini_file_mounts_as_the_command_line_does(tmp_path):
    by_hand = ["--ini", "ini/uwsgi.ini", "--manage-script-name", "--mount", f"{PREFIX}={LAB}.ours:app"]
    found = []
    for words in (["--ini", "ini/mount.ini"], by_hand):
        port = free_port()
        with uwsgi(tmp_path, port, *words):
            answers = [get(port, path) for path in (PREFIX, f"{PREFIX}/", f"{PREFIX}/x", f"{PREFIX}0/x", "/other")]
            found.append(str(answers).replace(str(port), "PORT"))
    assert found[0] == found[1]
    assert f"'Location': 'http://{HOST}:PORT{PREFIX}/'" in found[0]


@BOTH_BUILDS
def test_mount_ends_at_a_segment_in_both_builds(tmp_path, program):
    """By the site by hand: Debian's uWSGI has Debian's Python, without the packages of this environment."""
    port = free_port()
    words = ["--manage-script-name", "--mount", f"{PREFIX}={LAB}.raw:application"]
    with uwsgi(tmp_path, port, "--ini", "ini/uwsgi.ini", *words, program=program):
        seen = [get(port, path)[1] for path in (PREFIX, f"{PREFIX}//x", "/601621760/x", "/")]
    found = [(told["SCRIPT_NAME"], told["PATH_INFO"]) for told in seen]
    mounted = repr(PREFIX)
    assert found == [(mounted, "''"), (mounted, "'//x'"), ("''", "'/601621760/x'"), ("None", "'/'")]


def test_trap_first_mount(tmp_path):
    """The first mount answers what is below no mount, the other one does not."""
    port = free_port()
    with uwsgi(tmp_path, port, "--ini", "ini/trap_first_mount.ini"):
        assert get(port, f"{PREFIX}/visits")[2] == "Visits: front"
        other = {"SCRIPT_NAME": "''", "PATH_INFO": "'/other'", "url_for": "/x"}
        assert get(port, "/other") == (200, other, "Page other")
        neighbour = {"SCRIPT_NAME": "''", "PATH_INFO": "'/601621760/x'", "url_for": "/x"}
        assert get(port, "/601621760/x")[:2] == (404, neighbour)


def test_cured_first_mount_must_be_the_first(tmp_path):
    """The mount of the 404 at ``/`` is used only if no other stands above it."""
    nothing, ours = f"/={LAB}.by_mount:application", f"{PREFIX}/ours={LAB}.ours:app"
    found = []
    for first, second in ((nothing, ours), (ours, nothing)):
        port = free_port()
        words = ["--ini", "ini/uwsgi.ini", "--manage-script-name", "--mount", first, "--mount", second]
        with uwsgi(tmp_path, port, *words):
            found.append(get(port, "/other")[0])
    assert found == [404, 200]


def test_trap_no_default_app_answers_500(tmp_path):
    port = free_port()
    with uwsgi(tmp_path, port, "--ini", "ini/trap_no_default_app.ini"):
        assert get(port, f"{PREFIX}/x")[0] == 200
        for path in ("/", "/other", "/601621760/x"):
            assert get(port, path) == (500, {}, "Internal Server Error")


@BOTH_BUILDS
def test_trap_script_name_is_absent_on_the_root(tmp_path, program):
    """The trap ends the connection without a word, and the log has the KeyError; the cure answers."""
    found = {}
    for name in ("trap_script_name", "cured_script_name"):
        port = free_port()
        words = ["--manage-script-name", "--mount", f"{PREFIX}={LAB}.{name}:application"]
        with uwsgi(tmp_path, port, "--ini", "ini/uwsgi.ini", *words, program=program):
            replies = [talk(port, f"GET {path} HTTP/1.0\r\n\r\n".encode()) for path in (PREFIX, "/")]
            found[name] = [(reply.status, reply.body) for reply in replies]
    assert found["trap_script_name"] == [(200, b"I am at /60162176."), ("closed", b"")]
    assert found["cured_script_name"] == [(200, b"I am at /60162176."), (200, b"I am at the root.")]
    assert "KeyError: 'SCRIPT_NAME'" in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("more", "second"),
    [
        pytest.param([], "Visits: back", id="an interpreter each"),
        pytest.param(["--single-interpreter"], "Visits: front back", id="one interpreter, the cure"),
    ],
)
def test_trap_interpreters_split_a_list(tmp_path, more, second):
    port = free_port()
    with uwsgi(tmp_path, port, "--ini", "ini/trap_interpreters.ini", *more):
        assert get(port, f"{PREFIX}/front")[2] == "Visits: front"
        assert get(port, f"{PREFIX}/back")[2] == second


def test_trap_plugin_warns_on_one_build_and_is_needed_on_the_other(tmp_path):
    logs = {}
    for name, program in {"pip": str(BIN / "uwsgi"), "debian": "/usr/bin/uwsgi"}.items():
        port, folder = free_port(), tmp_path / name
        folder.mkdir()
        with uwsgi(folder, port, "--ini", "ini/trap_plugin.ini", program=program):
            assert get(port, f"{PREFIX}/x")[0] == 200
        logs[name] = (folder / "log").read_text()
    warning = "UNABLE to load uWSGI plugin"
    assert warning in logs["pip"]
    assert warning not in logs["debian"]
    words = ["/usr/bin/uwsgi", "--http-socket", f"{HOST}:{free_port()}", "--need-app"]
    done = subprocess.run(
        [*words, "--mount", f"{PREFIX}={LAB}.raw:application"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 22
    assert "no app loaded" in done.stderr


def test_mount_without_a_callable_is_passed_over_in_silence(tmp_path):
    """What the check of an ini file tells, uWSGI does not: the next mount becomes the default."""
    port = free_port()
    words = ["--manage-script-name", "--mount", f"/={LAB}.by_mount", "--mount", f"{PREFIX}={LAB}.ours:app"]
    with uwsgi(tmp_path, port, "--ini", "ini/uwsgi.ini", *words):
        assert get(port, "/other")[0] == 200
    log = (tmp_path / "log").read_text()
    assert f"mounting {LAB}.by_mount on /" in log
    assert "mountpoint='/')" not in log
    assert "rror" not in log


# --- nginx and gunicorn ---


@pytest.fixture(scope="module")
def cut_by_nginx():
    """The ports of nginx with the trap and with the cure, both in front of our site, which uWSGI does not mount."""
    with Servers() as servers:
        _, socket_port = servers.uwsgi("--ini", "ini/uwsgi.ini", "--module", f"{LAB}.ours:app")
        ports = {name: free_port() for name in ("trap_mount_nginx", "mount_nginx")}
        for name, port in ports.items():
            servers.nginx(f"ini/{name}.conf", socket_port, port)
        yield ports


NGINX = [
    ("the trap: nothing is taken off", "trap_mount_nginx", f"{PREFIX}/x", 404, f"'{PREFIX}/x'"),
    ("the trap: a longer number is taken", "trap_mount_nginx", "/601621769/x", 404, "'/601621769/x'"),
    ("the trap: a link is right all the same", "trap_mount_nginx", PREFIX, 200, f"'{PREFIX}'"),
    ("the cure takes the prefix off", "mount_nginx", f"{PREFIX}/x", 200, "'/x'"),
    ("the cure leaves nothing of the prefix alone", "mount_nginx", PREFIX, 308, "''"),
    ("the cure keeps two slashes", "mount_nginx", f"{PREFIX}//x", 200, "'//x'"),
    ("the cure takes a line break for part of the rest", "mount_nginx", f"{PREFIX}/%0A", 200, r"'/\n'"),
    ("the cure does not take a longer number", "mount_nginx", "/601621769/x", 404, None),
    ("nor a line break behind the prefix", "mount_nginx", f"{PREFIX}%0A", 404, None),
    ("rewrite takes the prefix off", "mount_nginx", "/60162177/x", 200, "'/x'"),
    ("rewrite keeps two slashes", "mount_nginx", "/60162177//x", 200, "'//x'"),
    ("rewrite makes a slash of the prefix alone", "mount_nginx", "/60162177", 200, "'/'"),
]


@pytest.mark.parametrize(("name", "path", "status", "path_info"), [row[1:] for row in NGINX], ids=[r[0] for r in NGINX])
def test_nginx_cuts(cut_by_nginx, name, path, status, path_info):
    found, told, _ = get(cut_by_nginx[name], path)
    assert (found, told.get("PATH_INFO")) == (status, path_info)
    if path_info:
        assert told["url_for"] == f"{path[:9] if name == 'mount_nginx' else PREFIX}/x"


def test_gunicorn_takes_a_prefix_from_a_header_without_a_boundary(tmp_path):
    """From this machine, which it trusts, the header SCRIPT_NAME is the prefix, and cuts in the middle of a segment."""
    port = free_port()
    words = [str(BIN / "gunicorn"), "--bind", f"{HOST}:{port}", "--no-control-socket", f"{LAB}.ours:app"]
    with process(words, tmp_path / "log", port):
        request = f"GET /601621760/x HTTP/1.1\r\nHost: a\r\nSCRIPT_NAME: {PREFIX}\r\nConnection: close\r\n\r\n"
        assert b"Path-Info: '0/x'\r\n" in talk(port, request.encode()).data


# --- by hand ---


@pytest.fixture
def raw():
    """The program by hand, as a module."""
    return import_module(f"{LAB}.raw")


@pytest.mark.parametrize(
    ("path", "path_info"),
    [(PREFIX, ""), (f"{PREFIX}/", "/"), (f"{PREFIX}/x", "/x"), (f"{PREFIX}//x", "//x")],
)
def test_mount_by_hand_shifts_on_a_copy(raw, path, path_info):
    environ = environ_for("GET", path)
    headers = dict(call(raw.below, environ).headers)
    assert (headers["Script-Name"], headers["Path-Info"]) == (f"'{PREFIX}'", f"'{path_info}'")
    assert environ["PATH_INFO"] == path


def test_mount_in_a_mount_has_both_prefixes(raw):
    answer = call(raw.mount("/a", raw.below), environ_for("GET", f"/a{PREFIX}/x"))
    assert dict(answer.headers)["Url-For"] == f"/a{PREFIX}/x"


def test_trap_boundary_takes_a_longer_number(raw):
    trap = import_module(f"{LAB}.trap_boundary").application
    assert dict(call(trap, environ_for("GET", "/601621760/x")).headers)["Path-Info"] == "'0/x'"
    assert call(trap, environ_for("GET", "/other")).status == 404
    assert call(raw.below, environ_for("GET", "/601621760/x")).status == 404


# --- the command ---

BAD_MOUNTS = [
    (
        "a slash at the end",
        "mount = /60162176/=a:b",
        "mount = /60162176/=a:b ends its prefix with a slash, and uWSGI then reads outside of its memory: write /60162176=a:b.",
    ),
    (
        "the root below another",
        "mount=/a=a:b\nmount = /=a:c",
        "mount = /=a:c is not the first mount, so uWSGI never uses it: write it above the others.",
    ),
    ("no slash", "mount = a=a:b", "mount = a=a:b has a prefix that no path begins with: write /a=a:b."),
    (
        "no callable",
        "mount = /a=a.b",
        "mount = /a=a.b names no callable, and uWSGI skips it without a message: write a.b:application.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), [row[1:] for row in BAD_MOUNTS], ids=[row[0] for row in BAD_MOUNTS])
def test_bad_mount_is_one_sentence_and_nothing_is_run(tmp_path, capsys, text, sentence):
    file = tmp_path / "bad.ini"
    file.write_text(f"[uwsgi]\n{text}\n", encoding="utf-8")
    assert mounts.main(["--check", str(file)]) == 1
    assert capsys.readouterr() == ("", f"{file}: {sentence}\n")


@pytest.mark.parametrize("file", sorted((ROOT / "ini").glob("*.ini")), ids=lambda file: file.name)
def test_mounts_of_the_course_are_correct(file, capsys):
    assert mounts.main(["--check", str(file)]) == 0
    assert (
        capsys.readouterr().out
        == f"{file}: every mount is written correctly. (Which one should be the first is not checked.)\n"
    )


def test_no_command_of_the_lesson_mounts_at_a_slash():
    for file in [*(ROOT / "examples" / "lab16_mounting").iterdir(), *(ROOT / "ini").iterdir()]:
        if file.is_file() and file.name != "README.md":
            assert not re.search(r"(?m)^[^#\n]*mount[ =]+/\w[^=\n]*/=", file.read_text(encoding="utf-8"))


def run(*words, folder=ROOT):
    line = [sys.executable, "-m", "wsgi_apps", "mounts", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def test_port_in_use_and_other_folder_are_one_sentence(tmp_path):
    port = free_port()
    with process([sys.executable, "-m", "http.server", "--bind", HOST, str(port)], tmp_path / "log", port):
        done = run("--port", str(port), "--socket-port", str(free_port()), "--nginx-port", str(free_port()))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"Port {port} of {HOST} cannot be used")
    done = run("--alone", folder=tmp_path)
    assert done.stderr == "There is no ini/mounts.ini in this folder: change to the folder of the project first.\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_command_prints_and_serves_until_it_is_ended(tmp_path, sign):
    ports = {"--port": free_port(), "--socket-port": free_port(), "--nginx-port": free_port()}
    words = [sys.executable, "-m", "wsgi_apps", "mounts", *(word for pair in ports.items() for word in map(str, pair))]
    log = tmp_path / "log"
    with process(words, log) as command:
        wait_until(lambda: "Try:" in log.read_text(), "the tables")
        for port, path in [(ports["--port"], "/mount/ours/x"), (ports["--nginx-port"], "/flask_app/x")]:
            assert get(port, PREFIX + path)[1]["SCRIPT_NAME"] == f"'{PREFIX}{path[:-2]}'"
        command.send_signal(sign)
        assert command.wait(PATIENCE) == 0
    assert all(talk_fails(port) for port in ports.values())
    assert "| `/P//x` | 200 | `/P` | `//x` | `/P/x` | – |" in log.read_text()


def talk_fails(port):
    try:
        talk(port, b"")
    except ConnectionRefusedError:
        return True
    return False


def test_command_says_when_a_server_has_ended(tmp_path):
    ports = ["--port", str(free_port()), "--socket-port", str(free_port()), "--nginx-port", str(free_port())]
    log = tmp_path / "log"
    with process([sys.executable, "-m", "wsgi_apps", "mounts", *ports], log) as command:
        wait_until(lambda: "Try:" in log.read_text(), "the tables")
        listed = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(command.pid)], capture_output=True, text=True)
        (front,) = (line.split()[0] for line in listed.stdout.splitlines() if "nginx" in line)
        os.kill(int(front), signal.SIGTERM)
        assert command.wait(PATIENCE) == 1
    assert "uWSGI or nginx has ended, so the rest was ended too." in log.read_text()


# --- a blueprint beside a mount ---


def seen(app, path):
    answer = call(app, environ_for(path=path))
    return answer.status, *(answer.header(name) for name in ("Script-Name", "Path-Info", "Url-For"))


def test_a_blueprint_shares_the_application_and_a_mount_does_not():
    by_blueprint, by_mount = (import_module(f"{LAB}.{name}") for name in ("by_blueprint", "by_mount"))
    prefix = f"{PREFIX}/one"
    assert seen(by_blueprint.app, f"{prefix}/x") == (200, "''", f"'{prefix}/x'", f"{prefix}/x")
    assert seen(by_mount.ours_alone, f"{PREFIX}/x") == (200, f"'{PREFIX}'", "'/x'", f"{PREFIX}/x")
    assert by_blueprint.app.config["VISITS"][-1] == "one"
    assert call(by_blueprint.app, environ_for(path=f"{PREFIX}/two/go")).header("Location") == f"{PREFIX}/two/x"
    assert seen(by_blueprint.app, "/none") == (404, "''", "'/none'", f"{prefix}/x")


def test_the_blueprint_is_the_same_on_flask():
    text = (ROOT / "examples" / "lab16_mounting" / "by_blueprint.py").read_text(encoding="utf-8")
    names = {"__name__": "by_blueprint_on_flask"}
    exec(text.replace("from wsgi_apps import", "from flask import"), names)
    ours = import_module(f"{LAB}.by_blueprint").app
    for path in (f"{PREFIX}/one/x", f"{PREFIX}/two/", f"{PREFIX}/two/go", f"{PREFIX}/two", "/none"):
        assert seen(names["app"], path) == seen(ours, path)
