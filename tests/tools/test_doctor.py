"""The doctor names each trap of the labs from its own file, and from the log that the server writes now; good files get no alarm."""

import subprocess

import pytest

from tests.support.servers import BIN, HOST, ROOT, free_port, process, talk, wait_until
from wsgi_apps.tools.doctor import gunicorn_rules, nginx_rules, uwsgi_rules
from wsgi_apps.tools.doctor.build import build_of
from wsgi_apps.tools.doctor.log import explained
from wsgi_apps.tools.doctor.rules import PROBLEM
from wsgi_apps.tools.doctor.uwsgi_file import read

UWSGI = str(BIN / "uwsgi")
#: the file of a trap -> the rule that names it
TRAPS = {
    "ini/trap_first_mount.ini": "I007",
    "ini/trap_interpreters.ini": "I009",
    "ini/trap_no_default_app.ini": "I018",
    "ini/trap_plugin.ini": "I004",
    "examples/lab12_uploads/trap_interpreters.ini": "I009",
    "ini/trap_mount_nginx.conf": "N004",
    "examples/lab17_nginx/trap_location.conf": "N001",
    "examples/lab18_gunicorn/trap_loglevel.py": "G001",
}
FILES = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("ini/*.ini", "ini/*.conf", "ini/*.py", "examples/*/*.ini", "examples/lab17*/*.conf")
    for path in ROOT.glob(pattern)
)
FILES += [f"examples/lab18_gunicorn/{name}_loglevel.py" for name in ("trap", "cured")]
GOOD = [name for name in FILES if name not in TRAPS]


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch):
    monkeypatch.chdir(ROOT)
    for name in ("WSGI_APPS_HTTP", "WSGI_APPS_SOCKET"):
        monkeypatch.delenv(name, raising=False)


def found_in(name):
    if name.endswith(".conf"):
        return list(nginx_rules.findings(name, {}))
    if name.endswith(".py"):
        return list(gunicorn_rules.findings(name))
    return list(uwsgi_rules.findings(read([name], [], build_of(UWSGI)), name))


def problems(findings):
    return {one.rule.id for one in findings if one.rule.level == PROBLEM}


def test_every_trap_with_a_file_is_in_the_table():
    assert {name for name in FILES if "trap_" in name} == set(TRAPS)
    assert len(GOOD) >= 12


@pytest.mark.parametrize("name", TRAPS)
def test_trap_is_named_from_its_file(name):
    assert TRAPS[name] in problems(found_in(name))


@pytest.mark.parametrize("name", GOOD)
def test_good_file_gives_no_alarm(name):
    assert problems(found_in(name)) == set()


# --- logs ---


def get(path, more=""):
    return f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{more}\r\n".encode()


def log_of(folder, *words, requests):
    """Serve with uWSGI, send requests, end it; return the log."""
    port, log = free_port(), folder / "log"
    addresses = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    given = [word.replace("PORT", str(port)) for word in words]
    with process([UWSGI, *given], log, port, **addresses):
        for request in requests:
            talk(port, request)
        wait_until(lambda: "spawned uWSGI" in log.read_text(encoding="utf-8", errors="replace"), "the start")
    return log.read_text(encoding="utf-8", errors="replace")


INI = ("--ini", "ini/uwsgi.ini", "--module")
PREFIX = "/60162176"
SMALL = ("--die-on-term", "--socket", f"{HOST}:PORT", "--module", "wsgi_apps.hello_json")
MOUNT = ("--ini", "ini/uwsgi.ini", "--manage-script-name", "--mount")
LOGS = [
    ("L103", ("--ini", "ini/trap_first_mount.ini"), get("/other")),
    ("L102", ("--ini", "ini/trap_no_default_app.ini"), get("/other")),
    ("L104", ("--ini", "ini/trap_interpreters.ini"), get("/other")),
    ("L101", ("--ini", "ini/trap_plugin.ini"), get("/other")),
    ("L112", (*MOUNT, f"{PREFIX}=examples.lab16_mounting.trap_script_name:application"), get("/")),
    ("L106", SMALL, get(PREFIX)),
    ("L108", (*INI, "examples.lab00_hello.trap_text"), get(PREFIX)),
    ("L113", (*INI, "examples.lab00b_hello_json.trap_length"), get(PREFIX)),
    ("L109", (*INI, "examples.lab04_status.trap_status_number"), get(PREFIX)),
    ("L110", (*INI, "examples.lab05_headers.trap_int_header"), get(PREFIX)),
    ("L111", (*INI, "examples.lab05_headers.trap_korean_header"), get(PREFIX)),
]
GOOD_LOGS = {
    "the course's file": (*INI, "wsgi_apps.hello_json"),
    "one mount": ("--ini", "ini/mount.ini"),
    "several mounts": ("--ini", "ini/mounts.ini"),
}


@pytest.mark.parametrize(("rule", "words", "request_"), LOGS, ids=[f"{row[0]} {row[1][-1]}" for row in LOGS])
def test_trap_is_named_from_the_log_of_now(tmp_path, rule, words, request_):
    log = log_of(tmp_path, *words, requests=[request_])
    assert rule in problems(explained(log.splitlines(), "log"))


@pytest.mark.parametrize("words", GOOD_LOGS.values(), ids=GOOD_LOGS)
def test_good_log_gives_no_alarm(tmp_path, words):
    log = log_of(tmp_path, *words, requests=[get(f"{PREFIX}/ours/x"), get("/other")])
    assert "WSGI app 0" in log
    assert explained(log.splitlines(), "log") == []


def test_numpy_in_a_second_interpreter_is_named_from_its_log(tmp_path):
    port, file = free_port(), tmp_path / "trap.ini"
    text = (ROOT / "examples" / "lab12_uploads" / "trap_interpreters.ini").read_text(encoding="utf-8")
    file.write_text(text.replace("%d../..", str(ROOT)).replace(":8000", f":{port}"), encoding="utf-8")
    with process([UWSGI, "--ini", str(file), "--die-on-term"], tmp_path / "log", port):
        wait_until(lambda: "unable to load app" in (tmp_path / "log").read_text(), "the second application")
    assert {"L105", "L114"} <= problems(explained((tmp_path / "log").read_text().splitlines(), "log"))


def test_missing_folder_of_gunicorns_log_is_named(tmp_path):
    words = [str(BIN / "gunicorn"), "--bind", f"{HOST}:{free_port()}", "--no-control-socket"]
    words += ["--error-logfile", str(tmp_path / "no-such-folder" / "error.log"), "wsgi_apps.hello_json"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert problems(explained((done.stdout + done.stderr).splitlines(), "log")) == {"L120"}
