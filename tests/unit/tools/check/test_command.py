"""The command line: what is printed in both languages, JSON, SARIF, exit statuses, and programs that misbehave."""

import json
import subprocess
import sys

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.check.command import main
from wsgi_apps.tools.check.rules import RULES
from wsgi_apps.tools.check.texts import cut, width, wrapped

FAULTY = """
def application(environ, start_response):
    body = f"Hello, {environ['PATH_INFO']}!".encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "3")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
"""
RIGHT = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]
"""
WARNED = RIGHT.replace("    start_response", '    print("here")\n    start_response')
FINDING = {
    *("rule", "severity", "sentence", "detail", "clause", "file", "line", "end_line", "text", "situations", "cure"),
    *("servers", "lab", "exercise", "outside"),
}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a function that writes a program into the current folder and gives its name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def write(text, name="app.py"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


def told(capsys, *arguments):
    """Return the exit status, and what was printed."""
    status = main(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_finding_has_its_line_its_clause_its_cure_and_the_servers(written, capsys):
    status, out, err = told(capsys, written(FAULTY))
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == "app.py:3: W602 warning  a path in UTF-8 comes back broken (종현 → ì¢·í··)"
    assert lines[1] == """    3 │ body = f"Hello, {environ['PATH_INFO']}!".encode()"""
    assert lines[2].startswith("   seen: a path in Korean")
    assert lines[2].endswith("PEP 3333, Unicode Issues")
    assert lines[3] == '   write: environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")'
    assert "uWSGI: '/ì¢" in lines[4]
    assert "app.py:4: W404 error  Content-Length is less than the body (Content-Length: 3, body: 9)" in lines
    assert lines[-1].startswith("app.py: 1 error, 1 warning (30 situations, 30 requests, ")


def test_korean_says_the_same(written, capsys):
    status, out, _ = told(capsys, written(FAULTY), "--lang", "ko")
    assert status == 1
    assert "app.py:4: W404 오류  Content-Length가 본문보다 작습니다 (Content-Length: 3, body: 9)" in out
    assert "고치기: " in out
    assert "app.py: 오류 1개, 경고 1개 (상황 30가지, 요청 30개, " in out


def test_language_is_that_of_the_terminal(written, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert "문제를 찾지 못했습니다" in told(capsys, written(RIGHT))[1]


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_line_is_wider_than_the_terminal(written, capsys, monkeypatch, columns, language):
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = told(capsys, written(FAULTY), "--lang", language)
    assert max(width(line) for line in out.splitlines()) <= columns


def test_what_a_program_says_cannot_command_the_terminal(written, capsys):
    _, out, _ = told(
        capsys, written("def application(environ, start_response):\n    raise ValueError('\\x1b[2J\\n')\n")
    )
    assert "\x1b" not in out
    assert "ValueError: ·[2J·" in out


def test_no_colour_goes_into_a_file(written, capsys):
    assert "\x1b" not in told(capsys, written(FAULTY))[1]


def test_json_is_all_that_is_printed(written, capsys):
    status, out, err = told(capsys, written(FAULTY), "--json")
    result = json.loads(out)
    assert (status, err, result["check"]) == (1, "", 1)
    assert result["situations"] == 30
    assert result["target"].endswith("app.py")
    assert [one["rule"] for one in result["findings"]] == ["W602", "W404"]
    assert all(set(one) == FINDING for one in result["findings"])


def test_json_goes_into_a_file_beside_the_report(written, capsys, tmp_path):
    _, out, _ = told(capsys, written(RIGHT), "--json", "found.json")
    assert "nothing to report" in out
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["findings"] == []


def test_several_programs_are_one_json_object(capsys):
    status, out, _ = told(capsys, "lab01", "--json")
    result = json.loads(out)
    assert (status, result["check"], len(result["programs"])) == (0, 1, 3)


def test_sarif_has_what_the_standard_requires(written, capsys, tmp_path):
    told(capsys, written(FAULTY), "--sarif", "found.sarif")
    log = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["name"] == "wsgi_apps check"
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert names == ["W404", "W602"]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["help"]["text"]
        assert rule["helpUri"].endswith(f"#{rule['id'].lower()}")
    for result in run["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "app.py"
        assert location["physicalLocation"]["region"]["startLine"] in (3, 4)


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (RIGHT, [], 0),
        (FAULTY, [], 1),
        (FAULTY, ["--ignore", "W4"], 0),
        (FAULTY, ["--select", "W6"], 0),
        (FAULTY, ["--select", "W6", "--strict"], 1),
        (WARNED, [], 0),
        (WARNED, ["--strict"], 1),
        (WARNED, ["--strict", "--profile", "standard"], 0),
        (WARNED.replace('"here")', '"here")  # wsgi: ignore W803 a test'), ["--strict"], 0),
        (WARNED.replace('"here")', '"here")  # wsgi: ignore W803'), ["--strict"], 1),
    ],
)
def test_exit_status(written, capsys, text, options, status):
    assert told(capsys, written(text), *options)[0] == status


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Write what to check"),
        (["nowhere.py"], "There is no file nowhere.py"),
        (["no.such.module"], "There is no module 'no.such.module'"),
        (["lab77"], "There is no lab 'lab77'"),
        (["app.py", "--request", "/x"], "write a method and a path"),
        (["app.py:nothing"], "has no 'nothing'"),
        (["http://example.com/"], "is not this machine"),
        (["https://127.0.0.1/"], "begins with http://"),
    ],
)
def test_mistake_on_the_command_line_is_one_sentence(written, capsys, arguments, sentence):
    written(RIGHT)
    status, out, err = told(capsys, *arguments)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


FACTORY = "def create_app():\n    def application(environ, start_response):\n        start_response('200 OK', [])\n"
FACTORY += "        return []\n    return application\nbuild = create_app\n"


@pytest.mark.parametrize("name", ["", ":create_app", ":create_app()", ":build()"])
def test_a_factory_is_called(written, capsys, name):
    written(FACTORY, "made.py")
    status, out, _ = told(capsys, f"made{name}", "--server", "wsgiref", "--json")
    assert status == 0
    assert "W101" not in out


def test_a_middleware_is_not_called_as_a_factory(written, capsys):
    written("def make_app(application):\n    return application\n", "made.py")
    status, _, err = told(capsys, "made:make_app", "--middleware")
    assert (status, err) == (0, "")


BEGIN = "import os, sys, time\n"
ANSWER = "    start_response('200 OK', [('Content-Type', 'text/plain')])\n    return []\n"
DEF = "def application(environ, start_response):\n"
MISBEHAVING = {
    "hangs": (f"{BEGIN}{DEF}    time.sleep(60)\n", 1, "app.py:3 did nothing for 0.5 seconds"),
    "hangs, and catches everything": (
        f"{DEF}    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n",
        2,
        "did nothing for 0.5 seconds",
    ),
    "hangs while it is loaded": ("while True: pass\n", 2, "app.py:1 did nothing for 0.5 seconds"),
    "exits while it is loaded": (f"{BEGIN}sys.exit(3)\n", 2, "app.py:2 ends the process while the module is loaded"),
    "ends hard while it is loaded": (f"{BEGIN}os._exit(3)\n", 2, "ended the process (status 3)"),
    "forks while it is loaded": (
        f"{BEGIN}os.fork()\n{DEF}{ANSWER}",
        2,
        "starts another process while the module is loaded",
    ),
    "prints 10 MB": (f"{DEF}    print('x' * 10_000_000)\n{ANSWER}", 2, "app.py:2 prints too much"),
    "prints 10 MB while it is loaded": ("for i in range(9999): print('x' * 9999)\n", 2, "app.py:1 prints too much"),
    "writes 20 MB": (f"{BEGIN}{DEF}    os.write(1, b'x' * 20_000_000)\n{ANSWER}", 2, "prints too much"),
    "is no Python": ("def application(\n", 2, "app.py:1 cannot be loaded: SyntaxError"),
    "imports what is not there": ("import nothing_here\n", 2, "app.py:1 cannot be loaded: ModuleNotFoundError"),
    "has no callable": ("x = 1\n", 2, "The module app has none of app, application, create_app"),
    "takes all memory": ("x = bytearray(10**10)\n", 2, "app.py:1 cannot be loaded: MemoryError"),
}


@pytest.mark.parametrize("name", MISBEHAVING)
def test_program_that_misbehaves_ends_in_one_sentence(written, capsys, name):
    text, _, sentence = MISBEHAVING[name]
    status, _, err = told(capsys, written(text), "--seconds", "0.5")
    assert status in (1, 2)
    assert sentence in err
    assert err.count("\n") == 1


def test_program_that_loads_slow_modules_does_something(written, tmp_path, capsys):
    for name in ("slow_one", "slow_two", "slow_three"):
        (tmp_path / f"{name}.py").write_text("import time\ntime.sleep(0.6)\n", encoding="utf-8")
    name = written(f"import slow_one, slow_two, slow_three\n{RIGHT}")
    assert told(capsys, name, "--seconds", "1")[0] == 0


@pytest.mark.parametrize("call", ["sys.exit()", "os._exit(1)", "os.fork()", "os.chdir('/')"])
def test_what_is_done_to_the_process_in_a_request_is_a_finding(written, capsys, call):
    _, out, err = told(capsys, written(f"{BEGIN}{DEF}    {call}\n{ANSWER}"), "--json")
    assert err == ""
    assert [(one["rule"], one["line"]) for one in json.loads(out)["findings"]] == [("W804", 3)]


def test_static_check_does_not_run_the_program(written, capsys):
    text = f"raise SystemExit\nimport json\n{DEF}    int(environ.get('CONTENT_LENGTH', 0))\n"
    status, out, _ = told(capsys, written(text), "--static", "--json")
    assert status == 0
    assert [(one["rule"], one["line"]) for one in json.loads(out)["findings"]] == [("S001", 4)]


def test_request_of_the_command_line_is_asked(written, capsys):
    text = f"{DEF}    if environ['PATH_INFO'] == '/only' and environ.get('HTTP_X_A') == 'b':\n        1 // 0\n{ANSWER}"
    found = told(capsys, written(text), "--request", "PUT /only", "-H", "X-A: b", "--data", "x", "--json")[1]
    assert [(one["rule"], one["line"]) for one in json.loads(found)["findings"]] == [("W701", 3)]


def test_what_is_in_the_framework_is_one_line_at_the_end(written, capsys):
    text = "from pyramid.config import Configurator\nwith Configurator() as config:\n    app = config.make_wsgi_app()\n"
    name = written(text)
    status, out, _ = told(capsys, name)
    assert status == 0
    assert "1 in the framework (pyramid): W603; --outside shows them" in out
    assert "W603 warning" in told(capsys, name, "--outside")[1]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_explain_shows_the_rule_and_its_programs(capsys, language):
    status, out, _ = told(capsys, "--explain", "W402", "--lang", language)
    assert status == 0
    assert RULES["W402"].says[language == "ko"] in out
    assert 'return ["hello"]  # W402' in out


def test_explain_of_no_rule_is_a_mistake(capsys):
    assert told(capsys, "--explain", "W999")[0] == 2


def test_lab_and_a_file_of_ones_own(written, capsys):
    status, out, _ = told(capsys, "lab01", written(RIGHT))
    assert status == 1
    assert "wrong  GET /" in out
    assert "     the body is 'hello', not " in out
    raw = str(ROOT / "examples" / "lab01_static_routes" / "raw.py")
    status, out, _ = told(capsys, "lab01", raw)
    assert status == 0
    assert "wrong" not in out


def test_lab_is_told_in_korean(written, capsys):
    status, out, _ = told(capsys, "lab01", written(RIGHT), "--lang", "ko")
    assert status == 1
    assert "틀림  GET /  200  경로 /에는 페이지가 있습니다.\n" in out
    assert "     본문은 'hello', 기대한 것은 'Hello World!'\n" in out


def test_command_is_one_of_the_workshop():
    words = [sys.executable, "-m", "wsgi_apps", "check", "wsgi_apps.hello"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0
    assert "nothing to report" in done.stdout


def test_texts_are_cut_and_wrapped_by_columns():
    assert width("종현ab") == 6
    assert cut("종현종현", 5) == "종현…"
    assert cut("abc", 3) == "abc"
    assert list(wrapped("aa 종현 bb", 7, "  ")) == ["aa 종현", "  bb"]
