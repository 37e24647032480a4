"""The doctor: what it reads, what it says in both languages, and each rule of files with a breach and without."""

import json
import os
import re
import socket
import string
import subprocess
import sys

import pytest

from tests.support.servers import BIN, HOST, ROOT, free_port
from wsgi_apps.tools.check.texts import width
from wsgi_apps.tools.doctor import machine, page
from wsgi_apps.tools.doctor.build import Build, build_of
from wsgi_apps.tools.doctor.command import main
from wsgi_apps.tools.doctor.log import explained
from wsgi_apps.tools.doctor.number import meaning
from wsgi_apps.tools.doctor.rules import RULES, Finding
from wsgi_apps.tools.doctor.uwsgi_file import command_line, read
from wsgi_apps.tools.doctor.uwsgi_rules import findings

GOOD = """[uwsgi]
strict = true
master = true
need-app = true
die-on-term = true
http-socket = 127.0.0.1:8000
module = wsgi_apps.hello
"""
MOUNTED = GOOD.replace("module = wsgi_apps.hello\n", "manage-script-name = true\nsingle-interpreter = true\n")
#: what a good file becomes -> the rules that this breaks
UWSGI = [
    (GOOD, set()),
    (MOUNTED + "mount = /=a:b\nmount = /x=a:c\n", set()),
    (GOOD + "http-sokcet = 1\n", {"I001"}),
    (GOOD + "colour = red\nset = %(colour)\n", set()),
    (MOUNTED + "mount = /=a:b\nmount = /x/=a:c\n", {"I002"}),
    (GOOD + "buffer-size = 65536\n", {"I003"}),
    (GOOD + "buffer-size = 65535\n", set()),
    (GOOD + "plugin = python3\n", {"I004"}),
    (GOOD + "if-not-plugin = python\nplugin = python3\nendif =\n", set()),
    (GOOD + "http = :8001\n", {"I005"}),
    (GOOD + "socket = 0.0.0.0:8001\n", {"I005"}),
    ("strict = true\n", {"I006"}),
    (MOUNTED + "mount = /x=a:b\nmount = /y=a:c\n", {"I007"}),
    (MOUNTED + "mount = /x=a:b\n", {"I022"}),
    (MOUNTED.replace("manage-script-name = true\n", "") + "mount = /=a:b\nmount = /x=a:c\n", {"I008"}),
    (MOUNTED.replace("single-interpreter = true\n", "") + "mount = /=a:b\nmount = /x=a:c\n", {"I009"}),
    (MOUNTED.replace("-interpreter = true", "-interpreter = false") + "mount = /=a:b\nmount = /x=a:c\n", {"I009"}),
    (GOOD.replace("need-app = true\n", ""), {"I010"}),
    (GOOD.replace("die-on-term = true\n", ""), {"I011"}),
    (GOOD.replace("master = true\n", ""), {"I012"}),
    (GOOD.replace("strict = true\n", ""), {"I013"}),
    (GOOD.replace("http-socket", "socket"), {"I014"}),
    (GOOD + "harakiri = 30\npost-buffering = 8192\n", {"I016"}),
    (MOUNTED + "no-default-app = true\nmount = /x=a:b\n", {"I018"}),
    (MOUNTED + "mount = /x=a:b\nmount = /=a:c\n", {"I007", "I019"}),
    (MOUNTED + "mount = /=a:b\nmount = /x=a\n", {"I020"}),
    (MOUNTED + "mount = /=a:b\nmount = x=a:c\n", {"I021"}),
]
SERVER = "server {{ {} }}"
NGINX = [
    (SERVER.format("location /x { uwsgi_pass 127.0.0.1:1; }"), {"N001"}),
    (SERVER.format(r"location ~ ^/x(/|\z) { uwsgi_pass 127.0.0.1:1; }"), set()),
    (SERVER.format("location / { uwsgi_pass 127.0.0.1:8000; }"), {"N002"}),
    (SERVER.format("location / { proxy_pass http://127.0.0.1:8000; }"), set()),
    (SERVER.format("location / { proxy_pass http://127.0.0.1:19130; }"), {"N003"}),
    (SERVER.format("client_max_body_size 0;"), {"N006"}),
    (SERVER.format("lisen 127.0.0.1:1;"), {"N007"}),
]
GUNICORN = [
    ('loglevel = "all"', {"G001"}),
    ('loglevel = "debug"', set()),
    ('errorlog = "no/such/folder/error.log"', {"G002"}),
    ('forwarded_allow_ips = "*"', {"G003"}),
    ('protocol = "uwsgi"', {"G005"}),
    ('bind = "0.0.0.0:8000"', {"G006"}),
    ('bind = "127.0.0.1:8000"', set()),
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of its own, in which no address is in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("WSGI_APPS_HTTP", "WSGI_APPS_SOCKET", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def told(capsys, *words):
    """Return the exit status, what was printed and what was complained of."""
    status = main(list(words))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def rules_of(capsys, *words):
    """Return the rules that are named in JSON."""
    return {one["rule"] for one in json.loads(told(capsys, *words, "--json")[1])["findings"]}


@pytest.mark.parametrize(("text", "rules"), UWSGI)
def test_file_of_uwsgi(here, capsys, text, rules):
    (here / "my.ini").write_text(text, encoding="utf-8")
    assert rules_of(capsys, "ini", "my.ini") == rules


@pytest.mark.parametrize(("text", "rules"), NGINX)
def test_file_of_nginx(here, capsys, text, rules):
    both = GOOD + "socket = 127.0.0.1:19130\n"
    (here / "my.ini").write_text(both, encoding="utf-8")
    (here / "my.conf").write_text(f"events {{}}\nhttp {{ {text} }}\n", encoding="utf-8")
    assert rules_of(capsys, "ini", "my.ini", "my.conf") == rules


@pytest.mark.parametrize(("text", "rules"), GUNICORN)
def test_file_of_gunicorn_is_read_and_not_run(here, capsys, text, rules):
    (here / "my.py").write_text(f"{text}\nraise SystemExit\n", encoding="utf-8")
    assert rules_of(capsys, "ini", "my.py") == rules


def test_every_rule_of_files_is_broken_by_a_test():
    broken = set().union(*(rules for _, rules in UWSGI + NGINX + GUNICORN))
    assert {name for name in RULES if name[0] in "ING"} - broken == {"I017", "N004"}  # the next test, and lab 16


def test_python_in_a_plugin_must_be_asked_for(here):
    (here / "my.ini").write_text(GOOD, encoding="utf-8")
    debian = Build("uwsgi", "2.0.21", has_python=False)
    assert {one.rule.id for one in findings(read(["my.ini"], [], debian), "my.ini")} == {"I017"}
    assert build_of("/usr/bin/uwsgi").has_python is False
    assert build_of(str(BIN / "uwsgi")).has_python is True


def test_options_of_the_command_line_count(here, capsys):
    (here / "my.ini").write_text(GOOD, encoding="utf-8")
    words = ["ini", "my.ini", "--json", "--", "--mount", "/x=a:b", "--manage-script-name"]
    status = main(words)
    assert status == 0
    assert [one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["I022"]
    assert [(one.key, one.value) for one in command_line(words[4:])] == [
        ("mount", "/x=a:b"),
        ("manage-script-name", "true"),
    ]


@pytest.mark.parametrize("name", ["uwsgi", "mount", "mounts", "trap_first_mount", "trap_interpreters"])
def test_sum_is_what_uwsgi_shows(monkeypatch, name):
    """uWSGI shows the sum and goes on to start; a Python without its library ends it there."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("WSGI_APPS_HTTP", f"{HOST}:{free_port()}")
    monkeypatch.setenv("WSGI_APPS_SOCKET", f"{HOST}:{free_port()}")
    words = [str(BIN / "uwsgi"), "--ini", f"ini/{name}.ini", "--show-config", "--home", "/nonexistent"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    shown = re.findall(r"(?m)^([\w-]+) = (.*)$", done.stderr.partition(";end of configuration")[0])
    build = build_of(str(BIN / "uwsgi"))
    ours = [(one.key, one.value) for one in read([f"ini/{name}.ini"], [], build).all]
    left_out = {"ini", "endif", "show-config", "home"}
    theirs = [(key, value) for key, value in shown if key not in left_out and not key.startswith("if-")]
    assert len(ours) > 10
    assert ours == theirs


def test_same_rules_in_both_languages(here, capsys):
    (here / "my.ini").write_text("[uwsgi]\nmount = /a/=b:c\n", encoding="utf-8")
    english, korean = (told(capsys, "ini", "my.ini", "--lang", language)[1] for language in ("en", "ko"))
    names = re.compile(r": ([A-Z]\d{3}) ")
    assert names.findall(english) == names.findall(korean) != []
    assert "my.ini:2: I002 problem  a mount ends with a slash" in english
    assert "my.ini:2: I002 문제  마운트가 슬래시로 끝납니다" in korean
    assert "   write: mount = /a=b:c\n" in english
    assert "   고치기: mount = /a=b:c\n" in korean


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_only_a_cure_may_be_wider_than_the_terminal(here, capsys, monkeypatch, columns, language):
    monkeypatch.setenv("COLUMNS", str(columns))
    (here / "my.ini").write_text(UWSGI[-3][0] + "buffer-size = 99999\nsocket = :1\n", encoding="utf-8")
    _, out, _ = told(capsys, "ini", "my.ini", "--lang", language)
    lines = [line for line in out.splitlines() if "mount = /=MODULE" not in line]
    assert len(lines) > 10
    assert max(map(width, lines)) <= columns


def test_every_sentence_has_the_same_names_to_fill_in():
    for rule in RULES.values():
        for english, korean in (rule.says, rule.breaks, rule.cure):
            fields = [
                {field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (english, korean)
            ]
            assert fields[0] == fields[1], rule.id
        assert rule.says[0] != rule.says[1] or "{found}" in rule.says[0], rule.id


def test_what_a_log_says_cannot_command_the_terminal(here, capsys):
    (here / "log").write_text("database is locked\x1b[2J\n", encoding="utf-8")
    assert "\x1b" not in told(capsys, "log", "log")[1]


MISSING = ["ModuleNotFoundError: No module named 'wsgi_apps'", "/usr/bin/python3: No module named wsgi_apps"]


@pytest.mark.parametrize("line", MISSING)
def test_an_environment_that_is_not_active(line):
    (found,) = explained([line], "log")
    assert (found.rule.id, found.values, found.told("en")["cure"]) == (
        "L115",
        {"name": "wsgi_apps"},
        ". .venv/bin/activate",
    )


def test_line_that_comes_again_is_told_once():
    error = "[ERROR] Unhandled object from iterator:"
    (found,) = explained(["good", f"{error} 'a'", "Unhandled", f"{error} 'b'"], "log")
    assert (found.rule.id, found.line, found.times) == ("L108", 2, 2)


@pytest.mark.parametrize(
    ("number", "name"),
    [(21573, "method"), (21327, "method"), (16709, "method"), (5300, "size"), (1195725856, "four"), (70000, "neither")],
)
def test_number(number, name):
    assert meaning(number)[0] == name


def test_numbers_as_json(capsys):
    status, out, _ = told(capsys, "number", "21573", "9999999", "--json", "--lang", "ko")
    first, second = json.loads(out)["numbers"]
    assert (status, json.loads(out)["doctor"], first["number"], first["meaning"]) == (0, 1, 21573, "method")
    assert "글자" in first["says"]
    assert first["cure"] == "http-socket = 127.0.0.1:8000"
    assert (second["meaning"], second["cure"]) == ("neither", "")


def test_ports_as_json(capsys):
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        status, out, _ = told(capsys, "port", str(port), "--json")
        [found] = json.loads(out)["ports"]
        [listener] = found["listeners"]
        assert (status, found["port"], listener["address"], listener["pid"]) == (1, port, HOST, os.getpid())
    assert told(capsys, "port", str(port), "--json")[:2] == (
        0,
        json.dumps({"doctor": 1, "ports": [{"port": port, "listeners": []}]}, indent=1) + "\n",
    )


def test_port_names_its_process(capsys):
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        status, out, _ = told(capsys, "port", str(port))
    assert status == 1
    assert re.match(rf"127\.0\.0\.1:{port}  process \d+: ", out)
    assert "   write: kill " in out
    assert told(capsys, "port", str(port)) == (0, f"Nobody listens at port {port}.\n", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["log", "nofile"], "There is no file nofile here.\n"),
        (["number", "x"], "'x' is not a number: write digits, such as 21573.\n"),
        (["ini"], "Write what to look at: python -m wsgi_apps doctor ini ...\n"),
    ],
)
def test_mistake_on_the_command_line_is_a_sentence(here, capsys, words, sentence):
    assert told(capsys, *words) == (2, "", sentence)


def test_probes_see_each_rule_of_the_machine():
    assert {one.rule for one in machine.looked()} == {name for name in RULES if name.startswith("D")}


def test_machine_tells_a_forgotten_activation_and_a_proxy(monkeypatch):
    monkeypatch.setattr(machine.sys, "prefix", "/usr")
    monkeypatch.setattr(machine, "ROOT", ROOT)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    (seen,) = machine.environment()
    assert (seen.rule, seen.good) == ("D01", not (ROOT / ".venv").exists())
    (seen,) = machine.proxies()
    assert (seen.rule, seen.good) == ("D14", False)


FOUND = [
    (Build(), "there is no uWSGI", "uWSGI가 없습니다"),
    (
        Build("uwsgi", "2.0.31", flags="-I/usr/include/python3.1 UDEP(python)"),
        f"uWSGI 2.0.31 was built for Python 3.1, and this is Python {sys.version_info[0]}.{sys.version_info[1]}",
        f"uWSGI 2.0.31은 Python 3.1용이고, 이것은 Python {sys.version_info[0]}.{sys.version_info[1]}입니다",
    ),
]


@pytest.mark.parametrize(("build", "english", "korean"), FOUND)
def test_what_is_wrong_with_uwsgi_is_told_in_each_language(monkeypatch, build, english, korean):
    monkeypatch.setattr(machine, "build_of", lambda path: build)
    seen = next(machine.uwsgi())
    finding = Finding(RULES[seen.rule], values=seen.values)
    assert (seen.rule, seen.good) == ("D03", False)
    assert finding.told("en")["says"] == f"uWSGI does not fit this Python: {english}"
    assert finding.told("ko")["says"] == f"uWSGI가 이 Python과 맞지 않습니다: {korean}"


def test_a_full_disk_is_told_in_each_language(monkeypatch):
    monkeypatch.setattr(machine, "LEAST_BYTES", 10**18)
    (seen,) = machine.disk()
    finding = Finding(RULES[seen.rule], values=seen.values)
    assert (seen.rule, seen.good) == ("D12", False)
    assert re.search(r": only \d+ MB are free$", finding.told("en")["says"])
    assert re.search(r": 남은 공간이 \d+ MB뿐입니다$", finding.told("ko")["says"])


def test_doctor_needs_no_library():
    """What is missing is often the environment: Python alone is enough."""
    words = [sys.executable, "-S", "-m", "wsgi_apps", "doctor", "number", "21573"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.startswith('21573 is the letters "ET" of GET')


def test_page_is_made_from_the_rules_written(the_page_has):
    the_page_has(ROOT / "docs" / "doctor.md", page.page())


def test_options_may_stand_anywhere(here, capsys):
    (here / "log").write_text("nothing\n", encoding="utf-8")
    assert told(capsys, "log", "--lang", "ko", "log") == (0, "log: 문제를 찾지 못했습니다\n", "")


def test_terminal_without_korean_gets_all_the_same():
    words = [sys.executable, "-m", "wsgi_apps", "doctor", "number", "21573"]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin", "LANG": "ko_KR.UTF-8"}
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "http-socket = 127.0.0.1:8000" in done.stdout
